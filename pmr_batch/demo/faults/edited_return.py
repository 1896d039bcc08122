"""One return on disk, edited with openpyxl as an office edits it in Excel."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell import Cell
from openpyxl.formula.translate import Translator
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter

from pmr_batch.demo.cycles import DEMO_AS_OF
from pmr_batch.excel.reading.start_defaults import holds
from pmr_batch.files import FIXED_STAMP, write_bytes
from pmr_batch.layout.columns import Sheet, key_of
from pmr_batch.layout.standard_workbook import BY_NAME, SHOWN_NAME, SHOWN_REVIEWER, STAFF, TO_DO

PAYROLL_NUMBER = "Payroll number"
Row = dict[str, Any]
_CORE = "docProps/core.xml"
_STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


class EditedReturn:
    """A return; rows are Excel rows, columns are headings. Nothing is on disk until `save`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book = openpyxl.load_workbook(path)
        self.touched = False
        self._headings: dict[str, list[Any]] = {}
        self.academy, self.cycle = str(self.start("Academy code")), str(self.start("Cycle"))

    def start_row(self, label: str) -> int:
        """The row of a label on Start."""
        return next(int(cell.row) for (cell,) in self.book["Start"].iter_rows(max_col=1) if cell.value == label)

    def start(self, label: str) -> Any:
        """The value of a label on Start."""
        return self.book["Start"].cell(self.start_row(label), 2).value

    def set_start(self, label: str, value: Any) -> None:
        """Type the value of a label on Start."""
        self.book["Start"].cell(self.start_row(label), 2).value = value
        self.touched = True

    def headings(self, sheet: str) -> list[Any]:
        """The headings of a sheet before any edit."""
        if sheet not in self._headings:
            self._headings[sheet] = [cell.value for cell in self.book[sheet][1]]
        return self._headings[sheet]

    def cell(self, sheet: str, row: int, column: str) -> Cell:
        """The cell of a row under a heading."""
        return self.book[sheet].cell(row, self.headings(sheet).index(column) + 1)  # type: ignore[return-value]

    def get(self, sheet: str, row: int, column: str) -> Any:
        """The value of a cell; dates as dates."""
        value = self.cell(sheet, row, column).value
        return value.date() if isinstance(value, datetime) else value

    def put(self, sheet: str, row: int, values: Mapping[str, Any]) -> None:
        """Type values into a row, by heading; a cell that is to be blank must not be one that Start speaks for."""
        for column, value in values.items():
            if value is None:
                self._say_in_rows(BY_NAME[sheet], column)
            self.cell(sheet, row, column).value = value
        self.touched = True

    def _say_in_rows(self, sheet: Sheet, heading: str) -> None:
        """Type what Start says once for a column into its rows instead."""
        default = sheet.by_key[key_of(heading)].default
        if default is None or self.start(default.start) is None:
            return
        for row, _ in self.numbered_rows(sheet.name):
            values = {key_of(column): value for column, value in self.values(sheet.name, row).items()}
            if values[key_of(heading)] is None and holds(default.where, sheet, values.get):
                self.cell(sheet.name, row, heading).value = self.start(default.start)
        self.set_start(default.start, None)

    def numbered_rows(self, sheet: str) -> Iterator[tuple[int, str]]:
        """Every row of a sheet with its payroll number."""
        for (cell,) in self.book[sheet].iter_rows(min_row=2, max_col=1):
            if cell.value is not None:
                yield int(cell.row), str(cell.value)

    def rows(self, sheet: str, payroll_number: str) -> list[int]:
        """The rows about a person."""
        return [row for row, number in self.numbered_rows(sheet) if number == payroll_number]

    def values(self, sheet: str, row: int) -> Row:
        """The filled cells of a row by heading, without the tool's columns."""
        shown = (None, SHOWN_NAME, SHOWN_REVIEWER, TO_DO)
        return {column: self.get(sheet, row, column) for column in self.headings(sheet) if column not in shown}

    def clear(self, sheet: str, row: int) -> None:
        """Clear the contents of a row, formulas aside."""
        for column in self.values(sheet, row):
            self.cell(sheet, row, column).value = None
        self.touched = True

    def add(self, sheet: str, values: Mapping[str, Any]) -> int:
        """Type a row below the last one, and return its number; the table grows as it does in Excel."""
        page = self.book[sheet]
        last = max((row for row, _ in self.numbered_rows(sheet)), default=1)
        for column, value in values.items():
            cell = self.cell(sheet, last + 1, column)
            cell.number_format = self.cell(sheet, max(last, 2), column).number_format
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            cell.value = value
        for formula in page[max(last, 2)]:
            if formula.data_type == "f" and formula.column is not None:
                below = page.cell(last + 1, formula.column)
                below.value = Translator(formula.value, formula.coordinate).translate_formula(below.coordinate)
        for table in page.tables.values():
            table.ref = f"A1:{get_column_letter(len(self.headings(sheet)))}{last + 1}"
            if table.autoFilter:
                table.autoFilter.ref = table.ref
        self.touched = True
        return last + 1

    @cached_property
    def people(self) -> dict[str, Row]:
        """Staff by payroll number, before any edit."""
        return {number: self.values(STAFF.name, row) for row, number in self.numbered_rows(STAFF.name)}

    def save(self) -> None:
        """Write the file whole, with fixed stamps inside, where it was touched."""
        if self.touched:
            write_bytes(self.path, self.content())

    def content(self) -> bytes:
        """The workbook as .xlsx; the same bytes for the same contents."""
        return saved(self.book)


def saved(book: openpyxl.Workbook) -> bytes:
    """A workbook as .xlsx with fixed stamps inside; the same bytes for the same contents."""
    unstamped, stamped = io.BytesIO(), io.BytesIO()
    book.save(unstamped)
    with (
        zipfile.ZipFile(unstamped) as plain_package,
        zipfile.ZipFile(stamped, "w", zipfile.ZIP_DEFLATED) as stamped_package,
    ):
        for part in plain_package.infolist():
            text = plain_package.read(part)
            if part.filename == _CORE:
                text = _STAMP.sub(rb"\g<1>" + f"{DEMO_AS_OF}T09:00:00Z".encode(), text)
            entry = zipfile.ZipInfo(part.filename, FIXED_STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            stamped_package.writestr(entry, text)
    return stamped.getvalue()
