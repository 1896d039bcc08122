"""The content of each person's Appendix A, from everything the returns hold on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from pmr_batch.layout.standard_workbook import FINAL_REVIEWS, REVIEW_MEETINGS
from pmr_batch.model.person import Dossier, Row
from pmr_batch.settings.trust_settings import Settings
from pmr_batch.word.appendix_a.content import Development, FormContent, Objective, Origin
from pmr_batch.words import bare


def content(dossier: Dossier, trust: str, academy: str, cycle: str) -> FormContent:
    """One person's form, as far as the return goes; `academy` and `cycle` are their names. It has no stage yet."""
    staff, review = dossier.staff, dossier.review
    return FormContent(
        name=_text(staff["name"]),
        payroll_number=_text(staff["payroll_number"]),
        trust=trust,
        academy=academy,
        job_title=_text(staff["job_title"]),
        reviewers=dossier.reviewers,
        cycle_from=staff["cycle_from"],
        cycle_to=staff["cycle_to"],
        standards=_text(staff["professional_standards"]),
        aspects=_aspects(dossier),
        initial_meeting=next(iter(_dates(dossier, ("Initial meeting",))), None),
        informal_reviews=_dates(dossier, REVIEW_MEETINGS),
        final_review=next(iter(_dates(dossier, FINAL_REVIEWS)[-1:]), None),
        objectives=tuple(_objective(row) for row in sorted(dossier.objectives, key=_number)),
        development=tuple(_development(row) for row in dossier.development),
        against_objectives=_text(review["assessment_against_objectives"]),
        job_role=_text(review["assessment_against_job_role"]),
        absence=_text(review["evidence_if_absent"]),
        additional=_text(review["additional_information"]),
        teaching=_text(review["quality_of_teaching"]),
        cpd=_text(review["cpd_activity"]),
        criteria=_text(review["pay_criteria"]),
        current_pay=dossier.current,
        recommended_pay=dossier.recommended,
        comments=_text(review["employees_comments"]),
        reviewer_signed_on=review["reviewer_signed_on"],
        employee_signed_on=review["employee_signed_on"],
        origin=Origin(dossier.academy, cycle),
    )


def contents(dossiers: Iterable[Dossier], settings: Settings, cycle: str) -> Iterator[FormContent]:
    """The forms of some people of a cycle, in their order."""
    for dossier in dossiers:
        yield content(dossier, settings.trust, settings.academies[dossier.academy].name, cycle)


def _aspects(dossier: Dossier) -> tuple[str, ...]:
    """As typed, a line an aspect; blank = the priorities of the person's objectives, in their words."""
    typed = dossier.staff["improvement_plan_aspects"]
    if typed:
        return tuple(line.strip() for line in typed.splitlines() if line.strip())
    references = [row["improvement_priority"] for row in dossier.objectives if row["improvement_priority"]]
    words = {bare(row["priority"]): row["improvement_plan_priority"] for row in dossier.priorities if row["priority"]}
    return tuple(dict.fromkeys(words.get(bare(reference)) or reference for reference in references))


def _dates(dossier: Dossier, kinds: tuple[str, ...]) -> tuple[date, ...]:
    return tuple(sorted(row["date"] for row in dossier.meetings if row["kind"] in kinds and row["date"]))


def _number(row: Row) -> float:
    return float("inf") if row["no"] is None else row["no"]


def _objective(row: Row) -> Objective:
    return Objective(
        no=row["no"],
        objective=_text(row["objective"]),
        measures=_text(row["measures_and_milestones"]),
        success=_text(row["what_success_looks_like"]),
        due_on=row["due_on"],
        summary=_text(row["summary_of_success"]),
        outcome=_text(row["outcome"]),
    )


def _development(row: Row) -> Development:
    return Development(_text(row["development_required"]), _text(row["delivery"]), _text(row["application_and_impact"]))


def _text(value: Any) -> str:
    return "" if value is None else str(value)
