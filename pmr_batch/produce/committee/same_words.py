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


def _whom(one: SameWords) -> str:
    named = [f"{brief(each.name)} ({each.payroll_number})" for each in one.people[:_NAMED]]
    more = [f"and {len(one.people) - _NAMED:,} more"] if len(one.people) > _NAMED else []
    return ", ".join(named + more)


_FIELDS: tuple[Field[SameWords], ...] = (
    Field("Reviewer", 20, lambda one: one.reviewer),
    Field("Number", 11, lambda one: one.number),
    Field("Academies", 13, lambda one: ", ".join(sorted({each.academy for each in one.people}))),
    Field("Sheet", 11, lambda one: one.sheet),
    Field("Column", 20, lambda one: one.column),
    Field("Reviewees", 10, lambda one: len(one.people)),
    Field("The same", 18, lambda one: "Word for word" if one.exact else "But for names and pronouns"),
    Field("Words for the first", 56, lambda one: brief(one.words, _ENOUGH)),
    Field("Of whom", 44, _whom),
)
