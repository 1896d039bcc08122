"""Which rows of a sheet are rows of the table, and which only look like it: totals, sub-headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import Any

from pmr_batch.excel.reading.addresses import address
from pmr_batch.excel.reading.cell_grid import Grid
from pmr_batch.excel.reading.cell_values import is_blank, typed
from pmr_batch.excel.reading.headings import Headings
from pmr_batch.excel.reading.name_matching import bare
from pmr_batch.excel.reading.nothing_said import says_nothing_at_all
from pmr_batch.layout.columns import Column, Sheet
from pmr_batch.layout.standard_workbook import TOTALS
from pmr_batch.model.returns import Spot

_WORD = re.compile(r"[^\W\d_]{2,}")
_PAYROLL_NUMBER = "payroll_number"


@dataclass(frozen=True)
class Rows:
    """The Excel row numbers of the table's rows, and spots for rows that only look like some."""

    numbers: tuple[int, ...]
    spots: tuple[Spot, ...]


def find_rows(sheet: Sheet, grid: Grid, headings: Headings) -> Rows:
    """Every row below the headings that holds anything in a column of the layout."""
    columns = [column for column in sheet if column.key in headings.columns]
    places = [headings.columns[column.key] for column in columns]
    check = _RowCheck(sheet, columns, places)
    faults = {row for at in places for row in grid.raw.faults.get(at, ())}
    numbers, spots = [], list(check.above(grid, headings))
    pick = itemgetter(*(at - 1 for at in places), -1)
    for row, cells in enumerate(grid.values[headings.row :], headings.row + 1):
        picked = pick(cells)[:-1]
        if row in faults:
            numbers.append(row)
        elif not all(map(is_blank, picked)):
            reason = check.why_not_a_row(picked)
            if says_nothing_at_all([cell for cell in picked if not is_blank(cell)]):
                spots.append(check.nothing(row, picked))
            elif reason is None:
                numbers.append(row)
            else:
                spots.append(check.spot(row, picked, reason))
    return Rows(tuple(numbers), tuple(spots))


@dataclass(frozen=True)
class _RowCheck:
    """Whether a row is one of the table, by its cells in `columns`, which are at `places`."""

    sheet: Sheet
    columns: Sequence[Column]
    places: Sequence[int]

    def why_not_a_row(self, picked: Sequence[Any]) -> str | None:
        """Why a row is none of the table; None where it is one."""
        led = self.columns[0] is self.sheet.columns[0]
        lead = picked[0] if led and picked[0].__class__ is str and not picked[0].isspace() else ""
        if lead[:1].isdigit():
            return None
        filled = [cell for cell in picked if not is_blank(cell)]
        people = led and self.columns[0].key == _PAYROLL_NUMBER
        named = [lead] if lead else [cell for cell in filled if cell.__class__ is str]
        if any(map(is_total, named)) or (people and is_blank(picked[0]) and _all_numbers(filled)):
            return "looks like a total, and is not read as a row"
        if len(filled) > 1 and bare(lead) == bare(self.columns[0].heading):
            return "looks like the headings again, and is not read as a row"
        if people and lead and len(filled) == 1 and _is_wordy(lead):
            return "looks like a sub-heading or a remark, and is not read as a row"
        return None

    def nothing(self, row: int, picked: Sequence[Any]) -> Spot:
        """A row of nothing but words for nothing is blank."""
        what = "says that there is nothing, and is no row"
        spot = self.spot(row, picked, what)
        return replace(spot, code="PM015", words={"was": str(spot.value), "became": "", "how": what, "what": what})

    def spot(self, row: int, picked: Sequence[Any], what: str) -> Spot:
        """A spot for the row, at its first filled cell."""
        first = next(number for number, cell in enumerate(picked) if not is_blank(cell))
        place, value = address((row, self.places[first])), typed(picked[first])
        heading = self.columns[first].heading
        number = value if self.columns[first].key == _PAYROLL_NUMBER and any(map(str.isdigit, value)) else None
        return Spot("PM020", self.sheet.name, row, heading, place, number, value=value, words={"what": what})

    def above(self, grid: Grid, headings: Headings) -> Iterator[Spot]:
        """Rows above the headings that hold more than a title: sorted there by mistake."""
        for row, cells in enumerate(grid.values[: headings.row - 1], 1):
            picked = [cells[at - 1] for at in self.places]
            filled = sum(not is_blank(cell) for cell in picked)
            if len(picked) > 1 and filled >= min(3, len(picked)) and not _all_words(picked):
                yield self.spot(row, picked, "stands above the headings, and is not read as a row")


def _all_words(cells: Sequence[Any]) -> bool:
    """Whether filled cells are words without a digit, as labels of groups of columns are, and no row of a table."""
    return all(is_blank(cell) or (cell.__class__ is str and not any(map(str.isdigit, cell))) for cell in cells)


def _all_numbers(cells: Sequence[Any]) -> bool:
    return all(isinstance(cell, float) for cell in cells)


def is_total(text: str) -> bool:
    """Whether the first cell of a row names it as a row of totals."""
    return " ".join(text.casefold().split()).removesuffix(":").rstrip() in TOTALS


def _is_wordy(text: str) -> bool:
    return len(_WORD.findall(text)) > 1 or not any(map(str.isdigit, text))
