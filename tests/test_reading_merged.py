"""Merged blocks among the rows: nobody's rows are lost under one, and nobody is ready because of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from workbooks import a_return, changed, edited, sheet_part

from pmr_batch.excel.reading.workbook_tables import Workbook, read_tables
from pmr_batch.layout.standard_workbook import SHEETS, TOOL_SHEETS
from pmr_batch.model.returns import Spot, Unread

SHEETS_OF_TWO = {
    "Staff": """
        | Payroll number | Name        | Reviewer |
        | 0001041        | Ann Appleby | 0010238  |
        | 0001042        | Bo Birch    | 0010239  |
        | 0001043        | Cy Cole     | 0010238  |
    """,
    "Reviewers": """
        | Payroll number | Name            | Position |
        | 0010238        | Samuel Whitaker | Head     |
        | 0010239        | Tina Tate       |          |
    """,
    "Priorities": "| Priority | Improvement plan priority |\n| 1 | Reading |\n| 2 | |",
    "Objectives": """
        | Payroll number | No | Objective |
        | 0001041        | 1  | Phonics   |
        |                | 2  | Spelling  |
        |                |    |           |
        |                | 3  | Writing   |
        | 0001042        | 1  | Number    |
    """,
    "Reviews": "| Payroll number | Reason |\n| 0001041 | Well |\n| | done |",
}


def read(edit: Callable[[Any], None]) -> Workbook:
    return read_tables(edited(a_return(SHEETS_OF_TWO), edit), SHEETS, TOOL_SHEETS)


def told(book: Workbook, *codes: str) -> list[tuple[str | None, str | None, str]]:
    return [(spot.sheet, spot.cell, spot.words["what"]) for spot in book.spots if spot.code in codes]


def only(book: Workbook, code: str) -> Spot:
    (spot,) = [spot for spot in book.spots if spot.code == code]
    return spot


def test_a_merged_payroll_number_is_that_of_each_of_its_rows_and_told() -> None:
    book = read(lambda book: book["Objectives"].merge_cells("A2:A5"))
    table = book.tables["Objectives"]
    assert table.rows == (2, 3, 5, 6)
    assert table.columns["payroll_number"] == ("0001041", "0001041", "0001041", "0001042")
    assert told(book, "PM015", "PM020") == [
        ("Objectives", cell, "was blank and is read as “0001041” (as the merged block A2:A5 has it)")
        for cell in ("A3", "A5")
    ]


def test_a_merged_number_cell_is_read_as_it_shows_and_gets_its_zeros_on_every_row() -> None:
    def edit(book: Any) -> None:
        book["Objectives"]["A2"].value = 1041
        book["Objectives"].merge_cells("A2:A3")

    book = read(edit)
    assert book.tables["Objectives"].columns["payroll_number"][:2] == ("0001041", "0001041")
    assert [spot.words["became"] for spot in book.spots if spot.code == "PM015"] == ["0001041", "0001041"]


def test_what_stands_hidden_under_a_merged_number_is_told_and_touches_both() -> None:
    def edit(book: Any) -> None:
        book["Objectives"]["A3"] = "0001042"

    content = edited(a_return(SHEETS_OF_TWO), edit)
    block = b'</sheetData><mergeCells><mergeCell ref="A2:A3"/></mergeCells>'
    part = sheet_part(content, "Objectives")
    content = changed(content, part, lambda xml: xml.replace(b"</sheetData>", block))
    book = read_tables(content, SHEETS, TOOL_SHEETS)
    assert book.tables["Objectives"].columns["payroll_number"][:2] == ("0001041", "0001042")
    assert only(book, "PM020").affects == ("0001041", "0001042")


def test_people_on_the_rows_of_a_merged_block_are_touched() -> None:
    spot = only(read(lambda book: book["Objectives"].merge_cells("C5:C6")), "PM020")
    assert (spot.cell, spot.affects) == ("C5", ("0001042",))
    spot = only(read(lambda book: book["Reviewers"].merge_cells("C2:C3")), "PM020")
    assert (spot.cell, spot.affects) == ("C2", ("0001041", "0001042", "0001043"))
    spot = only(read(lambda book: book["Priorities"].merge_cells("B2:B3")), "PM020")
    assert (spot.cell, spot.affects) == ("B2", ("0001041", "0001042", "0001043"))


def test_a_merged_number_on_staff_is_nobodys_on_its_other_rows() -> None:
    def edit(book: Any) -> None:
        book["Staff"].merge_cells("A2:A3")

    book = read(edit)
    assert book.tables["Staff"].columns["payroll_number"] == ("0001041", Unread("", "PM020"), "0001043")
    says = "lies under the merged block A2:A3, so that nobody can say whose row it is"
    assert told(book, "PM020") == [("Staff", "A3", says)]
    assert only(book, "PM020").column == "Payroll number"


def test_a_merged_number_on_reviews_is_a_repeat_for_the_rules() -> None:
    book = read(lambda book: book["Reviews"].merge_cells("A2:A3"))
    assert book.tables["Reviews"].columns["payroll_number"] == ("0001041", "0001041")


def test_a_row_above_the_headings_is_told_with_whose_it_is() -> None:
    def edit(book: Any) -> None:
        sheet = book["Objectives"]
        sheet.insert_rows(1)
        for at, value in enumerate((1041, 4, "Reading"), 1):
            sheet.cell(1, at, value)

    spot = only(read(edit), "PM020")
    assert (spot.cell, spot.payroll_number) == ("A1", "0001041")
