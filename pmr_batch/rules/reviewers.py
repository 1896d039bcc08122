"""Rules of section 3.1 and 3.4 of the policy: who reviews whom, and whether they may and can."""

from __future__ import annotations

import pandas as pd

from pmr_batch.layout.standard_workbook import REVIEWERS, STAFF
from pmr_batch.rules.facts.cell_texts import in_words
from pmr_batch.rules.facts.panel_members import sits_on_own_panel
from pmr_batch.rules.facts.reviewees import (
    managed_by_others,
    managed_by_others_told,
    reviewee_academies,
    reviewee_count,
    teachers_reviewed,
)
from pmr_batch.rules.facts.reviewer_choice import own_reviewer, reviewer_is_listed, reviewer_meant, reviews_in_turn
from pmr_batch.rules.rule import ALL, ALWAYS, ERROR, NOTE, PLANNING, QUERY, TEACHING, Code, rule

#: A sheet has a name of its own.
_NAME_OF_REVIEWER, _NAME = REVIEWERS.by_key["name"], STAFF.by_key["name"]


@rule(
    Code("PM301", clause="3.1", severity=ERROR, stage=PLANNING, group=ALL),
    "everybody-has-a-reviewer",
    reads=(own_reviewer, reviewer_is_listed, reviewer_meant),
    blames=(STAFF.reviewer,),
    says="is {value}, which is no payroll number on Reviewers{reviewer_meant}",
    must_hold="Everybody in review has a reviewer, who has a row on Reviewers, or Panel.",
    remedy="Give the payroll number of somebody on Reviewers, or add the reviewer there.",
)
def is_on_reviewers(staff: pd.DataFrame) -> pd.Series:
    """Heads and executives have a panel: whatever else they name is told as PM303 or PM304."""
    return staff["reviewer_is_listed"]


@rule(
    Code("PM302", clause="3.1", severity=ERROR, stage=ALWAYS, group=ALL),
    "nobody-reviews-themself",
    reads=(STAFF.payroll_number,),
    blames=(STAFF.reviewer,),
    says="is {value}, the person's own payroll number",
    must_hold="Nobody reviews themself.",
    remedy="Name another reviewer.",
)
def is_somebody_else(staff: pd.DataFrame) -> pd.Series:
    """No other rule about reviewers is then asked of the person."""
    return staff["reviewer"].isna() | (staff["reviewer"] != staff["payroll_number"])


@rule(
    Code("PM302", clause="3.1", severity=ERROR, stage=ALWAYS, group=ALL),
    "nobody-sits-on-their-own-panel",
    reads=(sits_on_own_panel,),
    blames=(STAFF.reviewer,),
    says="is {value}, and the person is a member of it",
    must_hold="Nobody reviews themself.",
    remedy="Name another member on Panels.",
)
def is_not_on_it(staff: pd.DataFrame) -> pd.Series:
    """A panel that has its own reviewee among its members is a way of reviewing oneself."""
    return ~staff["sits_on_own_panel"]


@rule(
    Code("PM306", clause="3.1", severity=ERROR, stage=ALWAYS, group=TEACHING),
    "teachers-are-reviewed-by-qualified-teachers",
    reads=(_NAME_OF_REVIEWER, teachers_reviewed),
    affects=teachers_reviewed,
    blames=(REVIEWERS.qualified_teacher,),
    says="is {value}, and {name} reviews teachers",
    must_hold="Whoever reviews a teacher is a qualified teacher with current teaching experience.",
    remedy="Name another reviewer for the teachers on Staff; where only this cell is wrong, correct it.",
)
def is_qualified(reviewers: pd.DataFrame) -> pd.Series:
    """Asked of whoever has teachers in review, in own right or standing in."""
    return ~(reviewers["teachers_reviewed"].astype(bool) & (reviewers["qualified_teacher"] == "No"))


@rule(
    Code("PM306", clause="3.1", severity=ERROR, stage=ALWAYS, group=TEACHING),
    "teachers-are-reviewed-by-who-teaches-now",
    reads=(_NAME_OF_REVIEWER, REVIEWERS.qualified_teacher, teachers_reviewed),
    affects=teachers_reviewed,
    blames=(REVIEWERS.teaching_now,),
    says="is {value}, and {name} reviews teachers",
    must_hold=is_qualified.must_hold,
    remedy=is_qualified.remedy,
)
def is_teaching(reviewers: pd.DataFrame) -> pd.Series:
    """Somebody who is no qualified teacher at all is told at that cell."""
    reviews_teachers = reviewers["teachers_reviewed"].astype(bool) & (reviewers["qualified_teacher"] == "Yes")
    return ~(reviews_teachers & (reviewers["teaching_now"] == "No"))


@rule(
    Code("PM307", clause="3.1", severity=QUERY, stage=PLANNING, group=ALL),
    "reviewer-is-suitable",
    reads=(_NAME_OF_REVIEWER, managed_by_others, managed_by_others_told),
    affects=managed_by_others,
    blames=(REVIEWERS.suitability,),
    says="is {value}, and {name} is not the line manager of {managed_by_others_told}",
    must_hold="A reviewer who is not the line manager has a suitable position in the staffing structure, "
    "background, experience and training.",
    remedy="Say in Suitability which these are.",
)
def is_suitable(reviewers: pd.DataFrame) -> pd.Series:
    """Where no line manager is given, nobody is asked."""
    return ~reviewers["managed_by_others"].astype(bool) | in_words(reviewers["suitability"])


@rule(
    Code("PM312", clause="3.4", severity=QUERY, stage=ALWAYS, group=ALL),
    "reviewer-has-time-for-everybody",
    reads=(reviewee_count, reviewee_academies),
    blames=(REVIEWERS.payroll_number,),
    parameters=("reviewees_per_reviewer",),
    of_person=True,
    says="reviews {reviewee_count} people in {reviewee_academies}, more than {reviewees_per_reviewer}",
    must_hold="Reviews are shared out so that nobody has more reviewees, over all academies, than the trust's number.",
    remedy="Share the reviews out, or explain on Explanations.",
)
def has_time(reviewers: pd.DataFrame) -> pd.Series:
    """Counted within a cycle; told once, whatever the number of academies."""
    return ~(reviewers["reviewee_count"] > reviewers["reviewees_per_reviewer"])


@rule(
    Code("PM313", clause="workbook", severity=NOTE, stage=ALWAYS, group=ALL),
    "no-two-review-each-other",
    reads=(_NAME, reviews_in_turn),
    blames=(STAFF.reviewer,),
    says="is {value}: {name} and {reviews_in_turn} review each other",
    must_hold="Two people who review each other may find it hard to be frank.",
    remedy="Consider another reviewer for one of them.",
)
def is_reviewed_by_a_third(staff: pd.DataFrame) -> pd.Series:
    """Told once, on the first row of the two."""
    return staff["reviews_in_turn"].isna()


#: The main one of a code first.
RULES = (
    is_on_reviewers, is_somebody_else, is_not_on_it, is_qualified, is_teaching, is_suitable, has_time,
    is_reviewed_by_a_third,
)  # fmt: skip
