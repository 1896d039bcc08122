"""Facts of absence: how long a person was away in the cycle, and on what evidence the review rests (4.7, 6.6)."""

from __future__ import annotations

import pandas as pd

from pmr_batch.layout.standard_workbook import MEETINGS, OBJECTIVES, REVIEW_MEETINGS, REVIEWS, STAFF
from pmr_batch.rules.context import Context
from pmr_batch.rules.fact import Answer, fact
from pmr_batch.rules.facts.cell_texts import says_something
from pmr_batch.rules.facts.cycle_dates import cycle_ends, objectives_due, of_cycle, own_start
from pmr_batch.rules.facts.day_counts import days_within
from pmr_batch.rules.facts.person_rows import true_of

_ABSENCE = (STAFF.absent_from, STAFF.absent_to, STAFF.cycle_from, STAFF.cycle_to, STAFF.working_pattern)


@fact(STAFF, reads=_ABSENCE, parameters=("extended_absence",))
def long_absence(staff: pd.DataFrame, context: Context) -> Answer:
    """Away for at least the parameter's working days of the person's cycle; until now, where no end is given."""
    ends = staff["absent_to"].fillna(staff["as_of"])
    starts, ends = _later(staff["absent_from"], staff["cycle_from"]), _earlier(ends, staff["cycle_to"])
    within = staff["absent_from"].notna() & (ends >= starts)
    days = days_within(staff, context, starts.where(within), ends.where(within))
    long = days.values >= staff["extended_absence"]
    return Answer(long, days.known | ~long, days.needs)


@fact(STAFF, reads=(STAFF.absent_from, STAFF.absent_to, STAFF.cycle_to, own_start, cycle_ends))
def absent_throughout(staff: pd.DataFrame, context: Context) -> pd.Series:
    """Away from before Objectives set by to the end of the person's cycle, or still: nothing could be set (6.6).

    Of whoever starts after that date, from before the own objectives were due.
    """
    set_by = of_cycle(staff, context, "objectives_set_by")
    limit = set_by.where(staff["own_start"] <= set_by, context.answer(objectives_due).values)
    last = staff["cycle_to"].fillna(staff["cycle_ends"])
    return (staff["absent_from"] < limit) & ~(staff["absent_to"] < last)


@fact(STAFF, reads=(long_absence, *_ABSENCE), parameters=("extended_absence",))
def back_in_good_time(staff: pd.DataFrame, context: Context) -> Answer:
    """Back from an extended absence at least the parameter's working days before the cycle ends."""
    back = staff["long_absence"] & (staff["absent_to"] < staff["as_of"])
    first_day = (staff["absent_to"] + pd.Timedelta(days=1)).where(back)
    rest = first_day.notna() & (first_day <= staff["cycle_to"])
    days = days_within(staff, context, first_day.where(rest), staff["cycle_to"].where(rest))
    enough = days.values >= staff["extended_absence"]
    return Answer(enough, days.known | ~enough, days.needs)


@fact(STAFF, reads=(STAFF.absent_to, OBJECTIVES.set_on, OBJECTIVES.revised_on, MEETINGS.date, MEETINGS.kind))
def looked_at_again(staff: pd.DataFrame, context: Context) -> pd.Series:
    """Objectives were set or revised, or met about in a review meeting, after the return (4.7)."""
    objectives, meetings = context.frames[OBJECTIVES.name], context.frames[MEETINGS.name]
    changed = (objectives["set_on"] > objectives["absent_to"]) | (objectives["revised_on"] > objectives["absent_to"])
    review = meetings["kind"].isin(REVIEW_MEETINGS)
    met = review & (meetings["date"] > meetings["absent_to"])
    return true_of(objectives, changed, staff) | true_of(meetings, met, staff)


def _later(first: pd.Series, second: pd.Series) -> pd.Series:
    return first.where(first >= second, second)


def _earlier(first: pd.Series, second: pd.Series) -> pd.Series:
    return first.where(first <= second, second)


@fact(STAFF, reads=(REVIEWS.evidence_if_absent,))
def evidence_given(staff: pd.DataFrame, context: Context) -> pd.Series:
    """The person's review says, under Evidence if absent, on what it rests."""
    reviews = context.frames[REVIEWS.name]
    return true_of(reviews, says_something(reviews["evidence_if_absent"]), staff)
