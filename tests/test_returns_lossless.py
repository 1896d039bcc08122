"""Nothing that an office typed is lost on the way back: what it typed stands in the healed workbook, cell by cell."""

from __future__ import annotations

import io
from collections import Counter
from datetime import date, datetime, time
from typing import Any

import openpyxl
from casebook import base, parsed, rows_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pmr_batch.excel.reading.workbook_tables import read_tables
from pmr_batch.layout.columns import Column, Kind
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


def office(spoils: list[Any], own: list[str], titled: set[str], rota: list[Any]) -> bytes:
    """A workbook with dirty cells, columns and sheets of its own, titles, and rows far below."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, sheet in BY_NAME.items():
        page = book.create_sheet(name)
        if sheet.form:
            for row in parsed(base()["teacher"]["Start"]):
                page.append(row)
            continue
        if name in titled:
            page.append(["Our list", "32k"])
        headings = [column.heading for column in sheet]
        page.append([*headings, *own])
        for row in rows_of(base()["teacher"][name]):
            page.append([_as_typed(sheet.by_key, row, heading) for heading in headings])
    for name, down, across, value in spoils:
        most = len(BY_NAME[name].columns) + len(own)
        book[name].cell((3 if name in titled else 2) + down, min(across, most)).value = _plain(value)
    page = book.create_sheet("Rota")
    for row in rota:
        page.append([_plain(value) for value in row])
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


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


_TRIED = settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


@_TRIED
@given(SPOILS, OWN, TITLED, ROTA)
def test_every_cell_stands_in_the_healed_workbook_or_is_told_as_repaired(
    spoils: list[Any], own: list[str], titled: set[str], rota: list[Any]
) -> None:
    content = office(spoils, own, titled, rota)
    one, back = _back(content)
    there = _cells(back, but=TOOL_SHEETS)
    headings = {column.heading for sheet in SHEETS for column in sheet}
    told = {" ".join(str(spot.value).split()) for spot in one.spots if spot.code in ("PM015", "PM802")}
    gone = [text for text in _cells(content) - there if text not in headings and text.strip()]
    assert [text for text in gone if " ".join(text.split()) not in told] == []


@_TRIED
@given(SPOILS, OWN, TITLED)
def test_the_healed_workbook_reads_as_what_came_did(spoils: list[Any], own: list[str], titled: set[str]) -> None:
    """But for Explanations, where open queries wait for their answer."""
    one, back = _back(office(spoils, own, titled, []))
    again = read_tables(back, SHEETS, TOOL_SHEETS, points=canonical_point)
    for name, table in one.tables.items():
        for key, values in table.columns.items():
            if key not in ("return_number", "answers_run") and name != "Explanations":
                assert again.tables[name].columns[key] == values, f"{name} {key}"


def test_the_bytes_are_the_same_for_the_same_return() -> None:
    content = office([("Staff", 0, 1, " 0012345 ")], ["Room"], {"Staff"}, [["Week", 1]])
    assert _back(content)[1] == _back(content)[1]
