"""Every limit of reading at its edge: one more than is needed and just enough are read, one less is refused."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from typing import Any

import pytest
from templates_edited import FORM
from test_staff_list import ANN
from workbooks import a_return, as_excel_does, changed, parts_of_zip, sheet_part, workbook, zipped

from pmr_batch.excel.reading.package import parsed
from pmr_batch.excel.reading.preflight import parts_of
from pmr_batch.excel.reading.reading_limits import LIMITS, OF_THE_TRUST, Limits, Refused
from pmr_batch.excel.reading.workbook_tables import read_tables
from pmr_batch.layout.standard_workbook import SHEETS, TOOL_SHEETS
from pmr_batch.layout.trust_workbook import STAFF_LIST, TRUST_SHEETS
from pmr_batch.word.appendix_a.appendix_a import APPENDIX_A
from pmr_batch.word.filling.fit import misfits
from pmr_batch.word.filling.places import lines_of
from pmr_batch.workbook.trust_book import trust_workbook

GOOD = as_excel_does(a_return({"Staff": "| Payroll number | Name |\n| 0001041 | Ann Appleby |"}))
STAFF = "xl/worksheets/sheet2.xml"
PACKAGE = zipped({"[Content_Types].xml": b"<a/>", "_rels/.rels": b"<a/>", "a.xml": b"<a>" * 100, "b.bin": bytes(1_000)})
#: A sheet of 7 rows and 5 columns, and another.
TWO = workbook({"A": [[1] * 5] * 7, "B": [[1] * 2] * 2})
BLANKS = changed(
    GOOD,
    STAFF,
    lambda xml: xml.replace(
        b"</sheetData>", b"".join(b'<row r="%d" s="1"/>' % row for row in range(3, 9_000)) + b"</sheetData>"
    ),
)


def whole(content: bytes, limits: Limits) -> None:
    assert parts_of(content, limits, workbook=False).whole().checked()


def tables(content: bytes, limits: Limits) -> None:
    read_tables(content, SHEETS, TOOL_SHEETS, limits=limits)


def template(content: bytes, limits: Limits) -> None:
    for misfit in misfits(content, APPENDIX_A, limits):
        raise Refused(misfit.what, misfit.remedy)


@dataclass(frozen=True)
class Edge:
    """A file that needs so much of a limit and no less; `beside` are other limits, `says` why it is refused."""

    needs: int
    content: bytes
    says: str
    read: Callable[[bytes, Limits], None] = whole
    beside: dict[str, Any] = field(default_factory=dict)


GROWS = "grows beyond all measure"
EDGES = {
    "file_bytes": Edge(len(GOOD), GOOD, "bytes large, more than"),
    "parts": Edge(len(parts_of_zip(GOOD)), GOOD, "parts inside, more than"),
    "part_bytes": Edge(1_000, PACKAGE, GROWS),
    "sheet_bytes": Edge(len(parts_of_zip(BLANKS)[STAFF]), BLANKS, GROWS, tables, {"part_bytes": 60_000}),
    "total_bytes": Edge(sum(map(len, parts_of_zip(GOOD).values())), GOOD, GROWS),
    # What is stored and not deflated grows by nothing.
    "ratio": Edge(1, zipped(parts_of_zip(PACKAGE), zipfile.ZIP_STORED), GROWS, beside={"ratio_from": 0}),
    "ratio_from": Edge(1_000, PACKAGE, GROWS, beside={"ratio": 0}),
    "sheets": Edge(2, TWO, "has 2 sheets, more than the 1", tables),
    "rows": Edge(7, TWO, "outside the grid", tables),
    "columns": Edge(5, TWO, "outside the grid", tables),
    "area": Edge(35, TWO, "far away from everything else", tables),
    "total_area": Edge(39, TWO, "far more cells", tables),
    "tags": Edge(100, PACKAGE, "far more in it"),
    "text": Edge(50, workbook({"A": [["x" * 50]]}), "50 characters in the cell A1", tables),
    "template_lines": Edge(
        sum(map(len, lines_of(parts_of(FORM, workbook=False)).values())), FORM, "paragraphs, those of cells", template
    ),
}


@pytest.mark.parametrize("name", EDGES)
def test_a_limit_holds_at_its_edge(name: str) -> None:
    edge = EDGES[name]
    for more in (1, 0):
        edge.read(edge.content, replace(LIMITS, **edge.beside, **{name: edge.needs + more}))
    with pytest.raises(Refused) as refusal:
        edge.read(edge.content, replace(LIMITS, **edge.beside, **{name: edge.needs - 1}))
    assert edge.says in refusal.value.why


def test_elements_are_so_deep_and_no_deeper() -> None:
    for depth, fits in ((LIMITS.nesting - 1, True), (LIMITS.nesting, True), (LIMITS.nesting + 1, False)):
        part = b"<a>" * depth + b"</a>" * depth
        if fits:
            assert parsed(part, "it").tag == "a"
        else:
            with pytest.raises(Refused):
                parsed(part, "it")


def test_no_limit_is_left_out() -> None:
    numbers = {each.name for each in fields(Limits) if each.type == "int"}
    assert numbers == {*EDGES, "nesting"}


def test_the_staff_list_of_a_trust_has_room_for_60_000_people() -> None:
    content = trust_workbook({STAFF_LIST.name: [ANN]})
    part = sheet_part(content, STAFF_LIST.name)
    (row,) = re.findall(r'<row r="4".*?</row>', parts_of_zip(content)[part].decode())
    # The name, and the last of the cells that are filled in.
    name, *_, last = (cell.replace('4"', '{row}"', 1) for cell in re.findall(r'<c r="[B-Z]4"[^>]*><.*?</c>', row))
    pattern = f'<row r="{{row}}"><c r="A{{row}}"><v>{{number}}</v></c>{name}{last}</row>'
    rows = "".join(pattern.format(row=at, number=1_000_000 + at) for at in range(4, 60_004))
    large = changed(content, part, lambda xml: xml.replace(row.encode(), rows.encode()))
    numbers = read_tables(large, TRUST_SHEETS, limits=OF_THE_TRUST).tables[STAFF_LIST.name].columns["payroll_number"]
    assert (len(numbers), numbers[0], numbers[-1]) == (60_000, "1000004", "1060003")
