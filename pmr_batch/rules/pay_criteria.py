"""Rules of pay criteria beside what the year brought: absence and part-time work, and concerns (1.2, 6.6, 7.1).

The reason on the row of Reviews answers them all. Criteria that were not met are asked about once.
"""

from __future__ import annotations

import pandas as pd

from pmr_batch.layout.standard_workbook import MET, NOT_MET, REVIEWS, STAFF
from pmr_batch.rules.facts.absence import long_absence
from pmr_batch.rules.facts.concern_history import concern_in_cycle, concern_unimproved, unimproved_concerns
from pmr_batch.rules.facts.pay_movement import progresses
from pmr_batch.rules.rule import ALL, FINAL, QUERY, Code, rule


@rule(
    Code("PM620", clause="1.2; 6.6", severity=QUERY, stage=FINAL, group=ALL),
    "absence-is-no-reason",
    reads=(long_absence, concern_in_cycle, STAFF.fte),
    blames=(REVIEWS.pay_criteria,),
    parameters=("extended_absence",),
    reason=REVIEWS.reason,
    says="is {value}, beside an extended absence that began on {absent_from}",
    must_hold="Nobody falls short for having been away or for working part-time: beside either, criteria that have "
    "not been met have a reason.",
    remedy="Give the reason, in Reason.",
)
def falls_short_for_a_reason(reviews: pd.DataFrame) -> pd.Series:
    """Where no concern was raised either, PM712 asks; of a part-timer the rule below does."""
    away = reviews["long_absence"] & (reviews["fte"] >= 1)
    return ~((reviews["pay_criteria"] == NOT_MET) & away & reviews["concern_in_cycle"])


@rule(
    Code("PM620", clause="1.2; 6.6", severity=QUERY, stage=FINAL, group=ALL),
    "part-time-is-no-reason",
    reads=(concern_in_cycle, STAFF.fte),
    blames=(REVIEWS.pay_criteria,),
    reason=REVIEWS.reason,
    says="is {value}, of somebody who works part-time (FTE {fte})",
    must_hold=falls_short_for_a_reason.must_hold,
    remedy="Give the reason, in Reason.",
)
def part_timer_falls_short_for_a_reason(reviews: pd.DataFrame) -> pd.Series:
    """Where no concern was raised either, PM712 asks."""
    part_time = reviews["fte"] < 1
    return ~((reviews["pay_criteria"] == NOT_MET) & part_time & reviews["concern_in_cycle"])


@rule(
    Code("PM711", clause="7.1", severity=QUERY, stage=FINAL, group=ALL),
    "progression-beside-a-concern",
    reads=(progresses, concern_unimproved, unimproved_concerns),
    blames=(REVIEWS.pay_criteria,),
    reason=REVIEWS.reason,
    says="is {value}, and more pay is recommended, while {unimproved_concerns}",
    must_hold="Pay progression has a reason where a concern is open, or ended without improvement in the cycle.",
    remedy="Give the reason, in Reason.",
)
def progresses_without_concern(reviews: pd.DataFrame) -> pd.Series:
    """More pay without the criteria met is told as PM612."""
    risen = (reviews["pay_criteria"] == MET) & reviews["progresses"]
    return ~(risen & reviews["concern_unimproved"])


@rule(
    Code("PM712", clause="7.1", severity=QUERY, stage=FINAL, group=ALL),
    "no-surprise-at-the-end",
    reads=(concern_in_cycle, STAFF.cycle_from, STAFF.cycle_to),
    blames=(REVIEWS.pay_criteria,),
    reason=REVIEWS.reason,
    says="is {value}, and no concern was raised in the person's cycle, {cycle_from} to {cycle_to}",
    must_hold="Nobody learns only at the end of the year that the criteria have not been met; "
    "where no concern was raised before, there is a reason.",
    remedy="Give the reason, in Reason.",
)
def was_told_before(reviews: pd.DataFrame) -> pd.Series:
    """A concern from before the cycle that was still open in it has been told, too."""
    return ~(reviews["pay_criteria"] == NOT_MET) | reviews["concern_in_cycle"]


#: The main one of a code first.
RULES = (falls_short_for_a_reason, part_timer_falls_short_for_a_reason, progresses_without_concern, was_told_before)
