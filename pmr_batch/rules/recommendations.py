"""Rules of section 6.4 of the policy: the recommendation on pay, and what it follows from."""

from __future__ import annotations

import pandas as pd

from pmr_batch.layout.standard_workbook import MET, NOT_APPLICABLE, NOT_MET, REVIEWS, STAFF
from pmr_batch.rules.facts.objective_sets import has_unmet_objective, met_all_objectives, unmet_objectives
from pmr_batch.rules.facts.pay_movement import (
    at_top,
    falls_back,
    next_point,
    place_and_top,
    progresses,
    typed_movement,
)
from pmr_batch.rules.facts.pay_points import (
    ABOVE,
    BLANK,
    current_point,
    own_most,
    point_recommended,
    recommended_fault,
    top_in_words,
)
from pmr_batch.rules.facts.pay_scales import changes_range, range_recommended
from pmr_batch.rules.rule import ALL, ERROR, FINAL, QUERY, Code, declare, rule

#: What a recommendation is about, and which way it goes.
_MOVE = (changes_range, point_recommended, current_point)

recommendation_made = declare(
    Code("PM611", clause="6.4", severity=ERROR, stage=FINAL, group=ALL),
    "recommendation-is-made",
    blames=(REVIEWS.pay_criteria, REVIEWS.recommended_on),
    says="is blank",
    must_hold="Each review ends in a dated recommendation on pay; where none applies, Pay criteria says so.",
    remedy="Fill in the cell.",
)


def _has_points(reviews: pd.DataFrame) -> pd.Series:
    """Both places have a point, so that points and not pay are compared."""
    return reviews["point_recommended"].notna() & reviews["current_point"].notna()


@rule(
    Code("PM612", clause="6.4", severity=ERROR, stage=FINAL, group=ALL),
    "higher-point-where-criteria-are-met",
    reads=(REVIEWS.pay_criteria, progresses, *_MOVE),
    blames=(REVIEWS.recommended_point,),
    says="is {value}, above the current {current_point}, while Pay criteria is “{pay_criteria}”",
    must_hold="A higher point is recommended only where the criteria have been met; else the current one stays.",
    remedy="Correct Pay criteria, or recommend the current point.",
)
def is_earned(reviews: pd.DataFrame) -> pd.Series:
    """At the top the current point fits both; a point that is blank means the current one."""
    risen = reviews["progresses"] & ~reviews["changes_range"] & _has_points(reviews)
    return ~risen | (reviews["pay_criteria"] == MET)


@rule(
    Code("PM612", clause="6.4", severity=ERROR, stage=FINAL, group=ALL),
    "more-pay-where-criteria-are-met",
    reads=(REVIEWS.pay_criteria, STAFF.current_pay, progresses, typed_movement, *_MOVE),
    blames=(REVIEWS.recommended_pay,),
    says="is {value}, more than the current {current_pay}, while Pay criteria is “{pay_criteria}”",
    must_hold="More pay than an award gives is recommended only where the criteria have been met; "
    "else the current pay stays.",
    remedy="Correct Pay criteria, or recommend the current pay.",
)
def pay_is_earned(reviews: pd.DataFrame) -> pd.Series:
    """Of lead practitioners without points, spot salaries, and points of which only the ends of the range are known."""
    more = reviews["progresses"] & reviews["recommended_pay"].notna() & reviews["point_recommended"].isna()
    return ~(more | (reviews["typed_movement"] > 0)) | (reviews["pay_criteria"] == MET)


@rule(
    Code("PM612", clause="6.4", severity=ERROR, stage=FINAL, group=ALL),
    "other-range-where-criteria-are-met",
    reads=(REVIEWS.pay_criteria, range_recommended, progresses, *_MOVE),
    blames=(REVIEWS.recommended_point,),
    says="is {value}, with a move from {pay_range} to {range_recommended}, while Pay criteria is “{pay_criteria}”",
    must_hold="A move to another range is recommended only where the criteria have been met; "
    "else the current point stays.",
    remedy="Correct Pay criteria, or recommend the current range and point.",
)
def range_is_earned(reviews: pd.DataFrame) -> pd.Series:
    """Another range is progression too, unless it is paid less (PM617)."""
    other = reviews["progresses"] & reviews["changes_range"] & reviews["point_recommended"].notna()
    return ~other | (reviews["pay_criteria"] == MET)


