"""Rules of section 4.7 of the policy: objectives are revised for a reason, and looked at after a long absence."""

from __future__ import annotations

import pandas as pd

from pmr_batch.layout.standard_workbook import OBJECTIVES, STAFF
from pmr_batch.rules.facts.absence import back_in_good_time, looked_at_again
from pmr_batch.rules.facts.cycle_dates import in_own_cycle
from pmr_batch.rules.facts.objective_sets import is_first_objective
from pmr_batch.rules.rule import ALL, ALWAYS, ERROR, FINAL, QUERY, Code, declare, rule

revision_reasoned = declare(
    Code("PM415", clause="4.7", severity=ERROR, stage=ALWAYS, group=ALL),
    "revision-has-a-reason",
    reads=(OBJECTIVES.revised_on,),
    blames=(OBJECTIVES.reason_for_revision,),
    says="is blank",
    must_hold="An objective is revised where circumstances change: it then has the reason, "
    "and a date within the cycle and after it was set.",
    remedy="Fill in the reason.",
)


@rule(
    Code("PM415", clause="4.7", severity=ERROR, stage=ALWAYS, group=ALL),
    "revision-has-a-date",
    reads=(OBJECTIVES.reason_for_revision,),
    blames=(OBJECTIVES.revised_on,),
    says="is blank beside a reason for revision",
    must_hold=revision_reasoned.must_hold,
    remedy="Fill in the date, or remove the reason.",
)
def is_dated(objectives: pd.DataFrame) -> pd.Series:
    """A reason without a date tells of a revision nobody can place."""
    return objectives["revised_on"].notna() | objectives["reason_for_revision"].isna()


@rule(
    Code("PM415", clause="4.7", severity=ERROR, stage=ALWAYS, group=ALL),
    "revision-is-in-the-cycle",
    reads=(STAFF.cycle_from, STAFF.cycle_to),
    blames=(OBJECTIVES.revised_on,),
    says="is {value}, outside the person's cycle, {cycle_from} to {cycle_to}",
    must_hold=revision_reasoned.must_hold,
    remedy="Correct the date.",
)
def is_in_cycle(objectives: pd.DataFrame) -> pd.Series:
    """A date still to come is told as PM108."""
    return in_own_cycle(objectives, "revised_on") | (objectives["revised_on"] > objectives["as_of"])


@rule(
    Code("PM415", clause="4.7", severity=ERROR, stage=ALWAYS, group=ALL),
    "revision-comes-after",
    reads=(OBJECTIVES.set_on, STAFF.cycle_from, STAFF.cycle_to),
    blames=(OBJECTIVES.revised_on,),
    says="is {value}, not after the objective was set, on {set_on}",
    must_hold=revision_reasoned.must_hold,
    remedy="Correct the date.",
)
def is_after_it_was_set(objectives: pd.DataFrame) -> pd.Series:
    """Asked of dates within the cycle."""
    after = ~(objectives["revised_on"] <= objectives["set_on"])
    return after | ~in_own_cycle(objectives, "revised_on")


@rule(
    Code("PM416", clause="4.7", severity=QUERY, stage=FINAL, group=ALL),
    "objectives-looked-at-after-absence",
    reads=(STAFF.absent_to, back_in_good_time, looked_at_again, is_first_objective),
    blames=(OBJECTIVES.revised_on,),
    parameters=("extended_absence",),
    says="is {value}, and no review meeting followed the absence that ended on {absent_to}",
    must_hold="After an extended absence objectives are looked at again: revised, or talked about in a review meeting.",
    remedy="Explain on Explanations.",
)
def are_looked_at_again(objectives: pd.DataFrame) -> pd.Series:
    """One finding a person, at the first objective."""
    missed = objectives["back_in_good_time"] & ~objectives["looked_at_again"]
    return ~(missed & objectives["is_first_objective"])


#: The main one of a code first.
RULES = (revision_reasoned, is_dated, is_in_cycle, is_after_it_was_set, are_looked_at_again)
