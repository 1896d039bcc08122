"""A form's content as text: dates, money, pay line and blank rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from pmr_batch.model.person import Pay
from pmr_batch.word.appendix_a.content import Development, FormContent, Objective
from pmr_batch.word.appendix_a.controls import CRITERIA
from pmr_batch.words import day, pounds

#: The rows of the blank Appendix A. It has two tables of objectives: the second takes what the first does not.
BLANK_ASPECTS, BLANK_DATES, BLANK_OBJECTIVES, BLANK_FURTHER_OBJECTIVES, BLANK_NEEDS = 5, 3, 4, 1, 5


def pay_level(pay: Pay | None) -> str:
    """A pay level with its place on the scales, such as £31,650 (Main, M3); the bare pound sign where unknown."""
    if pay is None:
        return "£"
    amount = "£" if pay.amount is None else pounds(pay.amount)
    place = ", ".join(part for part in (pay.range, pay.point) if part)
    return f"{amount} ({place})" if place else amount


def fields(content: FormContent) -> dict[str, Any]:
    """Everything the template of Appendix A may name; every leaf is text."""
    spare = content.spare_rows
    objectives = [_objective(line) for line in _filled_up(content.objectives, _numbered(content), spare=spare)]
    return {
        **{name: getattr(content, name) for name in _TEXTS},
        **{name: _day(getattr(content, name)) for name in _DATES},
        "reviewers": "\n".join(content.reviewers),
        "aspects": _filled_up(content.aspects, [""] * BLANK_ASPECTS, spare=False),
        "informal_reviews": _filled_up([*map(day, content.informal_reviews)], [""] * BLANK_DATES, spare=spare),
        "objectives": objectives[:BLANK_OBJECTIVES],
        "further_objectives": objectives[BLANK_OBJECTIVES:],
        "development": [
            vars(line) for line in _filled_up(content.development, [Development()] * BLANK_NEEDS, spare=spare)
        ],
        "criteria": CRITERIA.get(content.criteria, ""),
        "current_pay": pay_level(content.current_pay),
        "recommended_pay": pay_level(content.recommended_pay),
    }


_TEXTS = (
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


def _filled_up(lines: Sequence[Any], blank: Sequence[Any], *, spare: bool) -> list[Any]:
    """The lines; where there are none, or with spare rows, filled up with the blank rows that are left."""
    return [*lines, *blank[len(lines) :]] if spare or not lines else list(lines)


def _numbered(content: FormContent) -> list[Objective]:
    """Blank objectives, with the numbers that follow on the existing ones."""
    last = max((objective.no or 0 for objective in content.objectives), default=0)
    first = last - len(content.objectives) + 1
    return [Objective(no=number) for number in range(first, first + BLANK_OBJECTIVES + BLANK_FURTHER_OBJECTIVES)]


def _day(value: date | None) -> str:
    return day(value) if value else ""


def _objective(line: Objective) -> dict[str, str]:
    return {
        **{name: getattr(line, name) for name in ("objective", "measures", "success", "summary", "outcome")},
        "no": "" if line.no is None else str(line.no),
        "due_on": _day(line.due_on),
    }
