"""Upper pay range: each application with its evidence, the head's assessment, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence

from pmr_batch.model.person import ObjectiveCounts
from pmr_batch.model.round import Moderated
from pmr_batch.model.upper_pay_range import LOOKED_BACK_ON, Application
from pmr_batch.produce.list_sheets import Field, List
from pmr_batch.produce.outcome_words import SHORT
from pmr_batch.words import counted

_LOOKS = {"Meets": "done", "Does not meet": "wrong"}


def upper_sheet(moderated: Moderated) -> List[Application]:
    """One row an application, or a move to Upper without one, in the order of Recommendations."""
    return List(
        name="Upper pay range",
        title="Applications for the Upper pay range",
        note=_note(moderated.upper),
        fields=_FIELDS,
        rows=moderated.upper,
        freeze=3,
    )


def _note(rows: Sequence[Application]) -> str:
    if not rows:
        return "Nobody of this round has applied, and nobody would move to the Upper pay range."
    lacking = sum(one.applied != "Yes" or not one.assessed for one in rows)
    return (
        f"{counted(len(rows), 'person has', 'people have')} applied or would move; of {lacking:,} the application "
        "or the head's assessment is missing. The policy lets the head see the paperwork to assess it (9.2); what "
        "stands here is what the return holds. The last two cycles show where their runs are at hand."
    )


def objectives_in_words(counts: ObjectiveCounts) -> str:
    """How objectives came out: 2 met, 1 partly met."""
    parts = (
        (counts.met, "met"),
        (counts.partly, "partly met"),
        (counts.not_met, "not met"),
        (counts.not_assessed, "not assessed"),
    )
    return ", ".join(f"{count} {said}" for count, said in parts if count)


def _past(one: Application) -> str:
    told = [
        f"{past.cycle}: {past.point or 'no point'}, {(past.criteria or 'criteria not known').lower()}; "
        f"{objectives_in_words(past.objectives)}"
        for past in one.past
    ]
    unknown = LOOKED_BACK_ON - len(told)
    return "\n".join([*told, *([f"Not at hand: {counted(unknown, 'cycle')}"] if unknown else [])])


def _evidence(one: Application) -> str:
    """The parts of the review that there are, each under its heading."""
    parts = (
        ("Objectives", one.against_objectives),
        ("Job role", one.job_role),
        ("Teaching", one.teaching),
        ("CPD", one.cpd),
    )
    return "\n".join(f"{heading}: {text}" for heading, text in parts if text)


def _recommended(one: Application) -> str:
    return " ".join(filter(None, (one.recommended.range, one.recommended.point)))


_FIELDS: tuple[Field[Application], ...] = (
    Field("Academy code", 9, lambda one: one.academy),
    Field("Payroll number", 9, lambda one: one.payroll_number),
    Field("Name", 15, lambda one: one.name),
    Field("Job title", 15, lambda one: one.job_title),
    Field("Applied", 8, lambda one: one.applied, lambda one: None if one.applied == "Yes" else "fill_in"),
    Field("Head's assessment", 12, lambda one: one.assessed, lambda one: _LOOKS.get(one.assessed or "", "fill_in")),
    Field("Current", 8, lambda one: one.current.point or one.current.range),
    Field("Recommended", 14, _recommended),
    Field("Pay criteria", 12, lambda one: one.criteria),
    Field("Objectives", 13, lambda one: objectives_in_words(one.objectives)),
    Field("Evidence in the return", 62, _evidence),
    Field("Last two cycles", 24, _past),
    Field("Missing", 20, lambda one: "\n".join(one.missing), lambda one: "fill_in" if one.missing else None),
    Field("Outcome", 12, lambda one: SHORT[one.outcome]),
)
