"""Which column of a sheet stands where: the declared columns, the name shown, and `To do` beside it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache

from pmr_batch.excel.writing.addresses import letter
from pmr_batch.layout.columns import Column, Sheet
from pmr_batch.layout.standard_workbook import SHOWN_NAME, SHOWN_REVIEWER, STAFF, START, TO_DO

#: Input sheets have their headings in row 1; the Start sheet's labels begin below its title.
FIRST_ROW = 2
START_FIRST_ROW = 5
#: Rows of the Start sheet that stand apart from those above them: a block of its own begins there.
START_BLOCKS = ("Objectives quality assured by", "Authorised by", "Objectives: due on")
#: How far down drop-downs, limits and colours reach at least, for rows typed below a table.
LAST_ROW = 2000


@cache
def headings(sheet: Sheet) -> tuple[str, ...]:
    """All headings of an input sheet from left to right, the formula columns among them."""
    own = [column.heading for column in sheet]
    if sheet.people:
        own.insert(1, SHOWN_NAME)
    if sheet is STAFF:
        own.insert(own.index(STAFF.reviewer.heading) + 1, SHOWN_REVIEWER)
    own.insert(_to_do_at(sheet, own), TO_DO)
    return tuple(own)


def _to_do_at(sheet: Sheet, own: Sequence[str]) -> int:
    """Beside what says whom or what the row is about: the number and name, and an objective."""
    return 1 + own.index(sheet.in_view) if sheet.in_view else 2


@cache
def position(sheet: Sheet, heading: str) -> int:
    """The column of a heading, from 0."""
    return headings(sheet).index(heading)


def column_letter(sheet: Sheet, heading: str) -> str:
    """The letter of a heading's column."""
    return letter(position(sheet, heading))


def whole(sheet: Sheet, heading: str) -> str:
    """A column of a sheet, from top to bottom: inserting rows cannot shift it."""
    at = column_letter(sheet, heading)
    return f"{sheet.name}!${at}:${at}"


def naming_columns(sheet: Sheet) -> int:
    """How many columns say what a row is about, and are repeated on each page; To do stands behind them."""
    return position(sheet, TO_DO)


@cache
def blocks(sheet: Sheet) -> tuple[tuple[str, str], ...]:
    """The first and last heading of declared columns side by side: formulas stand between them."""
    return _side_by_side(sheet, frozenset(column.heading for column in sheet))


@cache
def blocks_worked_on(sheet: Sheet) -> tuple[tuple[str, str], ...]:
    """The first and last heading of columns side by side that only somebody who works on a row fills in."""
    return _side_by_side(sheet, frozenset(column.heading for column in sheet.worked_on))


def _side_by_side(sheet: Sheet, typed: Collection[str]) -> tuple[tuple[str, str], ...]:
    blocks: list[list[str]] = [[]]
    for heading in headings(sheet):
        if heading in typed:
            blocks[-1].append(heading)
        elif blocks[-1]:
            blocks.append([])
    return tuple((block[0], block[-1]) for block in blocks if block)


@cache
def start_rows() -> dict[str, int]:
    """The Excel row of each label on Start."""
    rows, row = {}, START_FIRST_ROW
    for column in START:
        row += column.heading in START_BLOCKS
        rows[column.heading] = row
        row += 1
    return rows


def start_cell(heading: str) -> str:
    """The cell of a label's value on Start."""
    return f"Start!$B${start_rows()[heading]}"


def table_name(sheet: Sheet) -> str:
    """The name of a sheet's Excel table."""
    return f"{sheet.name.replace(' ', '_').replace('-', '_')}_table"


def first(sheet: Sheet) -> Column:
    """The column that a row of the sheet cannot do without."""
    return sheet.columns[0]
