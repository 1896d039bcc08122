"""Monitoring extended, with the reason; and its outcome (7.1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pmr_batch.layout.standard_workbook import CONCERNS
from pmr_batch.model.person import Dossier, Row
from pmr_batch.rules.facts.concern_history import IMPROVED
from pmr_batch.rules.facts.review_status import CAPABILITY
from pmr_batch.word.letters.concern import CONCERN_PURSUED, concern_id
from pmr_batch.word.letters.fields import document
from pmr_batch.word.letters.keys import LetterKey
from pmr_batch.word.letters.letter import DueLetter, Letter, LetterKind
from pmr_batch.word.letters.letter_context import LetterContext, Signer, blank_headings, monitored_to
from pmr_batch.words import day

_PERIOD = (CONCERNS.monitored_by, CONCERNS.monitoring_from, CONCERNS.monitoring_to)


@dataclass(frozen=True)
class MonitoringExtension(Letter):
    """Monitoring goes on until `extended_to`."""

    monitoring_from: date | None = None
    monitoring_to: date | None = None
    extended_to: date | None = None
    reason: str = ""
    monitored_by: str = ""
    targets: str = ""
    support: str = ""


@dataclass(frozen=True)
class MonitoringOutcome(Letter):
    """Monitoring is over, since `ended_on`; `improved`, or ended for another reason."""

    monitoring_from: date | None = None
    ended_on: date | None = None
    improved: bool = False


def extension_due(dossier: Dossier, context: LetterContext) -> Iterator[DueLetter]:
    """Once monitoring is extended, until it has its outcome; to be sent before the first period ends."""
    for row in _monitored(dossier):
        if row["extended_to"] and not row["outcome"]:
            letter = MonitoringExtension(
                **context.common_fields(dossier),
                signers=(_signer(row, context),),
                monitoring_from=row["monitoring_from"],
                monitoring_to=row["monitoring_to"],
                extended_to=row["extended_to"],
                reason=row["reason_for_extension"] or "",
                monitored_by=context.name(row["monitored_by"]),
                targets=row["targets"] or "",
                support=row["support_agreed"] or "",
            )
            why = f"Monitoring extended to {day(row['extended_to'])}"
            missing = blank_headings(
                row, (*_PERIOD, CONCERNS.targets, CONCERNS.support_agreed, CONCERNS.reason_for_extension)
            )
            passed = context.passed([(CONCERNS.extended_to.heading, row["extended_to"])])
            yield DueLetter(letter, why, row["monitoring_to"], concern_id(row), missing, passed)


def outcome_due(dossier: Dossier, context: LetterContext) -> Iterator[DueLetter]:
    """Once monitoring has an outcome; where that is capability, its notice is sent instead (7.2)."""
    for row in _monitored(dossier):
        if row["outcome"] and row["outcome"] != CAPABILITY:
            letter = MonitoringOutcome(
                **context.common_fields(dossier),
                signers=(_signer(row, context),),
                monitoring_from=row["monitoring_from"],
                ended_on=monitored_to(row),
                improved=row["outcome"] == IMPROVED,
            )
            by = context.after(dossier, monitored_to(row), "outcome_within")
            yield DueLetter(
                letter, f"Outcome of monitoring: {row['outcome']}", by, concern_id(row), blank_headings(row, _PERIOD)
            )


def _monitored(dossier: Dossier) -> Iterator[Row]:
    rows = dossier.concerns if dossier.review_state in CONCERN_PURSUED else ()
    return (row for row in rows if row["monitoring_set"] == "Yes")


def _signer(row: Row, context: LetterContext) -> Signer:
    return Signer(context.name(row["monitored_by"]))


EXTENSION = LetterKind(
    LetterKey.EXTENSION,
    "7.1",
    document("Extension of monitoring", "monitoring_extension.docx", MonitoringExtension),
    extension_due,
)
ENDED = LetterKind(
    LetterKey.OUTCOME,
    "7.1",
    document("Outcome of monitoring", "monitoring_outcome.docx", MonitoringOutcome),
    outcome_due,
)
