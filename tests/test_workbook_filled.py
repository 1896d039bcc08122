"""The standard workbook filled from its template: nothing typed is lost or becomes a formula, and all of it fits."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from issued_workbooks import AFTER_REVIEWS, START, carried, days, objective, opened, teacher
from openxml_audit import FileFormat, OpenXmlValidator
from test_workbook_writer import DANGEROUS
from workbook_dumps import dump
from workbooks import parts_of_zip

from pmr_batch.errors import OutputError
from pmr_batch.excel.writing.sheet_xml import LONGEST_TEXT
from pmr_batch.layout.standard_workbook import BY_NAME, SHEETS
from pmr_batch.model.returns import Table, Unread
from pmr_batch.packages import pressed, zipped
from pmr_batch.read.worker import read_workbook
from pmr_batch.workbook.cell_styles import look
from pmr_batch.workbook.column_places import FIRST_ROW, column_letter
from pmr_batch.workbook.contents import Beside, Contents, Mark
from pmr_batch.workbook.findings_sheet import OwnSheet, Told
from pmr_batch.workbook.renewed_return import renewed
from pmr_batch.workbook.standard_book import standard_book, template_of

DUMP = Path(__file__).parent / "dumps" / "returned workbook.txt"


def filled(*values: Any) -> Any:
    """The cells of column F of Objectives, a row a value."""
    rows = [objective(1, at) | {"measures_and_milestones": value} for at, value in enumerate(values, 1)]
    page = opened(standard_book(Contents(rows={"Objectives": rows})).bytes())["Objectives"]
    return [page.cell(FIRST_ROW + at, 6) for at in range(len(values))]


def test_text_of_every_kind_is_read_back_as_typed_and_is_no_formula() -> None:
    cells = filled(*DANGEROUS)
    assert [cell.value for cell in cells] == list(DANGEROUS)
    assert all(cell.data_type == "s" and cell.hyperlink is None for cell in cells)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60), min_size=1, max_size=9)
)
def test_any_text_is_read_back_as_typed(texts: list[str]) -> None:
    assert [cell.value for cell in filled(*texts)] == texts


def test_what_excel_cannot_hold_exactly_stands_as_text() -> None:
    values = (2**60, Decimal("0.1234567890123456789"), date(1899, 12, 31), "a\ud800b", Decimal("31650.10"))
    shown = ["1152921504606846976", "0.1234567890123456789", "31/12/1899", "a\ufffdb", 31650.1]
    assert [cell.value for cell in filled(*values)] == shown


def test_text_is_never_cut() -> None:
    longest = "\N{GRINNING FACE}" * (LONGEST_TEXT // 2)
    assert [cell.value for cell in filled(longest)] == [longest]
    with pytest.raises(OutputError, match=r"^Objectives F2: text longer than Excel's 32,767 characters$"):
        filled(longest + "xx")


@pytest.mark.parametrize("name", ["Staff", "staff", "a:b", "x" * 32, "History", "'x"])
def test_a_name_that_is_no_sheets_is_refused(name: str) -> None:
    with pytest.raises(OutputError, match="rename it"):
        standard_book(Contents(own=[OwnSheet(name, {1: ["x"]})]))


def test_an_academy_of_any_name_has_its_footer() -> None:
    start = START | {"academy": "St Mary & St John " * 20}
    for page in opened(standard_book(Contents(start)).bytes()):
        assert page.oddFooter.left.text.startswith("St Mary && St John")
        assert (page.oddFooter.center.text, page.oddFooter.right.text) == ("CONFIDENTIAL", "Page &P of &N")


def test_cells_look_as_their_samples_do() -> None:
    template = template_of(None)
    marks = {
        "Staff": {(0, "reviewer"): Mark("x", "fill_in"), (0, "fte"): Mark("y", "wrong"), (0, "name"): Mark("z", "")}
    }
    content = standard_book(Contents(rows={"Staff": [teacher(1)]}, marks=marks)).bytes()
    part = parts_of_zip(content)[template.sheet("Staff").path].decode()
    for column in BY_NAME["Staff"]:
        mark = marks["Staff"].get((0, column.key))
        verdict = (mark.verdict,) if mark and mark.verdict else ()
        style = template.styles[(*look(BY_NAME["Staff"], column.heading), *verdict)]
        at = f"{column_letter(BY_NAME['Staff'], column.heading)}{FIRST_ROW}"
        assert f'<c r="{at}" s="{style}"' in part


def test_what_goes_back_is_told_in_full(pytestconfig: pytest.Config, tmp_path: Path) -> None:
    """The whole of it, readable: notes, marks, own columns and sheets, findings, limits, colours and names."""
    rows = {"Staff": [teacher(1), teacher(2, fte="most")], "Objectives": [objective(1, 1), objective(2, 1)]}
    contents = Contents(
        START,
        rows,
        carried(),
        days(),
        AFTER_REVIEWS,
        {
            "Start": {(0, "authorised_by"): Mark("PM020: is blank", "fill_in")},
            "Staff": {(1, "fte"): Mark("PM006: is “most”\n→ Type a number."), (0, "name"): Mark("x", "", "#REF!")},
        },
        {"Staff": [Beside("Room", ["4b", date(2026, 3, 4)])]},
        [OwnSheet("Rota", {2: ["Week", 1, None]}), OwnSheet("Left over", {1: ["Sheet"], 2: ["=1+1"]}, headed=True)],
        [Told("Error", "wrong", "Staff H3", ("Staff", "H3"), "0000002", "Ada", "is “most”", "Type it", None, "PM006")],
        "Checked.",
    )
    content = standard_book(contents).bytes()
    read = dump(content, ("Start", "Findings", "Staff", "Objectives", "Rota", "Left over"))
    if pytestconfig.getoption("--rewrite-dumps"):
        DUMP.write_text(read, "utf-8")
    assert read == DUMP.read_text("utf-8"), "run pytest tests/test_workbook_filled.py --rewrite-dumps; read the diff"
    (tmp_path / "book.xlsx").write_bytes(content)
    assert OpenXmlValidator(FileFormat.MICROSOFT_365).validate(tmp_path / "book.xlsx").errors == []


def test_the_demos_workbooks_hold_what_was_put_into_them(demo_folder: Path) -> None:
    """Read, put into the template anew, and read again: the same rows; what could not be read is blank."""
    paths = [*demo_folder.glob("issued/*/*.xlsx"), *demo_folder.glob("output/*/*/returns/*/*.xlsx")]
    assert len(paths) > 10
    for path in paths:
        read = read_workbook(path.name, path.read_bytes())
        again = read_workbook(path.name, standard_book(renewed(read, Contents())).bytes())
        for name, table in read.tables.items():
            assert _values(again.tables[name]) == _values(table), f"{path.name} {name}"


def _values(table: Table) -> dict[str, list[object]]:
    changed = {"return_number", "answers_run"}
    return {
        key: [None if isinstance(value, Unread) else value for value in values]
        for key, values in table.columns.items()
        if key not in changed
    }


def test_tables_limits_and_colours_reach_as_far_as_the_rows() -> None:
    rows = {"Objectives": [objective(1, at) for at in range(1, 8)]}
    page = opened(standard_book(Contents(rows=rows)).bytes())["Objectives"]
    (table,) = page.tables.values()
    assert re.fullmatch(r"A1:[A-Z]+8", table.ref)
    assert table.autoFilter.ref == table.ref
    reach = {
        str(rule.sqref).rpartition(":")[2].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        for rule in page.data_validations.dataValidation
    }
    assert reach == {"1", "2007"}
    assert {str(area.sqref)[-4:] for area in page.conditional_formatting} == {"2007"}


def test_pressed_parts_and_others_make_one_part() -> None:
    pieces = [b"<a>", pressed(b"<b/>" * 9_000), b"", b"<c/>", pressed(b"</a>")]
    parts = parts_of_zip(zipped({"whole.xml": pieces, "none.xml": []}))
    assert parts == {"whole.xml": b"<a>" + b"<b/>" * 9_000 + b"<c/></a>", "none.xml": b""}


def test_sheets_stand_by_their_declared_order_and_the_tables_have_numbers_of_their_own() -> None:
    parts = parts_of_zip(standard_book(Contents()).bytes())
    tables = [part.decode() for name, part in parts.items() if name.startswith("xl/tables/")]
    numbers = [int(re.findall(r' id="([0-9]+)"', table)[0]) for table in tables]
    assert sorted(numbers) == list(range(1, len([sheet for sheet in SHEETS if not sheet.form]) + 1))
