"""What To do may come to say of a row as it is written: room is made for it, as formulas never make rows higher."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from pmr_batch.layout.columns import Column, Sheet, key_of
from pmr_batch.layout.conditions import All, Begun, Condition, Filled, Is, IsNot, OtherThan
from pmr_batch.layout.conditions import Any as Either
from pmr_batch.model.terms import Value
from pmr_batch.workbook.carried_settings import Row
from pmr_batch.workbook.live_checks import FILL_IN, STUCK, item

_BLANK = (None, "")


def foreseen(sheet: Sheet, row: Row, person: Row, marked: Collection[str]) -> str:
    """The text of To do when all stages are reached, never shorter than that of today.

    `person` is the person's row on Staff, `marked` the keys of cells of which something is told.
    """
    says = []
    if marked:
        told = (column for column in sheet if column.key in marked and row.get(column.key) not in _BLANK)
        says += [item(column, STUCK) for column in told]
    if row:
        here = _Row(sheet, row, person)
        blank = (column for key, column in _required(sheet) if row.get(key) in _BLANK)
        says += [item(column, FILL_IN) for column in blank if here.may_lack(column)]
    return "".join(says).strip()


@cache
def _required(sheet: Sheet) -> tuple[tuple[str, Column], ...]:
    """The columns that may be required, with their keys."""
    return tuple((column.key, column) for column in sheet if column.required is not None)


@dataclass(frozen=True)
class _Row:
    """A row of a sheet, and that of its person on Staff."""

    sheet: Sheet
    values: Row
    person: Row

    def may_lack(self, column: Column) -> bool:
        """A blank of the column may be open some day."""
        return column.required is not None and self.may_meet(column.required)

    def may_meet(self, condition: Condition) -> bool:  # noqa: PLR0911  (one answer a kind)
        """The condition may be true some day, while the row stays as it is; all around it may change."""
        match condition:
            case All(parts):
                return all(map(self.may_meet, parts))
            case Either(parts):
                return any(map(self.may_meet, parts))
            case Is(column, values):
                return self._cell(column) in values
            case IsNot(column, values):
                return self._cell(column) not in (None, "", *values)
            case OtherThan(column) | Filled(column):
                return bool(self._cell(column))
            case Begun():
                return any(self.values.get(column.key) not in _BLANK for column in self.sheet.worked_on)
        return True

    def _cell(self, heading: str) -> Value:
        key = key_of(heading)
        return (self.values if key in self.sheet.by_key else self.person).get(key)
