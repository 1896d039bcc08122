"""Rules of section 3.1 of the policy: what heads decide: appointments, concerns about a reviewer, recommendations."""

from __future__ import annotations

import pandas as pd

from pmr_batch.layout.standard_workbook import REVIEWERS, REVIEWS, STAFF
from pmr_batch.rules.facts.appointments import (
    appointing_positions,
    may_appoint,
    may_decide_concern,
    may_recommend,
    own_leaders,
    recommends_own_pay,
    who_recommends,
)
from pmr_batch.rules.facts.person_rows import has_panel
from pmr_batch.rules.facts.reviewees import all_reviewees
from pmr_batch.rules.rule import ALL, ALWAYS, ERROR, FINAL, QUERY, Code, rule


@rule(
    Code("PM308", clause="3.1", severity=QUERY, stage=ALWAYS, group=ALL),
    "concern-about-the-reviewer-is-decided",
    reads=(STAFF.reviewer_concern, may_decide_concern, own_leaders),
    blames=(STAFF.reviewer_concern_decided_by,),
    says="is {value}, not {own_leaders}",
    says_blank="is blank, though Reviewer concern says that one was raised",
    must_hold="A concern about the choice of reviewer is decided by the Executive Headteacher, the Headteacher or the "
    "Head of School, in the central team by the CEO.",
    remedy="Correct who decided, or explain on Explanations.",
    blank_remedy="Fill in the payroll number of the head who decided, or explain on Explanations.",
)
def is_decided_by_a_head(staff: pd.DataFrame) -> pd.Series:
    """A name beside no concern says nothing."""
    decided = staff["reviewer_concern"].notna() & staff["reviewer_concern_decided_by"].notna()
    return staff["may_decide_concern"] | ~decided


@rule(
    Code("PM310", clause="3.1", severity=ERROR, stage=FINAL, group=ALL),
    "the-right-person-recommends",
    reads=(REVIEWS.payroll_number, has_panel, may_recommend, who_recommends),
    blames=(REVIEWS.recommended_by,),
    says="is {value}, not {who_recommends}",
    must_hold="The Executive Headteacher, the Headteacher or the Head of School recommends the pay of an academy's "
    "staff, the CEO that of the central team, and their panel that of heads and executives.",
    remedy="Have the recommendation made by the right person, and enter who it is: {who_recommends}.",
)
def is_made_by_the_right_person(reviews: pd.DataFrame) -> pd.Series:
    """Blank stands for whoever authorised the return (PM017), and for the panel of heads and executives."""
    own = (reviews["recommended_by"] == reviews["payroll_number"]) & ~reviews["has_panel"]
    return reviews["may_recommend"] | reviews["recommended_by"].isna() | own


@rule(
    Code("PM310", clause="3.1", severity=ERROR, stage=FINAL, group=ALL),
    "nobody-recommends-their-own-pay",
    reads=(recommends_own_pay,),
    blames=(REVIEWS.recommended_by,),
    says="is {value}, so that the person recommends their own pay",
    must_hold="Nobody recommends their own pay; a blank stands for whoever authorised the return.",
    remedy="Have the recommendation made by another head of the academy, and enter who it is.",
)
def is_somebody_elses(reviews: pd.DataFrame) -> pd.Series:
    """Somebody who acts as head of the academy that reviews them may have authorised its return."""
    return ~reviews["recommends_own_pay"]


@rule(
    Code("PM311", clause="3.1", severity=ERROR, stage=ALWAYS, group=ALL),
    "reviewer-is-appointed-by-a-head",
    reads=(may_appoint, appointing_positions, all_reviewees),
    affects=all_reviewees,
    blames=(REVIEWERS.appointed_by,),
    says="is {value}, not {appointing_positions}",
    must_hold="The Executive Headteacher, the Headteacher or the Head of School appoints the reviewers in an academy, "
    "the CEO those in the central team.",
    remedy="Have the reviewer appointed by one of these, and correct Appointed by.",
)
def is_appointed_by_a_head(reviewers: pd.DataFrame) -> pd.Series:
    """Asked of whoever reviews somebody: the Board appoints panels, which are on a sheet of their own."""
    return reviewers["may_appoint"] | ~reviewers["all_reviewees"].astype(bool)


#: The main one of a code first.
RULES = (is_decided_by_a_head, is_made_by_the_right_person, is_somebody_elses, is_appointed_by_a_head)
