"""All kinds of letters, in the order of a year; which are due for a person, their fields, and their file names."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from pmr_batch.model.appeal import Appeal
from pmr_batch.model.person import Decision, Dossier
from pmr_batch.word.filling.document import Fields
from pmr_batch.word.filling.file_names import file_name
from pmr_batch.word.letters.appeal import APPEAL_OUTCOME, appeal_outcome
from pmr_batch.word.letters.capability import NOTICE
from pmr_batch.word.letters.concern import CONFIRMATION
from pmr_batch.word.letters.fields import fields
from pmr_batch.word.letters.grievance import RESUMPTION, SUSPENSION
from pmr_batch.word.letters.letter import DueLetter, LetterKind
from pmr_batch.word.letters.letter_context import LetterContext
from pmr_batch.word.letters.meeting import RECORD
from pmr_batch.word.letters.monitoring import ENDED, EXTENSION
from pmr_batch.word.letters.pay import PAY_OUTCOME, outcome
from pmr_batch.word.letters.put_off import PUT_OFF, put_off
from pmr_batch.word.letters.report import REPORT

KINDS: tuple[LetterKind, ...] = (
    REPORT,
    CONFIRMATION,
    EXTENSION,
    ENDED,
    NOTICE,
    SUSPENSION,
    RESUMPTION,
    RECORD,
    PAY_OUTCOME,
    PUT_OFF,
    APPEAL_OUTCOME,
)
_KIND, _FACTS = "Letter", "Facts"


@dataclass(frozen=True)
class ReadyLetter:
    """A letter to one person of an academy, ready to be filled in: plain data for a worker.

    `file` is its file name, `title` and `properties` the title and the custom properties of its document.
    """

    academy: str
    template: str
    file: str
    title: str
    fields: Fields
    properties: Mapping[str, str]


def due_to(dossier: Dossier, context: LetterContext) -> Iterator[tuple[LetterKind, DueLetter]]:
    """Every letter that is due by the workbook and not marked there as done."""
    for kind in KINDS:
        yield from ((kind, letter) for letter in kind.due(dossier, context))


def ready(kind: LetterKind, due: DueLetter, academy: str) -> ReadyLetter:
    """A letter that is due, ready to be filled in."""
    content = due.content
    file_title = " ".join(filter(None, (kind.file_title or kind.document.title, due.subject)))
    name, letter_fields = file_name(content.name, content.payroll_number, file_title), fields(content)
    return ReadyLetter(
        academy=academy,
        template=kind.document.template,
        file=name,
        title=kind.document.title,
        fields=letter_fields,
        properties={_KIND: kind.key.value, _FACTS: _digest(letter_fields)},
    )


def pay_outcome_letter(
    dossier: Dossier,
    decision: Decision,
    context: LetterContext,
    replaced: date | None = None,
    appeal: Appeal | None = None,
) -> ReadyLetter:
    """The outcome letter of a decision that settles pay, and the appeal that led to it.

    `replaced` is the day of the decision that it amends.
    """
    return ready(PAY_OUTCOME, outcome(dossier, decision, context, replaced, appeal), dossier.academy)


def put_off_letter(
    dossier: Dossier, decision: Decision, context: LetterContext, replaced: date | None = None
) -> ReadyLetter:
    """The letter of a row that was deferred or referred back; `replaced` is the day of a decision taken back by it."""
    return ready(PUT_OFF, put_off(dossier, decision, context, replaced), dossier.academy)


def appeal_outcome_letter(
    appeal: Appeal, job_title: str, context: LetterContext, replaced: date | None = None
) -> ReadyLetter:
    """The letter of an appeal that left the decision as it was; `replaced` is the day of the outcome that it amends."""
    return ready(APPEAL_OUTCOME, appeal_outcome(appeal, job_title, context, replaced), appeal.academy)


def facts_digest(properties: Mapping[str, str]) -> str | None:
    """The digest of the fields of a letter; None for a document without one."""
    return properties.get(_FACTS)


def _digest(letter_fields: Fields) -> str:
    """A digest of a letter's fields without its date, so that it is the same on another day."""
    lasting = {name: value for name, value in letter_fields.items() if name != "written_on"}
    text = json.dumps(lasting, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
