"""Parts that nothing is read from are not inflated by decide, collect and templates check, however much they grow."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from templates_edited import BOOK, FORM, with_part
from workbooks import a_return, as_excel_does, parts_of_zip, workbook, zipped

from pmr_batch.commands.collect.form_document import open_form
from pmr_batch.commands.decide.decided_workbook import read_decided_workbook
from pmr_batch.excel.reading.preflight import parts_of
from pmr_batch.excel.reading.reading_limits import OF_A_RETURN, OF_THE_TRUST, Refused
from pmr_batch.excel.reading.workbook_tables import read_tables
from pmr_batch.layout.standard_workbook import SHEETS
from pmr_batch.model.terms import FileState
from pmr_batch.read.worker import read_return
from pmr_batch.templates.workbook import workbook_misfits

#: A part that is inflated takes as much and more.
LARGE = 60_000_000
COMMITTEE = workbook(
    {
        "Recommendations": "| Payroll number | Decision |\n| 0001041 | Approved |",
        "Own notes": "| a |",
    }
)


def committee(content: bytes, folder: Path) -> object:
    path = folder / "Committee.xlsx"
    path.write_bytes(content)
    with ThreadPoolExecutor(1) as executor:
        return read_decided_workbook(path, executor).recommendations.table.columns["payroll_number"]


READERS: dict[str, tuple[bytes, Callable[[bytes, Path], object]]] = {
    "decide": (COMMITTEE, committee),
    "collect": (FORM, lambda content, _: open_form(content).footer),
    "templates check": (BOOK, lambda content, _: workbook_misfits(content)),
}


@contextmanager
def at_most(size: int) -> Iterator[None]:
    """Holds what is done to so many bytes of memory at a time."""
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < size
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("part", ["xl/model/item.data", "customXml/item9.xml", "word/media/film.bin"])
def test_a_part_that_nothing_is_read_from_is_not_inflated(reader: str, part: str, tmp_path: Path) -> None:
    content, read = READERS[reader]
    whole = read(content, tmp_path)
    large = with_part(content, part, b"<x>" + bytes(LARGE))
    with at_most(LARGE // 2):
        assert read(large, tmp_path) == whole


def test_a_sheet_of_the_committees_own_is_not_inflated(tmp_path: Path) -> None:
    parts = parts_of_zip(COMMITTEE)
    parts["xl/worksheets/sheet2.xml"] += b" " * LARGE
    with at_most(LARGE // 2):
        assert committee(zipped(parts), tmp_path) == ("0001041",)


@pytest.mark.parametrize("reader", READERS)
def test_what_is_read_is_held_to_the_limits(reader: str, tmp_path: Path) -> None:
    content, read = READERS[reader]
    name = next(name for name in ("word/styles.xml", "xl/styles.xml") if name in parts_of_zip(content))
    parts = parts_of_zip(content)
    parts[name] += b" " * LARGE
    with at_most(LARGE):
        try:
            said = str(read(zipped(parts), tmp_path))
        except Exception as refused:  # noqa: BLE001  (each in its own words)
            said = str(refused)
    assert "grows beyond all measure" in said


def test_a_return_is_whole_or_refused() -> None:
    content = as_excel_does(a_return({"Staff": "| Payroll number |\n| 0001041 |"}))
    grown = with_part(content, "xl/media/logo.bin", bytes(LARGE))
    returned = read_return("Riverside.xlsx", grown)
    assert (returned.state, returned.tables) == (FileState.REFUSED, {})
    assert read_return("Riverside.xlsx", content).state is FileState.ACCEPTED


def test_damage_is_told_where_it_is_read_and_a_return_is_refused_for_any() -> None:
    content = bytearray(with_part(as_excel_does(a_return({})), "xl/media/logo.bin", b"a logo" * 50))
    content[content.index(b"xl/media/logo.bin") + len("xl/media/logo.bin") + 2] ^= 1
    assert read_tables(bytes(content), SHEETS, limits=OF_THE_TRUST).tables
    with pytest.raises(Refused, match="is damaged"):
        read_tables(bytes(content), SHEETS, limits=OF_A_RETURN)
    parts = parts_of(bytes(content))
    with pytest.raises(Refused, match="is damaged"):
        parts["xl/media/logo.bin"]


def test_a_part_under_another_name_than_its_own_is_damage_also_where_nothing_is_read_from_it() -> None:
    content = with_part(as_excel_does(a_return({})), "xl/media/logo.bin", b"a logo")
    with pytest.raises(Refused, match="is damaged"):
        parts_of(content.replace(b"xl/media/logo.bin", b"xl/media/logo.bim", 1))
