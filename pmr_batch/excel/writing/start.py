"""The sheet Start: what this return is, the few things to sign off, and how to fill in the rest."""

from __future__ import annotations

from collections.abc import Mapping

from pmr_batch.excel.writing import guidance, palette
from pmr_batch.excel.writing.book import Book, Page
from pmr_batch.excel.writing.carried import Carried, style_of
from pmr_batch.excel.writing.checks import OPEN_IN_ALL
from pmr_batch.excel.writing.grid import START_FIRST_ROW, start_rows
from pmr_batch.excel.writing.live import BULLET, FILL_IN, Live
from pmr_batch.excel.writing.sheets import Marks, drop_down
from pmr_batch.layout.columns import Column
from pmr_batch.layout.standard_workbook import START, TO_DO
from pmr_batch.model.terms import Value

#: Columns of the form, and of the guidance beside it.
_LABEL, _VALUE, _TO_DO, _GAP, _SIGN, _GUIDE = range(6)
_WIDTHS = (30, 40, 24, 3, 13, 88)
_SECTIONS_ROW = START_FIRST_ROW - 2
_KEEP_ROW = start_rows()[START.trust_objective.heading] - 1
_DATES_ROW = _KEEP_ROW + 1
_COLOURS_ROW = _DATES_ROW + len(guidance.DATES) + 2
_SECTION_HEIGHT, _ROW_HEIGHT, _TALL = 30, 23, 54


def write_start(
    book: Book, live: Live, values: Mapping[str, Value], settings: Carried, marks: Marks, footer: tuple[str, str]
) -> Page:
    """The Start sheet, protected but for what is to be filled in."""
    page = book.sheet(START.name, palette.SEA)
    for at, width in enumerate(_WIDTHS):
        page.width(at, width)
    _write_title(page, values)
    _write_heights(page)
    for column in START:
        _write_label(page, live, column, values, marks)
    _write_guide(page)
    _write_dates(page, settings)
    _colour(page)
    page.paper.hide_gridlines(2)
    page.freeze(2, 0)
    page.print_on_a4(footer, tall=1)
    page.protect()
    return page


def legend() -> dict[str, tuple[int, int]]:
    """The cells that show what the colours mean, by style: row and column from 0."""
    return {style: (_COLOURS_ROW + at, _SIGN) for at, (style, _) in enumerate(guidance.COLOURS, start=1)}


def dates_cells() -> set[tuple[int, int]]:
    """The cells in which the dates that matter stand once they are known: row and column from 0."""
    return {(_DATES_ROW + at, column) for at in range(1, len(guidance.DATES) + 1) for column in (_SIGN, _GUIDE)}


def _write_title(page: Page, values: Mapping[str, Value]) -> None:
    for row, height in enumerate((36, 22)):
        page.height(row, height)
        page.fill(row, range(_GUIDE + 1), "band")
    of = " · ".join(str(values[key]) for key in ("academy", "cycle") if values.get(key))
    page.write(0, _LABEL, guidance.TITLE, "band", "title", "inset")
    page.write(0, _GUIDE, guidance.CONFIDENTIAL, "band", "strong", "right", "indent")
    page.write(1, _LABEL, of, "band", "subtitle", "inset")
    says = f'IF({OPEN_IN_ALL}=0,"Nothing to do now","To do now: "&{OPEN_IN_ALL}&", see Checks")'
    page.formula(1, _GUIDE, says, "band", "subtitle", "right", "indent")


def _write_heights(page: Page) -> None:
    page.height(_SECTIONS_ROW, _SECTION_HEIGHT)
    for row in range(_SECTIONS_ROW + 1, _COLOURS_ROW + len(guidance.COLOURS) + 1):
        page.height(row, _TALL if row == _KEEP_ROW else _ROW_HEIGHT)


def _write_label(page: Page, live: Live, column: Column, values: Mapping[str, Value], marks: Marks) -> None:
    row = start_rows()[column.heading] - 1
    mark = marks.get((0, column.key))
    told = (mark.verdict,) if mark and mark.verdict else ()
    value = values.get(column.key)
    is_fixed = column.prefilled and (value is not None or column.required is None)
    look = "prefilled" if is_fixed else "unlocked"
    page.write(row, _LABEL, column.heading, "label", "middle")
    styles = ("cell", "wrap", style_of(column), "middle", "inset", look, *told)
    if mark and mark.fault:
        page.fault(row, _VALUE, mark.fault, *styles)
    else:
        page.write(row, _VALUE, value, *styles)
    page.formula(row, _TO_DO, live.to_do_of(column), "line", "middle", "inset", "warn")
    if mark is not None:
        page.note(row, _VALUE, mark.says)
    rule = None if is_fixed else drop_down(START, column)
    if rule is not None:
        page.limit((row, _VALUE), (row, _VALUE), rule)


def _write_guide(page: Page) -> None:
    page.write(_SECTIONS_ROW, _LABEL, "This return", "section", "indent")
    page.fill(_SECTIONS_ROW, (_VALUE,), "section")
    page.write(_SECTIONS_ROW, _TO_DO, TO_DO, "section", "indent")
    _section(page, _SECTIONS_ROW, "How to fill it in")
    for number, text in enumerate(guidance.HOW_TO, start=1):
        page.write(_SECTIONS_ROW + number, _SIGN, number, "step")
        page.write(_SECTIONS_ROW + number, _GUIDE, text, "plain", "middle", "inset")
    page.write(_KEEP_ROW, _SIGN, "!", "step")
    page.write(_KEEP_ROW, _GUIDE, guidance.KEEP, "plain", "middle", "inset")
    _section(page, _COLOURS_ROW, "What the colours mean")
    for row, (style, text) in enumerate(guidance.COLOURS, start=_COLOURS_ROW + 1):
        page.write(row, _SIGN, "Abc", style, "centre", "middle")
        page.write(row, _GUIDE, text, "line", "middle", "inset")


def _section(page: Page, row: int, title: str) -> None:
    page.write(row, _SIGN, title, "section", "indent")
    page.fill(row, (_GUIDE,), "section")


def _write_dates(page: Page, settings: Carried) -> None:
    """The cycle's dates, those of heads in the central workbook; what the trust does not set is left out."""
    _section(page, _DATES_ROW, "The dates that matter")
    cycle, central = settings.cycle(), settings.is_central()
    dates = [(says, cycle.get((heads if central else own).key)) for says, own, heads in guidance.DATES]
    known = [(says, day) for says, day in dates if day is not None]
    for row, (says, day) in enumerate(known, start=_DATES_ROW + 1):
        page.write(row, _SIGN, day, "line", "strong", "date", "middle", "indent")
        page.write(row, _GUIDE, says, "line", "middle", "inset")


def _colour(page: Page) -> None:
    """As on the other sheets: by the words of To do."""
    last = max(start_rows().values()) - 1
    to_do = f"$C{START_FIRST_ROW}"
    first, end = (START_FIRST_ROW - 1, _VALUE), (last, _VALUE)
    page.colour(first, end, f'ISNUMBER(FIND("{BULLET} {FILL_IN}",{to_do}))', "fill_in")
    page.colour(first, end, f'ISNUMBER(FIND("{BULLET}",{to_do}))', "wrong")
