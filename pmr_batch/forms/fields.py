"""A form's content as the text that stands in it: dates, money, pay line and blank rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from pmr_batch.forms.content import Development, FormContent, Objective
from pmr_batch.moderated import Pay
from pmr_batch.words import day, pounds

#: What Appendix A leaves room for where nothing is filled in.
BLANK_ASPECTS, BLANK_DATES, BLANK_OBJECTIVES, BLANK_NEEDS = 5, 3, 4, 5

_UNDECIDED = "have / have not been met:"
#: The pay line, by Pay criteria of Reviews.
_CRITERIA = {
    "Have been met": "have been met:",
    "Have not been met": "have not been met:",
    "Not applicable": f"{_UNDECIDED} not applicable",
}


def pay_level(pay: Pay | None) -> str:
    """A pay level with its place on the scales, such as £31,650 (Main, M3); the bare pound sign where unknown."""
    if pay is None:
        return "£"
    amount = "£" if pay.amount is None else pounds(pay.amount)
    place = ", ".join(part for part in (pay.range, pay.point) if part)
    return f"{amount} ({place})" if place else amount


def fields(content: FormContent) -> dict[str, Any]:
    """Everything the template of Appendix A may name; every leaf is text."""
    return {
        **{name: getattr(content, name) for name in _AS_TYPED},
        **{name: _day(getattr(content, name)) for name in _DATES},
        "reviewers": "\n".join(content.reviewers),
        "aspects": _or_blank(content.aspects, [""] * BLANK_ASPECTS),
        "informal_reviews": _or_blank([day(value) for value in content.informal_reviews], [""] * BLANK_DATES),
        "objectives": [_objective(line) for line in _or_blank(content.objectives, _BLANK_OBJECTIVES)],
        "development": [vars(line) for line in _or_blank(content.development, [Development()] * BLANK_NEEDS)],
        "criteria": _CRITERIA.get(content.criteria, _UNDECIDED),
        "current_pay": pay_level(content.current_pay),
        "recommended_pay": pay_level(content.recommended_pay),
    }


_AS_TYPED = (
    "name",
    "payroll_number",
    "trust",
    "academy",
    "status",
    "job_title",
    "standards",
    "against_objectives",
    "job_role",
    "absence",
    "additional",
    "teaching",
    "cpd",
    "comments",
)
_DATES = (
    "cycle_from",
    "cycle_to",
    "initial_meeting",
    "final_review",
    "reviewer_signed_on",
    "employee_signed_on",
)
_BLANK_OBJECTIVES = [Objective(no=number) for number in range(1, BLANK_OBJECTIVES + 1)]


def _or_blank(lines: Sequence[Any], blank: Sequence[Any]) -> list[Any]:
    return list(lines) or list(blank)


def _day(value: date | None) -> str:
    return day(value) if value else ""


def _objective(line: Objective) -> dict[str, str]:
    return {
        **{name: getattr(line, name) for name in ("objective", "measures", "success", "summary", "outcome")},
        "no": "" if line.no is None else str(line.no),
        "due_on": _day(line.due_on),
    }
