"""Compares decisions with those recorded before: the same is recorded once, another only where the committee amends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pmr_batch.commands.decide.committee_decisions import People, ReadDecisions
from pmr_batch.commands.decide.decision_checks import DecisionFault
from pmr_batch.commands.decide.recommendations_sheet import DecidedWorkbook
from pmr_batch.layout.committee_workbook import RECOMMENDATIONS
from pmr_batch.model.decision import Decided
from pmr_batch.rules import RULES

_OWNER = "PM629"


@dataclass
class ComparedDecisions:
    """The new decisions, the amended ones as (old, new), and how many are recorded already."""

    new: list[Decided] = field(default_factory=list)
    amended: list[tuple[Decided, Decided]] = field(default_factory=list)
    recorded_before: int = 0

    @property
    def to_record(self) -> list[Decided]:
        """The decisions that the ledger does not have yet."""
        return [*self.new, *(now for _, now in self.amended)]


@dataclass(frozen=True)
class EarlierDecisions:
    """The recorded decisions by payroll number: those in force, and those of the workbook's `run`, which may not be
    the round's last.
    """

    in_force: Mapping[str, Decided]
    in_this_run: Mapping[str, Decided]
    run: str
    last_run: str

    @classmethod
    def of(cls, history: Sequence[Decided], run: str, last_run: str) -> EarlierDecisions:
        """From all decisions of a round, the first first."""
        in_force = {decided.payroll_number: decided for decided in history}
        in_this_run = {decided.payroll_number: decided for decided in history if decided.run == run}
        return cls(in_force, in_this_run, run, last_run)

    def is_in_later_run(self, number: str) -> bool:
        """Whether a later run has put a row of this person before the committee."""
        old = self.in_force.get(number)
        return self.run != self.last_run and (old is None or old.run != self.run)


def compare_with_earlier(
    workbook: DecidedWorkbook, decisions: ReadDecisions, people: People, earlier: EarlierDecisions, *, amend: bool
) -> ComparedDecisions:
    """Compare the decisions read with the earlier ones; those that are refused are moved to `decisions.wrong`."""
    compared = ComparedDecisions()
    for position, decided in list(decisions.decided.items()):
        number = decided.payroll_number
        old, in_this_run = earlier.in_force.get(number), earlier.in_this_run.get(number)
        if decided.decision in (recorded.decision for recorded in (old, in_this_run) if recorded):
            compared.recorded_before += 1
        elif earlier.is_in_later_run(number):
            what = f"run {earlier.last_run} has put the row before the committee again"
            _refuse(workbook, decisions, people, position, RECOMMENDATIONS.decision.key, what)
        elif old is None or (in_this_run is None and not old.is_settled):
            compared.new.append(decided)
        elif amend and decided.decision.reason:
            compared.amended.append((old, decided))
        else:
            key = "decision_reason" if amend else _differing(old, decided)
            _refuse(workbook, decisions, people, position, key, _recorded_text(old))
    for position, person in list(decisions.undecided.items()):
        in_this_run = earlier.in_this_run.get(person.payroll_number)
        if in_this_run is not None:
            _refuse(workbook, decisions, people, position, RECOMMENDATIONS.decision.key, _recorded_text(in_this_run))
        elif earlier.is_in_later_run(person.payroll_number):
            del decisions.undecided[position]
    return compared


def _recorded_text(old: Decided) -> str:
    return f"“{old.words}” was taken before"


def _refuse(
    workbook: DecidedWorkbook, decisions: ReadDecisions, people: People, position: int, key: str, text: str
) -> None:
    """Refuse a row with this fault alone: one cause, one finding."""
    decisions.faults = [fault for fault in decisions.faults if (fault.position, fault.rule.code) != (position, "PM622")]
    decisions.faults.append(DecisionFault(RULES[_OWNER], position, workbook.at(key, position, _OWNER, {"taken": text})))
    decisions.wrong[position] = people[position]
    decisions.decided.pop(position, None)
    decisions.undecided.pop(position, None)


def _differing(old: Decided, new: Decided) -> str:
    """The first column in which the two differ."""
    before, now = old.decision, new.decision
    pairs = (
        (RECOMMENDATIONS.decision, before.decision, now.decision),
        (RECOMMENDATIONS.decided_point, before.pay, now.pay),
        (RECOMMENDATIONS.decision_reason, before.reason, now.reason),
        (RECOMMENDATIONS.decided_on, before.decided_on, now.decided_on),
        (RECOMMENDATIONS.effective_from, before.effective_from, now.effective_from),
        (RECOMMENDATIONS.conflict_declared, before.conflict, now.conflict),
    )
    return next(column.key for column, was, is_now in pairs if was != is_now)
