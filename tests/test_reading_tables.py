"""Workbooks as offices leave them: what is read as what, and what is told."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.styles import Font
from workbooks import START_FIELDS, Rows, a_return, as_excel_does, changed, edited, rows_of, workbook

from pmr_batch.excel.reading.nothing_said import nothing_test
from pmr_batch.excel.reading.workbook_tables import Workbook, read_tables
from pmr_batch.layout.standard_workbook import OBJECTIVES, SHEETS, STAFF, TOOL_SHEETS
from pmr_batch.layout.trust_workbook import ACADEMIES, CARRIED, CYCLES, TRUST
from pmr_batch.model.returns import Extra, Unread
from pmr_batch.policy.pay import canonical_point

STAFF_ROWS = """
| Payroll number | Name        | Role    | Pay range | Pay point |
| 0001041        | Ann Appleby | Teacher | Main      | M3        |
| 0001042        | Bo Birch    | HLTA    | NJC       | SCP7      |
"""
#: The part that holds the sheet Priorities.
PRIORITIES = "xl/worksheets/sheet5.xml"
Seen = list[tuple[str, str | None, str | None, str]]


def read(content: bytes) -> Workbook:
    return read_tables(content, SHEETS, TOOL_SHEETS, points=canonical_point, settings=CARRIED)


def of(sheets: Mapping[str, Rows], start: Mapping[str, Any] | None = None) -> Workbook:
    return read(a_return(sheets, start))


def seen(book: Workbook, *codes: str) -> Seen:
    """What was seen, as code, sheet, cell and words; all but lost drop-downs and the like, or the codes asked for."""
    return [
        (spot.code, spot.sheet, spot.cell, spot.words["what"]) for spot in book.spots if not codes or spot.code in codes
    ]


def columns(book: Workbook, sheet: str, *keys: str) -> list[tuple[Any, ...]]:
    return [book.tables[sheet].columns[key] for key in keys]


def after(content: bytes, edit: Callable[[Any], None]) -> Workbook:
    return read(edited(content, edit))


def test_a_clean_return_is_read_without_a_word() -> None:
    book = of({"Staff": STAFF_ROWS})
    assert seen(book) == []
    assert set(book.tables) == {sheet.name for sheet in SHEETS}
    assert book.tables["Staff"].rows == (2, 3)
    assert set(book.tables["Staff"].columns) == set(STAFF.by_key)
    assert book.tables["Staff"].place("name", 3) == (3, "B3")
    assert book.tables["Start"].columns["cycle_from"] == (dt.date(2025, 9, 1),)
    assert book.tables["Start"].place("return_number", 1) == (10, "B10")


def test_text_arrives_as_typed() -> None:
    prose = "a & b < c {{ x }} é 😀 “q” – =1+1\nsecond line\n\n  indented"
    for text in (
        prose,
        "=1+1",
        "{=1+1}",
        "+1",
        "-1",
        "@x",
        "'quoted",
        "http://example.org",
        "TRUE",
        "#N/A!",
        "00012",
        "1e5",
    ):
        rows = [["Payroll number", "No", "Objective"], ["0001041", 1, text]]
        for content in (a_return({"Objectives": rows}), as_excel_does(a_return({"Objectives": rows}))):
            assert columns(read(content), "Objectives", "objective") == [(text,)]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=80),
    st.sampled_from(["", "=", "+", "@", "{="]),
)
def test_every_text_arrives_trimmed_and_otherwise_as_typed(text: str, prefix: str) -> None:
    out = io.BytesIO()
    new = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = new.add_worksheet("Objectives")
    for at, heading in enumerate(("Payroll number", "No", "Objective")):
        sheet.write_string(0, at, heading)
    sheet.write_string(1, 0, "0001041")
    sheet.write_string(1, 2, prefix + text)
    new.close()
    value = columns(read(out.getvalue()), "Objectives", "objective")[0][0]
    typed = prefix + text
    assert (value or "") in typed
    if text.strip() == text and text.isprintable():
        assert value == (None if nothing_test(OBJECTIVES.objective)(typed) else typed)


def test_titles_above_and_blank_rows_between_do_no_harm() -> None:
    rows = [["Riverside Academy: staff"], [], *rows_of(STAFF_ROWS)[:2], [], [None, " "], *rows_of(STAFF_ROWS)[2:]]
    book = of({"Staff": rows})
    assert book.tables["Staff"].rows == (4, 7)
    assert "PM020" not in {spot.code for spot in book.spots}


def test_headings_are_found_whatever_their_dress_and_order() -> None:
    def dress(sheet: Any) -> None:
        sheet["Objectives"]["A1"] = " PAYROLL\nnumber: "
        sheet["Reviews"]["U1"] = "Employee’s comments"
        staff = sheet["Staff"]
        for row in staff.iter_rows(min_row=1, max_row=3, max_col=2):
            row[0].value, row[1].value = row[1].value, row[0].value

    book = after(a_return({"Staff": STAFF_ROWS}), dress)
    assert seen(book) == []
    assert columns(book, "Staff", "payroll_number") == [("0001041", "0001042")]
    assert book.tables["Staff"].letters["payroll_number"] == "B"


def test_a_missing_column_is_told_once_and_not_read() -> None:
    book = after(a_return({"Staff": STAFF_ROWS}), lambda book: book["Staff"].delete_cols(2))
    assert seen(book) == [("PM003", "Staff", None, "is missing")]
    assert "name" not in book.tables["Staff"].columns


def test_a_heading_that_is_nearly_right_is_named_and_its_column_read() -> None:
    def misname(book: Any) -> None:
        book["Staff"]["E1"] = "Paypoint "

    book = after(a_return({"Staff": STAFF_ROWS}), misname)
    assert seen(book) == [("PM003", "Staff", "E1", "is missing; “Paypoint” in E1 looks like it")]
    assert columns(book, "Staff", "pay_point") == [("M3", "SCP7")]


def test_a_heading_twice_is_told_and_the_second_column_is_carried_along() -> None:
    rows = [[*(column.heading for column in STAFF), "name "], ["0001041", "Ann", *[None] * 31, "Anna"]]
    book = of({"Staff": rows})
    assert seen(book) == [("PM003", "Staff", "AH1", "is there twice; the one in column AH is not read")]
    assert columns(book, "Staff", "name") == [("Ann",)]
    assert book.extras == (Extra("Staff", "Name (column AH)", {2: "Anna"}),)


def test_a_sheet_without_headings_is_told_once() -> None:
    book = of({"Staff": [["0001041", "Ann"]]})
    assert seen(book) == [("PM003", "Staff", None, "has no row of headings")]
    assert book.tables["Staff"].rows == ()


def test_headings_sorted_into_the_rows_are_found_and_the_rows_above_told() -> None:
    rows = rows_of(STAFF_ROWS)
    rows[0] += [column.heading for column in STAFF if column.heading not in rows[0]]
    book = of({"Staff": [rows[1], rows[0], rows[2]]})
    assert book.tables["Staff"].rows == (3,)
    assert seen(book) == [("PM020", "Staff", "A1", "stands above the headings, and is not read as a row")]


def test_sheets_are_found_by_their_names_and_near_misses_named() -> None:
    def rename(book: Any) -> None:
        book["Staff"].title = " staff"
        book["Objectives"].title = "Objectvies"
        book["Meetings"].title = "Meetings (2)"
        del book["Panels"]

    book = after(a_return({"Staff": STAFF_ROWS}), rename)
    assert seen(book) == [
        ("PM015", "Staff", None, "is named “ staff”"),
        ("PM002", "Panels", None, "is missing"),
        ("PM002", "Objectives", None, "is missing; “Objectvies” looks like it"),
        ("PM002", "Meetings", None, "is missing; “Meetings (2)” looks like it"),
    ]
    assert book.tables["Staff"].rows == (2, 3)
    assert "Panels" not in book.tables


def test_a_sheet_that_is_there_twice_is_told_and_its_copy_carried_along() -> None:
    book = of({"Staff": STAFF_ROWS, "Staff ": "| Payroll number |\n| 0009999 |", "Staff (2)": "| x |"})
    assert seen(book) == [
        ("PM002", "Staff", None, "is there twice; “Staff ” is not read"),
        ("PM014", "Staff (2)", None, "is no sheet of the standard workbook; it is carried along"),
    ]
    assert {extra.sheet for extra in book.extras} == {"Staff ", "Staff (2)"}
    assert book.tables["Staff"].rows == (2, 3)


def test_a_near_miss_of_a_sheet_that_is_there_is_nothing_else() -> None:
    content = edited(a_return({"Reviewers (2)": "| x |"}), lambda book: book.remove(book["Reviews"]))
    assert seen(read(content)) == [
        ("PM002", "Reviews", None, "is missing"),
        ("PM014", "Reviewers (2)", None, "is no sheet of the standard workbook; it is carried along"),
    ]


def test_columns_and_sheets_of_the_office_are_carried_along() -> None:
    rows = [
        [*(column.heading for column in OBJECTIVES), "Done?", None, 2026],
        ["0001041", *[None] * 13, True, "note", 3.5],
    ]
    book = of({"Objectives": rows, "Tally": [["a", 1], [], [None, dt.date(2026, 3, 3)]]})
    assert [(extra.sheet, extra.heading, dict(extra.cells)) for extra in book.extras] == [
        ("Objectives", "Done?", {2: True}),
        ("Objectives", "Column P", {2: "note"}),
        ("Objectives", "2026", {2: 3.5}),
        ("Tally", None, {1: ["a", 1.0], 3: ["", dt.date(2026, 3, 3)]}),
    ]
    assert {spot[0] for spot in seen(book)} == {"PM014"}


def test_columns_and_sheets_of_the_tool_are_no_data() -> None:
    rows = [
        [*(column.heading for column in OBJECTIVES), "Name shown", "To do"],
        [*[None] * 14, "Ann", "x"],
        ["0001041"],
    ]
    tools = dict.fromkeys(TOOL_SHEETS, "| Payroll number | anything |")
    book = of({"Objectives": rows, **tools})
    assert book.tables["Objectives"].rows == (3,)
    assert book.extras == ()
    assert seen(book) == []


def test_totals_headings_again_and_sub_headings_are_named_and_not_read() -> None:
    staff = """
        | Payroll number | Name        | Role    | FTE |
        | Teaching staff |             |         |     |
        | 0001041        | Ann Appleby | Teacher | 0.6 |
        | Payroll number | Name        | Role    | FTE |
        | 0001042        | Bo Birch    | HLTA    | 1   |
        | Subtotal:      |             |         | 1.6 |
        |                | Total       |         | 1.6 |
        |                |             |         | 1.6 |
        | Please return by 1 October |  |        |     |
        |                | Cy Cole     | HLTA    | 1   |
        | 0001044        |             |         |     |
        | A12            |             |         |     |
    """
    book = of({"Staff": staff})
    assert book.tables["Staff"].rows == (3, 5, 10, 11, 12)
    assert [(code, cell, what.split(",")[0]) for code, _, cell, what in seen(book)] == [
        ("PM020", "A2", "looks like a sub-heading or a remark"),
        ("PM020", "A4", "looks like the headings again"),
        ("PM020", "A6", "looks like a total"),
        ("PM020", "B7", "looks like a total"),
        ("PM020", "D8", "looks like a total"),
        ("PM020", "A9", "looks like a sub-heading or a remark"),
    ]


def test_what_only_sounds_like_a_total_is_a_row() -> None:
    book = of(
        {"Priorities": "| Priority | Improvement plan priority |\n| Total reading | Total immersion |\n| P2 | Total |"}
    )
    assert book.tables["Priorities"].rows == (2, 3)
    assert seen(book) == []


def test_merged_blocks_are_told_once_and_their_blanks_are_not_blank() -> None:
    content = a_return(
        {"Objectives": "| Payroll number | No | Objective |\n| 0001041 | 1 | Phonics |\n| 0001041 | 2 | |"}
    )
    book = after(content, lambda book: book["Objectives"].merge_cells("C2:C3"))
    assert seen(book) == [
        ("PM020", "Objectives", "C2", "is part of the merged block C2:C3, which is no cell of a table")
    ]
    assert columns(book, "Objectives", "objective") == [("Phonics", Unread("", "PM020"))]


def test_errors_missing_results_and_blanks_are_three_things() -> None:
    rows = "| Payroll number | No | Objective | Due on |\n| 0001041 | 1 | #REF! | =A1 |\n| 0001041 | 2 | | |"
    book = of({"Objectives": rows})
    assert columns(book, "Objectives", "objective", "due_on") == [
        (Unread("#REF!", "PM007"), None),
        (Unread("=A1", "PM007"), None),
    ]
    assert [(spot.cell, spot.payroll_number, spot.item, spot.value) for spot in book.spots] == [
        ("C2", "0001041", "1", "#REF!"),
        ("D2", "0001041", "1", "=A1"),
    ]


def test_formulas_with_a_result_are_read_and_empty_text_is_one() -> None:
    cells = '<c r="A2" t="str"><f>"P"&amp;1</f><v>P1</v></c><c r="B2" t="str"><f>""</f><v></v></c>'
    error = '<c r="A3" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="B3"><f>A9</f><v></v></c>'
    row = f'<row r="2">{cells}</row><row r="3">{error}</row></sheetData>'
    book = read(changed(a_return(), PRIORITIES, lambda xml: xml.replace(b"</sheetData>", row.encode())))
    assert columns(book, "Priorities", "priority", "improvement_plan_priority") == [
        ("P1", Unread("#DIV/0!", "PM007")),
        (None, Unread("=A9", "PM007")),
    ]


def test_a_row_of_nothing_but_an_error_is_a_row() -> None:
    assert of({"Priorities": "| Priority |\n| #N/A |"}).tables["Priorities"].rows == (2,)
    assert of({"Priorities": "| Priority |\n| =A9 |"}).tables["Priorities"].rows == (2,)


def test_unclear_dates_are_told_with_both_readings_and_not_read() -> None:
    book = of({"Objectives": "| Payroll number | No | Due on |\n| 0001041 | 2 | 03/04/2026 |"})
    assert columns(book, "Objectives", "due_on") == [(Unread("03/04/2026", "PM016"),)]
    (spot,) = book.spots
    assert (spot.code, spot.cell, spot.payroll_number, spot.item) == ("PM016", "C2", "0001041", "2")
    assert (spot.words["one"], spot.words["other"]) == ("3 April 2026", "4 March 2026")


def test_repairs_are_told_with_was_and_became() -> None:
    book = of({"Objectives": '| Payroll number | No | Kind | Due on |\n| 0001041 | "2" | school | 3 March 2026 |'})
    assert columns(book, "Objectives", "no", "kind", "due_on") == [(2,), ("School",), (dt.date(2026, 3, 3),)]
    told = [(spot.code, spot.cell, spot.value, spot.words["became"]) for spot in book.spots]
    assert told == [
        ("PM015", "B2", "2", "2"),
        ("PM015", "C2", "school", "School"),
        ("PM015", "D2", "3 March 2026", "3 March 2026"),
    ]


def test_money_is_exact() -> None:
    book = of({"Staff": '| Payroll number | Current pay |\n| 0001041 | 31650.3 |\n| 0001042 | "£31,650" |'})
    assert columns(book, "Staff", "current_pay") == [(Decimal("31650.3"), Decimal(31650))]


def test_payroll_numbers_kept_as_numbers_are_read_as_their_cells_show_them() -> None:
    def edit(book: Any) -> None:
        staff = book["Staff"]
        for row, (number, code) in enumerate([(1041, "0000000"), (1042, "General"), (123456789012345, "0")], 2):
            staff.cell(row, 1, number).number_format = code

    book = after(a_return({}), edit)
    assert columns(book, "Staff", "payroll_number") == [("0001041", "1042", "123456789012345")]
    assert seen(book) == [
        ("PM015", "Staff", "A2", "was “1041” and is read as “0001041” (read as its number format shows it)")
    ]


def test_numbers_in_prose_are_read_as_shown() -> None:
    def edit(book: Any) -> None:
        cells = [
            (0.85, "0%"),
            (31650, "£#,##0"),
            (0.5, "0.00"),
            (2019, "General"),
            (3.25, '"about" 0.0'),
            (-4, "0;[Red]-0"),
        ]
        for row, (number, code) in enumerate(cells, 2):
            book["Priorities"].cell(row, 2, number).number_format = code

    book = after(a_return({}), edit)
    assert columns(book, "Priorities", "improvement_plan_priority") == [
        ("85%", "£31,650", "0.50", "2019", "3.25", "-4")
    ]


REVIEWED = """
| Payroll number | Name        | Reviewer |
| 0001041        | Ann Appleby | {0} |
"""
REVIEWERS = """
| Payroll number | Name            |
| 0010238        | Samuel Whitaker |
"""


def reviewed_by(typed: str) -> Workbook:
    return of({"Staff": REVIEWED.format(typed), "Reviewers": REVIEWERS})


def test_a_reviewer_as_the_drop_down_offers_is_the_number() -> None:
    book = reviewed_by("0010238 Samuel Whitaker")
    assert columns(book, "Staff", "reviewer") == [("0010238",)]
    assert seen(book, "PM015") == []


@pytest.mark.parametrize("typed", ["Samuel Whitaker (0010238)", "0010238 S. Whitaker", "0010238 Samuel Whitaker-Jones"])
def test_a_number_with_its_name_in_other_words_is_told(typed: str) -> None:
    book = reviewed_by(typed)
    told = f"was “{typed}” and is read as “0010238” (the payroll number of the two)"
    assert columns(book, "Staff", "reviewer") == [("0010238",)]
    assert seen(book, "PM015") == [("PM015", "Staff", "C2", told)]


@pytest.mark.parametrize(
    "typed", ["0010238 Jane Smith", "Samuel Whitaker", "0010238 or 0001041", "0010239 Samuel Whitaker"]
)
def test_a_number_with_somebody_elses_name_stays_as_typed(typed: str) -> None:
    book = reviewed_by(typed)
    assert columns(book, "Staff", "reviewer") == [(typed,)]


def test_zeros_that_excel_ate_come_back_where_one_person_on_staff_fits() -> None:
    rows = "| Payroll number | No |\n| 1041 | 1 |\n| 0001042 | 1 |\n| 999 | 1 |"
    book = of(
        {"Staff": STAFF_ROWS, "Objectives": rows, "Reviewers": "| Payroll number | Stands in for |\n| 1042 | 1041 |"}
    )
    assert columns(book, "Objectives", "payroll_number") == [("0001041", "0001042", "999")]
    assert columns(book, "Reviewers", "payroll_number", "stands_in_for") == [("0001042",), ("0001041",)]
    assert [spot.cell for spot in book.spots] == ["A2", "B2", "A2"]


def test_zeros_stay_away_where_two_people_fit() -> None:
    staff = "| Payroll number |\n| 0001041 |\n| 01041 |"
    book = of({"Staff": staff, "Objectives": "| Payroll number |\n| 1041 |"})
    assert columns(book, "Objectives", "payroll_number") == [("1041",)]


def test_pay_points_are_read_as_the_point_they_mean() -> None:
    staff = """
        | Payroll number | Pay range  | Pay point | Range from |
        | 0001041        | Main       | MPS 3     |            |
        | 0001042        | NJC        | 7         | "05"       |
        | 0001043        | Leadership | LS5       |            |
        | 0001044        | Main       | grade X   |            |
    """
    reviews = "| Payroll number | Recommended range | Recommended point |\n| 1041 | | 4 |\n| 0001041 | Upper | UPS1 |"
    book = of({"Staff": staff, "Reviews": reviews})
    assert columns(book, "Staff", "pay_point", "range_from") == [
        ("M3", "SCP7", "L5", "grade X"),
        (None, "SCP5", None, None),
    ]
    assert columns(book, "Reviews", "recommended_point") == [("M4", "U1")]
    told = [(spot.sheet, spot.cell, spot.words["was"], spot.words["became"]) for spot in book.spots]
    assert ("Staff", "C3", "7", "SCP7") in told
    assert ("Reviews", "C2", "4", "M4") in told


def test_form_lines_are_found_by_label_wherever_they_stand() -> None:
    def move(book: Any) -> None:
        start = book["Start"]
        start.insert_rows(1, 3)
        start["A1"] = "Academy"
        start["A2"] = "Please fill in the white cells"
        start["A40"], start["B40"] = "Office contact", "Bo"

    book = after(a_return({}), move)
    assert columns(book, "Start", "academy", "return_number") == [("Riverside Academy",), (1,)]
    assert book.tables["Start"].place("academy", 1) == (6, "B6")
    assert seen(book) == [("PM014", "Start", "A40", "is no line of the standard workbook; it is carried along")]
    assert book.extras == (Extra("Start", "Office contact", {40: "Bo"}),)


def test_form_labels_missing_or_twice_are_told() -> None:
    def damage(book: Any) -> None:
        start = book["Start"]
        start["A1"] = "Trusst"
        start["A3"] = None
        start["A30"], start["B30"] = "Cycle", "Teaching 2024-25"

    book = after(a_return({}), damage)
    assert seen(book) == [
        ("PM003", "Start", "A1", "is missing; “Trusst” in A1 looks like it"),
        ("PM003", "Start", None, "is missing"),
        ("PM003", "Start", "A30", "is there twice; the one in row 30 is not read"),
    ]
    assert columns(book, "Start", "trust", "cycle") == [("Example Learning Trust",), ("Teaching 2025-26",)]


def test_hidden_and_lost_things_are_told_and_read() -> None:
    def hide(book: Any) -> None:
        staff = book["Staff"]
        staff.row_dimensions[2].hidden = True
        staff.row_dimensions[3].hidden = True
        staff.row_dimensions[300].hidden = True
        staff.column_dimensions["B"].hidden = True
        staff.auto_filter.ref = "A1:E3"
        staff.auto_filter.add_filter_column(0, ["0001041"])
        staff.data_validations.dataValidation.clear()
        book["Reviews"].sheet_state = "veryHidden"
        book["Tally"].sheet_state = "hidden"

    book = after(a_return({"Staff": STAFF_ROWS, "Tally": "| x |"}), hide)
    assert [(sheet, what) for _, sheet, _, what in seen(book, "PM022")] == [
        ("Staff", "has a filter set; the rows it holds back are read"),
        ("Staff", "has hidden rows (2 to 3); they are read"),
        ("Staff", "has hidden columns (B); they are read"),
        ("Staff", "has lost its drop-downs"),
        ("Reviews", "is hidden; it is read"),
        ("Tally", "is hidden; it is read"),
    ]
    assert book.tables["Staff"].rows == (2, 3)


def test_formulas_of_the_tool_that_were_typed_over_are_told() -> None:
    rows = [[*(column.heading for column in OBJECTIVES), "Name shown", "To do"], ["0001041", *[None] * 13, "Ann", ""]]
    assert seen(of({"Objectives": rows})) == [
        ("PM022", "Objectives", None, "has formulas of its own typed over (column O)")
    ]


def test_rows_far_below_the_table_and_dates_of_1904_are_read() -> None:
    def edit(book: Any) -> None:
        book["Objectives"]["A900"] = "0001041"
        book["Objectives"]["H900"] = 44622  # a number without format
        book["Objectives"]["I900"] = dt.date(2026, 3, 3)
        book["Objectives"]["I900"].number_format = "dd/mm/yyyy"
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904

    book = after(a_return({}), edit)
    assert book.tables["Objectives"].rows == (900,)
    assert columns(book, "Objectives", "due_on", "set_on") == [(dt.date(2026, 3, 3),), (dt.date(2026, 3, 3),)]
    assert book.tables["Start"].columns["cycle_from"] == (dt.date(2025, 9, 1),)


def test_dates_that_are_no_days_stay_as_they_are() -> None:
    def edit(book: Any) -> None:
        for row, number in enumerate((0, 59, 60, -5, 3_000_000, 46084.75), 2):
            book["Objectives"].cell(row, 1, "0001041")
            cell = book["Objectives"].cell(row, 8, number)
            cell.number_format = "dd/mm/yyyy"

    values = columns(after(a_return({}), edit), "Objectives", "due_on")[0]
    assert values == ("0", "1900-02-28", "1900-02-28", "-5", "3000000", dt.date(2026, 3, 3))


def test_rich_text_is_its_text() -> None:
    def edit(book: Any) -> None:
        text = openpyxl.cell.rich_text.TextBlock(openpyxl.cell.text.InlineFont(b=True), "bold")
        book["Priorities"]["A2"] = openpyxl.cell.rich_text.CellRichText("plain and ", text)
        book["Priorities"]["A2"].font = Font(color="FF0000")

    assert columns(after(a_return({}), edit), "Priorities", "priority") == [("plain and bold",)]


def test_the_settings_a_workbook_carries_come_with_their_places() -> None:
    rows = [
        ["As-of date", dt.date(2026, 10, 5)],
        [],
        ["Sheet", "Trust"],
        [column.heading for column in TRUST],
        ["Example Learning Trust", "Performance Management Policy", dt.date(2019, 10, 3), dt.date(2026, 9, 1)],
        [],
        ["Sheet", "Academies"],
        [column.heading for column in ACADEMIES],
        ["RIV", "Riverside Academy", "School"],
        ["OAK", "Oakwood", "School"],
        [],
        ["Sheet", "Cycles"],
        [column.heading for column in CYCLES],
    ]
    carried = of({"Settings": rows}).settings
    assert carried["As of"].columns["as_of"] == (dt.date(2026, 10, 5),)
    assert carried["Trust"].columns["trust"] == ("Example Learning Trust",)
    assert carried["Trust"].columns["approved_on"] == (dt.date(2019, 10, 3),)
    assert carried["Academies"].rows == (9, 10)
    assert carried["Academies"].place("academy_code", 10) == (10, "A10")
    assert carried["Cycles"].rows == ()
    assert of({}).settings == {}


def test_a_blank_as_of_date_is_none() -> None:
    assert of({"Settings": [["As-of date"], ["Sheet", "Trust"]]}).settings["As of"].columns["as_of"] == (None,)


def test_any_table_can_be_read_not_only_a_return() -> None:
    content = workbook({"Cycles": "| Cycle | Group | From |\n| Teaching 2025-26 | teaching | 1 Sept 2025 |"})
    table = read_tables(content, [CYCLES]).tables["Cycles"]
    assert (table.columns["cycle"], table.columns["group"]) == (("Teaching 2025-26",), ("Teaching",))
    assert table.columns["from_"] == (dt.date(2025, 9, 1),)


def test_values_survive_whoever_wrote_the_file() -> None:
    content = a_return(
        {"Staff": STAFF_ROWS, "Objectives": "| Payroll number | No | Due on |\n| 0001041 | 1 | 2026-03-03 |"}
    )
    assert read(as_excel_does(content)).tables == read(content).tables


def test_text_spread_over_several_runs_and_lines_is_whole() -> None:
    content = changed(
        a_return({"Priorities": "| Priority |\n| P1 |"}),
        PRIORITIES,
        lambda xml: xml.replace(
            b"<t>P1</t>", b'<r><t xml:space="preserve">P </t></r><r><t>1</t></r><rPh sb="0" eb="1"><t>x</t></rPh>'
        ),
    )
    assert columns(read(content), "Priorities", "priority") == [("P 1",)]


def test_the_fields_of_start_are_those_of_the_layout() -> None:
    assert set(START_FIELDS) <= {column.heading for column in SHEETS[0]}
