"""Which of several returns of an academy stands: identity is what is read, and nothing is lost unasked (PM005)."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from casebook import trust, workbook
from workbooks import as_excel_does, edited, saved

from pmr_batch.model.returns import Return
from pmr_batch.model.terms import FileState
from pmr_batch.read import read_returns
from pmr_batch.read.worker import read_return
from pmr_batch.settings.trust_file import read_trust
from pmr_batch.settings.trust_settings import Settings
from pmr_batch.workbook.contents import Contents
from pmr_batch.workbook.renewed_return import renewed
from pmr_batch.workbook.standard_book import standard_book

ACCEPTED, REFUSED, SUPERSEDED = FileState.ACCEPTED, FileState.REFUSED, FileState.SUPERSEDED
CYCLE = "Teaching 2025-26"
#: Two teachers, with two objectives, three meetings and a review each.
PEOPLE = "| Payroll number | Name |\n| 0001041 | Ann Appleby |\n| 0001042 | Ben Barlow |"
FILLED = workbook("teacher", "", {"Staff": PEOPLE})
Edit = Callable[[Any], None]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("trust")
    (folder / "trust.xlsx").write_bytes(trust("teacher", {}))
    return read_trust(folder)


@pytest.fixture(scope="module")
def threads() -> Iterator[Executor]:
    with ThreadPoolExecutor(1) as executor:
        yield executor


@pytest.fixture
def returns(tmp_path: Path, settings: Settings, threads: Executor) -> Callable[..., dict[str, Return]]:
    """Reads files, given by name, as the returns of a cycle; `stands` is the file named on Returns."""

    def read(files: dict[str, bytes], stands: str | None = None) -> dict[str, Return]:
        for name, content in files.items():
            (tmp_path / name).write_bytes(content)
        told = replace(settings, returns={("RIV", CYCLE): stands} if stands else {})
        cycle = told.cycle(CYCLE)
        assert cycle is not None
        return {one.path: one for one in read_returns(tmp_path, cycle, told, threads)}

    return read


def states(read: dict[str, Return]) -> dict[str, FileState]:
    return {path.removesuffix(".xlsx"): one.state for path, one in read.items()}


def said(one: Return) -> str:
    [spot] = [spot for spot in one.spots if spot.code == "PM005"]
    assert (spot.sheet, spot.column, spot.cell) == ("Start", "Return number", f"B{spot.row}")
    return spot.words["what"]


def numbered(content: bytes, number: int, *edits: Edit) -> bytes:
    """The same workbook under another Return number, after some edits."""

    def change(book: Any) -> None:
        start_cell(book, "Return number").value = number
        for edit in edits:
            edit(book)

    return edited(content, change)


def start_cell(book: Any, label: str) -> Any:
    return next(row[1] for row in book["Start"].iter_rows() if row[0].value == label)


def cell(sheet: str, row: int, heading: str) -> Callable[[Any], Any]:
    def found(book: Any) -> Any:
        column = next(head.column for head in book[sheet][1] if head.value == heading)
        return book[sheet].cell(row, column)

    return found


def put(sheet: str, row: int, heading: str, value: Any) -> Edit:
    def change(book: Any) -> None:
        cell(sheet, row, heading)(book).value = value

    return change


def without_row(sheet: str, row: int) -> Edit:
    return lambda book: book[sheet].delete_rows(row)


def in_order(sheet: str, order: list[int]) -> Edit:
    """The rows of a sheet, counted from 0, in another order."""

    def change(book: Any) -> None:
        rows = [[one.value for one in row] for row in book[sheet].iter_rows(min_row=2)]
        for at, before in enumerate(order):
            for column, value in enumerate(rows[before], 1):
                book[sheet].cell(at + 2, column).value = value

    return change


def gone_back(content: bytes) -> bytes:
    """What goes back of a return, to be worked on."""
    return standard_book(renewed(read_return("return.xlsx", content), Contents())).bytes()


def nearly_blank() -> bytes:
    """What `issue` hands out: people, with rows in which nothing is written, and number 2 as a collected copy has."""
    issued = {
        "Staff": PEOPLE,
        "Objectives": "| Payroll number | No |\n" + "".join(f"| 000104{n} | {m} |\n" for n in (1, 2) for m in (1, 2)),
        "Reviews": "| Payroll number |\n| 0001041 |\n| 0001042 |",
        "Meetings": "| Payroll number |\n| 0001041 |",
    }

    def blank(book: Any) -> None:
        kept = {"Payroll number", "No", "Kind"}
        for sheet in ("Objectives", "Development", "Meetings", "Reviews"):
            heads = [head.value for head in book[sheet][1]]
            for row in book[sheet].iter_rows(min_row=2):
                for heading, one in zip(heads, row, strict=True):
                    one.value = one.value if heading in kept else None

    return numbered(workbook("teacher", "", issued), 2, blank)


# -- identity is what is read ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "again",
    [
        lambda content: saved(openpyxl.load_workbook(io.BytesIO(content))),
        as_excel_does,
        lambda content: edited(content, in_order("Objectives", [3, 1, 0, 2])),
        lambda content: edited(content, put("Staff", 2, "Name", " Ann Appleby ")),
    ],
    ids=["openpyxl", "Excel", "sorted", "blanks"],
)
def test_the_same_cells_saved_again_are_one_return(returns: Any, again: Callable[[bytes], bytes]) -> None:
    read = returns({"a.xlsx": FILLED, "b.xlsx": again(FILLED)})
    assert states(read) == {"a": ACCEPTED, "b": SUPERSEDED}
    assert not any(spot.code == "PM005" for one in read.values() for spot in one.spots)


def test_two_returns_of_one_number_say_in_which_cells_they_differ(returns: Any) -> None:
    other = edited(FILLED, put("Reviews", 3, "Pay criteria", "Have not been met"))
    other = edited(other, without_row("Meetings", 2))
    read = returns({"a.xlsx": FILLED, "b.xlsx": other})
    assert states(read) == {"a": REFUSED, "b": REFUSED}
    place = cell("Reviews", 3, "Pay criteria")(openpyxl.load_workbook(io.BytesIO(FILLED))).coordinate
    row = "1 row (Meetings 2 of 0001041) and "
    where = f"1 cell (Reviews {place} of 0001042)"
    assert said(read["a.xlsx"]) == f"is 1 in b.xlsx too; they differ in {row}{where}"
    assert said(read["b.xlsx"]) == f"is 1 in a.xlsx too; they differ in {where}"


def test_what_only_the_other_holds_is_named_too(returns: Any) -> None:
    read = returns({"a.xlsx": FILLED, "b.xlsx": edited(FILLED, without_row("Meetings", 2))})
    assert said(read["b.xlsx"]) == "is 1 in a.xlsx too; a.xlsx has 1 row (Meetings 2 of 0001041) besides"


def test_columns_of_the_offices_own_are_part_of_what_a_return_holds(returns: Any) -> None:
    def own(text: str) -> bytes:
        return edited(FILLED, lambda book: book.create_sheet("Our notes").append([text]))

    read = returns({"a.xlsx": own("Ring Ann"), "b.xlsx": own("Ring Ben")})
    assert said(read["a.xlsx"]) == "is 1 in b.xlsx too; they differ in columns or sheets of the office's own"


def test_where_cells_of_the_offices_own_stand_is_no_part_of_what_a_return_holds(returns: Any) -> None:
    def own(*rows: str) -> bytes:
        return edited(FILLED, lambda book: [book["Objectives"].append([row]) for row in rows])

    read = returns({"a.xlsx": own("Total"), "b.xlsx": own("", "Total ")})
    assert states(read) == {"a": ACCEPTED, "b": SUPERSEDED}


# -- nothing is lost unasked -------------------------------------------------------------------------


def test_a_nearly_blank_copy_does_not_supersede_the_filled_return(returns: Any) -> None:
    read = returns({"Riverside.xlsx": FILLED, "RIV collected.xlsx": nearly_blank()})
    assert states(read) == {"Riverside": REFUSED, "RIV collected": REFUSED}
    assert said(read["RIV collected.xlsx"]).startswith("is 2, and this file lacks ")
    assert "of Riverside.xlsx, number 1" in said(read["RIV collected.xlsx"])
    assert said(read["Riverside.xlsx"]).startswith("is 1, and RIV collected.xlsx, number 2, lacks ")
    assert "row" in said(read["Riverside.xlsx"])
    assert "cells (" in said(read["Riverside.xlsx"])
    assert " more)" in said(read["Riverside.xlsx"]), "the first are named, the others counted"
    assert len(said(read["Riverside.xlsx"])) < 700


@pytest.mark.parametrize(
    ("edit", "lost"),
    [
        (put("Reviews", 3, "CPD activity", None), "1 cell (Reviews {cell} of 0001042)"),
        (without_row("Reviews", 3), "1 row (Reviews 3 of 0001042)"),
        (without_row("Staff", 3), "1 row (Staff 3 of 0001042)"),
        (lambda book: setattr(start_cell(book, "Authorised by"), "value", None), "1 cell (Start "),
    ],
)
def test_a_row_or_a_filled_cell_that_is_gone_keeps_both(returns: Any, edit: Edit, lost: str) -> None:
    read = returns({"a.xlsx": FILLED, "b.xlsx": numbered(FILLED, 2, edit)})
    assert states(read) == {"a": REFUSED, "b": REFUSED}
    place = cell("Reviews", 3, "CPD activity")(openpyxl.load_workbook(io.BytesIO(FILLED))).coordinate
    assert said(read["b.xlsx"]).startswith(f"is 2, and this file lacks {lost.format(cell=place)}")


@pytest.mark.parametrize(
    "edit",
    [
        put("Reviews", 3, "CPD activity", "Took what the hub taught to year 4"),
        put("Meetings", 2, "Date", date(2025, 10, 7)),
        put("Objectives", 3, "No", 7),
        in_order("Objectives", [2, 3, 0, 1]),
    ],
    ids=["changed", "another date", "renumbered", "sorted"],
)
def test_what_is_changed_moved_or_renumbered_is_not_lost(returns: Any, edit: Edit) -> None:
    read = returns({"a.xlsx": FILLED, "b.xlsx": numbered(FILLED, 2, edit)})
    assert states(read) == {"a": SUPERSEDED, "b": ACCEPTED}


def test_a_corrected_payroll_number_takes_its_rows_along(returns: Any) -> None:
    def corrected(book: Any) -> None:
        for sheet in ("Staff", "Objectives", "Development", "Meetings", "Reviews"):
            for one in book[sheet]["A"]:
                one.value = "0001043" if one.value == "0001042" else one.value
        cell("Staff", 3, "Job title")(book).value = "Year 4 teacher"

    read = returns({"a.xlsx": FILLED, "b.xlsx": numbered(FILLED, 2, corrected)})
    assert states(read) == {"a": SUPERSEDED, "b": ACCEPTED}


def test_a_doubled_row_and_one_that_was_issued_blank_may_go(returns: Any) -> None:
    def doubled(book: Any) -> None:
        book["Reviews"].append([one.value for one in book["Reviews"][3]])
        book["Objectives"].append(["0001042", 3])

    read = returns({"a.xlsx": edited(FILLED, doubled), "b.xlsx": numbered(FILLED, 2)})
    assert states(read) == {"a": SUPERSEDED, "b": ACCEPTED}


def test_the_file_named_on_returns_stands_and_what_is_lost_is_asked_no_more(returns: Any) -> None:
    files = {"a.xlsx": FILLED, "b.xlsx": nearly_blank()}
    assert states(returns(files, "a.xlsx")) == {"a": ACCEPTED, "b": SUPERSEDED}
    assert states(returns(files, "b.xlsx")) == {"a": SUPERSEDED, "b": ACCEPTED}


# -- what went back and came again -------------------------------------------------------------------


def test_what_went_back_and_was_corrected_stands(returns: Any) -> None:
    """A remedy may ask for a cell to be emptied; the office did so in the very workbook that held it."""
    back = edited(gone_back(FILLED), put("Reviews", 3, "Pay criteria", None))
    read = returns({"a.xlsx": FILLED, "b.xlsx": back})
    assert states(read) == {"a": SUPERSEDED, "b": ACCEPTED}
    again = edited(gone_back(back), put("Reviews", 3, "Recommended point", None))
    assert states(returns({"c.xlsx": again})) == {"a": SUPERSEDED, "b": SUPERSEDED, "c": ACCEPTED}


@pytest.mark.parametrize("sheet", ["Staff", "Meetings", "Reviews"])
def test_a_row_that_is_gone_from_what_went_back_keeps_both(returns: Any, sheet: str) -> None:
    read = returns({"a.xlsx": FILLED, "b.xlsx": edited(gone_back(FILLED), without_row(sheet, 3))})
    assert states(read) == {"a": REFUSED, "b": REFUSED}
    assert f"lacks 1 row ({sheet} 3 of " in said(read["b.xlsx"])


def test_a_row_that_was_emptied_in_what_went_back_is_a_row_that_is_gone(returns: Any) -> None:
    def emptied(book: Any) -> None:
        for one in book["Reviews"][3][1:]:
            one.value = None

    read = returns({"a.xlsx": FILLED, "b.xlsx": edited(gone_back(FILLED), emptied)})
    assert "lacks 1 row (Reviews 3 of 0001042)" in said(read["b.xlsx"])


def test_what_went_back_of_an_older_state_does_not_supersede_what_was_filled_in_since(returns: Any) -> None:
    back = gone_back(edited(FILLED, put("Reviews", 3, "CPD activity", None)))
    read = returns({"a.xlsx": FILLED, "b.xlsx": back})
    assert states(read) == {"a": REFUSED, "b": REFUSED}


def test_what_was_made_from_the_named_file_stands_after_it(returns: Any) -> None:
    """So that naming a file once does not hold up what the office sends later."""
    files = {"a.xlsx": FILLED, "b.xlsx": nearly_blank(), "c.xlsx": gone_back(FILLED)}
    files["c.xlsx"] = edited(files["c.xlsx"], put("Reviews", 3, "CPD activity", "Took it to year 4"))
    assert states(returns(files, "a.xlsx")) == {"a": SUPERSEDED, "b": SUPERSEDED, "c": ACCEPTED}
