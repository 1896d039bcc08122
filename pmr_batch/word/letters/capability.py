"""Notice that capability replaces performance management, with the call to the formal meeting (7.2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from pmr_batch.layout.standard_workbook import CONCERNS
from pmr_batch.model.person import Dossier, Row
from pmr_batch.rules.facts.review_status import CAPABILITY
from pmr_batch.word.letters.concern import CONCERN_PURSUED, concern_id
from pmr_batch.word.letters.fields import document
from pmr_batch.word.letters.keys import LetterKey
from pmr_batch.word.letters.letter import DueLetter, Letter, LetterKind
from pmr_batch.word.letters.letter_context import LetterContext, Signer, blank_headings, monitored_to

_NEEDED = (CONCERNS.notified_by, CONCERNS.hr_adviser_consulted_on, CONCERNS.capability_meeting_on)


@dataclass(frozen=True)
class CapabilityNotice(Letter):
    """The formal meeting, and whether it follows on monitoring, which ended on `monitoring_to`."""

    meeting_on: date | None = None
    consulted_on: date | None = None
    monitored: bool = False
    monitoring_from: date | None = None
    monitoring_to: date | None = None


def due(dossier: Dossier, context: LetterContext) -> Iterator[DueLetter]:
    """Once the outcome of a concern is capability, until Notified on is filled in; the policy names no day."""
    for row in dossier.concerns if dossier.review_state in CONCERN_PURSUED else ():
        if row["outcome"] == CAPABILITY and not row["notified_on"]:
            letter = CapabilityNotice(
                **context.common_fields(dossier),
                signers=_signers(row, dossier, context),
                meeting_on=row["capability_meeting_on"],
                consulted_on=row["hr_adviser_consulted_on"],
                **_monitoring(row),
            )
            why = "Concern led to capability, not notified in writing"
            meeting_on = row["capability_meeting_on"]
            passed = context.passed([(CONCERNS.capability_meeting_on.heading, meeting_on)])
            yield DueLetter(letter, why, meeting_on, concern_id(row), blank_headings(row, _NEEDED), passed)


def _monitoring(row: Row) -> dict[str, Any]:
    """The period that brought too little improvement; none where the concern was too serious for one."""
    ended = monitored_to(row)
    if row["monitoring_set"] != "Yes" or row["monitoring_from"] is None or ended is None:
        return {}
    return {"monitored": True, "monitoring_from": row["monitoring_from"], "monitoring_to": ended}


def _signers(row: Row, dossier: Dossier, context: LetterContext) -> tuple[Signer, ...]:
    """The CEO and/or the Chief Learning Officer; nobody signs a notice to themselves."""
    positions = (position for position in (row["notified_by"] or "").split(" and ") if position)
    others = tuple(context.executive(position) for position in positions if position != dossier.staff["role"])
    return others or (context.manager(dossier),)


NOTICE = LetterKind(
    LetterKey.CAPABILITY, "7.2", document("Capability notice", "capability_notice.docx", CapabilityNotice), due
)
