"""Problems in the settings: sheet and cell, the value, what is wrong, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pmr_batch import words
from pmr_batch.layout.columns import Sheet
from pmr_batch.model.returns import Table
from pmr_batch.words import nearest as find_nearest


@dataclass(frozen=True)
class Problem:
    """One line of a SettingsError: what is wrong at an Excel row and cell of a sheet, and what to do."""

    sheet: str
    row: int
    cell: str
    heading: str
    value: Any
    fault: str
    remedy: str

    @property
    def line(self) -> str:
        """Cycles F2: Final reviews by 12 October 2024 lies before …; correct the one or the other."""
        value = None if self.value is None else words.shown(self.value)
        place = " ".join(filter(None, (self.sheet, self.cell)))
        return f"{place}: {' '.join(filter(None, (self.heading, value, self.fault)))}; {self.remedy}"


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
        return all(self.values[key] is not None for key in keys)

    def problem(self, key: str, fault: str, remedy: str) -> Problem:
        """A problem with a cell of this row."""
        row, cell = self.table.place(key, self.number)
        heading = self.sheet.by_key[key].heading
        return Problem(self.sheet.name, row, cell or f"row {row}", heading, self.values[key], fault, remedy)


def nearest(name: str, names: Iterable[str]) -> str:
    """A hint at the nearest name, for the end of a fault; empty where none is near."""
    near = find_nearest(name, names)
    return f" (the nearest is {near})" if near else ""
