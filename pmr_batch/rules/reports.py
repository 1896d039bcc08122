"""Rules of section 6.3 of the policy: the written report, and the order of what leads to it."""

from __future__ import annotations

import pandas as pd

from pmr_batch.layout.standard_workbook import MEETINGS, REVIEWS
from pmr_batch.rules.facts.appointments import may_send_report, own_leaders, sends_own_report
from pmr_batch.rules.facts.cycle_dates import deadline_group, report_due
from pmr_batch.rules.facts.meetings_held import STEPS, final_review_on, first_step_back, initial_meeting_on
from pmr_batch.rules.facts.person_rows import is_first_final_review
from pmr_batch.rules.rule import ALL, FINAL, QUERY, REPORT, Code, Rule, declare, rule

report_sent = declare(
    Code("PM609", clause="6.3", severity=QUERY, stage=REPORT, group=ALL),
    "report-is-sent",
    blames=(REVIEWS.report_sent_on,),
    says="is blank",
    must_hold="The written report is sent without undue delay, by the report date of the cycle: "
    "for teachers 31 October, for heads and executives 31 December, for support staff the date that the trust sets, "
    "if any.",
    remedy="Send the report and fill in the date, or explain on Explanations.",
)


@rule(
    Code("PM609", clause="6.3", severity=QUERY, stage=REPORT, group=ALL),
    "report-is-sent-in-time",
    reads=(report_due, deadline_group),
    blames=(REVIEWS.report_sent_on,),
    parameters=("grievance_grace",),
    says="is {value}, after the last day for reports to {deadline_group}, {report_due}",
    must_hold=report_sent.must_hold,
    remedy="Explain the delay on Explanations.",
)
def is_sent_in_time(reviews: pd.DataFrame) -> pd.Series:
    """Where the trust sets no date nothing is late; a date still to come is told as PM108."""
    on = reviews["report_sent_on"]
    return ~((on > reviews["report_due"]) & (on <= reviews["as_of"]))


@rule(
    Code("PM610", clause="6.3", severity=QUERY, stage=REPORT, group=ALL),
    "employee-may-comment",
    blames=(REVIEWS.invited_to_comment,),
    says="is {value}",
    must_hold="The employee is given the opportunity to comment on the report in writing.",
    remedy="Invite comments and choose Yes, or explain on Explanations.",
)
def may_comment(reviews: pd.DataFrame) -> pd.Series:
    """A blank is told likewise."""
    return reviews["invited_to_comment"] != "No"


@rule(
    Code("PM630", clause="6.3", severity=QUERY, stage=REPORT, group=ALL),
    "report-is-sent-by-a-head-or-a-teacher",
    reads=(may_send_report, own_leaders),
    blames=(REVIEWS.report_sent_by,),
    says="is {value}, who is no teacher, nor {own_leaders}",
    must_hold="The written report is sent by the Executive Headteacher, the Headteacher or the Head of School, "
    "or by another teacher whom they designated; blank stands for the reviewer.",
    remedy="Correct who sent it, or explain on Explanations.",
)
def is_sent_by_a_teacher(reviews: pd.DataFrame) -> pd.Series:
    """The reviewer, who operates the whole of the review, is designated by having been appointed."""
    return reviews["may_send_report"] | reviews["report_sent_by"].isna()


@rule(
    Code("PM630", clause="6.3", severity=QUERY, stage=REPORT, group=ALL),
    "nobody-sends-their-own-report",
    reads=(sends_own_report, may_send_report),
    blames=(REVIEWS.report_sent_by,),
    says="is {value}, the person whom the report is about",
    must_hold=is_sent_by_a_teacher.must_hold,
    remedy=is_sent_by_a_teacher.remedy,
)
def is_sent_by_another(reviews: pd.DataFrame) -> pd.Series:
    """Somebody who may send no report at all is told as that."""
    return ~(reviews["sends_own_report"] & reviews["may_send_report"])


@rule(
    Code("PM621", clause="6.3", severity=QUERY, stage=FINAL, group=ALL),
    "final-review-follows-the-initial-meeting",
    reads=(MEETINGS.kind, is_first_final_review, initial_meeting_on),
    blames=(MEETINGS.date,),
    says="is {value}, of the final review, before the initial meeting on {initial_meeting_on}",
    must_hold="A review has its order: initial meeting, final review, pay recommendation and signature, report.",
    remedy="Explain on Explanations, or mend what was mistyped.",
)
def comes_after_the_initial_meeting(meetings: pd.DataFrame) -> pd.Series:
    """The first of each counts."""
    return ~(meetings["is_first_final_review"] & (meetings["date"] < meetings["initial_meeting_on"]))


def _comes_after(number: int, slug: str, before: str) -> Rule:
    """The rule for one of `STEPS` of a review: one finding a review, at the first that went backwards.

    `before` is what it must not precede, as a sentence has it.
    """
    later, earlier = STEPS[number]
    own = () if earlier == final_review_on.name else (REVIEWS.by_key[earlier],)
    return declare(
        Code("PM621", clause="6.3", severity=QUERY, stage=FINAL, group=ALL),
        slug,
        lambda reviews: reviews["first_step_back"] != number,
        reads=(first_step_back, final_review_on, *own),
        blames=(REVIEWS.by_key[later],),
        says=f"is {{value}}, before {before} {{{earlier}}}",
        must_hold=comes_after_the_initial_meeting.must_hold,
        remedy=comes_after_the_initial_meeting.remedy,
    )


ORDERED = (
    _comes_after(0, "recommendation-follows-the-review", "the final review on"),
    _comes_after(1, "signature-follows-the-review", "the final review on"),
    _comes_after(2, "report-follows-the-review", "the final review on"),
    _comes_after(3, "report-follows-the-recommendation", "the pay recommendation of"),
    _comes_after(4, "report-follows-the-signature", "the reviewer signed on"),
)


#: The main one of a code first.
RULES = (
    *(report_sent, is_sent_in_time, may_comment, is_sent_by_a_teacher, is_sent_by_another),
    *(comes_after_the_initial_meeting, *ORDERED),
)
