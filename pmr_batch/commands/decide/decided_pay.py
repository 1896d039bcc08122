"""The pay of a decision: the decided range and point, priced on the day from which it takes effect."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from pmr_batch.layout.columns import Column
from pmr_batch.layout.committee_workbook import RECOMMENDATIONS
from pmr_batch.model.decision import Decided, place
from pmr_batch.model.person import Pay, Recommendation
from pmr_batch.model.terms import APPROVED
from pmr_batch.policy.pay import Scale, canonical_point, scale_name
from pmr_batch.policy.pay_ranges import SPOT_SALARY
from pmr_batch.settings.trust_settings import Settings
from pmr_batch.words import day, pounds, shown

_RANGE, _POINT = RECOMMENDATIONS.decided_range, RECOMMENDATIONS.decided_point


#: On whom it is decided: the place from which the decision starts, and the one that was recommended.
PayCase = Recommendation | Decided


@dataclass(frozen=True)
class NoPay:
    """Why a decision has no pay, and the column at fault, which Appeals has under the same key."""

    column: Column
    what: str


def base_of(row: Recommendation, decision: str) -> Pay:
    """The pay of a decision without a decided range or point: the recommended pay where approved, else the current."""
    return row.recommended if decision == APPROVED else row.current


def decided_point(base: Pay, pay_range: str | None, point: str) -> str | None:
    """A decided point in the spelling of the scales; None where the decided range does not have it."""
    return canonical_point(point, pay_range or base.range or "")


def priced(
    case: PayCase, base: Pay, pay_range: str | None, point: str | None, on: date, settings: Settings
) -> Pay | NoPay:
    """The decided range, point and annual full-time pay from a day on; blanks are those of `base`."""
    decided = Pay(pay_range or base.range, base.point if pay_range in (None, base.range) else None, None)
    if point:
        decided = replace(decided, point=canonical_point(point, decided.range or ""))
        if decided.point is None:
            return NoPay(_POINT, f"is {shown(point)}, which is no point of {decided.range}")
    if decided.range is None:
        return NoPay(_RANGE, "is blank, and no range was recommended")
    decided = _kept(case, decided, on, settings)
    on_scale = _pay_on_scale(case, decided, on, settings)
    if isinstance(on_scale, NoPay):
        return on_scale
    if on_scale is not None:
        return Pay(decided.range, decided.point, on_scale)
    amount = _pay_in_return(case, base, decided)
    if amount is None:
        return _why_unknown(decided, base, on, settings)
    return _below_the_range(case, decided, amount, on, settings) or Pay(decided.range, decided.point, amount)


def _kept(case: PayCase, decided: Pay, on: date, settings: Settings) -> Pay:
    """The decided place; where the scale of the day has dropped its point, at the lowest that is left."""
    scale = settings.scale_of(decided, case.academy, case.payroll_number, on)
    return replace(decided, point=scale.kept(decided.point)) if scale and decided.point else decided


def _pay_on_scale(case: PayCase, decided: Pay, on: date, settings: Settings) -> Decimal | NoPay | None:
    """The annual pay of a point; None where there is no point, or only the ends of the range are known."""
    if decided.point is None or decided.range in (None, SPOT_SALARY):
        return None
    area, scale = _area_and_scale(case, decided.range, on, settings)
    if scale is None:
        what = (
            f"is {day(on)}, for which Pay points of {settings.where} has no scale of {scale_name(area, decided.range)}"
        )
        return NoPay(RECOMMENDATIONS.effective_from, what)
    if scale.bounds(decided.point) is None:
        return NoPay(_POINT, f"is {decided.point}, which is not on {_scale_text(scale, area, decided.range, on)}")
    return scale.annual(decided.point)


def _area_and_scale(case: PayCase, pay_range: str, on: date, settings: Settings) -> tuple[str, Scale | None]:
    """The pay area of a range for a person, and its scale on a day; "" and None where the academy is not known."""
    paying = settings.paid_at(case.academy, case.payroll_number)
    area = settings.pay.area_of(paying, pay_range) if paying else ""
    return area, settings.pay.scale(area, pay_range, on)


def _scale_text(scale: Scale, area: str, pay_range: str, on: date) -> str:
    ends = f"{scale.points[0].point} to {scale.top}"
    return f"the scale of {scale_name(area, pay_range)} on {day(on)}, which goes from {ends}"


def _pay_in_return(case: PayCase, base: Pay, decided: Pay) -> Decimal | None:
    """The pay that the return had for the same range and point; None where it had none.

    Of a point it is the recommended pay, which has the award, also where more was recommended and not approved.
    """
    places = (base, case.recommended, case.current) if decided.point is None else (case.recommended, case.current)
    for known in places:
        if (known.range, known.point) == (decided.range, decided.point):
            return known.amount
    return None


def _below_the_range(case: PayCase, decided: Pay, amount: Decimal, on: date, settings: Settings) -> NoPay | None:
    """Why a pay that the return had cannot be paid: a new scale of its range begins above it."""
    if decided.range is None:
        return None
    area, scale = _area_and_scale(case, decided.range, on, settings)
    bounds = scale.bounds(decided.point) if scale else None
    if bounds is None or amount >= bounds[0]:
        return None
    at_least = f"{pounds(bounds[0])}, the least that {scale_name(area, decided.range)} is paid on {day(on)}"
    return NoPay(_POINT, f"leaves the pay at {pounds(amount)}, below {at_least}")


def _why_unknown(decided: Pay, base: Pay, on: date, settings: Settings) -> NoPay:
    needs_point = decided.point is None and decided.range not in (SPOT_SALARY, base.range)
    if needs_point:
        return NoPay(_POINT, f"is blank, and {decided.range} is another range, with points")
    return NoPay(
        _POINT,
        f"leaves the pay open: Pay points of {settings.where} does not say what {place(decided)} is paid on {day(on)}, "
        "nor does the return in Recommended pay on Reviews",
    )
