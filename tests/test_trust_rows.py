"""Rows changed and added in trust.xlsx: all else in the file stays as it was, part by part."""

from __future__ import annotations

import datetime as dt
import io
import re
from pathlib import Path
from typing import Any

import exports
import lxml.etree
import openpyxl
import pytest
from kept_workbooks import (
    STAFF_LIST as STAFF_LIST_PART,
)
from kept_workbooks import (
    as_excel_saves,
    as_libreoffice_saves,
    as_openpyxl_saves,
    part_edited,
    parts,
)
from openxml_audit import FileFormat, OpenXmlValidator
from test_staff_list import ANN, BEN

from pmr_batch.errors import OutputError, UsageError
from pmr_batch.excel.reading.workbook_tables import read_tables
from pmr_batch.layout.trust_workbook import ACADEMIES, STAFF_LIST, TRUST_SHEETS
from pmr_batch.workbook.carried_settings import rows_of
from pmr_batch.workbook.trust_rows import RowChanges, with_rows

CAT = ANN | {"payroll_number": "0001043", "name": "Cat O'Carver", "employment_end": dt.date(2027, 8, 31)}
#: A point and an end for the first of the list, and a third person.
CHANGES = RowChanges({4: {"pay_point": "M4", "employment_end": dt.date(2026, 12, 31)}}, [CAT])


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """trust.xlsx with two people on its Staff list, as `init` makes it."""
    folder = exports.trust(tmp_path_factory.mktemp("trust"), [ANN, BEN])
    return (folder / "trust.xlsx").read_bytes()


def rows(content: bytes) -> list[dict[str, Any]]:
    table = read_tables(content, TRUST_SHEETS).tables["Staff list"]
    return [{key: value for key, value in row.items() if value is not None} for row in rows_of(table)]


def check_written(content: bytes) -> None:
    first, second, third = rows(content)
    assert first == ANN | {"pay_point": "M4", "employment_end": dt.date(2026, 12, 31)}
    assert (second, third) == (BEN, CAT)


def outside_of_rows(part: bytes) -> bytes:
    """The XML of a sheet without its rows and without what grows with them."""
    root = lxml.etree.fromstring(part)
    for element in list(root.iter("*")):
        if lxml.etree.QName(element).localname in ("sheetData", "dimension"):
            element.clear()
        elif "sqref" in element.attrib:
            element.attrib["sqref"] = ""
        elif lxml.etree.QName(element).localname == "sqref":
            element.text = ""
    return bytes(lxml.etree.tostring(root, method="c14n"))


def cells(part: bytes) -> dict[str, bytes]:
    root = lxml.etree.fromstring(part)
    return {
        cell.get("r", ""): lxml.etree.tostring(cell, method="c14n")
        for cell in root.iterfind(".//{*}sheetData/{*}row/{*}c")
    }


def check_kept(before: bytes, after: bytes) -> dict[str, bytes]:
    """Every part is there byte for byte, but the sheet, its table and the styles; returns those that differ."""
    old, new = parts(before), parts(after)
    assert list(old) == list(new)
    changed = {name: new[name] for name in old if old[name] != new[name]}
    sheet = next(name for name in changed if name.startswith("xl/worksheets/"))
    tables = [name for name in changed if name.startswith("xl/tables/")]
    assert {*changed} - {sheet, *tables} <= {"xl/styles.xml", "xl/workbook.xml"}
    assert len(tables) == 1
    assert outside_of_rows(old[sheet]) == outside_of_rows(new[sheet])
    was, now = cells(old[sheet]), cells(new[sheet])
    assert {at for at in was if now[at] != was[at]} <= {"O4", "H4", *(f"{letter}6" for letter in "ABCDEFGHIJKLMNOPQR")}
    assert {at for at in now if at not in was} <= {f"{letter}6" for letter in "ABCDEFGHIJKLMNOPQR"} | {"H4"}
    return changed


def test_cells_and_rows_are_written_and_nothing_else(plain: bytes) -> None:
    after = with_rows(plain, STAFF_LIST, CHANGES)
    check_written(after)
    changed = check_kept(plain, after)
    assert set(changed) == {STAFF_LIST_PART, "xl/tables/table6.xml"}
    assert with_rows(plain, STAFF_LIST, CHANGES) == after


