"""What is hidden, lost or foreign in a workbook (PM022); it is read all the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pmr_batch.excel.reading.addresses import letter, runs
from pmr_batch.excel.reading.cell_grid import Grid
from pmr_batch.excel.reading.cell_values import is_blank
from pmr_batch.excel.reading.headings import Headings
from pmr_batch.layout.columns import Kind, Sheet
from pmr_batch.layout.standard_workbook import HIDDEN_WHEN_ISSUED
from pmr_batch.model.returns import Spot
from pmr_batch.words import listed

_MOST_RUNS = 5
#: What becomes of some of what is foreign to a return.
_INSTEAD = {"threaded comments": "carried along as notes"}


def of_file(foreign: Iterable[str]) -> Iterator[Spot]:
    """Content of the file that is not in its sheets."""
    for what in foreign:
        yield Spot("PM022", words={"what": f"holds {what}, which are {_INSTEAD.get(what, 'not read')}"})


def of_sheet(name: str, grid: Grid) -> Iterator[Spot]:
    """What may be told of any sheet, also the office's own."""
    if grid.raw.hidden and name not in HIDDEN_WHEN_ISSUED:
        yield _note(name, "is hidden; it is read")


def of_table(sheet: Sheet, grid: Grid, headings: Headings | None, rows: tuple[int, ...]) -> Iterator[Spot]:
    """Hidden, lost and overwritten parts of a sheet of the standard workbook."""
    hidden = set(grid.raw.hidden_rows) & set(rows) if headings else set()
    if grid.raw.filtered:
        yield _note(sheet.name, "has a filter set; the rows it holds back are read")
    if hidden:
        yield _note(sheet.name, f"has hidden rows ({_runs(hidden)}); they are read")
    columns = _hidden_columns(grid, headings)
    if columns:
        yield _note(sheet.name, f"has hidden columns ({listed(columns)}); they are read")
    if not grid.raw.has_drop_downs and any(column.kind is Kind.LIST for column in sheet):
        yield _note(sheet.name, "has lost its drop-downs")
    overwritten = _overwritten(grid, headings, rows)
    if overwritten:
        yield _note(sheet.name, f"has formulas of its own typed over ({listed(overwritten)})")


def _note(sheet: str, what: str) -> Spot:
    return Spot("PM022", sheet, words={"what": what})


def _runs(rows: set[int]) -> str:
    texts = [f"{first}" if first == last else f"{first} to {last}" for first, last in runs(rows)]
    return listed(texts[:_MOST_RUNS] + (["more"] if len(texts) > _MOST_RUNS else []))


def _hidden_columns(grid: Grid, headings: Headings | None) -> list[str]:
    places = sorted(headings.columns.values()) if headings else []
    spans = grid.raw.hidden_columns
    return [letter(at) for at in places if any(first <= at <= last for first, last in spans)]


def _overwritten(grid: Grid, headings: Headings | None, rows: tuple[int, ...]) -> list[str]:
    """Columns of the tool with a filled cell that is no formula."""
    return [
        f"column {letter(at)}"
        for at in (headings.tool if headings else ())
        if any(not is_blank(grid.values[row - 1][at - 1]) and (row, at) not in grid.raw.formulas for row in rows)
    ]
