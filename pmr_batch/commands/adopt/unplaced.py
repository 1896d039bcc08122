"""Records of cells that have no place in the standard workbook, and of values that are not there as typed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from pmr_batch.commands.mapped_files.source_file import SourceSheet
from pmr_batch.excel.reading import personal_data
from pmr_batch.excel.reading.addresses import Place, address, runs

_WITHHELD = "not repeated here"


class UnplacedReason(StrEnum):
    """Why something is not placed."""

    OUTSIDE = "outside"
    LEFT_OUT = "left out"
    PERSONAL = "personal data"
    FAULT = "fault"
    NOBODY = "nobody"
    OCCUPIED = "taken"

    @property
    def is_open(self) -> bool:
        """Whether somebody has to do something about it."""
        return self in (UnplacedReason.FAULT, UnplacedReason.NOBODY, UnplacedReason.OCCUPIED)


@dataclass(frozen=True)
class Unplaced:
    """A cell, or a run of cells, that is only in the office's file."""

    page: str
    place: Place
    cells: str
    heading: str
    value: str
    why: str
    reason: UnplacedReason


@dataclass(frozen=True)
class ChangedValue:
    """A cell whose value in the standard workbook is not as typed."""

    page: str
    place: Place
    was: str
    became: str
    how: str


def unplaced_cell(page: SourceSheet, place: Place, heading: str, why: str, reason: UnplacedReason) -> Unplaced:
    """The record of a cell, with its text; a number that identifies somebody is not repeated."""
    text = page.text(place)
    value = _WITHHELD if personal_data.is_personal_number(text) else text
    name, origin = page.origin(place)
    return Unplaced(name, origin, address(origin), heading, value, why, reason)


def unplaced_column(
    page: SourceSheet, places: Iterable[Place], heading: str, why: str, reason: UnplacedReason
) -> list[Unplaced]:
    """The records of a column's cells, one for each run of rows of a sheet; the texts are not repeated."""
    rows: dict[tuple[str, int], list[int]] = defaultdict(list)
    for name, (row, column) in map(page.origin, sorted(places)):
        rows[name, column].append(row)
    entries = []
    for (name, column), rows_of_column in rows.items():
        for first, last in runs(sorted(rows_of_column)):
            cells = address((first, column)) + (f":{address((last, column))}" if last > first else "")
            entries.append(Unplaced(name, (first, column), cells, heading, _WITHHELD, why, reason))
    return entries
