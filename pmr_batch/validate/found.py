"""What a validation collects: verdicts become spots at their cells, then findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from pmr_batch.layout.column import Column, Sheet
from pmr_batch.layout.returns import BY_NAME
from pmr_batch.model import Finding, NotChecked, Return, Spot, Table, ToDo, Unread
from pmr_batch.rules.rule import Rule
from pmr_batch.rules.stamp import stamp
from pmr_batch.validate.frames import Raw
from pmr_batch.words import plain


class Found:
    """Collects spots over the rows of all accepted returns."""

    def __init__(self, returns: Sequence[Return], raws: Mapping[str, Raw]) -> None:
        self.returns = returns
        self.raws = raws
        self.to_do: list[ToDo] = []
        self.not_checked: set[NotChecked] = set()
        self._spots: list[tuple[int, Rule, Spot, str | None]] = []
        self._names = [names_of(one) for one in returns]

    def at(
        self, rule: Rule, column: Column, position: int, words: Mapping[str, str], affects: tuple[str, ...] = ()
    ) -> None:
        """A fault at a column of a row, by the row's position on its sheet's frame."""
        rows = self.raws[column.sheet].rows
        number, row = int(rows["return_no"].iat[position]), int(rows["row"].iat[position])
        table = self.returns[number].tables.get(column.sheet, Table(column.sheet))
        row, cell = table.place(column.key, row)
        payroll, item = self.who(BY_NAME[column.sheet], position)
        value = _seen(rows[column.key].iat[position])
        spot = Spot(rule.code, column.sheet, row, column.heading, cell, payroll, item, value, words, affects)
        reason = rows[rule.reason.key].iat[position] if rule.reason else None
        self._spots.append((number, rule, spot, reason if isinstance(reason, str) else None))

    def later(self, rule: Rule, column: Column, position: int, due: date) -> None:
        """Not a fault yet: to do by a date."""
        number = int(self.raws[column.sheet].rows["return_no"].iat[position])
        payroll, _ = self.who(BY_NAME[column.sheet], position)
        self.to_do.append(
            ToDo(due, rule.code, self.returns[number].academy, payroll, column.sheet, column.heading)
        )

    def who(self, sheet: Sheet, position: int) -> tuple[str | None, str | None]:
        """The payroll number and item of a row, as text."""
        rows = self.raws[sheet.name].rows
        payroll = _seen(rows["payroll_number"].iat[position]) if "payroll_number" in sheet.by_key else None
        item = plain(_seen(rows[sheet.identity].iat[position])) if sheet.identity else None
        return _text(payroll), _text(item)

    def findings(self) -> list[Finding]:
        """All spots since the last call, stamped; queries with the reason of their row."""
        spots, self._spots = self._spots, []
        return [
            replace(stamp(spot, rule, self.returns[number], self._names[number]), explanation=reason)
            for number, rule, spot, reason in spots
        ]


def names_of(one: Return) -> dict[str, str]:
    """Names by payroll number, as a return's Reviewers and Staff have them."""
    names: dict[str, str] = {}
    for sheet in ("Reviewers", "Staff"):
        columns = one.tables.get(sheet, Table(sheet)).columns
        pairs = zip(columns.get("payroll_number", ()), columns.get("name", ()), strict=False)
        names |= {number: name for number, name in pairs if type(number) is str and type(name) is str}
    return names


def _seen(value: Any) -> Any:
    """What stands in a cell, read or not."""
    return value.typed if isinstance(value, Unread) else value


def _text(value: Any) -> str | None:
    return None if value is None or value is pd.NaT else str(value)


