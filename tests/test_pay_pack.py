"""The pack for those who decide on pay says what the committee's workbook says, cell by cell, and nothing else."""

from __future__ import annotations

import json
import shutil
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner
from ledgers import copy_without_decisions
from marked_tables import table_rows
from openpyxl.workbook import Workbook

from pmr_batch.cli import main
from pmr_batch.commands.rounds.run import run
from pmr_batch.demo import DEMO_AS_OF
from pmr_batch.layout.audiences import may_count, may_see
from pmr_batch.layout.columns import Kind
from pmr_batch.layout.standard_workbook import SHEETS
from pmr_batch.model.audience import Audience
from pmr_batch.model.terms import Round

CYCLE = "teaching-2025-26"
HEADS = {"Executive Headteacher", "Headteacher", "Head of School", "CEO"}
WHO = ("--recipient", "The pay committee", "--reason", "The October meeting", "--by", "J. Okoro")
#: What a decision has in the pack whatever was typed: the place that it comes to, and the day from which it holds.
RESULTS = {"Decided range", "Decided point", "Effective from"}
MARKER = "Quixotic marker"


def _pack(folder: Path, round_: Round) -> Path:
    before = {*folder.rglob("packs/*.xlsx")}
    asked = ["disclose", "--to", "pay", "--cycle", CYCLE, "--round", round_.value, *WHO, "--take"]
    called = CliRunner().invoke(main, [*asked, "--folder", str(folder), "--as-of", "2026-12-20"])
    assert called.exit_code == 0, called.output
    (made,) = {*folder.rglob("packs/*.xlsx")} - before
    return made


def _by_person(book: Workbook, sheet: str) -> dict[str, dict[str, Any]]:
    (table,) = book[sheet].tables
    rows = table_rows(book[sheet], table)
    return {str(row["Payroll number"]): row for row in rows if row["Payroll number"]}


@pytest.fixture(scope="module")
def folder(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shutil.copytree(demo_folder, tmp_path_factory.mktemp("packed") / "trust")


@pytest.mark.parametrize("round_", [Round.OCTOBER, Round.DECEMBER])
def test_every_cell_is_as_in_the_committees_workbook(folder: Path, round_: Round) -> None:
    output = folder / "output" / CYCLE / round_.value
    (committee,) = (output / "committee").glob("*.xlsx")
    pack = openpyxl.load_workbook(_pack(folder, round_))
    shown, whole = (_by_person(book, "Recommendations") for book in (pack, openpyxl.load_workbook(committee)))
    assert shown.keys() == whole.keys()
    assert shown
    for number, row in shown.items():
        assert {heading: row[heading] for heading in row} == {heading: whole[number][heading] for heading in row}
    roles = {row["Role"] for row in shown.values()}
    assert (
        roles <= HEADS | {"Chief Learning Officer", "Chief Operations Officer"}
        if round_ is Round.DECEMBER
        else (roles == {"Teacher"})
    )
    (handed_in,) = (output / "decided" / "workbooks").glob("*.xlsx")
    typed = _by_person(openpyxl.load_workbook(handed_in), "Recommendations")
    decisions = _by_person(pack, "Decisions")
    assert decisions
    for number, row in decisions.items():
        for heading in row.keys() - RESULTS:
            assert row[heading] == typed[number][heading], (number, heading)
        for heading in RESULTS:
            assert typed[number][heading] in (None, row[heading]), (number, heading)


def test_nothing_else_of_a_return_is_anywhere_in_it(demo_folder: Path, tmp_path: Path) -> None:
    """Every text of a return that this audience may not see, marked, and searched for in the pack's bytes."""
    folder = shutil.copytree(demo_folder, tmp_path / "trust", ignore=shutil.ignore_patterns("records.sqlite"))
    copy_without_decisions(demo_folder, folder)
    path = max((folder / "incoming" / CYCLE).glob("*.xlsx"), key=lambda path: path.stat().st_size)
    planted = _plant(path)
    assert {"Objectives", "Development", "Reviews", "Concerns"} <= {sheet for sheet, _ in planted}
    with ThreadPoolExecutor(1) as executor:
        run(folder, CYCLE, Round.OCTOBER, DEMO_AS_OF, executor)
    output = folder / "output" / CYCLE / "october"
    people = json.loads((output / "people.json").read_text("utf-8"))
    ready = {one["payroll_number"] for one in people if one["file"] == path.name and one["outcome"].startswith("ready")}
    assert any(MARKER in _parts(form) for form in (output / "forms").rglob("*.docx")), "the return was read with it"
    pack = _pack(folder, Round.OCTOBER)
    assert ready & _by_person(openpyxl.load_workbook(pack), "Recommendations").keys()
    assert MARKER not in _parts(pack)


def _parts(path: Path) -> str:
    """The text of all parts of an Office file."""
    with zipfile.ZipFile(path) as parts:
        return "\n".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())


def _plant(path: Path) -> set[tuple[str, str]]:
    """Put the marker before every text that the pack may neither show nor count; sheets and headings of them."""
    book = openpyxl.load_workbook(path)
    planted = set()
    for sheet in SHEETS[1:]:
        rows = list(book[sheet.name].iter_rows()) if sheet.name in book.sheetnames else []
        top = next((at for at, row in enumerate(rows) if row[0].value == sheet.columns[0].heading), None)
        if top is None:
            continue
        headings = {str(cell.value): cell.column - 1 for cell in rows[top] if cell.value}
        for column in sheet:
            may = may_see(Audience.PAY, column) or may_count(Audience.PAY, column)
            if may or column.kind is not Kind.TEXT or column.heading not in headings:
                continue
            for row in rows[top + 1 :]:
                cell = row[headings[column.heading]]
                if isinstance(cell.value, str) and len(cell.value) > 20:
                    cell.value = f"{MARKER}: {cell.value}"
                    planted.add((sheet.name, column.heading))
    book.save(path)
    return planted
