"""The committee's cells of some rows of a sheet, as frames: their types and lists, and what rules find in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from pmr_batch.commands.decide.decided_workbook import CommitteeSheet
from pmr_batch.layout.schemas import cell_checks, refusals
from pmr_batch.model.returns import Return, Spot, Table, Unread
from pmr_batch.model.terms import FileState
from pmr_batch.rules import RULES
from pmr_batch.rules.rule import Rule
from pmr_batch.validate.frames import Raw, raw, typed
from pmr_batch.validate.rule_checks import words_of


@dataclass(frozen=True)
class DecisionFault:
    """A fault that a rule finds in a cell of a person's row, and the reason given for it, if any."""

    rule: Rule
    position: int
    spot: Spot
    reason: str | None = None


class CommitteeCells:
    """The committee's cells in the rows at some positions of a sheet's table."""

    def __init__(self, sheet: CommitteeSheet, positions: Sequence[int]) -> None:
        self.sheet = sheet
        self.positions = tuple(positions)
        name = sheet.declared.name
        table = _only(sheet.table, self.positions)
        self._return = Return(name, "", FileState.ACCEPTED, tables={name: table})
        self._raw: Raw = raw(sheet.declared, [self._return])

    def bad_cells(self) -> Iterator[DecisionFault]:
        """Cells that the reader could not read, or that are not of their type or list; marked as bad from here on."""
        declared, headings = self.sheet.declared, {column.heading for column in self.sheet.committee_columns}
        at = {row: number for number, row in enumerate(self._return.tables[declared.name].rows)}
        for spot in self.sheet.read.spots:
            if spot.code in ("PM007", "PM016", "PM020") and spot.row in at and spot.column in headings:
                yield DecisionFault(RULES[spot.code], self.positions[at[spot.row]], spot)
        checks = {check.name: check for check in cell_checks(declared, self.sheet.own_ranges)}
        for name, holds in refusals(checks, self._raw.rows).items():
            check, fails = checks[name], ~holds.to_numpy()
            bad = self._raw.bad[check.column.key].to_numpy()
            for number in np.flatnonzero(fails & ~bad):
                value = self._raw.rows[check.column.key].iloc[number]
                yield self._fault(RULES[check.code], check.column.key, int(number), check.words(value))
            self._raw.bad.loc[fails, check.column.key] = True

    def frame(self, as_of: date) -> pd.DataFrame:
        """The declared columns of the rows, typed; bad cells are missing."""
        return typed(self._raw, [self._return], np.datetime64(as_of, "s"))

    def broken(self, rules: Iterable[Rule], frame: pd.DataFrame) -> Iterator[DecisionFault]:
        """What rules find in the rows of a frame, which has all that they read."""
        by_name = {rule.name: rule for rule in rules}
        for name, holds in refusals(by_name, frame).items():
            rule = by_name[name]
            fails = np.flatnonzero(~holds.to_numpy() & ~self._bad_of(rule))
            words = words_of(rule, self.sheet.declared, frame.iloc[fails])
            for number, words_of_row in zip(fails, words, strict=True):
                yield self._fault(rule, rule.blames[0].key, int(number), words_of_row)

    def repaired_cells(self) -> Iterator[DecisionFault]:
        """Cells that the reader repaired: a date typed as text, a decision in small letters."""
        positions = {self.sheet.table.rows[position]: position for position in self.positions}
        headings = {column.heading for column in self.sheet.committee_columns}
        for spot in self.sheet.read.spots:
            if spot.code == "PM015" and spot.column in headings and spot.row in positions:
                yield DecisionFault(RULES["PM015"], positions[spot.row], spot)

    def _bad_of(self, rule: Rule) -> np.ndarray[Any, Any]:
        """The rows in which a cell that the rule reads or blames is bad: that is reported, and the rule not applied."""
        keys = [column.key for column in (*rule.reads, *rule.blames) if column.key in self._raw.bad]
        return np.asarray(self._raw.bad[keys].to_numpy(bool).any(axis=1))

    def _fault(self, rule: Rule, key: str, number: int, words: Mapping[str, str]) -> DecisionFault:
        """A fault at a cell of a row, by the row's number in order."""
        position = self.positions[number]
        reason = self.sheet.value(rule.reason.key, position) if rule.reason else None
        spot = self.sheet.at(key, position, rule.code, words)
        return DecisionFault(rule, position, spot, reason if isinstance(reason, str) else None)


def is_unread(sheet: CommitteeSheet, position: int) -> bool:
    """Whether a cell of the committee's in a row could not be read."""
    return any(isinstance(sheet.value(column.key, position), Unread) for column in sheet.committee_columns)


def is_begun(sheet: CommitteeSheet, position: int) -> bool:
    """Whether any cell of the committee's in a row is filled in."""
    return any(sheet.value(column.key, position) is not None for column in sheet.committee_columns)


def _only(table: Table, positions: Sequence[int]) -> Table:
    """The table with these rows alone."""
    columns = {key: tuple(values[at] for at in positions) for key, values in table.columns.items()}
    return Table(table.sheet, tuple(table.rows[at] for at in positions), columns, table.letters)
