"""Rules of section 6.4 of the policy: the current and the recommended pay are those of the pay points."""

from __future__ import annotations

import pandas as pd

from pmr_batch.layout.standard_workbook import REVIEWS, STAFF
from pmr_batch.policy.pay_ranges import WITHOUT_POINTS
from pmr_batch.rules.facts.cycle_dates import cycle_ends, pay_effective_from
from pmr_batch.rules.facts.pay_points import (
    NO_POINT,
    OFF_SCALE,
    OUTSIDE,
    UNSURE,
    current_between_ends,
    current_point,
    own_least,
    own_most,
    own_range_rises,
    point_fault,
    point_recommended,
    range_from_is_valid,
    range_to_is_valid,
    recommended_between_ends,
    recommended_fault,
)
from pmr_batch.rules.facts.pay_scales import changes_range, current_scale, range_recommended, recommended_scale
from pmr_batch.rules.facts.person_rows import has_review
from pmr_batch.rules.facts.typed_pay import TYPED, is_full_time, pay_is_on_scale, words_of
from pmr_batch.rules.rule import ALL, ERROR, FINAL, Code, declare, rule

# -- PM614: what the person is paid now. Whoever has no review is told as PM608, and of nothing else -

current_given = declare(
    Code("PM614", clause="6.4", severity=ERROR, stage=FINAL, group=ALL),
    "current-pay-is-given",
    blames=(STAFF.pay_point, STAFF.current_pay),
    parameters=("scale_age",),
    says="is blank",
    must_hold="The pay point says what the current pay is; for a lead practitioner, on a spot salary, or where the "
    "pay of the point is not known, the annual full-time pay is typed.",
    remedy="Fill in the cell.",
)


@rule(
    Code("PM614", clause="6.4", severity=ERROR, stage=FINAL, group=ALL),
    "current-point-is-of-the-range",
    reads=(STAFF.pay_range, point_fault, has_review),
    blames=(STAFF.pay_point,),
    parameters=("scale_age",),
    says="is {value}, and the range is {pay_range}, which has no such point",
    must_hold="The current point is one of the pay range, on the scale that holds at the end of the cycle.",
    remedy="Correct the point or the range.",
)
def is_of_the_range(staff: pd.DataFrame) -> pd.Series:
    """However the point is spelled."""
    return (staff["point_fault"] != NO_POINT) | ~staff["has_review"]


@rule(
    Code("PM614", clause="6.4", severity=ERROR, stage=FINAL, group=ALL),
    "current-point-is-on-the-scale",
    reads=(STAFF.pay_range, point_fault, current_scale, cycle_ends, has_review),
    blames=(STAFF.pay_point,),
    parameters=("scale_age",),
    says="is {value}, a point that the pay points of {pay_range} do not have on {cycle_ends}",
    must_hold=is_of_the_range.must_hold,
    remedy="Correct the point or the range.",
)
def is_on_the_scale(staff: pd.DataFrame) -> pd.Series:
    """Asked where there is a scale; else the pay points are asked for by name."""
    return ~staff["point_fault"].isin((OFF_SCALE, UNSURE)) | ~staff["has_review"]


@rule(
    Code("PM614", clause="6.4", severity=ERROR, stage=FINAL, group=ALL),
    "current-point-is-in-the-own-range",
    reads=(STAFF.range_from, STAFF.range_to, point_fault, own_least, own_most, has_review),
    blames=(STAFF.pay_point,),
    parameters=("scale_age",),
    says="is {value}, outside the own range (Range from is {range_from}, Range to is {range_to})",
    must_hold=is_of_the_range.must_hold,
    remedy="Correct the point or the range.",
)
def is_in_the_own_range(staff: pd.DataFrame) -> pd.Series:
    """Both ends belong to the own range."""
    return (staff["point_fault"] != OUTSIDE) | ~staff["has_review"]


@rule(
    Code("PM614", clause="6.4", severity=ERROR, stage=FINAL, group=ALL),
    "range-from-is-a-point",
    reads=(STAFF.pay_range, range_from_is_valid, has_review),
    blames=(STAFF.range_from,),
    parameters=("scale_age",),
    says="is {value}, which is no point of {pay_range}",
    must_hold="The own range, where one is given, goes from a point of the pay range up to another.",
    remedy="Give the point, or leave the cell blank where the person may rise through the whole pay range.",
)
def range_from_is_a_point(staff: pd.DataFrame) -> pd.Series:
    """Whatever else the own range says is not asked while an end of it is no point."""
    return staff["range_from_is_valid"] | ~staff["has_review"]


