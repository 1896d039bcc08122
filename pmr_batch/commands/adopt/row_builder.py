"""The rows gathered from an office's tables for the standard workbook, and the cells they come from."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pmr_batch.commands.adopt.proposal import MappingLine
from pmr_batch.commands.adopt.unplaced import ChangedValue, Unplaced
from pmr_batch.commands.mapped_files.source_file import SourceSheet
from pmr_batch.excel.reading.addresses import Place, letter
from pmr_batch.model.terms import Value
from pmr_batch.words import bare

Row = dict[str, Value]


@dataclass(eq=False)
class GatheredRow:
    """A row for the standard workbook: its values by column key, and those of the office's own columns by heading."""

    person: str | None
    values: Row = field(default_factory=dict)
    own: Row = field(default_factory=dict)


@dataclass
class GatheredRows:
    """The rows by sheet, in order, one a person on Staff and Reviews; what was not placed; values that were changed.

    `rows` counts the rows of the office's tables, `rows_unplaced` those without a person.
    """

    by_sheet: dict[str, list[GatheredRow]] = field(default_factory=lambda: defaultdict(list))
    unplaced: list[Unplaced] = field(default_factory=list)
    changed: list[ChangedValue] = field(default_factory=list)
    rows: int = 0
    rows_unplaced: int = 0

    def of_person(self, sheet: str, person: str) -> GatheredRow:
        """The person's only row of a sheet; added where there is none."""
        only = next((row for row in self.by_sheet[sheet] if row.person == person), None)
        if only is None:
            only = GatheredRow(person, {"payroll_number": person})
            self.by_sheet[sheet].append(only)
        return only


@dataclass(frozen=True)
class Cell:
    """A filled cell of a row, and the line of the mapping that it belongs to."""

    line: MappingLine
    place: Place

    @property
    def page(self) -> SourceSheet:
        """Its sheet."""
        return self.line.content.page

    @property
    def heading(self) -> str:
        """The heading over it, or the letter of its column; the label of a form with its number, where it repeats."""
        column = self.line.content.column
        again = f" ({column.nth})" if self.page.origins and column.nth > 1 else ""
        return f"{column.heading}{again}" if column.heading else f"Column {letter(self.place[1])}"


def own_value(page: SourceSheet, place: Place) -> Value:
    """The value of a cell of the office's own column; a number with leading zeros by its format, as text."""
    value = page.cells[place]
    text = page.shown.get(place, "")
    if isinstance(value, bool):
        return str(value).upper()
    if text.startswith("0") and text.isdecimal() and len(text) > 1:
        return text
    return value if isinstance(value, str | float | dt.date) else page.text(place)


def number_objectives(rows: Sequence[GatheredRow]) -> None:
    """Give objectives without a number the next free one of their person."""
    used: dict[str | None, set[Any]] = defaultdict(set)
    for row in rows:
        used[row.person].add(row.values.get("no"))
    for row in rows:
        if row.values.get("no") is None:
            number = next(number for number in range(1, len(rows) + 2) if number not in used[row.person])
            row.values["no"] = number
            used[row.person].add(number)


def is_trust_objective(text: Any, of_cycle: str) -> bool:
    """Whether an objective has the wording of the trust objective that the CEO designated."""
    return isinstance(text, str) and bool(bare(text)) and bare(text) == bare(of_cycle)
