"""Nothing that an office typed is lost on the way back: what it typed stands in the healed workbook, cell by cell."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any

import openpyxl
from casebook import base, parsed, rows_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from soak import SAME_EACH_TIME, tried

from pmr_batch.excel.reading.workbook_tables import read_tables
from pmr_batch.layout.columns import Column, Kind, Sheet
from pmr_batch.layout.standard_workbook import BY_NAME, SHEETS, TOOL_SHEETS
from pmr_batch.model.returns import Return
from pmr_batch.policy.pay import canonical_point
from pmr_batch.produce.returns.healed_workbook import healed
from pmr_batch.read.worker import read_return
from pmr_batch.rules import RULES
from pmr_batch.rules.messages import names_of, stamp
from pmr_batch.workbook.contents import Contents

SHEETS_TRIED = ("Staff", "Objectives", "Meetings", "Reviews")
DIRTY = st.sampled_from(
    [
        " Ann  Appleby ", "0012345", "£31,650.50", "31,650", "32k", "12/3/26", "3 March 2026", "03/04/2026", "yes",
        "✓", "MPS3", "=1+1", "#REF!", "Total", "½ 🙂", "x" * 300, "line one\nline two", "<b>bold</b>", "{{ name }}",
        "'0001", "N/A", "-", "1e3", "31/02/2026", 31650.5, 46000, 0.6, -1, 10**15, date(2026, 3, 2),
        datetime(2026, 3, 2, 9, 30), True,  # noqa: DTZ001  (as Excel has it)
    ]
)  # fmt: skip
TYPED = st.one_of(DIRTY, st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=20))


#: What is typed where: sheet, row and column counted from its first row of data, and the value.
SPOILS = st.lists(st.tuples(st.sampled_from(SHEETS_TRIED), st.integers(0, 5), st.integers(1, 26), TYPED), max_size=15)
OWN = st.lists(st.sampled_from(["Room", "Our notes", "2026"]), max_size=2, unique=True)
TITLED = st.sets(st.sampled_from(SHEETS_TRIED))
ROTA = st.lists(st.lists(TYPED, max_size=4), max_size=3)
#: Notes: sheet, row and column as above, and what they say; sheets under other names; numbers merged over rows.
SAYS = st.sampled_from(
    ["ask Olga", "two\nlines\n\nand one", "Query PM405: is it?", "<b> & {{ x }}", "=1+1", "x" * 1_200]
)
NOTES = st.lists(
    st.tuples(st.sampled_from((*SHEETS_TRIED, "Rota")), st.integers(-1, 6), st.integers(2, 26), SAYS), max_size=6
)
RENAMED = st.dictionaries(
    st.sampled_from(("Start", *SHEETS_TRIED, "Priorities")),
    st.sampled_from(["{} - Table 1", "Our {} list", " {} ", "{}x"]),
    max_size=3,
)
MERGED = st.lists(
    st.tuples(st.sampled_from(("Objectives", "Meetings")), st.integers(0, 2), st.integers(1, 3)), max_size=2
)


@dataclass(frozen=True)
class Mess:
    """What an office did to its workbook."""

    spoils: list[Any]
    own: list[str] = field(default_factory=list)
    titled: set[str] = field(default_factory=set)
    rota: list[Any] = field(default_factory=list)
    notes: list[Any] = field(default_factory=list)
    renamed: dict[str, str] = field(default_factory=dict)
    merged: list[Any] = field(default_factory=list)


MESS = st.builds(Mess, SPOILS, OWN, TITLED, ROTA, NOTES, RENAMED, MERGED)


def office(mess: Mess) -> bytes:
    """A workbook with dirty cells, columns and sheets of its own, titles, notes, other names, merged numbers."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, sheet in BY_NAME.items():
        page = book.create_sheet(name)
        for row in _rows(sheet, mess):
            page.append(row)
    for name, down, across, value in mess.spoils:
        most = len(BY_NAME[name].columns) + len(mess.own)
        book[name].cell(_first(mess, name) + down, min(across, most)).value = _plain(value)
    page = book.create_sheet("Rota")
    for row in mess.rota:
        page.append([_plain(value) for value in row])
    for name, down, across, text in mess.notes:
        book[name].cell(_first(mess, name) + down, across).comment = Comment(text, "Office")
    for name, down, more in mess.merged:
        _merge(book[name], _first(mess, name) + down, more)
    for name, to in mess.renamed.items():
        book[name].title = to.format(name)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _rows(sheet: Sheet, mess: Mess) -> list[list[Any]]:
    """The rows of a good return, with a title where there is one and the headings of own columns."""
    if sheet.form:
        return [list(row) for row in parsed(base()["teacher"]["Start"])]
    headings = [column.heading for column in sheet]
    rows = [
        [_as_typed(sheet.by_key, row, heading) for heading in headings]
        for row in rows_of(base()["teacher"][sheet.name])
    ]
    return [*([["Our list", "32k"]] if sheet.name in mess.titled else []), [*headings, *mess.own], *rows]


def _first(mess: Mess, name: str) -> int:
    return 3 if name in mess.titled else 2


