"""A person's rows of the workbook while a form changes them, with a record of each change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from pmr_batch.commands.collect.row_matching import Row
from pmr_batch.commands.collect.target_workbook import FormWorkbook
from pmr_batch.commands.collect.workbook_changes import CellChange
from pmr_batch.layout.columns import Column, Sheet
from pmr_batch.layout.standard_workbook import DEVELOPMENT, MEETINGS, OBJECTIVES, REVIEWS
from pmr_batch.model.person import Dossier
from pmr_batch.model.terms import Value


@dataclass
class WorkbookRow:
    """A row of the workbook that a place belongs to; where it is new, `first` are its first values."""

    sheet: Sheet
    row: Row
    item: str = ""
    first: Mapping[str, Value] | None = None


class PersonRows:
    """A working copy of a person's rows, and the `changes` made in it."""

    def __init__(self, workbook: FormWorkbook, dossier: Dossier) -> None:
        self._workbook, self._dossier = workbook, dossier
        self.number = str(dossier.staff["payroll_number"])
        self.changes: list[CellChange] = []
        self.staff, self.review = dict(dossier.staff), dict(dossier.review)
        self.objectives, self.development, self.meetings = (
            [dict(row) for row in rows] for rows in (dossier.objectives, dossier.development, dossier.meetings)
        )

    def after(self) -> Dossier:
        """The person with all changes."""
        return replace(
            self._dossier,
            staff=self.staff,
            review=self.review,
            objectives=tuple(self.objectives),
            development=tuple(self.development),
            meetings=tuple(self.meetings),
        )

    def change(self, target: WorkbookRow, column: Column, value: Value) -> None:
        """Put a value into a cell; into a new row where the workbook has none yet."""
        row = target.row
        if "row" not in row:
            row["row"] = self._workbook.new_row(target.sheet.name)
            self._add(target)
            for key, first in (target.first or {}).items():
                self._put(target, target.sheet.by_key[key], first)
        self._put(target, column, value)

    def _put(self, target: WorkbookRow, column: Column, value: Value) -> None:
        row = target.row
        cell = self._workbook.cell(column, row["row"])
        self.changes.append(CellChange(column, row["row"], cell, self.number, target.item, row[column.key], value))
        row[column.key] = value

    def _add(self, target: WorkbookRow) -> None:
        """Add a new row to the person's others."""
        if target.sheet is REVIEWS:
            self.review = target.row
            return
        rows = {OBJECTIVES: self.objectives, DEVELOPMENT: self.development, MEETINGS: self.meetings}
        rows[target.sheet].append(target.row)

    def where(self, column: Column, target: WorkbookRow) -> str:
        """Sheet, cell, row and column in words; no cell where the row is new."""
        item = f", {target.item}" if target.item else ""
        cell = f" {self._workbook.cell(column, target.row['row'])}" if "row" in target.row else ""
        return f"{column.sheet}{cell}{item}: {column.heading}"


def blank_row(sheet: Sheet) -> dict[str, Any]:
    """A row of a sheet with nothing in it."""
    return {column.key: None for column in sheet}
