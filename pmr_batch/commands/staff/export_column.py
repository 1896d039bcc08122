"""A column of an export, and how well its cells fit a column of Staff list."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from pmr_batch.commands.mapped_files.cell_kinds import kinds_in_words
from pmr_batch.commands.mapped_files.source_file import SourceSheet
from pmr_batch.commands.mapped_files.table_finding import SourceColumn
from pmr_batch.commands.staff.known_words import known_meaning
from pmr_batch.commands.staff.list_columns import ACADEMY, NUMBER, POINT, RANGE, ListColumn
from pmr_batch.commands.staff.present_list import PresentList
from pmr_batch.excel.reading.amounts import read_amount
from pmr_batch.excel.reading.cell_values import key_text, read
from pmr_batch.excel.reading.key_columns import PEOPLE
from pmr_batch.layout.columns import Kind
from pmr_batch.model.returns import Unread
from pmr_batch.words import bare

_LONGEST_NUMBER, _LONGEST_POINT = 14, 16
#: An academy column whose names are all unknown has at most so many different ones for each academy.
_NAMES_OF_AN_ACADEMY = 2
_MOST_PERCENT = 100
_NUMBERS_IN_WORDS = re.compile(r"\d")
_DECIMAL_COMMA = re.compile(r"^(\d*),(\d{1,4})$")


@dataclass(frozen=True, eq=False)
class ExportColumn:
    """A column's filled cells; `fit` is the share of them that a column of the list takes, from 0 to 1."""

    page: SourceSheet
    column: SourceColumn
    present: PresentList
    date1904: bool

    @property
    def filled(self) -> int:
        """How many cells hold anything."""
        return len(self.column.cells)

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """What the filled cells hold, as text, from the top down; errors are left out."""
        return tuple(key_text(self.page.text(place)) for place in self.column.cells if place in self.page.cells)

    @cached_property
    def values(self) -> tuple[Any, ...]:
        """What the filled cells hold, errors aside."""
        return tuple(self.page.cells[place] for place in self.column.cells if place in self.page.cells)

    @property
    def heading(self) -> str:
        """The heading as found."""
        return self.column.heading

    @property
    def summary(self) -> str:
        """The kinds of its cells in words; no value is repeated."""
        return kinds_in_words(self.page, self.column.cells, self._known_as)

    def _known_as(self, text: str) -> str | None:
        return "payroll numbers" if key_text(text) in self.present.by_number else None

    def fit(self, target: ListColumn) -> float:
        """The share of cells that can be what a column of the list takes; 1 where there are none."""
        if not self.texts:
            return 1.0
        if target == ACADEMY:
            return self._fit_of_academies()
        return self._share(_TESTS.get(target.key) or self._test_of(target))

    def _fit_of_academies(self) -> float:
        share = self._share(lambda text: self.present.academy_named(text) is not None)
        few = len(set(self.texts)) <= _NAMES_OF_AN_ACADEMY * len(self.present.academies)
        return max(share, 0.5 if few and not all(map(str.isdecimal, self.texts)) else 0.1)

    def _test_of(self, target: ListColumn) -> Callable[[str], bool]:
        if target.column.kind is Kind.LIST:
            own = self.present.own_ranges if target == RANGE else {}
            return lambda text: bare(text) in own or known_meaning(target, text) is not None
        return bool

    def _share(self, holds: Callable[[str], bool]) -> float:
        verdicts = {text: holds(text) for text in set(self.texts)}
        return sum(verdicts[text] for text in self.texts) / len(self.texts)


def looks_like_number(text: str) -> bool:
    """Whether a text may be a payroll number: a short word with digits."""
    return len(text) <= _LONGEST_NUMBER and " " not in text and bool(_NUMBERS_IN_WORDS.search(text)) and "/" not in text


def _is_name(text: str) -> bool:
    return not _NUMBERS_IN_WORDS.search(text)


def _is_day(text: str) -> bool:
    value, _ = read(Kind.DATE, text)
    return (not isinstance(value, str | None) or _is_serial(text)) or isinstance(value, Unread)


def _is_serial(text: str) -> bool:
    return bool(re.fullmatch(r"[2-6]\d{4}", text))


def read_share(text: str) -> Decimal | None:
    """A share of full time as it is written: 0.6, .6, 0,6 or 60%; None where it is no number."""
    plain = _DECIMAL_COMMA.sub(r"\1.\2", text)
    return read_amount(f"0{plain}" if plain.startswith(".") else plain)


def _is_share(text: str) -> bool:
    share = read_share(text)
    return share is not None and 0 < share <= _MOST_PERCENT


def _is_point(text: str) -> bool:
    return len(text) <= _LONGEST_POINT and bool(_NUMBERS_IN_WORDS.search(text)) and "/" not in text


def _is_person(text: str) -> bool:
    return looks_like_number(text) or _is_name(text)


_TESTS: dict[str, Callable[[str], bool]] = {
    NUMBER.key: looks_like_number,
    "name": _is_name,
    "job_title": lambda text: bool(re.search(r"[^\W\d_]{2}", text)),
    "employment_start": _is_day,
    "employment_end": _is_day,
    "fte": _is_share,
    POINT.key: _is_point,
    "range_from": _is_point,
    "range_to": _is_point,
    **dict.fromkeys(PEOPLE - {NUMBER.key}, _is_person),
}
