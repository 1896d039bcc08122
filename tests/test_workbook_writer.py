"""The one writer of .xlsx: text stays text, nothing is lost unsaid, the same content gives the same bytes."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from issued_workbooks import opened
from shown_in_libreoffice import recalculated

from pmr_batch.errors import OutputError
from pmr_batch.excel.writing.book import Book, Page
from pmr_batch.excel.writing.palette import STYLES
from pmr_batch.excel.writing.sheet_xml import LONGEST_TEXT
from pmr_batch.model.terms import Value

DANGEROUS = (
    "=1+1",
    "{=1+1}",
    '=HYPERLINK("http://example.invalid")',
    "http://example.invalid/x",
    "mailto:a@example.invalid",
    "internal:Sheet1!A1",
    "@SUM(A1)",
    "+1",
    "-1",
    "1e5",
    "007",
    "TRUE",
    "{{ name }}",
    "<b>&amp;</b> & <",
    "<r><t>markup</t></r>",
    "a\nb",
    "  edges  ",
    "_x0041_",
    "tick \N{WHITE HEAVY CHECK MARK} \N{FAMILY}",
    "Zoë ﷺ 漢字",
    "'quoted",
)


def a_page() -> tuple[Book, Page]:
    book = Book()
    return book, book.sheet("Sheet1")


def written(*values: Value, style: str = "text") -> list[object]:
    book, page = a_page()
    for row, value in enumerate(values):
        page.write(row, 0, value, style)
    sheet = opened(book.bytes())["Sheet1"]
    return [sheet.cell(row + 1, 1).value for row in range(len(values))]


def test_text_of_every_kind_is_read_back_as_typed() -> None:
    book, page = a_page()
    for row, text in enumerate(DANGEROUS):
        page.write(row, 0, text)
    sheet = opened(book.bytes())["Sheet1"]
    cells = [sheet.cell(row + 1, 1) for row in range(len(DANGEROUS))]
    assert [cell.value for cell in cells] == list(DANGEROUS)
    assert all(cell.data_type == "s" and cell.hyperlink is None for cell in cells)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60))
def test_any_text_is_read_back_as_typed(text: str) -> None:
    assert written(text) == [text]


@pytest.mark.office
def test_nothing_that_was_text_is_calculated(tmp_path: Path) -> None:
    book, page = a_page()
    for row, text in enumerate(DANGEROUS):
        page.write(row, 0, text)
    page.formula(0, 1, "1+1")
    sheet = recalculated(tmp_path, {"text": book.bytes()})["text"]["Sheet1"]
    assert sheet["B1"].value == 2
    assert [sheet.cell(row + 1, 1).value for row in range(len(DANGEROUS))] == list(DANGEROUS)


def test_numbers_money_and_dates_stay_what_they_are() -> None:
    assert written(Decimal("31650.10"), 3, 0.6, None, "", style="money") == [31650.1, 3, 0.6, None, None]
    book, page = a_page()
    page.write(0, 0, date(2025, 9, 1), "date")
    cell = opened(book.bytes())["Sheet1"]["A1"]
    assert (cell.value.date(), cell.number_format) == (date(2025, 9, 1), "dd/mm/yyyy")


def test_what_excel_cannot_hold_exactly_stands_as_text() -> None:
    assert written(2**60, Decimal("0.1234567890123456789"), date(1899, 12, 31)) == [
        "1152921504606846976",
        "0.1234567890123456789",
        "31/12/1899",
    ]


@pytest.mark.parametrize("value", [True, b"x", object(), float("nan")])
def test_what_is_no_value_of_a_cell_is_refused(value: Value) -> None:
    with pytest.raises(TypeError):
        written(value)


def test_half_characters_are_replaced_and_told() -> None:
    book, page = a_page()
    page.write(4, 1, "a\ud800b")
    assert opened(book.bytes())["Sheet1"]["B5"].value == "a\ufffdb"
    assert book.cleaned == [("Sheet1", "B5")]


@pytest.mark.parametrize("letter", ["x", "\N{GRINNING FACE}"])
def test_text_is_never_cut(letter: str) -> None:
    longest = letter * (LONGEST_TEXT * 2 // len(letter.encode("utf-16-le")))
    assert written(longest) == [longest]
    with pytest.raises(OutputError, match=r"^Sheet1 A1: text longer than Excel's 32,767 characters$"):
        written(longest + letter)


def test_a_cell_beyond_the_sheet_is_refused_by_name() -> None:
    _, page = a_page()
    with pytest.raises(OutputError, match=r"^Sheet1 A1048577: could not be written"):
        page.write(1_048_576, 0, "lost")


@pytest.mark.parametrize("name", ["Sheet1", "sheet1", "a:b", "x" * 32, "History", "'x"])
def test_a_name_that_is_no_sheets_is_refused(name: str) -> None:
    book, _ = a_page()
    with pytest.raises(OutputError, match="rename it"):
        book.sheet(name)


def test_an_academy_of_any_name_has_its_footer() -> None:
    book, page = a_page()
    page.print_on_a4(("St Mary & St John " * 20, "CONFIDENTIAL"))
    footer = opened(book.bytes())["Sheet1"].oddFooter
    assert footer.left.text.startswith("St Mary && St John")
    assert (footer.center.text, footer.right.text) == ("CONFIDENTIAL", "Page &P of &N")


def test_a_name_that_begins_with_a_number_is_no_size_of_letters() -> None:
    book, page = a_page()
    page.print_on_a4(("3 Rivers Academy", "2 of us"))
    footer = opened(book.bytes())["Sheet1"].oddFooter
    assert [(part.text, part.size) for part in (footer.left, footer.center)] == [
        ("3 Rivers Academy", 9),
        ("2 of us", 9),
    ]


@pytest.mark.parametrize("beside", [(4, 0), (0, 2)])
def test_tables_stand_below_and_beside_each_other(beside: tuple[int, int]) -> None:
    book, page = a_page()
    page.table("First", ["Name", "Role"], 3)
    page.table("Second", ["Name", "Role"], 3, row=beside[0], column=beside[1])
    (sheet,) = openpyxl.load_workbook(io.BytesIO(book.bytes())).worksheets
    assert set(sheet.tables) == {"First", "Second"}


@pytest.mark.parametrize("over", [(3, 1), (0, 0)])
def test_no_table_lies_over_another(over: tuple[int, int]) -> None:
    _, page = a_page()
    page.table("First", ["Name", "Role"], 3)
    with pytest.raises(OutputError, match="a table cannot lie over another"):
        page.table("Second", ["Name", "Role"], 3, row=over[0], column=over[1])


def test_the_same_content_gives_the_same_bytes() -> None:
    def once() -> bytes:
        book, page = a_page()
        page.write(0, 0, "Name", "head")
        page.table("People", ["Name"], 3)
        page.link(5, 0, "Sheet1", "A1", "up")
        return book.bytes()

    assert once() == once()


def test_nobody_and_no_clock_is_named_in_the_file() -> None:
    book, _ = a_page()
    properties = openpyxl.load_workbook(io.BytesIO(book.bytes())).properties
    assert not properties.creator
    assert not properties.lastModifiedBy
    assert str(properties.created) == str(properties.modified) == "2000-01-01 00:00:00"


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("name", [name for name, style in STYLES.items() if {"bg_color", "font_color"} <= set(style)])
def test_text_can_be_read_on_its_ground(name: str) -> None:
    style = STYLES[name]
    light, dark = sorted((_luminance(style["bg_color"]), _luminance(style["font_color"])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5
