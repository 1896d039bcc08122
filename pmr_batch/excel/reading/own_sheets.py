"""The office's own sheets: carried along, but for personal data that nobody needs; copies are told as such."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pmr_batch.excel.reading import damage, personal_data
from pmr_batch.excel.reading.addresses import address, letter
from pmr_batch.excel.reading.cell_grid import Grid
from pmr_batch.excel.reading.cell_values import is_blank
from pmr_batch.excel.reading.columns import carry, other_content_spot
from pmr_batch.excel.reading.name_matching import alike
from pmr_batch.excel.reading.sheet_copies import differences
from pmr_batch.excel.reading.sheet_matching import SheetMatches
from pmr_batch.model.returns import Extra, Spot
from pmr_batch.words import brief


@dataclass(frozen=True)
class OwnSheet:
    """A sheet of a workbook that is none of the layout: what is carried along of it, if anything, and what is told."""

    extra: Extra | None
    spots: tuple[Spot, ...]


def own_sheets(matches: SheetMatches, given: Mapping[int, str], grids: Mapping[str, Grid]) -> Iterator[OwnSheet]:
    """The office's own sheets, then those that have the name of another one."""
    originals = {name: grids[given[at]] for name, at in matches.found.items()}
    for at in (*matches.others, *matches.duplicates):
        name = matches.duplicates.get(at)
        copied = [name] if name else [original for original in originals if alike(original, given[at]) == 1.0]
        yield _own_sheet(grids[given[at]], originals[copied[0]] if copied else None, is_twice=name is not None)


def _own_sheet(grid: Grid, original: Grid | None, *, is_twice: bool) -> OwnSheet:
    """A sheet; one that is there twice is told by that (PM002), so that it is not told to be the office's own."""
    cells, spots = filled_rows(grid), [*damage.of_sheet(grid.name, grid)]
    kind = personal_data.of_sheet_name(grid.name, cells)
    if kind:
        return OwnSheet(None, (*spots, other_content_spot(grid.name, None, None, None, "sheet", kind)))
    copy = differences(cells, filled_rows(original)) if original else None
    private = personal_data.of_sheet_columns(cells)
    for at, (kind_of_column, heading) in private.items():
        spots.append(_private_column(grid.name, cells, at, heading, kind_of_column))
        for row in cells.values():
            row[at - 1 : at] = [""] if at <= len(row) else []
    if private and all(is_blank(cell) for row in cells.values() for cell in row):
        return OwnSheet(None, tuple(spots))
    if original and copy:
        what = f"is a copy of {original.name}{'' if private else copy}; it is carried along, and not read"
        spots.append(Spot("PM014", grid.name, value=grid.name, words={"what": what}))
    elif not is_twice:
        spots.append(other_content_spot(grid.name, None, None, None, "sheet", None))
    return OwnSheet(Extra(grid.name, None, cells), tuple(spots))


def filled_rows(grid: Grid) -> dict[int, list[Any]]:
    """The filled rows of a sheet, raw, by row number."""
    rows = {}
    for row, values in enumerate(grid.values, 1):
        filled = [carry(grid, row, at) for at in range(1, len(values) + 1)]
        while filled and is_blank(filled[-1]):
            filled.pop()
        if filled:
            rows[row] = filled
    return rows


def _private_column(sheet: str, rows: Mapping[int, list[Any]], at: int, heading: str | None, kind: str) -> Spot:
    row = next(row for row, cells in rows.items() if at <= len(cells) and not is_blank(cells[at - 1]))
    name = brief(heading) if heading else f"Column {letter(at)}"
    return other_content_spot(sheet, row, name, address((row, at)), "column", kind)
