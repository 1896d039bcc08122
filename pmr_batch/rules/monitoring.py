"""Rules of section 7.1 of the policy: monitoring, its length, contact, extension and outcome."""

from __future__ import annotations

import pandas as pd

from pmr_batch.layout.standard_workbook import CONCERNS
from pmr_batch.rules.facts.monitoring_periods import (
    WEEK,
    extension_days,
    extension_length,
    monitoring_days,
    monitoring_length,
    next_contact_due,
    silence,
)
from pmr_batch.rules.rule import ALL, ALWAYS, ERROR, QUERY, Code, declare, rule

set_out = declare(
    Code("PM703", clause="7.1", severity=ERROR, stage=ALWAYS, group=ALL, under_capability=True),
    "monitoring-is-set-out",
    reads=(CONCERNS.monitoring_set,),
    blames=(
        CONCERNS.targets,
        CONCERNS.support_agreed,
        CONCERNS.monitored_by,
        CONCERNS.review_on,
        CONCERNS.monitoring_from,
        CONCERNS.monitoring_to,
        CONCERNS.consequences_explained,
    ),
    says="is blank",
    must_hold="Where monitoring is set, it has its dates, targets and agreed support, it is clear who monitors "
    "and when progress is reviewed, and the consequences are explained.",
    remedy="Fill in the cell.",
)


@rule(
    Code("PM703", clause="7.1", severity=ERROR, stage=ALWAYS, group=ALL, under_capability=True),
    "consequences-are-explained",
    reads=(CONCERNS.monitoring_set,),
    blames=(CONCERNS.consequences_explained,),
    says="is {value}",
    must_hold=set_out.must_hold,
    remedy="Explain to the employee what follows if there is no, or not enough, improvement; then choose Yes.",
)
def are_explained(concerns: pd.DataFrame) -> pd.Series:
    """Asked where monitoring is set."""
    return ~((concerns["monitoring_set"] == "Yes") & (concerns["consequences_explained"] == "No"))


@rule(
    Code("PM703", clause="7.1", severity=ERROR, stage=ALWAYS, group=ALL, under_capability=True),
    "review-comes-after-the-start",
    reads=(CONCERNS.monitoring_set, CONCERNS.monitoring_from),
    blames=(CONCERNS.review_on,),
    says="is {value}, before monitoring starts on {monitoring_from}",
    must_hold="Progress is reviewed when there has been monitoring.",
    remedy="Mend whichever of the two dates was mistyped.",
)
def is_reviewed_after_it_began(concerns: pd.DataFrame) -> pd.Series:
    """Within monitoring, or after it."""
    return ~((concerns["monitoring_set"] == "Yes") & (concerns["review_on"] < concerns["monitoring_from"]))


@rule(
    Code("PM704", clause="7.1", severity=QUERY, stage=ALWAYS, group=ALL, under_capability=True),
    "monitoring-lasts-as-long-as-is-normal",
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


extension_reasoned = declare(
    Code("PM705", clause="7.1", severity=ERROR, stage=ALWAYS, group=ALL, under_capability=True),
    "extension-has-a-reason",
    reads=(CONCERNS.extended_to,),
    blames=(CONCERNS.reason_for_extension,),
    says="is blank",
    must_hold="Monitoring is extended only after significant improvement or significant absence.",
    remedy="Choose which of the two it was.",
)


@rule(
    Code("PM706", clause="7.1", severity=QUERY, stage=ALWAYS, group=ALL, under_capability=True),
    "extension-is-short",
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
    Code("PM707", clause="7.1", severity=QUERY, stage=ALWAYS, group=ALL, under_capability=True),
    "contact-is-regular",
    reads=(CONCERNS.monitoring_to, silence),
    to_do_by=next_contact_due,
    blames=(CONCERNS.monitoring_from,),
    parameters=("contact_gap",),
    says="is {value}, and between {silence} there was no meeting to review progress",
    must_hold="Contact is regular throughout monitoring: meetings are no more than {contact_gap} working days apart.",
    remedy="Add the meetings that are missing on Meetings, or explain on Explanations.",
)
def is_in_regular_contact(concerns: pd.DataFrame) -> pd.Series:
    """One finding a concern, with the first time that was too long."""
    return concerns["silence"].isna()


outcome_given = declare(
    Code("PM708", clause="7.1", severity=ERROR, stage=ALWAYS, group=ALL, under_capability=True),
    "monitoring-has-an-outcome",
    reads=(CONCERNS.monitoring_to, CONCERNS.extended_to),
    blames=(CONCERNS.outcome,),
    parameters=("outcome_within",),
    says="is blank",
    must_hold="Monitoring that is over has an outcome within a few days of its end, or of the end of its extension.",
    remedy="Choose the outcome; where monitoring was extended, fill in Extended to.",
)


#: The main one of a code first.
RULES = (
    set_out, are_explained, is_reviewed_after_it_began, lasts_as_is_normal, extension_reasoned, is_extended_briefly,
    is_in_regular_contact, outcome_given,
)  # fmt: skip
