"""The standard workbook: every declared column once, drop-downs, guards and print set-up, sound for Excel."""

from __future__ import annotations

import html
import io
import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from issued_workbooks import (
    AFTER_REVIEWS,
    OWN_RANGES,
    START,
    carried,
    days,
    large,
    objective,
    opened,
    review,
    teacher,
)
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from openxml_audit import FileFormat, OpenXmlValidator

from pmr_batch.layout.columns import Column, Kind, Sheet
from pmr_batch.layout.own_ranges import values_of
from pmr_batch.layout.standard_workbook import (
    CHECKS,
    LISTS,
    OBSERVATIONS,
    SETTINGS,
    SHEETS,
    SHOWN_NAME,
    SHOWN_REVIEWER,
    STAFF,
    TO_DO,
)
from pmr_batch.layout.standard_workbook import START as START_SHEET
from pmr_batch.layout.trust_workbook import CARRIED
from pmr_batch.model.terms import FileState
from pmr_batch.read.worker import read_workbook
from pmr_batch.settings.trust_file import from_tables
from pmr_batch.workbook.contents import Beside, Contents, Mark
from pmr_batch.workbook.findings_sheet import OwnSheet
from pmr_batch.workbook.formula_pieces import LONGEST_FORMULA
from pmr_batch.workbook.standard_book import build_workbook_templates, standard_book, standard_workbook

ROWS = {"Staff": [teacher(1), teacher(2)], "Objectives": [objective(1, 1)], "Reviews": [review(1)]}
TABLES = [sheet for sheet in SHEETS if not sheet.form]
CONTENT = standard_workbook(START, ROWS, carried(), days(), AFTER_REVIEWS)
BLANK = standard_workbook({}, {}, {})


@pytest.fixture(scope="module")
def book() -> Workbook:
    return opened(CONTENT)


def headings_of(page: Worksheet) -> list[Any]:
    return [cell.value for cell in page[1]]


def validation(book: Workbook, column: Column, row: int = 2) -> Any:
    page = book[column.sheet]
    at = page.cell(row, headings_of(page).index(column.heading) + 1).coordinate
    found = [rule for rule in page.data_validations.dataValidation if at in rule.sqref]
    assert len(found) <= 1
    return found[0] if found else None


def test_sheets_stand_in_the_order_of_the_declaration(book: Workbook) -> None:
    assert book.sheetnames == [sheet.name for sheet in SHEETS] + [CHECKS, SETTINGS, LISTS]
    assert {page.title for page in book if page.sheet_state != "visible"} == {"Panels", SETTINGS, LISTS}


def test_panels_are_in_sight_where_there_are_any() -> None:
    member = {"payroll_number": "0000001", "member": "Ann Appleby", "capacity": "Trustee"}
    rows = {**ROWS, "Panels": [member]}
    assert opened(standard_workbook(START, rows, carried()))["Panels"].sheet_state == "visible"
    central = START | {"academy_code": "HEADS"}
    assert opened(standard_workbook(central, ROWS, carried()))["Panels"].sheet_state == "visible"


@pytest.mark.parametrize("sheet", TABLES, ids=lambda sheet: sheet.name)
def test_each_declared_column_is_there_once(book: Workbook, sheet: Sheet) -> None:
    shown = {"Payroll number": [SHOWN_NAME] if sheet.people else [], "Reviewer": [SHOWN_REVIEWER]}
    expected = [name for column in sheet for name in (column.heading, *shown.get(column.heading, ()))]
    assert [heading for heading in headings_of(book[sheet.name]) if heading != TO_DO] == expected
    beside = {"Objectives": "Objective", "Priorities": "Improvement plan priority", "Explanations": "Payroll number"}
    beside |= {"Staff": "Name", "Reviewers": "Name"}
    assert headings_of(book[sheet.name]).index(TO_DO) == 1 + headings_of(book[sheet.name]).index(
        beside.get(sheet.name, SHOWN_NAME)
    )


