"""Upper pay range: each application with its evidence, the head's assessment, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence

from pmr_batch.model.applications import LOOKED_BACK_ON, Application
from pmr_batch.model.person import ObjectiveCounts
from pmr_batch.model.round import Moderated
from pmr_batch.produce.list_sheets import Field, List
from pmr_batch.produce.outcome_words import SHORT
from pmr_batch.words import counted

_VERDICT = {"Meets": "done", "Does not meet": "wrong"}


def upper_pay_range_sheet(moderated: Moderated) -> List[Application]:
    """One row an application, or a move to Upper without one, in the order of Recommendations."""
    return List(
        name="Upper pay range",
        title="Applications for the Upper pay range",
        note=_note(moderated.upper_pay_range),
        fields=_FIELDS,
        rows=moderated.upper_pay_range,
        freeze=3,
    )


def _note(rows: Sequence[Application]) -> str:
    if not rows:
        return "Nobody of this round has applied, and nobody would move to the Upper pay range."
    lacking = sum(row.applied != "Yes" or not row.assessed for row in rows)
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
    return ", ".join(f"{count} {outcome}" for count, outcome in parts if count)


def _past(application: Application) -> str:
    cycles = [
        f"{past.cycle}: {past.point or 'no point'}, {(past.criteria or 'criteria not known').lower()}; "
        f"{objectives_in_words(past.objectives)}"
        for past in application.past
    ]
    unknown = LOOKED_BACK_ON - len(cycles)
    return "\n".join([*cycles, *([f"Not at hand: {counted(unknown, 'cycle')}"] if unknown else [])])


def _evidence(application: Application) -> str:
    """The parts of the review that there are, each under its heading."""
    parts = (
        ("Objectives", application.against_objectives),
        ("Job role", application.job_role),
        ("Teaching", application.teaching),
        ("CPD", application.cpd),
    )
    return "\n".join(f"{heading}: {text}" for heading, text in parts if text)


def _recommended(application: Application) -> str:
    return " ".join(filter(None, (application.recommended.range, application.recommended.point)))


_FIELDS: tuple[Field[Application], ...] = (
    Field("Academy code", 8, lambda row: row.academy),
    Field("Payroll number", 9, lambda row: row.payroll_number),
    Field("Name", 14, lambda row: row.name),
    Field("Job title", 14, lambda row: row.job_title),
    Field("Applied", 8, lambda row: row.applied, lambda row: None if row.applied == "Yes" else "fill_in"),
    Field("Head's assessment", 11, lambda row: row.assessed, lambda row: _VERDICT.get(row.assessed or "", "fill_in")),
    Field("Current", 8, lambda row: row.current.point or row.current.range),
    Field("Recommended", 13.5, _recommended),
    Field("Pay criteria", 10, lambda row: row.criteria),
    Field("Objectives", 12, lambda row: objectives_in_words(row.objectives)),
    Field("Evidence in the return", 56, _evidence),
    Field("Last two cycles", 20, _past),
    Field("Missing", 16, lambda row: "\n".join(row.missing), lambda row: "fill_in" if row.missing else None),
    Field("Outcome", 10, lambda row: SHORT[row.outcome]),
)
