"""Digests of the texts a form was made with, by which `collect` can tell what was written in it since."""

from __future__ import annotations

import base64
import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pmr_batch.word.appendix_a.content import FormContent, Origin
from pmr_batch.word.filling.document import Fields
from pmr_batch.word.filling.properties import LONGEST

#: Raised whenever forms made before can no longer be read.
FORM_VERSION = "1"
_VERSION, _ACADEMY, _CYCLE, _STAGE, _NUMBER, _MADE = "Form", "Academy", "Cycle", "Stage", "Payroll number", "Made with"


@dataclass(frozen=True)
class OriginalForm:
    """Whose a form is, and the digests of the texts that it was made with, by place; without blank texts.

    Places are `cpd`, `aspect.1`, or `objective.2.summary`: objectives by their numbers, other rows by position.
    """

    version: str
    origin: Origin
    payroll_number: str
    made_with: Mapping[str, str]

    def is_unchanged(self, place: str, text: str) -> bool:
        """Whether a text is the same as in this place when the form was made."""
        return self.made_with.get(place, "") == digest(text)


def digest(text: str) -> str:
    """Six letters that stand for a text, whatever its spacing; empty for an empty text."""
    words = " ".join(unicodedata.normalize("NFC", text).split())
    return base64.urlsafe_b64encode(hashlib.sha256(words.encode()).digest())[:6].decode() if words else ""


def properties(content: FormContent, fields: Fields) -> dict[str, str]:
    """The custom properties of a form: its origin, and digests of its texts; none without an origin."""
    if content.origin is None:
        return {}
    origin = content.origin
    names = {_VERSION: FORM_VERSION, _ACADEMY: origin.academy, _CYCLE: origin.cycle, _STAGE: origin.stage}
    digests = [f"{place}={short}" for place, text in texts(fields) if (short := digest(text))]
    return {**names, _NUMBER: content.payroll_number} | _chunks(" ".join(digests))


def original_form_of(properties: Mapping[str, str]) -> OriginalForm | None:
    """The original of a form, by its properties; None where it has lost them."""
    if not all(properties.get(name) for name in (_VERSION, _ACADEMY, _CYCLE, _NUMBER)):
        return None
    chunks = (properties.get(f"{_MADE} {number}", "") for number in range(1, len(properties) + 1))
    made_with = dict(pair.split("=", 1) for pair in "".join(chunks).split() if "=" in pair)
    origin = Origin(properties[_ACADEMY], properties[_CYCLE], properties.get(_STAGE, ""))
    return OriginalForm(properties[_VERSION], origin, properties[_NUMBER], made_with)


def texts(fields: Fields) -> Iterator[tuple[str, str]]:
    """Every text of a form with its place; rows are counted on from one table to the next of their kind."""
    counts = Counter[str]()
    for name, value in fields.items():
        if isinstance(value, str):
            yield name, value
        else:
            for row in value:
                counts[ROWS[name]] += 1
                yield from _row_texts(ROWS[name], counts[ROWS[name]], row)


#: How the places of a list's rows begin.
ROWS: Mapping[str, str] = {
    "aspects": "aspect",
    "informal_reviews": "informal_review",
    "objectives": "objective",
    "further_objectives": "objective",
    "development": "development",
}


def _row_texts(of: str, number: int, row: Any) -> Iterator[tuple[str, str]]:
    if isinstance(row, str):
        yield f"{of}.{number}", row
        return
    key = row.get("no") or number
    yield from ((f"{of}.{key}.{part}", text) for part, text in row.items() if part != "no")


def _chunks(text: str) -> dict[str, str]:
    """A long text in properties that are short enough."""
    starts = range(0, len(text), LONGEST)
    return {f"{_MADE} {number}": text[start : start + LONGEST] for number, start in enumerate(starts, 1)}
