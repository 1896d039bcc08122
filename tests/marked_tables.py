"""Where the tables of a sheet stand: each is marked as one, and its headings are its first row."""

from __future__ import annotations

from typing import Any

from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet


def heading_row(page: Worksheet, table: str | None = None) -> int:
    """The row of the headings of a sheet's table of a name, or of its only one, from 1."""
    (found,) = [each for each in page.tables.values() if table in (None, each.name)]
    return int(range_boundaries(found.ref)[1])


def table_rows(page: Worksheet, table: str | None = None) -> list[dict[str, Any]]:
    """The rows below the headings to the end of the sheet, by heading; of a named table, its own rows and columns."""
    if table is None:
        top = heading_row(page)
        cells: Any = page.iter_rows(min_row=top, values_only=True)
    else:
        left, top, right, bottom = range_boundaries(page.tables[table].ref)
        cells = page.iter_rows(min_row=top, max_row=bottom, min_col=left, max_col=right, values_only=True)
    headings, *rows = cells
    return [{heading: value for heading, value in zip(headings, row, strict=True) if heading} for row in rows]
