"""A concern and its discussion confirmed in writing, with the monitoring plan where monitoring is set (7.1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pmr_batch.layout.standard_workbook import CONCERNS
from pmr_batch.model.person import IN_REVIEW, Dossier, Row
from pmr_batch.model.terms import Outcome
from pmr_batch.rules.concerns import explained
from pmr_batch.rules.monitoring import set_out
from pmr_batch.word.letters.fields import document
from pmr_batch.word.letters.keys import LetterKey
from pmr_batch.word.letters.letter import DueLetter, Letter, LetterKind
from pmr_batch.word.letters.letter_context import LetterContext, Signer, blank_headings
from pmr_batch.words import day

#: A concern is pursued also while capability takes the place of the review.
CONCERN_PURSUED = (IN_REVIEW, Outcome.OTHER_PROCEDURE)
#: The cells that the confirmation states; the consequences it explains itself.
_STATED = (*explained.blames, CONCERNS.monitoring_set)
_PLAN = tuple(column for column in set_out.blames if column is not CONCERNS.consequences_explained)
#: What a monitoring plan announces.
_AHEAD = (CONCERNS.review_on, CONCERNS.monitoring_to)


@dataclass(frozen=True)
class ConcernConfirmation(Letter):
    """A concern as discussed; the plan is blank where no monitoring is set."""

    raised_on: date | None = None
    discussed_on: date | None = None
    nature: str = ""
    previous_support: str = ""
    response: str = ""
    further_support: str = ""
    monitored: bool = False
    targets: str = ""
    support: str = ""
    monitored_by: str = ""
    review_on: date | None = None
    monitoring_from: date | None = None
    monitoring_to: date | None = None
    extension_weeks: str = ""


def due(dossier: Dossier, context: LetterContext) -> Iterator[DueLetter]:
    """Once a concern was discussed, until Confirmed in writing on is filled in."""
    for row in dossier.concerns if dossier.review_state in CONCERN_PURSUED else ():
        if context.has_come(row["discussed_on"]) and not row["confirmed_in_writing_on"]:
            by = context.after(dossier, row["discussed_on"], "confirmed_within")
            monitored = row["monitoring_set"] == "Yes"
            dates = filter(None, (by, row["monitoring_from"] if monitored else None))
            yield DueLetter(
                _confirmation(row, dossier, context, monitored),
                f"Concern discussed on {day(row['discussed_on'])}, not confirmed in writing",
                min(dates, default=None),
                concern_id(row),
                blank_headings(row, (*_STATED, *(_PLAN if monitored else ()))),
                context.passed([(column.heading, row[column.key]) for column in _AHEAD]) if monitored else (),
            )


def concern_id(row: Row) -> str:
    """The date that tells a concern from others of the same person; empty where it is blank."""
    return row["raised_on"].isoformat() if row["raised_on"] else ""


def _confirmation(row: Row, dossier: Dossier, context: LetterContext, monitored: bool) -> ConcernConfirmation:
    """The letter; the plan is left out where no monitoring is set, whatever its cells hold."""
    plan = {
        "targets": row["targets"] or "",
        "support": row["support_agreed"] or "",
        "monitored_by": context.name(row["monitored_by"]),
        "review_on": row["review_on"],
        "monitoring_from": row["monitoring_from"],
        "monitoring_to": row["monitoring_to"],
        "extension_weeks": str(context.number("extension_weeks", dossier)),
    }
    return ConcernConfirmation(
        **context.common_fields(dossier),
        signers=(Signer(context.name(row["raised_by"])),),
        raised_on=row["raised_on"],
        discussed_on=row["discussed_on"],
        nature=row["nature_and_seriousness"] or "",
        previous_support=row["previous_support"] or "",
        response=row["employees_response"] or "",
        further_support=row["further_support_offered"] or "",
        monitored=monitored,
        **plan if monitored else {},
    )


CONFIRMATION = LetterKind(
    LetterKey.CONCERN, "7.1", document("Confirmation of concern", "concern_confirmation.docx", ConcernConfirmation), due
)
