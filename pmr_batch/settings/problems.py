"""Problems in the settings: sheet and cell, the value, what is wrong, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pmr_batch import words
from pmr_batch.layout.columns import Sheet
from pmr_batch.model.returns import Table
from pmr_batch.words import nearest as find_nearest

#: Of the places with one fault so many are named; the others are counted.
_MOST_PLACES = 5
#: Of a column's faults so many have a line each; the others are counted.
MOST_LINES = 20


@dataclass(frozen=True)
class Problem:
    """One line about the settings: what is wrong at an Excel row and cell of a sheet, and what to do.

    `also` are further cells of the column with the same value and fault.
    """

    sheet: str
    row: int
    cell: str
    heading: str
    value: Any
    fault: str
    remedy: str
    also: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """Cycles F2: Final reviews by 12 October 2024 lies before …; correct the one or the other."""
        return "; ".join(filter(None, (self.what, self.remedy)))

    @property
    def what(self) -> str:
        """The line without what to do."""
        value = None if self.value is None else words.shown(self.value)
        fault = " ".join(filter(None, (self.heading, value, self.fault)))
        return ": ".join(filter(None, (self._place, fault)))

    @property
    def _place(self) -> str:
        named, more = (self.cell, *self.also[: _MOST_PLACES - 1]), len(self.also) - _MOST_PLACES + 1
        cells = ", ".join(filter(None, named)) + (f" and {words.counted(more, 'more cell')}" if more > 0 else "")
        return " ".join(filter(None, (self.sheet, cells)))


@dataclass(frozen=True)
class Row:
    """A row of a settings sheet; a cell that cannot be used, reported elsewhere, is None like a blank."""

    sheet: Sheet
    table: Table
    number: int
    values: Mapping[str, Any]

    def __getitem__(self, key: str) -> Any:
        return self.values[key]

    def has(self, *keys: str) -> bool:
        """Whether all these cells are filled in, with values that can be used."""
        values = self.values
        for key in keys:  # noqa: SIM110  (of every row, again and again: a generator takes twice as long)
            if values[key] is None:
                return False
        return True

    def problem(self, key: str, fault: str, remedy: str) -> Problem:
        """A problem with a cell of this row."""
        row, cell = self.table.place(key, self.number)
        heading = self.sheet.by_key[key].heading
        return Problem(self.sheet.name, row, cell or f"row {row}", heading, self.values[key], fault, remedy)


def gathered(problems: Iterable[Problem], sheets: Sequence[Sheet]) -> list[Problem]:
    """The problems by sheet and row, each once; of many in one column the first, and then how many more there are.

    What is wrong in the same way with the same value of a column is one problem, for it has one cause.
    """
    places = {sheet.name: number for number, sheet in enumerate(sheets)}

    def place(problem: Problem) -> tuple[int, int]:
        return places.get(problem.sheet, -1), problem.row

    alike: dict[tuple[Any, ...], list[Problem]] = {}
    for problem in sorted(problems, key=place):
        key = (problem.sheet, problem.heading, problem.value, problem.fault, problem.remedy)
        alike.setdefault(key, []).append(problem)
    by_column: dict[tuple[str, str], list[Problem]] = {}
    for same in alike.values():
        cells = dict.fromkeys(problem.cell for problem in same)
        problem = replace(same[0], also=tuple(cells)[1:])
        by_column.setdefault((problem.sheet, problem.heading), []).append(problem)
    shown = [problem for column in by_column.values() for problem in column[:MOST_LINES]]
    return [*sorted(shown, key=place), *_more(by_column)]


def _more(by_column: Mapping[tuple[str, str], Sequence[Problem]]) -> Iterator[Problem]:
    for (sheet, heading), problems in by_column.items():
        if len(problems) > MOST_LINES:
            fault = f"has {words.counted(len(problems) - MOST_LINES, 'problem')} more"
            yield Problem(sheet, 0, "", heading, None, fault, "put right those above first")


def nearest(name: str, names: Iterable[str]) -> str:
    """A hint at the nearest name, for the end of a fault; empty where none is near."""
    near = find_nearest(name, names)
    return f" (the nearest is {near})" if near else ""
