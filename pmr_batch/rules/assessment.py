"""Rules of sections 6.1, 6.4 and 6.6 of the policy: what a review assesses, and on what evidence.

An assessment is one in words: a blank, a dash, "n/a" or "to follow" assesses nothing.
"""

from __future__ import annotations

import pandas as pd

from pmr_batch.layout.columns import Column
from pmr_batch.layout.standard_workbook import OBJECTIVES, REVIEWS, STAFF
from pmr_batch.rules.facts.absence import evidence_given, long_absence
from pmr_batch.rules.facts.cell_texts import holds_a_place, says_something
from pmr_batch.rules.facts.person_rows import has_review
from pmr_batch.rules.facts.professional_standards import fitting_standards, standards_fit
from pmr_batch.rules.rule import ALL, ERROR, FINAL, PLANNING, QUERY, TEACHERS, Code, Verdict, declare, rule


def _is_assessed(column: Column) -> Verdict:
    return lambda reviews: reviews[column.key].isna() | says_something(reviews[column.key])


ASSESSMENTS = (
    declare(
        Code("PM601", clause="6.1; 6.4", severity=ERROR, stage=FINAL, group=ALL),
        "objectives-are-assessed",
        _is_assessed(REVIEWS.assessment_against_objectives),
        blames=(REVIEWS.assessment_against_objectives,),
        says="is {value}, which assesses nothing",
        must_hold="The review assesses the performance against the objectives.",
        remedy="Write the assessment.",
    ),
    declare(
        Code("PM603", clause="6.1; 6.4", severity=ERROR, stage=FINAL, group=ALL),
        "job-role-is-assessed",
        _is_assessed(REVIEWS.assessment_against_job_role),
        blames=(REVIEWS.assessment_against_job_role,),
        says="is {value}, which assesses nothing",
        must_hold="The review assesses the performance against the job role.",
        remedy="Write the assessment.",
    ),
    declare(
        Code("PM604", clause="6.1; 6.4", severity=ERROR, stage=FINAL, group=TEACHERS),
        "teaching-is-assessed",
        _is_assessed(REVIEWS.quality_of_teaching),
        blames=(REVIEWS.quality_of_teaching,),
        says="is {value}, which assesses nothing",
        must_hold="The review of a teacher assesses the teaching against the professional standards.",
        remedy="Write the assessment.",
    ),
    declare(
        Code("PM605", clause="6.1; 6.4", severity=ERROR, stage=FINAL, group=ALL),
        "development-is-assessed",
        _is_assessed(REVIEWS.cpd_activity),
        blames=(REVIEWS.cpd_activity,),
        says="is {value}, which assesses nothing",
        must_hold="The review assesses how the person took responsibility for their own development, "
        "and what it changed.",
        remedy="Write the assessment.",
    ),
)

concluded = declare(
    Code("PM602", clause="6.4; Appendix A", severity=ERROR, stage=FINAL, group=ALL),
    "objective-is-concluded",
    blames=(OBJECTIVES.outcome, OBJECTIVES.summary_of_success),
    says="is blank",
    must_hold="At the end of the cycle each objective has an outcome, and a summary of success in words.",
    remedy="Fill in the cell.",
)


@rule(
    Code("PM602", clause="6.4; Appendix A", severity=ERROR, stage=FINAL, group=ALL),
    "objective-is-summed-up",
    reads=(OBJECTIVES.outcome, has_review),
    blames=(OBJECTIVES.summary_of_success,),
    says="is {value}, which sums up nothing",
    must_hold=concluded.must_hold,
    remedy="Write what was achieved.",
)
def is_summed_up(objectives: pd.DataFrame) -> pd.Series:
    """Of an objective that was not assessed there is nothing to sum up, and a dash will do."""
    empty = holds_a_place(objectives["summary_of_success"]) & (objectives["outcome"] != "Not assessed")
    return ~empty | ~objectives["has_review"]


@rule(
    Code("PM602", clause="6.4; Appendix A", severity=ERROR, stage=FINAL, group=ALL),
    "objective-is-assessed",
    reads=(OBJECTIVES.revised_on, long_absence, evidence_given, has_review),
    blames=(OBJECTIVES.outcome,),
    says="is {value}, without an absence or a revision",
    must_hold="Each objective is assessed, unless it was revised in the cycle, or the person was absent and Reviews "
    "says so under Evidence if absent.",
    remedy="Choose the outcome, or fill in Evidence if absent on Reviews.",
)
def is_assessed(objectives: pd.DataFrame) -> pd.Series:
    """After an extended absence PM619 asks for the evidence, once."""
    excused = objectives["long_absence"] | objectives["evidence_given"] | objectives["revised_on"].notna()
    return (objectives["outcome"] != "Not assessed") | excused | ~objectives["has_review"]


@rule(
    Code("PM619", clause="6.6", severity=ERROR, stage=FINAL, group=ALL),
    "absence-has-its-evidence",
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
    Code("PM627", clause="6.1", severity=QUERY, stage=PLANNING, group=ALL),
    "standards-fit-the-role",
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


#: The main one of a code first.
RULES = (*ASSESSMENTS, concluded, is_summed_up, is_assessed, names_evidence, fit_the_role)
