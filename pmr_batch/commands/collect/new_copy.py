"""The new copy of a workbook: a fresh standard workbook of what it held, with what the forms change."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from pmr_batch.commands.collect.target_workbook import FormWorkbook
from pmr_batch.commands.collect.workbook_changes import CellChange
from pmr_batch.model.terms import Value
from pmr_batch.workbook.carried_settings import carried
from pmr_batch.workbook.contents import Contents
from pmr_batch.workbook.days_off import days_off
from pmr_batch.workbook.renewed_return import renewed
from pmr_batch.workbook.standard_workbook import standard_book

_COLLECTED = "collected"
_ENDING = re.compile(rf" {_COLLECTED}( \(\d+\))?$")


def with_changes(desk: FormWorkbook, changes: Iterable[CellChange]) -> bytes:
    """The new copy as .xlsx bytes; the same bytes for the same workbook and changes."""
    settings, cycle = desk.settings, desk.cycle
    blank = Contents(
        carried=carried(settings.tables, desk.academy, cycle.name),
        days_off=days_off(settings.calendar, desk.academy, cycle.starts, cycle.ends),
        as_of=settings.as_of,
        template=desk.template,
    )
    anew = renewed(desk.one, blank)
    rows: dict[str, list[dict[str, Value]]] = {sheet: [dict(row) for row in some] for sheet, some in anew.rows.items()}
    for change in changes:
        sheet = change.column.sheet
        at = _position(desk, sheet, change.row)
        while len(rows[sheet]) <= at:
            rows[sheet].append({})
        rows[sheet][at][change.column.key] = change.becomes
    return standard_book(replace(anew, rows=rows)).bytes()


def _position(desk: FormWorkbook, sheet: str, row: int) -> int:
    """Where a row stands among those of the copy, from 0."""
    there: Sequence[int] = desk.one.tables[sheet].rows if sheet in desk.one.tables else ()
    return there.index(row) if row > 0 else len(there) - row - 1


def free_copy(workbook: Path) -> Path:
    """The name of a new copy beside a workbook: nothing there is overwritten."""
    stem = _ENDING.sub("", workbook.stem)
    number, path = 1, workbook.with_name(f"{stem} {_COLLECTED}.xlsx")
    while path.exists():
        number += 1
        path = workbook.with_name(f"{stem} {_COLLECTED} ({number}).xlsx")
    return path
