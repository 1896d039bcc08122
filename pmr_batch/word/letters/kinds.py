"""All kinds of letters, in the order of a year; which are due for a person, and how each is filled in and called."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pmr_batch.model.person import Decision, Dossier
from pmr_batch.model.terms import APPROVED, NOT_APPROVED
from pmr_batch.word.filling.document import Fields
from pmr_batch.word.filling.names import file_name
from pmr_batch.word.letters.capability import NOTICE
from pmr_batch.word.letters.concern import CONFIRMATION
from pmr_batch.word.letters.desk import Desk
from pmr_batch.word.letters.fields import fields
from pmr_batch.word.letters.grievance import RESUMPTION, SUSPENSION
from pmr_batch.word.letters.letter import Due, Kind
from pmr_batch.word.letters.meeting import RECORD
from pmr_batch.word.letters.monitoring import ENDED, EXTENSION
from pmr_batch.word.letters.pay import PAY_OUTCOME, outcome
from pmr_batch.word.letters.report import REPORT

KINDS: tuple[Kind, ...] = (
    REPORT,
    CONFIRMATION,
    EXTENSION,
    ENDED,
    NOTICE,
    SUSPENSION,
    RESUMPTION,
    RECORD,
    PAY_OUTCOME,
)
_KIND, _FACTS = "Letter", "Facts"


@dataclass(frozen=True)
class Ready:
    """A letter to one person of an academy, ready to be filled in: plain data for a worker.

    `file` is its name among others, `properties` what its document keeps unseen.
    """

    academy: str
    template: str
    file: str
    fields: Fields
    properties: Mapping[str, str]


def due_to(dossier: Dossier, desk: Desk) -> Iterator[tuple[Kind, Due]]:
    """Every letter that the workbook calls for and does not show as done."""
    for kind in KINDS:
        yield from ((kind, one) for one in kind.due(dossier, desk))


def ready(kind: Kind, due: Due, academy: str) -> Ready:
    """A letter that is due, ready to be filled in."""
    paper = due.paper
    called = " ".join(filter(None, (kind.called or kind.document.title, due.about)))
    name, said = file_name(paper.name, paper.payroll_number, called), fields(paper)
    return Ready(academy, kind.document.template, name, said, {_KIND: kind.key.value, _FACTS: _digest(said)})


def outcomes_of(dossiers: Iterable[Dossier], decisions: Mapping[str, Decision], desk: Desk) -> Iterator[Ready]:
    """The outcome letter of everybody whose pay was decided, by payroll number; whoever was put off gets none."""
    for dossier in dossiers:
        decision = decisions.get(dossier.staff["payroll_number"] or "")
        if decision and decision.decision in (APPROVED, NOT_APPROVED):
            yield ready(PAY_OUTCOME, outcome(dossier, decision, desk), dossier.academy)


def facts_of(properties: Mapping[str, str]) -> str | None:
    """The digest of what a letter was made with; None of a document that keeps none."""
    return properties.get(_FACTS)


def _digest(said: Fields) -> str:
    """What a letter says, its date aside, in a few letters: the same facts on another day are the same."""
    lasting = {name: value for name, value in said.items() if name != "written_on"}
    text = json.dumps(lasting, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
