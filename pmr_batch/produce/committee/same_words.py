"""Same words: texts that one reviewer wrote about many reviewees."""

from __future__ import annotations

from pmr_batch.model.consistency import SameWords
from pmr_batch.model.round import Moderated
from pmr_batch.produce.list_sheets import Field, List
from pmr_batch.words import brief, counted

#: Characters of a text that are shown, enough to recognise it.
_MOST_LETTERS = 240
#: So many of the reviewees are named.
_NAMED = 20


def same_words_sheet(moderated: Moderated) -> List[SameWords]:
    """One row a text, by the reviewer's name."""
    consistency = moderated.consistency
    same = counted(len(consistency.same_words), "text is", "texts are")
    return List(
        name="Same words",
        title="The same words for many reviewees",
        note=f"{same} the same for more than {consistency.copies} reviewees of one reviewer, or the same but for "
        "names, pronouns and numbers. A review is of a person: ask whether these say what is true of each. Nothing "
        "that is written about concerns was compared.",
        fields=_FIELDS,
        rows=consistency.same_words,
    )


def _reviewees(same_words: SameWords) -> str:
    names = [f"{brief(person.name)} ({person.payroll_number})" for person in same_words.people[:_NAMED]]
    more = [f"and {len(same_words.people) - _NAMED:,} more"] if len(same_words.people) > _NAMED else []
    return ", ".join(names + more)


_FIELDS: tuple[Field[SameWords], ...] = (
    Field("Reviewer", 17, lambda passage: passage.reviewer),
    Field("Number", 9, lambda passage: passage.number),
    Field("Academies", 11, lambda passage: ", ".join(sorted({person.academy for person in passage.people}))),
    Field("Sheet", 11, lambda passage: passage.sheet),
    Field("Column", 17, lambda passage: passage.column),
    Field("Reviewees", 10, lambda passage: len(passage.people)),
    Field("The same", 15, lambda passage: "Word for word" if passage.exact else "But for names and pronouns"),
    Field("Words for the first", 56, lambda passage: brief(passage.words, _MOST_LETTERS)),
    Field("Of whom", 38, _reviewees),
)
