"""What offices call the sheets, columns and meetings of the standard workbook: headings.yml, and how it is compared.

One vocabulary for every reader of what offices write: a name is compared by the words that matter in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from pmr_batch.files import read_yaml
from pmr_batch.layout.columns import Column, Sheet
from pmr_batch.words import bare

_YEARS = re.compile(r"\b20\d\d(\s*[-/–]\s*(20)?\d\d)?\b")
_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
_MOST_ITEMS = 20
_STAFF = "Staff"
#: Names in which a number is part of the name.
_WHOLE = ("1 to 1", "first name", "second name", "first meeting")


@dataclass(frozen=True)
class OfficeHeadings:
    """The names of headings.yml. `columns` are by sheet and standard heading, `sheets` by sheet, `meetings` by kind.

    `name_parts` are the headings of the first and of the last part of a person's name.
    """

    columns: Mapping[str, Mapping[str, tuple[str, ...]]]
    sheets: Mapping[str, tuple[str, ...]]
    meetings: Mapping[str, tuple[str, ...]]
    name_parts: Mapping[str, tuple[str, ...]]


@cache
def office_headings() -> OfficeHeadings:
    """The names that headings.yml has."""
    document = read_yaml(resources.files("pmr_batch.layout").joinpath("headings.yml").read_text("utf-8"))
    columns = {sheet: _tuples(names) for sheet, names in document["columns"].items()}
    return OfficeHeadings(
        columns, _tuples(document["sheets"]), _tuples(document["meetings"]), _tuples(document["parts of a name"])
    )


def _tuples(names: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(others) for name, others in names.items()}


@dataclass(frozen=True)
class HeadingWords:
    """A heading without years, signs and its number."""

    text: str
    number: int | None = None


@lru_cache(maxsize=4096)
def words_of(heading: str) -> HeadingWords:
    """The words that matter: Objective 2 (2025-26): Success criteria is `objective success criteria`, 2."""
    plain = _YEARS.sub(" ", heading.casefold().replace("’", "'").replace("'s", "").replace("s'", "s"))
    words = re.sub(r"(?<=[a-z])(?=\d)", " ", bare(plain.replace("_", " "))).split()
    whole = " ".join(words)
    if whole in _WHOLE:
        return HeadingWords(whole)
    number = None
    words_left = []
    for word in words:
        value = _ORDINALS.get(word) or (int(word) if word.isdecimal() and len(word) < 3 else None)
        if number is None and value and value <= _MOST_ITEMS:
            number = value
        else:
            words_left.append(word)
    return HeadingWords(" ".join(words_left), number)


def names_of(sheet: Sheet, column: Column) -> tuple[str, ...]:
    """Every name of a column of a sheet, its standard heading first; people are numbered as on Staff everywhere."""
    home = _STAFF if sheet.people and column.key == "payroll_number" else sheet.name
    return (column.heading, *office_headings().columns.get(home, {}).get(column.heading, ()))


@cache
def columns_by_name(sheet: Sheet) -> Mapping[str, Column]:
    """The columns of a sheet by the words of each of their names; a name of several columns is the first one's."""
    standard = [(column.heading, column) for column in sheet]
    others = [(name, column) for column in sheet for name in names_of(sheet, column)[1:]]
    by_name: dict[str, Column] = {}
    for name, column in (*standard, *others):
        by_name.setdefault(words_of(name).text, column)
    return by_name
