"""What is wrong with a settings sheet in itself: by its reader's spots, and by its declaration."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from pmr_batch import words
from pmr_batch.layout.columns import Column, Kind, Sheet
from pmr_batch.layout.schemas import sheet_faults
from pmr_batch.model.returns import Spot, Table, Unread
from pmr_batch.policy.job_titles import role_of_title
from pmr_batch.settings.problems import Problem, Row

_ONCE = "have it there once, under its own name"
#: What is wrong with a cell that has no value, by the reader's code, and what to do.
_UNREAD = {
    "PM007": ("holds an Excel error or a formula without a result", "replace the formula by its value"),
    "PM016": ("can be read as two dates", "retype the date, such as 15 October 2026"),
    "PM020": ("lies under a merged block", "unmerge it, and fill in each cell"),
}
_ROLE, _TITLE = "role", "job_title"
_UNREADABLE = ("cannot be read", "retype the cell")


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


def faults_of(sheet: Sheet, table: Table) -> Iterator[Problem]:
    """Missing columns, cells not read, types, lists, blanks and repeats."""
    missing = [column.heading for column in sheet if table.rows and column.key not in table.columns]
    yield from (
        Problem(sheet.name, 0, "", f"column {words.shown(heading)}", None, "is missing", _ONCE) for heading in missing
    )
    for row in rows_of(sheet, table):
        for column in sheet:
            cell = row[column.key]
            if isinstance(cell, Unread):
                problem = row.problem(column.key, *_UNREAD.get(cell.code, _UNREADABLE))
                yield replace(problem, value=cell.typed or None)
    later = [column.heading for column in sheet if column.since > 1 and not table.has(column.key)]
    for spot in sheet_faults(sheet, table):
        if spot.column not in (*missing, *later):
            yield _with_role(_of_spot(spot, sheet), sheet, table)


def rows_of(sheet: Sheet, table: Table, faults: Iterable[Problem] = ()) -> list[Row]:
    """The rows of a sheet as read; a cell at fault is None."""
    bad = {(fault.row, fault.heading) for fault in faults}
    return [
        Row(sheet, table, number, dict(_cells(sheet, table, position, bad)))
        for position, number in enumerate(table.rows)
    ]


def _cells(sheet: Sheet, table: Table, position: int, bad: set[tuple[int, str]]) -> Iterator[tuple[str, object]]:
    for column in sheet:
        value = table.columns[column.key][position] if column.key in table.columns else None
        row, _ = table.place(column.key, table.rows[position])
        yield column.key, None if (row, column.heading) in bad else value


def _of_spot(spot: Spot, sheet: Sheet) -> Problem:
    row = spot.row or 0
    column = next(column for column in sheet if column.heading == spot.column)
    wrong, remedy = spot.words["wrong"], _remedy(spot.code, column, spot.words["asks"])
    return Problem(sheet.name, row, spot.cell or f"row {row}", column.heading, spot.value, wrong, remedy)


def _with_role(problem: Problem, sheet: Sheet, table: Table) -> Problem:
    """A blank role is said by the job title beside it, as far as that tells."""
    columns = {column.heading: column.key for column in sheet}
    if columns.get(problem.heading) != _ROLE or problem.value is not None or _TITLE not in table.columns:
        return problem
    title = table.columns[_TITLE][table.rows.index(problem.row)]
    title_role = role_of_title(title) if isinstance(title, str) else None
    if title_role is None:
        return problem
    return replace(
        problem, remedy=f"choose {title_role.role}, as {words.shown(title)} is one; `pmr-batch staff` does so"
    )


def _remedy(code: str, column: Column, remedy: str) -> str:
    if code == "PM011":
        return "remove the later row"
    if column.kind is Kind.LIST:
        return "choose " + " or ".join(filter(None, (", ".join(column.values[:-1]), column.values[-1])))
    return "fill it in" if column.kind is Kind.TEXT else f"give {remedy}"
