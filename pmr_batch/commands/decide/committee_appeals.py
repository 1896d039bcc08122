"""Turns the committee's cells on Appeals into appeals, or faults where they cannot be.

A blank cell has what was recorded before: an appeal may be lodged in one workbook and heard in the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pandas as pd

from pmr_batch.commands.decide.committee_cells import CommitteeCells, DecisionFault, is_begun, is_unread
from pmr_batch.commands.decide.committee_decisions import repaired_point
from pmr_batch.commands.decide.decided_pay import NoPay, decided_point, priced
from pmr_batch.commands.decide.decided_workbook import CommitteeSheet
from pmr_batch.commands.decide.decision_checks import is_about
from pmr_batch.layout.committee_workbook import APPEALED, APPEALS, YES
from pmr_batch.model.appeal import CHANGES_THE_DECISION, UPHELD, Appeal, DecidedPerson
from pmr_batch.model.decision import place
from pmr_batch.model.person import Decision, Pay
from pmr_batch.model.terms import Severity
from pmr_batch.rules import ALL_RULES
from pmr_batch.rules.appeals import changes_the_decision, payable_on_appeal
from pmr_batch.rules.rule import Rule
from pmr_batch.settings.trust_settings import Cycle, Settings

#: The rules of appeals with a function; the others are applied where appeals are priced and compared.
APPEAL_RULES = tuple(rule for rule in ALL_RULES if rule.sheet is APPEALS and rule.function)
_OUTCOME, _RANGE, _POINT, _FROM = (
    column.key for column in (APPEALS.outcome, APPEALS.decided_range, APPEALS.decided_point, APPEALS.effective_from)
)
_IN_LETTER = APPEALS.reason_in_letter.key
#: The columns that an appeal has as they are filled in.
_AS_TYPED = tuple(key for key in APPEALED if key not in (_RANGE, _POINT, _FROM, _IN_LETTER))


@dataclass
class ReadAppeals:
    """The appeals by position of their row, the rows with errors, and all faults; of rows in which something is."""

    appeals: dict[int, Appeal] = field(default_factory=dict)
    wrong: dict[int, DecidedPerson] = field(default_factory=dict)
    faults: list[DecisionFault] = field(default_factory=list)


def read_appeals(
    sheet: CommitteeSheet,
    run: str,
    rows: Mapping[int, DecidedPerson],
    recorded: Mapping[str, Appeal],
    settings: Settings,
    cycle: Cycle,
    as_of: date,
) -> ReadAppeals:
    """The appeals in the rows in which anything is filled in, by position in the table.

    `run` is the workbook's; `recorded` are the appeals in force, by payroll number.
    """
    entries = [
        _Entry(sheet, position, row, DecidedPerson.of(row.decided, recorded).appeal)
        for position, row in rows.items()
        if is_begun(sheet, position)
    ]
    repaired = list(_repaired_points(entries))
    sheet = sheet.with_column(_POINT, {fault.position: str(fault.spot.words["became"]) for fault in repaired})
    entries = [replace(entry, sheet=sheet) for entry in entries]
    cells = CommitteeCells(sheet, [entry.position for entry in entries])
    bad = list(cells.bad_cells())
    asked = (rule for rule in APPEAL_RULES if is_about(rule, cycle))
    found = cells.broken(asked, _with_facts(cells.frame(as_of), entries, cycle))
    read = ReadAppeals(faults=[*cells.repaired_cells(), *repaired, *bad, *found])
    errors = {fault.position for fault in read.faults if fault.rule.severity is Severity.ERROR}
    for entry in entries:
        appeal = None
        if entry.position not in errors and not is_unread(sheet, entry.position):
            appeal = _appeal(entry, run, settings)
        if isinstance(appeal, Appeal):
            read.appeals[entry.position] = appeal
        else:
            read.wrong[entry.position] = entry.row
            read.faults += [appeal] if appeal else []
    return read


@dataclass(frozen=True)
class _Entry:
    """A row in which something is filled in, and the appeal that was recorded before."""

    sheet: CommitteeSheet
    position: int
    row: DecidedPerson
    before: Appeal | None

    def typed(self, key: str) -> Any:
        """What is in a cell; None where it is blank."""
        return self.sheet.value(key, self.position)

    def recorded(self, key: str) -> Any:
        """What was recorded before of a column of this key."""
        return getattr(self.before, key) if self.before else None

    def so_far(self, key: str) -> Any:
        """What is in a cell; where it is blank, what was recorded before."""
        typed = self.typed(key)
        return self.recorded(key) if typed is None else typed

    @property
    def against(self) -> Decision:
        """The decision appealed against: that of the row, unless it is the one that the appeal itself led to."""
        now = self.row.decided.decision
        return self.before.against if self.before and self.before.is_on(now) else now

    @property
    def base(self) -> Pay:
        """What blank cells mean: where upheld the recommended pay, where upheld in part that of the decision."""
        return self.row.decided.recommended if self.so_far(_OUTCOME) == UPHELD else self.against.pay

    def fault(self, rule: Rule, key: str, what: str) -> DecisionFault:
        """A fault at a cell of the row."""
        return DecisionFault(rule, self.position, self.sheet.at(key, self.position, rule.code, {"what": what}))


def _repaired_points(entries: Iterable[_Entry]) -> Iterator[DecisionFault]:
    """Points in another spelling than that of the scales: MPS4 for M4."""
    for entry in entries:
        typed = entry.typed(_POINT)
        if isinstance(typed, str):
            point = decided_point(entry.base, entry.typed(_RANGE), typed)
            if point not in (None, typed):
                yield repaired_point(entry.sheet, entry.position, typed, str(point))


def _with_facts(frame: pd.DataFrame, entries: Sequence[_Entry], cycle: Cycle) -> pd.DataFrame:
    """The frame with the facts that the rules read: a blank cell has what was recorded before."""

    def so_far(key: str) -> pd.Series:
        recorded = [entry.recorded(key) for entry in entries]
        return frame[key].fillna(pd.Series(recorded, frame.index, frame[key].dtype))

    decided_on = [entry.against.decided_on for entry in entries]
    return frame.assign(
        decided_on=pd.Series(decided_on, frame.index, "datetime64[s]"),
        lodged=so_far("lodged_on"),
        heard=so_far("heard_on"),
        ended=so_far("outcome"),
        explained=so_far("reason"),
        cycle_to=pd.Series(cycle.ends, frame.index, "datetime64[s]"),
        pay_effective_from=pd.Series(cycle.pay_effective_from, frame.index, "datetime64[s]"),
    )


def _appeal(entry: _Entry, run: str, settings: Settings) -> Appeal | DecisionFault:
    decided, pay, effective_from = entry.row.decided, None, None
    if entry.so_far(_OUTCOME) in CHANGES_THE_DECISION:
        effective_from = entry.typed(_FROM) or entry.against.effective_from
        if entry.recorded("pay") and not any(map(entry.typed, (_OUTCOME, _RANGE, _POINT, _FROM))):
            pay, effective_from = entry.recorded("pay"), entry.recorded(_FROM)
        elif isinstance(result := _pay(entry, effective_from, settings), DecisionFault):
            return result
        else:
            pay = result
    so_far = {key: entry.so_far(key) for key in _AS_TYPED}
    in_letter = entry.typed(_IN_LETTER)
    return Appeal(
        run=run,
        academy=decided.academy,
        payroll_number=decided.payroll_number,
        name=decided.name,
        against=entry.against,
        pay=pay,
        effective_from=effective_from,
        reason_in_letter=bool(entry.recorded(_IN_LETTER)) if in_letter is None else in_letter == YES,
        **so_far,
    )


def _pay(entry: _Entry, on: date, settings: Settings) -> Pay | DecisionFault:
    """The pay of an appeal that is upheld, from a day on."""
    pay = priced(entry.row.decided, entry.base, entry.typed(_RANGE), entry.typed(_POINT), on, settings)
    if isinstance(pay, NoPay):
        return entry.fault(payable_on_appeal, pay.column.key, pay.what)
    was, recorded = entry.against, entry.before.pay if entry.before else None
    if on == was.effective_from and _is_same_place(pay, was.pay):
        told = f"is {place(pay)}" if entry.typed(_POINT) else "is blank"
        return entry.fault(changes_the_decision, _POINT, f"{told}, and {place(was.pay)} is what was decided")
    # What the scale of a recorded place has become since is no other outcome.
    if recorded and on == entry.recorded(_FROM) and _is_same_place(pay, recorded):
        return recorded
    return pay


def _is_same_place(pay: Pay, other: Pay) -> bool:
    """Whether two are one place on the scales; on a spot salary the pay is the place."""
    same_pay = pay.point is not None or pay.amount == other.amount
    return (pay.range, pay.point) == (other.range, other.point) and same_pay
