"""Rules of sections 6.1, 6.4 and 6.6 of the policy: what a review assesses, and on what evidence.

An assessment is one in words: a blank, a dash, "n/a" or "to follow" assesses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pandas as pd

from pmr_batch.layout.columns import Column
from pmr_batch.layout.standard_workbook import OBJECTIVES, REVIEWS, STAFF
from pmr_batch.rules.facts.absence import long_absence
from pmr_batch.rules.facts.evidence import evidence_given
from pmr_batch.rules.facts.people import has_review
from pmr_batch.rules.facts.standards import fitting_standards, standards_fit
from pmr_batch.rules.facts.texts import holds_a_place, says_something
from pmr_batch.rules.rule import ALL, ASKED, ERROR, FINAL, TEACHERS, Rule, declared, rule

ASSESSED: dict[str, Any] = {"severity": ERROR, "stage": FINAL, "group": ALL}


def _assessment(code: str, slug: str, column: Column, must_hold: str, **more: Any) -> Rule:
    """The rule of one column of Reviews that assesses something."""

    def is_assessed(reviews: pd.DataFrame) -> pd.Series:
        return reviews[column.key].isna() | says_something(reviews[column.key])

    parts = ASSESSED | {"clause": "6.1; 6.4", "blames": (column,), "function": is_assessed} | more
    said = {"says": "is {value}, which assesses nothing", "remedy": "Write the assessment."}
    return declared(code, slug, must_hold=must_hold, **said, **parts)


ASSESSMENTS = [
    _assessment(
        "PM601",
        "objectives-are-assessed",
        REVIEWS.assessment_against_objectives,
        "The review assesses the performance against the objectives.",
    ),
    _assessment(
        "PM603",
        "job-role-is-assessed",
        REVIEWS.assessment_against_job_role,
        "The review assesses the performance against the job role.",
    ),
    _assessment(
        "PM604",
        "teaching-is-assessed",
        REVIEWS.quality_of_teaching,
        "The review of a teacher assesses the teaching against the professional standards.",
        group=TEACHERS,
    ),
    _assessment(
        "PM605",
        "development-is-assessed",
        REVIEWS.cpd_activity,
        "The review assesses how the person took responsibility for their own development, and what it changed.",
    ),
]

concluded = declared(
    "PM602",
    "objective-is-concluded",
    clause="6.4; Appendix A",
    **ASSESSED,
    blames=(OBJECTIVES.outcome, OBJECTIVES.summary_of_success),
    says="is blank",
    must_hold="At the end of the cycle each objective has an outcome, and a summary of success in words.",
    remedy="Fill in the cell.",
)


def _is_summed_up(objectives: pd.DataFrame) -> pd.Series:
    """Of an objective that was not assessed there is nothing to sum up, and a dash will do."""
    empty = holds_a_place(objectives["summary_of_success"]) & (objectives["outcome"] != "Not assessed")
    return ~empty | ~objectives["has_review"]


summed_up = replace(
    concluded,
    slug="objective-is-summed-up",
    reads=(OBJECTIVES.outcome, has_review),
    blames=(OBJECTIVES.summary_of_success,),
    says="is {value}, which sums up nothing",
    remedy="Write what was achieved.",
    function=_is_summed_up,
)


def _is_assessed(objectives: pd.DataFrame) -> pd.Series:
    """After an extended absence PM619 asks for the evidence, once."""
    excused = objectives["long_absence"] | objectives["evidence_given"] | objectives["revised_on"].notna()
    return (objectives["outcome"] != "Not assessed") | excused | ~objectives["has_review"]


assessed_or_excused = replace(
    concluded,
    slug="objective-is-assessed",
    reads=(OBJECTIVES.revised_on, long_absence, evidence_given, has_review),
    blames=(OBJECTIVES.outcome,),
    says="is {value}, without an absence or a revision",
    must_hold="Each objective is assessed, unless it was revised in the cycle, or the person was absent and Reviews "
    "says so under Evidence if absent.",
    remedy="Choose the outcome, or fill in Evidence if absent on Reviews.",
    function=_is_assessed,
)


@rule(
    "PM619",
    "absence-has-its-evidence",
    clause="6.6",
    **ASSESSED,
    reads=(long_absence,),
    blames=(REVIEWS.evidence_if_absent,),
    parameters=("extended_absence",),
    says="is {value}, which names no evidence",
    must_hold="After an extended absence in the cycle, the review says on what evidence it rests.",
    remedy="Write what the review rests on: the time at work and, where needed, earlier performance.",
)
def names_evidence(reviews: pd.DataFrame) -> pd.Series:
    """Nobody is assessed on the time away."""
    evidence = reviews["evidence_if_absent"]
    return ~reviews["long_absence"] | evidence.isna() | says_something(evidence)


@rule(
    "PM627",
    "standards-fit-the-role",
    clause="6.1",
    **ASKED,
    reads=(STAFF.role, standards_fit, fitting_standards),
    blames=(STAFF.professional_standards,),
    says="is {value}, and the role is {role}",
    must_hold="Everybody is assessed by the professional standards of their role; where it has none of its own, "
    "by the job description.",
    remedy="Choose {fitting_standards}, or explain on Explanations.",
)
def fit_the_role(staff: pd.DataFrame) -> pd.Series:
    """A workbook is issued with the standards of the role."""
    return staff["standards_fit"] | staff["professional_standards"].isna()


def rules() -> Iterator[Rule]:
    """All of them, the main one of a code first."""
    yield from (*ASSESSMENTS, concluded, summed_up, assessed_or_excused, names_evidence, fit_the_role)
