"""Sheets and columns under other names: recognised by what they are, told, and never guessed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from workbooks import a_return, edited, rows_of, workbook

from pmr_batch.excel.reading.workbook_tables import Workbook, read_tables
from pmr_batch.layout.office_headings import columns_by_name, words_of
from pmr_batch.layout.standard_workbook import MEETINGS, OBJECTIVES, SHEETS, STAFF, TOOL_SHEETS
from pmr_batch.model.terms import FileState
from pmr_batch.read import read_workbook

STAFF_ROWS = """
    | Payroll number | Name        | Role    |
    | 0001041        | Ann Appleby | Teacher |
    | 0001042        | Bo Birch    | HLTA    |
"""


def read(content: bytes) -> Workbook:
    return read_tables(content, SHEETS, TOOL_SHEETS)


def told(book: Workbook) -> list[tuple[str, str | None, str | None, str]]:
    return [(spot.code, spot.sheet, spot.cell, spot.words["what"]) for spot in book.spots]


def renamed(**names: str) -> bytes:
    """The return with sheets under other names."""

    def rename(book: Any) -> None:
        for name, to in names.items():
            book[name].title = to

    return edited(a_return({"Staff": STAFF_ROWS}), rename)


# -- sheets --------------------------------------------------------------------------------------


def test_sheets_as_numbers_exports_them_are_the_sheets() -> None:
    everything = {sheet.name: f"{sheet.name} - Table 1" for sheet in SHEETS}
    book = read(renamed(**everything))
    assert book.tables == read(a_return({"Staff": STAFF_ROWS})).tables
    assert told(book) == [("PM015", sheet.name, None, f"is named “{sheet.name} - Table 1”") for sheet in SHEETS]


def test_sheets_of_the_tool_as_numbers_exports_them_are_no_data() -> None:
    tools = {f"{name} - Table 1": "| Payroll number | anything |" for name in TOOL_SHEETS}
    book = read(a_return({"Staff": STAFF_ROWS, **tools}))
    assert (book.extras, told(book)) == ((), [])


@pytest.mark.parametrize("sheet", [sheet.name for sheet in SHEETS])
def test_a_sheet_under_any_name_is_recognised_by_its_headings(sheet: str) -> None:
    book = read(renamed(**{sheet: "Sheet 9"}))
    assert book.tables == read(a_return({"Staff": STAFF_ROWS})).tables
    assert told(book) == [("PM002", sheet, None, "is missing; “Sheet 9” has its headings, and is read as it")]
    assert book.extras == ()


def test_of_two_sheets_with_the_headings_of_a_missing_one_none_is_read() -> None:
    content = renamed(Staff="Teaching staff list")
    book = read(
        edited(content, lambda book: setattr(book.copy_worksheet(book["Teaching staff list"]), "title", "Support"))
    )
    assert told(book)[0] == (
        "PM002", "Staff", None, "is missing; “Teaching staff list” and “Support” have its headings, and none is read",
    )  # fmt: skip
    assert "Staff" not in book.tables
    assert [extra.sheet for extra in book.extras] == ["Teaching staff list", "Support"]


def test_a_sheet_with_a_few_of_the_headings_is_the_offices_own() -> None:
    own = "| Payroll number | Name | Position | Room |\n| 0001041 | Ann | Head | 3 |"
    book = read(edited(a_return({"Rooms": own}), lambda book: book.remove(book["Reviewers"])))
    assert told(book) == [
        ("PM002", "Reviewers", None, "is missing"),
        ("PM014", "Rooms", None, "is no sheet of the standard workbook; it is carried along"),
    ]


def test_a_workbook_of_another_kind_gets_one_line() -> None:
    own = workbook(
        {"Staff": "| Name | Target 1 | Met? |\n| Ann | Read | Yes |", "Objectives": "| x |", "Notes": "| y |"}
    )
    one = read_workbook("own.xlsx", own)
    assert one.state is FileState.REFUSED
    (spot,) = one.spots
    assert (spot.code, spot.sheet) == ("PM004", None)
    assert "pmr-batch adopt" in spot.words["what"]
    assert one.tables == {}


# -- copies --------------------------------------------------------------------------------------


def copied(edit: Any) -> list[tuple[str, str | None, str | None, str]]:
    def copy(book: Any) -> None:
        page = book.copy_worksheet(book["Staff"])
        page.title = "Staff (2)"
        edit(page)

    book = read(edited(a_return({"Staff": STAFF_ROWS}), copy))
    assert [extra.sheet for extra in book.extras] == ["Staff (2)"]
    return told(book)


def test_a_copy_of_a_sheet_says_how_it_differs() -> None:
    def change(page: Any) -> None:
        page["B2"], page["C3"] = "Anna Appleby", None

    cells = "B2 (“Anna Appleby”, there “Ann Appleby”) and C3 (blank, there “HLTA”)"
    what = f"is a copy of Staff, which differs in 2 cells: {cells}"
    assert copied(change) == [("PM014", "Staff (2)", None, f"{what}; it is carried along, and not read")]
    same = "is a copy of Staff, with nothing different in it; it is carried along, and not read"
    assert copied(lambda page: None) == [("PM014", "Staff (2)", None, same)]


def test_a_copy_with_rows_elsewhere_says_which_are_its_own() -> None:
    def change(page: Any) -> None:
        page.insert_rows(1, 2)
        page["A6"] = "0001043"

    what = "is a copy of Staff, with 1 row: row 6 of its own; it is carried along, and not read"
    assert copied(change) == [("PM014", "Staff (2)", None, what)]


# -- headings ------------------------------------------------------------------------------------


def test_every_name_that_adopt_knows_is_known_to_the_reader_and_means_one_column() -> None:
    for sheet in (STAFF, OBJECTIVES, MEETINGS):
        by_name = columns_by_name(sheet)
        assert all(by_name[words_of(column.heading).text] is column for column in sheet)
    assert columns_by_name(MEETINGS)["date of meeting"] is MEETINGS.date
    assert columns_by_name(STAFF)["role"] is STAFF.role


def headed(sheet: str, old: str, new: str, rows: str) -> Workbook:
    table = rows_of(rows)
    declared = next(each for each in SHEETS if each.name == sheet)
    table[0] += [column.heading for column in declared if column.heading not in table[0]]
    table[0][table[0].index(old)] = new
    return read(a_return({sheet: table}))


@pytest.mark.parametrize(
    ("old", "new"),
    [("Date", "Date of meeting"), ("Date", "WHEN:"), ("Held by", "Observed by"), ("Written record", "Paperwork done?")],
)
def test_a_heading_by_another_of_its_names_is_the_column_and_told(old: str, new: str) -> None:
    rows = "| Payroll number | Date | Held by | Written record |\n| 0001041 | 2026-03-03 | 0010238 | Yes |"
    book = headed("Meetings", old, new, rows)
    assert book.tables["Meetings"].columns["date"] == (dt.date(2026, 3, 3),)
    (spot,) = book.spots
    assert (spot.code, spot.column, spot.words["what"]) == ("PM015", old, f"is headed “{new}”")
    assert book.extras == ()


def test_a_row_of_other_names_only_is_the_row_of_headings() -> None:
    names = [
        "Employee no",
        "No",
        "Target",
        "Measures",
        "Success criteria",
        "Type",
        "SIP link",
        "Deadline",
        "Date agreed",
    ]
    content = a_return({"Objectives": [["Targets 2025-26"], names, ["0001041", 1, "Phonics"]]})
    book = read(content)
    assert book.tables["Objectives"].rows == (3,)
    assert book.tables["Objectives"].columns["objective"] == ("Phonics",)
    assert {spot.code for spot in book.spots if spot.cell and spot.cell.endswith("2")} == {"PM015"}


def test_an_own_column_under_a_name_of_a_column_that_is_there_stays_the_offices_own() -> None:
    rows = [
        [*(column.heading for column in MEETINGS), "When"],
        ["0001041", dt.date(2026, 3, 3), *[None] * 6, "in the morning"],
    ]
    book = read(a_return({"Meetings": rows}))
    assert [(spot.code, spot.column) for spot in book.spots] == [("PM014", "When")]


def test_a_name_over_cells_of_another_kind_is_no_match() -> None:
    rows = "| Payroll number | Date |\n| 0001041 | in the morning |\n| 0001042 | after lunch |"
    book = headed("Meetings", "Date", "When", rows)
    assert [(spot.code, spot.column, spot.words["what"]) for spot in book.spots][:1] == [
        ("PM003", "Date", "is missing"),
    ]
    assert [extra.heading for extra in book.extras] == ["When"]


@pytest.mark.parametrize(
    "sheet", [each for each in SHEETS if len(each.columns) > 2 and not each.form], ids=lambda sheet: sheet.name
)
def test_a_deleted_column_is_missing_and_not_renamed(sheet: Any) -> None:
    own = ["Notes", "Range of duties", "Set one", "Cycle to work", "Review ed at"]
    for gone in sheet:
        headings = [column.heading for column in sheet if column is not gone]
        book = read(a_return({sheet.name: [[*headings, *own], ["0001041"]]}))
        missing = [(spot.column, spot.words["what"]) for spot in book.spots if spot.code == "PM003"]
        assert missing == [(gone.heading, "is missing")]
