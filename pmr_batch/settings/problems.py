"""What is wrong in the settings, told with sheet and cell, the value shown, and what to do."""

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
    wrong: str
    do: str

    @property
    def line(self) -> str:
        """Cycles F2: Final reviews by 12 October 2024 lies before …; correct the one or the other."""
        value = None if self.value is None else words.shown(self.value)
        place = " ".join(filter(None, (self.sheet, self.cell)))
        return f"{place}: {' '.join(filter(None, (self.heading, value, self.wrong)))}; {self.do}"


@dataclass(frozen=True)
class Row:
    """A row of a settings sheet; a cell that cannot be used, told elsewhere, is None like a blank."""

    sheet: Sheet
    table: Table
    number: int
    values: Mapping[str, Any]

    def __getitem__(self, key: str) -> Any:
        return self.values[key]

    def has(self, *keys: str) -> bool:
        """Whether all these cells are filled in, with values that can be used."""
        return all(self.values[key] is not None for key in keys)

    def problem(self, key: str, wrong: str, do: str) -> Problem:
        """A problem with a cell of this row."""
        row, cell = self.table.place(key, self.number)
        heading = self.sheet.by_key[key].heading
        return Problem(self.sheet.name, row, cell or f"row {row}", heading, self.values[key], wrong, do)


def nearest(name: str, names: Iterable[str]) -> str:
    """A hint at the name that was meant, for the end of what is wrong; empty where none is near."""
    near = find_nearest(name, names)
    return f" (the nearest is {near})" if near else ""
