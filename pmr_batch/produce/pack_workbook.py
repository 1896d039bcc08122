"""A pack as a workbook: what it is and for whom, then its sheets; there is nothing hidden in it, and no other name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from pmr_batch.excel.writing.book import Book, Page
from pmr_batch.model.audience import Audience
from pmr_batch.model.pack import Disclosure, Pack, PackSheet
from pmr_batch.model.terms import Value
from pmr_batch.produce.committee.pay_by_sex import TITLE, write_pay_by_sex
from pmr_batch.produce.committee.share_bars import ROW_HEIGHT, rows_of, write_shares
from pmr_batch.produce.committee.share_bars import WIDTHS as SHARE_WIDTHS
from pmr_batch.produce.list_sheets import (
    NOTE,
    Field,
    List,
    height_of,
    kind_of,
    lay_out,
    lines_of,
    write_lines,
    write_part,
    write_title,
)
from pmr_batch.produce.shorthand import HIDDEN, NOT_APPLICABLE
from pmr_batch.settings.trust_settings import Settings
from pmr_batch.words import counted, day

ABOUT, EQUALITY = "About this pack", "Equality"
#: Characters of the labels of a record, and of its values.
_LABEL, _VALUE = 30, 92
_TITLE = 34.0
#: A list of more characters is printed on two pages side by side, the columns that say whom it is about on both.
_PAPER = 175
_WHO = 3


def pack_workbook(pack: Pack, disclosure: Disclosure, settings: Settings, as_of: date) -> bytes:
    """The pack; the same bytes for the same content, disclosure and day. Raises OutputError."""
    book = Book(pack.title)
    mark = f"{settings.policy}: {pack.audience.words.lower()} only, {day(as_of)}"
    pages = [_about(book, pack, disclosure, settings, as_of)]
    pages += [_records(book, sheet) if sheet.records else _list(book, sheet) for sheet in pack.sheets]
    if pack.equality or pack.pay:
        pages.append(_equality(book, pack))
    wide = {sheet.name for sheet in pack.sheets if not sheet.records and _width(sheet) > _PAPER}
    for page in pages:
        page.print_on_a4((mark, "CONFIDENTIAL"), wide=2 if page.name in wide else 1)
    return book.bytes()


_CARE = (
    "It is confidential, and for this purpose alone (8.1, 9.2). Do not pass it on, and destroy it when its purpose is "
    "served. Inappropriate access or disclosure is a data breach: report it to the trust at once."
)


# -- what it is ------------------------------------------------------------------------------------


def _about(book: Book, pack: Pack, disclosure: Disclosure, settings: Settings, as_of: date) -> Page:
    page = _titled(book, ABOUT, pack.title)
    facts: tuple[tuple[str, Value], ...] = (
        ("Trust", settings.trust),
        ("Disclosed to", disclosure.recipient),
        ("Why", disclosure.reason),
        ("By", disclosure.by),
        ("On", as_of),
        ("For", pack.purpose),
        ("What is in it", "\n".join(_contents(pack))),
        ("What is left out", pack.left_out),
    )
    # Whoever has asked for what is held about themselves may do with it as they like.
    care = () if pack.audience is Audience.REVIEWEE else (("Keep it safe", _CARE),)
    for row, (label, value) in enumerate((*facts, *care), _mark(page, NOTE, name=ABOUT, rows=len(facts) + len(care))):
        _line(page, row, label, value)
    return page


def _contents(pack: Pack) -> Iterator[str]:
    yield counted(len(pack.people), "person", "people")
    yield from (f"{sheet.name}: {counted(len(sheet.rows), 'row')}" for sheet in pack.sheets)
    if pack.equality or pack.pay:
        yield f"{EQUALITY}: as in the committee's workbook, small numbers hidden"


# -- sheets ----------------------------------------------------------------------------------------


def _list(book: Book, sheet: PackSheet) -> Page:
    fields = tuple(_field(column.heading, column.width, at) for at, column in enumerate(sheet.columns))
    listed = List(sheet.name, sheet.name, sheet.note, fields, sheet.rows, freeze=_WHO)
    page = lay_out(book, listed)
    page.paper.repeat_rows(listed.headings)
    if _width(sheet) > _PAPER:
        page.paper.repeat_columns(0, _WHO - 1)
    return page


def _width(sheet: PackSheet) -> float:
    return sum(column.width for column in sheet.columns)


def _field(heading: str, width: float, at: int) -> Field[tuple[Value, ...]]:
    return Field(heading, width, lambda row: row[at], style="number" if heading == "FTE" else None)


def _records(book: Book, sheet: PackSheet) -> Page:
    """One record below the other, a line a cell; blank cells stand too, so that nothing seems to be kept back."""
    page = _titled(book, sheet.name, sheet.name)
    row = write_lines(page, NOTE, lines_of(sheet.note, _LABEL + _VALUE))
    for number, values in enumerate(sheet.rows, 1):
        row = write_part(page, row, f"{number} of {len(sheet.rows)}", 1)
        row = _mark(page, row, f"{sheet.name} {number}", len(values))
        for column, value in zip(sheet.columns, values, strict=True):
            _line(page, row, column.heading, value)
            row += 1
    page.text_numbers_are_meant(row, 1)
    return page


def _mark(page: Page, row: int, name: str, rows: int) -> int:
    """The headings of so many lines, marked as a table; returns the row below them."""
    headings = ("What", "As it is held")
    page.table(re.sub(r"\W+", "_", name), headings, rows, row=row)
    for column, heading in enumerate(headings):
        page.write(row, column, heading, "head", "small")
    return row + 1


def _line(page: Page, row: int, label: str, value: Value) -> None:
    page.write(row, 0, label, "label", "small")
    kind = "number" if isinstance(value, float) else kind_of(value)
    page.write(row, 1, value, "cell", "small", kind, "inset")
    page.height(row, height_of([label, value], [_LABEL, _VALUE]), grows=True)


def _titled(book: Book, name: str, title: str) -> Page:
    page = book.sheet(name)
    page.paper.hide_gridlines(2)
    for column, width in enumerate((_LABEL, _VALUE)):
        page.width(column, width)
    page.fill(0, range(2), "band")
    page.write(0, 0, title, "band", "heading", "indent")
    page.height(0, _TITLE)
    return page


def _equality(book: Book, pack: Pack) -> Page:
    """Each characteristic as it was shown last; what the committee's workbook hides is not in the file at all."""
    page = book.sheet(EQUALITY)
    page.paper.hide_gridlines(2)
    for column, width in enumerate(SHARE_WIDTHS):
        page.width(column, width)
    write_title(page, EQUALITY, len(SHARE_WIDTHS) - 1)
    row = write_lines(page, NOTE, lines_of(_AS_SHOWN, sum(SHARE_WIDTHS)))
    for table in pack.equality:
        if table.published is None or table.breakdown is None:
            continue
        row = write_part(page, row, f"By {table.by.lower()}", len(SHARE_WIDTHS) - 1)
        for line in range(row, row + rows_of(table.breakdown)):
            page.height(line, ROW_HEIGHT)
        write_shares(page, row, table.breakdown, table.published.everybody, table.comparisons)
        row += rows_of(table.breakdown)
    if pack.pay:
        write_pay_by_sex(page, write_part(page, row, TITLE, len(SHARE_WIDTHS) - 1), pack.pay)
    return page


_AS_SHOWN = (
    "Who progresses, of those who can, as the committee's workbook shows it; never by academy. "
    f"{HIDDEN} is confidential: too few of the group progress or do not, none included, or such a group's figures "
    f"would follow from these or from another workbook. It is not nought. {NOT_APPLICABLE} does not apply."
)
