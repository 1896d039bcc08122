"""Decisions held against those taken before: the same is taken once, another only where the committee amends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pmr_batch.commands.decide.committee_decisions import People, ReadDecisions
from pmr_batch.commands.decide.decision_checks import Fault
from pmr_batch.commands.decide.recommendations_sheet import CameBack
from pmr_batch.layout.committee_workbook import RECOMMENDATIONS
from pmr_batch.model.decision import Decided
from pmr_batch.rules import RULES

_OWNER = "PM629"


@dataclass
class Held:
    """What is new, what is amended (the old beside it), and how many were taken already."""

    new: list[Decided] = field(default_factory=list)
    amended: list[tuple[Decided, Decided]] = field(default_factory=list)
    taken_before: int = 0

    @property
    def to_record(self) -> list[Decided]:
        """The decisions that the ledger does not have yet."""
        return [*self.new, *(now for _, now in self.amended)]


@dataclass(frozen=True)
class EarlierDecisions:
    """What was decided before, by payroll number: in force, and in the `run` of the workbook, which may not be the
    round's last.
    """

    in_force: Mapping[str, Decided]
    in_this_run: Mapping[str, Decided]
    run: str
    last_run: str

    @classmethod
    def of(cls, history: Sequence[Decided], run: str, last_run: str) -> EarlierDecisions:
        """Of all decisions of a round, the first first."""
        in_force = {one.payroll_number: one for one in history}
        return cls(in_force, {one.payroll_number: one for one in history if one.run == run}, run, last_run)

    def has_come_again(self, number: str) -> bool:
        """Whether a later run has put a row of this one before the committee again."""
        old = self.in_force.get(number)
        return self.run != self.last_run and (old is None or old.run != self.run)


def hold(back: CameBack, read: ReadDecisions, people: People, before: EarlierDecisions, *, amend: bool) -> Held:
    """Hold what was read against the decisions before; what is refused goes over to what is wrong."""
    held = Held()
    for position, one in list(read.decided.items()):
        number = one.payroll_number
        old, own = before.in_force.get(number), before.in_this_run.get(number)
        if one.decision in (taken.decision for taken in (old, own) if taken):
            held.taken_before += 1
        elif before.has_come_again(number):
            what = f"run {before.last_run} has put the row before the committee again"
            _refuse(back, read, people, position, RECOMMENDATIONS.decision.key, what)
        elif old is None or (own is None and not old.is_settled):
            held.new.append(one)
        elif amend and one.decision.reason:
            held.amended.append((old, one))
        else:
            _refuse(back, read, people, position, "decision_reason" if amend else _differing(old, one), _taken(old))
    for position, person in list(read.undecided.items()):
        own = before.in_this_run.get(person.payroll_number)
        if own is not None:
            _refuse(back, read, people, position, RECOMMENDATIONS.decision.key, _taken(own))
        elif before.has_come_again(person.payroll_number):
            del read.undecided[position]
    return held


def _taken(old: Decided) -> str:
    return f"“{old.words}” was taken before"


def _refuse(back: CameBack, read: ReadDecisions, people: People, position: int, key: str, taken: str) -> None:
    """Of one cause one finding: a blank that a decision is held against is told as that alone."""
    read.faults = [one for one in read.faults if (one.position, one.rule.code) != (position, "PM622")]
    read.faults.append(Fault(RULES[_OWNER], position, back.at(key, position, _OWNER, {"taken": taken})))
    read.wrong[position] = people[position]
    read.decided.pop(position, None)
    read.undecided.pop(position, None)


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
