"""Same words: what one reviewer wrote of many reviewees alike."""

from __future__ import annotations

from pmr_batch.model.consistency import SameWords
from pmr_batch.model.round import Moderated
from pmr_batch.produce.list_sheets import Field, List
from pmr_batch.words import brief, counted

#: Characters of a text that are enough to know it by.
_ENOUGH = 240
#: So many of the reviewees are named.
_NAMED = 20


def same_words_sheet(moderated: Moderated) -> List[SameWords]:
    """One row a text, by the reviewer's name."""
    found = moderated.consistency
    same = counted(len(found.same_words), "text is", "texts are")
    return List(
        name="Same words",
        title="The same words for many reviewees",
        note=f"{same} the same for more than {found.copies} reviewees of one reviewer, or the same but for names, "
        "pronouns and numbers. A review is of a person: ask whether these say what is true of each. Nothing that is "
        "written about concerns was compared.",
        fields=_FIELDS,
        rows=found.same_words,
    )


def _whom(same_words: SameWords) -> str:
    named = [f"{brief(each.name)} ({each.payroll_number})" for each in same_words.people[:_NAMED]]
    more = [f"and {len(same_words.people) - _NAMED:,} more"] if len(same_words.people) > _NAMED else []
    return ", ".join(named + more)


_FIELDS: tuple[Field[SameWords], ...] = (
    Field("Reviewer", 20, lambda passage: passage.reviewer),
    Field("Number", 11, lambda passage: passage.number),
    Field("Academies", 13, lambda passage: ", ".join(sorted({each.academy for each in passage.people}))),
    Field("Sheet", 11, lambda passage: passage.sheet),
    Field("Column", 20, lambda passage: passage.column),
    Field("Reviewees", 10, lambda passage: len(passage.people)),
    Field("The same", 18, lambda passage: "Word for word" if passage.exact else "But for names and pronouns"),
    Field("Words for the first", 56, lambda passage: brief(passage.words, _ENOUGH)),
    Field("Of whom", 44, _whom),
)
