"""Real .xlsx files from small text tables, for tests; and from them the broken ones."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
from openpyxl.worksheet.datavalidation import DataValidation

from pmr_batch.layout.columns import Kind, Sheet
from pmr_batch.layout.standard_workbook import SHEETS, START

Rows = str | Sequence[Sequence[Any]]

#: A Start sheet that fits `SETTINGS` of test_read.py.
START_FIELDS: Mapping[str, Any] = {
    "Trust": "Example Learning Trust",
    "Academy code": "RIV",
    "Academy": "Riverside Academy",
    "Cycle": "Teaching 2025-26",
    "Cycle from": dt.date(2025, 9, 1),
    "Cycle to": dt.date(2026, 8, 31),
    "Trust objective": "Every pupil reads every day",
    "Template version": "1",
    "Issued on": dt.date(2025, 9, 8),
    "Return number": 1,
}


def workbook(sheets: Mapping[str, Rows]) -> bytes:
    """A workbook of the sheets, in order; rows are text tables (see `rows_of`) or lists of cells."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for number, cells in enumerate(rows_of(rows), 1):
            for at, value in enumerate(cells, 1):
                put(sheet.cell(number, at), value)
    return saved(book)


@lru_cache(maxsize=8)
def _opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def opened(path: Path) -> openpyxl.Workbook:
    """A workbook to look at, and never to change: the same bytes, asked for again, are not read again."""
    return _opened(path.read_bytes())


def a_return(sheets: Mapping[str, Rows] | None = None, start: Mapping[str, Any] | None = None) -> bytes:
    """A whole standard workbook with drop-downs: the given sheets with their rows, the others with headings only.

    Headings of the layout that a text table leaves out follow after its own.
    """
    given = dict(sheets or {})
    rows = {s.name: _whole(s, given.pop(s.name)) if s.name in given else _bare(s, start) for s in SHEETS}
    book = openpyxl.load_workbook(io.BytesIO(workbook(rows)))
    for sheet in SHEETS:
        if any(column.kind is Kind.LIST for column in sheet):
            choice = DataValidation("list", '"Yes,No"')
            choice.add("Z1:Z9")
            book[sheet.name].add_data_validation(choice)
    for name, rows in given.items():
        extra = book.create_sheet(name)
        for number, cells in enumerate(rows_of(rows), 1):
            for at, value in enumerate(cells, 1):
                put(extra.cell(number, at), value)
    return saved(book)


def _whole(sheet: Sheet, rows: Rows) -> list[list[Any]]:
    cells = rows_of(rows)
    if isinstance(rows, str):
        cells[0] += [column.heading for column in sheet if column.heading not in cells[0]]
    return cells


def _bare(sheet: Sheet, start: Mapping[str, Any] | None) -> list[list[Any]]:
    if sheet is START:
        fields = {**START_FIELDS, **(start or {})}
        return [[column.heading, fields.get(column.heading)] for column in sheet]
    return [[column.heading for column in sheet]]


def edited(content: bytes, edit: Callable[[Any], None]) -> bytes:
    """The same workbook after an edit with openpyxl."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    edit(book)
    return saved(book)


def as_excel_does(content: bytes) -> bytes:
    """The values of a workbook written anew with shared strings, as Excel writes them (openpyxl writes them inline)."""
    out = io.BytesIO()
    new = xlsxwriter.Workbook(out, {"in_memory": True})
    days = new.add_format({"num_format": "dd/mm/yyyy"})
    for sheet in openpyxl.load_workbook(io.BytesIO(content)):
        copy = new.add_worksheet(sheet.title)
        copy.data_validation("Z1", {"validate": "list", "source": ["Yes", "No"]})
        for row in sheet.iter_rows():
            for cell in filter(lambda cell: cell.value is not None, row):
                at = (cell.row - 1, cell.column - 1)
                if cell.is_date:
                    copy.write_datetime(*at, cell.value, days)
                else:
                    (copy.write_string if isinstance(cell.value, str) else copy.write_number)(*at, cell.value)
    new.close()
    return out.getvalue()


def saved(book: Any) -> bytes:
    """The bytes of an openpyxl workbook."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def put(cell: Any, value: Any) -> None:
    """Write a value as what it is: text is text even where it begins with =."""
    if value is None or value == "":
        return
    if isinstance(value, Formula):
        cell.value = str(value)
        return
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "e" if value in ("#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?") else "s"
    if isinstance(value, dt.date):
        cell.number_format = "dd/mm/yyyy"


class Formula(str):
    """Text that is to be a live formula, without a stored result."""


def rows_of(rows: Rows) -> list[list[Any]]:
    """The cells of a text table: `| 0001041 | 2 | 2026-03-01 | "02" |`.

    ISO dates become date cells, plain numbers number cells; what has leading zeros or stands in
    double quotes stays text.
    """
    if not isinstance(rows, str):
        return [list(cells) for cells in rows]
    lines = [line.strip() for line in rows.strip().splitlines()]
    return [[_cell(text) for text in line.strip("|").split("|")] for line in lines]


def _cell(text: str) -> Any:
    text = text.strip()
    if re.fullmatch(r'".*"', text):
        return text[1:-1]
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return dt.date.fromisoformat(text)
    if re.fullmatch(r"-?(0|[1-9]\d*)(\.\d+)?", text):
        return float(text) if "." in text else int(text)
    return Formula(text) if text.startswith("=") else text


def parts_of_zip(content: bytes) -> dict[str, bytes]:
    """The parts of a workbook, as they are."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def zipped(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return out.getvalue()


def changed(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same workbook with one part changed."""
    parts = parts_of_zip(content)
    parts[part] = change(parts[part])
    return zipped(parts)


def sheet_part(content: bytes, name: str) -> str:
    """The part that holds a sheet, as openpyxl writes them: in order."""
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    return f"xl/worksheets/sheet{book.sheetnames.index(name) + 1}.xml"
