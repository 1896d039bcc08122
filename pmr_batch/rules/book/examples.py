"""An example that passes and one that fails, for every rule: the first of its cases, or one in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from pmr_batch.files import read_yaml
from pmr_batch.layout.standard_workbook import BY_NAME

Cells = tuple[tuple[str, ...], ...]
_TABLE = re.compile(r"(?<!\\)\|")
_PLACE = re.compile(r"(?:(?P<file>\S+) )?(?P<sheet>[A-Z]\w+)!(?P<letter>[A-Z]+)(?P<row>\d+)")


@dataclass(frozen=True)
class ExampleTable:
    """A small table of an example: its sheet, of another academy's workbook where `academy` says so."""

    sheet: str
    academy: str | None
    cells: Cells


@dataclass(frozen=True)
class Example:
    """What somebody may have typed; `found` are the places of the findings, in words."""

    title: str
    as_of: date | None = None
    tables: tuple[ExampleTable, ...] = ()
    found: tuple[str, ...] = ()


@dataclass(frozen=True)
class Examples:
    """Both examples of a code; `needs` is what its cases say that it is not checked without."""

    passes: Example
    fails: Example
    needs: tuple[str, ...] = ()


@cache
def examples(code: str) -> Examples:
    """The examples of a rule, from its cases or from examples.yml. Raises KeyError where it has none."""
    cases = resources.files("pmr_batch.rules").joinpath("cases", f"{code}.yml")
    if not cases.is_file():
        entry = in_words()[code]
        return Examples(Example(entry["passes"]), Example(entry["fails"]))
    by_title = read_yaml(cases.read_text("utf-8"))
    passing = next(each for each in by_title.items() if each[1].get("passes"))
    failing = next(each for each in by_title.items() if each[1].get("finds"))
    needs = dict.fromkeys(lack for case in by_title.values() for lack in case.get("needs", ()))
    return Examples(_example(*passing), _example(*failing), tuple(needs))


@cache
def in_words() -> Mapping[str, Mapping[str, str]]:
    """examples.yml by code: what passes, what fails, and the message that the rule's own words cannot say."""
    text = resources.files("pmr_batch.rules.book").joinpath("examples.yml").read_text("utf-8")
    return read_yaml(text)  # type: ignore[no-any-return]


def _example(title: str, case: Mapping[str, Any]) -> Example:
    tables = tuple(_tables(case))
    return Example(title, case.get("as of"), tables, tuple(_found(place, tables) for place in case.get("finds", ())))


def _tables(case: Mapping[str, Any]) -> Iterator[ExampleTable]:
    """The tables that a case lays down, in the order of its file."""
    for name, given in case.items():
        if name in BY_NAME:
            yield ExampleTable(name, None, _cells(given))
        elif name == "settings":
            of_trust = {f"{sheet} of trust.xlsx": table for sheet, table in given.items() if table}
            yield from (ExampleTable(sheet, None, _cells(table)) for sheet, table in of_trust.items())
        elif name.startswith("in "):
            of_academy = {sheet: table for sheet, table in given.items() if sheet in BY_NAME}
            yield from (ExampleTable(sheet, name[3:], _cells(table)) for sheet, table in of_academy.items())


def _cells(table: str) -> Cells:
    lines = [line.strip() for line in table.splitlines() if line.strip()]
    return tuple(tuple(cell.strip() for cell in _TABLE.split(line[1:-1])) for line in lines)


def _found(place: str, tables: tuple[ExampleTable, ...]) -> str:
    """Objectives, Due on, row 2 of the table: a cell as one who reads the small table finds it."""
    at = _PLACE.fullmatch(place)
    if at is None:
        return place
    sheet, row = BY_NAME[at["sheet"]], int(at["row"])
    if sheet.form:
        return f"{sheet.name}, {sheet.columns[row - 1].heading}"
    academy = at["file"]
    shown = next((table.cells[0] for table in tables if (table.sheet, table.academy) == (sheet.name, academy)), ())
    headings = [*shown, *(column.heading for column in sheet if column.heading not in shown)]
    line = f"row {row - 1}" if row > 1 else "the heading"
    where = f"{sheet.name}, {headings[_number(at['letter'])]}, {line}"
    return f"{academy}: {where}" if academy else where


def _number(letters: str) -> int:
    """The place of a column's letter, from 0."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
