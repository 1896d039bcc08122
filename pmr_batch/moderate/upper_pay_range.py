"""Applications for the Upper pay range, with the evidence in the return, and what is missing of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pmr_batch.layout.standard_workbook import REVIEWS
from pmr_batch.model.applications import LOOKED_BACK_ON, Application, PastCycle
from pmr_batch.model.earlier_runs import Earlier
from pmr_batch.model.findings import Person
from pmr_batch.model.person import Dossier, ObjectiveCounts
from pmr_batch.model.round import Merged
from pmr_batch.policy.pay_ranges import UPPER
from pmr_batch.settings.trust_settings import Academy
from pmr_batch.words import counted

YES = "Yes"
#: The parts of a review that are evidence for the head's assessment.
_EVIDENCE = (
    REVIEWS.assessment_against_objectives,
    REVIEWS.assessment_against_job_role,
    REVIEWS.quality_of_teaching,
    REVIEWS.cpd_activity,
)


def applications(merged: Merged, academies: Mapping[str, Academy], earlier: Earlier) -> Iterator[Application]:
    """Everybody in review in the round who applied, was assessed or is to move, in the order of the people."""
    for person in merged.people:
        dossier = merged.dossiers.get((person.file or "", person.row or 0))
        if dossier and dossier.of_round and _is_about_upper(dossier):
            yield _application(person, dossier, academies, earlier)


def _is_about_upper(dossier: Dossier) -> bool:
    return dossier.review["upr_application"] == YES or bool(dossier.review["upr_outcome"]) or _moves(dossier)


def _moves(dossier: Dossier) -> bool:
    return dossier.recommended.range == UPPER != dossier.current.range


def _application(person: Person, dossier: Dossier, academies: Mapping[str, Academy], earlier: Earlier) -> Application:
    staff, review = dossier.staff, dossier.review
    return Application(
        academy=dossier.academy,
        academy_name=academies[dossier.academy].name,
        payroll_number=person.payroll_number,
        name=person.name,
        job_title=staff["job_title"],
        outcome=person.outcome,
        applied=review["upr_application"],
        assessed=review["upr_outcome"],
        recommender=dossier.recommender,
        current=dossier.current,
        recommended=dossier.recommended,
        criteria=review["pay_criteria"],
        objectives=ObjectiveCounts.of(dossier.objectives),
        against_objectives=review["assessment_against_objectives"],
        job_role=review["assessment_against_job_role"],
        teaching=review["quality_of_teaching"],
        cpd=review["cpd_activity"],
        past=tuple(_past(person.payroll_number, earlier)),
        missing=tuple(_missing(dossier)),
    )


def _past(payroll_number: str | None, earlier: Earlier) -> Iterator[PastCycle]:
    for cycle in earlier.cycles[:LOOKED_BACK_ON]:
        person = cycle.by_number.get(payroll_number or "")
        if person is not None:
            yield PastCycle(cycle.cycle, person.current.point, person.criteria, person.objectives)


def _missing(dossier: Dossier) -> Iterator[str]:
    """What somebody who assesses the application would ask for."""
    staff, review = dossier.staff, dossier.review
    if review["upr_application"] != YES:
        yield "the application"
    if not review["upr_outcome"]:
        yield "the head's assessment"
    if staff["qualified_teacher"] != YES:
        yield "qualification as a teacher"
    yield from (column.heading for column in _EVIDENCE if not review[column.key])
    without = sum(not row["outcome"] for row in dossier.objectives)
    if without or not dossier.objectives:
        yield f"the outcome of {counted(without, 'objective')}" if without else "objectives"
