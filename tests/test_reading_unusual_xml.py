"""Cells written in ways that Excel does not: never another value; and no single cell is too much for a run."""

from __future__ import annotations

import re
from typing import Any

import pytest
from workbooks import a_return, as_excel_does, changed, parts_of_zip, zipped

from pmr_batch.excel.reading.reading_limits import Refused
from pmr_batch.excel.reading.workbook_tables import Workbook, read_tables
from pmr_batch.layout.standard_workbook import SHEETS, TOOL_SHEETS
from pmr_batch.model.returns import Unread
from pmr_batch.read import read_workbook
from pmr_batch.rules import RULES
from pmr_batch.rules.messages import names_of, stamp

STAFF = "xl/worksheets/sheet2.xml"
GOOD = as_excel_does(
    a_return({"Staff": "| Payroll number | Name | FTE | Qualified teacher |\n| 0001041 | Ann Appleby | 1 | Yes |"})
)


def with_cells(cells: str) -> bytes:
    """A second row of Staff, of which the payroll number stands."""
    row = f'<row r="3"><c r="A3" t="inlineStr"><is><t>0001042</t></is></c>{cells}</row></sheetData>'
    return changed(GOOD, STAFF, lambda part: part.replace(b"</sheetData>", row.encode()))


def read(content: bytes) -> Workbook:
    return read_tables(content, SHEETS, TOOL_SHEETS)


def second(content: bytes, key: str) -> Any:
    return read(content).tables["Staff"].columns[key][1]


