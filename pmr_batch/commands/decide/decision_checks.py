"""The rules of decisions, asked of all rows at once: types and lists of the committee's cells, then the policy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from pmr_batch.commands.decide.recommendations_sheet import CameBack
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

#: The rules that have something to ask of a row; the others are found on the way.
ASKED = tuple(one for one in ALL_RULES if one.found_by == "decide" and one.function)


@dataclass(frozen=True)
class Fault:
    """What a rule found at a cell of a person's row, and the reason that answers it, if one is given."""

    rule: Rule
    position: int
    spot: Spot
    reason: str | None = None


def ask(
    back: CameBack, people: Mapping[int, Recommendation], cycle: Cycle, round_: Round, as_of: date
) -> Iterator[Fault]:
    """Everything that is wrong with the committee's cells on the rows of some people, by position in the table."""
    rows = _Rows(back, people)
    yield from rows.bad_cells()
    frame = rows.frame(cycle, round_, as_of)
    asked = {f"{one.code} {one.slug} {one.blames[0]}": one for one in ASKED if _is_about(one, cycle)}
    for name, holds in refusals(asked, frame).items():
        rule = asked[name]
        fails = np.flatnonzero(~holds.to_numpy() & ~rows.bad_of(rule))
        words = words_of(rule, RECOMMENDATIONS, frame.iloc[fails])
        for at, told in zip(fails, words, strict=True):
            yield rows.fault(rule, rule.blames[0].key, int(at), told)


def _is_about(rule: Rule, cycle: Cycle) -> bool:
    return rule.group is Group.ALL or (rule.group is Group.SUPPORT) != cycle.teaching


class _Rows:
    """The rows of the people, as the rules' frames have them."""

    def __init__(self, back: CameBack, people: Mapping[int, Recommendation]) -> None:
        self.back = back
        self.positions = tuple(people)
        self.people = tuple(people.values())
        table = _only(back.table, self.positions)
        self.one = Return(back.name, back.sha256, FileState.ACCEPTED, tables={RECOMMENDATIONS.name: table})
        self.raw: Raw = raw(RECOMMENDATIONS, [self.one])

    def bad_cells(self) -> Iterator[Fault]:
        """Cells that the reader could not take, and those that are not of their type or list; bad from here on."""
        at = {row: number for number, row in enumerate(self.one.tables[RECOMMENDATIONS.name].rows)}
        for spot in self.back.sheet.spots:
            if spot.code in ("PM007", "PM016", "PM020") and spot.row in at and _is_decided(spot.column):
                yield Fault(RULES[spot.code], self.positions[at[spot.row]], spot)
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
        """The committee's columns, typed, and what the run knows about each row."""
        heads = round_ is Round.DECEMBER
        dates = {
            "cycle_to": cycle.ends,
            "pay_effective_from": cycle.pay_effective_from,
            "pay_decision_due": cycle.heads_pay_decisions_by if heads else cycle.pay_decisions_by,
        }
        frame = typed(self.raw, [self.one], np.datetime64(as_of, "s"))
        facts: dict[str, Any] = {name: np.full(len(frame), on, "datetime64[s]") for name, on in dates.items()}
        for name in ("current", "recommended"):
            pays = [getattr(one, name) for one in self.people]
            facts[f"{name}_range"] = pd.array([pay.range for pay in pays], dtype="str")
            facts[f"{name}_point"] = pd.array([pay.point for pay in pays], dtype="str")
            pence = [None if pay.amount is None else int(pay.amount * 100) for pay in pays]
            facts[f"{name}_pay"] = pd.array(pence, dtype="Int64")
        return frame.assign(**facts)

    def bad_of(self, rule: Rule) -> np.ndarray[Any, Any]:
        """Where a cell that the rule reads or blames cannot be used: that is told, and nothing more asked."""
        keys = [one.key for one in (*rule.reads, *rule.blames) if one.key in self.raw.bad]
        return np.asarray(self.raw.bad[keys].to_numpy(bool).any(axis=1))

    def fault(self, rule: Rule, key: str, number: int, words: Mapping[str, str]) -> Fault:
        """A fault at a cell of a person's row, by the person's number in order."""
        position = self.positions[number]
        reason = self.back.value(rule.reason.key, position) if rule.reason else None
        spot = self.back.at(key, position, rule.code, words)
        return Fault(rule, position, spot, reason if isinstance(reason, str) else None)


def _is_decided(heading: str | None) -> bool:
    return heading in {RECOMMENDATIONS.by_key[key].heading for key in DECIDED}


def _only(table: Table, positions: Sequence[int]) -> Table:
    """The table with these rows alone."""
    columns = {key: tuple(values[at] for at in positions) for key, values in table.columns.items()}
    return Table(table.sheet, tuple(table.rows[at] for at in positions), columns, table.letters)
