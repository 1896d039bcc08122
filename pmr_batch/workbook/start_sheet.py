"""The sheet Start of the template: what a return is, the few things to sign off, and how to fill in the rest."""

from __future__ import annotations

from pmr_batch.excel.writing import palette
from pmr_batch.excel.writing.book import Book, Page
from pmr_batch.layout.columns import Column
from pmr_batch.layout.standard_workbook import START, TO_DO
from pmr_batch.workbook import guidance
from pmr_batch.workbook.cell_styles import style_of
from pmr_batch.workbook.checks_sheet import OPEN_IN_ALL
from pmr_batch.workbook.column_places import START_FIRST_ROW, start_rows
from pmr_batch.workbook.input_sheet import drop_down
from pmr_batch.workbook.template import TITLE_HERE

#: Columns of the form, and of the guidance beside it.
_LABEL, VALUE, TO_DO_AT, _GAP, SIGN, GUIDE = range(6)
_WIDTHS = (30, 40, 24, 3, 13, 88)
_SECTIONS_ROW = START_FIRST_ROW - 2
_KEEP_ROW = start_rows()[START.trust_objective.heading] - 1
DATES_ROW = _KEEP_ROW + 1
_COLOURS_ROW = DATES_ROW + len(guidance.DATES) + 2
_ONCE_ROW = start_rows()[START.objectives_due_on.heading] - 1
_SECTION_HEIGHT, _ROW_HEIGHT, _TALL = 30, 23, 54


#: How a date that matters looks, and the words beside it.
DATE_LOOK = ("line", "strong", "date", "middle", "indent")
GUIDE_LOOK = ("line", "middle", "inset")


def draw_start(book: Book) -> None:
    """The Start sheet of the template: its words, and how it looks."""
    page = book.sheet(START.name, palette.SEA)
    for at, width in enumerate(_WIDTHS):
        page.width(at, width)
    _write_title(page)
    _write_heights(page)
    for column in START:
        _write_label(page, column)
    _write_guide(page)
    _section(page, DATES_ROW, "The dates that matter")
    page.paper.hide_gridlines(2)
    page.freeze(2, 0)
    page.print_on_a4((TITLE_HERE, guidance.CONFIDENTIAL), tall=1)


def dates_cells() -> set[tuple[int, int]]:
    """The cells in which the dates that matter stand once they are known: row and column from 0."""
    return {(DATES_ROW + at, column) for at in range(1, len(guidance.DATES) + 1) for column in (SIGN, GUIDE)}


def _write_title(page: Page) -> None:
    for row, height in enumerate((36, 22)):
        page.height(row, height)
        page.fill(row, range(GUIDE + 1), "band")
    page.write(0, _LABEL, guidance.TITLE, "band", "title", "inset")
    page.write(0, GUIDE, guidance.CONFIDENTIAL, "band", "strong", "right", "indent")
    page.write(1, _LABEL, TITLE_HERE, "band", "subtitle", "inset")
    says = f'IF({OPEN_IN_ALL}=0,"Nothing to do now","To do now: "&{OPEN_IN_ALL}&", see Checks")'
    page.formula(1, GUIDE, says, "band", "subtitle", "right", "indent")


def _write_heights(page: Page) -> None:
    page.height(_SECTIONS_ROW, _SECTION_HEIGHT)
    last = max(_COLOURS_ROW + len(guidance.COLOURS), *(row - 1 for row in start_rows().values()))
    texts = (START.trust_objective_measures, START.trust_objective_success)
    prose = {start_rows()[column.heading] - 1 for column in texts}
    for row in range(_SECTIONS_ROW + 1, last + 1):
        page.height(row, _TALL if row == _KEEP_ROW or row in prose else _ROW_HEIGHT)


def _write_label(page: Page, column: Column) -> None:
    row = start_rows()[column.heading] - 1
    page.write(row, _LABEL, column.heading, "label", "middle")
    page.write(row, VALUE, None, "cell", "wrap", style_of(column), "middle", "inset", "unlocked")
    page.write(row, TO_DO_AT, None, "line", "middle", "inset", "warn")
    rule = drop_down(START, column)
    if rule is not None:
        page.limit((row, VALUE), (row, VALUE), rule)


def _write_guide(page: Page) -> None:
    page.write(_SECTIONS_ROW, _LABEL, "This return", "section", "indent")
    page.fill(_SECTIONS_ROW, (VALUE,), "section")
    page.write(_SECTIONS_ROW, TO_DO_AT, TO_DO, "section", "indent")
    _section(page, _SECTIONS_ROW, "How to fill it in")
    for number, text in enumerate(guidance.HOW_TO, start=1):
        page.write(_SECTIONS_ROW + number, SIGN, number, "step")
        page.write(_SECTIONS_ROW + number, GUIDE, text, "plain", "middle", "inset")
    page.write(_KEEP_ROW, SIGN, "!", "step")
    page.write(_KEEP_ROW, GUIDE, guidance.KEEP, "plain", "middle", "inset")
    page.write(_ONCE_ROW, SIGN, "!", "step")
    page.write(_ONCE_ROW, GUIDE, guidance.ONCE, "plain", "middle", "inset")
    _section(page, _COLOURS_ROW, "What the colours mean")
    for row, (style, text) in enumerate(guidance.COLOURS, start=_COLOURS_ROW + 1):
        page.write(row, SIGN, "Abc", style, "centre", "middle")
        page.write(row, GUIDE, text, "line", "middle", "inset")


def _section(page: Page, row: int, title: str) -> None:
    page.write(row, SIGN, title, "section", "indent")
    page.fill(row, (GUIDE,), "section")
