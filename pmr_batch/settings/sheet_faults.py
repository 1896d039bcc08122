"""What is wrong with a settings sheet in itself: what its reader saw of it, and what its declaration asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from pmr_batch import words
from pmr_batch.layout.columns import Column, Kind, Sheet
from pmr_batch.layout.schemas import sheet_faults
from pmr_batch.model.returns import Spot, Table, Unread
from pmr_batch.settings.problems import Problem, Row

_ONCE = "have it there once, under its own name"
#: What the reader saw in a cell that it could not take as a value, and what to do about it.
_UNREAD = {
    "PM007": ("holds an Excel error or a formula without a result", "replace the formula by its value"),
    "PM016": ("can be read as two dates", "retype the date, such as 15 October 2026"),
    "PM020": ("lies under a merged block", "unmerge it, and fill in each cell"),
}
_UNREADABLE = ("cannot be read", "retype the cell")


def seen_by_reader(spots: Iterable[Spot]) -> Iterator[Problem]:
    """Sheets and columns that are not there, or twice, and rows that are none; the rest it only tells."""
    for spot in spots:
        sheet, row, cell = spot.sheet or "", spot.row or 0, spot.cell or ""
        if spot.code == "PM002":
            yield Problem(sheet, 0, "", "the sheet", None, spot.words["what"], _ONCE)
        elif spot.code == "PM003":
            noun = f"column {words.shown(spot.column)}" if spot.column else "the sheet"
            yield Problem(sheet, row, cell, noun, None, spot.words["what"], _ONCE)
        elif spot.code == "PM020":
            wrong, do = spot.words["what"], "remove it, or make it a row like the others"
            yield Problem(sheet, row, cell, spot.column or "", spot.value, wrong, do)


def absent(sheet: Sheet) -> Problem:
    """A sheet that is not there, in the words in which the reader tells it."""
    return Problem(sheet.name, 0, "", "the sheet", None, "is missing", _ONCE)


def faults_of(sheet: Sheet, table: Table) -> Iterator[Problem]:
    """Columns that are not there, cells not read, types, lists, blanks and repeats."""
    lost = [column.heading for column in sheet if table.rows and column.key not in table.columns]
    yield from (Problem(sheet.name, 0, "", f"column {words.shown(one)}", None, "is missing", _ONCE) for one in lost)
    for row in rows_of(sheet, table):
        for column in sheet:
            cell = row[column.key]
            if isinstance(cell, Unread):
                problem = row.problem(column.key, *_UNREAD.get(cell.code, _UNREADABLE))
                yield replace(problem, value=cell.typed or None)
    later = [column.heading for column in sheet if column.since > 1 and not table.has(column.key)]
    for spot in sheet_faults(sheet, table):
        if spot.column not in (*lost, *later):
            yield _of_spot(spot, sheet)


def rows_of(sheet: Sheet, table: Table, faults: Iterable[Problem] = ()) -> list[Row]:
    """The rows of a sheet as read; a cell at fault is None."""
    bad = {(fault.row, fault.heading) for fault in faults}
    return [Row(sheet, table, number, dict(_cells(sheet, table, at, bad))) for at, number in enumerate(table.rows)]


def _cells(sheet: Sheet, table: Table, at: int, bad: set[tuple[int, str]]) -> Iterator[tuple[str, object]]:
    for column in sheet:
        value = table.columns[column.key][at] if column.key in table.columns else None
        row, _ = table.place(column.key, table.rows[at])
        yield column.key, None if (row, column.heading) in bad else value


def _of_spot(spot: Spot, sheet: Sheet) -> Problem:
    row = spot.row or 0
    column = next(column for column in sheet if column.heading == spot.column)
    wrong, asks = spot.words["wrong"], _asks(spot.code, column, spot.words["asks"])
    return Problem(sheet.name, row, spot.cell or f"row {row}", column.heading, spot.value, wrong, asks)


def _asks(code: str, column: Column, asks: str) -> str:
    if code == "PM011":
        return "remove the later row"
    if column.kind is Kind.LIST:
        return "choose " + " or ".join(filter(None, (", ".join(column.values[:-1]), column.values[-1])))
    return "fill it in" if column.kind is Kind.TEXT else f"give {asks}"
