"""Facts of meetings: which were held, in what order, and which observations and feedback there were (5, 6)."""

from __future__ import annotations

import pandas as pd

from pmr_batch.layout.standard_workbook import (
    CONCERNS,
    FINAL_REVIEWS,
    MEETINGS,
    OBSERVATIONS,
    REVIEW_MEETINGS,
    REVIEWS,
    STAFF,
)
from pmr_batch.rules.context import Context
from pmr_batch.rules.fact import Answer, fact
from pmr_batch.rules.facts.cycle_dates import in_own_cycle
from pmr_batch.rules.facts.day_counts import day_after
from pmr_batch.rules.facts.person_rows import earliest, has_rows, true_of


@fact(STAFF, reads=(MEETINGS.kind,))
def has_initial_meeting(staff: pd.DataFrame, context: Context) -> pd.Series:
    """Has an initial meeting on Meetings."""
    return _has_kind(staff, context, "Initial meeting")


@fact(STAFF, reads=(MEETINGS.kind,))
def has_final_meeting(staff: pd.DataFrame, context: Context) -> pd.Series:
    """Has a final review meeting on Meetings."""
    return _has_kind(staff, context, "Final review")


@fact(STAFF, reads=(MEETINGS.kind,))
def has_final_review(staff: pd.DataFrame, context: Context) -> pd.Series:
    """Has a final review meeting on Meetings, or a paper review."""
    return _has_kind(staff, context, *FINAL_REVIEWS)


def _has_kind(staff: pd.DataFrame, context: Context, *kinds: str) -> pd.Series:
    meetings = context.frames[MEETINGS.name]
    return true_of(meetings, meetings["kind"].isin(kinds), staff)


@fact(STAFF, reads=(MEETINGS.date, MEETINGS.kind))
def initial_meeting_on(staff: pd.DataFrame, context: Context) -> pd.Series:
    """When the person's first initial meeting was held; missing where that is still to come."""
    return _first_held(staff, context, "Initial meeting")


@fact(STAFF, reads=(MEETINGS.date, MEETINGS.kind))
def final_review_on(staff: pd.DataFrame, context: Context) -> pd.Series:
    """When the person's first final review meeting or paper review was held; missing where that is still to come."""
    return _first_held(staff, context, *FINAL_REVIEWS)


def _first_held(staff: pd.DataFrame, context: Context, *kinds: str) -> pd.Series:
    meetings = context.frames[MEETINGS.name]
    held = meetings["kind"].isin(kinds) & (meetings["date"] <= meetings["as_of"])
    return earliest(meetings, meetings["date"].where(held), staff)


@fact(STAFF, reads=(MEETINGS.date, MEETINGS.kind, initial_meeting_on, final_review_on))
def met_in_between(staff: pd.DataFrame, context: Context) -> pd.Series:
    """Had an informal or formal review on a day after the initial meeting and before the final review.

    One of the two that is missing bounds nothing, and where they are out of order nothing lies between:
    both are told as such, as is a date still to come.
    """
    meetings = context.frames[MEETINGS.name]
    on = meetings["date"]
    initial, final = (context.fact_on(each, MEETINGS) for each in (initial_meeting_on, final_review_on))
    between = (~(on <= initial) & ~(on >= final)) | (on > meetings["as_of"])
    met = true_of(meetings, meetings["kind"].isin(REVIEW_MEETINGS) & between, staff)
    return met | (staff["final_review_on"] < staff["initial_meeting_on"])


@fact(STAFF, reads=(MEETINGS.date, MEETINGS.kind, STAFF.cycle_from, STAFF.cycle_to))
def was_observed(staff: pd.DataFrame, context: Context) -> pd.Series:
    """Was observed in the person's cycle, formally or by a drop-in; a date still to come is told as PM108."""
    meetings = context.frames[MEETINGS.name]
    then = in_own_cycle(meetings, "date") | (meetings["date"] > meetings["as_of"])
    return true_of(meetings, meetings["kind"].isin(OBSERVATIONS) & then, staff)


@fact(MEETINGS, reads=(MEETINGS.date, MEETINGS.kind, STAFF.cycle_from, STAFF.cycle_to))
def observation_number(meetings: pd.DataFrame, context: Context) -> pd.Series:
    """The how-manieth formal observation it is of the person in the cycle, by date; 0 for everything else."""
    counted = (meetings["kind"] == "Observation") & meetings["date"].notna() & (meetings["person"] >= 0)
    in_order = meetings[counted & in_own_cycle(meetings, "date")].sort_values("date", kind="stable")
    numbers = in_order.groupby(["return_no", "payroll_number"]).cumcount() + 1
    return numbers.reindex(meetings.index, fill_value=0).astype(int)


@fact(STAFF, reads=(CONCERNS.payroll_number,))
def has_concern(staff: pd.DataFrame, context: Context) -> pd.Series:
    """Has a row on Concerns."""
    return has_rows(staff, context, CONCERNS)


@fact(MEETINGS, reads=(MEETINGS.date, MEETINGS.kind, STAFF.working_pattern), parameters=("feedback_within",))
def feedback_due(meetings: pd.DataFrame, context: Context) -> Answer:
    """By when feedback on an observation or drop-in is given (5.2); missing for meetings."""
    observed = meetings["date"].where(meetings["kind"].isin(OBSERVATIONS))
    return day_after(meetings, context, observed, meetings["feedback_within"])


#: What comes no earlier than what on a review (6.3), in the order of the columns.
STEPS = (
    ("recommended_on", "final_review_on"),
    ("reviewer_signed_on", "final_review_on"),
    ("report_sent_on", "final_review_on"),
    ("report_sent_on", "recommended_on"),
    ("report_sent_on", "reviewer_signed_on"),
)


@fact(REVIEWS, reads=(final_review_on,))
def first_step_back(reviews: pd.DataFrame, context: Context) -> pd.Series:
    """The first of `STEPS` that went backwards, by its number; -1 where all are in order.

    Reads no other column: one that is blank, unread or still to come says nothing of the others.
    """
    first = pd.Series(-1, reviews.index)
    for number, (later, earlier) in reversed(list(enumerate(STEPS))):
        before = reviews[earlier].where(reviews[earlier] <= reviews["as_of"])
        first = first.mask(reviews[later] < before, number)
    return first
