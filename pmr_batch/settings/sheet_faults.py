"""What is wrong with a settings sheet in itself: by its reader's spots, and by its declaration."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from pmr_batch import words
from pmr_batch.layout.columns import Column, Kind, Sheet, key_of
from pmr_batch.layout.own_ranges import lists_ranges, values_of
from pmr_batch.layout.schemas import sheet_faults
from pmr_batch.model.returns import Spot, Table, Unread
from pmr_batch.policy.job_titles import role_of_title
from pmr_batch.policy.years import FIRST_YEAR, LAST_YEAR
from pmr_batch.settings.problems import Problem, Row

_ONCE = "have it there once, under its own name"
#: What is wrong with a cell that has no value, by the reader's code, and what to do.
_UNREAD = {
    "PM007": ("holds an Excel error or a formula without a result", "replace the formula by its value"),
    "PM016": ("can be read as two dates", "retype the date, such as 15 October 2026"),
    "PM020": ("lies under a merged block", "unmerge it, and fill in each cell"),
}
_ROLE, _TITLE = "role", "job_title"
_OF_OWN_RANGE = "the points of a range of the trust's own to Pay points"
_UNREADABLE = ("cannot be read", "retype the cell")
#: The first year that a date can lie in, where that is not the first of the known years: people work for long.
_FIRST_YEARS = {"employment_start": 1950, "employment_end": 1950}


def reader_problems(spots: Iterable[Spot]) -> Iterator[Problem]:
    """Problems of the reader's spots: sheets and columns missing or there twice, and rows that are none."""
    for spot in spots:
        sheet, row, cell = spot.sheet or "", spot.row or 0, spot.cell or ""
        if spot.code == "PM002":
            yield Problem(sheet, 0, "", "the sheet", None, spot.words["what"], _ONCE)
        elif spot.code == "PM003":
            noun = f"column {words.shown(spot.column)}" if spot.column else "the sheet"
            yield Problem(sheet, row, cell, noun, None, spot.words["what"], _ONCE)
        elif spot.code == "PM020":
            wrong, remedy = spot.words["what"], "remove it, or make it a row like the others"
            yield Problem(sheet, row, cell, spot.column or "", spot.value, wrong, remedy)


def missing_sheet(sheet: Sheet) -> Problem:
    """The problem of a missing sheet, in the words of the reader."""
    return Problem(sheet.name, 0, "", "the sheet", None, "is missing", _ONCE)


def faults_of(sheet: Sheet, table: Table, own_ranges: tuple[str, ...] = ()) -> Iterator[Problem]:
    """Missing columns, cells not read, types, lists, blanks and repeats; `own_ranges` are in the lists of ranges."""
    missing = [column.heading for column in sheet if table.rows and column.key not in table.columns]
    yield from (
        Problem(sheet.name, 0, "", f"column {words.shown(heading)}", None, "is missing", _ONCE) for heading in missing
    )
    rows = rows_of(sheet, table)
    for column, cells in ((column, table.columns.get(column.key, ())) for column in sheet):
        for row, cell in zip(rows, cells, strict=False):
            if cell.__class__ is Unread:
                problem = row.problem(column.key, *_UNREAD.get(cell.code, _UNREADABLE))
                yield replace(problem, value=cell.typed or None)
    years = list(_impossible_years(sheet, rows))
    yield from years
    settled = {(fault.row, fault.heading) for fault in years}
    titles = dict(zip(table.rows, table.columns.get(_TITLE, ()), strict=False)) if _ROLE in sheet.by_key else {}
    later = [column.heading for column in sheet if column.since > 1 and not table.has(column.key)]
    for spot in sheet_faults(sheet, table, own_ranges):
        if spot.column not in (*missing, *later) and not _follows(spot, sheet, settled):
            yield _with_role(_of_spot(spot, sheet, own_ranges), titles)


def _impossible_years(sheet: Sheet, rows: Iterable[Row]) -> Iterator[Problem]:
    """Dates in years that nobody can mean, such as 2062 for 2026."""
    dates = [(column.key, _FIRST_YEARS.get(column.key, FIRST_YEAR)) for column in sheet if column.kind is Kind.DATE]
    for row in rows if dates else ():
        for key, first in dates:
            value = row[key]
            if isinstance(value, date) and not first <= value.year <= LAST_YEAR:
                remedy = f"see that its year is right: it can be from {first} to {LAST_YEAR}"
                yield row.problem(key, "lies in a year that cannot be meant", remedy)


def _follows(spot: Spot, sheet: Sheet, settled: set[tuple[int, str]]) -> bool:
    """Whether two dates are only out of order as one of them lies in an impossible year."""
    column = next((column for column in sheet if column.heading == spot.column), None)
    if column is None or column.not_before is None or not isinstance(spot.value, date):
        return False
    row = spot.row or 0
    return (row, column.heading) in settled or (row, column.not_before) in settled


def rows_of(sheet: Sheet, table: Table, faults: Iterable[Problem] = ()) -> list[Row]:
    """The rows of a sheet as read; a cell at fault is None."""
    blank = (None,) * len(table.rows)
    keys = [column.key for column in sheet]
    by_row = zip(*(table.columns.get(key, blank) for key in keys), strict=True)
    values = [dict(zip(keys, cells, strict=True)) for cells in by_row]
    positions = {number: position for position, number in enumerate(table.rows)}
    for fault in faults:
        position = 0 if sheet.form else positions.get(fault.row)
        if position is not None and (key := key_of(fault.heading)) in sheet.by_key and values:
            values[position][key] = None
    return [Row(sheet, table, number, cells) for number, cells in zip(table.rows, values, strict=True)]


def _of_spot(spot: Spot, sheet: Sheet, own_ranges: tuple[str, ...]) -> Problem:
    row = spot.row or 0
    column = next(column for column in sheet if column.heading == spot.column)
    wrong, remedy = spot.words["wrong"], _remedy(spot.code, column, spot.words["asks"], own_ranges)
    return Problem(sheet.name, row, spot.cell or f"row {row}", column.heading, spot.value, wrong, remedy)


def _with_role(problem: Problem, titles: Mapping[int, object]) -> Problem:
    """A blank role is said by the job title beside it, as far as that tells; `titles` are by Excel row."""
    if problem.value is not None or not titles or key_of(problem.heading) != _ROLE:
        return problem
    title = titles.get(problem.row)
    title_role = role_of_title(title) if isinstance(title, str) else None
    if title_role is None:
        return problem
    return replace(
        problem, remedy=f"choose {title_role.role}, as {words.shown(title)} is one; `pmr-batch staff` does so"
    )


def _remedy(code: str, column: Column, remedy: str, own_ranges: tuple[str, ...]) -> str:
    if code == "PM011":
        return "remove the later row"
    if column.kind is Kind.LIST:
        values = values_of(column, own_ranges)
        own = f", or add {_OF_OWN_RANGE}" if lists_ranges(column) else ""
        return "choose " + " or ".join(filter(None, (", ".join(values[:-1]), values[-1]))) + own
    return "fill it in" if column.kind is Kind.TEXT else f"give {remedy}"
