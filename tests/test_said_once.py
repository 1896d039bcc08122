"""What Start says once for all rows, and meetings that are issued as rows."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from casebook import workbook
from test_returns import checked, send, trust

from pmr_batch.layout.columns import key_of
from pmr_batch.layout.standard_workbook import SHEETS, START
from pmr_batch.model.returns import Return
from pmr_batch.read.worker import read_workbook
from pmr_batch.workbook.contents import Contents
from pmr_batch.workbook.renewed_return import renewed
from pmr_batch.workbook.standard_book import standard_book

#: Start's lines, and the cells of rows that they are for.
ONCE = {
    "Objectives: due on": date(2026, 7, 10),
    "Objectives: set on": date(2025, 10, 6),
    "Objectives: set by": "Agreed",
    "Trust objective: measures": "Reading ages each term",
    "Trust objective: success": "All gain a year",
    "Meetings: time": "Directed time",
    "Reviews: recommended on": date(2026, 10, 16),
    "Reviews: signed on": date(2026, 10, 16),
    "Reviews: report sent on": date(2026, 10, 19),
    "Reviews: invited to comment": "Yes",
}
DEFAULTED = [(sheet, column) for sheet in SHEETS for column in sheet if column.default]


def _book(once: dict[str, Any], edit: Any = None) -> Any:
    """A teacher's correct return with lines of Start filled in, and its own cells edited."""
    book = openpyxl.load_workbook(io.BytesIO(workbook("teacher", "", {"Start": "| Template version | 2 |"})))
    start = book["Start"]
    row = start.max_row
    for label, value in once.items():
        row += 1
        start.cell(row, 1).value, start.cell(row, 2).value = label, value
    if edit:
        edit(book)
    return book


def read(once: dict[str, Any], edit: Any = None) -> Return:
    out = io.BytesIO()
    _book(once, edit).save(out)
    return read_workbook("RIV.xlsx", out.getvalue())


def blanked(book: Any) -> None:
    """The cells that Start speaks for are blank on all rows."""
    for sheet, column in DEFAULTED:
        page = book[sheet.name]
        places = {cell.value: cell.column for cell in page[1]}
        for row in range(2, page.max_row + 1):
            of_trust = column.default is not None and column.default.start.startswith("Trust")
            if not of_trust or page.cell(row, places["Kind"]).value == "Trust":
                page.cell(row, places[column.heading]).value = None


def values(one: Return, sheet: str, key: str) -> list[Any]:
    return list(one.tables[sheet].columns[key])


def test_every_line_is_for_a_column_and_of_its_kind() -> None:
    assert {column.default.start for _, column in DEFAULTED if column.default} == set(ONCE)
    for _, column in DEFAULTED:
        assert column.default
        line = START.by_key[key_of(column.default.start)]
        assert (line.kind, line.values, line.since) == (column.kind, column.values, 2)


def test_blank_cells_hold_what_start_says_and_what_is_typed_goes_before_it() -> None:
    def one_differs(book: Any) -> None:
        page = book["Objectives"]
        at = {cell.value: cell.column for cell in page[1]}
        page.cell(3, at["Kind"]).value = "Trust"
        blanked(book)
        page.cell(2, at["Due on"]).value = date(2026, 5, 1)

    one = read(ONCE, one_differs)
    due = values(one, "Objectives", "due_on")
    assert due[0] == date(2026, 5, 1)
    assert set(due[1:]) == {date(2026, 7, 10)}
    assert set(values(one, "Objectives", "set_by")) == {"Agreed"}
    assert values(one, "Reviews", "report_sent_on") == [date(2026, 10, 19)]
    kinds = values(one, "Objectives", "kind")
    assert "Trust" in kinds
    measures = zip(kinds, values(one, "Objectives", "measures_and_milestones"), strict=True)
    assert all((measure == "Reading ages each term") == (kind == "Trust") for kind, measure in measures)


def test_nothing_is_made_up_where_start_says_nothing() -> None:
    one = read({}, blanked)
    assert set(values(one, "Objectives", "due_on")) == {None}
    assert values(one, "Reviews", "recommended_on") == [None]


def test_a_row_that_nobody_has_worked_on_stays_blank() -> None:
    def issued_only(book: Any) -> None:
        for name, kept in (("Objectives", ("Payroll number", "No", "Kind")), ("Reviews", ("Payroll number",))):
            page = book[name]
            for cell in page[1]:
                if cell.value not in kept:
                    page.cell(2, cell.column).value = None

    one = read(ONCE, issued_only)
    assert values(one, "Objectives", "due_on")[0] is None
    assert set(values(one, "Reviews", "recommended_on")) <= {None}


def test_a_line_that_is_amiss_is_told_at_start_alone() -> None:
    one = read({**ONCE, "Objectives: due on": "soon"}, blanked)
    assert one.tables["Start"].columns["objectives_due_on"] == ("soon",)
    assert [spot for spot in one.spots if spot.column == "Due on"] == []


def test_a_check_goes_by_what_start_says(tmp_path: Path) -> None:
    folder = trust(tmp_path)

    def found(once: dict[str, Any], edit: Any) -> set[tuple[str, str | None, str | None]]:
        content = io.BytesIO()
        _book(once, edit).save(content)
        findings = checked(send(folder, content.getvalue()), folder).findings
        return {(one.code, one.sheet, one.column) for one in findings if one.counts}

    assert ("PM407", "Objectives", "Due on") in found({}, blanked)
    assert found(ONCE, blanked) <= found({}, None)
    amiss = found({**ONCE, "Objectives: due on": "soon"}, blanked) - found(ONCE, blanked)
    assert amiss == {("PM006", "Start", "Objectives: due on")}


def test_what_goes_back_says_it_once_again() -> None:
    one = read(ONCE, blanked)
    contents = renewed(one, Contents())
    assert {row["due_on"] for row in contents.rows["Objectives"]} == {None}
    again = read_workbook("again.xlsx", standard_book(contents).bytes())
    for name in ("Objectives", "Meetings", "Reviews"):
        assert again.tables[name].columns == one.tables[name].columns


@pytest.mark.parametrize("version", [1, 2])
def test_issued_meetings_wait_until_something_is_entered(version: int) -> None:
    def two_more(book: Any) -> None:
        book["Start"]["B8"] = str(version)
        page = book["Meetings"]
        at = {cell.value: cell.column for cell in page[1]}
        for row, kind, held_by in ((page.max_row + 1, "Informal review", None), (page.max_row + 2, "Concern", None)):
            page.cell(row, at["Payroll number"]).value = "0001041"
            page.cell(row, at["Kind"]).value = kind
            page.cell(row, at["Written record"]).value = "Yes"
            if "Held by" in at and held_by:
                page.cell(row, at["Held by"]).value = held_by

    before, one = read({}), read({}, two_more)
    assert len(one.tables["Meetings"].rows) == len(before.tables["Meetings"].rows) + 1
    assert values(one, "Meetings", "kind")[-1] == "Concern"
    assert [row["kind"] for row in one.tables["Meetings"].waiting] == ["Informal review"]
    again = read_workbook("again.xlsx", standard_book(renewed(one, Contents())).bytes())
    assert [row["kind"] for row in again.tables["Meetings"].waiting] == ["Informal review"]
