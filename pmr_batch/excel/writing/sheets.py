"""An input sheet: headings, rows, limits, the name beside each payroll number, and what is to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from pmr_batch.excel.writing import palette
from pmr_batch.excel.writing.book import Book, Page
from pmr_batch.excel.writing.carried import Row, Rows, style_of
from pmr_batch.excel.writing.fit import fit_texts, pages_wide, width_of_column
from pmr_batch.excel.writing.foreseen import foreseen
from pmr_batch.excel.writing.grid import FIRST_ROW, LAST_ROW, column_letter, headings, position, table_name, whole
from pmr_batch.excel.writing.limits import FORMULA_RULE, HEADING_RULE, rule_of
from pmr_batch.excel.writing.lists import grows_on, list_name
from pmr_batch.excel.writing.live import BULLET, FILL_IN, Live, in_row
from pmr_batch.excel.writing.returned import cell_value
from pmr_batch.layout.columns import Column, Kind, Sheet
from pmr_batch.layout.standard_workbook import REVIEWERS, SHOWN_NAME, SHOWN_REVIEWER, STAFF, TO_DO
from pmr_batch.model.terms import Value

_NAME_WIDTH, _TO_DO_WIDTH, _BESIDE_WIDTH, _HEAD_HEIGHT = 22, 60, 24, 48
_TABS = {True: palette.DEEP, False: palette.SLATE}


@dataclass(frozen=True)
class Mark:
    """What is said at a cell of a workbook that goes back.

    `verdict` is the style of an open error or query, `fault` the Excel error that stands in the cell.
    """

    says: str
    verdict: str = "wrong"
    fault: str = ""


#: Marks by the row's number in its list of rows, and column key.
Marks = Mapping[tuple[int, str], Mark]


@dataclass(frozen=True)
class Beside:
    """A column that the office added, carried along to the right of its sheet: a value a row."""

    heading: str
    values: Sequence[Value]


@dataclass(frozen=True)
class People:
    """The rows of Staff and of Reviewers, by payroll number."""

    staff: Mapping[Value, Row]
    reviewers: Mapping[Value, Row]

    @classmethod
    def of(cls, rows: Mapping[str, Rows]) -> People:
        """Of the rows of a workbook; the first where a number stands twice."""
        return cls(_by_number(rows.get(STAFF.name, ())), _by_number(rows.get(REVIEWERS.name, ())))

    def shown(self, heading: str, row: Row) -> str:
        """What a formula column says of the row, as far as it is known."""
        number, listed = {
            SHOWN_NAME: (row.get("payroll_number"), self.staff),
            SHOWN_REVIEWER: (row.get("reviewer"), self.reviewers),
        }.get(heading, (None, self.staff))
        return str(listed.get(number, {}).get("name") or "")


def _by_number(rows: Rows) -> dict[Value, Row]:
    return {row["payroll_number"]: row for row in reversed(rows) if row.get("payroll_number")}


def write_sheet(
    book: Book,
    live: Live,
    rows: Sequence[Row],
    footer: tuple[str, str],
    people: People,
    marks: Marks,
    beside: Sequence[Beside],
) -> Page:
    """One input sheet with its rows."""
    sheet = live.sheet
    page = book.sheet(sheet.name, _TABS[sheet is STAFF or sheet.people])
    formulas = _formulas(live)
    last = LAST_ROW + len(rows)
    begins = {column.heading: live.begins(column) for column in sheet if column.begins}
    _write_headings(page, sheet, len(rows), begins | formulas)
    _write_limits(page, sheet, last)
    for at, row in enumerate(rows or ({},)):
        told = _write_row(page, sheet, at, row, marks)
        to_do = foreseen(sheet, row, people.staff.get(row.get("payroll_number"), {}), told)
        _fit(page, sheet, at, row, to_do, [one.values[at] for one in beside if at < len(one.values)])
        _write_formulas(page, sheet, at, formulas, {heading: people.shown(heading, row) for heading in formulas})
    _write_beside(page, sheet, beside)
    _colour(page, sheet, last)
    _print(page, sheet, len(beside), footer)
    return page


def _formulas(live: Live) -> dict[str, str]:
    """The formulas of the sheet's own columns by heading, for any row."""
    found = {TO_DO: live.to_do()}
    if live.sheet.people:
        found[SHOWN_NAME] = live.name_shown()
    if live.sheet is STAFF:
        found[SHOWN_REVIEWER] = _reviewer(live.asked.own("Reviewer"))
    return found


def _reviewer(at: str) -> str:
    """The name on Reviewers, of a number with or without a name beside it; Panel and whatever is not there: none."""
    number = f'LEFT({at}&" ",FIND(" ",{at}&" ")-1)'
    return f'IFERROR(INDEX({whole(REVIEWERS, "Name")},MATCH({number},{whole(REVIEWERS, "Payroll number")},0))&"","")'


def _write_headings(page: Page, sheet: Sheet, rows: int, formulas: Mapping[str, str]) -> None:
    """Headings, and the table below them, whose new rows have the formulas."""
    names = headings(sheet)
    looks = {heading: _look(sheet, heading) for heading in names}
    first = {heading: in_row(formula, FIRST_ROW) for heading, formula in formulas.items()}
    page.table(table_name(sheet), names, rows, formulas=first, looks=looks)
    page.height(0, _HEAD_HEIGHT)
    for column, heading in enumerate(names):
        own = next((one for one in sheet if one.heading == heading), None)
        style = "head_shown" if own is None else "head_prefilled" if own.prefilled else "head"
        page.write(0, column, heading, style)
        page.width(column, _width(page, sheet, heading), *_blank_look(looks[heading]))


