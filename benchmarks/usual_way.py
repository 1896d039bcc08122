"""The same stages as the libraries' own tutorials do them: what a school's programmer would write in an afternoon.

Workbooks are read by pandas with openpyxl, one by one; pandera validates them one by one; each form is a template that
docxtpl opens, renders and saves; openpyxl writes the committee's sheets cell by cell, and the workbooks that go back
into a copy of the standard workbook, with each finding marked. Rules, merge and moderation have no usual way: they are
the product's own.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
from docxtpl import DocxTemplate
from docxtpl.listing import Listing
from jinja2 import Environment
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from pmr_batch.layout.columns import Kind, Sheet
from pmr_batch.layout.standard_workbook import BY_NAME, SHEETS, START
from pmr_batch.model.findings import Finding, Validated
from pmr_batch.model.returns import Return
from pmr_batch.model.terms import Round, Severity
from pmr_batch.settings.trust_settings import Settings
from pmr_batch.validate import validate

Rows = list[dict[str, Any]]
#: The sheets of a workbook with a table, as they are written.
TABLES = tuple(sheet for sheet in SHEETS if sheet is not START)
_ERROR, _QUERY = (PatternFill("solid", fgColor=colour) for colour in ("FFF4B6B6", "FFFCE8A6"))
_BOLD = Font(bold=True)
_TOP = Alignment(vertical="top", wrap_text=True)
_THIN = Border(bottom=Side("thin"))


# -- read ------------------------------------------------------------------------------------------


def read(folder: Path) -> dict[str, dict[str, Rows]]:
    """The rows of each sheet of each workbook below a folder, by its name; what Start says, as one row."""
    return {path.name: _workbook(path) for path in sorted(folder.iterdir())}


def _workbook(path: Path) -> dict[str, Rows]:
    sheets = pd.read_excel(path, sheet_name=None, engine="openpyxl", dtype=object)
    form = sheets[START.name]
    said = dict(zip(form.iloc[:, 0], form.iloc[:, 1], strict=True))
    start = {column.key: _value(said.get(column.heading), column.kind) for column in START}
    return {START.name: [start], **{sheet.name: _rows(sheet, sheets[sheet.name]) for sheet in TABLES}}


def _rows(sheet: Sheet, frame: pd.DataFrame) -> Rows:
    frame = frame[[column.heading for column in sheet]].dropna(how="all")
    for column in sheet:
        values = [_value(cell, column.kind) for cell in frame[column.heading]]
        frame[column.heading] = pd.Series(values, index=frame.index, dtype=object)
    return frame.rename(columns={column.heading: column.key for column in sheet}).to_dict("records")


def _value(cell: Any, kind: Kind) -> Any:
    if pd.isna(cell):
        return None
    if kind is Kind.DATE and isinstance(cell, datetime):
        return cell.date()
    if kind is Kind.MONEY:
        return Decimal(str(cell))
    return cell.strip() if isinstance(cell, str) else cell


# -- validate --------------------------------------------------------------------------------------


def validated(returns: Sequence[Return], settings: Settings, as_of: date, round_: Round) -> list[Validated]:
    """The product's schemas and rules, workbook by workbook."""
    return [validate([return_], settings, as_of, round_) for return_ in returns]


# -- produce ---------------------------------------------------------------------------------------


def forms(template: Path, folder: Path, contents: Iterable[tuple[str, Mapping[str, Any]]]) -> None:
    """Each person's form, by its path below the folder: opened, rendered and saved."""
    for name, fields in contents:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        document = DocxTemplate(template)
        document.render(_listings(fields), Environment(autoescape=True))
        document.save(path)


def _listings(value: Any) -> Any:
    """docxtpl has a form of its own for text with line breaks."""
    if isinstance(value, Mapping):
        return {key: _listings(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_listings(inner) for inner in value]
    return Listing(value) if isinstance(value, str) and value else value


def workbook_back(
    template: Path, path: Path, start: Mapping[str, Any], rows: Mapping[str, Rows], findings: Sequence[Finding]
) -> None:
    """A copy of the standard workbook with an academy's rows, its findings marked, and a sheet that lists them."""
    book = openpyxl.load_workbook(template)
    lines = {line[0].value: line[1] for line in book[START.name].iter_rows(max_col=2)}
    for column in START:
        lines[column.heading].value = start.get(column.key)
    for sheet in TABLES:
        page = book[sheet.name]
        places = _columns(page)
        for row, values in enumerate(rows.get(sheet.name, ()), 2):
            for column in sheet:
                page.cell(row, places[column.heading]).value = values.get(column.key)
    _mark(book, findings)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)


def _columns(page: Worksheet) -> dict[str, int]:
    return {str(cell.value): cell.column for cell in page[1] if cell.value is not None}


def _mark(book: openpyxl.Workbook, findings: Sequence[Finding]) -> None:
    page = book.create_sheet("Findings")
    page.append(["Rule", "Sheet", "Cell", "What", "What to do"])
    for finding in findings:
        page.append([finding.code, finding.sheet, finding.cell, finding.message, finding.remedy])
        if finding.sheet in BY_NAME and finding.cell:
            page.cell(page.max_row, 3).hyperlink = f"#'{finding.sheet}'!{finding.cell}"
            cell = book[finding.sheet][finding.cell]
            cell.fill = _ERROR if finding.severity is Severity.ERROR else _QUERY
            cell.comment = Comment(finding.message, "pmr")


def findings_page(path: Path, academy: str, findings: Sequence[Finding]) -> None:
    """The findings as a page."""
    lines = (
        "".join(f"<td>{html.escape(part or '')}</td>" for part in (each.sheet, each.cell, each.message, each.remedy))
        for each in findings
    )
    rows = "".join(f"<tr>{line}</tr>" for line in lines)
    path.write_text(f"<!doctype html><title>{html.escape(academy)}</title><table>{rows}</table>", "utf-8")


def committee_workbook(path: Path, sheets: Mapping[str, Sequence[Sequence[Any]]]) -> None:
    """Sheets of values, cell by cell, each with its look."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for at, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                if value not in (None, ""):
                    cell = page.cell(at, column, value)
                    cell.alignment, cell.border = _TOP, _THIN
                    if at == 1:
                        cell.font = _BOLD
                    if isinstance(value, date):
                        cell.number_format = "dd/mm/yyyy"
    book.save(path)


def values_of(path: Path) -> Iterator[tuple[str, list[list[Any]]]]:
    """The values of a workbook, sheet by sheet, as openpyxl reads them."""
    for page in openpyxl.load_workbook(path, data_only=True).worksheets:
        yield page.title, [list(row) for row in page.iter_rows(values_only=True)]
