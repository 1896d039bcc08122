"""Validate measured where everything is wrong: every row breaks every rule it can, beside rows in which nothing is.

Prints seconds, and how many times the yardstick of the same run they are: ratios compare machines.

Usage: python benchmarks/broken.py [ACADEMIES [STAFF]] [--profile]
"""

from __future__ import annotations

import cProfile
import pstats
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from pmr_batch.commands.folders import find_cycle, incoming
from pmr_batch.demo import DEMO_AS_OF, build_correct
from pmr_batch.layout.columns import Column, Kind, Sheet
from pmr_batch.layout.standard_workbook import SHEETS, START
from pmr_batch.merge import merge
from pmr_batch.model.findings import Validated
from pmr_batch.model.returns import Return, Table, Unread
from pmr_batch.model.terms import Round
from pmr_batch.read import read_returns
from pmr_batch.settings.trust_file import read_trust
from pmr_batch.validate import validate

Made = TypeVar("Made")
_CYCLE = "teaching-2025-26"
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


def main(academies: int, staff: int, profile: bool) -> None:
    """Print a line for each: nothing wrong, and everything."""
    with tempfile.TemporaryDirectory() as made, ThreadPoolExecutor(1) as executor:
        folder = Path(made)
        build_correct(folder, 2, 60, 1)
        settings = read_trust(folder)
        cycle = find_cycle(settings, _CYCLE)
        read = read_returns(incoming(folder, cycle), cycle, settings, executor)
    school = next(one for one in read if one.academy and not settings.academies[one.academy].central)
    assert school.academy
    codes = [f"S{number:04}" for number in range(academies)]
    settings = replace(settings, academies=dict.fromkeys(codes, settings.academies[school.academy]))
    clean = [replace(school, path=f"{code}.xlsx", academy=code) for code in codes]
    broken = [_broken(school, code, staff, random.Random(code)) for code in codes]

    def ask(returns: Sequence[Return]) -> Validated:
        return validate(returns, settings, DEMO_AS_OF, Round.OCTOBER)

    _, right = timed(f"validate, nothing wrong: {_people(clean):,} people (the yardstick)", lambda: ask(clean))
    watch = cProfile.Profile() if profile else None
    if watch:
        watch.enable()
    seen, _ = timed(f"validate, everything wrong: {_people(broken):,} people", lambda: ask(broken), right)
    if watch:
        watch.disable()
        pstats.Stats(watch).sort_stats("cumulative").print_stats(r"pmr_batch", 60)
    timed("merge", lambda: merge(broken, seen, settings, cycle, Round.OCTOBER, DEMO_AS_OF), right)
    print(f"{len(seen.findings):,} findings, {len({one.code for one in seen.findings})} codes")


def timed(what: str, work: Callable[[], Made], yardstick: float | None = None) -> tuple[Made, float]:
    """Do it once, and print the seconds and how many times the yardstick they are."""
    start = time.perf_counter()
    made = work()
    seconds = time.perf_counter() - start
    ratio = f"{seconds / yardstick:8.1f} x" if yardstick else ""
    print(f"{what:64} {seconds:8.2f} s {ratio}", flush=True)
    return made, seconds


def _people(returns: Sequence[Return]) -> int:
    return sum(len(one.tables["Staff"].rows) for one in returns)


def _broken(school: Return, code: str, staff: int, dice: random.Random) -> Return:
    """A return of an academy in which every cell is of its type, and hardly any is right."""
    numbers = [f"{code[1:]}{person:03}" for person in range(staff)]
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


if __name__ == "__main__":
    words = [word for word in sys.argv[1:] if not word.startswith("-")]
    main(*(int(word) for word in (words + ["200", "60"][len(words) :])), profile="--profile" in sys.argv)
