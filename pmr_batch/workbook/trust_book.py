"""trust.xlsx: the trust's settings, kept in Excel by trust HR."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmr_batch.excel.writing import palette
from pmr_batch.excel.writing.book import Book, Page
from pmr_batch.layout.columns import Column, Kind, Sheet
from pmr_batch.layout.own_ranges import lists_ranges
from pmr_batch.layout.trust_workbook import ACADEMIES, CYCLES, RETURNS, TRUST_SHEETS
from pmr_batch.workbook import guidance
from pmr_batch.workbook.carried_settings import Row, Rows
from pmr_batch.workbook.cell_styles import style_of
from pmr_batch.workbook.column_places import LAST_ROW, table_name
from pmr_batch.workbook.input_limits import HEADING_RULE, GrowsOn, rule_of
from pmr_batch.workbook.sizes import fit_texts, pages_wide, width_of_column

ACADEMY_CODES, CYCLE_NAMES = "Academy_codes", "Cycle_names"
#: A title, the sheet's purpose, and then the headings.
_HEAD_ROW = 2
_FIRST_ROW = _HEAD_ROW + 1
_LABEL_WIDTH, _VALUE_WIDTH, _NOTE_WIDTH = 22, 52, 60
_WIDEST = 60
#: At a list of pay ranges, to which the trust adds its own by their points.
_OR_OF_OWN = {
    "error_type": "warning",
    "error_title": "None of the standard ranges",
    "error_message": "A range of the trust's own is one that has its points on Pay points, under the same name.",
}


def trust_workbook(rows: Mapping[str, Rows]) -> bytes:
    """trust.xlsx with rows by sheet name, as mappings by column key; sheets without rows are there to fill in."""
    book = Book()
    for sheet in TRUST_SHEETS:
        page = book.sheet(sheet.name, palette.DEEP)
        _write_title(page, sheet)
        if sheet.form:
            _write_form(page, sheet, next(iter(rows.get(sheet.name, ())), {}))
        else:
            _write_table(page, sheet, rows.get(sheet.name, ()))
    _name(book, ACADEMY_CODES, ACADEMIES)
    _name(book, CYCLE_NAMES, CYCLES)
    return book.bytes()


def _name(book: Book, name: str, sheet: Sheet) -> None:
    """The first column of a sheet as a list that grows with it."""
    column = f"{sheet.name}!$A:$A"
    last = f"MAX({_FIRST_ROW + 1},COUNTA({column}))"
    book.name(name, f"{sheet.name}!$A${_FIRST_ROW + 1}:INDEX({column},{last})")


def _write_title(page: Page, sheet: Sheet) -> None:
    columns = 3 if sheet.form else max(3, len(sheet.columns))
    for row, height in enumerate((32, 22)):
        page.height(row, height)
        page.fill(row, range(columns), "band")
    page.write(0, 0, sheet.name, "band", "title", "inset")
    page.write(1, 0, sheet.purpose, "band", "subtitle", "inset")


def _write_form(page: Page, sheet: Sheet, values: Row) -> None:
    page.width(0, _LABEL_WIDTH)
    page.width(1, _VALUE_WIDTH)
    page.width(2, _NOTE_WIDTH)
    for row, column in enumerate(sheet, start=_FIRST_ROW):
        page.height(row, 24)
        page.write(row, 0, column.heading, "label", "middle")
        page.write(row, 1, values.get(column.key), "cell", "wrap", style_of(column), "left", "middle")
        page.write(row, 2, column.note, "line", "quiet", "middle", "inset")
        _limit(page, row, row, 1, sheet, column)
    page.paper.hide_gridlines(2)
    page.freeze(_HEAD_ROW, 0)
    page.print_on_a4((guidance.TRUST_TITLE, guidance.CONFIDENTIAL))


def _write_table(page: Page, sheet: Sheet, rows: Rows) -> None:
    names = [column.heading for column in sheet]
    looks = {column.heading: _look(column) for column in sheet}
    widths = [_width(column, rows) for column in sheet]
    page.table(table_name(sheet), names, len(rows), row=_HEAD_ROW, looks=looks)
    page.height(_HEAD_ROW, 36)
    for at, column in enumerate(sheet):
        page.write(_HEAD_ROW, at, column.heading, "head")
        page.width(at, widths[at], *looks[column.heading][1:])
        _limit(page, _FIRST_ROW, LAST_ROW + len(rows), at, sheet, column)
    for down, row in enumerate(rows or ({},), start=_FIRST_ROW):
        for at, column in enumerate(sheet):
            page.write(down, at, row.get(column.key), *looks[column.heading])
        fit_texts(page, down, [(row.get(column.key), width) for column, width in zip(sheet, widths, strict=True)])
    page.limit((_HEAD_ROW, 0), (_HEAD_ROW, len(names) - 1), HEADING_RULE)
    page.text_numbers_are_meant(LAST_ROW + len(rows), len(names))
    page.freeze(_FIRST_ROW, _frozen(sheet))
    page.print_on_a4(
        (guidance.TRUST_TITLE, guidance.CONFIDENTIAL), wide=pages_wide(widths, _frozen(sheet)), repeat=_HEAD_ROW
    )
    page.paper.repeat_columns(0, _frozen(sheet) - 1)


def _look(column: Column) -> tuple[str, ...]:
    wraps = ("wrap",) if column.kind in (Kind.TEXT, Kind.LIST) else ()
    return ("cell", *wraps, style_of(column))


def _width(column: Column, rows: Rows) -> float:
    """As declared, or as wide as its longest text, within reason."""
    longest = max((len(text) for row in rows if isinstance(text := row.get(column.key), str)), default=0)
    return max(width_of_column(column), min(longest, _WIDEST))


def _frozen(sheet: Sheet) -> int:
    return 2 if sheet.columns[0].key == "payroll_number" else 1


def _limit(page: Page, first: int, last: int, at: int, sheet: Sheet, column: Column) -> None:
    rule: Mapping[str, Any] | None = rule_of(column, _grows_on(sheet, column))
    if rule is not None:
        if lists_ranges(column):
            rule = {**rule, **_OR_OF_OWN}
        page.limit((first, at), (last, at), rule)


def _grows_on(sheet: Sheet, column: Column) -> GrowsOn | None:
    if column.key == "academy_code" and sheet is not ACADEMIES:
        return GrowsOn(ACADEMY_CODES, ACADEMIES.name)
    if sheet is RETURNS and column.key == "cycle":
        return GrowsOn(CYCLE_NAMES, CYCLES.name)
    return None
