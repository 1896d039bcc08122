"""Checks the committee's cells of all rows at once: their types and lists, then the rules of decisions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from pmr_batch.commands.decide.recommendations_sheet import DecidedWorkbook
from pmr_batch.layout.committee_workbook import DECIDED, RECOMMENDATIONS
from pmr_batch.layout.schemas import cell_checks, cell_words, refusals
from pmr_batch.model.person import Recommendation
from pmr_batch.model.returns import Return, Spot, Table
from pmr_batch.model.terms import FileState, Group, Round
from pmr_batch.rules import ALL_RULES, RULES
from pmr_batch.rules.rule import Rule
from pmr_batch.settings.trust_settings import Cycle
from pmr_batch.validate.frames import Raw, raw, typed
from pmr_batch.validate.rule_checks import words_of

#: The rules of decisions with a function; the others are applied where the decisions are read and compared.
DECISION_RULES = tuple(rule for rule in ALL_RULES if rule.found_by == "decide" and rule.function)


@dataclass(frozen=True)
class DecisionFault:
    """A fault that a rule finds in a cell of a person's row, and the reason given for it, if any."""

    rule: Rule
    position: int
    spot: Spot
    reason: str | None = None


def check_decisions(
    workbook: DecidedWorkbook, people: Mapping[int, Recommendation], cycle: Cycle, round_: Round, as_of: date
) -> Iterator[DecisionFault]:
    """All faults of the committee's cells in the rows of `people`, who are by position in the table."""
    rows = _Rows(workbook, people)
    yield from rows.bad_cells()
    frame = rows.frame(cycle, round_, as_of)
    rules = {f"{rule.code} {rule.slug} {rule.blames[0]}": rule for rule in DECISION_RULES if _is_about(rule, cycle)}
    for name, holds in refusals(rules, frame).items():
        rule = rules[name]
        fails = np.flatnonzero(~holds.to_numpy() & ~rows.bad_of(rule))
        words = words_of(rule, RECOMMENDATIONS, frame.iloc[fails])
        for number, words_of_row in zip(fails, words, strict=True):
            yield rows.fault(rule, rule.blames[0].key, int(number), words_of_row)


def _is_about(rule: Rule, cycle: Cycle) -> bool:
    return rule.group is Group.ALL or (rule.group is Group.SUPPORT) != cycle.teaching


class _Rows:
    """The rows of the people as data frames for the rules."""

    def __init__(self, workbook: DecidedWorkbook, people: Mapping[int, Recommendation]) -> None:
        self.workbook = workbook
        self.positions = tuple(people)
        self.people = tuple(people.values())
        table = _only(workbook.table, self.positions)
        self.return_ = Return(workbook.name, workbook.sha256, FileState.ACCEPTED, tables={RECOMMENDATIONS.name: table})
        self.raw: Raw = raw(RECOMMENDATIONS, [self.return_])

    def bad_cells(self) -> Iterator[DecisionFault]:
        """Cells that the reader could not read, or that are not of their type or list; marked as bad from here on."""
        at = {row: number for number, row in enumerate(self.return_.tables[RECOMMENDATIONS.name].rows)}
        for spot in self.workbook.sheet.spots:
            if spot.code in ("PM007", "PM016", "PM020") and spot.row in at and _is_decided(spot.column):
                yield DecisionFault(RULES[spot.code], self.positions[at[spot.row]], spot)
        checks = {check.name: check for check in cell_checks(RECOMMENDATIONS)}
        for name, holds in refusals(checks, self.raw.rows).items():
            check, fails = checks[name], ~holds.to_numpy()
            bad = self.raw.bad[check.column.key].to_numpy()
            for number in np.flatnonzero(fails & ~bad):
                value = self.raw.rows[check.column.key].iloc[number]
                yield self.fault(
                    RULES[check.code], check.column.key, int(number), cell_words(check.column, check.why, value)
                )
            self.raw.bad.loc[fails, check.column.key] = True

    def frame(self, cycle: Cycle, round_: Round, as_of: date) -> pd.DataFrame:
        """The committee's columns, typed, and the run's facts about each row."""
        heads = round_ is Round.DECEMBER
        dates = {
            "cycle_to": cycle.ends,
            "pay_effective_from": cycle.pay_effective_from,
            "pay_decision_due": cycle.heads_pay_decisions_by if heads else cycle.pay_decisions_by,
        }
        frame = typed(self.raw, [self.return_], np.datetime64(as_of, "s"))
        facts: dict[str, Any] = {name: np.full(len(frame), on, "datetime64[s]") for name, on in dates.items()}
        for name in ("current", "recommended"):
            pays = [getattr(person, name) for person in self.people]
            facts[f"{name}_range"] = pd.array([pay.range for pay in pays], dtype="str")
            facts[f"{name}_point"] = pd.array([pay.point for pay in pays], dtype="str")
            pence = [None if pay.amount is None else int(pay.amount * 100) for pay in pays]
            facts[f"{name}_pay"] = pd.array(pence, dtype="Int64")
        return frame.assign(**facts)

    def bad_of(self, rule: Rule) -> np.ndarray[Any, Any]:
        """The rows in which a cell that the rule reads or blames is bad: that is reported, and the rule not applied."""
        keys = [column.key for column in (*rule.reads, *rule.blames) if column.key in self.raw.bad]
        return np.asarray(self.raw.bad[keys].to_numpy(bool).any(axis=1))

    def fault(self, rule: Rule, key: str, number: int, words: Mapping[str, str]) -> DecisionFault:
        """A fault at a cell of a person's row, by the person's number in order."""
        position = self.positions[number]
        reason = self.workbook.value(rule.reason.key, position) if rule.reason else None
        spot = self.workbook.at(key, position, rule.code, words)
        return DecisionFault(rule, position, spot, reason if isinstance(reason, str) else None)


def _is_decided(heading: str | None) -> bool:
    return heading in {RECOMMENDATIONS.by_key[key].heading for key in DECIDED}


def _only(table: Table, positions: Sequence[int]) -> Table:
    """The table with these rows alone."""
    columns = {key: tuple(values[at] for at in positions) for key, values in table.columns.items()}
    return Table(table.sheet, tuple(table.rows[at] for at in positions), columns, table.letters)
