"""Facts of concerns (section 7), one value a person: which were open in the cycle, and which led to capability."""

from __future__ import annotations

import pandas as pd

from pmr_batch.layout.standard_workbook import CONCERNS, STAFF
from pmr_batch.rules.context import Context
from pmr_batch.rules.fact import fact
from pmr_batch.rules.facts.person_rows import of_person, true_of
from pmr_batch.rules.facts.review_status import CAPABILITY
from pmr_batch.words import day, listed

IMPROVED = "Improved"
#: What a concern that has its outcome lasted to is the latest of these.
_DATES = ["raised_on", "discussed_on", "monitoring_to", "extended_to", "notified_on", "capability_ended_on"]
_COURSE = (
    CONCERNS.raised_on,
    CONCERNS.outcome,
    CONCERNS.monitoring_to,
    CONCERNS.extended_to,
    CONCERNS.capability_ended_on,
)


@fact(STAFF, reads=(STAFF.cycle_from, STAFF.cycle_to, *_COURSE))
def concern_in_cycle(staff: pd.DataFrame, context: Context) -> pd.Series:
    """A concern was raised in the person's cycle, or before it and was still open when it began."""
    concerns = context.frames[CONCERNS.name]
    begun = ~(concerns["raised_on"] > concerns["cycle_to"])
    return true_of(concerns, begun & ~_ended_before(concerns), staff)


@fact(STAFF, reads=(STAFF.cycle_from, *_COURSE))
def concern_unimproved(staff: pd.DataFrame, context: Context) -> pd.Series:
    """A concern is open, or ended without improvement since the person's cycle began."""
    concerns = context.frames[CONCERNS.name]
    unimproved = (concerns["outcome"] != IMPROVED) & ~_ended_before(concerns)
    return true_of(concerns, unimproved, staff)


@fact(STAFF, reads=(STAFF.cycle_from, *_COURSE))
def unimproved_concerns(staff: pd.DataFrame, context: Context) -> pd.Series:
    """Those concerns in words: the concern of 22 January 2026 is open; missing where there is none."""
    concerns = context.frames[CONCERNS.name]
    unimproved = concerns[(concerns["outcome"] != IMPROVED) & ~_ended_before(concerns) & (concerns["person"] >= 0)]
    ended = unimproved[_DATES].max(axis=1)
    rows = zip(unimproved["raised_on"], _is_open(unimproved), ended, strict=True)
    said = pd.Series([_in_words(*row) for row in rows], unimproved.index, dtype="str")
    return of_person(said.groupby(unimproved["person"]).agg(listed), staff).astype("str")


def _in_words(raised_on: pd.Timestamp, is_open: bool, ended: pd.Timestamp) -> str:
    concern = f"the concern of {day(raised_on)}" if pd.notna(raised_on) else "a concern"
    return f"{concern} is open" if is_open else f"{concern} ended on {day(ended)} without improvement"


@fact(STAFF, reads=(STAFF.payroll_number, CONCERNS.outcome))
def led_to_capability(staff: pd.DataFrame, context: Context) -> pd.Series:
    """A concern of the person has the outcome Capability, in any return that is here."""
    concerns = context.frames[CONCERNS.name]
    led = concerns.loc[concerns["outcome"] == CAPABILITY, "payroll_number"].dropna()
    return staff["payroll_number"].isin(set(led))


def _is_open(concerns: pd.DataFrame) -> pd.Series:
    """The concern has no outcome, or capability still runs."""
    runs = (concerns["outcome"] == CAPABILITY) & concerns["capability_ended_on"].isna()
    return concerns["outcome"].isna() | runs


def _ended_before(concerns: pd.DataFrame) -> pd.Series:
    """The concern was over before the person's cycle began."""
    return ~_is_open(concerns) & (concerns[_DATES].max(axis=1) < concerns["cycle_from"])
