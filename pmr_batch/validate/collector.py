"""What a validation collects: verdicts become spots at their cells, then findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from pmr_batch.layout.columns import Column, Sheet
from pmr_batch.layout.standard_workbook import BY_NAME
from pmr_batch.model.findings import Finding, NotChecked, ToDo
from pmr_batch.model.returns import Return, Spot, Table, Unread
from pmr_batch.rules.messages import names_of, stamp
from pmr_batch.rules.rule import Rule
from pmr_batch.validate.frames import Raw
from pmr_batch.words import plain


class Collector:
    """Collects spots over the rows of all accepted returns."""

    def __init__(self, returns: Sequence[Return], raws: Mapping[str, Raw]) -> None:
        self.returns = returns
        self.raws = raws
        self.to_do: list[ToDo] = []
        self.not_checked: set[NotChecked] = set()
        self._spots: list[tuple[int, Rule, Spot, str | None]] = []
        self._names = [names_of(each) for each in returns]
        self._cells: dict[tuple[str, str], list[Any]] = {}

    def add(
        self, rule: Rule, column: Column, position: int, words: Mapping[str, str], affects: tuple[str, ...] = ()
    ) -> None:
        """A fault at a column of a row, by the row's position on its sheet's frame."""
        sheet = column.sheet
        number, row = int(self._cell(sheet, "return_no", position)), int(self._cell(sheet, "row", position))
        table = self.returns[number].tables.get(sheet) or Table(sheet)
        row, cell = table.place(column.key, row)
        payroll, item = self._identity(BY_NAME[sheet], position)
        value = _typed(self._cell(sheet, column.key, position))
        spot = Spot(rule.code, sheet, row, column.heading, cell, payroll, item, value, words, affects)
        reason = self._cell(sheet, rule.reason.key, position) if rule.reason else None
        self._spots.append((number, rule, spot, reason if isinstance(reason, str) else None))

    def add_to_do(self, rule: Rule, column: Column, position: int, due: date) -> None:
        """Not a fault yet: to do by a date."""
        number = int(self._cell(column.sheet, "return_no", position))
        payroll, _ = self._identity(BY_NAME[column.sheet], position)
        self.to_do.append(ToDo(due, rule.code, self.returns[number].academy, payroll, column.sheet, column.heading))

    def _identity(self, sheet: Sheet, position: int) -> tuple[str | None, str | None]:
        """The payroll number and item of a row, as text."""
        payroll = self._cell(sheet.name, "payroll_number", position) if "payroll_number" in sheet.by_key else None
        item = self._cell(sheet.name, sheet.identity, position) if sheet.identity else None
        return _text(_typed(payroll)), _text(plain(_typed(item)))

    def _cell(self, sheet: str, key: str, position: int) -> Any:
        """A cell as read; from a list, for a frame takes long to give a single one."""
        cells = self._cells.get((sheet, key))
        if cells is None:
            cells = self._cells[sheet, key] = self.raws[sheet].rows[key].to_list()
        return cells[position]

    def findings(self) -> list[Finding]:
        """All spots since the last call, stamped; queries with the reason of their row."""
        spots, self._spots = self._spots, []
        return [
            stamp(spot, rule, self.returns[number], self._names[number], reason) for number, rule, spot, reason in spots
        ]


def _typed(value: Any) -> Any:
    """What stands in a cell, read or not."""
    return value.typed if isinstance(value, Unread) else value


def _text(value: Any) -> str | None:
    return None if value is None or value is pd.NaT else str(value)
