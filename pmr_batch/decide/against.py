"""Decisions held against those taken before: the same is taken once, another only where the committee amends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pmr_batch.decide.asked import Fault
from pmr_batch.decide.decisions import People, Read
from pmr_batch.decide.sheet import CameBack
from pmr_batch.layout.committee import RECOMMENDATIONS
from pmr_batch.moderated import Decided
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


def hold(back: CameBack, read: Read, people: People, before: Mapping[str, Decided], *, amend: bool) -> Held:
    """Hold what was read against the decisions in force; what is refused goes over to what is wrong."""
    held = Held()
    for position, one in list(read.decided.items()):
        old = before.get(one.payroll_number)
        if old is None or (old.run != one.run and not old.is_settled):
            held.new.append(one)
        elif old.decision == one.decision:
            held.taken_before += 1
        elif amend and one.decision.reason:
            held.amended.append((old, one))
        else:
            key = "decision_reason" if amend else _differing(old, one)
            read.wrong[position] = people[position]
            del read.decided[position]
            _refuse(back, read, position, key, old)
    for position, person in list(read.undecided.items()):
        old = before.get(person.payroll_number)
        if old is not None and old.run == back.run:
            read.faults = [one for one in read.faults if (one.position, one.rule.code) != (position, "PM622")]
            read.wrong[position] = read.undecided.pop(position)
            _refuse(back, read, position, RECOMMENDATIONS.decision.key, old)
    return held


def _refuse(back: CameBack, read: Read, position: int, key: str, old: Decided) -> None:
    spot = back.at(key, position, _OWNER, {"taken": f"“{old.words}” was taken before"})
    read.faults.append(Fault(RULES[_OWNER], position, spot))


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
