"""The content of a form at each stage of the year, from the blank form to the one with the decision."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from pmr_batch.layout.standard_workbook import MET, NOT_MET
from pmr_batch.model.person import Decision, Pay
from pmr_batch.model.terms import APPROVED, NOT_APPROVED
from pmr_batch.word.appendix_a.content import FormContent
from pmr_batch.word.appendix_a.labels import DRAFT, START
from pmr_batch.words import day


class FormStage(StrEnum):
    """The stages of a form."""

    BLANK = "blank"
    START = "start"
    DRAFT = "draft"
    FINAL = "final"


def blank(content: FormContent) -> FormContent:
    """The form with only its person's details; without a person, the policy's blank form, to print."""
    return FormContent(
        name=content.name,
        payroll_number=content.payroll_number,
        trust=content.trust,
        academy=content.academy,
        job_title=content.job_title,
        reviewers=content.reviewers,
        cycle_from=content.cycle_from,
        cycle_to=content.cycle_to,
        standards=content.standards,
        origin=content.origin and replace(content.origin, stage=FormStage.BLANK),
        spare_rows=True,
        to_print=not content.payroll_number and not content.name,
    )


def start(content: FormContent) -> FormContent:
    """The objectives, training and support set out in writing (4.5), with blanks for all that follows."""
    return replace(
        blank(content),
        status=START,
        aspects=content.aspects,
        initial_meeting=content.initial_meeting,
        informal_reviews=content.informal_reviews,
        objectives=tuple(replace(objective, summary="", outcome="") for objective in content.objectives),
        development=tuple(replace(need, impact="") for need in content.development),
        origin=content.origin and replace(content.origin, stage=FormStage.START),
    )


def draft(content: FormContent) -> FormContent:
    """Everything that the return holds, for the pay committee."""
    return replace(content, status=DRAFT, origin=content.origin and replace(content.origin, stage=FormStage.DRAFT))


def final(content: FormContent, decision: Decision, replaced: Decision | None = None) -> FormContent:
    """Everything, with the decision. Raises ValueError for a decision that puts the person off.

    `replaced` is the decision that it amends.
    """
    if decision.decision not in (APPROVED, NOT_APPROVED):
        raise ValueError(f"{decision.decision} is no decision to go on a form")
    amends = f". This form replaces that of the decision of {day(replaced.decided_on)}" if replaced else ""
    return replace(
        content,
        status=f"Decided on {day(decision.decided_on)}; {_in_words(decision, content.current_pay)}{amends}",
        criteria=_criteria(content, decision),
        recommended_pay=decision.pay,
        origin=content.origin and replace(content.origin, stage=FormStage.FINAL),
        to_print=True,
    )


def _criteria(content: FormContent, decision: Decision) -> str:
    """As recommended where that was approved; else by whether the decided pay is above the current one."""
    as_recommended = decision.decision == APPROVED and decision.pay == content.recommended_pay
    if as_recommended or content.criteria not in (MET, NOT_MET):
        return content.criteria
    return MET if moves_place(decision.pay, content.current_pay) else NOT_MET


def _in_words(decision: Decision, current: Pay | None) -> str:
    """What becomes of place and pay; nobody is told of a place on a scale who has none."""
    on = day(decision.effective_from)
    if moves_place(decision.pay, current):
        return f"pay from {on}"
    if decision.pay.point is None:
        return "your salary stays as it is"
    if is_awarded(decision.pay, current):
        return f"your place on the scale stays; your pay rises by the award from {on}"
    return "your place on the scale stays as it is"


def moves_place(decided: Pay, current: Pay | None) -> bool:
    """Whether the decided pay is another place on the scales; an award moves nobody."""
    if current is None or decided.point is None:
        return decided != current
    return (decided.range, decided.point) != (current.range, current.point)


def is_awarded(decided: Pay, current: Pay | None) -> bool:
    """Whether a place that stays is paid more than at the end of the cycle."""
    if current is None or moves_place(decided, current) or decided.amount is None or current.amount is None:
        return False
    return decided.amount > current.amount