def test_new_rows_look_as_those_above_and_have_their_drop_downs(plain: bytes) -> None:
    many = [CAT | {"payroll_number": f"{number:07}"} for number in range(2_100)]
    book = openpyxl.load_workbook(io.BytesIO(with_rows(plain, STAFF_LIST, RowChanges({}, many))))
    sheet = book["Staff list"]
    last = sheet.max_row
    assert last == 5 + 2_100
    assert sheet.tables["Staff_list_table"].ref == f"A3:R{last}"
    assert [cell.number_format for cell in sheet[last]] == [cell.number_format for cell in sheet[5]]
    assert [cell.style_id for cell in sheet[last]] == [cell.style_id for cell in sheet[5]]
    for rule in sheet.data_validations.dataValidation:
        reach = str(rule.sqref)
        assert reach == "A3:R3" or reach.endswith(str(last)), reach


def test_the_first_person_of_an_empty_list_stands_below_the_headings(tmp_path: Path) -> None:
    empty = (exports.trust(tmp_path) / "trust.xlsx").read_bytes()
    after = with_rows(empty, STAFF_LIST, RowChanges({}, [ANN]))
    assert rows(after) == [ANN]
    sheet = openpyxl.load_workbook(io.BytesIO(after))["Staff list"]
    assert (sheet["A4"].value, sheet["A4"].number_format) == ("0001041", "@")
    assert (sheet["G4"].value, sheet["G4"].number_format) == (openpyxl.utils.datetime.from_excel(42628), "dd/mm/yyyy")
    assert sheet.tables["Staff_list_table"].ref == "A3:R4"


def test_pictures_threaded_comments_and_x14_lists_stay(plain: bytes) -> None:
    before = as_excel_saves(plain)
    after = with_rows(before, STAFF_LIST, CHANGES)
    check_written(after)
    assert set(check_kept(before, after)) == {STAFF_LIST_PART, "xl/tables/table6.xml"}
    sheet = parts(after)[STAFF_LIST_PART].decode()
    assert "<xm:sqref>C4:C6</xm:sqref>" in sheet
    assert "xl/media/logo.png" in parts(after)
    assert "xl/threadedComments/threadedComment1.xml" in parts(after)


def test_comments_colours_own_columns_and_formulas_stay(plain: bytes) -> None:
    before = as_openpyxl_saves(plain)
    after = with_rows(before, STAFF_LIST, CHANGES)
    check_written(after)
    check_kept(before, after)
    book = openpyxl.load_workbook(io.BytesIO(after))
    sheet = book["Staff list"]
    assert sheet["B4"].comment.text == "Ask about the surname"
    assert [sheet["T3"].value, sheet["T4"].value, sheet["T6"].value] == ["HR notes", "on secondment", None]
    assert [str(area.sqref) for area in sheet.conditional_formatting] == ["I4:I6"]
    assert book["HR summary"]["B1"].value == "=COUNTA('Staff list'!A4:A5)"
    assert book.calculation.fullCalcOnLoad


@pytest.mark.office
def test_a_file_of_libreoffice_stays(plain: bytes, tmp_path: Path) -> None:
    before = as_libreoffice_saves(as_openpyxl_saves(plain), tmp_path)
    after = with_rows(before, STAFF_LIST, CHANGES)
    check_written(after)
    check_kept(before, after)
    (tmp_path / "after").mkdir()
    again = as_libreoffice_saves(after, tmp_path / "after")
    check_written(again)
    assert openpyxl.load_workbook(io.BytesIO(again))["Staff list"]["B4"].comment.text == "Ask about the surname"


@pytest.mark.parametrize("saved", [bytes, as_excel_saves, as_openpyxl_saves], ids=["init", "excel", "openpyxl"])
def test_excel_opens_it_without_repair(plain: bytes, saved: Any, tmp_path: Path) -> None:
    before, after = tmp_path / "before.xlsx", tmp_path / "after.xlsx"
    before.write_bytes(saved(plain))
    after.write_bytes(with_rows(before.read_bytes(), STAFF_LIST, CHANGES))
    validator = OpenXmlValidator(FileFormat.MICROSOFT_365)
    found = [
        {re.sub(r"\d+ inline", "inline", str(error)) for error in validator.validate(path).errors}
        for path in (before, after)
    ]
    assert found[1] <= found[0]


