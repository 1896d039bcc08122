"""Facts of pay: what the current and the recommended place are paid, and whether the one is above the other.

Amounts are annual full-time pence without allowances (Int64), missing where they are not known.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from pmr_batch.layout.standard_workbook import REVIEWS, STAFF
from pmr_batch.policy.pay import Scale
from pmr_batch.policy.pay_ranges import SPOT_SALARY
from pmr_batch.rules.context import Context
from pmr_batch.rules.fact import Answer, fact
from pmr_batch.rules.facts.pay_points import (
    current_point,
    kept_point,
    own_most,
    own_top,
    point_recommended,
    ranks_of,
    recommended_between_ends,
)
from pmr_batch.rules.facts.pay_scales import (
    EFFECTIVE,
    changes_range,
    current_scale,
    range_recommended,
    recommended_scale,
    scales_of,
)


@fact(STAFF, reads=(current_point, STAFF.current_pay))
def current_amount(staff: pd.DataFrame, context: Context) -> pd.Series:
    """What the current point is paid at the end of the cycle; where that is not known, what is typed."""
    computed = _amounts(staff["current_point"], context.answer(current_scale).values)
    return computed.fillna(staff["current_pay"])


@fact(REVIEWS, reads=(point_recommended, changes_range, REVIEWS.recommended_pay, current_amount))
def recommended_amount(reviews: pd.DataFrame, context: Context) -> pd.Series:
    """What the recommended point is paid from Pay effective from; where that is not known, what is typed.

    Without a point, a blank keeps the current pay.
    """
    computed = _amounts(reviews["point_recommended"], context.fact_on(recommended_scale, REVIEWS))
    kept = reviews["current_amount"].where(reviews["point_recommended"].isna() & ~reviews["changes_range"])
    return computed.fillna(reviews["recommended_pay"]).fillna(kept)


@fact(STAFF, reads=(STAFF.pay_range, current_point, own_top, STAFF.current_pay))
def at_top(staff: pd.DataFrame, context: Context) -> Answer:
    """Nothing is above in the own range: at its highest point or pay; a spot salary has nothing above it."""
    by_point = ranks_of(staff["current_point"]) >= ranks_of(staff["own_top"])
    scale = context.answer(current_scale)
    most = pd.Series(
        [_pence(each.most) if isinstance(each, Scale) else None for each in scale.values],
        dtype="Int64",
    )
    by_pay = (staff["current_pay"] >= most.set_axis(staff.index)).fillna(False).astype(bool)
    without = staff["current_point"].isna()
    top = (staff["pay_range"] == SPOT_SALARY) | by_point.where(~without, by_pay)
    return Answer(top.astype(bool), ~without | scale.known, context.needs.get(current_scale.name, ""))


@fact(STAFF, reads=(current_point, own_top))
def place_and_top(staff: pd.DataFrame, context: Context) -> pd.Series:
    """Where the person stands below the top of the own range: the person is on M3, and the range goes up to M6."""
    pairs = zip(staff["current_point"], staff["own_top"], strict=True)
    words = [
        f"the person is on {point}, and the range goes up to {top}"
        if isinstance(point, str) and isinstance(top, str)
        else "the person is paid less than the top of the range"
        for point, top in pairs
    ]
    return pd.Series(words, index=staff.index, dtype="str")


@fact(REVIEWS, reads=(kept_point, own_most))
def next_point(reviews: pd.DataFrame, context: Context) -> pd.Series:
    """The point above that of whoever does not move; missing at the top of the scale, and where there is no point."""
    scales = context.fact_on(current_scale, REVIEWS)
    rows = zip(reviews["kept_point"], reviews["own_most"], scales, strict=True)
    above = [
        scale.next_point(at, most if isinstance(most, str) else None)
        if isinstance(scale, Scale) and isinstance(at, str)
        else None
        for at, most, scale in rows
    ]
    return pd.Series(above, index=reviews.index, dtype="str")


@fact(
    REVIEWS,
    reads=(
        *(range_recommended, changes_range, point_recommended, current_point, kept_point),
        *(recommended_amount, STAFF.current_pay),
    ),
)
def movement(reviews: pd.DataFrame, context: Context) -> pd.Series:
    """1 where more than the current place is recommended, -1 where less, 0 where it is kept.

    Points of one range compare by their places; without points pay does, beyond what an award gives.
    Another range is more, unless it is known to be paid less on the same day.
    """
    steps = ranks_of(reviews["point_recommended"]) - ranks_of(reviews["kept_point"])
    same = steps.apply(np.sign).fillna(_by_pay(reviews, context))
    moves: pd.Series = same.where(~reviews["changes_range"], _by_range(reviews, context)).astype(int)
    return moves


def _by_pay(reviews: pd.DataFrame, context: Context) -> pd.Series:
    """A lead practitioner's pay rises with the range from one scale to the next: that much is an award."""
    new, old = (reviews[key].to_numpy(float, na_value=np.nan) for key in ("recommended_pay", "current_pay"))
    scales = zip(context.fact_on(current_scale, REVIEWS), context.fact_on(recommended_scale, REVIEWS), strict=True)
    awarded = np.ceil(old * [_growth(*pair) for pair in scales] / 100) * 100
    return pd.Series(np.select([new < old, new > awarded], [-1.0, 1.0], 0.0), index=reviews.index)


