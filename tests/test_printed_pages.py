"""Printed pages of the committee's workbook: what belongs together stays together, and no page is begun for nothing."""

from __future__ import annotations

import io
from dataclasses import replace
from random import Random

import openpyxl
import pytest
from drawn_trust import drawn
from moderated_round import a_round
from openpyxl.worksheet.dimensions import ColumnDimension
from openpyxl.worksheet.worksheet import Worksheet

from pmr_batch.excel.writing.book import Book
from pmr_batch.excel.writing.print_setup import points_on_a_page
from pmr_batch.model.round import Moderated
from pmr_batch.produce.committee import committee_workbook
from pmr_batch.produce.list_sheets import height_of
from pmr_batch.produce.page_breaks import break_pages
from pmr_batch.produce.wrapped_text import lines_in_a_cell

#: Points of A4 landscape within its margins, and of a character of a column in Calibri of 11 points.
ACROSS, DOWN, CHARACTER = 805.7, 519.4, 5.25
#: Points of the letters of a section's title.
SECTION = 13.0


def _round(academies: int) -> Moderated:
    trust = drawn(Random(1), 400)
    return replace(a_round(academies, 20), equality=trust.run(trust.answers))


def _pages(sheet: Worksheet) -> list[list[int]]:
    """The rows of each printed page."""
    pages: list[list[int]] = [[]]
    after = {each.id for each in sheet.row_breaks.brk}
    for row in range(1, sheet.max_row + 1):
        pages[-1].append(row)
        if row in after:
            pages.append([])
    return pages


def _points(sheet: Worksheet, rows: list[int]) -> float:
    return sum(sheet.row_dimensions[row].height or 15.0 for row in rows)


def _room(sheet: Worksheet) -> float:
    """Points of rows that fit a page on which all columns fit."""
    wide = sum(each.width * (min(each.max, sheet.max_column) - each.min + 1) for each in _columns(sheet))
    return DOWN * max(1.0, wide * CHARACTER / ACROSS)


def _columns(sheet: Worksheet) -> list[ColumnDimension]:
    """The columns with anything in them, those of one width together; widths as in the file, edges included."""
    return [each for each in sheet.column_dimensions.values() if each.min <= sheet.max_column]


def _is_section(sheet: Worksheet, row: int) -> bool:
    return bool(sheet.cell(row, 1).font.sz == SECTION and sheet.cell(row, 1).value)


@pytest.mark.parametrize("academies", [2, 9, 16])
@pytest.mark.parametrize("name", ["Summary", "Equality", "Late"])
def test_pages_are_filled_with_whole_parts(name: str, academies: int) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(committee_workbook(_round(academies))))[name]
    room, pages = _room(sheet), _pages(sheet)
    for page, following in zip(pages, [*pages[1:], []], strict=True):
        assert _points(sheet, page) <= room
        assert not _is_section(sheet, page[-1]), "a heading alone at the foot"
        if following:
            assert _is_section(sheet, following[0])
            ends = [row for row in following[1:] if _is_section(sheet, row)]
            part = following[: following.index(ends[0])] if ends else following
            assert _points(sheet, page) + _points(sheet, part) > 0.95 * room, "a page begun for nothing"


def test_what_is_longer_than_a_page_begins_where_some_of_it_has_room() -> None:
    page = Book().sheet("Long")
    room = points_on_a_page([50.0])
    for row in range(200):
        page.write(row, 0, "row")
    break_pages(page, [50.0], [0, 10], 200)
    assert not page.paper.hbreaks
    foot = int(room // 15) - 5
    break_pages(page, [50.0], [0, foot], 200)
    assert page.paper.hbreaks == [foot]


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("Met", 8, 1),
        ("£42,057 → £46,940", 18, 1),
        ("Bartholomew-Featherstonehaugh", 12, 3),
        ("Not met, and to be looked at again", 18, 2),
        ("one\ntwo", 30, 2),
        ("中文中文中文中文中文", 12, 2),
        ("WWWWW MMMMM", 12, 2),
    ],
)
def test_a_text_takes_the_lines_that_its_letters_need(text: str, width: float, lines: int) -> None:
    assert lines_in_a_cell(text, width, inset=True) == lines


@pytest.mark.parametrize(("width", "inset"), [(11.0, False), (12.0, True), (30.0, True)])
def test_a_line_is_high_enough_for_a_text_that_stands_off_the_edge_of_its_column(width: float, inset: bool) -> None:
    just = next(
        text
        for text in (f"{'i' * first} {'m' * rest}" for first in range(1, 40) for rest in range(1, 40))
        if [lines_in_a_cell(text, width, inset=each) for each in (False, True)] == [1, 2]
    )
    assert height_of([just], [width]) == height_of(["one\ntwo" if inset else "one"], [width])
