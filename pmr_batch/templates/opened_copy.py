"""A trust's copy of the standard workbook beside the standard one: what stands in each, and what lies on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pmr_batch.excel.reading.addresses import Place, address
from pmr_batch.excel.reading.cell_grid import Grid, InputWorkbook
from pmr_batch.excel.reading.cell_values import is_blank
from pmr_batch.excel.reading.drawn import Drawn, DrawnSheet
from pmr_batch.layout.standard_workbook import CHECKS, LISTS, SETTINGS, SHEETS, START
from pmr_batch.workbook.standard_book import standard_template
from pmr_batch.workbook.start_sheet import dates_cells


@dataclass(frozen=True)
class CopySheet:
    """A sheet of a workbook: its cells and what lies on them, places from (1, 1)."""

    name: str
    grid: Grid
    drawn: DrawnSheet

    def value(self, place: Place) -> Any:
        """What stands in a cell; None where nothing does."""
        row, column = place
        cells = self.grid.values[row - 1] if row <= len(self.grid.values) else []
        return cells[column - 1] if column <= len(cells) and not is_blank(cells[column - 1]) else None

    def filled(self) -> Iterator[tuple[Place, Any]]:
        """All cells that hold something."""
        for row, cells in enumerate(self.grid.values, 1):
            yield from (((row, at), value) for at, value in enumerate(cells, 1) if not is_blank(value))

    def faults(self) -> Iterator[str]:
        """The addresses of errors, and of formulas without a result."""
        places = ((row, column) for column, rows in self.grid.raw.faults.items() for row in rows)
        yield from map(address, sorted(places))


@dataclass(frozen=True)
class Opened:
    """A workbook's sheets in their order; `foreign` names what no table holds, such as macros."""

    pages: Mapping[str, CopySheet]
    foreign: tuple[str, ...]
    date1904: bool


def opened(content: bytes) -> Opened:
    """A workbook, all sheets but those that are made anew whatever they say. Raises Refused."""
    book, drawn = InputWorkbook(content), Drawn(content)
    names = [name for name in book.names if name not in (CHECKS, SETTINGS, LISTS)]
    grids = book.grids(names)
    return Opened(
        {name: CopySheet(name, grids[name], drawn.sheet(name)) for name in names}, book.foreign, book.date1904
    )


@cache
def standard() -> Opened:
    """The standard workbook that comes with the program."""
    return opened(standard_template())


@cache
def own_cells() -> frozenset[Place]:
    """The cells of Start that are ours."""
    dates = {(row + 1, column + 1) for row, column in dates_cells()}
    return standard().pages[START.name].drawn.cells | dates


TABLES = tuple(sheet for sheet in SHEETS if not sheet.form)
