"""What offices write for the values of lists, and where they have nothing to say: values.yml, and how to compare it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from pmr_batch.files import read_yaml
from pmr_batch.layout.office_headings import office_headings

#: No text that says nothing is longer.
LONGEST_NOTHING = 24
_DASHES = ("-", "--", "---", "–", "—", ".", "..", "...", "…", "?", "??", "/", "_")
_SIGNS = frozenset(" -–—‐‑−._…?/")


@dataclass(frozen=True)
class OfficeValues:
    """The words of values.yml as they are compared: those of each value, for nothing to say, and for nothing there."""

    values: Mapping[str, frozenset[str]]
    nothing: frozenset[str]
    none: frozenset[str]


@cache
def office_values() -> OfficeValues:
    """The words that values.yml has; the kinds of meetings have those of their headings."""
    document = _document()
    words, meetings = document["values"], office_headings().meetings
    return OfficeValues(
        {
            value: frozenset(map(letters, (*words.get(value, ()), *meetings.get(value, ()))))
            for value in (*words, *meetings)
        },
        frozenset(map(_joined, document["nothing"])),
        frozenset(map(_joined, document["none"])),
    )


@cache
def words_for_nothing(*, is_answer: bool = False) -> tuple[str, ...]:
    """What says nothing, as offices type it; where that there is nothing `is_answer`, the other words alone."""
    words = [word for word in _document()["nothing"] if not (is_answer and word in words_for_none())]
    return (*words, *_DASHES)


@cache
def words_for_none() -> tuple[str, ...]:
    """What says that there is nothing, as offices type it."""
    return tuple(_document()["none"])


@cache
def _document() -> Any:
    return read_yaml(resources.files("pmr_batch.layout").joinpath("values.yml").read_text("utf-8"))


def _joined(text: str) -> str:
    """A text in lower case without blanks, dots, and brackets around it: (N / A.) is n/a."""
    return "".join(text.casefold().replace(".", "").split()).strip("()[]")


def letters(text: str) -> str:
    """The letters and digits of a text alone, in lower case."""
    return "".join(filter(str.isalnum, text.casefold()))


@lru_cache(maxsize=4096)
def meant_value(text: str, values: Sequence[str]) -> str | None:
    """The only value of a list that has a text among its other words."""
    known, word = office_values().values, letters(text)
    meant = [value for value in values if word in known.get(value, ())]
    return meant[0] if len(meant) == 1 else None


def says_nothing(text: str) -> bool:
    """Whether a text is a word for nothing, or a dash or dots alone."""
    if len(text) > LONGEST_NOTHING:
        return False
    return _joined(text) in office_values().nothing or (bool(text.strip()) and _SIGNS.issuperset(text))


def says_none(text: str) -> bool:
    """Whether a text is a word that says that there is nothing, which may be an answer."""
    return _joined(text) in office_values().none
