"""The three rounds of a year: each has its people, its deadlines, and the date from which its decisions hold."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest
from marked_tables import heading_row, table_rows
from openpyxl.workbook import Workbook

HEADS = {"Executive Headteacher", "Headteacher", "Head of School"}
EXECUTIVES = {"CEO", "Chief Learning Officer", "Chief Operations Officer"}


class Expected(NamedTuple):
    """A round: its cycle and people, and the columns of Cycles that hold its days."""

    cycle: str
    round: str
    roles: set[str]
    days: dict[str, str]


ROUNDS = (
    Expected(
        "teaching-2025-26",
        "october",
        {"Teacher"},
        {day: day for day in ("Final reviews by", "Reports sent by", "Pay decisions by")},
    ),
    Expected(
        "teaching-2025-26",
        "december",
        HEADS | EXECUTIVES,
        {
            "Final reviews by": "Heads' final reviews by",
            "Reports sent by": "Heads' reports sent by",
            "Pay decisions by": "Heads' pay decisions by",
        },
    ),
    Expected(
        "support-2025-26",
        "april",
        {"HLTA", "Support staff"},
        {day: day for day in ("Final reviews by", "Reports sent by", "Pay decisions by")},
    ),
)


class Held(NamedTuple):
    """A round of the demo as it was run: what was expected, everybody's outcome, and the committee's workbook."""

    expected: Expected
    cycles: dict[str, date | None]
    people: list[dict[str, Any]]
    book: Workbook


@pytest.fixture(scope="module", params=ROUNDS, ids=lambda one: one.round)
def held(request: pytest.FixtureRequest, demo_folder: Path) -> Held:
    expected: Expected = request.param
    output = demo_folder / "output" / expected.cycle / expected.round
    sheet = openpyxl.load_workbook(demo_folder / "trust.xlsx")["Cycles"]
    headings, *lines = sheet.iter_rows(min_row=3, values_only=True)
    line = next(line for line in lines if str(line[0]).lower().replace(" ", "-") == expected.cycle)
    cycles = {
        str(heading): value.date() if isinstance(value, datetime) else None
        for heading, value in zip(headings, line, strict=True)
    }
    people = json.loads((output / "people.json").read_text("utf-8"))
    return Held(expected, cycles, people, openpyxl.load_workbook(next((output / "committee").iterdir())))


def rows(book: Workbook, sheet: str) -> list[dict[str, Any]]:
    return [row for row in table_rows(book[sheet]) if any(row.values())]


def test_a_round_decides_on_its_own_people_and_leaves_the_others_to_theirs(held: Held) -> None:
    listed = rows(held.book, "Recommendations")
    assert listed
    assert {row["Role"] for row in listed} <= held.expected.roles
    others = [one for one in held.people if one["outcome"] == "other round"]
    assert all(one["role"] not in held.expected.roles for one in others)
    decided = [one for one in held.people if one["outcome"] in ("returned", "ready", "ready with queries")]
    assert {one["role"] for one in decided} <= held.expected.roles


def test_open_queries_stand_beside_whom_they_hold_up_and_nobody_else(held: Held) -> None:
    """One about a reviewer is not about the reviewer's own review; of personal matters there is one line (9.2)."""
    waiting = [one for one in held.people if one["outcome"] == "ready with queries"]
    open_ones = {row["Payroll number"]: row["Open queries"] for row in rows(held.book, "Recommendations")}
    assert {number for number, count in open_ones.items() if count} == {one["payroll_number"] for one in waiting}
    asked: Counter[str] = Counter()
    personal: set[str] = set()
    for row in rows(held.book, "Queries"):
        numbers, names = ((row[heading] or "").split(", ") for heading in ("Payroll number", "Name"))
        assert len(numbers) == len(names)
        asked.update(number for number in numbers if number and row["State"] == "Open")
        personal |= set(numbers) if row["State"] == "Personal" else set()
    assert {number: asked[number] for number in open_ones if number not in personal} == {
        number: count for number, count in open_ones.items() if number not in personal
    }
    assert all(asked[number] <= open_ones[number] for number in personal)


def test_a_round_has_the_deadlines_of_its_people(held: Held) -> None:
    told = {line[0].value: line[1].value for line in held.book["Summary"].iter_rows() if line[0].value}
    for what, column in held.expected.days.items():
        assert told[what].date() == held.cycles[column], what


def test_what_is_late_goes_by_the_deadlines_of_its_people(held: Held) -> None:
    steps = {line["Step"]: line["Last day"] for line in table_rows(held.book["Late"], "Late_by_Step")}
    days = {"Final review held": "Final reviews by", "Pay recommended": "Pay decisions by"}
    for step, what in days.items():
        due = held.cycles[held.expected.days[what]]
        assert due is not None
        first = steps[step] if isinstance(steps[step], str) else f"{steps[step]:%d/%m/%Y}"
        assert first.startswith(f"{due:%d/%m/%Y}"), step


def test_decisions_hold_from_the_day_of_the_cycle(held: Held) -> None:
    effective = held.cycles["Pay effective from"]
    assert effective is not None
    told = {line[0].value: line[1].value for line in held.book["Summary"].iter_rows() if line[0].value}
    assert told["Pay effective from"].date() == effective
    hints = [each.prompt for each in held.book["Recommendations"].data_validations.dataValidation if each.prompt]
    assert f"Blank = {effective.day} {effective:%B %Y}." in hints
    sheet = held.book["Recommendations"]
    above = " ".join(str(sheet.cell(row, 1).value) for row in range(1, heading_row(sheet)))
    assert f"from {effective.day} {effective:%B %Y}" in above