def test_each_label_of_start_is_there_once(book: Workbook) -> None:
    labels = [row[0].value for row in book["Start"].iter_rows(max_col=1)]
    assert [label for label in labels if label in {column.heading for column in START_SHEET}] == [
        column.heading for column in START_SHEET
    ]


@pytest.mark.parametrize("sheet", TABLES, ids=lambda sheet: sheet.name)
def test_each_sheet_is_one_table_that_grows(book: Workbook, sheet: Sheet) -> None:
    page = book[sheet.name]
    (table,) = page.tables.values()
    rows = max(1, len(ROWS.get(sheet.name, ())))
    assert table.ref == f"A1:{page.cell(rows + 1, len(headings_of(page))).coordinate}"
    formulas = {column.name for column in table.tableColumns if column.calculatedColumnFormula}
    begins = {column.heading for column in sheet if column.begins}
    assert formulas == {*headings_of(page)} & ({TO_DO, SHOWN_NAME, SHOWN_REVIEWER} | begins)


def test_a_new_row_of_a_meeting_begins_with_its_record_and_one_of_an_observation_without(book: Workbook) -> None:
    (table,) = book["Meetings"].tables.values()
    (column,) = [each for each in table.tableColumns if each.name == "Written record"]
    formula = column.calculatedColumnFormula.attr_text
    assert formula.startswith('IF(OR($E2="Initial meeting",')
    assert formula.endswith(',"Yes","")')
    assert not [kind for kind in OBSERVATIONS if f'"{kind}"' in formula]
    assert not [cell for (cell,) in book["Meetings"]["H2:H3"] if cell.data_type == "f"]


@pytest.mark.parametrize("column", [c for sheet in TABLES for c in sheet if c.kind is Kind.LIST], ids=repr)
def test_a_list_offers_its_values_by_a_defined_name(book: Workbook, column: Column) -> None:
    rule = validation(book, column, 900)
    name = rule.formula1
    refers_to = book.defined_names[name].attr_text
    page, cells = refers_to.split("!")
    assert (rule.type, page) == ("list", LISTS)
    assert tuple(cell.value for (cell,) in book[LISTS][cells.replace("$", "")]) == values_of(column, OWN_RANGES)


@pytest.mark.parametrize("column", [c for sheet in TABLES for c in sheet], ids=repr)
def test_a_column_takes_its_kind_and_says_its_note(book: Workbook, column: Column) -> None:
    rule = validation(book, column, 3)
    if column.note:
        assert rule.prompt.lower().startswith(column.note.lower().rstrip("."))
        assert rule.promptTitle == column.heading
    kinds = {Kind.DATE: "date", Kind.NUMBER: "decimal", Kind.MONEY: "decimal", Kind.WHOLE: "whole", Kind.LIST: "list"}
    if column.kind in kinds:
        assert rule.type == kinds[column.kind]
    page = book[column.sheet]
    cell = page.cell(2, headings_of(page).index(column.heading) + 1)
    formats = {Kind.TEXT: "@", Kind.LIST: "@", Kind.DATE: "dd/mm/yyyy", Kind.MONEY: "£#,##0.00;[Red]-£#,##0.00"}
    assert cell.number_format == formats.get(column.kind, cell.number_format)


@pytest.mark.parametrize("sheet", TABLES, ids=lambda sheet: sheet.name)
def test_headings_and_formulas_refuse_typing(book: Workbook, sheet: Sheet) -> None:
    page = book[sheet.name]
    guarded = [rule for rule in page.data_validations.dataValidation if rule.formula1 == "FALSE"]
    cells = [*page[1], page.cell(2, headings_of(page).index(TO_DO) + 1)]
    assert all(any(cell.coordinate in rule.sqref for rule in guarded) for cell in cells)


