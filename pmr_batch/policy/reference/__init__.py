"""The facts a trust starts from: pay points, on-costs, term dates and professional standards.

They are CSV files next to this one, with the headings of the sheets they fill. Once a trust has its
trust.xlsx, the trust's rows apply.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

Row = dict[str, Any]
#: The keys of columns whose heading is not their key in small letters, and the types of those that are no text.
_KEYS = {"From": "from_"}
_TYPES: Mapping[str, Callable[[str], Any]] = {
    **dict.fromkeys(("From", "To"), date.fromisoformat),
    **dict.fromkeys(("Annual pay", "Threshold"), Decimal),
    "Rate": float,
}


@dataclass(frozen=True)
class Standard:
    """One of a set of professional standards; `number` is text, for some are "Part 2" or "8-16"."""

    number: str
    title: str


def pay_points() -> list[Row]:
    """Rows of Pay points by column key; annual full-time pounds, status as sure as the source is."""
    return _rows("pay_points.csv")


def on_costs() -> list[Row]:
    """Rows of On-costs by column key. One without a rate is for the trust to enter: LGPS differs by employer."""
    return _rows("on_costs.csv")


def term_dates() -> list[Row]:
    """Rows of Terms by column key, for every academy."""
    return [{**row, "academy_code": None} for row in _rows("term_dates.csv")]


@cache
def standards() -> dict[str, tuple[Standard, ...]]:
    """The professional standards by the name of their set, as column Professional standards has it."""
    sets: dict[str, list[Standard]] = {}
    for record in _records("standards.csv"):
        sets.setdefault(record["Set"], []).append(Standard(record["Number"], record["Title"]))
    return {name: tuple(titles) for name, titles in sets.items()}


def _rows(file: str) -> list[Row]:
    return [{_key(heading): _value(heading, text) for heading, text in row.items()} for row in _records(file)]


def _records(file: str) -> list[dict[str, str]]:
    text = resources.files(__name__).joinpath(file).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def _key(heading: str) -> str:
    return _KEYS.get(heading, heading.lower().replace(" ", "_"))


def _value(heading: str, text: str) -> Any:
    return _TYPES.get(heading, str)(text) if text else None