@pytest.mark.parametrize(
    "value",
    [
        "0.5", "0.<!-- half -->5", "<![CDATA[0.5]]>", "0<![CDATA[.]]>5", "&#48;.5", "&#x30;.5", "0.&#53;", " 0.5 ",
        "\n\t0.5\n", "0.<?half a?>5", "5E-1", "+.5", "0.50000000000000000000", "<!---->0.5<!---->",
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["", ' t="n"'])
def test_a_number_is_the_same_however_it_is_written(value: str, kind: str) -> None:
    assert second(with_cells(f'<c r="C3"{kind}><v>{value}</v></c>'), "fte") == 0.5
    assert second(with_cells(f'<c r="C3"{kind}><f>1/2</f><v>{value}</v></c>'), "fte") == 0.5


@pytest.mark.parametrize("value", ["0.5<x/>", "<x>0.5</x>", "0.5</v><v>0.7", "0<x>.</x>5"])
def test_a_value_that_could_be_two_is_refused(value: str) -> None:
    with pytest.raises(Refused, match="written in no way that Excel knows"):
        read(with_cells(f'<c r="C3"><v>{value}</v></c>'))


@pytest.mark.parametrize(
    "cells",
    [
        '<x><c r="C3"><v>0.5</v></c></x>',
        '<c r="C3"><x><v>0.5</v></x></c>',
        '<c r="C3"><v>0.5</v><c r="D3"><v>1</v></c></c>',
        '<c r="C3"><f>1<x/></f><v>0.5</v></c>',
    ],
)
def test_cells_within_others_are_refused(cells: str) -> None:
    with pytest.raises(Refused, match="written in no way that Excel knows"):
        read(with_cells(cells))


def test_extensions_of_cells_and_rows_say_nothing() -> None:
    extension = '<extLst><ext uri="{0}"><v>9</v></ext></extLst>'
    assert second(with_cells(f'<c r="C3"><v>0.5</v>{extension}</c>{extension}'), "fte") == 0.5


@pytest.mark.parametrize(
    ("value", "read_as"), [(" 1 ", "Yes"), ("true", "Yes"), ("<![CDATA[0]]>", "No"), ("fal<!-- -->se", "No")]
)
def test_truth_is_read_as_it_is_written(value: str, read_as: str) -> None:
    assert second(with_cells(f'<c r="D3" t="b"><v>{value}</v></c>'), "qualified_teacher") == read_as


@pytest.mark.parametrize("value", [" 1 ", "&#49;", "<![CDATA[1]]>", "<!-- -->1", "<?x?>1"])
def test_the_number_of_a_shared_text_is_one(value: str) -> None:
    content = GOOD
    strings = parts_of_zip(content)["xl/sharedStrings.xml"].decode()
    texts = re.findall(r"<t[^>]*>(.*?)</t>", strings)
    content = with_cells(f'<c r="B3" t="s"><v>{value}</v></c>')
    assert second(content, "name") == texts[1]


@pytest.mark.parametrize(
    "text", ["To<!-- -->m &amp; Co", "<![CDATA[Tom & Co]]>", "&#84;om &#38; Co", "Tom<?x y?> &amp;<![CDATA[ Co]]>"]
)
def test_text_is_the_same_however_it_is_written(text: str) -> None:
    assert second(with_cells(f'<c r="B3" t="inlineStr"><is><t>{text}</t></is></c>'), "name") == "Tom & Co"
    assert second(with_cells(f'<c r="B3" t="str"><f>A1</f><v>{text}</v></c>'), "name") == "Tom & Co"
    shared = changed(GOOD, "xl/sharedStrings.xml", lambda xml: xml.replace(b"Ann Appleby", text.encode()))
    assert read(shared).tables["Staff"].columns["name"] == ("Tom & Co",)


@pytest.mark.parametrize("error", ["#SPILL!", "#CALC!", "#FIELD!", "#GETTING_DATA", "Err:522", "#N/A "])
def test_errors_that_are_newer_than_the_reader_are_errors(error: str) -> None:
    content = with_cells(f'<c r="B3" t="e"><v>{error}</v></c><c r="C3"><v>0.5</v></c>')
    assert second(content, "name") == Unread(error.strip(), "PM007")
    assert second(content, "fte") == 0.5


def test_references_in_formulas_and_prompts_are_no_reason_to_write_a_sheet_anew() -> None:
    content = with_cells('<c r="B3" t="str"><f>"a"&amp;CHAR(10)</f><v>a</v></c>')
    assert second(content, "name") == "a"


@pytest.mark.parametrize(
    "number", ["1e8000000", "-1e8000000", "1e-8000000", "1e999", "9" * 400, "0." + "0" * 400 + "1"]
)
def test_a_number_that_excel_cannot_hold_stays_as_typed(number: str) -> None:
    content = changed(GOOD, STAFF, lambda part: part.replace(b"</sheetData>", _row(f"<v>{number}</v>")))
    table = read(content).tables["Staff"]
    assert all(len(str(values[1])) < 500 for values in table.columns.values())
    assert isinstance(table.columns["payroll_number"][1], str)
    assert isinstance(table.columns["fte"][1], str) or table.columns["fte"][1] < 1


def _row(value: str) -> bytes:
    return f'<row r="3"><c r="A3">{value}</c><c r="C3">{value}</c></row></sheetData>'.encode()


def test_a_format_longer_than_excels_is_none() -> None:
    parts = parts_of_zip(changed(GOOD, STAFF, lambda part: part.replace(b"</sheetData>", _row("<v>1042</v>"))))
    long = b'<numFmts count="1"><numFmt numFmtId="199" formatCode="' + b"0" * 300_000 + b'"/></numFmts><fonts'
    styles = re.sub(rb"<numFmts.*?</numFmts>", b"", parts["xl/styles.xml"]).replace(b"<fonts", long, 1)
    parts["xl/styles.xml"] = re.sub(rb'numFmtId="[0-9]+"(?! formatCode)', b'numFmtId="199"', styles)
    assert read(zipped(parts)).tables["Staff"].columns["payroll_number"][1] == "1042"


def test_a_value_longer_than_a_cell_is_refused() -> None:
    with pytest.raises(Refused, match="40,000 characters on the sheet “Staff”"):
        read(with_cells(f'<c r="C3"><v>{"1" * 40_000}</v></c>'))
    with pytest.raises(Refused, match="40,000 characters in the cell B3"):
        read(with_cells(f'<c r="B3" t="inlineStr"><is><t>{"😀" * 20_000}</t></is></c>'))


@pytest.mark.parametrize(
    "cell",
    [
        f'<c r="{{0}}"><f>A1+{"A1+" * 21_000}A1</f></c>',
        f'<c r="{{0}}" t="e"><v>#{"R" * 30_000}</v></c>',
        f'<c r="{{0}}" t="inlineStr"><is><t>{"word " * 6_500}</t></is></c>',
        '<c r="{0}"><v>1e8000000</v></c>',
    ],
    ids=["formula", "error", "text", "number"],
)
def test_every_text_of_a_finding_is_bounded(cell: str) -> None:
    for column in "ABCDEF":
        row = f'<row r="3">{cell.format(f"{column}3")}</row></sheetData>'
        content = changed(GOOD, STAFF, lambda part, row=row: part.replace(b"</sheetData>", row.encode()))
        one = read_workbook("return.xlsx", content)
        names = names_of(one)
        for spot in one.spots:
            finding = stamp(spot, RULES[spot.code], one, names)
            assert len(finding.message) < 2_000
        unread = [value for values in one.tables["Staff"].columns.values() for value in values]
        assert all(len(value.typed) <= 200 for value in unread if isinstance(value, Unread))
