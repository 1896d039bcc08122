"""Facts of concerns (section 7), one value a person: which were open in the cycle, and which led to capability."""

from __future__ import annotations

import pandas as pd

from pmr_batch.layout.standard_workbook import CONCERNS, STAFF
from pmr_batch.rules.context import Context
from pmr_batch.rules.fact import fact
from pmr_batch.rules.facts.person_rows import true_of
from pmr_batch.rules.facts.review_status import CAPABILITY

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


@fact(STAFF, reads=(STAFF.payroll_number, CONCERNS.outcome))
def led_to_capability(staff: pd.DataFrame, context: Context) -> pd.Series:
    """A concern of the person has the outcome Capability, in any return that is here."""
    concerns = context.frames[CONCERNS.name]
    led = concerns.loc[concerns["outcome"] == CAPABILITY, "payroll_number"].dropna()
    return staff["payroll_number"].isin(set(led))


def _ended_before(concerns: pd.DataFrame) -> pd.Series:
    """The concern was over before the person's cycle began. It is open while it has no outcome or capability runs."""
    runs = (concerns["outcome"] == CAPABILITY) & concerns["capability_ended_on"].isna()
    over = concerns["outcome"].notna() & ~runs
    return over & (concerns[_DATES].max(axis=1) < concerns["cycle_from"])
