"""What has no place in the standard workbook, and what stands there otherwise than typed: nothing goes unsaid."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from pmr_batch.commands.adopt.source_file import SourceSheet
from pmr_batch.excel.reading import personal_data
from pmr_batch.excel.reading.addresses import Place, address, runs

_WITHHELD = "not repeated here"


class Because(StrEnum):
    """Why something is not placed."""

    OUTSIDE = "outside"
    LEFT_OUT = "left out"
    PERSONAL = "personal data"
    FAULT = "fault"
    NOBODY = "nobody"
    TAKEN = "taken"

    @property
    def is_open(self) -> bool:
        """Whether somebody has to do something about it; the others are only told."""
        return self in (Because.FAULT, Because.NOBODY, Because.TAKEN)


@dataclass(frozen=True)
class Unplaced:
    """A cell, or a run of them, that is only in the office's file."""

    page: str
    place: Place
    cells: str
    heading: str
    value: str
    why: str
    because: Because


@dataclass(frozen=True)
class Reread:
    """A cell whose value stands in the standard workbook otherwise than typed."""

    page: str
    place: Place
    was: str
    became: str
    how: str


def unplaced(page: SourceSheet, place: Place, heading: str, why: str, because: Because) -> Unplaced:
    """One cell that is not placed, with what stands in it; a number that identifies somebody is not repeated."""
    text = page.text(place)
    value = _WITHHELD if personal_data.is_personal_number(text) else text
    return Unplaced(page.name, place, address(place), heading, value, why, because)


def unplaced_column(
    page: SourceSheet, places: Iterable[Place], heading: str, why: str, because: Because
) -> list[Unplaced]:
    """The cells of a column that are named, but not repeated: a line for each run of them."""
    places = sorted(places)
    column = places[0][1] if places else 0
    told = []
    for first, last in runs(row for row, _ in places):
        cells = address((first, column)) + (f":{address((last, column))}" if last > first else "")
        told.append(Unplaced(page.name, (first, column), cells, heading, _WITHHELD, why, because))
    return told