@rule(
    Code("PM614", clause="6.4", severity=ERROR, stage=FINAL, group=ALL),
    "range-to-is-a-point",
    reads=(STAFF.pay_range, range_to_is_valid, has_review),
    blames=(STAFF.range_to,),
    parameters=("scale_age",),
    says="is {value}, which is no point of {pay_range}",
    must_hold=range_from_is_a_point.must_hold,
    remedy=range_from_is_a_point.remedy,
)
def range_to_is_a_point(staff: pd.DataFrame) -> pd.Series:
    """Without it nobody knows how far the person may rise."""
    return staff["range_to_is_valid"] | ~staff["has_review"]


@rule(
    Code("PM614", clause="6.4", severity=ERROR, stage=FINAL, group=ALL),
    "own-range-rises",
    reads=(STAFF.range_to, range_from_is_valid, range_to_is_valid, own_range_rises, has_review),
    blames=(STAFF.range_from,),
    parameters=("scale_age",),
    says="is {value}, above Range to, which is {range_to}",
    must_hold=range_from_is_a_point.must_hold,
    remedy="Correct the one or the other.",
)
def range_rises(staff: pd.DataFrame) -> pd.Series:
    """Asked where both ends are points."""
    both = staff["range_from_is_valid"] & staff["range_to_is_valid"]
    return staff["own_range_rises"] | ~both | ~staff["has_review"]


@rule(
    Code("PM614", clause="6.4", severity=ERROR, stage=FINAL, group=ALL),
    "current-pay-between-the-ends-is-given",
    reads=(STAFF.pay_range, current_point, current_between_ends, has_review),
    blames=(STAFF.current_pay,),
    parameters=("scale_age",),
    says="is blank, and the pay points of {pay_range} do not have the pay of {current_point}",
    must_hold=current_given.must_hold,
    remedy="Fill in the annual full-time pay of the point; or have the point added to Pay points of trust.xlsx.",
)
def has_current_pay(staff: pd.DataFrame) -> pd.Series:
    """Nobody can work it out."""
    return ~staff["current_between_ends"] | staff["current_pay"].notna() | ~staff["has_review"]


# -- PM615: what the person is recommended to be paid --------------------------------------------

recommended_given = declare(
    Code("PM615", clause="6.4", severity=ERROR, stage=FINAL, group=ALL),
    "recommended-pay-is-given",
    blames=(REVIEWS.recommended_pay,),
    says="is blank",
    must_hold="A recommendation for a lead practitioner, for a spot salary, or for a point whose pay is not known, "
    "says the annual full-time pay.",
    remedy="Fill in the pay that is recommended; the current pay where it stays.",
)


@rule(
    Code("PM615", clause="6.4", severity=ERROR, stage=FINAL, group=ALL),
    "recommended-point-is-of-the-range",
    reads=(range_recommended, recommended_fault),
    blames=(REVIEWS.recommended_point,),
    says="is {value}, and the range is {range_recommended}, which has no such point",
    must_hold="The recommended point is one of the recommended range, or of the current one where that is blank, "
    "on the scale that holds when the decision takes effect.",
    remedy="Correct the point, or choose its range as Recommended range.",
)
def is_of_the_new_range(reviews: pd.DataFrame) -> pd.Series:
    """However the point is spelled."""
    return reviews["recommended_fault"] != NO_POINT


@rule(
    Code("PM615", clause="6.4", severity=ERROR, stage=FINAL, group=ALL),
    "recommended-point-is-on-the-scale",
    reads=(range_recommended, recommended_fault, recommended_scale, pay_effective_from),
    blames=(REVIEWS.recommended_point,),
    says="is {value}, a point that the pay points of {range_recommended} do not have on {pay_effective_from}",
    must_hold=is_of_the_new_range.must_hold,
    remedy=is_of_the_new_range.remedy,
)
def is_on_the_new_scale(reviews: pd.DataFrame) -> pd.Series:
    """A point above the own range is told as PM626."""
    return ~reviews["recommended_fault"].isin((OFF_SCALE, UNSURE))


@rule(
    Code("PM615", clause="6.4", severity=ERROR, stage=FINAL, group=ALL),
    "new-range-has-its-pay",
    reads=(range_recommended, changes_range, point_recommended),
    blames=(REVIEWS.recommended_pay,),
    says="is blank, and the recommended range is {range_recommended}",
    must_hold=recommended_given.must_hold,
    remedy=recommended_given.remedy,
)
def has_its_pay(reviews: pd.DataFrame) -> pd.Series:
    """Somebody comes to a spot salary, or becomes a lead practitioner; nobody can compute that."""
    comes = reviews["changes_range"] & reviews["range_recommended"].isin(WITHOUT_POINTS)
    return ~comes | reviews["recommended_pay"].notna()