def test_only_what_nobody_types_into_is_protected(book: Workbook) -> None:
    guarded = {page.title for page in book if page.protection.sheet}
    assert guarded == {"Start", CHECKS, SETTINGS, LISTS}
    assert all(not page.protection.password for page in book)
    start = {row[0].value: row[1] for row in book["Start"].iter_rows(max_col=2)}
    assert start["Academy code"].protection.locked
    assert not start["Authorised by"].protection.locked
    blank = {row[0].value: row[1] for row in opened(BLANK)["Start"].iter_rows(max_col=2)}
    assert not blank["Academy code"].protection.locked


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_pages_print_on_a4_with_headings_and_footer(book: Workbook, sheet: Sheet) -> None:
    page = book[sheet.name]
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.oddFooter.left.text == "Riverside Primary Academy · Teaching 2025-26"
    assert page.oddFooter.center.text == "CONFIDENTIAL"
    assert page.oddFooter.right.text == "Page &P of &N"
    assert sheet.form or page.print_title_rows == "$1:$1"


@pytest.mark.parametrize("sheet", TABLES, ids=lambda sheet: sheet.name)
def test_pages_name_their_sheet_and_leave_no_row_out_that_is_still_to_come(book: Workbook, sheet: Sheet) -> None:
    page = book[sheet.name]
    assert page.oddHeader.left.text.endswith(sheet.purpose)
    assert not page.print_area


def test_a_row_is_as_high_as_what_to_do_may_come_to_say() -> None:
    trusts = {"payroll_number": "0000001", "no": 1, "kind": "Trust", "objective": "Read"}
    left_alone = {"payroll_number": "0000001", "no": 2, "kind": "School"}
    odd = objective(1, 3, due_on="soon", set_by="Me")
    marks = {"Objectives": {(2, key): Mark("not so") for key in ("due_on", "set_by")}}
    rows = {"Staff": [teacher(1)], "Objectives": [trusts, left_alone, odd | {"outcome": None}]}
    page = opened(standard_book(Contents(START, rows, carried(), marks=marks)).bytes())["Objectives"]
    to_do = page.cell(2, headings_of(page).index(TO_DO) + 1)
    assert to_do.alignment.wrap_text
    assert [page.row_dimensions[row].height for row in (2, 3, 4)] == [36, None, 30]


def test_what_was_left_over_is_a_table_and_sheets_of_the_office_are_as_wide_as_their_texts() -> None:
    left = OwnSheet("Left over", {1: ("Sheet", "Value"), 2: ("Staff", "see me " * 20)}, headed=True)
    own = OwnSheet("2024 notes", {3: ["0012", None, date(2026, 3, 4), "a long line " * 12]})
    book = opened(standard_book(Contents(START, ROWS, carried(), own=[own, left])).bytes())
    page = book["Left over"]
    assert (page.freeze_panes, page.print_title_rows) == ("A2", "$1:$1")
    assert page["A1"].font.bold
    assert page["B2"].alignment.wrap_text
    assert page.row_dimensions[2].height == 15 * 3
    assert [book["2024 notes"][at].value for at in ("A3", "D3")] == ["0012", "a long line " * 12]
    assert book["2024 notes"].column_dimensions["D"].width > book["2024 notes"].column_dimensions["A"].width


def test_headings_and_names_stay_in_sight(book: Workbook) -> None:
    assert {page.title: page.freeze_panes for page in book if page.title in ("Staff", "Reviewers", "Objectives")} == {
        "Staff": "D2",
        "Reviewers": "D2",
        "Objectives": "F2",
    }
    assert {name: book[name].print_title_cols for name in ("Staff", "Objectives")} == {
        "Staff": "$A:$B",
        "Objectives": "$A:$D",
    }


def test_every_formula_is_within_excels_limit() -> None:
    with zipfile.ZipFile(io.BytesIO(CONTENT)) as package:
        parts = [package.read(name).decode() for name in package.namelist() if name.endswith(".xml")]
    formulas = [html.unescape(formula) for part in parts for formula in re.findall(r"<f>(.*?)</f>", part)]
    assert formulas
    assert max(map(len, formulas)) <= LONGEST_FORMULA


