"""Rules of Appendix A of the policy: the form can be filled in, and is signed."""

from __future__ import annotations

import pandas as pd

from pmr_batch.layout.standard_workbook import REVIEWS, STAFF
from pmr_batch.rules.facts.cell_texts import holds_a_place
from pmr_batch.rules.rule import ALL, ERROR, PLANNING, QUERY, REPORT, Code, declare, rule

APPENDIX_A = "Appendix A"

# Aspects are asked for where they are blank and none of the person's objectives names a priority (layout).
headed = declare(
    Code("PM901", clause="Appendix A", severity=ERROR, stage=PLANNING, group=ALL),
    "form-can-be-headed",
    blames=(STAFF.professional_standards, STAFF.improvement_plan_aspects),
    says="is blank",
    must_hold="The form of Appendix A names the standards of the role and the aspects of the improvement plan: as "
    "typed here, or the priorities that the objectives name.",
    remedy="Fill in the cell; for the aspects it is enough that one objective names its Improvement priority.",
)


@rule(
    Code("PM901", clause="Appendix A", severity=ERROR, stage=PLANNING, group=ALL),
    "aspects-are-named",
    blames=(STAFF.improvement_plan_aspects,),
    says="is {value}, which names no aspect",
    must_hold=headed.must_hold,
    remedy="Name the aspects; or leave the cell blank, where an objective names its Improvement priority.",
)
def names_aspects(staff: pd.DataFrame) -> pd.Series:
    """What is typed here stands on the form, whatever the objectives name."""
    return ~holds_a_place(staff["improvement_plan_aspects"])


reviewer_has_signed = declare(
    Code("PM903", clause="Appendix A", severity=ERROR, stage=REPORT, group=ALL),
    "reviewer-has-signed",
    blames=(REVIEWS.reviewer_signed_on,),
    says="is blank",
    must_hold="The reviewer has signed the form of Appendix A.",
    remedy="Have it signed, and fill in the date.",
)
employee_has_signed = declare(
    Code("PM904", clause="Appendix A", severity=QUERY, stage=REPORT, group=ALL),
    "employee-has-signed",
    blames=(REVIEWS.employee_signed_on,),
    says="is blank",
    must_hold="The employee has signed the form of Appendix A, or it is explained why not.",
    remedy="Have it signed, and fill in the date; or explain on Explanations.",
)


#: The main one of a code first.
RULES = (headed, names_aspects, reviewer_has_signed, employee_has_signed)