@rule(
    Code("PM615", clause="6.4", severity=ERROR, stage=FINAL, group=ALL),
    "recommended-pay-between-the-ends-is-given",
    reads=(REVIEWS.pay_criteria, range_recommended, point_recommended, recommended_between_ends),
    blames=(REVIEWS.recommended_pay,),
    says="is blank, and the pay points of {range_recommended} do not have the pay of {point_recommended}",
    must_hold=recommended_given.must_hold,
    remedy="Fill in the annual full-time pay of the point, also where the current point stays: it has the award; "
    "or have the point added to Pay points of trust.xlsx.",
)
def has_pay_between_the_ends(reviews: pd.DataFrame) -> pd.Series:
    """Whatever is decided is paid from a new scale, and nobody can work it out."""
    return ~reviews["recommended_between_ends"] | reviews["recommended_pay"].notna()


# -- both: a pay that is typed -------------------------------------------------------------------

_LEFT_BLANK = "where the pay points have the pay of the point, the cell can be left blank."


@rule(
    Code("PM614", clause="6.4", severity=ERROR, stage=FINAL, group=ALL),
    "current-pay-is-full-time",
    reads=(is_full_time(STAFF), words_of(STAFF, "pay_instead"), words_of(STAFF, "pay_due"), has_review),
    blames=(STAFF.current_pay,),
    parameters=("scale_age",),
    says="is {value}{pay_instead}; full time, {pay_due}",
    must_hold="A current pay that is typed is the annual full-time pay, "
    "as the pay points have it at the end of the cycle.",
    remedy=f"Give the full-time pay; {_LEFT_BLANK}",
)
def current_pay_is_full_time(rows: pd.DataFrame) -> pd.Series:
    """Not the actual pay of a part-timer."""
    return rows["current_pay_is_full_time"] | ~rows["has_review"]


@rule(
    Code("PM614", clause="6.4", severity=ERROR, stage=FINAL, group=ALL),
    "current-pay-is-that-of-the-pay-points",
    reads=(
        pay_is_on_scale(STAFF),
        TYPED[STAFF].scale,
        words_of(STAFF, "pay_instead"),
        words_of(STAFF, "pay_due"),
        has_review,
    ),
    blames=(STAFF.current_pay,),
    parameters=("scale_age",),
    says="is {value}{pay_instead}, but {pay_due}",
    must_hold=current_pay_is_full_time.must_hold,
    remedy=f"Correct the pay or the point; {_LEFT_BLANK}",
)
def current_pay_is_that_of_the_pay_points(rows: pd.DataFrame) -> pd.Series:
    """Where it could be computed, or is bound by the ends of a range."""
    return rows["current_pay_is_on_scale"] | ~rows["has_review"]


@rule(
    Code("PM615", clause="6.4", severity=ERROR, stage=FINAL, group=ALL),
    "recommended-pay-is-full-time",
    reads=(is_full_time(REVIEWS), words_of(REVIEWS, "pay_instead"), words_of(REVIEWS, "pay_due")),
    blames=(REVIEWS.recommended_pay,),
    says="is {value}{pay_instead}; full time, {pay_due}",
    must_hold="A recommended pay that is typed is the annual full-time pay, "
    "as the pay points have it when the decision takes effect.",
    remedy=f"Give the full-time pay; {_LEFT_BLANK}",
)
def recommended_pay_is_full_time(rows: pd.DataFrame) -> pd.Series:
    """Not the actual pay of a part-timer."""
    return rows["recommended_pay_is_full_time"]


@rule(
    Code("PM615", clause="6.4", severity=ERROR, stage=FINAL, group=ALL),
    "recommended-pay-is-that-of-the-pay-points",
    reads=(pay_is_on_scale(REVIEWS), recommended_scale, words_of(REVIEWS, "pay_instead"), words_of(REVIEWS, "pay_due")),
    blames=(REVIEWS.recommended_pay,),
    says="is {value}{pay_instead}, but {pay_due}",
    must_hold=recommended_pay_is_full_time.must_hold,
    remedy=f"Correct the pay or the point; {_LEFT_BLANK}",
)
def recommended_pay_is_that_of_the_pay_points(rows: pd.DataFrame) -> pd.Series:
    """Where it could be computed, or is bound by the ends of a range."""
    return rows["recommended_pay_is_on_scale"]


#: The main one of a code first.
RULES = (
    current_given, is_of_the_range, is_on_the_scale, is_in_the_own_range, range_from_is_a_point,
    range_to_is_a_point, range_rises, has_current_pay, current_pay_is_full_time, current_pay_is_that_of_the_pay_points,
    recommended_given, is_of_the_new_range, is_on_the_new_scale, has_its_pay, has_pay_between_the_ends,
    recommended_pay_is_full_time, recommended_pay_is_that_of_the_pay_points,
)  # fmt: skip
