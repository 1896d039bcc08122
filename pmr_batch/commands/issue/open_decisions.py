"""Whose pay of the last cycle is not decided: told by name when the next cycle's workbooks are handed out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pmr_batch.model.decision import Decided, place
from pmr_batch.model.earlier_runs import Kept
from pmr_batch.model.person import Pay
from pmr_batch.model.terms import BEFORE_THE_COMMITTEE, Outcome
from pmr_batch.words import counted, day

Row = Mapping[str, Any]
_UNDECIDED = "not decided"
_RETURNED = "returned with errors, and not decided"


@dataclass(frozen=True)
class OpenDecisions:
    """Why people have no decision on their pay of a cycle, in words by payroll number; `any_taken`: others have one."""

    cycle: str = ""
    why: Mapping[str, str] = field(default_factory=dict)
    any_taken: bool = False


def open_decisions(cycle: str, runs: Iterable[Kept], in_force: Mapping[str, Decided]) -> OpenDecisions:
    """Everybody whom the last run of each round of a cycle put before the committee, or returned, and whose pay is not
    settled; and whoever was deferred or referred back.
    """
    why = {
        decision.payroll_number: f"{decision.decision.decision.lower()} on {day(decision.decision.decided_on)}"
        for decision in in_force.values()
        if not decision.is_settled
    }
    for run in runs:
        for person in run.people:
            number = person.payroll_number or ""
            if number and number not in in_force and number not in why:
                if person.outcome in BEFORE_THE_COMMITTEE:
                    why[number] = _UNDECIDED
                elif person.outcome is Outcome.RETURNED:
                    why[number] = _RETURNED
    return OpenDecisions(cycle, why, any(decision.is_settled for decision in in_force.values()))


def notices(academy: str, staff: Sequence[Row], open_: OpenDecisions) -> Iterator[str]:
    """Who of the people of a workbook has no decision yet, why, and from which point they start; one line.

    `staff` are the rows that the workbook begins with.
    """
    people = [(row, open_.why[row["payroll_number"]]) for row in staff if row["payroll_number"] in open_.why]
    if not people:
        return
    head = f"{academy}: {counted(len(people), 'person starts', 'people start')} without a decision of {open_.cycle}"
    if not open_.any_taken and all(why == _UNDECIDED for _, why in people):
        yield f"{head}, in which the committee has decided nothing; they start from the Staff list"
        return
    named = "; ".join(f"{row['name']} ({why}), from {_place(row)}" for row, why in people)
    yield f"{head}: {named}. What is decided later, put into the Staff list and the workbook"


def _place(row: Row) -> str:
    return place(Pay(row["pay_range"], row["pay_point"], None))
