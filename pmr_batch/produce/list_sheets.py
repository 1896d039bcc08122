"""Sheets that are one list: a title, a note, then a marked table with a filter, headings in sight, a line an item.

No cell is merged: a note is so many lines of text, which run on over the empty cells beside them.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Generic, TypeVar

from pmr_batch.excel.writing.book import Book, Page
from pmr_batch.excel.writing.print_setup import LONGEST_FOOTER, in_margin
from pmr_batch.excel.writing.sheet_xml import MOST_SIGNS, is_too_long
from pmr_batch.model.run_facts import RunFacts
from pmr_batch.model.terms import Value
from pmr_batch.produce.wrapped_text import lines_in_a_cell
from pmr_batch.words import clipped, day

Row = TypeVar("Row")

#: Rows of every list, from 0: the title, and the first line of the note below it; headings follow.
TITLE, NOTE = 0, 1
#: The first sheet of a book that has many: each other one leads back to it.
CONTENTS = "Contents"
#: Columns of so many characters and more are wide.
_WIDE = 12
#: Points of a line of small text, and of the highest row that Excel has.
_LINE, _HIGHEST = 13.0, 409.0
_SENTENCE = re.compile(r"(?<=[.?!])\s+")


@dataclass(frozen=True)
class Field(Generic[Row]):
    """A column of a list: its heading, its width in characters, and its value for a row.

    `verdict` names the style of a verdict (wrong, fill_in, done) where a cell has one; the heading of a
    narrow column is `upright`. `style` is that of its numbers where not the default of their kind. A column to be
    `filled_in` is light, under a heading of its own colour.
    """

    heading: str
    width: float
    get: Callable[[Row], Value]
    verdict: Callable[[Row], str | None] = lambda _: None
    upright: bool = False
    style: str | None = None
    filled_in: bool = False


@dataclass(frozen=True)
class List(Generic[Row]):
    """A list to be written; `total` is a last line below the filter.

    Of a list too wide for paper, so many columns are `printed`, and the others are for the screen. Of one that is
    `for_the_screen` only the title and the note are printed, and the note says so.
    """

    name: str
    title: str
    note: str
    fields: Sequence[Field[Row]]
    rows: Sequence[Row]
    total: Row | None = None
    freeze: int = 0
    printed: int | None = None
    for_the_screen: bool = False

    @property
    def on_paper(self) -> Sequence[Field[Row]]:
        """The fields that are printed."""
        return self.fields[: self.printed]

    @property
    def note_lines(self) -> Sequence[str]:
        """The note, in lines as wide as the list is on paper."""
        return lines_of(self.note, sum(field.width for field in self.on_paper))

    @property
    def headings(self) -> int:
        """The row of the headings, from 0."""
        return NOTE + len(self.note_lines)


def write_list(book: Book, sheet: List[Row], run: RunFacts) -> Page:
    """Add the sheet of a list to the book; it prints on A4 landscape, as wide as the page, marked as the run's."""
    page = lay_out(book, sheet)
    mark_pages(page, run, repeat=None if sheet.for_the_screen else (sheet.headings, sheet.headings))
    return page


def lay_out(book: Book, sheet: List[Row]) -> Page:
    """Add the sheet of a list to the book, its pages unmarked."""
    page, headings = book.sheet(sheet.name), sheet.headings
    write_title(page, sheet.title, len(sheet.on_paper) - 1)
    write_lines(page, NOTE, sheet.note_lines)
    mark_table(page, headings, sheet.fields, len(sheet.rows))
    write_headings(page, headings, sheet.fields)
    for row, item in enumerate(sheet.rows, headings + 1):
        write_row(page, row, sheet.fields, item)
    end = headings + max(len(sheet.rows), 1)
    if sheet.total is not None:
        write_row(page, end + 1, sheet.fields, sheet.total, "sum")
        end += 1
    page.freeze(headings + 1, sheet.freeze)
    if sheet.printed or sheet.for_the_screen:
        bottom = sheet.headings - 1 if sheet.for_the_screen else end
        page.paper.print_area(TITLE, 0, bottom, len(sheet.on_paper) - 1)
    page.text_numbers_are_meant(end, len(sheet.fields) - 1)
    return page


def mark_table(page: Page, row: int, fields: Sequence[Field[Row]], rows: int, part: str = "") -> None:
    """Mark the headings at a row and so many rows below them as a table, named after its sheet and the part of it."""
    name = re.sub(r"\W+", "_", " ".join(filter(None, (page.name, part))))
    page.table(name, [field.heading for field in fields], rows, row=row)


