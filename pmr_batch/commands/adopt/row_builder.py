"""Rows of the standard workbook in the making, and the cells that they are made of."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from pmr_batch.commands.adopt.proposal import MappingLine
from pmr_batch.commands.adopt.source_file import SourceSheet
from pmr_batch.commands.adopt.unplaced import Reread, Unplaced
from pmr_batch.excel.reading.addresses import Place, letter
from pmr_batch.model.terms import Value
from pmr_batch.words import bare

Row = dict[str, Value]


@dataclass(eq=False)
class GatheredRow:
    """A row of the standard workbook in the making, and the office's own columns beside it."""

    person: str | None
    values: Row = field(default_factory=dict)
    own: Row = field(default_factory=dict)


@dataclass
class GatheredRows:
    """Rows by sheet, in the order found; of Staff and Reviews one a person. What was not placed, or not as typed."""

    made: dict[str, list[GatheredRow]] = field(default_factory=lambda: defaultdict(list))
    lost: list[Unplaced] = field(default_factory=list)
    reread: list[Reread] = field(default_factory=list)
    rows: int = 0
    rows_lost: int = 0

    def of_person(self, sheet: str, person: str) -> GatheredRow:
        """The person's only row of a sheet."""
        found = next((one for one in self.made[sheet] if one.person == person), None)
        if found is None:
            found = GatheredRow(person, {"payroll_number": person})
            self.made[sheet].append(found)
        return found


@dataclass(frozen=True)
class Cell:
    """A filled cell of a row, and the line of the mapping that it belongs to."""

    line: MappingLine
    place: Place

    @property
    def page(self) -> SourceSheet:
        """The sheet it stands on."""
        return self.line.holding.page

    @property
    def heading(self) -> str:
        """What stands over it."""
        return self.line.holding.found.heading or f"Column {letter(self.place[1])}"


def own_value(page: SourceSheet, place: Place) -> Value:
    """A cell of an own column as it stands; a number that is shown with zeros before it, as shown."""
    value = page.cells[place]
    text = page.shown.get(place, "")
    if isinstance(value, bool):
        return str(value).upper()
    if text.startswith("0") and text.isdecimal() and len(text) > 1:
        return text
    return value if isinstance(value, str | float | dt.date) else page.text(place)


def numbered(rows: Iterable[GatheredRow]) -> Iterator[GatheredRow]:
    """Objectives without a number get the next free one of their person."""
    rows = list(rows)
    taken: dict[str | None, set[Any]] = defaultdict(set)
    for one in rows:
        taken[one.person].add(one.values.get("no"))
    for one in rows:
        if one.values.get("no") is None:
            number = next(number for number in range(1, len(rows) + 2) if number not in taken[one.person])
            one.values["no"] = number
            taken[one.person].add(number)
        yield one


def is_trust_objective(text: Any, of_cycle: str) -> bool:
    """Whether an objective is the Trust's, in the words that the CEO designated."""
    return isinstance(text, str) and bool(bare(text)) and bare(text) == bare(of_cycle)
