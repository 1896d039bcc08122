"""Rules of section 9.2 of the policy: who moves to the Upper pay range, or from the Unqualified one."""

from __future__ import annotations

import pandas as pd

from pmr_batch.layout.standard_workbook import MET, REVIEWS, STAFF
from pmr_batch.policy.pay_ranges import FOR_QUALIFIED, MAIN, UNQUALIFIED, UPPER
from pmr_batch.rules.facts.pay_scales import range_recommended
from pmr_batch.rules.rule import ERROR, FINAL, TEACHERS, Code, declare, rule

#: Ranges from which a teacher applies for the Upper one.
_BELOW_UPPER = (MAIN, UNQUALIFIED)

application_assessed = declare(
    Code("PM618", clause="9.2", severity=ERROR, stage=FINAL, group=TEACHERS),
    "application-is-assessed",
    blames=(REVIEWS.upr_outcome,),
    says="is blank",
    must_hold="An application for the Upper pay range is assessed by the head.",
    remedy="Choose what the head's assessment came to.",
)


def _not_qualified(reviews: pd.DataFrame) -> pd.Series:
    return (reviews["pay_range"] == UNQUALIFIED) & (reviews["qualified_teacher"] == "No")


@rule(
    Code("PM618", clause="9.2", severity=ERROR, stage=FINAL, group=TEACHERS),
    "move-to-upper-was-assessed",
    reads=(STAFF.pay_range, STAFF.qualified_teacher, REVIEWS.pay_criteria, REVIEWS.upr_application, range_recommended),
    blames=(REVIEWS.upr_outcome,),
    says="is {value}, and UPR application is {upr_application}, though a move to Upper is recommended",
    must_hold="A move to the Upper pay range follows an application that the head has assessed as met.",
    remedy="Complete the assessment, or recommend the current range and point.",
)
def was_assessed(reviews: pd.DataFrame) -> pd.Series:
    """A move without the criteria met is told as PM612, one without qualification as below."""
    moves = (reviews["range_recommended"] == UPPER) & reviews["pay_range"].isin(_BELOW_UPPER)
    met = (reviews["upr_application"] == "Yes") & (reviews["upr_outcome"] == "Meets")
    return ~moves | met | (reviews["pay_criteria"] != MET) | _not_qualified(reviews)


@rule(
    Code("PM618", clause="9.2", severity=ERROR, stage=FINAL, group=TEACHERS),
    "leaves-unqualified-when-qualified",
    reads=(STAFF.pay_range, STAFF.qualified_teacher, REVIEWS.pay_criteria),
    blames=(REVIEWS.recommended_range,),
    says="is {value}, though Qualified teacher on Staff is {qualified_teacher}",
    must_hold="A move from the Unqualified pay range follows qualification.",
    remedy="Correct Qualified teacher, or recommend the current range and point.",
)
def is_qualified(reviews: pd.DataFrame) -> pd.Series:
    """The ranges of qualified teachers are for nobody else."""
    moves = reviews["recommended_range"].isin(FOR_QUALIFIED) & (reviews["pay_criteria"] == MET)
    return ~(moves & _not_qualified(reviews))


#: The main one of a code first.
RULES = (application_assessed, was_assessed, is_qualified)