def _width(page: Page, sheet: Sheet, heading: str) -> float:
    """As the book wears it, else as declared."""
    own = next((one for one in sheet if one.heading == heading), None)
    shown = _TO_DO_WIDTH if heading == TO_DO else _NAME_WIDTH
    return page.book.dress.width(sheet.name, heading, width_of_column(own) if own else shown)


@cache
def _look(sheet: Sheet, heading: str) -> tuple[str, ...]:
    """The styles of a column's cells."""
    if heading == TO_DO:
        return ("cell", "wrap", "to_do")
    if heading in (SHOWN_NAME, SHOWN_REVIEWER):
        return ("cell", "wrap", "shown")
    column = next(one for one in sheet if one.heading == heading)
    wraps = ("wrap",) if column.kind in (Kind.TEXT, Kind.LIST) else ()
    return ("cell", *wraps, style_of(column), *(("prefilled",) if column.prefilled else ()))


def _blank_look(styles: tuple[str, ...]) -> tuple[str, ...]:
    """For cells below the table: what is typed there keeps its kind, without lines or tints."""
    return tuple(style for style in styles if style not in ("cell", "prefilled", "shown", "to_do"))


def _write_row(page: Page, sheet: Sheet, at: int, row: Row, marks: Marks) -> set[str]:
    """The row's cells and what is told at them; returns the keys of those."""
    down = FIRST_ROW - 1 + at
    for column in sheet:
        across = position(sheet, column.heading)
        mark = marks.get((at, column.key))
        style = (mark.verdict,) if mark and mark.verdict else ()
        look = (*_look(sheet, column.heading), *style)
        if mark and mark.fault:
            page.fault(down, across, mark.fault, *look)
        else:
            page.write(down, across, row.get(column.key), *look)
        if mark is not None:
            page.note(down, across, mark.says)
    return {column.key for column in sheet if (at, column.key) in marks}


def _fit(page: Page, sheet: Sheet, at: int, row: Row, to_do: str, beside: Sequence[Value]) -> None:
    """As high as its own texts, what To do may come to say, and what the office has beside them."""
    texts = [(row.get(column.key), _width(page, sheet, column.heading)) for column in sheet]
    texts += [(to_do, _width(page, sheet, TO_DO)), *((value, _BESIDE_WIDTH) for value in beside)]
    fit_texts(page, FIRST_ROW - 1 + at, texts)


def _write_formulas(page: Page, sheet: Sheet, at: int, formulas: Mapping[str, str], shown: Mapping[str, str]) -> None:
    row = FIRST_ROW + at
    for heading, formula in formulas.items():
        place, look = position(sheet, heading), _look(sheet, heading)
        page.formula(row - 1, place, in_row(formula, row), *look, result=shown[heading])


def _write_limits(page: Page, sheet: Sheet, last: int) -> None:
    names = headings(sheet)
    page.limit((0, 0), (0, len(names) - 1), HEADING_RULE)
    for column, heading in enumerate(names):
        own = next((one for one in sheet if one.heading == heading), None)
        rule = FORMULA_RULE if own is None else drop_down(sheet, own)
        if rule is not None:
            page.limit((FIRST_ROW - 1, column), (last - 1, column), rule)
    page.text_numbers_are_meant(last, len(names), typed_over=any(column.begins for column in sheet))


def drop_down(sheet: Sheet, column: Column) -> dict[str, Any] | None:
    """The column's limits, with its list by name: such lists survive whatever Excel does to a sheet."""
    rule = rule_of(column, grows_on(sheet, column))
    if rule and isinstance(rule.get("source"), list):
        rule["source"] = f"={list_name(column)}"
    return rule


def _write_beside(page: Page, sheet: Sheet, beside: Sequence[Beside]) -> None:
    for column, one in enumerate(beside, start=len(headings(sheet))):
        page.width(column, _BESIDE_WIDTH)
        page.write(0, column, one.heading, "head_shown")
        for at, value in enumerate(one.values):
            kind = ("date",) if isinstance(value, date) else ()
            page.write(FIRST_ROW - 1 + at, column, cell_value(value), "cell", "wrap", *kind)


def _colour(page: Page, sheet: Sheet, last: int) -> None:
    """A cell is coloured where the row's To do names its heading."""
    to_do = f"${column_letter(sheet, TO_DO)}{FIRST_ROW}"
    first, end = (FIRST_ROW - 1, 0), (last - 1, len(headings(sheet)) - 2)
    named = f'FIND("{BULLET} "&A$1&": '
    page.colour(first, end, f'ISNUMBER({named}{FILL_IN}",{to_do}))', "fill_in")
    page.colour(first, end, f'ISNUMBER({named}",{to_do}))', "wrong")


def _print(page: Page, sheet: Sheet, beside: int, footer: tuple[str, str]) -> None:
    """All that is there, and rows still to come: a fixed area would leave those out."""
    frozen = 2 if sheet is STAFF or sheet.people else 1
    page.freeze(1, frozen)
    widths = [_width(page, sheet, heading) for heading in headings(sheet)] + [_BESIDE_WIDTH] * beside
    page.print_on_a4(footer, purpose=sheet.purpose, wide=pages_wide(widths, frozen), repeat=0)
    page.paper.repeat_columns(0, frozen - 1)
