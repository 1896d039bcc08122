"""Facts of pay scales: which one holds for a person at the end of the cycle, and when decisions take effect.

A scale (policy.pay.Scale) is missing on a spot salary; unknown, and asked for by name, where the trust has none.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from pmr_batch.layout.standard_workbook import REVIEWS, STAFF
from pmr_batch.policy.pay import Scale, scale_name
from pmr_batch.policy.pay_ranges import SPOT_SALARY
from pmr_batch.rules.context import Context
from pmr_batch.rules.fact import Answer, fact
from pmr_batch.words import day

ENDS, EFFECTIVE = "ends", "pay_effective_from"


@fact(REVIEWS, reads=(REVIEWS.recommended_range, STAFF.pay_range))
def range_recommended(reviews: pd.DataFrame, context: Context) -> pd.Series:
    """The recommended range; blank means the current one."""
    return reviews["recommended_range"].fillna(reviews["pay_range"])


@fact(REVIEWS, reads=(range_recommended,))
def changes_range(reviews: pd.DataFrame, context: Context) -> pd.Series:
    """Whether another range than the current one is recommended."""
    return reviews["range_recommended"] != reviews["pay_range"]


@fact(STAFF, reads=(STAFF.pay_range,))
def current_scale(staff: pd.DataFrame, context: Context) -> Answer:
    """The scale of the current range on the last day of the cycle."""
    return scales_of(staff, context, staff["pay_range"], ENDS)


@fact(REVIEWS, reads=(range_recommended,))
def recommended_scale(reviews: pd.DataFrame, context: Context) -> Answer:
    """The scale of the recommended range on the day from which pay decisions take effect."""
    return scales_of(reviews, context, reviews["range_recommended"], EFFECTIVE)


@fact(STAFF, reads=(STAFF.pay_range, current_scale), parameters=("scale_age",))
def current_award_pending(staff: pd.DataFrame, context: Context) -> pd.Series:
    """The scale of the current pay is older than the parameter's months: an award is due and not yet known."""
    return _is_old(staff, staff["current_scale"], context, ENDS)


@fact(REVIEWS, reads=(range_recommended, recommended_scale), parameters=("scale_age",))
def recommended_award_pending(reviews: pd.DataFrame, context: Context) -> pd.Series:
    """The scale of the recommended pay is older than the parameter's months."""
    return _is_old(reviews, reviews["recommended_scale"], context, EFFECTIVE)


def scales_of(rows: pd.DataFrame, context: Context, ranges: pd.Series, when: str) -> Answer:
    """The scale of each row's area and of a range, on a date of the row's cycle."""
    keys = list(zip(areas_of(rows, context, ranges), ranges, days_of(rows, context, when), strict=True))
    by_place: dict[tuple[Any, ...], Scale | None] = {
        (area, name, on): context.settings.pay.scale(area, name, on)
        for area, name, on in dict.fromkeys(keys)
        if area and on
    }
    scales = [by_place.get(key) for key in keys]
    known = [scale is not None or key[0] is None for scale, key in zip(scales, keys, strict=True)]
    missing = (key for key, scale in by_place.items() if scale is None)
    needs = sorted(f"pay points of {scale_name(area, name)} on {day(on)}" for area, name, on in missing)
    return Answer(
        pd.Series(scales, index=rows.index, dtype=object),
        pd.Series(known, index=rows.index, dtype=bool),
        "; ".join(needs),
    )


def areas_of(rows: pd.DataFrame, context: Context, ranges: pd.Series) -> list[str | None]:
    """The pay area that a range has for each row's person; None on a spot salary, and where there is no range."""
    people = zip(rows["academy"], rows["payroll_number"], ranges, strict=True)
    return [_area(context, academy, number, pay_range) for academy, number, pay_range in people]


def _area(context: Context, academy: str | None, number: str | None, pay_range: Any) -> str | None:
    if not isinstance(pay_range, str) or pay_range == SPOT_SALARY:
        return None
    paying = context.settings.paid_at(academy, number)
    return context.settings.pay.area_of(paying, pay_range) if paying else None


def days_of(rows: pd.DataFrame, context: Context, when: str) -> list[date | None]:
    """A date of the cycle of each row's return."""
    cycles = context.settings.cycles
    return [getattr(cycles[name], when) if name in cycles else None for name in rows["cycle"]]


def _is_old(rows: pd.DataFrame, scales: pd.Series, context: Context, when: str) -> pd.Series:
    whole = zip(scales, days_of(rows, context, when), rows["scale_age"], strict=True)
    old = [isinstance(scale, Scale) and on is not None and scale.is_older(int(age), on) for scale, on, age in whole]
    return pd.Series(old, index=rows.index, dtype=bool)
