"""A trust's copy of the standard workbook beside the standard one: what stands in each, and how it looks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pmr_batch.excel.reading.addresses import Place, address
from pmr_batch.excel.reading.cell_grid import Grid, InputWorkbook
from pmr_batch.excel.reading.cell_values import is_blank
from pmr_batch.excel.reading.drawn import CellLook, Drawn, DrawnSheet
from pmr_batch.excel.writing.standard import STANDARD_WORKBOOK, build_workbook_templates
from pmr_batch.excel.writing.start import dates_cells
from pmr_batch.layout.standard_workbook import CHECKS, LISTS, SETTINGS, SHEETS, START

NO_LOOK = CellLook()


@dataclass(frozen=True)
class Page:
    """A sheet of a workbook: its cells and its looks, places from (1, 1)."""

    name: str
    grid: Grid
    drawn: DrawnSheet

    def value(self, place: Place) -> Any:
        """What stands in a cell; None where nothing does."""
        row, column = place
        cells = self.grid.values[row - 1] if row <= len(self.grid.values) else []
        return cells[column - 1] if column <= len(cells) and not is_blank(cells[column - 1]) else None

    def look(self, place: Place) -> CellLook:
        """How a cell looks."""
        return self.drawn.looks.get(place, NO_LOOK)

    def filled(self) -> Iterator[tuple[Place, Any]]:
        """All cells that hold something."""
        for row, cells in enumerate(self.grid.values, 1):
            yield from (((row, at), value) for at, value in enumerate(cells, 1) if not is_blank(value))

    def faults(self) -> Iterator[str]:
        """The addresses of errors, and of formulas without a result."""
        yield from (address(place) for place in sorted({**self.grid.raw.errors, **self.grid.raw.without_result}))


@dataclass(frozen=True)
class Opened:
    """A workbook's sheets in their order; `foreign` names what no table holds, such as macros."""

    pages: Mapping[str, Page]
    foreign: tuple[str, ...]


def opened(content: bytes) -> Opened:
    """A workbook, all sheets but those that are made anew whatever they say. Raises Refused."""
    book, drawn = InputWorkbook(content), Drawn(content)
    names = [name for name in book.names if name not in (CHECKS, SETTINGS, LISTS)]
    grids = book.grids(names)
    return Opened({name: Page(name, grids[name], drawn.sheet(name)) for name in names}, book.foreign)


@cache
def standard() -> Opened:
    """The standard workbook, as the declaration makes it."""
    return opened(build_workbook_templates()[STANDARD_WORKBOOK])


@cache
def own_cells() -> frozenset[Place]:
    """The cells of Start that are ours."""
    dates = {(row + 1, column + 1) for row, column in dates_cells()}
    return frozenset(standard().pages[START.name].drawn.looks) | dates


TABLES = tuple(sheet for sheet in SHEETS if not sheet.form)