def _growth(before: Any, after: Any) -> float:
    if not (isinstance(before, Scale) and isinstance(after, Scale)):
        return 1.0
    return max(1.0, float(after.least / before.least), float(after.most / before.most))


def _by_range(reviews: pd.DataFrame, context: Context) -> pd.Series:
    """Both places as they are paid from Pay effective from, so that no award is taken for a rise."""
    changed = reviews[reviews["changes_range"]]
    scales = scales_of(changed, context, changed["pay_range"], EFFECTIVE).values
    kept = _amounts(changed["current_point"], scales).fillna(changed["current_pay"])
    less = (changed["recommended_amount"] < kept).fillna(False).astype(bool)
    return pd.Series(np.where(less, -1.0, 1.0), index=changed.index).reindex(reviews.index)


@fact(
    REVIEWS,
    reads=(
        *(recommended_between_ends, changes_range, point_recommended, kept_point),
        *(REVIEWS.recommended_pay, STAFF.current_pay),
    ),
)
def typed_movement(reviews: pd.DataFrame, context: Context) -> pd.Series:
    """As `movement`, by the pay typed for a point between the ends of its range; 0 where the points tell.

    More on a higher point is what the point is for; on the same point it is more than an award gives.
    """
    by_pay = _by_pay(reviews, context)
    stays = reviews["point_recommended"] == reviews["kept_point"]
    counts = reviews["recommended_between_ends"] & ~reviews["changes_range"] & (stays | (by_pay < 0))
    return by_pay.where(counts, 0.0).astype(int)


@fact(REVIEWS, reads=(movement,))
def progresses(reviews: pd.DataFrame, context: Context) -> pd.Series:
    """More than the current place is recommended: a higher point, more pay where there is none, or another range."""
    return reviews["movement"] > 0


@fact(REVIEWS, reads=(movement,))
def falls_back(reviews: pd.DataFrame, context: Context) -> pd.Series:
    """Less than the current place is recommended."""
    return reviews["movement"] < 0


def _amounts(points: pd.Series, scales: Iterable[Any]) -> pd.Series:
    """What points are paid on their scales, in pence."""
    pairs = zip(points, scales, strict=True)
    known = [scale.annual(at) if isinstance(scale, Scale) and isinstance(at, str) else None for at, scale in pairs]
    pence = [None if annual is None else _pence(annual) for annual in known]
    return pd.Series(pd.array(pence, dtype="Int64"), index=points.index)


def _pence(pounds: Any) -> int:
    return int(pounds * 100)