def write_title(page: Page, title: str, last: int) -> None:
    """The title in the first cell, on a band across the columns up to the last, with the way back to Contents."""
    page.fill(TITLE, range(last + 1), "band")
    page.write(TITLE, 0, title, "band", "heading", "indent")
    if CONTENTS in page.book.sheets:
        page.link(TITLE, last, CONTENTS, "A1", CONTENTS, "band", "link_on_band")
    page.height(TITLE, 30)


def lines_of(text: str, width: float) -> list[str]:
    """A text in lines of at most so many letters: sentences together where they fit, one that is too long parted."""
    lines: list[str] = []
    for sentence in _SENTENCE.split(text):
        if lines and len(lines[-1]) + 1 + len(sentence) <= width:
            lines[-1] += f" {sentence}"
        else:
            lines += textwrap.wrap(sentence, max(20, int(width))) or [""]
    return lines


def write_lines(page: Page, row: int, lines: Sequence[str], *styles: str) -> int:
    """A line of text a row, over the empty cells beside it; returns the row after the last."""
    for number, line in enumerate(lines, row):
        page.write(number, 0, line, *(styles or ("note",)))
        page.height(number, 16)
    return row + len(lines)


def write_part(page: Page, row: int, title: str, last: int) -> int:
    """The title of a part of a sheet, across its columns; returns the row below it."""
    page.fill(row, range(last + 1), "section")
    page.write(row, 0, title, "section")
    page.height(row, 26)
    return row + 1


def write_headings(page: Page, row: int, fields: Sequence[Field[Row]]) -> None:
    """The headings of a list, and the widths of its columns."""
    for column, field in enumerate(fields):
        page.width(column, field.width)
        set_as = ("upright", "flush") if field.upright else (edge_of(field.width),)
        head = "head_decide" if field.filled_in else "head"
        page.write(row, column, field.heading, head, "small", *set_as)
    page.height(row, 112 if any(field.upright for field in fields) else 32)


def write_row(page: Page, row: int, fields: Sequence[Field[Row]], item: Row, *look: str) -> None:
    """A line of a list, as high as its longest text; `look` is added to every cell's styles."""
    values = [_in_a_cell(field.get(item)) for field in fields]
    page.height(row, height_of(values, [field.width for field in fields]), grows=True)
    for column, (field, value) in enumerate(zip(fields, values, strict=True)):
        verdict = "decide" if field.filled_in else field.verdict(item)
        kind = field.style if field.style and not isinstance(value, str) else kind_of(value)
        styles = (kind, edge_of(field.width, value), *look, *([verdict] if verdict else ()))
        page.write(row, column, value, "cell", "small", *styles)


def _in_a_cell(value: Value) -> Value:
    """The value; several texts that share a cell are clipped where they are more than it can hold."""
    return clipped(value, MOST_SIGNS) if isinstance(value, str) and is_too_long(value) else value


def height_of(values: Sequence[Value], widths: Sequence[float]) -> float:
    """Points that a row of small text needs, where its longest text wraps within its column."""
    lines = max(
        lines_in_a_cell(value, width, inset=edge_of(width) == "inset") if isinstance(value, str) else 1
        for value, width in zip(values, widths, strict=True)
    )
    return min(_HIGHEST, 3 + _LINE * max(1, lines))


def edge_of(width: float, value: Value = "") -> str:
    """Text of a wide column is inset from its edge; a narrow column has no space for that."""
    return "inset" if width >= _WIDE and isinstance(value, str) else "flush"


def kind_of(value: Value) -> str:
    """The style in which a value of a list is shown."""
    if isinstance(value, Decimal):
        return "pounds" if value == value.to_integral_value() else "money"
    if isinstance(value, date):
        return "date"
    return "tally" if isinstance(value, int | float) else "wrap"


def mark_pages(page: Page, run: RunFacts, *, repeat: tuple[int, int] | None = None, tall: int = 0) -> None:
    """A4 landscape; every printed page says CONFIDENTIAL, the policy with its review date, and the run."""
    page.print_on_a4((f"{run.policy}, next review {day(run.next_review)}", "CONFIDENTIAL"), tall=tall)
    if repeat:
        page.paper.repeat_rows(*repeat)
    page.paper.set_header(_header(run), {"margin": 0.25})


def _header(run: RunFacts) -> str:
    """Which round and which run; a name too long for a header of Excel's is cut."""
    right = f'&R&"Calibri"&8Run {run.run}, input fingerprint {run.fingerprint}'
    start = '&L&"Calibri,Bold"&9&A&"Calibri"   '
    left = f"{run.trust}: {run.cycle}, {run.round.value.capitalize()} round"
    return start + in_margin(left, LONGEST_FOOTER - len(start) - len(right)) + right
