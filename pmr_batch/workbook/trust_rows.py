"""Rows changed and added on a sheet of trust.xlsx, while all else in the file stays as its keepers have it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pmr_batch.errors import UsageError
from pmr_batch.excel.reading.cell_grid import InputWorkbook
from pmr_batch.excel.reading.headings import find_headings
from pmr_batch.excel.reading.name_matching import match
from pmr_batch.excel.reading.reading_limits import OF_THE_TRUST
from pmr_batch.excel.reading.table_rows import find_rows
from pmr_batch.excel.writing.changed_cells import Growth, with_cells
from pmr_batch.layout.columns import Sheet
from pmr_batch.workbook.carried_settings import Row


@dataclass(frozen=True)
class RowChanges:
    """Values by column key: of rows that are there, by their Excel row, and of rows to be added below the last one.

    A column that is left out stays as it is; None empties its cell.
    """

    changed: Mapping[int, Row]
    added: Sequence[Row] = ()

    def __bool__(self) -> bool:
        return bool(self.changed or self.added)


def with_rows(content: bytes, sheet: Sheet, changes: RowChanges) -> bytes:
    """trust.xlsx with changed and added rows on a sheet that is a list; the same bytes for the same changes.

    Every part of the file but the sheet's own, its table and, where a format is missing, the styles is the same byte
    for byte. Rows are neither moved nor removed, and the keepers' own columns stay. Raises Refused where the content
    is no workbook, UsageError where the sheet or a column is missing, OutputError where a formula would be lost, text
    is too long or the table cannot grow.
    """
    book = InputWorkbook(content, OF_THE_TRUST)
    matched = match([sheet.name], dict(enumerate(book.names)))
    at = {**matched.near, **matched.found}.get(sheet.name)
    grid = book.grids([book.names[at]])[book.names[at]] if at is not None else None
    headings = find_headings(sheet, grid.values) if grid is not None else None
    if grid is None or headings is None:
        raise UsageError(f"{sheet.name}: the sheet, or the row of its headings, is missing")
    rows = {**changes.changed}
    last = max(find_rows(sheet, grid, headings).numbers, default=headings.row)
    whole = dict.fromkeys(headings.columns)
    rows |= dict(enumerate((whole | {**row} for row in changes.added), last + 1))
    missing = {key for row in rows.values() for key in row} - headings.columns.keys()
    if missing:
        names = ", ".join(sheet.by_key[key].heading for key in sorted(missing))
        raise UsageError(f"{sheet.name}: has no column {names}")
    cells = {(number, headings.columns[key]): value for number, row in rows.items() for key, value in row.items()}
    pattern = max(last, headings.row + 1)  # a list without rows has a blank one, which shows how they look
    return with_cells(content, grid.name, cells, Growth(headings.row, pattern, last + len(changes.added)))
