"""Half terms, and the terms and school years they make up."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

#: Every school year has these six; Autumn 1 and Autumn 2 are one term.
HALF_TERMS = ("Autumn 1", "Autumn 2", "Spring 1", "Spring 2", "Summer 1", "Summer 2")


@dataclass(frozen=True)
class HalfTerm:
    """One half term, both days included; `academy` is None where it holds for every academy."""

    school_year: str
    name: str
    starts: date
    ends: date
    academy: str | None = None

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> HalfTerm:
        """Of a row of Terms, by column key."""
        return cls(row["school_year"], row["term"], row["from_"], row["to"], row.get("academy_code"))


@dataclass(frozen=True)
class Term:
    """Two half terms and the break between them, such as Autumn of 2025/26."""

    school_year: str
    name: str
    starts: date
    ends: date


def year_of(school_year: str) -> int | None:
    """The calendar year in which a school year begins: 2025 for 2025/26, 2025-26 or 2025/2026."""
    match = re.fullmatch(r"(20\d\d) ?[/–-] ?(?:20)?(\d\d)", school_year.strip())
    return int(match[1]) if match and (int(match[1]) + 1) % 100 == int(match[2]) else None


def school_year(year: int) -> str:
    """A school year by the calendar year in which it begins: 2025/26 for 2025."""
    return f"{year}/{(year + 1) % 100:02}"


def terms(halves: Sequence[HalfTerm]) -> list[Term]:
    """The terms of one school year's half terms, in order; the break inside a term belongs to it."""
    in_order = []
    for name in dict.fromkeys(half.split()[0] for half in HALF_TERMS):
        both = [half for half in halves if half.name.split()[0] == name]
        if both:
            starts, ends = min(half.starts for half in both), max(half.ends for half in both)
            in_order.append(Term(both[0].school_year, name, starts, ends))
    return in_order