def _merge(page: Any, row: int, more: int) -> None:
    """Rows of one person, whose number is merged over them; not where another block is."""
    numbers = {page.cell(at, 1).value for at in range(row, row + more + 1)}
    is_free = not any(block.min_row <= row + more and block.max_row >= row for block in page.merged_cells.ranges)
    if len(numbers) == 1 and None not in numbers and is_free:
        page.merge_cells(f"A{row}:A{row + more}")


def _as_typed(columns: dict[str, Column], row: dict[str, str], heading: str) -> Any:
    text = row.get(heading, "")
    column = next(one for one in columns.values() if one.heading == heading)
    if column.kind is Kind.DATE and text:
        return date.fromisoformat(text)
    return float(text) if column.kind in (Kind.WHOLE, Kind.NUMBER) and text else text or None


def _plain(value: Any) -> Any:
    """Text that openpyxl would make a formula or an error of is typed as text with a blank before it."""
    return f" {value}" if isinstance(value, str) and value[:1] in "=#" else value


def _cells(content: bytes, but: tuple[str, ...] = ()) -> Counter[str]:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)  # of the sheets that are looked at
    pages = [page for page in book if page.title not in but]
    return Counter(_text(cell.value) for page in pages for row in page.rows for cell in row if cell.value is not None)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _back(content: bytes) -> tuple[Return, bytes]:
    one = read_return("return.xlsx", content)
    names = names_of(one)
    findings = [stamp(spot, RULES[spot.code], one, names) for spot in one.spots]
    return one, healed(one, findings, names, "", Contents())


_TRIED = settings(
    max_examples=tried(12), deadline=None, derandomize=SAME_EACH_TIME, suppress_health_check=list(HealthCheck)
)


@_TRIED
@given(MESS)
def test_every_cell_stands_in_the_healed_workbook_or_is_told_as_repaired(mess: Mess) -> None:
    content = office(mess)
    one, back = _back(content)
    there = _cells(back, but=TOOL_SHEETS)
    headings = {column.heading for sheet in SHEETS for column in sheet}
    told = {" ".join(str(spot.value).split()) for spot in one.spots if spot.code in ("PM015", "PM802")}
    gone = [text for text in _cells(content) - there if text not in headings and text.strip()]
    assert [text for text in gone if " ".join(text.split()) not in told] == []


@_TRIED
@given(MESS)
def test_every_note_stands_in_the_healed_workbook(mess: Mess) -> None:
    """At its cell, or where its cell is no more, on Left over; what was a finding's note comes anew."""
    content = office(mess)
    one, back = _back(content)
    assert sorted(note.text for note in one.notes) == sorted(text for *_, text in _of_each_cell(mess))
    again = read_return("return.xlsx", back)
    left = [text for cells in _left_over(back) for text in cells]
    kept = Counter(note.text for note in again.notes) + Counter(left)
    assert not Counter(note.text for note in one.notes) - kept


def _of_each_cell(mess: Mess) -> list[Any]:
    """Of several notes at one cell the last one hangs there."""
    return [(*place, text) for place, text in {(name, *place): text for name, *place, text in mess.notes}.items()]


def _left_over(content: bytes) -> list[list[Any]]:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    return [[cell.value for cell in row] for row in book["Left over"].rows] if "Left over" in book.sheetnames else []


@_TRIED
@given(MESS)
def test_the_healed_workbook_reads_as_what_came_did(mess: Mess) -> None:
    """But for Explanations, where open queries wait for their answer."""
    one, back = _back(office(mess))
    again = read_tables(back, SHEETS, TOOL_SHEETS, points=canonical_point)
    for name, table in one.tables.items():
        for key, values in table.columns.items():
            if key not in ("return_number", "answers_run", "template_version") and name != "Explanations":
                assert again.tables[name].columns[key] == values, f"{name} {key}"


@_TRIED
@given(MESS)
def test_names_and_merged_numbers_change_nothing_of_what_is_read(mess: Mess) -> None:
    plain = read_return("return.xlsx", office(replace(mess, renamed={}, merged=[], notes=[])))
    messy = read_return("return.xlsx", office(replace(mess, notes=[])))
    for name, table in plain.tables.items():
        assert messy.tables[name].columns == table.columns, name


def test_such_workbooks_are_messy() -> None:
    mess = Mess(
        [],
        notes=[("Staff", 0, 2, "a"), ("Rota", 0, 2, "b")],
        renamed={"Staff": "{} - Table 1"},
        merged=[("Objectives", 0, 2)],
    )
    one, _ = _back(office(mess))
    assert [note.text for note in one.notes] == ["a", "b"]
    assert len([spot for spot in one.spots if spot.code == "PM015" and "merged block A2:A4" in spot.words["what"]]) == 2
    assert [spot.value for spot in one.spots if spot.sheet == "Staff" and spot.code == "PM015"] == ["Staff - Table 1"]


def test_the_bytes_are_the_same_for_the_same_return() -> None:
    content = office(Mess([("Staff", 0, 1, " 0012345 ")], ["Room"], {"Staff"}, [["Week", 1]]))
    assert _back(content)[1] == _back(content)[1]
