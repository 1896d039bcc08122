"""A pay committee at work on the workbook of a run: it fills in its columns, and does what people do besides."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
from marked_tables import heading_row, table_rows
from openpyxl.worksheet.worksheet import Worksheet

SHEET = "Recommendations"
MET_ON = date(2026, 10, 22)
APPROVED: Mapping[str, Any] = {"Decision": "Approved", "Decided on": MET_ON}


class Desk:
    """A sheet of a committee's workbook, opened; rows are people in the order of the sheet, from 0."""

    def __init__(self, path: Path, sheet: str = SHEET) -> None:
        self.book = openpyxl.load_workbook(path)
        self.page: Worksheet = self.book[sheet]
        headings = heading_row(self.page)
        self.first = headings + 1
        self.at = {str(cell.value): cell.column for cell in self.page[headings] if cell.value}

    @property
    def people(self) -> list[str]:
        """Payroll numbers, in the order of the sheet."""
        numbers = (self.get(row, "Payroll number") for row in range(self.page.max_row - self.first + 1))
        return [number for number in numbers if number]

    def get(self, person: int, heading: str) -> Any:
        return self.page.cell(self.first + person, self.at[heading]).value

    def cell(self, person: int, heading: str) -> str:
        """The address of a cell."""
        return str(self.page.cell(self.first + person, self.at[heading]).coordinate)

    def put(self, person: int, **cells: Any) -> None:
        """Type into cells of a row; a heading's blanks are underscores."""
        self.type(person, {name.replace("_", " "): value for name, value in cells.items()})

    def type(self, person: int, cells: Mapping[str, Any]) -> None:
        for heading, value in cells.items():
            self.page.cell(self.first + person, self.at[heading]).value = value

    def approve_all(self) -> None:
        for person in range(len(self.people)):
            self.type(person, APPROVED)

    def sort(self, key: Callable[[tuple[Any, ...]], Any]) -> None:
        """Sort the people's rows, as a filter's menu does."""
        last = self.first + len(self.people) - 1
        rows = [[cell.value for cell in row] for row in self.page.iter_rows(min_row=self.first, max_row=last)]
        for number, values in enumerate(sorted(rows, key=key), self.first):
            for column, value in enumerate(values, 1):
                self.page.cell(number, column).value = value

    def save(self, path: Path) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.book.save(path)
        return path


def rows_of(path: Path, sheet: str) -> list[dict[str, Any]]:
    """The rows of a list in a workbook of ours, by heading."""
    return table_rows(openpyxl.load_workbook(io.BytesIO(path.read_bytes()))[sheet])


def say_of_pay_points(folder: Path, status: str) -> None:
    """Write one Status for all pay points."""
    book = openpyxl.load_workbook(folder / "trust.xlsx")
    page = book["Pay points"]
    (heading,) = [cell for row in page.iter_rows() for cell in row if cell.value == "Status"]
    for row in page.iter_rows(min_row=heading.row + 1):
        row[heading.column - 1].value = status
    book.save(folder / "trust.xlsx")
