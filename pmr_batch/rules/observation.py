"""Rules of sections 5.1 and 5.2 of the policy: observations, and the feedback that follows them."""

from __future__ import annotations

import pandas as pd

from pmr_batch.layout.standard_workbook import MEETINGS, OBSERVATIONS, STAFF
from pmr_batch.rules.facts.cycle_dates import in_own_cycle, is_teaching_cycle
from pmr_batch.rules.facts.meetings_held import feedback_due, has_concern, observation_number, was_observed
from pmr_batch.rules.facts.presence import present_for_a_term
from pmr_batch.rules.rule import ALL, FINAL, QUERY, TEACHERS, Code, rule


@rule(
    Code("PM501", clause="5.1", severity=QUERY, stage=FINAL, group=TEACHERS),
    "teachers-are-observed",
    reads=(was_observed, present_for_a_term, is_teaching_cycle, STAFF.cycle_from, STAFF.cycle_to),
    blames=(STAFF.payroll_number,),
    parameters=("presence",),
    of_person=True,
    says="has no observation or drop-in on Meetings from {cycle_from} to {cycle_to}",
    must_hold="Every teacher who was there for a term is observed in the cycle, formally or by a drop-in.",
    remedy="Add the observation on Meetings where there was one, or explain on Explanations why there was none.",
)
def is_observed(staff: pd.DataFrame) -> pd.Series:
    """Formal or a drop-in, either will do. A teacher in the wrong return is told as PM206."""
    return staff["was_observed"] | ~staff["present_for_a_term"] | ~staff["is_teaching_cycle"]


@rule(
    Code("PM502", clause="5.1", severity=QUERY, stage=FINAL, group=ALL),
    "observations-are-proportionate",
    reads=(observation_number, has_concern),
    blames=(MEETINGS.kind,),
    parameters=("observations_most",),
    says="is {value}, number {observation_number} in the cycle; no more than {observations_most} are usual, "
    "and no concern is recorded",
    must_hold="The amount of observation is proportionate to the person's performance and the needs of the school.",
    remedy="Explain on Explanations why there were so many.",
)
def are_proportionate(meetings: pd.DataFrame) -> pd.Series:
    """One finding a person, at the first one over the number. Drop-ins are not counted."""
    first_over = meetings["observation_number"] == meetings["observations_most"] + 1
    return ~first_over | meetings["has_concern"]


@rule(
    Code("PM503", clause="5.2", severity=QUERY, stage=FINAL, group=ALL),
    "observation-is-fed-back",
    reads=(MEETINGS.date, MEETINGS.kind, STAFF.cycle_from, STAFF.cycle_to),
    blames=(MEETINGS.feedback_on,),
    says="is {value}, after an entry of Kind {kind} on {date}",
    must_hold="An observation or drop-in is followed by feedback as soon as practicable.",
    remedy="Fill in when feedback was given, or explain on Explanations.",
)
def is_fed_back(meetings: pd.DataFrame) -> pd.Series:
    """At the final stage none of the cycle's is outstanding; one made since may be."""
    observed = meetings["kind"].isin(OBSERVATIONS) & (meetings["date"] <= meetings["as_of"])
    return ~(observed & in_own_cycle(meetings, "date") & meetings["feedback_on"].isna())


@rule(
    Code("PM503", clause="5.2", severity=QUERY, stage=FINAL, group=ALL),
    "feedback-comes-in-time",
    reads=(MEETINGS.date, MEETINGS.kind, feedback_due),
    blames=(MEETINGS.feedback_on,),
    parameters=("feedback_within",),
    says="is {value}, more than {feedback_within} working days after {date}; they ended on {feedback_due}",
    must_hold=is_fed_back.must_hold,
    remedy="Explain the delay on Explanations.",
)
def is_fed_back_in_time(meetings: pd.DataFrame) -> pd.Series:
    """A date still to come is told as PM108, one before the observation as PM006."""
    on = meetings["feedback_on"]
    return ~((on > meetings["feedback_due"]) & (on <= meetings["as_of"]))


#: The main one of a code first.
RULES = (is_observed, are_proportionate, is_fed_back, is_fed_back_in_time)
