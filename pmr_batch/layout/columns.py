"""Columns and sheets: the one declaration from which templates, schemas, reader and docs derive."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cache

from pmr_batch.layout.conditions import Condition


class Kind(Enum):
    """The type of a column's cells."""

    TEXT = "text"
    LIST = "list"
    DATE = "date"
    NUMBER = "number"
    WHOLE = "whole number"
    MONEY = "money"


@cache
def key_of(heading: str) -> str:
    """The name of a heading in frames and code: lower case, words joined by underscores."""
    key = re.sub(r"[^a-z0-9]+", "_", heading.lower().replace("'", "").replace("’", "")).strip("_")
    return f"{key}_" if keyword.iskeyword(key) else key


@dataclass(frozen=True)
class Default:
    """What a blank cell holds: the value of the line `start` of Start, on rows of which `where` is true.

    Only what the row itself holds may decide: `Filled`, `Is` and `Begun`, and all or any of several.
    """

    start: str
    where: Condition


@dataclass(frozen=True, eq=False)
class Column:
    """One column of one sheet.

    `required` says when a cell must be filled in, `owners` which rules report the blank.
    `not_before` is the heading of a column whose value this one's date must not precede. `begins` is the value
    of a new row where the cell is required, to be typed over where it is otherwise. `since` is the first template
    version that has the column: in a workbook issued before, it is not missing, and counts as blank. `nothing` is the
    answer of a text column that says that there is nothing. `default` is what a blank cell holds where Start says it
    once for all rows.
    """

    heading: str
    kind: Kind
    values: tuple[str, ...] = ()
    required: Condition | None = None
    owners: tuple[str, ...] = ()
    note: str = ""
    least: float | None = None
    most: float | None = None
    not_before: str | None = None
    width: int = 14
    prefilled: bool = False
    begins: str = ""
    since: int = 1
    nothing: str = ""
    default: Default | None = None
    sheet: str = ""

    @property
    def key(self) -> str:
        """The column's name in frames."""
        return key_of(self.heading)

    def __repr__(self) -> str:
        return f"{self.sheet}.{self.heading}"


@dataclass(frozen=True, eq=False)
class Sheet:
    """A sheet: its columns in order. `form` sheets have labels in column A, values in column B.

    `people` sheets hold rows about a person of Staff by payroll number; `identity` are the keys
    of the columns that together name a row to a reader of a finding (its item). `issued` are the headings of the
    cells that a row may be issued with: nobody has worked on a row with no others. `in_view` is the heading of the
    last column that stays in view, where that is not the name. `waiting` are the kinds of rows that are none while they
    hold only what they were issued with. `since` is the first template version that has the
    sheet.
    """

    name: str
    columns: tuple[Column, ...]
    form: bool = False
    people: bool = False
    identity: str | None = None
    unique: bool = False
    issued: tuple[str, ...] = ()
    purpose: str = ""
    in_view: str = ""
    waiting: tuple[str, ...] = ()
    since: int = 1
    by_key: dict[str, Column] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        columns = tuple(replace(column, sheet=self.name) for column in self.columns)
        object.__setattr__(self, "columns", columns)
        object.__setattr__(self, "by_key", {column.key: column for column in columns})

    def __getattr__(self, key: str) -> Column:
        try:
            return self.__dict__["by_key"][key]  # type: ignore[no-any-return]
        except KeyError:
            raise AttributeError(f"{self.__dict__.get('name')} has no column {key!r}") from None

    def __iter__(self) -> Iterator[Column]:
        return iter(self.columns)

    @property
    def worked_on(self) -> tuple[Column, ...]:
        """The columns that are filled in only by whoever works on a row."""
        return tuple(column for column in self.columns if column.heading not in self.issued)


def text(  # noqa: PLR0913, PLR0917  (one argument an attribute of the column)
    heading: str,
    required: Condition | None = None,
    by: str = "",
    note: str = "",
    width: int = 10,
    prefilled: bool = False,
    since: int = 1,
    nothing: str = "",
    default: Default | None = None,
) -> Column:
    """A column of text."""
    return Column(
        heading,
        Kind.TEXT,
        (),
        required,
        _codes(by),
        note or (f'"{nothing}" is an answer' if nothing else ""),
        width=width,
        prefilled=prefilled,
        since=since,
        nothing=nothing,
        default=default,
    )


def number(  # noqa: PLR0913, PLR0917  (one argument an attribute of the column)
    heading: str,
    kind: Kind,
    required: Condition | None = None,
    by: str = "",
    note: str = "",
    least: float | None = None,
    most: float | None = None,
    prefilled: bool = False,
    since: int = 1,
) -> Column:
    """A column of numbers, whole numbers or money."""
    return Column(
        heading,
        kind,
        (),
        required,
        _codes(by),
        note,
        least=least,
        most=most,
        width=5 if kind is Kind.WHOLE else 8,
        prefilled=prefilled,
        since=since,
    )


def day(  # noqa: PLR0913, PLR0917  (one argument an attribute of the column)
    heading: str,
    required: Condition | None = None,
    by: str = "",
    note: str = "",
    not_before: str | None = None,
    prefilled: bool = False,
    since: int = 1,
    default: Default | None = None,
) -> Column:
    """A column of dates."""
    return Column(
        heading,
        Kind.DATE,
        (),
        required,
        _codes(by),
        note,
        not_before=not_before,
        width=10,
        prefilled=prefilled,
        since=since,
        default=default,
    )


def choice(  # noqa: PLR0913, PLR0917  (one argument an attribute of the column)
    heading: str,
    values: tuple[str, ...],
    required: Condition | None = None,
    by: str = "",
    note: str = "",
    prefilled: bool = False,
    begins: str = "",
    since: int = 1,
    default: Default | None = None,
) -> Column:
    """A column whose cells hold one of a list of values."""
    width = max(9, min(15, 1 + max(map(len, values))))
    return Column(
        heading,
        Kind.LIST,
        values,
        required,
        _codes(by),
        note,
        width=width,
        prefilled=prefilled,
        begins=begins,
        since=since,
        default=default,
    )


def _codes(by: str) -> tuple[str, ...]:
    return tuple(code.strip() for code in by.split(";") if code.strip())
