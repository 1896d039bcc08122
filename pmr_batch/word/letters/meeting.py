"""The record of a meeting, for whoever held it or took notes to write in (8.1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pmr_batch.layout.standard_workbook import FINAL_REVIEWS, OBSERVATIONS, REVIEW_MEETINGS
from pmr_batch.model.person import Dossier, Row
from pmr_batch.model.terms import Outcome
from pmr_batch.word.letters.concern import KEPT_UP
from pmr_batch.word.letters.desk import Desk
from pmr_batch.word.letters.fields import document
from pmr_batch.word.letters.keys import Key
from pmr_batch.word.letters.letter import Due, Kind, Paper
from pmr_batch.words import day, listed


@dataclass(frozen=True)
class Record(Paper):
    """A meeting that was held; what was said and agreed is written in. What it was about decides its points."""

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


def due(dossier: Dossier, desk: Desk) -> Iterator[Due]:
    """Of each meeting with Written record No, observations and drop-ins aside; the policy names no day."""
    for meeting in dossier.meetings if dossier.review_state in (*KEPT_UP, Outcome.SUSPENDED) else ():
        without = meeting["written_record"] == "No" and meeting["kind"] not in OBSERVATIONS
        if without and meeting["kind"] and desk.has_come(meeting["date"]):
            kind, held_on = meeting["kind"].lower(), meeting["date"]
            yield Due(
                _record(meeting, dossier, desk),
                f"No written record of the {kind} of {day(held_on)}",
                None,
                f"{kind} {held_on.isoformat()}",
            )


def _record(meeting: Row, dossier: Dossier, desk: Desk) -> Record:
    kind = meeting["kind"]
    held_by = desk.name(meeting["held_by"]) or listed(dossier.reviewers)
    return Record(
        **desk.head(dossier),
        kind=kind,
        held_on=meeting["date"],
        held_by=held_by,
        recorded_by=desk.name(meeting["record_made_by"]) or held_by,
        initial=kind == "Initial meeting",
        progress=kind in REVIEW_MEETINGS,
        final=kind in FINAL_REVIEWS,
        concern=kind == "Concern",
        monitoring=kind == "Monitoring contact",
        capability=kind == "Capability",
    )


RECORD = Kind(
    Key.RECORD, "8.1", document("Record of a meeting", "meeting_record.docx", Record), due, called="Record of"
)
