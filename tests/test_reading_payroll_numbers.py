"""Payroll numbers as other programs leave them: read as the one number that fits, told, and never guessed."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from test_read import CYCLE, SETTINGS
from workbooks import Rows, a_return, edited, workbook

from pmr_batch.excel.reading.key_columns import PEOPLE
from pmr_batch.excel.reading.workbook_tables import Workbook, read_tables
from pmr_batch.layout.standard_workbook import SHEETS, TOOL_SHEETS
from pmr_batch.layout.trust_workbook import ACADEMIES, STAFF_LIST
from pmr_batch.model.returns import Table
from pmr_batch.read import read_files, read_returns

LISTED = "0001041\n0001042\n0010238\nT00034"
EVERYWHERE: Mapping[str, Rows] = {
    "Staff": """
        | Payroll number | Name        | Line manager | Reviewer |
        | 0001041        | Ann Appleby | 0010238      | 0010238  |
        | 0001042        | Bo Birch    | 0001041      | Panel    |
    """,
    "Reviewers": "| Payroll number | Name | Stands in for |\n| 0010238 | Samuel Whitaker | 0001041 |",
    "Panels": "| Payroll number | Member |\n| 0001042 | 0010238 |",
    "Objectives": "| Payroll number | No |\n| 0001041 | 1 |\n| 0001042 | 1 |",
    "Meetings": "| Payroll number | Held by | Record made by |\n| 0001041 | 0010238 | 0001042 |",
    "Reviews": "| Payroll number | Recommended by | Report sent by |\n| 0001041 | Panel | 0010238 |",
    "Concerns": "| Payroll number | Raised by | Monitored by |\n| 0001042 | 0001041 | 0010238 |",
    "Explanations": "| Rule | Payroll number |\n| PM208 | 0001042 |",
}


def of(sheets: Mapping[str, Rows], staff_list: str = "", start: Mapping[str, Any] | None = None) -> Workbook:
    return read_tables(a_return(sheets, start), SHEETS, TOOL_SHEETS, staff_list=staff_list)


def told(book: Workbook, code: str = "PM015") -> list[tuple[str | None, str | None, str]]:
    return [(spot.sheet, spot.cell, spot.words["how"]) for spot in book.spots if spot.code == code]


def stripped(rows: Rows) -> str:
    """The numbers as number cells, as CSV, pandas and Google Sheets make them."""
    assert isinstance(rows, str)
    words = rows.split(" ")
    return " ".join(word.lstrip("0") if word.isdecimal() and len(word) > 3 else word for word in words)


def test_numbers_that_lost_their_zeros_everywhere_are_those_of_the_staff_list() -> None:
    whole = of(EVERYWHERE, LISTED, {"Authorised by": "0010238"})
    bare = of({name: stripped(rows) for name, rows in EVERYWHERE.items()}, LISTED, {"Authorised by": 10238})
    read = {name: replace(table, number_cells={}) for name, table in bare.tables.items()}
    assert read == whole.tables
    assert told(whole) == []
    restored = told(bare)
    assert {how for _, _, how in restored} == {"as on the staff list"}
    named = sum(
        value in LISTED.split("\n")
        for table in whole.tables.values()
        for key in table.columns.keys() & PEOPLE
        for value in table.columns[key]
    )
    assert len(restored) == named


@pytest.mark.parametrize(
    "typed",
    [
        "'0001041", "’0001041", "0001041.0", "1041.0", "000 1041", "0001041,", "0001041;", "1,041", "０００１０４１",
        '="0001041"', "00001041", "#0001041", "\u200e0001041\u00a0", "1041", "(0001041)", "0001041*", "£1,041.00",
        "No. 1041", "Payroll no: 0001041", "PN0001041", "E0001041", "OOO1O41", "000-1041", "٠٠٠١٠٤١",
        "0001041 Ann Appleby", "Appleby (1041)",
    ],
)  # fmt: skip
def test_signs_and_zeros_that_other_programs_add_or_take_are_no_part_of_a_number(typed: str) -> None:
    book = of({"Staff": [["Payroll number", "Name"], [typed, "Ann Appleby"]]}, LISTED)
    assert book.tables["Staff"].columns["payroll_number"] == ("0001041",)
    (spot,) = [spot for spot in book.spots if spot.code == "PM015"]
    assert (spot.sheet, spot.cell, spot.words["became"]) == ("Staff", "A2", "0001041")


@pytest.mark.parametrize("typed", ["0001041/1", "1.041E+03", "0001041A", "P-1041", "0001041%", "X1041", "0001041 Bo"])
def test_what_may_be_another_number_stays_as_typed(typed: str) -> None:
    book = of({"Staff": [["Payroll number", "Name"], [typed, "Ann Appleby"]]}, LISTED)
    assert book.tables["Staff"].columns["payroll_number"] == (typed,)
    assert told(book) == []


@pytest.mark.parametrize("number_format", ["dd/mm/yyyy", "0%", '"£"#,##0.00', "0000000"])
def test_a_number_cell_is_its_number_however_it_is_formatted(number_format: str) -> None:
    def form(book: Any) -> None:
        book["Staff"]["A2"].value, book["Staff"]["A2"].number_format = 10238, number_format

    content = edited(a_return({"Staff": "| Payroll number | Name |\n| 0010238 | Samuel Whitaker |"}), form)
    book = read_tables(content, SHEETS, TOOL_SHEETS, staff_list=LISTED)
    assert book.tables["Staff"].columns["payroll_number"] == ("0010238",)
    assert [cell for _, cell, _ in told(book)] == ["A2"]


@pytest.mark.parametrize(
    ("typed", "read"), [("'0001041", "0001041"), ("1041.0", "1041"), ("０００１０４１", "0001041"), ("1041,", "1041")]
)
def test_without_a_staff_list_signs_go_and_no_zero_is_made_up(typed: str, read: str) -> None:
    book = of({"Staff": [["Payroll number", "Name"], [typed]], "Objectives": [["Payroll number", "No"], [typed]]})
    assert book.tables["Staff"].columns["payroll_number"] == (read,)
    assert book.tables["Objectives"].columns["payroll_number"] == (read,)
    assert [(spot.sheet, spot.words["became"]) for spot in book.spots if spot.code == "PM015"] == [
        ("Staff", read),
        ("Objectives", read),
    ]


def test_without_a_staff_list_zeros_that_stand_elsewhere_in_the_workbook_come_back() -> None:
    book = of({"Staff": "| Payroll number |\n| 1041 |", "Objectives": "| Payroll number |\n| 0001041 |\n| 1041 |"})
    assert book.tables["Staff"].columns["payroll_number"] == ("0001041",)
    assert book.tables["Objectives"].columns["payroll_number"] == ("0001041", "0001041")


def test_letters_in_another_case_are_the_number_of_the_list() -> None:
    book = of({"Staff": "| Payroll number |\n| t00034 |"}, LISTED)
    assert book.tables["Staff"].columns["payroll_number"] == ("T00034",)


@pytest.mark.parametrize("typed", ["1043", "T34", "0010238 Jane", "Panel", "Samuel Whitaker", "10 41 10 42"])
def test_what_fits_no_number_stays_as_typed(typed: str) -> None:
    book = of({"Staff": [["Payroll number", "Reviewer"], ["0001041", typed]]}, LISTED)
    assert book.tables["Staff"].columns["reviewer"] == (typed,)
    assert told(book) == []


def test_where_two_people_of_the_staff_list_fit_it_is_asked_on_staff() -> None:
    book = of({"Staff": "| Payroll number |\n| 1041 |", "Objectives": "| Payroll number |\n| 1041 |"}, "0001041\n01041")
    assert book.tables["Staff"].columns["payroll_number"] == ("1041",)
    assert book.tables["Objectives"].columns["payroll_number"] == ("1041",)
    (spot,) = [spot for spot in book.spots if spot.code == "PM006"]
    assert (spot.sheet, spot.cell, spot.payroll_number) == ("Staff", "A2", "1041")
    assert spot.words["wrong"] == "may be 0001041 and 01041, all on the staff list"


def test_of_two_people_of_the_staff_list_the_one_on_staff_is_meant_on_the_other_sheets() -> None:
    book = of(
        {"Staff": "| Payroll number |\n| 0001041 |", "Objectives": "| Payroll number |\n| 1041 |"}, "0001041\n01041"
    )
    assert book.tables["Objectives"].columns["payroll_number"] == ("0001041",)


def test_a_number_in_a_drop_down_that_lost_its_zeros_is_the_number() -> None:
    rows = {**EVERYWHERE, "Staff": [["Payroll number", "Reviewer"], ["0001041", "10238 Samuel Whitaker"]]}
    assert of(rows).tables["Staff"].columns["reviewer"] == ("0010238",)


def test_the_numbers_of_trust_xlsx_are_held_against_each_other() -> None:
    rows = {
        "Academies": [["Academy code", "Academy", "Head payroll number"], ["RIV", "Riverside", "0001041"]],
        "Staff list": [["Payroll number", "Name", "Reviewer"], [1041, "Ann Appleby", 1042], ["0001042", "Bo", 1041]],
    }
    tables = read_tables(workbook(rows), [ACADEMIES, STAFF_LIST]).tables
    assert tables["Staff list"].columns["payroll_number"] == ("0001041", "0001042")
    assert tables["Staff list"].columns["reviewer"] == ("0001042", "0001041")


def test_returns_and_files_are_held_against_the_staff_list_of_the_trust(tmp_path: Path) -> None:
    path = tmp_path / "riv.xlsx"
    path.write_bytes(a_return({"Staff": "| Payroll number | Name |\n| 1041 | Ann Appleby |"}))
    listed = {"payroll_number": "0001041", "academy_code": "RIV", "name": "Ann Appleby", "employment_start": None}
    settings = replace(SETTINGS, staff_list=(listed,))
    with ThreadPoolExecutor(1) as executor:
        (of_cycle,) = read_returns(tmp_path, CYCLE, settings, executor)
        (named,) = read_files([path], executor, settings)
        (alone,) = read_files([path], executor)
    numbers: list[Table] = [each.tables["Staff"] for each in (of_cycle, named, alone)]
    assert [table.columns["payroll_number"] for table in numbers] == [("0001041",), ("0001041",), ("1041",)]
