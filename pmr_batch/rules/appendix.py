"""Rules of Appendix A of the policy: the form can be filled in, and is signed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pandas as pd

from pmr_batch.layout.standard_workbook import REVIEWS, STAFF
from pmr_batch.rules.facts.texts import holds_a_place
from pmr_batch.rules.rule import ALL, ERROR, PLANNED, QUERY, REPORT, Rule, declared

APPENDIX_A = "Appendix A"

# Aspects are asked for where they are blank and none of the person's objectives names a priority (layout).
headed = declared(
    "PM901",
    "form-can-be-headed",
    clause=APPENDIX_A,
    **PLANNED,
    blames=(STAFF.professional_standards, STAFF.improvement_plan_aspects),
    says="is blank",
    must_hold="The form of Appendix A names the standards of the role and the aspects of the improvement plan: as "
    "typed here, or the priorities that the objectives name.",
    remedy="Fill in the cell; for the aspects it is enough that one objective names its Improvement priority.",
)


def _names_aspects(staff: pd.DataFrame) -> pd.Series:
    """What is typed here stands on the form, whatever the objectives name."""
    return ~holds_a_place(staff["improvement_plan_aspects"])


aspects_named = replace(
    headed,
    slug="aspects-are-named",
    blames=(STAFF.improvement_plan_aspects,),
    says="is {value}, which names no aspect",
    remedy="Name the aspects; or leave the cell blank, where an objective names its Improvement priority.",
    function=_names_aspects,
)

SIGNED: dict[str, Any] = {"clause": APPENDIX_A, "stage": REPORT, "group": ALL, "says": "is blank"}
SIGNATURES = [
    declared(
        "PM903",
        "reviewer-has-signed",
        severity=ERROR,
        **SIGNED,
        blames=(REVIEWS.reviewer_signed_on,),
        must_hold="The reviewer has signed the form of Appendix A.",
        remedy="Have it signed, and fill in the date.",
    ),
    declared(
        "PM904",
        "employee-has-signed",
        severity=QUERY,
        **SIGNED,
        blames=(REVIEWS.employee_signed_on,),
        must_hold="The employee has signed the form of Appendix A, or it is explained why not.",
        remedy="Have it signed, and fill in the date; or explain on Explanations.",
    ),
]


def rules() -> Iterator[Rule]:
    """All of them, the main one of a code first."""
    yield from (headed, aspects_named, *SIGNATURES)