def test_dates_count_from_the_first_day_of_the_file(plain: bytes) -> None:
    mac = part_edited(plain, "xl/workbook.xml", lambda xml: xml.replace("<workbookPr", '<workbookPr date1904="1"'))
    after = with_rows(mac, STAFF_LIST, RowChanges({}, [CAT]))
    assert rows(after)[-1]["employment_start"] == CAT["employment_start"]


def test_a_day_in_a_cell_that_shows_numbers_gets_a_format_of_days(plain: bytes) -> None:
    def number_format(book: bytes) -> bytes:
        opened = openpyxl.load_workbook(io.BytesIO(book))
        for row in (4, 5):
            opened["Staff list"].cell(row, 8).number_format = "0.00"
            opened["Staff list"].cell(row, 1).number_format = "General"
        out = io.BytesIO()
        opened.save(out)
        return out.getvalue()

    after = with_rows(number_format(plain), STAFF_LIST, CHANGES)
    check_written(after)
    sheet = openpyxl.load_workbook(io.BytesIO(after))["Staff list"]
    assert sheet["H4"].is_date
    assert sheet["H6"].is_date
    assert sheet["A6"].number_format == "@"
    assert sheet["H5"].number_format == "0.00"


def test_other_sheets_take_rows_too(plain: bytes) -> None:
    new = {"academy_code": "ELM", "academy": "Elm Tree", "kind": "School", "pay_area": "Rest of England"}
    after = with_rows(plain, ACADEMIES, RowChanges({5: {"office_e_mail": "office@example.org"}}, [new]))
    book = openpyxl.load_workbook(io.BytesIO(after))
    assert book["Academies"]["H5"].value == "office@example.org"
    assert book["Academies"]["A9"].value == "ELM"
    assert book["Academies"].tables["Academies_table"].ref == "A3:J9"


# -- what is refused -------------------------------------------------------------------------------


def test_a_formula_is_not_overwritten(plain: bytes) -> None:
    looked_up = part_edited(
        plain, STAFF_LIST_PART, lambda xml: xml.replace('<c r="O4"', '<c r="O4"><f>"M"&amp;3</f><v/></c><c r="S4"')
    )
    with pytest.raises(OutputError, match=r"^Staff list O4: holds a formula, which is not overwritten"):
        with_rows(looked_up, STAFF_LIST, CHANGES)
    with_rows(looked_up, STAFF_LIST, RowChanges({4: {"fte": 0.5}}))


def test_a_row_of_totals_is_not_overwritten(plain: bytes) -> None:
    totals = part_edited(
        plain, "xl/tables/table6.xml", lambda xml: xml.replace('totalsRowShown="0"', 'totalsRowCount="1"')
    )
    with pytest.raises(OutputError, match=r"^Staff list: its table ends with a row of totals; switch that off"):
        with_rows(totals, STAFF_LIST, CHANGES)


def test_another_table_below_is_not_overwritten(plain: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(plain))
    sheet = book["Staff list"]
    for row, texts in ((6, ("Left", "When")), (7, ("x", "y"))):
        for at, text in enumerate(texts, 20):
            sheet.cell(row, at, text)
    sheet.add_table(openpyxl.worksheet.table.Table(displayName="Beside", ref="T6:U7"))
    out = io.BytesIO()
    book.save(out)
    check_written(with_rows(out.getvalue(), STAFF_LIST, CHANGES))  # beside the list, it is in nobody's way
    below = part_edited(
        out.getvalue(),
        next(name for name, part in parts(out.getvalue()).items() if b'"Beside"' in part),
        lambda xml: xml.replace("T6:U7", "B6:C7"),
    )
    with pytest.raises(OutputError, match=r"^Staff list: another table stands below the list"):
        with_rows(below, STAFF_LIST, CHANGES)


def test_a_sheet_or_column_that_is_missing_is_named(plain: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(plain))
    book["Staff list"]["O3"] = "Something else"
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(UsageError, match=r"^Staff list: has no column Pay point$"):
        with_rows(out.getvalue(), STAFF_LIST, CHANGES)
    del book["Staff list"]
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(UsageError, match=r"^Staff list: the sheet, or the row of its headings, is missing$"):
        with_rows(out.getvalue(), STAFF_LIST, CHANGES)
