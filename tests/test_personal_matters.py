"""Personal matters (9.2): what a return says of illness, absence, a case or a concern, the committee never gets."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from ledgers import copy_without_decisions
from openpyxl.workbook import Workbook

from pmr_batch.commands.rounds.run import run
from pmr_batch.demo import DEMO_AS_OF
from pmr_batch.layout.standard_workbook import CONCERNS
from pmr_batch.model.terms import Round
from pmr_batch.rules import ALL_RULES
from pmr_batch.rules.personal import PERSONAL_MATTER, is_personal_rule

CYCLE = "teaching-2025-26"
MARKER = "Quixotic marker"
#: Words by which a member of the committee would know whom a case, an absence or a concern is about.
TELLING = re.compile(r"misconduct|ill.health|grievance|extended absence|capability|monitoring|marker", re.IGNORECASE)
#: Sheets that name nobody, or count only what may be shown.
WITHOUT_NAMES = {"Rules", "Contents", "Equality"}


def _rows(book: Workbook, sheet: str) -> Iterator[tuple[dict[str, Any], dict[str, int]]]:
    """Each person's row of a return by heading, as cells, to be written in."""
    rows = list(book[sheet].iter_rows())
    top = next(at for at, row in enumerate(rows) if any(cell.value == "Payroll number" for cell in row))
    for row in rows[top + 1 :]:
        yield {str(head.value): cell for head, cell in zip(rows[top], row, strict=True) if head.value}


def _plant(path: Path, numbers: list[str]) -> None:
    """Write into a return what the committee may not know: on each person something else."""
    book = openpyxl.load_workbook(path)
    staff = {row["Payroll number"].value: row for row in _rows(book, "Staff")}
    answered, typed, absent, case = (staff[number] for number in numbers[:4])
    for row, status in ((answered, "Ill health"), (case, "Misconduct")):
        row["Status"].value, row["Status from"].value = status, date(2026, 3, 2)
    typed["Status"].value = MARKER
    absent["Absent from"].value = MARKER
    told = f"{MARKER}: has had an operation"
    _add(book, "Explanations", {"Rule": "PM211", "About": "Ill health", "Explanation": told}, numbers[0])
    days = {"Raised on": date(2026, 3, 2), "Discussed on": date(2026, 3, 4)}
    words = {column.heading: MARKER for column in CONCERNS if "on" not in column.heading.split()}
    _add(book, "Concerns", words | days, numbers[4])
    book.save(path)


def _add(book: Workbook, sheet: str, values: dict[str, Any], number: str) -> None:
    """A row more, below the last one about a person."""
    rows = list(book[sheet].iter_rows())
    top = next(at for at, row in enumerate(rows) if any(cell.value == "Payroll number" for cell in row))
    headings = {str(cell.value): cell.column for cell in rows[top]}
    last = max(at for at, row in enumerate(rows) if row[headings["Payroll number"] - 1].value)
    for heading, value in {**values, "Payroll number": number}.items():
        book[sheet].cell(last + 2, headings[heading], value)


@pytest.fixture(scope="module")
def planted(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Workbook, list[dict[str, Any]]]:
    """The committee's workbook of a round in which one return has all of it, and everybody's outcome."""
    undecided = shutil.ignore_patterns("records.sqlite")
    folder = shutil.copytree(demo_folder, tmp_path_factory.mktemp("personal") / "trust", ignore=undecided)
    copy_without_decisions(demo_folder, folder)
    output = folder / "output" / CYCLE / "october"
    people = json.loads((output / "people.json").read_text("utf-8"))
    ready = [one for one in people if one["outcome"] == "ready" and one["role"] == "Teacher"]
    file = ready[0]["file"]
    numbers = [one["payroll_number"] for one in ready if one["file"] == file]
    _plant(folder / "incoming" / CYCLE / file, numbers)
    with ThreadPoolExecutor(1) as executor:
        run(folder, CYCLE, Round.OCTOBER, DEMO_AS_OF, executor)
    made = max((output / "committee").glob("*.xlsx"), key=lambda path: path.stat().st_mtime)
    after = json.loads((output / "people.json").read_text("utf-8"))
    return openpyxl.load_workbook(made), [one for one in after if one["payroll_number"] in numbers[:5]]


def test_no_sheet_says_whom_it_is_about(planted: tuple[Workbook, list[dict[str, Any]]]) -> None:
    book, _ = planted
    for sheet in book:
        texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert not [text for text in texts if MARKER in text], sheet.title
        if sheet.title not in WITHOUT_NAMES:
            assert not [text for text in texts if TELLING.search(text)], sheet.title


def test_what_was_planted_was_found_and_stands_as_a_personal_matter(
    planted: tuple[Workbook, list[dict[str, Any]]],
) -> None:
    book, people = planted
    assert {code for one in people for code in one["reasons"]} >= {"PM009", "PM211"}
    for name in ("Queries", "Not before the committee"):
        texts = [str(cell.value) for row in book[name].iter_rows() for cell in row]
        assert any(PERSONAL_MATTER in text for text in texts), name
    codes = [str(cell.value) for sheet in ("Recommendations", "Queries") for row in book[sheet] for cell in row]
    assert not [code for code in codes if re.search(r"PM211|PM7\d\d", code)]


def test_every_rule_about_such_a_thing_is_personal() -> None:
    about = re.compile(r"misconduct|ill.health|grievance|monitoring|capability", re.IGNORECASE)
    open_rules = {rule.code for rule in ALL_RULES if not is_personal_rule(rule.code) and about.search(rule.must_hold)}
    assert not open_rules
    assert is_personal_rule("PM211")
    assert not is_personal_rule("PM612")
