"""Rules of section 6.3 of the policy: the written report, and the order of what leads to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from pmr_batch.layout.standard_workbook import MEETINGS, REVIEWS
from pmr_batch.rules.facts.cycle import report_due
from pmr_batch.rules.facts.meetings import STEPS, final_review_on, first_step_back, initial_meeting_on
from pmr_batch.rules.facts.people import is_first_final_review
from pmr_batch.rules.rule import ALL, FINAL, QUERY, REPORT, Rule, declared, rule

report_sent = declared(
    "PM609",
    "report-is-sent",
    clause="6.3",
    severity=QUERY,
    stage=REPORT,
    group=ALL,
    blames=(REVIEWS.report_sent_on,),
    says="is blank",
    must_hold="The written report is sent without undue delay, by the report date of the cycle: "
    "31 October, or 31 December for heads.",
    remedy="Send the report and fill in the date, or explain on Explanations.",
)


def _is_sent_in_time(reviews: pd.DataFrame) -> pd.Series:
    """Where the trust sets no date nothing is late; a date still to come is told as PM108."""
    on = reviews["report_sent_on"]
    return ~((on > reviews["report_due"]) & (on <= reviews["as_of"]))


sent_in_time = replace(
    report_sent,
    slug="report-is-sent-in-time",
    reads=(report_due,),
    parameters=("grievance_grace",),
    says="is {value}, after the last day for it, {report_due}",
    remedy="Explain the delay on Explanations.",
    function=_is_sent_in_time,
)


@rule(
    "PM610",
    "employee-may-comment",
    clause="6.3",
    severity=QUERY,
    stage=REPORT,
    group=ALL,
    blames=(REVIEWS.invited_to_comment,),
    says="is {value}",
    must_hold="The employee is given the opportunity to comment on the report in writing.",
    remedy="Invite comments and choose Yes, or explain on Explanations.",
)
def may_comment(reviews: pd.DataFrame) -> pd.Series:
    """A blank is told likewise."""
    return reviews["invited_to_comment"] != "No"


@rule(
    "PM621",
    "final-review-follows-the-initial-meeting",
    clause="6.3",
    severity=QUERY,
    stage=FINAL,
    group=ALL,
    reads=(MEETINGS.kind, is_first_final_review, initial_meeting_on),
    blames=(MEETINGS.date,),
    says="is {value}, of the final review, before the initial meeting on {initial_meeting_on}",
    must_hold="A review has its order: initial meeting, final review, pay recommendation and signature, report.",
    remedy="Explain on Explanations, or mend what was mistyped.",
)
def comes_after_the_initial_meeting(meetings: pd.DataFrame) -> pd.Series:
    """The first of each counts."""
    return ~(meetings["is_first_final_review"] & (meetings["date"] < meetings["initial_meeting_on"]))


#: What each of `STEPS` is called, and what it must not precede, as a sentence has it.
_SAID = (
    ("recommendation-follows-the-review", "the final review on"),
    ("signature-follows-the-review", "the final review on"),
    ("report-follows-the-review", "the final review on"),
    ("report-follows-the-recommendation", "the pay recommendation of"),
    ("report-follows-the-signature", "the reviewer signed on"),
)


def _of(number: int) -> Rule:
    """The rule for one step of a review: one finding a review, at the first that went backwards."""
    later, earlier = STEPS[number]
    slug, before = _SAID[number]

    def comes_after(reviews: pd.DataFrame) -> pd.Series:
        return reviews["first_step_back"] != number

    own = () if earlier == final_review_on.name else (REVIEWS.by_key[earlier],)
    return replace(
        comes_after_the_initial_meeting,
        slug=slug,
        sheet=REVIEWS,
        reads=(first_step_back, final_review_on, *own),
        blames=(REVIEWS.by_key[later],),
        says=f"is {{value}}, before {before} {{{earlier}}}",
        function=comes_after,
    )


def rules() -> Iterator[Rule]:
    """All of them, the main one of a code first."""
    yield from (report_sent, sent_in_time, may_comment, comes_after_the_initial_meeting)
    yield from map(_of, range(len(STEPS)))
