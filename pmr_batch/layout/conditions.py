"""When a cell is required: predicates over columns, from which pandas and Excel both derive.

A condition names columns by their headings: of its own sheet, else of Staff for the same person.
It does not say how it is evaluated: `validate.conditions` evaluates it over frames,
`workbook.conditions_in_excel` writes it as an Excel formula.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pmr_batch.model.terms import Stage


@dataclass(frozen=True)
class Condition:
    """Anything that is true or false of one row."""

    def __and__(self, other: Condition) -> Condition:
        return All((self, other))

    def __or__(self, other: Condition) -> Condition:
        return Any((self, other))


@dataclass(frozen=True)
class All(Condition):
    """Every part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class Any(Condition):
    """At least one part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class Not(Condition):
    """The part does not hold."""

    part: Condition


@dataclass(frozen=True)
class Always(Condition):
    """On every row."""


@dataclass(frozen=True)
class At(Condition):
    """From a stage of the cycle on, of people in review."""

    stage: Stage


@dataclass(frozen=True)
class Is(Condition):
    """The column of this row, or of the person's row on Staff, holds one of the values."""

    column: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class IsNot(Condition):
    """The column is filled in and holds none of the values."""

    column: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class OtherThan(Condition):
    """The column is filled in with other words than these; letter case, spacing and full stops aside."""

    column: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Filled(Condition):
    """The column is filled in."""

    column: str


@dataclass(frozen=True)
class Has(Condition):
    """The person has a row on another sheet: any, one whose column is filled in, or one that holds a value."""

    sheet: str
    column: str = "Payroll number"
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Begun(Condition):
    """Somebody has worked on the row, which is one of the sheet: it holds more than rows are issued with."""

    sheet: str


@dataclass(frozen=True)
class Differs(Condition):
    """The column is filled in with another value than the Start sheet's."""

    column: str
    start: str


@dataclass(frozen=True)
class Passed(Condition):
    """The as-of date is past `column` (the latest of `columns` filled in) by more than
    `parameter` working days; without a parameter, it has reached the date.
    """

    columns: tuple[str, ...]
    parameter: str | None = None


@dataclass(frozen=True)
class LongAbsence(Condition):
    """The absence on Staff, within the cycle, lasts at least the parameter's working days."""

    parameter: str = "extended_absence"


@dataclass(frozen=True)
class AbsentThroughout(Condition):
    """The absence on Staff began before objectives were due, and lasts to the end of the person's cycle, or still."""


ALWAYS = Always()
PLANNING = At(Stage.PLANNING)
FINAL = At(Stage.FINAL)
REPORT = At(Stage.REPORT)
DECISION = At(Stage.DECISION)


# -- in words --------------------------------------------------------------------------------------


def in_words(condition: Condition) -> str:
    """When a cell is required, for the middle of a sentence: where Contract is Fixed term, or Status is Left.

    Raises TypeError for a condition that nobody has put into words.
    """
    return "on every row" if isinstance(condition, Always) else f"where {_clause(condition)}"


def _clause(condition: Condition) -> str:
    match condition:
        case Any(parts):
            return ", or ".join(map(_clause, parts))
        case Is(column, values):
            return f"{column} is {_either(values)}"
        case Not(Is(column, values)):
            return f"{column} is not {_either(values)}"
        case Filled(column):
            return f"{column} is filled in"
        case Begun():
            return "more of the row is filled in"
        case _:
            raise TypeError(f"{type(condition).__name__} has no words yet")


def _either(values: Sequence[str]) -> str:
    """Teacher; Headteacher, HLTA or Support staff."""
    *others, last = values
    return f"{', '.join(others)} or {last}" if others else last
