"""Rules of section 3.1 of the policy: who stands in for a reviewer who is absent or has left."""

from __future__ import annotations

import pandas as pd

from pmr_batch.layout.standard_workbook import REVIEWERS
from pmr_batch.rules.facts.absent_reviewers import absent_since, away_told, is_stood_in_for, left_behind
from pmr_batch.rules.facts.reviewees import stood_in_reviewees
from pmr_batch.rules.facts.stand_ins import is_executive_head, is_of_teaching_staff, stands_in_wrongly
from pmr_batch.rules.rule import ALL, ALWAYS, PLANNING, QUERY, TEACHING, Code, rule

#: A sheet has a name of its own.
_NAME = REVIEWERS.by_key["name"]


@rule(
    Code("PM309", clause="3.1", severity=QUERY, stage=ALWAYS, group=TEACHING),
    "stand-in-is-of-the-teaching-staff",
    reads=(_NAME, is_executive_head, is_of_teaching_staff, stood_in_reviewees),
    affects=stood_in_reviewees,
    blames=(REVIEWERS.stands_in_for, REVIEWERS.stands_in_from),
    says="is {value}, and {name} is neither the Executive Headteacher nor a member of the teaching staff",
    must_hold="An absent reviewer is stood in for by the Executive Headteacher, or by a member of the teaching staff, "
    "from a date.",
    remedy="Name another stand-in, with the date from which, or explain on Explanations.",
)
def may_stand_in(reviewers: pd.DataFrame) -> pd.Series:
    """Asked where the absent reviewer has reviewees in review here."""
    may = reviewers["is_executive_head"] | reviewers["is_of_teaching_staff"]
    return may | ~reviewers["stood_in_reviewees"].astype(bool)


@rule(
    Code("PM309", clause="3.1", severity=QUERY, stage=ALWAYS, group=TEACHING),
    "stand-in-is-for-a-reviewer",
    reads=(stands_in_wrongly,),
    blames=(REVIEWERS.stands_in_for,),
    says="is {value}, {stands_in_wrongly}",
    must_hold="A stand-in does the reviews of an absent reviewer, who is named by payroll number.",
    remedy="Correct the payroll number of the absent reviewer.",
)
def is_for_somebody(reviewers: pd.DataFrame) -> pd.Series:
    """A slip of the pen leaves the absent reviewer without a stand-in."""
    return reviewers["stands_in_wrongly"].isna()


@rule(
    Code("PM314", clause="3.1", severity=QUERY, stage=PLANNING, group=ALL),
    "absent-reviewer-is-replaced",
    reads=(absent_since, away_told, left_behind, is_stood_in_for),
    affects=left_behind,
    blames=(REVIEWERS.payroll_number,),
    parameters=("extended_absence",),
    of_person=True,
    says="{away_told}, nobody stands in, and there are still reviews to be done",
    must_hold="A reviewer who left, or is on an extended absence, is replaced or stood in for.",
    remedy="Name another reviewer on Staff, or a stand-in on Reviewers, or explain on Explanations.",
)
def is_replaced(reviewers: pd.DataFrame) -> pd.Series:
    """A review that was over before the reviewer went needs nobody else."""
    return ~reviewers["left_behind"].astype(bool) | reviewers["is_stood_in_for"]


#: The main one of a code first.
RULES = (may_stand_in, is_for_somebody, is_replaced)
