"""The rule book for machines: plain lists and mappings, keys in the order they are documented in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pmr_batch.layout.columns import Column
from pmr_batch.rules.book.clauses import Clause, Point
from pmr_batch.rules.book.examples import Example
from pmr_batch.rules.book.explained import BookEntry, Explained, all_explained, explained
from pmr_batch.rules.book.numbers import Numbers, simple


def as_json(entry: BookEntry, numbers: Numbers) -> Any:
    """A list of all rules, an object a code; one rule; or one clause with its rules."""
    if entry is None:
        return [rule_json(each, numbers) for each in all_explained(numbers)]
    return rule_json(entry, numbers) if isinstance(entry, Explained) else clause_json(entry, numbers)


def rule_json(entry: Explained, numbers: Numbers) -> dict[str, Any]:
    """A rule: its main declaration; reads and blames of all its variants.

    A column of another sheet than `sheet` has its sheet before it, as in Staff.Cycle to.
    """
    sheet = entry.rule.sheet.name if entry.rule.sheet else None
    return {
        "code": entry.code,
        "slug": entry.rule.slug,
        "clause": entry.rule.clause,
        "severity": entry.rule.severity.value,
        "stage": entry.rule.stage.value,
        "group": entry.rule.group.value,
        "sheet": sheet,
        "reads": _columns(entry.reads, sheet),
        "blames": _columns(entry.blames, sheet),
        "must_hold": " ".join(entry.must_hold),
        "remedy": " ".join(entry.remedies),
        "parameters": [
            {"name": each.name, "value": simple(each.value), "unit": each.unit, "from": each.since.isoformat()}
            for each in numbers.of(entry.parameters)
        ],
        "examples": {"passes": _example(entry.examples.passes), "fails": _example(entry.examples.fails)},
    }


def clause_json(clause: Clause, numbers: Numbers) -> dict[str, Any]:
    """A clause with its points, how each is met, and its rules in full."""
    return {
        "clause": clause.number,
        "heading": clause.heading,
        "points": [_point(point) for point in clause.points],
        "notes": list(clause.notes),
        "rules": [rule_json(explained(code, numbers), numbers) for code in clause.rules],
    }


def _columns(columns: Iterable[Column], sheet: str | None) -> list[str]:
    return [column.heading if column.sheet == sheet else f"{column.sheet}.{column.heading}" for column in columns]


def _point(point: Point) -> dict[str, Any]:
    return {
        "says": point.says,
        "of": list(point.of),
        "part": point.part,
        "rules": list(point.rules),
        "also": list(point.also),
        "made": [{"command": made.command, "what": made.what} for made in point.made],
        "judged": point.judged,
    }


def _example(example: Example) -> dict[str, Any]:
    return {
        "title": example.title,
        "as_of": example.as_of.isoformat() if example.as_of else None,
        "tables": [
            {"sheet": shown.sheet, "academy": shown.academy, "rows": [list(row) for row in shown.cells]}
            for shown in example.tables
        ],
        "found": list(example.found),
    }
