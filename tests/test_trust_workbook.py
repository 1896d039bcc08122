"""trust.xlsx: every sheet and column of the settings, to be kept in Excel, and read back as written."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from issued_workbooks import carried, opened, teacher
from openpyxl.workbook import Workbook
from openxml_audit import FileFormat, OpenXmlValidator

from pmr_batch.excel.reading.workbook_tables import read_tables
from pmr_batch.layout.columns import Column, Kind, Sheet
from pmr_batch.layout.trust_workbook import STAFF_LIST, TRUST, TRUST_SHEETS
from pmr_batch.workbook.carried_settings import rows_of
from pmr_batch.workbook.trust_book import trust_workbook

_LISTED = {column.key: value for column in STAFF_LIST if (value := teacher(1).get(column.key)) is not None}
ROWS = carried() | {
    "Staff list": [_LISTED | {"academy_code": "RIV"}],
    "On-costs": [{"item": "Teachers' Pension employer", "from_": date(2024, 4, 1), "rate": 0.2868}],
}
CONTENT = trust_workbook(ROWS)
TABLES = [sheet for sheet in TRUST_SHEETS if not sheet.form]
HEADINGS = 3


@pytest.fixture(scope="module")
def book() -> Workbook:
    return opened(CONTENT)


def test_sheets_stand_in_the_order_of_the_declaration(book: Workbook) -> None:
    assert book.sheetnames == [sheet.name for sheet in TRUST_SHEETS]


@pytest.mark.parametrize("sheet", TABLES, ids=lambda sheet: sheet.name)
def test_each_sheet_says_what_it_is_for_and_has_each_column_once(book: Workbook, sheet: Sheet) -> None:
    page = book[sheet.name]
    assert [page["A1"].value, page["A2"].value] == [sheet.name, sheet.purpose]
    assert [cell.value for cell in page[HEADINGS]] == [column.heading for column in sheet]
    (table,) = page.tables.values()
    assert [column.name for column in table.tableColumns] == [column.heading for column in sheet]


@pytest.mark.parametrize("column", [column for sheet in TABLES for column in sheet], ids=repr)
def test_a_column_takes_its_kind(book: Workbook, column: Column) -> None:
    rule = _rule(book, column)
    kinds = {Kind.DATE: "date", Kind.NUMBER: "decimal", Kind.MONEY: "decimal", Kind.LIST: "list"}
    assert rule is None or rule.type in (kinds.get(column.kind), "list", None)
    if column.kind is Kind.LIST:
        assert rule.formula1.strip('"').split(",") == list(column.values)
    if column.note:
        assert rule.promptTitle == column.heading


def _rule(book: Workbook, column: Column) -> Any:
    page = book[column.sheet]
    at = next(cell for cell in page[HEADINGS] if cell.value == column.heading)
    below = page.cell(HEADINGS + 1, at.column).coordinate
    found = [rule for rule in page.data_validations.dataValidation if below in rule.sqref]
    return found[0] if found else None


def test_academies_are_chosen_from_their_sheet(book: Workbook) -> None:
    rule = _rule(book, STAFF_LIST.academy_code)
    assert book.defined_names[rule.formula1].attr_text.startswith("Academies!$A$4:")


def test_the_form_has_a_label_a_value_and_a_note_a_row(book: Workbook) -> None:
    labels = [row[0] for row in book["Trust"].iter_rows(min_row=4, values_only=True)]
    assert labels == [column.heading for column in TRUST]


def test_it_is_read_back_as_written() -> None:
    back = read_tables(CONTENT, TRUST_SHEETS)
    assert back.spots == ()
    assert {row for extra in back.extras for row in extra.cells} <= {1, 2, 3}, "titles above the headings alone"
    for sheet in TRUST_SHEETS:
        assert _filled(rows_of(back.tables[sheet.name])) == _filled(ROWS.get(sheet.name, []))


def _filled(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{key: value for key, value in row.items() if value is not None} for row in rows]


def test_a_blank_one_is_all_there_to_fill_in() -> None:
    back = read_tables(trust_workbook({}), TRUST_SHEETS)
    assert back.spots == ()
    assert all(not back.tables[sheet.name].rows for sheet in TABLES)


def test_excel_opens_it_without_repair(tmp_path: Path) -> None:
    (tmp_path / "trust.xlsx").write_bytes(CONTENT)
    assert OpenXmlValidator(FileFormat.MICROSOFT_365).validate(tmp_path / "trust.xlsx").errors == []


def test_the_same_rows_give_the_same_bytes() -> None:
    assert trust_workbook(ROWS) == CONTENT


def test_lists_are_kept_where_every_program_finds_them() -> None:
    with zipfile.ZipFile(io.BytesIO(CONTENT)) as package:
        assert not any(b"x14:dataValidation" in package.read(name) for name in package.namelist())
