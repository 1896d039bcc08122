"""Blank cells whose value Start says once for all rows: they hold it, unless the row says otherwise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from pmr_batch.excel.reading.draft_table import Draft
from pmr_batch.layout.columns import Column, Kind, Sheet, key_of
from pmr_batch.layout.conditions import All, Begun, Condition, Filled, Is
from pmr_batch.layout.conditions import Any as AnyOf
from pmr_batch.layout.standard_workbook import START
from pmr_batch.model.returns import Unread

#: The code of a cell whose fault is told elsewhere: here at the line of Start.
_TOLD_ELSEWHERE = "PM020"


def take_defaults(drafts: Mapping[str, Draft]) -> None:
    """Fill in what Start says for blank cells of the other sheets; what it says amiss is told there alone."""
    start = drafts.get(START.name)
    if start is None:
        return
    for draft in drafts.values():
        for column in draft.sheet:
            if column.default is None or column.key not in draft.columns:
                continue
            (value,) = start.columns.get(key_of(column.default.start), (None,))
            if value is None:
                continue
            cells = draft.columns[column.key]
            taken = [at for at, cell in enumerate(cells) if cell is None and _holds(column.default.where, draft, at)]
            stands = value if _fits(column, value) else Unread(str(value), _TOLD_ELSEWHERE)
            for at in taken:
                cells[at] = stands
            draft.defaulted[column.key] = tuple(draft.rows[at] for at in taken)


def _fits(column: Column, value: Any) -> bool:
    """Whether a value is one of the column's kind and list."""
    if column.kind is Kind.LIST:
        return value in column.values
    return isinstance(value, date if column.kind is Kind.DATE else str)


def _holds(condition: Condition, draft: Draft, at: int) -> bool:
    return holds(condition, draft.sheet, lambda key: draft.columns[key][at] if key in draft.columns else None)


def holds(condition: Condition, sheet: Sheet, cell: Callable[[str], Any]) -> bool:
    """Whether the condition of a default is true of a row, of which `cell` gives the value in a column by its key."""
    match condition:
        case All(parts):
            return all(holds(part, sheet, cell) for part in parts)
        case AnyOf(parts):
            return any(holds(part, sheet, cell) for part in parts)
        case Filled(column):
            return cell(key_of(column)) is not None
        case Is(column, values):
            return cell(key_of(column)) in values
        case Begun():
            return any(cell(column.key) is not None for column in sheet.worked_on)
    raise TypeError(f"a default cannot hang on {type(condition).__name__}")
