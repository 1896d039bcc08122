"""Facts of pay points: which point a cell means, and whether it is one of the range, the scale and the own range.

A point in frames is written as the scales have it (M3); it is missing on a spot salary, and where a lead
practitioner has none. Where a point cannot be, it is unknown to every rule but the one that tells it.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from pmr_batch.layout.standard_workbook import REVIEWS, STAFF
from pmr_batch.policy.pay import Scale, canonical_point, is_any_point, rank
from pmr_batch.policy.pay_ranges import SPOT_SALARY, WITHOUT_POINTS
from pmr_batch.rules.context import Context
from pmr_batch.rules.fact import Answer, fact
from pmr_batch.rules.facts.pay_scales import changes_range, current_scale, range_recommended, recommended_scale

#: What may be wrong with a point; UNSURE where there is no scale to hold it against.
NO_POINT, OFF_SCALE, OUTSIDE, ABOVE, BLANK, UNSURE = "no point", "off scale", "outside", "above", "blank", "unsure"


def points_of(points: pd.Series, ranges: pd.Series) -> pd.Series:
    """The points as the scales write them; missing where they are none of their range."""
    read = [
        canonical_point(point, pay_range) if isinstance(point, str) and isinstance(pay_range, str) else None
        for point, pay_range in zip(points, ranges, strict=True)
    ]
    return pd.Series(read, index=points.index, dtype="str")


def ranks_of(points: pd.Series) -> pd.Series:
    """The places of points in their ranges (float); missing where there is no point."""
    return pd.Series([rank(point) if isinstance(point, str) else np.nan for point in points], points.index, dtype=float)


def tops_of(scales: pd.Series) -> pd.Series:
    """The highest points of scales; missing where there is none."""
    tops = [scale.top if isinstance(scale, Scale) else None for scale in scales]
    return pd.Series(tops, index=scales.index, dtype="str")


def is_off(points: pd.Series, scales: pd.Series) -> pd.Series:
    """Whether a point is none of its scale, where there are both; one that it dropped is none."""
    off = [
        isinstance(scale, Scale) and isinstance(point, str) and (scale.bounds(point) is None or point in scale.dropped)
        for point, scale in zip(points, scales, strict=True)
    ]
    return pd.Series(off, index=points.index, dtype=bool)


def kept_on(points: pd.Series, scales: pd.Series) -> pd.Series:
    """The points on their scales: of those that a scale dropped, the lowest that is left."""
    kept = [
        scale.kept(point) if isinstance(scale, Scale) and isinstance(point, str) else point
        for point, scale in zip(points, scales, strict=True)
    ]
    return pd.Series(kept, index=points.index, dtype="str")


def _is_none(typed: pd.Series, points: pd.Series, ranges: pd.Series) -> pd.Series:
    """Whether a filled-in cell is no point of its range; words beside a spot salary mean nothing."""
    no_point = typed.notna() & points.isna()
    beside_spot_salary = typed[no_point & (ranges == SPOT_SALARY)]
    without_meaning = [at for at, words in beside_spot_salary.items() if not is_any_point(words)]
    return no_point & ~no_point.index.isin(without_meaning)


@fact(STAFF, reads=(STAFF.range_from, STAFF.pay_range))
def range_from_is_valid(staff: pd.DataFrame, context: Context) -> pd.Series:
    """Range from is a point of the scale, where it is filled in and the range has points."""
    return _end_stands(staff, context, "range_from")


@fact(STAFF, reads=(STAFF.range_to, STAFF.pay_range))
def range_to_is_valid(staff: pd.DataFrame, context: Context) -> pd.Series:
    """Range to is a point of the scale, where it is filled in and the range has points."""
    return _end_stands(staff, context, "range_to")


def _end_stands(staff: pd.DataFrame, context: Context, key: str) -> pd.Series:
    """Where the point itself is none of the range, the range may be what is wrong: that is told once."""
    points, ranges = points_of(staff[key], staff["pay_range"]), staff["pay_range"]
    is_valid = points.notna() & ~is_off(points, context.answer(current_scale).values)
    point_is_none = _is_none(staff["pay_point"], points_of(staff["pay_point"], ranges), ranges)
    return staff[key].isna() | ranges.isin(WITHOUT_POINTS) | is_valid | point_is_none


@fact(STAFF, reads=(STAFF.range_from, STAFF.range_to, STAFF.pay_range, range_from_is_valid, range_to_is_valid))
def own_range_rises(staff: pd.DataFrame, context: Context) -> pd.Series:
    """Range from is not above Range to; a range may be of one point."""
    least, most = (ranks_of(points_of(staff[key], staff["pay_range"])) for key in ("range_from", "range_to"))
    return ~(least > most)


@fact(STAFF, reads=(STAFF.range_from, STAFF.pay_range, own_range_rises))
def own_least(staff: pd.DataFrame, context: Context) -> Answer:
    """The lowest point of the own range, where it is given; unknown where an end cannot be."""
    return Answer(points_of(staff["range_from"], staff["pay_range"]), _ends_stand(staff, context))


@fact(STAFF, reads=(STAFF.range_to, STAFF.pay_range, own_range_rises))
def own_most(staff: pd.DataFrame, context: Context) -> Answer:
    """The highest point of the own range, where it is given; unknown where an end cannot be."""
    return Answer(points_of(staff["range_to"], staff["pay_range"]), _ends_stand(staff, context))


def _ends_stand(staff: pd.DataFrame, context: Context) -> pd.Series:
    both = context.answer(range_from_is_valid).values & context.answer(range_to_is_valid).values
    valid: pd.Series = both & staff["own_range_rises"]
    return valid


@fact(STAFF, reads=(own_most, STAFF.pay_range))
def own_top(staff: pd.DataFrame, context: Context) -> Answer:
    """The highest point that the person can reach without a change of range: Range to, or the scale's last point."""
    scale = context.answer(current_scale)
    top = staff["own_most"].fillna(tops_of(scale.values))
    return Answer(top, top.notna() | scale.known, context.needs.get(current_scale.name, ""))


