"""Single sheets of a workbook: the declared columns as values, all others raw, to be compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pmr_batch.excel.reading import damage
from pmr_batch.excel.reading.addresses import letter
from pmr_batch.excel.reading.cell_grid import Grid, InputWorkbook
from pmr_batch.excel.reading.columns import other_columns, read_rows
from pmr_batch.excel.reading.draft_table import Draft
from pmr_batch.excel.reading.form_sheet import read_form
from pmr_batch.excel.reading.headings import Headings, find_headings
from pmr_batch.excel.reading.merged_blocks import mask_merged, touch_people
from pmr_batch.excel.reading.name_matching import match
from pmr_batch.excel.reading.reading_limits import LIMITS, Limits, Refused
from pmr_batch.excel.reading.table_rows import find_rows
from pmr_batch.layout.columns import Sheet
from pmr_batch.model.returns import Spot, Table


@dataclass(frozen=True)
class OtherColumn:
    """A column that is not declared: its heading, its letter, and its raw cells by Excel row."""

    heading: str
    letter: str
    cells: Mapping[int, Any]


@dataclass(frozen=True)
class SingleSheet:
    """The declared table of a sheet, its other columns, and the reader's spots.

    `above` are the raw rows above the headings, `columns` the numbers from 0 of the declared columns by key.
    """

    table: Table
    others: tuple[OtherColumn, ...]
    spots: tuple[Spot, ...]
    above: tuple[tuple[Any, ...], ...] = ()
    columns: Mapping[str, int] = field(default_factory=dict)


def read_sheets(content: bytes, sheets: Sequence[Sheet], limits: Limits = LIMITS) -> dict[str, SingleSheet]:
    """Read sheets of a workbook, by name; one that it does not have with its headings is left out. Raises Refused."""
    book = InputWorkbook(content, limits)
    given = dict(enumerate(book.names))
    matched = match([sheet.name for sheet in sheets], given)
    names = {name: given[at] for name, at in {**matched.found, **matched.near}.items()}
    grids = book.grids(list(names.values()))
    read = {
        sheet.name: _single_sheet(sheet, grids[names[sheet.name]], book.date1904)
        for sheet in sheets
        if sheet.name in names
    }
    return {name: sheet for name, sheet in read.items() if sheet is not None}


def _single_sheet(sheet: Sheet, grid: Grid, date1904: bool) -> SingleSheet | None:
    headings = find_headings(sheet, grid.values)
    if headings is None:
        return None
    draft = _draft(sheet, grid, headings, date1904)
    others = tuple(
        OtherColumn(headings.duplicates.get(at) or headings.others.get(at, ""), letter(at), cells)
        for at, cells in other_columns(draft, grid, headings)
    )
    above = tuple(tuple(row) for row in grid.values[: headings.row - 1])
    columns = {key: column - 1 for key, column in headings.columns.items()}
    return SingleSheet(draft.table(), others, tuple(draft.all_spots()), above, columns)


def read_form_sheet(content: bytes, sheet: Sheet, limits: Limits = LIMITS) -> Table:
    """The values of one form sheet of a workbook. Raises Refused, also where it is missing."""
    return read_form(sheet, *_grid(content, sheet, limits)).table()


def _grid(content: bytes, sheet: Sheet, limits: Limits) -> tuple[Grid, bool]:
    """The cells of a sheet, and whether its dates count from 1904."""
    book = InputWorkbook(content, limits)
    given = dict(enumerate(book.names))
    matched = match([sheet.name], given)
    at = {**matched.found, **matched.near}.get(sheet.name)
    if at is None:
        raise Refused(f"has no sheet {sheet.name}", f"Send the workbook that has the sheet {sheet.name}.")
    return book.grids([given[at]])[given[at]], book.date1904


def _draft(sheet: Sheet, grid: Grid, headings: Headings, date1904: bool) -> Draft:
    rows = find_rows(sheet, grid, headings)
    draft = read_rows(sheet, grid, headings, rows, date1904)
    mask_merged(draft, grid, headings.row)
    touch_people({sheet.name: draft})
    draft.spots += damage.of_sheet(sheet.name, grid)
    draft.spots += damage.of_table(sheet, grid, headings, rows.numbers)
    return draft
