"""What is hidden, lost or foreign in a workbook (PM022): told, and read all the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pmr_batch.excel.reading.addresses import letter, runs
from pmr_batch.excel.reading.cell_grid import Grid
from pmr_batch.excel.reading.cell_values import is_blank
from pmr_batch.excel.reading.headings import Headings
from pmr_batch.layout.columns import Kind, Sheet
from pmr_batch.model.returns import Spot
from pmr_batch.words import listed

_SOME = 5


def of_file(foreign: Iterable[str]) -> Iterator[Spot]:
    """What lies in the file beside its sheets."""
    for what in foreign:
        yield Spot("PM022", words={"what": f"holds {what}, which are not read"})


def of_sheet(name: str, grid: Grid) -> Iterator[Spot]:
    """What is true of any sheet, the office's own too."""
    if grid.raw.hidden:
        yield _note(name, "is hidden; it is read")


def of_table(sheet: Sheet, grid: Grid, headings: Headings | None, rows: tuple[int, ...]) -> Iterator[Spot]:
    """What became of a sheet of the standard workbook."""
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
    found = [f"{first}" if first == last else f"{first} to {last}" for first, last in runs(rows)]
    return listed(found[:_SOME] + (["more"] if len(found) > _SOME else []))


def _hidden_columns(grid: Grid, headings: Headings | None) -> list[str]:
    places = sorted(headings.columns.values()) if headings else []
    spans = grid.raw.hidden_columns
    return [letter(at) for at in places if any(first <= at <= last for first, last in spans)]


def _overwritten(grid: Grid, headings: Headings | None, rows: tuple[int, ...]) -> list[str]:
    """Columns of the tool in which something stands that is no formula."""
    return [
        f"column {letter(at)}"
        for at in (headings.tool if headings else ())
        if any(not is_blank(grid.values[row - 1][at - 1]) and (row, at) not in grid.raw.formulas for row in rows)
    ]