def test_formulas_hold_no_zero_before_they_are_calculated(book: Workbook) -> None:
    values = openpyxl.load_workbook(io.BytesIO(CONTENT), data_only=True)
    for page in book:
        for row in page.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert values[page.title][cell.coordinate].value != 0, cell


@pytest.mark.parametrize("content", [CONTENT, BLANK], ids=["filled", "blank"])
def test_excel_opens_it_without_repair(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "book.xlsx").write_bytes(content)
    result = OpenXmlValidator(FileFormat.MICROSOFT_365).validate(tmp_path / "book.xlsx")
    assert result.errors == []


def test_the_same_contents_give_the_same_bytes() -> None:
    assert standard_workbook(START, ROWS, carried(), days(), AFTER_REVIEWS) == CONTENT


def test_it_is_read_back_as_written_with_nothing_to_tell() -> None:
    rows = large(30, 3)
    back = read_workbook("RIV.xlsx", standard_workbook(START, rows, carried(), days(), AFTER_REVIEWS))
    assert (back.state, back.academy, back.cycle, back.spots, back.extras) == (
        FileState.ACCEPTED,
        "RIV",
        "Teaching 2025-26",
        (),
        (),
    )
    for sheet in TABLES:
        table = back.tables[sheet.name]
        for at, row in enumerate(rows.get(sheet.name, ())):
            assert {key: table.columns[key][at] for key in sheet.by_key if table.columns[key][at] is not None} == row


def test_the_settings_it_carries_are_whole() -> None:
    settings = from_tables(read_workbook("RIV.xlsx", CONTENT).settings, "RIV.xlsx", own=True)
    assert set(settings.tables) >= {sheet.name for sheet in CARRIED}
    assert settings.as_of == AFTER_REVIEWS
    assert list(settings.academies) == ["RIV", "OAK", "HEADS"]


def test_a_blank_one_has_one_empty_row_a_sheet() -> None:
    back = read_workbook("blank.xlsx", BLANK)
    assert all(back.tables[sheet.name].rows == () for sheet in TABLES)
    assert back.spots == ()


def test_what_goes_back_has_its_marks_and_the_offices_own_columns() -> None:
    marks = {"Staff": {(1, "reviewer"): Mark("PM301: nobody by that number")}}
    beside = {"Staff": [Beside("Room", ["4b", "=1+1"])]}
    page = opened(standard_book(Contents(START, ROWS, carried(), marks=marks, beside=beside)).bytes())["Staff"]
    reviewer = page.cell(3, headings_of(page).index("Reviewer") + 1)
    assert reviewer.comment.text == "PM301: nobody by that number"
    assert reviewer.fill.fgColor.rgb != page.cell(2, reviewer.column).fill.fgColor.rgb
    assert headings_of(page)[-2:] == [STAFF.current_pay.heading, "Room"]
    assert [page.cell(row, page.max_column).value for row in (2, 3)] == ["4b", "=1+1"]


def test_values_of_the_wrong_type_stand_as_typed() -> None:
    rows = {"Staff": [teacher(1, cycle_from="soon", fte="most of it")]}
    page = opened(standard_workbook(START, rows, carried()))["Staff"]
    row = {heading: cell.value for heading, cell in zip(headings_of(page), page[2], strict=True)}
    assert (row["Cycle from"], row["FTE"]) == ("soon", "most of it")


def test_payroll_numbers_keep_their_zeros(book: Workbook) -> None:
    cell = book[STAFF.name]["A2"]
    assert (cell.value, cell.data_type, cell.number_format) == ("0000001", "s", "@")


def test_the_shipped_blanks_are_what_the_declaration_makes() -> None:
    room = Path(__file__).parent.parent / "workbook_templates"
    shipped = {path.name: parts_of(path.read_bytes()) for path in room.glob("*.xlsx")}
    built = {name: parts_of(content) for name, content in build_workbook_templates().items()}
    assert shipped == built, "run: pmr-batch templates build"


def parts_of(content: bytes) -> dict[str, bytes]:
    """The parts of a package: how they are compressed may differ from machine to machine."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}
