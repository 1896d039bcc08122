"""What a decision pays: the decided place on the pay scales, priced on the day from which it takes effect."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from pmr_batch.layout.columns import Column
from pmr_batch.layout.committee_workbook import RECOMMENDATIONS
from pmr_batch.model.decision import place
from pmr_batch.model.person import Pay, Recommendation
from pmr_batch.model.terms import APPROVED
from pmr_batch.policy.pay import Scale, area_for, canonical_point, scale_name
from pmr_batch.policy.pay_ranges import SPOT_SALARY
from pmr_batch.settings.trust_settings import Settings
from pmr_batch.words import day, shown

_RANGE, _POINT = RECOMMENDATIONS.decided_range, RECOMMENDATIONS.decided_point


@dataclass(frozen=True)
class NoPay:
    """Why a decision has no pay, at the column at fault."""

    column: Column
    what: str


def base_of(row: Recommendation, decision: str) -> Pay:
    """What a decision means with nothing beside it: the recommended place where approved, else the current one."""
    return row.recommended if decision == APPROVED else row.current


def point_meant(row: Recommendation, decision: str, pay_range: str | None, point: str) -> str | None:
    """A decided point as the scales write it, in the range that it is decided in; None where it is none of it."""
    return canonical_point(point, pay_range or base_of(row, decision).range or "")


def priced(
    row: Recommendation, decision: str, pay_range: str | None, point: str | None, on: date, settings: Settings
) -> Pay | NoPay:
    """The decided range, point and annual full-time pay, from a day on; a blank means what the decision means."""
    base = base_of(row, decision)
    decided = Pay(pay_range or base.range, base.point if pay_range in (None, base.range) else None, None)
    if point:
        decided = replace(decided, point=canonical_point(point, decided.range or ""))
        if decided.point is None:
            return NoPay(_POINT, f"is {shown(point)}, which is no point of {decided.range}")
    if decided.range is None:
        return NoPay(_RANGE, "is blank, and no range was recommended")
    found = _on_the_scale(row, decided, on, settings)
    if isinstance(found, NoPay):
        return found
    amount = found if found is not None else _as_the_run_had_it(row, base, decided)
    if amount is None:
        return _not_known(decided, base, on, settings)
    return Pay(decided.range, decided.point, amount)


def _on_the_scale(row: Recommendation, decided: Pay, on: date, settings: Settings) -> Decimal | NoPay | None:
    """The pay of a point; None where there is no point, or only the ends of the range are known."""
    if decided.point is None or decided.range in (None, SPOT_SALARY):
        return None
    paying = settings.paid_at(row.academy, row.payroll_number)
    area = area_for(paying, decided.range) if paying else ""
    scale = settings.pay.scale(area, decided.range, on)
    if scale is None:
        what = (
            f"is {day(on)}, for which Pay points of {settings.where} has no scale of {scale_name(area, decided.range)}"
        )
        return NoPay(RECOMMENDATIONS.effective_from, what)
    if scale.bounds(decided.point) is None:
        return NoPay(_POINT, f"is {decided.point}, which is not on {_told(scale, area, decided.range, on)}")
    return scale.annual(decided.point)


def _told(scale: Scale, area: str, pay_range: str, on: date) -> str:
    ends = f"{scale.points[0].point} to {scale.top}"
    return f"the scale of {scale_name(area, pay_range)} on {day(on)}, which goes from {ends}"


def _as_the_run_had_it(row: Recommendation, base: Pay, decided: Pay) -> Decimal | None:
    """Pay that no scale has stands in the return: of the same place, what the run knew."""
    for known in (base, row.recommended, row.current):
        if (known.range, known.point) == (decided.range, decided.point):
            return known.amount
    return None


def _not_known(decided: Pay, base: Pay, on: date, settings: Settings) -> NoPay:
    needs_point = decided.point is None and decided.range not in (SPOT_SALARY, base.range)
    if needs_point:
        return NoPay(_POINT, f"is blank, and {decided.range} is another range, with points")
    return NoPay(
        _POINT,
        f"leaves the pay open: Pay points of {settings.where} does not say what {place(decided)} is paid on {day(on)}, "
        "nor does the return in Recommended pay on Reviews",
    )
