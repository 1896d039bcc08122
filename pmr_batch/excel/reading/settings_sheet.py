"""The Settings sheet of a workbook: blocks, one a sheet of the trust's settings, under an as-of date.

Row 1 has "As-of date" and the date or a blank. A block is a row "Sheet" with the sheet's name, a row
of headings, and rows down to a blank one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pmr_batch.excel.reading.cell_grid import Grid
from pmr_batch.excel.reading.cell_values import is_blank
from pmr_batch.excel.reading.columns import read_column
from pmr_batch.excel.reading.draft_table import Draft
from pmr_batch.excel.reading.name_matching import bare, match
from pmr_batch.layout.columns import Sheet, day
from pmr_batch.model.returns import Table

#: The table that holds the date of the live checks, and its one column.
AS_OF = Sheet("As of", (day("As of"),))
_AS_OF_LABEL, _BLOCK_LABEL = "as_of_date", "sheet"


def read_settings(grid: Grid, sheets: Sequence[Sheet], date1904: bool, version: int) -> Mapping[str, Table]:
    """The carried settings by sheet name, with Excel rows and letters of the Settings sheet.

    Sheets and columns that came after the workbook's template version are blank.
    """
    by_name = {bare(sheet.name): sheet for sheet in sheets}
    drafts = [Draft(sheet) for sheet in sheets if sheet.since > version]
    drafts += [draft for draft in [_as_of(grid, date1904)] if draft.rows]
    for row, name in _blocks(grid):
        if bare(name) in by_name:
            drafts.append(_block(by_name[bare(name)], grid, row + 1, date1904, version))
    return {draft.sheet.name: draft.table() for draft in drafts}


def _label(grid: Grid, row: int) -> str:
    cells = grid.values[row - 1]
    return bare(cells[0]) if cells and isinstance(cells[0], str) else ""


def _blocks(grid: Grid) -> Iterator[tuple[int, str]]:
    for row, cells in enumerate(grid.values, 1):
        if _label(grid, row) == _BLOCK_LABEL and len(cells) > 1 and isinstance(cells[1], str):
            yield row, cells[1]


def _as_of(grid: Grid, date1904: bool) -> Draft:
    rows = tuple(row for row in range(1, len(grid.values) + 1) if _label(grid, row) == _AS_OF_LABEL)
    draft = Draft(AS_OF, rows[:1])
    if rows and len(grid.values[rows[0] - 1]) > 1:
        read_column(draft, AS_OF.columns[0], grid, 2, date1904)
    return draft


def _block(sheet: Sheet, grid: Grid, heading_row: int, date1904: bool, version: int) -> Draft:
    headings = grid.values[heading_row - 1] if heading_row <= len(grid.values) else []
    given = {at: text for at, text in enumerate(headings, 1) if isinstance(text, str) and text.strip()}
    columns = match([column.heading for column in sheet], given).found
    draft = Draft(sheet, _rows_from(grid, heading_row + 1))
    for column in sheet:
        if column.heading in columns:
            read_column(draft, column, grid, columns[column.heading], date1904)
        elif column.since > version:
            draft.columns[column.key] = [None] * len(draft.rows)
    return draft


def _rows_from(grid: Grid, first: int) -> tuple[int, ...]:
    """Rows down to a blank one."""
    last = first
    while last <= len(grid.values) and not all(map(is_blank, grid.values[last - 1])):
        last += 1
    return tuple(range(first, last))
