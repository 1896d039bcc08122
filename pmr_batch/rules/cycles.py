"""Rules of section 1 of the policy: cycles and their dates, grievances, and dates not yet come."""

from __future__ import annotations

import pandas as pd

from pmr_batch.layout.columns import Column, Kind
from pmr_batch.layout.standard_workbook import (
    CONCERNS,
    MEETINGS,
    OBJECTIVES,
    REVIEWERS,
    REVIEWS,
    SAID_ONCE,
    SHEETS,
    STAFF,
    START,
)
from pmr_batch.rules.facts.cycle_dates import GRIEVANCE, cycle_differs, deadline_group, final_due, pay_decision_due
from pmr_batch.rules.facts.employment import has_left
from pmr_batch.rules.facts.person_rows import is_first_final_review
from pmr_batch.rules.facts.review_status import status_over
from pmr_batch.rules.rule import ALL, ALWAYS, ERROR, FINAL, QUERY, SUPPORT, TEACHING, Code, Rule, declare, rule

# Both are told at the ground that is blank, with the dates that differ: one of the two is to be put right.
teaching_cycle = declare(
    Code("PM101", clause="1.4", severity=QUERY, stage=ALWAYS, group=TEACHING),
    "teaching-cycle-or-a-ground",
    reads=(STAFF.cycle_adjusted_because, START.cycle_from, START.cycle_to, cycle_differs),
    blames=(STAFF.cycle_from, STAFF.cycle_to),
    says="is blank, and {cycle_differs}",
    says_blank="is blank, and {cycle_differs}",
    must_hold="The cycle of teaching staff is the one on the Start sheet, 1 September to 31 August, "
    "unless there is a ground to adjust it.",
    remedy="Correct the date where it is wrong; where it is right, choose why the cycle is adjusted.",
)
support_cycle = declare(
    Code("PM102", clause="1.5", severity=QUERY, stage=ALWAYS, group=SUPPORT),
    "support-cycle-or-a-ground",
    reads=(STAFF.cycle_adjusted_because, START.cycle_from, START.cycle_to, cycle_differs),
    blames=(STAFF.cycle_from, STAFF.cycle_to),
    says="is blank, and {cycle_differs}",
    says_blank="is blank, and {cycle_differs}",
    must_hold="The cycle of support staff is the one on the Start sheet, 1 April to 31 March, "
    "unless there is a ground to adjust it.",
    remedy="Correct the date where it is wrong; where it is right, choose why the cycle is adjusted.",
)


@rule(
    Code("PM103", clause="1.4", severity=QUERY, stage=FINAL, group=ALL),
    "final-review-in-time",
    reads=(MEETINGS.date, MEETINGS.kind, is_first_final_review, final_due, deadline_group),
    blames=(MEETINGS.date,),
    parameters=("final_review_day", "grievance_grace"),
    says="is {value}, of the final review, after the last day for {deadline_group}, {final_due}",
    must_hold="The final review meeting is held in time for the pay decisions: of teachers by mid-October, of heads "
    "and executives by their own date, of support staff by the date that the trust sets.",
    remedy="Explain the delay on Explanations.",
)
def is_in_time(meetings: pd.DataFrame) -> pd.Series:
    """The first final review counts; a date still to come is told as PM108."""
    late = (meetings["date"] > meetings["final_due"]) & (meetings["date"] <= meetings["as_of"])
    return ~(meetings["is_first_final_review"] & late)


@rule(
    Code("PM104", clause="1.4", severity=QUERY, stage=FINAL, group=ALL),
    "recommendation-in-time",
    reads=(pay_decision_due, deadline_group),
    blames=(REVIEWS.recommended_on,),
    parameters=("grievance_grace",),
    says="is {value}, after the last day for pay decisions on {deadline_group}, {pay_decision_due}",
    must_hold="The pay recommendation is made in time for the pay decision: of teachers by 31 October, of heads and "
    "executives by 31 December, of support staff by the date that the trust sets, if any.",
    remedy="Explain the delay on Explanations.",
)
def is_dated_in_time(reviews: pd.DataFrame) -> pd.Series:
    """A recommendation still to come is told as PM108."""
    on = reviews["recommended_on"]
    return ~((on > reviews["pay_decision_due"]) & (on <= reviews["as_of"]))


status_dated = declare(
    Code("PM105", clause="1.4", severity=ERROR, stage=ALWAYS, group=ALL, everybody=True),
    "status-has-its-date",
    reads=(STAFF.status,),
    blames=(STAFF.status_from,),
    says="is blank",
    must_hold="A status other than In review or Out of scope has the date from which it holds.",
    remedy="Fill in Status from.",
)


@rule(
    Code("PM106", clause="1.4", severity=QUERY, stage=FINAL, group=ALL, everybody=True),
    "open-grievance-is-explained",
    reads=(STAFF.status, status_over, has_left),
    blames=(STAFF.status_from,),
    says="is {value}, and the review is still suspended for a grievance",
    must_hold="A review may be suspended while a grievance is looked into; one still suspended "
    "when the round runs is explained.",
    remedy="Explain on Explanations, or fill in Status to when the grievance was settled.",
)
def is_settled(staff: pd.DataFrame) -> pd.Series:
    """The person does not go to the committee, and somebody knows why; whoever has left does not either."""
    return (staff["status"] != GRIEVANCE) | staff["status_over"] | staff["has_left"]


#: Dates of things that may lie ahead, by sheet; what Start says once for rows is asked of the rows.
AHEAD = {
    START: {"cycle_from", "cycle_to", *SAID_ONCE},
    STAFF: {
        "employment_start",
        "employment_end",
        "cycle_from",
        "cycle_to",
        "absent_from",
        "absent_to",
        "status_from",
        "status_to",
    },
    REVIEWERS: {"stands_in_from", "stands_in_to"},
    OBJECTIVES: {"due_on"},
    CONCERNS: {"review_on", "monitoring_from", "monitoring_to", "extended_to", "capability_meeting_on"},
}
done_by_now = declare(
    Code("PM108", clause="1.1", severity=ERROR, stage=ALWAYS, group=ALL),
    "done-things-lie-behind",
    says="is {value}, later than the day of this check, {as_of}",
    must_hold="The date of something already done does not lie in the future.",
    remedy="Correct the date.",
)


def _has_come(column: Column) -> Rule:
    return declare(
        Code("PM108", clause="1.1", severity=ERROR, stage=ALWAYS, group=ALL),
        "done-things-lie-behind",
        lambda rows: ~(rows[column.key] > rows["as_of"]),
        blames=(column,),
        unmasked=(column,),
        says=done_by_now.says,
        must_hold=done_by_now.must_hold,
        remedy=done_by_now.remedy,
    )


DATES = [
    _has_come(column)
    for sheet in SHEETS
    for column in sheet
    if column.kind is Kind.DATE and column.key not in AHEAD.get(sheet, set())
]


#: The main one of a code first.
RULES = (teaching_cycle, support_cycle, is_in_time, is_dated_in_time, status_dated, is_settled, done_by_now, *DATES)
