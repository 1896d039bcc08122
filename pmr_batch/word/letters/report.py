"""The covering letter of the performance management report, with the invitation to comment in writing (6.3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pmr_batch.layout.standard_workbook import FINAL_REVIEWS, REVIEWS
from pmr_batch.model.person import IN_REVIEW, Dossier
from pmr_batch.word.letters.fields import document
from pmr_batch.word.letters.keys import LetterKey
from pmr_batch.word.letters.letter import DueLetter, Letter, LetterKind
from pmr_batch.word.letters.letter_context import LetterContext, Signer
from pmr_batch.words import listed

#: The cells that are filled in when a review is complete; for teachers, the quality of teaching too.
_WRITTEN = (
    REVIEWS.assessment_against_objectives,
    REVIEWS.assessment_against_job_role,
    REVIEWS.cpd_activity,
    REVIEWS.pay_criteria,
    REVIEWS.recommended_on,
)


@dataclass(frozen=True)
class ReportLetter(Letter):
    """The covering letter of a report on the cycle, from and to; `decided_on` once the pay is decided."""

    cycle_from: date | None = None
    cycle_to: date | None = None
    decided_on: date | None = None


def due(dossier: Dossier, context: LetterContext) -> Iterator[DueLetter]:
    """Once the review is complete, until Report sent on is filled in."""
    staff, review = dossier.staff, dossier.review
    columns = (*_WRITTEN, *([REVIEWS.quality_of_teaching] if staff["role"] == "Teacher" else []))
    reviewed = any(row["kind"] in FINAL_REVIEWS and context.has_come(row["date"]) for row in dossier.meetings)
    complete = reviewed and all(review[column.key] for column in columns)
    if dossier.review_state == IN_REVIEW and complete and not review["report_sent_on"]:
        letter = ReportLetter(
            **context.common_fields(dossier),
            signers=(_sender(dossier, context),),
            cycle_from=staff["cycle_from"],
            cycle_to=staff["cycle_to"],
            decided_on=context.decided_on.get(staff["payroll_number"]),
        )
        yield DueLetter(
            letter, "Review complete, report not sent", context.moved(context.dates(dossier).report, dossier)
        )


def _sender(dossier: Dossier, context: LetterContext) -> Signer:
    """Report sent by; blank means the reviewer, or the panel."""
    if dossier.review["report_sent_by"]:
        return Signer(context.name(dossier.review["report_sent_by"]))
    return Signer(listed(dossier.reviewers), "Review panel" if len(dossier.reviewers) > 1 else "Reviewer")


REPORT = LetterKind(
    LetterKey.REPORT, "6.3", document("Covering letter of the report", "report_covering_letter.docx", ReportLetter), due
)
