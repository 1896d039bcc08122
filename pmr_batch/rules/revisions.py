"""Rules of section 4.7 of the policy: objectives are revised for a reason, and looked at after a long absence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from pmr_batch.layout.standard_workbook import OBJECTIVES, STAFF
from pmr_batch.rules.facts.absence import back_in_good_time, looked_at_again
from pmr_batch.rules.facts.cycle import in_own_cycle
from pmr_batch.rules.facts.objectives import is_first_objective
from pmr_batch.rules.rule import ALL, ALWAYS, ERROR, FINAL, QUERY, Rule, declared, rule

revision_reasoned = declared(
    "PM415",
    "revision-has-a-reason",
    clause="4.7",
    severity=ERROR,
    stage=ALWAYS,
    group=ALL,
    blames=(OBJECTIVES.reason_for_revision,),
    reads=(OBJECTIVES.revised_on,),
    says="is blank",
    must_hold="An objective is revised where circumstances change: it then has the reason, "
    "and a date within the cycle and after it was set.",
    remedy="Fill in the reason.",
)


def _is_dated(objectives: pd.DataFrame) -> pd.Series:
    """A reason without a date tells of a revision nobody can place."""
    return objectives["revised_on"].notna() | objectives["reason_for_revision"].isna()


def _is_in_cycle(objectives: pd.DataFrame) -> pd.Series:
    """A date still to come is told as PM108."""
    return in_own_cycle(objectives, "revised_on") | (objectives["revised_on"] > objectives["as_of"])


def _is_after_it_was_set(objectives: pd.DataFrame) -> pd.Series:
    """Asked of dates within the cycle."""
    after = ~(objectives["revised_on"] <= objectives["set_on"])
    return after | ~in_own_cycle(objectives, "revised_on")


_revision = replace(revision_reasoned, blames=(OBJECTIVES.revised_on,))
REVISIONS = [
    replace(
        _revision,
        slug="revision-has-a-date",
        reads=(OBJECTIVES.reason_for_revision,),
        says="is blank beside a reason for revision",
        remedy="Fill in the date, or remove the reason.",
        function=_is_dated,
    ),
    replace(
        _revision,
        slug="revision-is-in-the-cycle",
        reads=(STAFF.cycle_from, STAFF.cycle_to),
        says="is {value}, outside the person's cycle, {cycle_from} to {cycle_to}",
        remedy="Correct the date.",
        function=_is_in_cycle,
    ),
    replace(
        _revision,
        slug="revision-comes-after",
        reads=(OBJECTIVES.set_on, STAFF.cycle_from, STAFF.cycle_to),
        says="is {value}, not after the objective was set, on {set_on}",
        remedy="Correct the date.",
        function=_is_after_it_was_set,
    ),
]


@rule(
    "PM416",
    "objectives-looked-at-after-absence",
    clause="4.7",
    severity=QUERY,
    stage=FINAL,
    group=ALL,
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


def rules() -> Iterator[Rule]:
    """All of them, the main one of a code first."""
    yield from (revision_reasoned, *REVISIONS, are_looked_at_again)
