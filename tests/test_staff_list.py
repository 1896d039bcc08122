"""A staff list as payroll or HR systems export it becomes the Staff list of trust.xlsx: by a mapping, shown first."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

import exports
import openpyxl
import pytest
from click.testing import CliRunner, Result
from exports import HEADINGS, OCTOBER, Row

from pmr_batch.cli import main
from pmr_batch.excel.reading.workbook_tables import read_tables
from pmr_batch.layout.trust_workbook import STAFF_LIST, TRUST_SHEETS
from pmr_batch.settings.trust_file import read_trust
from pmr_batch.workbook.carried_settings import rows_of

MAPPING = "Staff list mapping.xlsx"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A trust folder whose Staff list has nobody yet."""
    return exports.trust(tmp_path / "trust")


def ask(folder: Path, file: str, *more: str, on: dt.date = OCTOBER) -> Result:
    words = ["staff", str(folder / file), "--folder", str(folder), "--as-of", on.isoformat(), *more]
    return CliRunner().invoke(main, words)


def put(folder: Path, rows: Sequence[Mapping[str, Any]], name: str = "export.csv", **how: Any) -> str:
    (folder / name).write_bytes(exports.as_csv(rows, **how) if name.endswith("csv") else exports.as_xlsx(rows, **how))
    return name


def taken(folder: Path, rows: Sequence[Mapping[str, Any]], name: str = "export.csv", **how: Any) -> Result:
    """What is said when an export is taken by the mapping as it was proposed."""
    put(folder, rows, name, **how)
    first = ask(folder, name)
    assert first.exit_code in (0, 1), first.output
    return ask(folder, name, "--take")


def as_json(folder: Path, file: str, *more: str) -> dict[str, Any]:
    return dict(json.loads(ask(folder, file, "--json", *more).stdout))


def listed(folder: Path) -> list[dict[str, Any]]:
    """The rows of the Staff list as the settings' reader has them."""
    table = read_tables((folder / "trust.xlsx").read_bytes(), TRUST_SHEETS).tables[STAFF_LIST.name]
    return [dict(row) for row in rows_of(table)]


def by_number(folder: Path) -> dict[str, dict[str, Any]]:
    return {row["payroll_number"]: row for row in listed(folder)}


def answer(path: Path, sheet: str, found: str, **answers: str) -> None:
    """What HR does in a mapping: in the line of a heading or word it chooses in the columns on the right."""
    book = openpyxl.load_workbook(path)
    page = book[sheet]
    head = next(cells for cells in page.iter_rows() if "How sure" in [cell.value for cell in cells])
    at = {str(cell.value): cell.column for cell in head}
    line = next(cells for cells in page.iter_rows(min_row=head[0].row + 1) if cells[1].value == found)
    for heading, text in answers.items():
        page.cell(line[0].row, at[heading.replace("_", " ")], text)
    book.save(path)


def person(**differs: Any) -> Row:
    """The cells of a class teacher at Riverside, by the headings of `exports`."""
    cells = exports.cells_of(exports.people(5)[4], Random(1), exports.british)
    teacher = {
        "Employee Number": "0001041",
        "Surname": "APPLEBY",
        "Forename": "Ann",
        "Establishment": "Riverside Primary Academy",
        "Post Title": "Class Teacher",
        "Contract Type": "Perm",
        "Start Date": "15/09/2016",
        "Leaving Date": "",
        "FTE": 1,
        "ECT": "N",
        "QTS": "Y",
        "Pay Scale": "Teachers Main",
        "Spine Point": "M3",
    }
    return {heading: ({**cells, **teacher} | differs)[heading] for heading in HEADINGS}


def several(*differs: Row) -> list[Row]:
    """A row of the teacher's for each difference."""
    return [person(**one) for one in differs]


ANN: Row = {
    "payroll_number": "0001041",
    "name": "Ann Appleby",
    "academy_code": "RIV",
    "job_title": "Class Teacher",
    "role": "Teacher",
    "contract": "Permanent",
    "employment_start": dt.date(2016, 9, 15),
    "fte": 1.0,
    "in_induction": "No",
    "qualified_teacher": "Yes",
    "pay_range": "Main",
    "pay_point": "M3",
}
BEN: Row = ANN | {"payroll_number": "0001042", "name": "Ben Barlow", "academy_code": "OAK"}
BEN_EXPORTED: Row = {
    "Employee Number": "0001042",
    "Surname": "BARLOW",
    "Forename": "Ben",
    "Establishment": "Oakwood C of E Primary School",
}


# -- first proposed, then taken --------------------------------------------------------------------


def test_the_first_run_writes_a_mapping_and_changes_nothing(folder: Path) -> None:
    before = (folder / "trust.xlsx").read_bytes()
    result = ask(folder, put(folder, several({}, {"Employee Number": "0001042", "Post Title": "Music"})))
    assert result.exit_code == 1
    assert "Open, so answer them:\n  Establishment" not in result.stdout
    assert (folder / MAPPING).exists()
    assert (folder / "trust.xlsx").read_bytes() == before
    assert not list(folder.glob("trust before*"))


def test_two_hundred_and_fifty_people_with_mixed_dates_and_no_wrong_value(folder: Path) -> None:
    people = exports.people(250)
    above = [["Four Rivers Trust"], ["Staff in post at 30 September 2026"], []]
    result = taken(
        folder, exports.table(people, exports.mixed), "export.xlsx", above=above, below=[[], ["Total headcount", 250]]
    )
    assert result.exit_code == 0, result.output
    rows = {(row["payroll_number"], row["academy_code"]): row for row in listed(folder)}
    truth = {person.key: person.values for person in people}
    assert rows.keys() == truth.keys()
    placed = [(rows[key][heading], value) for key, values in truth.items() for heading, value in values.items()]
    right = sum(got == value for got, value in placed)
    wrong = [pair for pair in placed if pair[0] not in (None, pair[1])]
    assert not wrong
    assert right >= 0.95 * len(placed)
    assert len(read_trust(folder).staff_list or ()) == 250
