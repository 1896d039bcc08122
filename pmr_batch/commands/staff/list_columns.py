"""The columns of Staff list that a column of an export may go to, and what exports call them (export_words.yml)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from pmr_batch.excel.reading import personal_data
from pmr_batch.files import read_yaml
from pmr_batch.layout.columns import Column
from pmr_batch.layout.office_headings import names_of, office_headings, words_of
from pmr_batch.layout.standard_workbook import STAFF
from pmr_batch.layout.trust_workbook import STAFF_LIST
from pmr_batch.words import bare, nearest

FIRST, LAST = "forename", "surname"
_NEAR = 0.87


@dataclass(frozen=True)
class ListColumn:
    """A column of Staff list by its key; `part` is the part of the name, where that stands in two columns."""

    key: str
    part: str = ""

    @property
    def column(self) -> Column:
        """The column as declared."""
        return STAFF_LIST.by_key[self.key]

    @property
    def label(self) -> str:
        """Its name in the mapping: Pay point, or Name: surname."""
        return f"{self.column.heading}{f': {self.part}' if self.part else ''}"


NUMBER, NAME = ListColumn("payroll_number"), ListColumn("name")
FORENAME, SURNAME = ListColumn("name", FIRST), ListColumn("name", LAST)
ACADEMY, TITLE, ROLE = ListColumn("academy_code"), ListColumn("job_title"), ListColumn("role")
RANGE, POINT = ListColumn("pay_range"), ListColumn("pay_point")


@cache
def all_columns() -> Mapping[str, ListColumn]:
    """Every column by its label, in the order of the list."""
    columns = [ListColumn(column.key) for column in STAFF_LIST]
    at = columns.index(NAME) + 1
    return {column.label: column for column in (*columns[:at], FORENAME, SURNAME, *columns[at:])}


@dataclass(frozen=True)
class Meaning:
    """What a heading may mean; `rank` is 0 for the likeliest name of the column. `exact` where it is that name."""

    target: ListColumn
    rank: int
    exact: bool = True


def meanings(heading: str) -> list[Meaning]:
    """What a heading may mean: every column that has the name, else those of the nearest name."""
    words = words_of(heading).text
    known = _names()
    forms = (words, words.removesuffix(" s"), words.removesuffix("s"), words.removeprefix("employee "))
    exact = next((known[form] for form in forms if form in known), None)
    if exact:
        return exact
    near = nearest(words, known, _NEAR) if len(words) > 4 else None
    return [Meaning(found.target, found.rank, exact=False) for found in known[near]] if near else []


def is_known(heading: str) -> bool:
    """Whether a heading is that of a column that the list takes, or of one that it never takes."""
    return bool(meanings(heading)) or kind_never_taken(heading) is not None


@cache
def _names() -> dict[str, list[Meaning]]:
    names: dict[str, list[Meaning]] = {}
    for target, of_target in _names_by_column():
        for rank, name in enumerate(dict.fromkeys(words_of(name).text for name in of_target)):
            names.setdefault(name, []).append(Meaning(target, rank))
    return names


def _names_by_column() -> Iterator[tuple[ListColumn, Iterable[str]]]:
    parts = document()["parts of a name"]
    of_offices = office_headings().name_parts
    for target in all_columns().values():
        own = document()["columns"].get(target.column.heading, ())
        if target.part:
            key = "first" if target.part == FIRST else "last"
            yield target, (target.part, *parts[key], *of_offices[key])
        else:
            on_staff = STAFF.by_key.get(target.key)
            yield target, (target.column.heading, *own, *(names_of(STAFF, on_staff) if on_staff else ()))


# -- what is never taken -------------------------------------------------------------------------


@lru_cache(maxsize=2048)
def kind_never_taken(heading: str) -> str | None:
    """The kind of personal data that a heading names; None where the list may take the column."""
    (kind,) = personal_data.of_columns([(heading, ())])
    words = bare(heading)
    return kind or next((own for own, pattern in _never() if pattern.search(words)), None)


@cache
def _never() -> list[tuple[str, re.Pattern[str]]]:
    patterns = []
    for kind, names in document()["never taken"].items():
        words = (re.escape(name).replace(r"\ ", " ").replace(r"\*", r"\w*") for name in names)
        patterns.append((kind, re.compile(rf"^(?:employee |staff |home |person )?(?:{'|'.join(words)})(?: |$)")))
    return patterns


@cache
def document() -> Mapping[str, Any]:
    """The words of exports, as export_words.yml has them."""
    found: Mapping[str, Any] = read_yaml(
        resources.files("pmr_batch.commands.staff").joinpath("export_words.yml").read_text("utf-8")
    )
    return found
