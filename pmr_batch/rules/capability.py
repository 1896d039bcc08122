"""Rules of section 7.2 of the policy: capability takes the place of the review, by notice and with its status."""

from __future__ import annotations

import pandas as pd

from pmr_batch.layout.standard_workbook import CONCERNS, STAFF
from pmr_batch.rules.facts.concern_history import led_to_capability
from pmr_batch.rules.facts.cycle_dates import cycle_starts
from pmr_batch.rules.facts.review_status import CAPABILITY, capability_notified, review_state, status_behind
from pmr_batch.rules.rule import ALL, ALWAYS, ERROR, QUERY, Code, declare, rule

notified = declare(
    Code("PM709", clause="7.2", severity=QUERY, stage=ALWAYS, group=ALL, under_capability=True),
    "capability-is-notified",
    reads=(CONCERNS.outcome,),
    blames=(
        CONCERNS.notified_by,
        CONCERNS.notified_on,
        CONCERNS.hr_adviser_consulted_on,
        CONCERNS.capability_meeting_on,
    ),
    says="is blank",
    must_hold="The CEO or the Chief Learning Officer notifies capability in writing, with the HR adviser consulted, "
    "and asks the employee to a formal capability meeting.",
    remedy="Fill in the cell, or explain on Explanations.",
)


@rule(
    Code("PM709", clause="7.2", severity=QUERY, stage=ALWAYS, group=ALL, under_capability=True),
    "capability-meeting-follows-the-notice",
    reads=(CONCERNS.outcome, CONCERNS.notified_on),
    blames=(CONCERNS.capability_meeting_on,),
    says="is {value}, before capability was notified on {notified_on}",
    must_hold=notified.must_hold,
    remedy="Explain on Explanations, or mend what was mistyped.",
)
def is_asked_to_a_meeting(concerns: pd.DataFrame) -> pd.Series:
    """The notice asks the employee to the meeting."""
    wrong = concerns["capability_meeting_on"] < concerns["notified_on"]
    return ~(wrong & (concerns["outcome"] == CAPABILITY))


@rule(
    Code("PM710", clause="7.2", severity=ERROR, stage=ALWAYS, group=ALL, everybody=True),
    "status-follows-capability",
    reads=(capability_notified, status_behind),
    blames=(STAFF.status,),
    says="is {value}, though capability was notified on {capability_notified} and has not ended",
    must_hold="From the day capability is notified until it ends, the person's status is Capability.",
    remedy="Set Status to Capability, and Status from to the day of the notice; "
    "where capability has ended, fill in Capability ended on.",
)
def status_follows(staff: pd.DataFrame) -> pd.Series:
    """Nothing else is asked of the review before the status is put right."""
    return ~staff["status_behind"]


@rule(
    Code("PM713", clause="7.2", severity=QUERY, stage=ALWAYS, group=ALL, everybody=True),
    "capability-follows-a-concern",
    reads=(STAFF.status_from, review_state, cycle_starts, led_to_capability),
    blames=(STAFF.status,),
    says="is {value}, but no concern of the person has that outcome",
    must_hold="Capability follows a concern that is recorded with that outcome, here or in the last cycle.",
    remedy="Add the concern or its outcome, or explain on Explanations.",
)
def follows_a_concern(staff: pd.DataFrame) -> pd.Series:
    """A status from before the cycle rests on a concern of the last cycle, whose return need not be here."""
    here = (staff["status"] == CAPABILITY) & staff["review_state"].isin(("in review", "other procedure"))
    return ~here | staff["led_to_capability"] | (staff["status_from"] < staff["cycle_starts"])


#: The main one of a code first.
RULES = (notified, is_asked_to_a_meeting, status_follows, follows_a_concern)
