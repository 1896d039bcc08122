"""The record of a meeting, to be completed by whoever held it or took notes (8.1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pmr_batch.layout.standard_workbook import FINAL_REVIEWS, OBSERVATIONS, REVIEW_MEETINGS
from pmr_batch.model.person import Dossier, Row
from pmr_batch.model.terms import Outcome
from pmr_batch.word.letters.concern import CONCERN_PURSUED
from pmr_batch.word.letters.fields import document
from pmr_batch.word.letters.keys import LetterKey
from pmr_batch.word.letters.letter import DueLetter, LetterKind, PersonDocument
from pmr_batch.word.letters.letter_context import LetterContext
from pmr_batch.words import day, listed


@dataclass(frozen=True)
class MeetingRecord(PersonDocument):
    """A meeting that was held, with blanks for what was said and agreed. Its kind decides its headings."""

    kind: str = ""
    held_on: date | None = None
    held_by: str = ""
    recorded_by: str = ""
    initial: bool = False
    progress: bool = False
    final: bool = False
    concern: bool = False
    monitoring: bool = False
    capability: bool = False


def due(dossier: Dossier, context: LetterContext) -> Iterator[DueLetter]:
    """Of each meeting with Written record No, observations and drop-ins aside; the policy names no day."""
    for meeting in dossier.meetings if dossier.review_state in (*CONCERN_PURSUED, Outcome.SUSPENDED) else ():
        without = meeting["written_record"] == "No" and meeting["kind"] not in OBSERVATIONS
        if without and meeting["kind"] and context.has_come(meeting["date"]):
            kind, held_on = meeting["kind"].lower(), meeting["date"]
            yield DueLetter(
                _record(meeting, dossier, context),
                f"No written record of the {kind} of {day(held_on)}",
                None,
                f"{kind} {held_on.isoformat()}",
            )


def _record(meeting: Row, dossier: Dossier, context: LetterContext) -> MeetingRecord:
    kind = meeting["kind"]
    held_by = context.name(meeting["held_by"]) or listed(dossier.reviewers)
    return MeetingRecord(
        **context.common_fields(dossier),
        kind=kind,
        held_on=meeting["date"],
        held_by=held_by,
        recorded_by=context.name(meeting["record_made_by"]) or held_by,
        initial=kind == "Initial meeting",
        progress=kind in REVIEW_MEETINGS,
        final=kind in FINAL_REVIEWS,
        concern=kind == "Concern",
        monitoring=kind == "Monitoring contact",
        capability=kind == "Capability",
    )


RECORD = LetterKind(
    LetterKey.RECORD,
    "8.1",
    document("Record of a meeting", "meeting_record.docx", MeetingRecord),
    due,
    file_title="Record of",
)
