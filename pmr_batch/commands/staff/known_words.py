"""What the words of payroll and HR systems mean in the lists of Staff list, as far as that is known beforehand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from pmr_batch.commands.staff.list_columns import RANGE, ROLE, ListColumn, document
from pmr_batch.excel.reading.cell_values import read
from pmr_batch.layout.columns import Kind
from pmr_batch.layout.standard_workbook import YES_NO
from pmr_batch.policy.job_titles import role_of_title
from pmr_batch.policy.pay import canonical_point
from pmr_batch.policy.pay_ranges import FOR_SUPPORT, PAY_RANGES
from pmr_batch.words import bare

#: Words so short are used for other things, too.
_SHORT = 2
#: Local grades of support staff: Grade 5, Scale 4, Sc6, SO1, PO2, Band C, G7.
_LOCAL_GRADE = re.compile(r"(?:grade|scale|sc|so|po|band|g|gr|level|lvl)\s*(?:\d{1,2}|[a-l])(?: ?[a-c])?")
#: The letters that a point begins with.
_LETTERS = re.compile(r"\s*([A-Za-z][A-Za-z .\-/]*?)?[\s.\-]*0*\d")


@dataclass(frozen=True)
class KnownMeaning:
    """A value of a list; not `sure` where the word is used for others, too."""

    value: str
    sure: bool = True


@lru_cache(maxsize=8192)
def known_meaning(target: ListColumn, text: str) -> KnownMeaning | None:
    """The value of a list column that a word means; None where the word is not known."""
    values = target.column.values
    value, _ = read(Kind.LIST, text, values)
    if value in values:
        return KnownMeaning(value, text not in _one_letter(values))
    words = bare(text)
    known = _words_of(target.column.heading).get(words)
    if known is None and values == YES_NO:
        known = _words_of("").get(words)
    if known is not None:
        return KnownMeaning(known, len(words) > _SHORT or target == RANGE)
    if target == RANGE:
        return _range_in(words)
    return _role_in(text) if target == ROLE else None


def _one_letter(values: tuple[str, ...]) -> tuple[str, ...]:
    return () if values == YES_NO else tuple(value[:1] for value in values)


@cache
def _words_of(heading: str) -> dict[str, str]:
    """The values of a column by its known words; of no column, those of Yes and No."""
    words = document()["words"]
    values = {"Yes": words["yes"], "No": words["no"]} if not heading else words.get(heading, {})
    return {bare(str(word)): value for value, names in values.items() for word in names}


def _role_in(text: str) -> KnownMeaning | None:
    found = role_of_title(text)
    return KnownMeaning(found.role, sure=False) if found else None


# -- pay ranges ----------------------------------------------------------------------------------


def _range_in(words: str) -> KnownMeaning | None:
    """The range that a longer name has in it, such as Leadership Group 3; that of a point; or a local grade's."""
    if _LOCAL_GRADE.fullmatch(words):
        return KnownMeaning(FOR_SUPPORT[0], sure=False)
    first, _, _ = words.partition(" ")
    for name in (re.sub(r"\s*\d+( \d+)?$", "", words), first):
        known = _words_of(RANGE.column.heading).get(name)
        if known is not None and len(name) > 1:
            return KnownMeaning(known, sure=name != first)
    ranges = ranges_of_point(words)
    return KnownMeaning(ranges[0], sure=False) if len(ranges) == 1 else None


@lru_cache(maxsize=4096)
def ranges_of_point(text: str) -> tuple[str, ...]:
    """The ranges that have a point so written; a number alone is a point of every range, so of none here."""
    if not letters_of_point(text):
        return ()
    return tuple(pay_range for pay_range in PAY_RANGES if canonical_point(text, pay_range))


@lru_cache(maxsize=4096)
def letters_of_point(text: str) -> str:
    """What a point begins with, the MPS of MPS3; empty for a number alone, and for what is no point."""
    match = _LETTERS.match(text)
    return " ".join((match[1] or "").split()).upper() if match else ""