@rule(
    Code("PM612", clause="6.4", severity=ERROR, stage=FINAL, group=ALL),
    "other-range-has-its-point",
    reads=(range_recommended, recommended_fault),
    blames=(REVIEWS.recommended_point,),
    says="is blank, and Recommended range is {range_recommended}, not the current {pay_range}",
    must_hold="A blank point means the current one, which another range does not have.",
    remedy="Fill in the point, or leave Recommended range blank too.",
)
def has_its_point(reviews: pd.DataFrame) -> pd.Series:
    """The current point is none of another range."""
    return reviews["recommended_fault"] != BLANK


@rule(
    Code("PM617", clause="6.4", severity=ERROR, stage=FINAL, group=ALL),
    "not-below-the-current-point",
    reads=(falls_back, *_MOVE),
    blames=(REVIEWS.recommended_point,),
    says="is {value}, below the current {current_point}",
    must_hold="Nobody is recommended below their current point.",
    remedy="Correct the point.",
)
def is_not_below(reviews: pd.DataFrame) -> pd.Series:
    """Whatever the criteria: the current point is kept where they have not been met."""
    return ~(reviews["falls_back"] & ~reviews["changes_range"] & _has_points(reviews))


@rule(
    Code("PM617", clause="6.4", severity=ERROR, stage=FINAL, group=ALL),
    "not-below-the-current-pay",
    reads=(STAFF.current_pay, falls_back, typed_movement, *_MOVE),
    blames=(REVIEWS.recommended_pay,),
    says="is {value}, less than the current {current_pay}",
    must_hold="Nobody is recommended below their current pay.",
    remedy="Correct the pay.",
)
def is_not_paid_less(reviews: pd.DataFrame) -> pd.Series:
    """Of lead practitioners without points, spot salaries, and points of which only the ends of the range are known."""
    return ~((reviews["falls_back"] & reviews["point_recommended"].isna()) | (reviews["typed_movement"] < 0))


@rule(
    Code("PM617", clause="6.4", severity=ERROR, stage=FINAL, group=ALL),
    "other-range-pays-no-less",
    reads=(range_recommended, falls_back, *_MOVE),
    blames=(REVIEWS.recommended_point,),
    says="is {value} of {range_recommended}, which is paid less than the current place on {pay_range}",
    must_hold="Nobody is recommended below what they are paid now.",
    remedy="Correct the point or the range.",
)
def other_range_pays_no_less(reviews: pd.DataFrame) -> pd.Series:
    """Both as they are paid from Pay effective from."""
    return ~(reviews["falls_back"] & reviews["changes_range"] & reviews["point_recommended"].notna())


@rule(
    Code("PM626", clause="6.4", severity=ERROR, stage=FINAL, group=ALL),
    "not-above-the-own-range",
    reads=(recommended_fault, own_most, current_point, top_in_words),
    blames=(REVIEWS.recommended_point,),
    says="is {value}, above {top_in_words}",
    must_hold="The recommended point is not above Range to on Staff or, where that is blank, above the last point of "
    "the pay range.",
    remedy="Correct the point; where the range itself changes, choose Recommended range, or correct Range to.",
)
def is_within_the_own_range(reviews: pd.DataFrame) -> pd.Series:
    """A change of range aside."""
    return reviews["recommended_fault"] != ABOVE


# -- what has a reason: a filled Reason answers the query ----------------------------------------


@rule(
    Code("PM613", clause="6.4", severity=QUERY, stage=FINAL, group=ALL),
    "met-with-an-objective-not-met",
    reads=(has_unmet_objective, unmet_objectives),
    blames=(REVIEWS.pay_criteria,),
    reason=REVIEWS.reason,
    says="is {value}, though {unmet_objectives}",
    must_hold="Pay criteria fits the outcomes of the objectives, or there is a reason.",
    remedy="Give the reason in Reason, or correct Pay criteria or the outcome.",
    unmasked=(unmet_objectives,),
)
def fits_what_was_not_met(reviews: pd.DataFrame) -> pd.Series:
    """Objectives are not all there is to performance (6.1)."""
    return ~((reviews["pay_criteria"] == MET) & reviews["has_unmet_objective"])


