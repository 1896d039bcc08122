"""What makes a row worth a thought before it is decided: in words beside it, and such rows come first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pmr_batch.model.consistency import Consistency, Grouping, MismatchKind, Verdict
from pmr_batch.model.earlier_runs import Earlier
from pmr_batch.model.members import Interest
from pmr_batch.model.person import Recommendation
from pmr_batch.moderate.comparisons import group_key
from pmr_batch.moderate.conflicts import members_with_interests

_FLAGGED_GROUPS = {Grouping.REVIEWER: "reviewer differs", Grouping.ACADEMY: "academy differs"}


def look_at_first(
    rows: Sequence[Recommendation],
    consistency: Consistency,
    earlier: Earlier | None = None,
    interests: Sequence[Interest] = (),
) -> tuple[Recommendation, ...]:
    """The rows with what to look at; those with anything come first, each part in the order it was in.

    `earlier` are the runs whose appeals are known, `interests` those of the committee's members.
    """
    kinds = {(each.person.academy, each.person.payroll_number): each.kinds for each in consistency.mismatches}
    differing = {(group.by, group.key) for group in consistency.groups if group.verdict is Verdict.DIFFERS}
    told = [
        replace(
            row,
            look_at=(
                *_look_at(row, kinds.get((row.academy, row.payroll_number), ()), differing),
                *_appeals(row, earlier or Earlier()),
                *(f"conflict: {member}" for member in members_with_interests(row, interests)),
            ),
        )
        for row in rows
    ]
    return tuple(sorted(told, key=lambda row: not row.look_at))


def _appeals(row: Recommendation, earlier: Earlier) -> Iterator[str]:
    """An appeal of this round, and what became of one against the decision of the cycle before."""
    if row.payroll_number in earlier.appeals:
        yield f"appeal {earlier.appeals[row.payroll_number].state}"
    last = earlier.last_cycle
    for person in last.appeals if last else ():
        if person.payroll_number == row.payroll_number and person.appeal:
            yield f"appeal in {last.cycle if last else ''}: {person.appeal.state}"


def _look_at(
    row: Recommendation, kinds: Sequence[MismatchKind], differing: set[tuple[Grouping, object]]
) -> Iterator[str]:
    if row.open_queries:
        yield "open query"
    if any(kind is not MismatchKind.MORE_THAN_A_POINT for kind in kinds):
        yield "does not fit"
    if MismatchKind.MORE_THAN_A_POINT in kinds:
        yield "more than one point"
    if row.current.range != row.recommended.range:
        yield "another range"
    if row.concern_open:
        yield "concern open"
    if row.earlier:
        yield "put off before"
    if not row.pay_confirmed:
        yield "pay not confirmed"
    for by, words in _FLAGGED_GROUPS.items():
        if (by, group_key(by, row)) in differing:
            yield words