@fact(STAFF, reads=(STAFF.pay_point, STAFF.pay_range))
def point_fault(staff: pd.DataFrame, context: Context) -> pd.Series:
    """What is wrong with the current point: NO_POINT, OFF_SCALE, OUTSIDE the own range, UNSURE, or nothing."""
    points, scale = points_of(staff["pay_point"], staff["pay_range"]), context.answer(current_scale)
    faults = {
        NO_POINT: _is_none(staff["pay_point"], points, staff["pay_range"]),
        OFF_SCALE: is_off(points, scale.values),
        OUTSIDE: _is_outside(ranks_of(points), context),
        UNSURE: points.notna() & ~scale.known,
    }
    return pd.Series(np.select(list(faults.values()), list(faults), ""), index=staff.index, dtype="str")


def _is_outside(places: pd.Series, context: Context) -> pd.Series:
    """Whether points lie outside the own range, where its ends are given, are points, and in order."""
    ends = (context.answer(own_least), context.answer(own_most))
    least, most = (ranks_of(end.values.where(end.known)) for end in ends)
    return (places < least) | (places > most)


@fact(STAFF, reads=(STAFF.pay_point, point_fault))
def current_point(staff: pd.DataFrame, context: Context) -> Answer:
    """The current point; unknown where it cannot be (PM614)."""
    points = points_of(staff["pay_point"], staff["pay_range"])
    return Answer(points, staff["point_fault"].isin(("", UNSURE)))


@fact(REVIEWS, reads=(range_recommended, changes_range, current_point))
def kept_point(reviews: pd.DataFrame, context: Context) -> pd.Series:
    """The point of whoever does not move, on the scale that holds when decisions take effect."""
    scales = context.fact_on(recommended_scale, REVIEWS)
    return kept_on(reviews["current_point"], scales.where(~reviews["changes_range"], None))


@fact(REVIEWS, reads=(REVIEWS.recommended_point, range_recommended, changes_range, current_point, own_most))
def recommended_fault(reviews: pd.DataFrame, context: Context) -> pd.Series:
    """What is wrong with the recommended point: NO_POINT, ABOVE the own range, OFF_SCALE, BLANK, UNSURE, or nothing.

    A change of range leaves the own one behind, and needs a point of the new one.
    """
    typed, pay_range = reviews["recommended_point"], reviews["range_recommended"]
    scales = context.fact_on(recommended_scale, REVIEWS)
    points = kept_on(points_of(typed, pay_range), scales)
    top = reviews["own_most"].fillna(tops_of(scales))
    faults = {
        NO_POINT: _is_none(typed, points, pay_range),
        ABOVE: ~reviews["changes_range"] & (ranks_of(points) > ranks_of(top)),
        OFF_SCALE: is_off(points, scales),
        BLANK: typed.isna() & reviews["changes_range"] & ~pay_range.isin(WITHOUT_POINTS),
        UNSURE: points.notna() & scales.isna(),
    }
    return pd.Series(np.select(list(faults.values()), list(faults), ""), index=reviews.index, dtype="str")


@fact(REVIEWS, reads=(own_most, STAFF.pay_range))
def top_in_words(reviews: pd.DataFrame, context: Context) -> pd.Series:
    """The highest point that whoever keeps the range can be recommended: M6, the last point of Main."""
    tops = tops_of(context.fact_on(recommended_scale, REVIEWS))
    words = [
        f"{own}, which is Range to on Staff" if isinstance(own, str) else f"{top}, the last point of {pay_range}"
        for own, top, pay_range in zip(reviews["own_most"], tops, reviews["pay_range"], strict=True)
    ]
    return pd.Series(words, index=reviews.index, dtype="str")


@fact(
    REVIEWS,
    reads=(REVIEWS.recommended_point, range_recommended, changes_range, recommended_fault, kept_point),
)
def point_recommended(reviews: pd.DataFrame, context: Context) -> Answer:
    """The recommended point; blank means the current one. Unknown where it cannot be (PM612, PM615, PM626)."""
    scales = context.fact_on(recommended_scale, REVIEWS)
    points = kept_on(points_of(reviews["recommended_point"], reviews["range_recommended"]), scales)
    kept = reviews["kept_point"].where(~reviews["changes_range"])
    return Answer(points.fillna(kept), reviews["recommended_fault"].isin(("", UNSURE)))


def _between_ends(points: pd.Series, scales: pd.Series) -> pd.Series:
    """Whether a point lies on its scale, whose pay of it is not known: between the two ends that are."""
    pairs = zip(points, scales, strict=True)
    between = [
        isinstance(scale, Scale)
        and isinstance(point, str)
        and scale.annual(point) is None
        and scale.bounds(point) is not None
        for point, scale in pairs
    ]
    return pd.Series(between, index=points.index, dtype=bool)


@fact(STAFF, reads=(current_point,))
def current_between_ends(staff: pd.DataFrame, context: Context) -> pd.Series:
    """The pay of the current point is not on the scale, and must be typed."""
    return _between_ends(staff["current_point"], context.answer(current_scale).values)


@fact(REVIEWS, reads=(point_recommended,))
def recommended_between_ends(reviews: pd.DataFrame, context: Context) -> pd.Series:
    """The pay of the recommended point, be it the current one, is not on the scale, and must be typed."""
    return _between_ends(reviews["point_recommended"], context.fact_on(recommended_scale, REVIEWS))
