"""The cells of a table's columns, each as its column's kind."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator
from typing import Any

from pmr_batch.excel.reading import personal_data
from pmr_batch.excel.reading.addresses import address, letter
from pmr_batch.excel.reading.cell_grid import Grid
from pmr_batch.excel.reading.cell_values import Repair, is_blank, is_plain, read, typed
from pmr_batch.excel.reading.draft_table import Draft
from pmr_batch.excel.reading.headings import Headings
from pmr_batch.excel.reading.key_columns import PEOPLE, is_key
from pmr_batch.excel.reading.nothing_said import nothing_test, read_nothing
from pmr_batch.excel.reading.table_rows import Rows
from pmr_batch.excel.reading.template_versions import CURRENT
from pmr_batch.layout.columns import Column, Kind, Sheet
from pmr_batch.model.returns import Extra, Spot, Unread

#: What calamine makes of a date at 0 or before.
_NO_TIME = dt.time()
_SHOWN = "read as its number format shows it"
_A_DATE = "a number, which its format shows as a date"


def read_rows(
    sheet: Sheet, grid: Grid, headings: Headings, rows: Rows, date1904: bool, version: int = CURRENT
) -> Draft:
    """The declared columns of a table, in its rows; those newer than the template version are blank."""
    draft = Draft(sheet, rows.numbers, spots=[*headings.spots, *rows.spots], heading_row=headings.row)
    for column in sheet:
        if column.key in headings.columns:
            read_column(draft, column, grid, headings.columns[column.key], date1904)
        elif column.since > version:
            draft.columns[column.key] = [None] * len(rows.numbers)
    return draft


def read_column(draft: Draft, column: Column, grid: Grid, at: int, date1904: bool) -> None:
    """Read one column of the sheet into the draft."""
    plain = is_plain(column.kind, column.values, key=is_key(column))
    values: list[Any] = [grid.values[row - 1][at - 1] for row in draft.rows]
    whole = at not in grid.raw.faults
    is_nothing = nothing_test(column)
    for position, raw in enumerate(values):
        if whole and raw == "":
            values[position] = None
        elif not plain(raw) or is_nothing(raw):
            values[position], repair = read_cell(column, grid, draft.rows[position], at, date1904)
            if repair is not None:
                draft.repairs[column.key, position] = repair
            elif raw.__class__ is float and column.key in PEOPLE:
                draft.number_cells.setdefault(column.key, []).append(draft.rows[position])
    draft.columns[column.key] = values
    draft.places[column.key] = at


def read_cell(column: Column, grid: Grid, row: int, at: int, date1904: bool) -> tuple[Any, Repair | None]:
    """The value of one cell and its repair; a blank, an error and a missing result are told apart."""
    cells, key = grid.values[row - 1], is_key(column)
    raw = cells[at - 1] if at <= len(cells) else ""
    if raw == "":
        return _fault(grid, row, at), None
    if raw == _NO_TIME and raw.__class__ is dt.time:
        return grid.stored(row, at), None
    if isinstance(raw, dt.date) and column.key in PEOPLE:
        stored = grid.stored(row, at)
        return stored, Repair(typed(raw), stored, _A_DATE)
    if column.kind is Kind.TEXT and raw.__class__ is float:
        shown = grid.shown(row, at)
        shown = grid.stored(row, at) if key and "%" in shown else shown
        return shown, Repair(typed(raw), shown, _SHOWN) if key and typed(raw) != shown else None
    value, repair = read(column.kind, raw, column.values, key=key, date1904=date1904)
    if raw.__class__ is str and value not in (None, *column.values) and nothing_test(column)(raw):
        return read_nothing(column, raw)
    return value, repair


def _fault(grid: Grid, row: int, at: int) -> Unread | None:
    """An error or a formula without result where calamine has nothing; None where the cell is blank."""
    fault = grid.raw.faults.get(at, {}).get(row)
    return Unread(fault, "PM007") if fault else None


def carry_other_columns(draft: Draft, grid: Grid, headings: Headings) -> None:
    """Carry the office's own columns along, with a spot for each (PM014); also cells under no heading.

    Personal data that nobody needs is told (PM802), and not carried.
    """
    columns = dict(other_columns(draft, grid, headings))
    named = {at: headings.duplicates.get(at) or headings.others.get(at, "") for at in columns}
    kinds = personal_data.of_columns([(named[at], cells.values()) for at, cells in columns.items()])
    for (at, cells), kind in zip(columns.items(), kinds, strict=True):
        heading = named[at] if named[at] and not personal_data.is_personal_number(named[at]) else f"Column {letter(at)}"
        place = address((headings.row, at))
        if kind is None:
            draft.own_places[at] = heading
            draft.extras.append(Extra(draft.sheet.name, heading, cells))
        else:
            draft.left_out.add(at)
        if kind is not None or at not in headings.duplicates:
            draft.spots.append(other_content_spot(draft.sheet.name, headings.row, heading, place, "column", kind))


def carry_other_cells(draft: Draft, grid: Grid, headings: Headings, no_rows: Iterable[int]) -> None:
    """Carry along the cells outside the table's rows: titles above the headings, totals, remarks."""
    named = {at: draft.sheet.by_key[key].heading for key, at in draft.places.items()}
    below = [row for row in no_rows if row > headings.row]
    for at in range(1, grid.raw.columns + 1):
        rows = [*range(1, headings.row), *(below if at in named else ())]
        cells = {row: carry(grid, row, at) for row in rows if at <= len(grid.values[row - 1])}
        cells = {row: value for row, value in cells.items() if not is_blank(value)}
        if cells:
            draft.extras.append(Extra(draft.sheet.name, named.get(at, f"Column {letter(at)}"), cells))


def other_columns(draft: Draft, grid: Grid, headings: Headings) -> Iterator[tuple[int, dict[int, Any]]]:
    """The columns that the layout does not have: number, and cells below the heading by row."""
    known = {*draft.places.values(), *headings.tool}
    for at in range(1, grid.raw.columns + 1):
        if at not in known:
            cells = {row: carry(grid, row, at) for row in range(headings.row + 1, len(grid.values) + 1)}
            cells = {row: value for row, value in cells.items() if not is_blank(value)}
            if cells or at in headings.duplicates or at in headings.others:
                yield at, cells


def other_content_spot(
    sheet: str, row: int | None, heading: str | None, place: str | None, what: str, kind: str | None
) -> Spot:
    """The spot for the office's own sheet, column or line: carried along, or a kind of personal data."""
    if kind is None:
        code, words = "PM014", f"is no {what} of the standard workbook; it is carried along"
    else:
        code, words = "PM802", f"looks like it holds {kind}; it is not carried along"
    return Spot(code, sheet, row, heading, place, value=heading or sheet, words={"what": words})


def carry(grid: Grid, row: int, at: int) -> Any:
    """The raw value of the office's own cell; an error, or a formula without a result, as its text."""
    raw = grid.values[row - 1][at - 1]
    if raw == "":
        return grid.raw.faults.get(at, {}).get(row, "")
    if raw.__class__ is float and not math.isfinite(raw):
        return grid.stored(row, at)
    return raw if isinstance(raw, str | float | bool) or hasattr(raw, "year") else typed(raw)
