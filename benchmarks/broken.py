"""Returns in which everything is wrong: every row breaks every rule it can."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from pmr_batch.layout.columns import Column, Kind, Sheet
from pmr_batch.layout.standard_workbook import SHEETS, START
from pmr_batch.model.returns import Return, Table, Unread

#: Rows of each sheet for one person; sheets that are about nobody have as many for each academy.
_ROWS = {
    "Staff": 1, "Objectives": 4, "Development": 1, "Meetings": 4, "Reviews": 1, "Concerns": 1, "Panels": 1,
    "Explanations": 1, "Reviewers": 1,
}  # fmt: skip
_TEXTS = (
    "M1", "M6", "U1", "L12", "SCP7", "UQ2", "M9", "ok", "Panel", "READ", "Every child reads", "none", None,
    "Raise reading in Year 2 with a daily guided group", "RIV", "=1/0", "0000001",
)  # fmt: skip
_PEOPLE = {"reviewer", "line_manager", "held_by", "recommended_by", "monitored_by", "stands_in_for", "raised_by"}


def broken(school: Return, codes: Sequence[str], staff: int) -> list[Return]:
    """A return of so many people for each code of an academy, like that of `school`; the same each time."""
    return [
        _broken(school, code, [f"{at:04}{person:03}" for person in range(staff)], random.Random(code))
        for at, code in enumerate(codes)
    ]


def _broken(school: Return, code: str, numbers: Sequence[str], dice: random.Random) -> Return:
    """A return of an academy in which every cell is of its type, and hardly any is right."""
    tables = {sheet.name: _table(sheet, numbers, dice) for sheet in SHEETS if sheet is not START}
    return replace(
        school, path=f"{code}.xlsx", academy=code, tables={START.name: school.tables[START.name]} | tables, spots=()
    )


def _table(sheet: Sheet, numbers: Sequence[str], dice: random.Random) -> Table:
    people = [number for number in numbers for _ in range(_ROWS.get(sheet.name, 1))]
    columns = {column.key: tuple(_cells(column, people, numbers, dice)) for column in sheet}
    letters = {column.key: chr(ord("A") + at % 26) for at, column in enumerate(sheet)}
    return Table(sheet.name, tuple(range(2, len(people) + 2)), columns, letters)


def _cells(column: Column, people: Sequence[str], numbers: Sequence[str], dice: random.Random) -> list[Any]:
    if column.key == "payroll_number":
        return [number if dice.random() < 0.97 else "9999999" for number in people]
    if column.key in _PEOPLE:
        return [dice.choice((*numbers[:9], "Panel", None)) for _ in people]
    return [_cell(column, dice) for _ in people]


def _cell(column: Column, dice: random.Random) -> Any:
    if dice.random() < 0.1:
        return dice.choice((None, None, Unread("=1/0", "PM007")))
    match column.kind:
        case Kind.LIST:
            return dice.choice(column.values)
        case Kind.DATE:
            return date(2025, 3, 1) + timedelta(days=dice.randrange(700))
        case Kind.MONEY:
            return Decimal(dice.randrange(15_000, 90_000))
        case Kind.NUMBER | Kind.WHOLE:
            return dice.choice((1, 2, 3))
    return dice.choice(_TEXTS)
