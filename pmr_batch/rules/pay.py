"""Rules of section 6.4 of the policy: the current and the recommended pay are those of the pay points."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pandas as pd

from pmr_batch.layout.columns import Sheet
from pmr_batch.layout.standard_workbook import REVIEWS, STAFF
from pmr_batch.policy.pay_ranges import WITHOUT_POINTS
from pmr_batch.rules.facts.cycle import cycle_ends, pay_effective_from
from pmr_batch.rules.facts.people import has_review
from pmr_batch.rules.facts.points import (
    NO_POINT,
    OFF_SCALE,
    OUTSIDE,
    UNSURE,
    own_least,
    own_most,
    own_range_rises,
    point_fault,
    point_recommended,
    range_from_stands,
    range_to_stands,
    recommended_fault,
)
from pmr_batch.rules.facts.scales import changes_range, current_scale, range_recommended, recommended_scale
from pmr_batch.rules.facts.slips import TYPED, is_full_time, pay_stands, words_of
from pmr_batch.rules.rule import ALL, ERROR, FINAL, Rule, declared

_ERROR: dict[str, Any] = {"clause": "6.4", "severity": ERROR, "stage": FINAL, "group": ALL}

# -- PM614: what the person is paid now ----------------------------------------------------------

current_given = declared(
    "PM614",
    "current-pay-is-given",
    **_ERROR,
    parameters=("scale_age",),
    blames=(STAFF.pay_point, STAFF.current_pay),
    says="is blank",
    must_hold="The current pay is told by a point of the pay range; of a lead practitioner, or on a spot salary, "
    "by the annual full-time pay.",
    remedy="Fill in the cell.",
)
_point = replace(
    current_given,
    blames=(STAFF.pay_point,),
    must_hold="The current point is one of the pay range, on the scale that holds at the end of the cycle.",
    remedy="Correct the point or the range.",
)


def _is_of_the_range(staff: pd.DataFrame) -> pd.Series:
    """However the point is spelled."""
    return staff["point_fault"] != NO_POINT


def _is_on_the_scale(staff: pd.DataFrame) -> pd.Series:
    """Asked where there is a scale; else the pay points are asked for by name."""
    return ~staff["point_fault"].isin((OFF_SCALE, UNSURE))


def _is_in_the_own_range(staff: pd.DataFrame) -> pd.Series:
    """Both ends belong to the own range."""
    return staff["point_fault"] != OUTSIDE


CURRENT_POINT = [
    replace(
        _point,
        slug="current-point-is-of-the-range",
        reads=(STAFF.pay_range, point_fault),
        says="is {value}, and the range is {pay_range}, which has no such point",
        function=_is_of_the_range,
    ),
    replace(
        _point,
        slug="current-point-is-on-the-scale",
        reads=(STAFF.pay_range, point_fault, current_scale, cycle_ends),
        says="is {value}, a point that the pay points of {pay_range} do not have on {cycle_ends}",
        function=_is_on_the_scale,
    ),
    replace(
        _point,
        slug="current-point-is-in-the-own-range",
        reads=(STAFF.range_from, STAFF.range_to, point_fault, own_least, own_most),
        says="is {value}, outside the own range (Range from is {range_from}, Range to is {range_to})",
        function=_is_in_the_own_range,
    ),
]


def _range_from_stands(staff: pd.DataFrame) -> pd.Series:
    """Whatever else the own range says is not asked while an end of it is no point."""
    return staff["range_from_stands"]


def _range_to_stands(staff: pd.DataFrame) -> pd.Series:
    """Without it nobody knows how far the person may rise."""
    return staff["range_to_stands"]


def _range_rises(staff: pd.DataFrame) -> pd.Series:
    """Asked where both ends are points."""
    stand = staff["range_from_stands"] & staff["range_to_stands"]
    return staff["own_range_rises"] | ~stand


_range = replace(
    current_given,
    slug="range-from-is-a-point",
    reads=(STAFF.pay_range, range_from_stands),
    blames=(STAFF.range_from,),
    says="is {value}, which is no point of {pay_range}",
    must_hold="The own range, where one is given, goes from a point of the pay range up to another.",
    remedy="Give the point, or leave the cell blank where the person may rise through the whole pay range.",
    function=_range_from_stands,
)
OWN_RANGE = [
    _range,
    replace(
        _range,
        slug="range-to-is-a-point",
        reads=(STAFF.pay_range, range_to_stands),
        blames=(STAFF.range_to,),
        function=_range_to_stands,
    ),
    replace(
        _range,
        slug="own-range-rises",
        reads=(STAFF.range_to, range_from_stands, range_to_stands, own_range_rises),
        says="is {value}, above Range to, which is {range_to}",
        remedy="Correct the one or the other.",
        function=_range_rises,
    ),
]


def _reviewed(one: Rule) -> Rule:
    """The rule, asked of people with a review: whoever has none is told as PM608, and of nothing else."""
    asks = one.function
    assert asks is not None
    return replace(one, reads=(*one.reads, has_review), function=lambda staff: asks(staff) | ~staff["has_review"])


# -- PM615: what the person is recommended to be paid --------------------------------------------

recommended_given = declared(
    "PM615",
    "recommended-pay-is-given",
    **_ERROR,
    blames=(REVIEWS.recommended_pay,),
    says="is blank",
    must_hold="A recommendation for a lead practitioner, or for a spot salary, says the annual full-time pay.",
    remedy="Fill in the pay that is recommended; the current pay where it stays.",
)
_new_point = replace(
    recommended_given,
    blames=(REVIEWS.recommended_point,),
    must_hold="The recommended point is one of the recommended range, or of the current one where that is blank, "
    "on the scale that holds when the decision takes effect.",
    remedy="Correct the point, or choose its range as Recommended range.",
)


def _is_of_the_new_range(reviews: pd.DataFrame) -> pd.Series:
    """However the point is spelled."""
    return reviews["recommended_fault"] != NO_POINT


def _is_on_the_new_scale(reviews: pd.DataFrame) -> pd.Series:
    """A point above the own range is told as PM626."""
    return ~reviews["recommended_fault"].isin((OFF_SCALE, UNSURE))


def _has_its_pay(reviews: pd.DataFrame) -> pd.Series:
    """Somebody comes to a spot salary, or becomes a lead practitioner; nobody can compute that."""
    comes = reviews["changes_range"] & reviews["range_recommended"].isin(WITHOUT_POINTS)
    return ~comes | reviews["recommended_pay"].notna()


RECOMMENDED = [
    replace(
        _new_point,
        slug="recommended-point-is-of-the-range",
        reads=(range_recommended, recommended_fault),
        says="is {value}, and the range is {range_recommended}, which has no such point",
        function=_is_of_the_new_range,
    ),
    replace(
        _new_point,
        slug="recommended-point-is-on-the-scale",
        reads=(range_recommended, recommended_fault, recommended_scale, pay_effective_from),
        says="is {value}, a point that the pay points of {range_recommended} do not have on {pay_effective_from}",
        function=_is_on_the_new_scale,
    ),
    replace(
        recommended_given,
        slug="new-range-has-its-pay",
        reads=(range_recommended, changes_range, point_recommended),
        says="is blank, and the recommended range is {range_recommended}",
        function=_has_its_pay,
    ),
]

# -- both: a pay that is typed -------------------------------------------------------------------


def _typed(given: Rule, sheet: Sheet, slug: str, must_hold: str) -> Iterator[Rule]:
    """The rules of a pay that is typed, where it could be computed or is bound by the ends of a range."""
    typed = TYPED[sheet]
    full_time, stands = is_full_time(sheet), pay_stands(sheet)
    whole = replace(
        given,
        slug=f"{slug}-is-full-time",
        reads=(full_time, words_of(sheet, "pay_instead"), words_of(sheet, "pay_due")),
        blames=(typed.pay,),
        says="is {value}{pay_instead}; full time, {pay_due}",
        must_hold=must_hold,
        remedy="Give the full-time pay; with a pay point, the cell can be left blank.",
        function=lambda rows: rows[full_time.name],
    )
    yield whole
    yield replace(
        whole,
        slug=f"{slug}-is-that-of-the-pay-points",
        reads=(stands, typed.scale, *whole.reads[1:]),
        says="is {value}{pay_instead}, but {pay_due}",
        remedy="Correct the pay or the point; with a pay point, the cell can be left blank.",
        function=lambda rows: rows[stands.name],
    )


_CURRENT_PAY = (
    "A current pay that is typed is the annual full-time pay, as the pay points have it at the end of the cycle."
)
_RECOMMENDED_PAY = (
    "A recommended pay that is typed is the annual full-time pay, as the pay points have it when the decision "
    "takes effect."
)


def rules() -> Iterator[Rule]:
    """All of them, the main one of a code first."""
    typed = _typed(current_given, STAFF, "current-pay", _CURRENT_PAY)
    yield from (current_given, *map(_reviewed, (*CURRENT_POINT, *OWN_RANGE, *typed)))
    yield from (recommended_given, *RECOMMENDED)
    yield from _typed(recommended_given, REVIEWS, "recommended-pay", _RECOMMENDED_PAY)
