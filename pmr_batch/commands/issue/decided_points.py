"""The next cycle starts from what was decided: pay range and point on Staff, compared with the staff list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pmr_batch.model.decision import Decided, place
from pmr_batch.model.person import Pay
from pmr_batch.words import counted, listed

Row = Mapping[str, Any]
#: So many people are named in a notice; the rest is counted.
_NAMED = 5


def with_decided(row: Row, decided: Decided | None) -> dict[str, Any]:
    """A row of Staff at the decided place on the scales, unless the staff list has been brought up to date since.

    Where it has neither the decided place nor the one before, something has happened after the decision: it rules.
    """
    if decided is None or _is_newer(row, decided):
        return dict(row)
    pay = decided.decision.pay
    ends = {} if pay.range == row["pay_range"] else {"range_from": None, "range_to": None}
    amount = pay.amount if pay.point is None else None
    return {**row, **ends, "pay_range": pay.range, "pay_point": pay.point, "current_pay": amount}


def notices(academy: str, people: Sequence[Row], decided: Mapping[str, Decided]) -> Iterator[str]:
    """Where the staff list has another place than was decided: a line for those who start from either."""
    differing = [(row, decided[row["payroll_number"]]) for row in people if _differs(row, decided)]
    newer = [pair for pair in differing if _is_newer(*pair)]
    older = [pair for pair in differing if not _is_newer(*pair)]
    if older:
        yield (
            f"{academy}: {counted(len(older), 'person starts', 'people start')} from what was decided, and the Staff "
            f"list still has the pay before: {_people_text(older)}; bring it up to date"
        )
    if newer:
        yield (
            f"{academy}: {counted(len(newer), 'person starts', 'people start')} from the Staff list, which has neither "
            f"what was decided nor the pay before: {_people_text(newer)}; see that it is right"
        )


def _differs(row: Row, decided: Mapping[str, Decided]) -> bool:
    decided_person = decided.get(row["payroll_number"])
    return decided_person is not None and _listed(row) not in (None, _place(decided_person.decision.pay))


def _is_newer(row: Row, decided: Decided) -> bool:
    return _listed(row) not in (None, _place(decided.decision.pay), _place(decided.current))


def _listed(row: Row) -> tuple[str | None, str | None] | None:
    """The place that the staff list has; None where it has none."""
    return (row["pay_range"], row["pay_point"]) if row["pay_range"] else None


def _place(pay: Pay) -> tuple[str | None, str | None]:
    return pay.range, pay.point


def _people_text(pairs: Sequence[tuple[Row, Decided]]) -> str:
    people = [
        f"{row['name']} {place(decided.decision.pay)} "
        f"(Staff list {place(Pay(row['pay_range'], row['pay_point'], None))})"
        for row, decided in pairs[:_NAMED]
    ]
    more = [f"{len(pairs) - _NAMED:,} more"] if len(pairs) > _NAMED else []
    return listed(people + more)
