"""What a letter says, as the text that its template is filled in with; and letters to hold a template against."""

from __future__ import annotations

from dataclasses import fields as parts_of
from dataclasses import is_dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from pmr_batch.model.person import Pay
from pmr_batch.word.appendix_a.fields import pay_level
from pmr_batch.word.filling.document import Document
from pmr_batch.word.letters.desk import Signer
from pmr_batch.word.letters.letter import Letter, Paper
from pmr_batch.words import day

#: The styles whose words an edited template keeps: all else a trust may put in words of its own.
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
        return [_field(one) for one in value]
    return fields(value) if is_dataclass(value) else value


def document(title: str, template: str, kind: type[Paper], **lists: Any) -> Document:
    """A kind of letter as a document; `lists` are what stands in its lists where everything is filled in."""
    everything = everything_of(kind, **lists)
    flags = {part.name: True for part in parts_of(kind) if part.type == "bool"}
    alone = {
        name: fields(replace(kind(), **flags | {name: value})) for name, value in vars(everything).items() if value
    }
    return Document(title, template, fields(kind()), fields(everything), alone, kept=_KEPT)


def everything_of(kind: type[Paper], **lists: Any) -> Paper:
    """A letter in which everything is filled in, every text and date told apart: texts say their own name."""
    texts: dict[str, Any] = {part.name: f"[{part.name}]" for part in parts_of(kind) if part.type == "str"}
    flags = {part.name: True for part in parts_of(kind) if part.type == "bool"}
    dated = [part.name for part in parts_of(kind) if part.type == "date | None"]
    dates = {name: _FIRST_DAY + timedelta(days=number) for number, name in enumerate(dated)}
    paid = [part.name for part in parts_of(kind) if part.type == "Pay | None"]
    pays = {name: Pay("[range]", f"[point {at}]", Decimal(31_000 + at)) for at, name in enumerate(paid)}
    signers = {"signers": _SIGNERS} if issubclass(kind, Letter) else {}
    return kind(**{**texts, **flags, **dates, **pays, **signers, **lists})
