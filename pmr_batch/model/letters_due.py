"""The letters that are due, counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class LettersDue:
    """So many letters of a kind that are due by a day, None where the policy names none.

    `letter` is the kind's name on the command line, `title` that of its document.
    """

    letter: str
    title: str
    clause: str
    by: date | None
    count: int
