"""The changes of a form to a workbook, cell by cell, and what of it is not taken, and why."""

from __future__ import annotations

from dataclasses import dataclass

from pmr_batch.layout.columns import Column
from pmr_batch.model.terms import Value
from pmr_batch.words import plain, shown


@dataclass(frozen=True)
class CellChange:
    """A cell of the new copy: its old value, and the one from the form.

    `row` is the Excel row of the workbook as it was read; new rows count down from -1. `item` says which of the
    person's rows it is, in words; empty where there is only one.
    """

    column: Column
    row: int
    cell: str
    person: str
    item: str
    was: Value
    becomes: Value

    @property
    def where(self) -> str:
        """Sheet, cell, row and column in words."""
        item = f", {self.item}" if self.item else ""
        return f"{self.column.sheet} {self.cell}{item}: {self.column.heading}"

    def __str__(self) -> str:
        return f"{self.where}: {shown(self.was, 40)} → {shown(self.becomes, 60)}"

    def as_json(self) -> dict[str, Value]:
        """The same as JSON values, unshortened."""
        return {
            "sheet": self.column.sheet,
            "cell": self.cell,
            "column": self.column.heading,
            "item": self.item or None,
            "was": plain(self.was),
            "becomes": plain(self.becomes),
        }


@dataclass(frozen=True)
class NotTaken:
    """Something in a form that is not taken: where it belongs, and why, with what to do."""

    where: str
    why: str

    def __str__(self) -> str:
        return f"{self.where}: {self.why}" if self.where else self.why
