"""Which term dates the trust's cycles need: working weeks of term-time staff are counted by them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pmr_batch import words
from pmr_batch.policy.terms import HALF_TERMS, school_year, year_of
from pmr_batch.settings.cross_checks import Sheets
from pmr_batch.settings.problems import Problem

Half = tuple[int, str]


def term_doubts(sheets: Sheets) -> Iterator[Problem]:
    """A line a school year of which half terms are missing, for every academy or for some.

    An academy's own half terms of a year stand in place of the general ones. What is missing is never guessed: what
    needs it is not checked.
    """
    given: dict[str | None, set[Half]] = {}
    for row in sheets.get("Terms", ()):
        if row.has("school_year", "term", "from_", "to") and (year := year_of(row["school_year"])) is not None:
            given.setdefault(row["academy_code"], set()).add((year, row["term"]))
    schools = [row["academy_code"] for row in sheets["Academies"] if row.has("academy_code")]
    for year, cycles in _years(sheets).items():
        own = {
            code: _missing(given[code], year) for code in schools if any(of == year for of, _ in given.get(code, ()))
        }
        lacking = {"": _missing(given.get(None, set()), year)} if len(own) < len(schools) else {}
        for code, missing in (lacking | own).items():
            if missing:
                what = "term dates" if len(missing) == len(HALF_TERMS) else words.listed(missing)
                of_academy = f" of {code}" if code else ""
                fault = f"{school_year(year)}{of_academy} has no {what}, which {words.listed(cycles)} may need"
                remedy = "add them, or what counts working weeks of term-time staff is not checked"
                yield Problem("Terms", 0, "", "", None, fault, remedy)


def _years(sheets: Sheets) -> dict[int, list[str]]:
    """The cycles of each school year, by the calendar year in which it begins."""
    cycles: dict[int, list[str]] = {}
    for row in sheets["Cycles"]:
        if row.has("cycle", "from_", "to"):
            for year in range(_school_year(row["from_"]), _school_year(row["to"]) + 1):
                cycles.setdefault(year, []).append(row["cycle"])
    return dict(sorted(cycles.items()))


def _school_year(day: date) -> int:
    return day.year - (day.month < 9)


def _missing(given: set[Half], year: int) -> list[str]:
    return [name for name in HALF_TERMS if (year, name) not in given]
