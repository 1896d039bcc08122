"""Whose pay of the last cycle is not settled: told by name when the next cycle's workbooks are handed out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pmr_batch.model.appeal import Appeal
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
    """Why people have no final decision on their pay of a cycle, in words by payroll number.

    `any_taken` where the committee has settled anybody's.
    """

    cycle: str = ""
    why: Mapping[str, str] = field(default_factory=dict)
    any_taken: bool = False


def open_decisions(
    cycle: str, runs: Iterable[Kept], in_force: Mapping[str, Decided], appeals: Iterable[Appeal] = ()
) -> OpenDecisions:
    """Whoever appealed, was deferred or referred back; and everybody whom the last run of a round put before the
    committee, or returned, and on whom there is no decision.
    """
    why = {
        appeal.payroll_number: f"appeal pending, lodged on {day(appeal.lodged_on)}"
        for appeal in appeals
        if appeal.is_pending
    }
    for decision in in_force.values():
        if not decision.is_settled:
            put_off = f"{decision.decision.decision.lower()} on {day(decision.decision.decided_on)}"
            why.setdefault(decision.payroll_number, put_off)
    for run in runs:
        for person in run.people:
            number = person.payroll_number
            if number and number not in in_force:
                if person.outcome in BEFORE_THE_COMMITTEE:
                    why.setdefault(number, _UNDECIDED)
                elif person.outcome is Outcome.RETURNED:
                    why.setdefault(number, _RETURNED)
    return OpenDecisions(cycle, why, any(decision.is_settled for decision in in_force.values()))


def notices(academy: str, staff: Sequence[Row], open_: OpenDecisions) -> Iterator[str]:
    """Who of the people of a workbook has no final decision yet, why, and from which point they start; one line.

    `staff` are the rows that the workbook begins with.
    """
    people = [(row, open_.why[row["payroll_number"]]) for row in staff if row["payroll_number"] in open_.why]
    if not people:
        return
    head = f"{academy}: {counted(len(people), 'person starts', 'people start')} without a final decision of"
    if not open_.any_taken and all(why == _UNDECIDED for _, why in people):
        yield f"{head} {open_.cycle}, in which the committee has decided nothing; they start from the Staff list"
        return
    named = "; ".join(f"{row['name']} ({why}), from {_place(row)}" for row, why in people)
    yield f"{head} {open_.cycle}: {named}. What is decided later, put into the Staff list and the workbook"


def _place(row: Row) -> str:
    return place(Pay(row["pay_range"], row["pay_point"], None))
