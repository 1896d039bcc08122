"""Rules of section 7.1 of the policy: monitoring, its length, contact, extension and outcome."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from pmr_batch.layout.standard_workbook import CONCERNS
from pmr_batch.rules.concerns import CONCERN, CONCERN_ASKED
from pmr_batch.rules.facts.monitoring import (
    WEEK,
    extension_days,
    extension_length,
    monitoring_days,
    monitoring_length,
    silence,
)
from pmr_batch.rules.rule import Rule, declared, rule

set_out = declared(
    "PM703",
    "monitoring-is-set-out",
    **CONCERN,
    blames=(
        CONCERNS.targets,
        CONCERNS.support_agreed,
        CONCERNS.monitored_by,
        CONCERNS.review_on,
        CONCERNS.monitoring_from,
        CONCERNS.monitoring_to,
        CONCERNS.consequences_explained,
    ),
    reads=(CONCERNS.monitoring_set,),
    says="is blank",
    must_hold="Where monitoring is set, it has its dates, targets and agreed support, it is clear who monitors "
    "and when progress is reviewed, and the consequences are explained.",
    remedy="Fill in the cell.",
)


def _are_explained(concerns: pd.DataFrame) -> pd.Series:
    """Asked where monitoring is set."""
    return ~((concerns["monitoring_set"] == "Yes") & (concerns["consequences_explained"] == "No"))


def _is_reviewed_after_it_began(concerns: pd.DataFrame) -> pd.Series:
    """Within monitoring, or after it."""
    return ~((concerns["monitoring_set"] == "Yes") & (concerns["review_on"] < concerns["monitoring_from"]))


unexplained = replace(
    set_out,
    slug="consequences-are-explained",
    blames=(CONCERNS.consequences_explained,),
    says="is {value}",
    remedy="Explain to the employee what follows if there is no, or not enough, improvement; then choose Yes.",
    function=_are_explained,
)
reviewed_too_soon = replace(
    set_out,
    slug="review-comes-after-the-start",
    blames=(CONCERNS.review_on,),
    reads=(CONCERNS.monitoring_set, CONCERNS.monitoring_from),
    says="is {value}, before monitoring starts on {monitoring_from}",
    must_hold="Progress is reviewed when there has been monitoring.",
    remedy="Mend whichever of the two dates was mistyped.",
    function=_is_reviewed_after_it_began,
)


@rule(
    "PM704",
    "monitoring-lasts-as-long-as-is-normal",
    **CONCERN_ASKED,
    reads=(CONCERNS.monitoring_from, monitoring_days, monitoring_length),
    blames=(CONCERNS.monitoring_to,),
    parameters=("monitoring_weeks",),
    reason=CONCERNS.reason_for_length,
    says="is {value}: from {monitoring_from} that is {monitoring_length}",
    must_hold="Monitoring normally lasts {monitoring_weeks_least} to {monitoring_weeks_most} working weeks, "
    "of five school days each, or of five weekdays for staff who work all year.",
    remedy="Give the reason, in Reason for length.",
)
def lasts_as_is_normal(concerns: pd.DataFrame) -> pd.Series:
    """As it was set; an extension is asked about by itself. Dates out of order are told as PM006."""
    least, most = concerns["monitoring_weeks_least"] * WEEK, concerns["monitoring_weeks_most"] * WEEK
    ordered = concerns["monitoring_from"] <= concerns["monitoring_to"]
    return ~ordered | concerns["monitoring_days"].between(least, most)


extension_reasoned = declared(
    "PM705",
    "extension-has-a-reason",
    **CONCERN,
    blames=(CONCERNS.reason_for_extension,),
    reads=(CONCERNS.extended_to,),
    says="is blank",
    must_hold="Monitoring is extended only after significant improvement or significant absence.",
    remedy="Choose which of the two it was.",
)


@rule(
    "PM706",
    "extension-is-short",
    **CONCERN_ASKED,
    reads=(CONCERNS.monitoring_to, extension_days, extension_length),
    blames=(CONCERNS.extended_to,),
    parameters=("extension_weeks",),
    says="is {value}, an extension by {extension_length} after {monitoring_to}",
    must_hold="Monitoring is not normally extended by more than {extension_weeks} working weeks.",
    remedy="Explain on Explanations.",
)
def is_extended_briefly(concerns: pd.DataFrame) -> pd.Series:
    """Counted from the day after monitoring was to end."""
    return ~(concerns["extension_days"] > concerns["extension_weeks"] * WEEK)


@rule(
    "PM707",
    "contact-is-regular",
    **CONCERN_ASKED,
    reads=(CONCERNS.monitoring_to, silence),
    blames=(CONCERNS.monitoring_from,),
    parameters=("contact_gap",),
    says="is {value}, and between {silence} there was no meeting to review progress",
    must_hold="Contact is regular throughout monitoring: meetings are no more than {contact_gap} working days apart.",
    remedy="Add the meetings that are missing on Meetings, or explain on Explanations.",
)
def is_in_regular_contact(concerns: pd.DataFrame) -> pd.Series:
    """One finding a concern, with the first time that was too long."""
    return concerns["silence"].isna()


outcome_given = declared(
    "PM708",
    "monitoring-has-an-outcome",
    **CONCERN,
    blames=(CONCERNS.outcome,),
    reads=(CONCERNS.monitoring_to, CONCERNS.extended_to),
    parameters=("outcome_within",),
    says="is blank",
    must_hold="Monitoring that is over has an outcome within a few days of its end, or of the end of its extension.",
    remedy="Choose the outcome; where monitoring was extended, fill in Extended to.",
)


def rules() -> Iterator[Rule]:
    """All of them, the main one of a code first."""
    yield from (set_out, unexplained, reviewed_too_soon, lasts_as_is_normal, extension_reasoned)
    yield from (is_extended_briefly, is_in_regular_contact, outcome_given)
