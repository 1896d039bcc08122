"""A letter's fields, as the text that its template is filled in with; and specimens to check a template with."""

from __future__ import annotations

from dataclasses import fields as dataclass_fields
from dataclasses import is_dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from pmr_batch.model.person import Pay
from pmr_batch.word.appendix_a.fields import pay_level
from pmr_batch.word.filling.document import Document
from pmr_batch.word.letters.letter import Letter, PersonDocument
from pmr_batch.word.letters.letter_context import Signer
from pmr_batch.words import day

#: The styles whose words an edited template keeps: a trust may word everything else itself.
_KEPT = ("Title", "Subtitle", "LetterSubject", "Heading2", "FormLabel")
_FIRST_DAY = date(2026, 1, 1)
_SIGNERS = (Signer("[signer 1]", "[position 1]"), Signer("[signer 2]", "[position 2]"))


def fields(letter: Any) -> dict[str, Any]:
    """Everything the template of a letter may name: texts, conditions, and lists."""
    return {name: _field(value) for name, value in vars(letter).items()}


def _field(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Pay):
        return pay_level(value)
    if isinstance(value, tuple):
        return [_field(item) for item in value]
    return fields(value) if is_dataclass(value) else value


def document(title: str, template: str, kind: type[PersonDocument], **lists: Any) -> Document:
    """A kind of letter as a document; `lists` are the rows of its lists where everything is filled in."""
    everything = everything_of(kind, **lists)
    flags = {part.name: True for part in dataclass_fields(kind) if part.type == "bool"}
    alone = {
        name: fields(replace(kind(), **flags | {name: value})) for name, value in vars(everything).items() if value
    }
    return Document(title, template, fields(kind()), fields(everything), alone, kept_styles=_KEPT)


def everything_of(kind: type[PersonDocument], **lists: Any) -> PersonDocument:
    """A letter in which everything is filled in, every text and date different: a text is the name of its field."""
    texts: dict[str, Any] = {part.name: f"[{part.name}]" for part in dataclass_fields(kind) if part.type == "str"}
    flags = {part.name: True for part in dataclass_fields(kind) if part.type == "bool"}
    dated = [part.name for part in dataclass_fields(kind) if part.type == "date | None"]
    dates = {name: _FIRST_DAY + timedelta(days=number) for number, name in enumerate(dated)}
    paid = [part.name for part in dataclass_fields(kind) if part.type == "Pay | None"]
    pays = {name: Pay("[range]", f"[point {number}]", Decimal(31_000 + number)) for number, name in enumerate(paid)}
    signers = {"signers": _SIGNERS} if issubclass(kind, Letter) else {}
    return kind(**{**texts, **flags, **dates, **pays, **signers, **lists})
