"""Personal data that nobody needs is named by its place, and goes no further; the office's other notes stay."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from workbooks import Rows, a_return, edited

from pmr_batch.excel.reading.personal_data import of_columns, of_sheet
from pmr_batch.excel.reading.workbook_tables import Workbook, read_tables
from pmr_batch.layout.standard_workbook import SHEETS, STAFF, TOOL_SHEETS

HEALTH, BIRTH, INSURANCE = "health data", "dates of birth", "National Insurance numbers"
BANK, HOME = "bank details", "home addresses"
SECRETS = ("QQ123456C", "12-34-56", "12345678", "14/03/1979", "1979", "High Street", "CM1 1QH", "diabetes")


def of(sheets: dict[str, Rows]) -> Workbook:
    return read_tables(a_return(sheets), SHEETS, TOOL_SHEETS)


def staff_with(*columns: tuple[str | None, list[Any]]) -> Workbook:
    """A Staff sheet with columns of the office's own after the last one."""
    headings = [*(column.heading for column in STAFF), *(heading for heading, _ in columns)]
    blanks = [None] * (len(STAFF.columns) - 1)
    extras = zip(*(cells for _, cells in columns), strict=True)
    return of({"Staff": [headings, *([f"000104{at}", *blanks, *cells] for at, cells in enumerate(extras))]})


def told(book: Workbook) -> list[tuple[str, str | None, str | None, Any, str]]:
    return [
        (spot.code, spot.sheet, spot.cell, spot.value, spot.words["what"])
        for spot in book.spots
        if spot.code in ("PM802", "PM014")
    ]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        *((name, HEALTH) for name in ("Health", "Sickness", "Sick days 25/26", "Medical conditions", "Fit note dates")),
        *((name, HEALTH) for name in ("Occupational health referral", "Ill-health notes", "Disability?", "Diagnosis")),
        *((name, HEALTH) for name in ("Reason for absence", "Absence reason", "GP surgery", "Mental health")),
        *((name, BIRTH) for name in ("DOB", "D.O.B.", "d o b", "Date of birth", "Birth date", "Birthday", "Born")),
        *((name, INSURANCE) for name in ("NI", "NI no.", "N.I. number", "NINO", "National Insurance No", "Nat. Ins.")),
        *((name, BANK) for name in ("Bank details", "Bank a/c", "Sort code", "Sortcode", "Account number", "IBAN")),
        *((name, HOME) for name in ("Home address", "Address", "Address line 2", "Postcode", "Staff addresses")),
        *((name, HOME) for name in ("Private address", "Employee's home postcode", "Post code")),
    ],
)
def test_a_heading_says_what_it_holds(heading: str, kind: str) -> None:
    assert of_columns([(heading, ["x"])]) == [kind]
    assert of_sheet(heading, {}) == kind


@pytest.mark.parametrize(
    "heading",
    [
        *("Health and safety lead", "Health & Safety training", "Mental health first aider", "Healthy schools lead"),
        *("Health and social care", "Medical room rota", "Sickness cover", "Sickness policy", "Public health link"),
        *("Bank holiday cover", "Question bank", "Food bank", "Bank of objectives", "Bankside", "Accounts lead"),
        *("E-mail address", "Email addresses", "Web address", "School address", "Areas to address", "IP address"),
        *("How we address this", "Birmingham hub", "Reborn project", "Sort order", "Initials", "Community", "Nights"),
        *("Employer's NI contributions", "NI cost", "Unit", "Evening club", "Phone", "Age group", "Done?"),
        *("Absence cover", "DBS check", "Start date", "Pension scheme", "Code", "Ill-fitting lift", "2026", "Notes"),
        *("Street dance club", "Home visits", "Home reading", "Homework policy", "Insurance of laptop", "Disposition"),
    ],
)
def test_words_of_the_workplace_are_no_personal_data(heading: str) -> None:
    assert of_columns([(heading, ["x"])]) == [None]
    assert of_sheet(heading, {}) is None


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["see file", "QQ123456C"], INSURANCE),
        (["qq 12 34 56 c"], INSURANCE),
        (["12-34-56 12345678"], BANK),
        (["GB29 NWBK 6016 1331 9268 19"], BANK),
        (["20-45-45", "12-03-09"], BANK),
        (["1 High Street, Chelmsford, CM1 1QH", "2 Low Road, SW1A 2AA"], HOME),
        (["CM1 1QH", "CM1 1QJ", ""], HOME),
        ([dt.date(1979, 3, 14), dt.date(1968, 1, 2), dt.date(1991, 5, 6)], BIRTH),
        (["14/03/1979", "2.1.1968", "6 May 1991"], BIRTH),
    ],
)
def test_cells_show_what_they_are_under_any_heading(cells: list[Any], kind: str) -> None:
    assert of_columns([("Ref", cells)]) == [kind]
    assert of_sheet("Tally", {1: ["Ref"], **{row: [cell] for row, cell in enumerate(cells, 2)}}) == kind


@pytest.mark.parametrize(
    "cells",
    [
        ["AB123456", "QQ1234567", "XQQ123456CX"],
        ["12-03-09", "10-12-25", "24-03-02"],
        ["10-20-30", "07-08-09"],
        ["12345678", "87654321"],
        ["CM1 1QH", "CM1 1QH", "CM1 1QH"],
        ["Year 2", "Y5 2ND", "KS1", "L12", "M3", "SCP7"],
        ["A letter to CM1 1QH", "Nothing", "None", "Another to CM2 2AA", "No", "Yes"],
        [dt.date(2019, 9, 1), dt.date(1988, 9, 1), dt.date(2001, 1, 8)],
        [dt.date(1979, 3, 14), dt.date(1968, 1, 2)],
        [dt.date(1900, 1, 1), dt.date(1900, 1, 1), dt.date(1900, 1, 1)],
        ["01/09/2025", "02/09/2025", "03/09/2025"],
        [1.0, 2.0, True, None, ""],
        [],
    ],
)
def test_numbers_dates_and_codes_of_other_kinds_are_no_personal_data(cells: list[Any]) -> None:
    assert of_columns([("Ref", cells)]) == [None]
    assert of_sheet("Tally", {1: ["Ref"], **{row: [cell] for row, cell in enumerate(cells, 2)}}) is None


