"""Monitoring extended, with the reason; and its outcome (7.1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pmr_batch.layout.standard_workbook import CONCERNS
from pmr_batch.model.person import Dossier, Row
from pmr_batch.rules.facts.concerns import IMPROVED
from pmr_batch.rules.facts.standing import CAPABILITY
from pmr_batch.word.filling.markup import where
from pmr_batch.word.letters.concern import CONSEQUENCES, KEPT_UP, about
from pmr_batch.word.letters.desk import Desk, Signer, lacking, monitored_to
from pmr_batch.word.letters.fields import document
from pmr_batch.word.letters.frame import gap, heading, last, letter, table, text
from pmr_batch.word.letters.keys import Key
from pmr_batch.word.letters.letter import Due, Kind, Letter
from pmr_batch.words import day

_PERIOD = (CONCERNS.monitored_by, CONCERNS.monitoring_from, CONCERNS.monitoring_to)


@dataclass(frozen=True)
class Extension(Letter):
    """Monitoring goes on until `extended_to`."""

    monitoring_from: date | None = None
    monitoring_to: date | None = None
    extended_to: date | None = None
    reason: str = ""
    monitored_by: str = ""
    targets: str = ""
    support: str = ""


@dataclass(frozen=True)
class Ended(Letter):
    """Monitoring is over, since `ended_on`; `improved`, or ended for another reason."""

    monitoring_from: date | None = None
    ended_on: date | None = None
    improved: bool = False


def _build_extension() -> bytes:
    return letter(
        "Your monitoring period is extended",
        "7.1",
        text(
            "Your work has been monitored since {{ monitoring_from }}. The monitoring period was to end on "
            "{{ monitoring_to }}. It is extended to {{ extended_to }}, to give you a fair chance to reach the standard "
            "that is expected of you."
        ),
        table(
            "The extended monitoring period",
            "The reason, the new end, who monitors, targets and support.",
            ("Reason for the extension", "{{ reason }}"),
            ("Your progress is monitored by", "{{ monitored_by }}"),
            ("Targets, in addition to your objectives", "{{ targets }}"),
            ("Support agreed with you", "{{ support }}"),
        ),
        gap(),
        text("We will stay in regular contact until then, to look at your progress and support you."),
        heading("What follows"),
        last(CONSEQUENCES),
    )


def _build_ended() -> bytes:
    improved = (
        "I am pleased to tell you that your performance has improved to the standard that is expected of you. The "
        "monitoring period is over, and your performance management goes on as usual. Thank you for the work that you "
        "have put in.",
        "Your objectives for the cycle and the support agreed in your review stay as they are. If you need any other "
        "support to keep up this standard, please say so.",
    )
    otherwise = (
        "The monitoring period is over. It was ended for another reason than improvement, and the capability procedure "
        "does not follow from it.",
        "If it is not clear to you why, or what it means for your review, please ask to talk it through.",
    )
    return letter(
        "The outcome of your monitoring period",
        "7.1",
        text(
            "Your work was monitored from {{ monitoring_from }} to {{ ended_on }}. This letter tells you the outcome."
        ),
        where("improved", text(improved[0]) + last(improved[1])),
        where("not improved", text(otherwise[0]) + last(otherwise[1])),
    )


def extension_due(dossier: Dossier, desk: Desk) -> Iterator[Due]:
    """Once monitoring is extended, until it has its outcome; it is told before the first period ends."""
    for row in _monitored(dossier):
        if row["extended_to"] and not row["outcome"]:
            made = Extension(
                **desk.head(dossier),
                signers=(_signer(row, desk),),
                monitoring_from=row["monitoring_from"],
                monitoring_to=row["monitoring_to"],
                extended_to=row["extended_to"],
                reason=row["reason_for_extension"] or "",
                monitored_by=desk.name(row["monitored_by"]),
                targets=row["targets"] or "",
                support=row["support_agreed"] or "",
            )
            why = f"Monitoring extended to {day(row['extended_to'])}"
            lacks = lacking(row, (*_PERIOD, CONCERNS.targets, CONCERNS.support_agreed, CONCERNS.reason_for_extension))
            yield Due(made, why, row["monitoring_to"], about(row), lacks)


def outcome_due(dossier: Dossier, desk: Desk) -> Iterator[Due]:
    """Once monitoring has an outcome; where that is capability, the notice of it tells (7.2)."""
    for row in _monitored(dossier):
        if row["outcome"] and row["outcome"] != CAPABILITY:
            made = Ended(
                **desk.head(dossier),
                signers=(_signer(row, desk),),
                monitoring_from=row["monitoring_from"],
                ended_on=monitored_to(row),
                improved=row["outcome"] == IMPROVED,
            )
            by = desk.after(dossier, monitored_to(row), "outcome_within")
            yield Due(made, f"Outcome of monitoring: {row['outcome']}", by, about(row), lacking(row, _PERIOD))


def _monitored(dossier: Dossier) -> Iterator[Row]:
    rows = dossier.concerns if dossier.standing in KEPT_UP else ()
    return (row for row in rows if row["monitoring_set"] == "Yes")


def _signer(row: Row, desk: Desk) -> Signer:
    return Signer(desk.name(row["monitored_by"]))


EXTENSION = Kind(
    Key.EXTENSION,
    "7.1",
    document("Extension of monitoring", "monitoring_extension.docx", _build_extension, Extension),
    extension_due,
)
ENDED = Kind(
    Key.OUTCOME,
    "7.1",
    document("Outcome of monitoring", "monitoring_outcome.docx", _build_ended, Ended),
    outcome_due,
)
