"""An input sheet of the template: headings, limits, and how it prints."""

from __future__ import annotations

from typing import Any

from pmr_batch.excel.writing import palette
from pmr_batch.excel.writing.book import Book, Page
from pmr_batch.layout.columns import Column, Sheet
from pmr_batch.layout.standard_workbook import STAFF, TO_DO
from pmr_batch.workbook import guidance
from pmr_batch.workbook.cell_styles import look
from pmr_batch.workbook.column_places import FIRST_ROW, LAST_ROW, headings, naming_columns, table_name
from pmr_batch.workbook.input_limits import FORMULA_RULE, HEADING_RULE, rule_of
from pmr_batch.workbook.lists_sheet import grows_on, list_name
from pmr_batch.workbook.sizes import pages_wide, width_of_column
from pmr_batch.workbook.template import TITLE_HERE

_NAME_WIDTH, _TO_DO_WIDTH, _HEAD_HEIGHT = 20, 34, 48
#: Of sheets whose rows have much to fill in, and whose pages have room for it.
_WIDE_TO_DO = {"Objectives": 46, "Reviews": 84, "Concerns": 84}
_TABS = {True: palette.DEEP, False: palette.SLATE}


def draw_sheet(book: Book, sheet: Sheet) -> None:
    """One input sheet without rows."""
    page = book.sheet(sheet.name, _TABS[sheet is STAFF or sheet.people])
    _write_headings(page, sheet)
    _write_limits(page, sheet)
    naming = naming_columns(sheet)
    page.freeze(1, naming + 1)
    wide = pages_wide([_width(sheet, heading) for heading in headings(sheet)], naming)
    page.print_on_a4((TITLE_HERE, guidance.CONFIDENTIAL), purpose=sheet.purpose, wide=wide, repeat=0)
    page.paper.repeat_columns(0, naming - 1)


def _write_headings(page: Page, sheet: Sheet) -> None:
    """Headings, and the table below them."""
    names = headings(sheet)
    looks = {heading: look(sheet, heading) for heading in names}
    page.table(table_name(sheet), names, 0, looks=looks)
    page.height(0, _HEAD_HEIGHT)
    for column, heading in enumerate(names):
        own = next((column for column in sheet if column.heading == heading), None)
        style = "head_shown" if own is None else "head_prefilled" if own.prefilled else "head"
        page.write(0, column, heading, style)
        page.width(column, _width(sheet, heading), *_blank_look(looks[heading]))


def _width(sheet: Sheet, heading: str) -> float:
    """As declared."""
    own = next((column for column in sheet if column.heading == heading), None)
    return width_of_column(own) if own else _to_do_width(sheet) if heading == TO_DO else _NAME_WIDTH


def _to_do_width(sheet: Sheet) -> int:
    return _WIDE_TO_DO.get(sheet.name, _TO_DO_WIDTH)


def _blank_look(styles: tuple[str, ...]) -> tuple[str, ...]:
    """For cells below the table: what is typed there keeps its kind, without lines or tints."""
    return tuple(style for style in styles if style not in ("cell", "prefilled", "shown", "to_do"))


def _write_limits(page: Page, sheet: Sheet) -> None:
    names = headings(sheet)
    page.limit((0, 0), (0, len(names) - 1), HEADING_RULE)
    for column, heading in enumerate(names):
        own = next((column for column in sheet if column.heading == heading), None)
        rule = FORMULA_RULE if own is None else drop_down(sheet, own)
        if rule is not None:
            page.limit((FIRST_ROW - 1, column), (LAST_ROW - 1, column), rule)


def drop_down(sheet: Sheet, column: Column) -> dict[str, Any] | None:
    """The column's limits, with its list by name: such lists survive whatever Excel does to a sheet."""
    rule = rule_of(column, grows_on(sheet, column))
    if rule and isinstance(rule.get("source"), list):
        rule["source"] = f"={list_name(column)}"
    return rule
