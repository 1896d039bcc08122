"""The facts a trust starts from: pay points, on-costs, term dates and professional standards.

They are kept as CSV beside this file, under the headings of the sheets they seed. Once a trust has its
trust.xlsx, the trust's rows rule.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

from pmr_batch.layout.columns import Kind, Sheet
from pmr_batch.layout.trust_workbook import ON_COSTS, PAY_POINTS, TERMS

Row = dict[str, Any]


@dataclass(frozen=True)
class Standard:
    """One of a set of professional standards; `number` is text, for some are "Part 2" or "8-16"."""

    number: str
    title: str


def pay_points() -> list[Row]:
    """Rows of Pay points by column key; annual full-time pounds, status as sure as the source is."""
    return list(_rows("pay_points.csv", PAY_POINTS))


def on_costs() -> list[Row]:
    """Rows of On-costs by column key. One without a rate is for the trust to enter: LGPS differs by employer."""
    return list(_rows("on_costs.csv", ON_COSTS))


def term_dates() -> list[Row]:
    """Rows of Terms by column key, for every academy."""
    return list(_rows("term_dates.csv", TERMS))


@cache
def standards() -> dict[str, tuple[Standard, ...]]:
    """The professional standards by the name of their set, as column Professional standards has it."""
    sets: dict[str, list[Standard]] = {}
    for record in _records("standards.csv"):
        sets.setdefault(record["Set"], []).append(Standard(record["Number"], record["Title"]))
    return {name: tuple(titles) for name, titles in sets.items()}


def _rows(file: str, sheet: Sheet) -> Iterator[Row]:
    for record in _records(file):
        yield {column.key: _value(column.kind, record.get(column.heading, "")) for column in sheet}


def _records(file: str) -> list[dict[str, str]]:
    text = resources.files(__name__).joinpath(file).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def _value(kind: Kind, text: str) -> Any:
    if not text:
        return None
    if kind is Kind.DATE:
        return date.fromisoformat(text)
    if kind is Kind.MONEY:
        return Decimal(text)
    return float(text) if kind is Kind.NUMBER else text
