"""A form sheet: labels in column A, values in column B."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from pmr_batch.excel.reading import personal_data
from pmr_batch.excel.reading.addresses import address
from pmr_batch.excel.reading.cell_grid import Grid
from pmr_batch.excel.reading.cell_values import is_blank
from pmr_batch.excel.reading.columns import carry, other_content_spot, read_cell
from pmr_batch.excel.reading.draft_table import Draft
from pmr_batch.excel.reading.name_matching import NameMatches, bare, match
from pmr_batch.excel.reading.template_versions import CURRENT, columns_of
from pmr_batch.layout.columns import Column, Sheet
from pmr_batch.model.returns import Extra, Spot

_VALUE = 2


def read_form(sheet: Sheet, grid: Grid, date1904: bool, version: int = CURRENT) -> Draft:
    """A form of a template version as a table of one row; a label may be in any row."""
    labels = _labels(grid)
    columns = columns_of(sheet, version, labels.values())
    matched = match([column.heading for column in columns], labels)
    draft = Draft(sheet, rows=(1,))
    for column in sheet:
        row = matched.found.get(column.heading) or matched.near.get(column.heading)
        if row is not None:
            _read_field(draft, column, grid, row, date1904)
        elif column.since > version:
            draft.columns[column.key] = [None]
    draft.spots += _misnamed(columns, labels, matched)
    for row in matched.unmatched:
        _carry_field(draft, labels[row], grid, row)
    return draft


def labels_found(sheet: Sheet, grid: Grid) -> int:
    """How many labels of a form are in column A."""
    return len(match([column.heading for column in sheet], _labels(grid)).found)


def _labels(grid: Grid) -> dict[int, str]:
    """The texts of column A by row. Where several are the same, those with a value are
    the labels, else the last one: the others are titles.
    """
    rows: dict[str, list[int]] = defaultdict(list)
    for row, cells in enumerate(grid.values, 1):
        if cells and isinstance(cells[0], str) and bare(cells[0]):
            rows[bare(cells[0])].append(row)
    labels = [[row for row in same if _has_value(grid, row)] or same[-1:] for same in rows.values()]
    return {row: grid.values[row - 1][0] for same in labels for row in same}


def _has_value(grid: Grid, row: int) -> bool:
    return len(grid.values[row - 1]) >= _VALUE and not is_blank(grid.values[row - 1][_VALUE - 1])


def _read_field(draft: Draft, column: Column, grid: Grid, row: int, date1904: bool) -> None:
    value, repair = read_cell(column, grid, row, _VALUE, date1904)
    draft.columns[column.key] = [value]
    draft.form_rows[column.key] = row
    if repair is not None:
        draft.repairs[column.key, 0] = repair


def _misnamed(columns: Sequence[Column], labels: dict[int, str], matched: NameMatches) -> list[Spot]:
    sheet, spots = columns[0].sheet, []
    for column in columns:
        if column.heading not in matched.found:
            row = matched.near.get(column.heading)
            near = " ".join(labels[row].split()) if row else ""
            what = f"is missing; “{near}” in A{row} looks like it" if row else "is missing"
            words = {"what": what, "near": near}
            cell = f"A{row}" if row else None
            spots.append(Spot("PM003", sheet, row, column.heading, cell, value=near or None, words=words))
    for row, heading in matched.duplicates.items():
        words = {"what": f"is there twice; the one in row {row} is not read", "near": ""}
        spots.append(Spot("PM003", sheet, row, heading, f"A{row}", value=heading, words=words))
    return spots


def _carry_field(draft: Draft, label: str, grid: Grid, row: int) -> None:
    """Carry the office's own label along with its value; a label without one is only text."""
    if not _has_value(grid, row):
        return
    heading, value = " ".join(label.split()), carry(grid, row, _VALUE)
    (kind,) = personal_data.of_columns([(heading, [value])])
    if kind is None:
        draft.extras.append(Extra(draft.sheet.name, heading, {row: value}))
    heading = f"Line {row}" if personal_data.is_personal_number(heading) else heading
    draft.spots.append(other_content_spot(draft.sheet.name, row, heading, address((row, 1)), "line", kind))