@rule(
    Code("PM613", clause="6.4", severity=QUERY, stage=FINAL, group=ALL),
    "not-met-with-all-objectives-met",
    reads=(met_all_objectives,),
    blames=(REVIEWS.pay_criteria,),
    reason=REVIEWS.reason,
    says="is {value}, though every objective that was assessed was met",
    must_hold=fits_what_was_not_met.must_hold,
    remedy=fits_what_was_not_met.remedy,
)
def fits_what_was_met(reviews: pd.DataFrame) -> pd.Series:
    """Objectives that were not assessed say nothing."""
    return ~((reviews["pay_criteria"] == NOT_MET) & reviews["met_all_objectives"])


@rule(
    Code("PM616", clause="6.4", severity=QUERY, stage=FINAL, group=ALL),
    "one-point-at-a-time",
    reads=(REVIEWS.pay_criteria, progresses, next_point, *_MOVE),
    blames=(REVIEWS.recommended_point,),
    reason=REVIEWS.reason,
    says="is {value}, more than one point above the current {current_point}; the next is {next_point}",
    must_hold="A rise of more than one point within a range has a reason.",
    remedy="Give the reason in Reason, or correct the point.",
)
def is_one_point(reviews: pd.DataFrame) -> pd.Series:
    """A rise without the criteria met is told as PM612."""
    risen = reviews["progresses"] & ~reviews["changes_range"] & (reviews["pay_criteria"] == MET)
    return ~(risen & reviews["next_point"].notna() & (reviews["point_recommended"] != reviews["next_point"]))


@rule(
    Code("PM624", clause="6.4", severity=QUERY, stage=FINAL, group=ALL),
    "not-applicable-where-nothing-applies",
    reads=(at_top, progresses, place_and_top),
    blames=(REVIEWS.pay_criteria,),
    reason=REVIEWS.reason,
    says="is {value}, though {place_and_top}",
    must_hold="Not applicable is for whoever is at the top of the own range or on a spot salary; elsewhere there is a "
    "reason.",
    remedy="Give the reason in Reason, or correct Pay criteria.",
)
def applies_to_nothing(reviews: pd.DataFrame) -> pd.Series:
    """A rise to which criteria do not apply is told as PM612."""
    return (reviews["pay_criteria"] != NOT_APPLICABLE) | reviews["at_top"] | reviews["progresses"]


def _stays(reviews: pd.DataFrame) -> pd.Series:
    """Criteria met, and neither more recommended nor, which is told as PM617, less."""
    moves = reviews["progresses"] | reviews["falls_back"]
    return (reviews["pay_criteria"] == MET) & ~reviews["at_top"] & ~moves


@rule(
    Code("PM625", clause="6.4", severity=QUERY, stage=FINAL, group=ALL),
    "met-below-the-top-moves-on",
    reads=(REVIEWS.pay_criteria, at_top, progresses, falls_back, next_point, current_point),
    blames=(REVIEWS.recommended_point,),
    reason=REVIEWS.reason,
    says="is {value}, so that {current_point} stays, though the criteria have been met and the next point is "
    "{next_point}",
    must_hold="Criteria met below the top of the range lead to a higher point, or there is a reason.",
    remedy="Recommend the higher point, or give the reason in Reason.",
)
def moves_on(reviews: pd.DataFrame) -> pd.Series:
    """A blank point means the current one."""
    return ~_stays(reviews) | reviews["current_point"].isna()


@rule(
    Code("PM625", clause="6.4", severity=QUERY, stage=FINAL, group=ALL),
    "met-below-the-top-is-paid-more",
    reads=(*moves_on.reads, STAFF.current_pay),
    blames=(REVIEWS.recommended_pay,),
    reason=REVIEWS.reason,
    says="is {value}, no more than the current pay, though the criteria have been met",
    must_hold="Criteria met below the top of the range lead to more pay, or there is a reason.",
    remedy="Recommend more, or give the reason in Reason.",
)
def is_paid_more(reviews: pd.DataFrame) -> pd.Series:
    """Of lead practitioners without points; whether it is more than an award, the committee sees."""
    more = (reviews["recommended_pay"] > reviews["current_pay"]).fillna(False).astype(bool)
    return ~_stays(reviews) | more | reviews["current_point"].notna()


#: The main one of a code first.
RULES = (
    recommendation_made, is_earned, pay_is_earned, range_is_earned, has_its_point, is_not_below, is_not_paid_less,
    other_range_pays_no_less, is_within_the_own_range, fits_what_was_not_met, fits_what_was_met, is_one_point,
    applies_to_nothing, moves_on, is_paid_more,
)  # fmt: skip
