"""Writes the new copy of a workbook: a standard workbook with the same data and the forms' changes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from pmr_batch.commands.collect.target_workbook import FormWorkbook
from pmr_batch.commands.collect.workbook_changes import CellChange
from pmr_batch.model.terms import Value
from pmr_batch.records.made_files import free_path
from pmr_batch.workbook.carried_settings import CarriedRows
from pmr_batch.workbook.contents import Contents
from pmr_batch.workbook.days_off import days_off
from pmr_batch.workbook.renewed_return import renewed
from pmr_batch.workbook.standard_book import standard_book

_COLLECTED = "collected"
_ENDING = re.compile(rf" {_COLLECTED}( \(\d+\))?$")


def with_changes(workbook: FormWorkbook, changes: Iterable[CellChange]) -> bytes:
    """The new copy as .xlsx bytes; the same bytes for the same workbook and changes."""
    settings, cycle = workbook.settings, workbook.cycle
    blank = Contents(
        carried=CarriedRows(settings.tables).of(workbook.academy, cycle.name),
        days_off=days_off(settings.calendar, workbook.academy, cycle.starts, cycle.ends),
        as_of=settings.as_of,
        template=workbook.template,
    )
    contents = renewed(workbook.return_, blank)
    rows: dict[str, list[dict[str, Value]]] = {
        sheet: [dict(row) for row in rows_of_sheet] for sheet, rows_of_sheet in contents.rows.items()
    }
    for change in changes:
        sheet = change.column.sheet
        at = _position(workbook, sheet, change.row)
        while len(rows[sheet]) <= at:
            rows[sheet].append({})
        rows[sheet][at][change.column.key] = change.becomes
    return standard_book(replace(contents, rows=rows)).bytes()


def _position(workbook: FormWorkbook, sheet: str, row: int) -> int:
    """The position of a row in the copy's sheet, from 0."""
    existing: Sequence[int] = workbook.return_.tables[sheet].rows if sheet in workbook.return_.tables else ()
    return existing.index(row) if row > 0 else len(existing) - row - 1


def free_copy(workbook: Path, folder: Path) -> Path:
    """A path for a copy of the workbook in a folder that does not exist there: nothing is overwritten."""
    return free_path(folder / f"{_ENDING.sub('', workbook.stem)} {_COLLECTED}.xlsx")