def test_account_numbers_are_known_beside_sort_codes() -> None:
    assert of_columns([("Paid to", ["20-45-45"]), ("Ref", [12345678.0]), ("Group", ["A"])]) == [BANK, BANK, None]
    assert of_columns([("Paid to", ["A", "B"]), ("Ref", [12345678.0])]) == [None, None]


def test_a_column_is_named_and_not_carried_along() -> None:
    book = staff_with(("NI number", ["QQ123456C", None]), ("Bank holiday cover", ["Yes", "No"]), (None, ["x", "y"]))
    assert told(book) == [
        ("PM802", "Staff", "AH1", "NI number", f"looks like it holds {INSURANCE}; it is not carried along"),
        ("PM014", "Staff", "AI1", "Bank holiday cover", "is no column of the standard workbook; it is carried along"),
        ("PM014", "Staff", "AJ1", "Column AJ", "is no column of the standard workbook; it is carried along"),
    ]
    assert [(extra.heading, dict(extra.cells)) for extra in book.extras] == [
        ("Bank holiday cover", {2: "Yes", 3: "No"}),
        ("Column AJ", {2: "x", 3: "y"}),
    ]


def test_of_a_sheet_the_column_is_named_and_not_carried_along() -> None:
    book = of({"Tally": "| Club | Places |\n| Chess | 12 |", "Contacts": "| Name | D.O.B. |\n| Ann | 14/03/1979 |"})
    assert told(book) == [
        ("PM014", "Tally", None, "Tally", "is no sheet of the standard workbook; it is carried along"),
        ("PM802", "Contacts", "B1", "D.O.B.", "looks like it holds dates of birth; it is not carried along"),
        ("PM014", "Contacts", None, "Contacts", "is no sheet of the standard workbook; it is carried along"),
    ]
    assert [(extra.sheet, dict(extra.cells)) for extra in book.extras] == [
        ("Tally", {1: ["Club", "Places"], 2: ["Chess", 12.0]}),
        ("Contacts", {1: ["Name", ""], 2: ["Ann", ""]}),
    ]


def test_a_column_without_a_heading_that_says_so_is_named_by_its_letter() -> None:
    book = of({"Contacts": [["", "QQ123456C"], ["Ann", "QQ123457C"]]})
    assert told(book)[0][:4] == ("PM802", "Contacts", "B1", "Column B")
    assert [dict(extra.cells) for extra in book.extras] == [{1: ["", ""], 2: ["Ann", ""]}]


def test_a_sheet_that_says_itself_what_it_holds_is_not_carried_along() -> None:
    rows = "| Name | Days |\n| Ann | 12 |"
    book = of({"Sickness": rows, "Days": [["Sickness 2025-26"], ["Name", "Days"], ["Ann", 12]], "Only": "| NINO |"})
    assert told(book) == [
        ("PM802", "Sickness", None, "Sickness", "looks like it holds health data; it is not carried along"),
        ("PM802", "Days", None, "Days", "looks like it holds health data; it is not carried along"),
        ("PM802", "Only", "A1", "NINO", f"looks like it holds {INSURANCE}; it is not carried along"),
    ]
    assert book.extras == ()


def test_a_title_above_the_headings_hides_nothing() -> None:
    rows = [["Staff contacts"], ["", "updated in May"], ["Home address", "Name"], ["1 High Street", "Ann"]]
    assert of_sheet("Contacts", dict(enumerate(rows, 1))) == HOME


def test_a_line_of_the_start_sheet_is_named_and_not_carried_along() -> None:
    def put(book: Any) -> None:
        book["Start"]["A40"], book["Start"]["B40"] = "Home address", "1 High Street"

    book = read_tables(edited(a_return({}), put), SHEETS, TOOL_SHEETS)
    assert told(book) == [
        ("PM802", "Start", "A40", "Home address", "looks like it holds home addresses; it is not carried along")
    ]
    assert book.extras == ()


def test_a_copy_of_a_sheet_or_column_with_personal_data_is_named_besides() -> None:
    copy = "| Payroll number | NI number |\n| 0009999 | QQ123456C |"
    book = of({"Staff": "| Payroll number |\n| 0001041 |", "Staff ": copy})
    assert [(spot.code, spot.sheet) for spot in book.spots] == [("PM002", "Staff"), ("PM802", "Staff ")]
    assert [dict(extra.cells) for extra in book.extras] == [{1: ["Payroll number", ""], 2: ["0009999", ""]}]


def test_nothing_that_is_told_holds_the_data_itself() -> None:
    book = staff_with(
        ("QQ123456C", ["QQ123456C", "QQ123457C", "QQ123458C"]),
        ("Ref", ["12-34-56 12345678", "12-34-56 12345679", "x"]),
        ("D.O.B.", [dt.date(1979, 3, 14), dt.date(1968, 1, 2), dt.date(1991, 5, 6)]),
        ("Lives at", ["1 High Street, CM1 1QH", "2 High Street, CM1 1QJ", "3 High Street, CM1 1QK"]),
        ("Medical", ["diabetes", "", ""]),
    )
    assert {spot.code for spot in book.spots} == {"PM802"}
    assert len(book.spots) == 5
    assert book.extras == ()
    assert not [secret for secret in SECRETS if secret in repr(book.spots)]
