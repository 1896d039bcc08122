"""Payroll numbers as the staff list has them: other programs take their zeros, and put signs around them.

A spreadsheet saved as CSV, or written by pandas or Google Sheets, holds 10534 for 0010534 in every cell: so a
workbook is held against the trust's staff list where there is one, and against itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from pmr_batch.excel.reading.addresses import address
from pmr_batch.excel.reading.cell_values import Repair, key_text
from pmr_batch.excel.reading.draft_table import Draft
from pmr_batch.excel.reading.key_columns import PEOPLE
from pmr_batch.excel.reading.named_numbers import read_named, without_own_names
from pmr_batch.model.returns import Spot
from pmr_batch.words import listed

NUMBER = "payroll_number"
_STAFF_LIST, _STAFF = "Staff list", "Staff"
_OWNERS = (_STAFF_LIST, _STAFF, "Reviewers")
#: Signs that programs and people put around a number, and that are no part of it.
_AROUND = " '\"`´=,;.:#£*_|()[]{}<>"
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")
_FRACTION = re.compile(r"(?<=\d)\.0+$")
#: What people write before a number of digits, to say what it is.
_NAMED = re.compile(
    r"(?:(?:payroll|pay|employee|emp|staff|personnel|number|num|no|nr|reference|ref|id|p/?n|[ens])[\s.:#/-]*)+(?=\d)",
    re.IGNORECASE,
)
#: Letters that are typed for digits, and what people put between the parts of a number.
_SLIPS = str.maketrans({"O": "0", "o": "0", "I": "1", "l": "1", "-": None})
#: Known numbers, and where they stand in words.
_Known = tuple[str, "KnownNumbers"]
_SIGNS = "signs that are no part of a payroll number removed"


class KnownNumbers:
    """Payroll numbers that are known, and which of them another text may be."""

    def __init__(self, numbers: Iterable[str] = ()) -> None:
        self._numbers: set[str] = set()
        self._by_digits: dict[str, set[str]] = defaultdict(set)
        self.add(numbers)

    def __contains__(self, text: object) -> bool:
        return text in self._numbers

    def add(self, numbers: Iterable[str]) -> None:
        """Know more numbers."""
        for number in numbers:
            if number not in self._numbers:
                self._numbers.add(number)
                self._by_digits[_digits(number)].add(number)

    def fitting(self, text: str) -> frozenset[str]:
        """The known numbers that a text may be: zeros before it, blanks within and signs around it aside.

        Where none is, those of digits alone that it is with what people write before them, or with letters for digits.
        """
        if not self._numbers:
            return frozenset()
        return frozenset(self._by_digits.get(_digits(text) or text, ())) or self._misspelt(bare_number(text))

    def _misspelt(self, bare: str) -> frozenset[str]:
        plain = _NAMED.sub("", bare, count=1) if _NAMED.match(bare) else ""
        named = self._by_digits.get(_digits(plain), ()) if plain else ()
        return frozenset(number for number in (*named, bare.translate(_SLIPS)) if self._is_of_digits(number))

    def _is_of_digits(self, number: str) -> bool:
        return number.isdecimal() and number in self._numbers


@lru_cache(maxsize=4)
def listed_numbers(joined: str) -> KnownNumbers:
    """The numbers of a staff list, which go to every worker as one text, a number a line. Not to be added to."""
    return KnownNumbers(filter(None, joined.split("\n")))


@lru_cache(maxsize=16_384)
def _digits(text: str) -> str:
    return "".join(bare_number(text).split()).casefold().lstrip("0")


def bare_number(text: str) -> str:
    """A payroll number without what is never part of one: signs around it, .0 at its end, digits of other scripts."""
    plain = text if text.isascii() else _in_ascii_digits(unicodedata.normalize("NFKC", text))
    bare = key_text(plain).strip(_AROUND)
    bare = _FRACTION.sub("", bare)
    return bare.replace(",", "") if _THOUSANDS.fullmatch(bare) else bare


def _in_ascii_digits(text: str) -> str:
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)


def restore_numbers(drafts: Mapping[str, Draft], staff_list: str = "") -> None:
    """Each payroll number is the one on the staff list that fits, else the one on Staff, else on Reviewers.

    `staff_list` are the numbers of the trust's, a number a line. Where several fit, it stays as typed; on Staff that
    is told (PM006), for nobody can say who is meant.
    """
    own = KnownNumbers()
    known: list[_Known] = [("on the staff list", listed_numbers(staff_list)), (f"on {_STAFF}", own)]
    written = ("in other cells of the workbook", _written_with_zeros(drafts))
    owners = [drafts[name] for name in _OWNERS if name in drafts]
    for owner in owners:
        without_own_names(owner)
        _restore_column(owner, NUMBER, [*known, written])
        own.add(_texts(owner.columns.get(NUMBER, ())))
    read_named(drafts, own.fitting)
    for draft in drafts.values():
        for key in draft.columns.keys() & PEOPLE:
            if key != NUMBER or draft not in owners:
                _restore_column(draft, key, known)
        draft.spots = [_about_known(spot, own) if spot.payroll_number else spot for spot in draft.spots]


def _about_known(spot: Spot, own: KnownNumbers) -> Spot:
    """A spot of a row that is none of the table, about the person whom its number fits."""
    fits = own.fitting(spot.payroll_number or "")
    return replace(spot, payroll_number=next(iter(fits))) if len(fits) == 1 else spot


def _written_with_zeros(drafts: Mapping[str, Draft]) -> KnownNumbers:
    """The numbers with zeros before them anywhere in the workbook: nobody types zeros that are not there."""
    columns = (draft.columns[key] for draft in drafts.values() for key in draft.columns.keys() & PEOPLE)
    return KnownNumbers({text for values in columns for text in _texts(values) if text[0] == "0" and text.isalnum()})


def _texts(values: Iterable[object]) -> list[str]:
    return [value for value in values if value.__class__ is str]


def _restore_column(draft: Draft, key: str, known: Sequence[_Known]) -> None:
    for position, value in enumerate(draft.columns.get(key, ())):
        if value.__class__ is str and value not in known[0][1]:
            _restore(draft, key, position, value, known)


def _restore(draft: Draft, key: str, position: int, value: str, known: Sequence[_Known]) -> None:
    """The first list with a number that fits says which it is; of several that fit, the only one in the workbook."""
    where, fits = next(((name, fits) for name, numbers in known if (fits := numbers.fitting(value))), ("", frozenset()))
    if value in fits:
        return
    if len(fits) > 1:
        own = known[1][1]
        fits = frozenset(number for number in fits if number in own) or fits
    if len(fits) == 1:
        (number,) = fits
        draft.put(key, position, number, Repair(value, number, f"as {where}"))
        return
    bare = bare_number(value)
    if bare != value and bare.isalnum():
        draft.put(key, position, bare, Repair(value, bare, _SIGNS))
    if fits and draft.sheet.name == _STAFF and key == NUMBER:
        draft.spots.append(_doubtful(draft, position, where, fits))


def _doubtful(draft: Draft, position: int, where: str, fits: Iterable[str]) -> Spot:
    row, value = draft.rows[position], draft.columns[NUMBER][position]
    words = {
        "wrong": f"may be {listed(sorted(fits))}, all {where}",
        "asks": "the whole payroll number, with its zeros",
    }
    cell = address((row, draft.places[NUMBER]))
    return Spot("PM006", _STAFF, row, draft.sheet.by_key[NUMBER].heading, cell, value, value=value, words=words)
