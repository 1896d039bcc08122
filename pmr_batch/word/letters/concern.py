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
from pmr_batch.word.letters.desk import Desk, Signer, lacking
from pmr_batch.word.letters.fields import document
from pmr_batch.word.letters.keys import Key
from pmr_batch.word.letters.letter import Due, Kind, Letter
from pmr_batch.words import day

#: A concern is kept up also while capability takes the place of the review.
KEPT_UP = (IN_REVIEW, Outcome.OTHER_PROCEDURE)
#: What the confirmation says, and so cannot do without; the consequences it explains itself.
_SAID = (*explained.blames, CONCERNS.monitoring_set)
_PLAN = tuple(column for column in set_out.blames if column is not CONCERNS.consequences_explained)


@dataclass(frozen=True)
class Confirmation(Letter):
    """What was said of a concern; the plan is blank where no monitoring is set."""

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


def due(dossier: Dossier, desk: Desk) -> Iterator[Due]:
    """Once a concern was discussed, until Confirmed in writing on is filled in."""
    for row in dossier.concerns if dossier.review_state in KEPT_UP else ():
        if desk.has_come(row["discussed_on"]) and not row["confirmed_in_writing_on"]:
            by = desk.after(dossier, row["discussed_on"], "confirmed_within")
            monitored = row["monitoring_set"] == "Yes"
            dates = filter(None, (by, row["monitoring_from"] if monitored else None))
            yield Due(
                _confirmation(row, dossier, desk, monitored),
                f"Concern discussed on {day(row['discussed_on'])}, not confirmed in writing",
                min(dates, default=None),
                about(row),
                lacking(row, (*_SAID, *(_PLAN if monitored else ()))),
            )


def about(row: Row) -> str:
    """What tells one concern from another of the same person."""
    return row["raised_on"].isoformat() if row["raised_on"] else ""


def _confirmation(row: Row, dossier: Dossier, desk: Desk, monitored: bool) -> Confirmation:
    """The letter; what the sheet holds of a plan that is not set stays out of it."""
    plan = {
        "targets": row["targets"] or "",
        "support": row["support_agreed"] or "",
        "monitored_by": desk.name(row["monitored_by"]),
        "review_on": row["review_on"],
        "monitoring_from": row["monitoring_from"],
        "monitoring_to": row["monitoring_to"],
        "extension_weeks": str(desk.number("extension_weeks", dossier)),
    }
    return Confirmation(
        **desk.head(dossier),
        signers=(Signer(desk.name(row["raised_by"])),),
        raised_on=row["raised_on"],
        discussed_on=row["discussed_on"],
        nature=row["nature_and_seriousness"] or "",
        previous_support=row["previous_support"] or "",
        response=row["employees_response"] or "",
        further_support=row["further_support_offered"] or "",
        monitored=monitored,
        **plan if monitored else {},
    )


CONFIRMATION = Kind(
    Key.CONCERN, "7.1", document("Confirmation of concern", "concern_confirmation.docx", Confirmation), due
)
