"""How much an office types: the cells of correct returns that the workbooks it was issued lack."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import fmean
from typing import Any

import pytest

from pmr_batch.demo.cycles import YEARS
from pmr_batch.demo.trust_folder import build_correct
from pmr_batch.layout.standard_workbook import SHEETS, STAFF
from pmr_batch.model.returns import Return
from pmr_batch.read.worker import read_workbook
from pmr_batch.workbook.carried_settings import rows_of

ABOUT_PEOPLE = [sheet for sheet in SHEETS if sheet.people and sheet.name not in ("Panels", "Explanations")]


def returns(folder: Path) -> dict[str, Return]:
    every = [read_workbook(path.name, path.read_bytes()) for path in folder.glob("*.xlsx")]
    return {str(one.academy): one for one in every if one.academy != "HEADS"}


def typed(one: Return) -> Counter[tuple[str, str, str, Any]]:
    """The filled cells about each person: number, sheet, column, value; what Start says once is none."""
    cells: Counter[tuple[str, str, str, Any]] = Counter()
    for sheet in ABOUT_PEOPLE:
        table = one.tables[sheet.name]
        said = {key: {table.rows.index(row) for row in rows} for key, rows in table.defaulted.items()}
        rows = [
            {key: value for key, value in row.items() if at not in said.get(key, ())}
            for at, row in enumerate(rows_of(table))
        ]
        for row in (*rows, *table.waiting):
            cells.update(
                (str(row["payroll_number"]), sheet.name, key, value) for key, value in row.items() if value is not None
            )
    return cells


def people(folder: Path) -> Iterator[tuple[str, int, int, int]]:
    """Of everybody in review: role, objectives, meetings, cells typed."""
    for year in YEARS:
        issued = returns(folder / "issued" / year.slug)
        for code, one in returns(folder / "incoming" / year.slug).items():
            cells = typed(one) - typed(issued[code])
            for row in rows_of(one.tables[STAFF.name]):
                number = row["payroll_number"]
                held = {sheet: _rows(one, sheet, number) for sheet in ("Objectives", "Meetings", "Reviews")}
                if held["Reviews"]:
                    count = sum(times for (whom, *_), times in cells.items() if whom == number)
                    yield str(row["role"]), held["Objectives"], held["Meetings"], count


def _rows(one: Return, sheet: str, number: Any) -> int:
    return sum(row["payroll_number"] == number for row in rows_of(one.tables[sheet]))


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, int, int, int]]:
    folder = tmp_path_factory.mktemp("correct")
    build_correct(folder, 3, 20)
    return list(people(folder))


def test_an_office_types_under_35_cells_a_person_as_the_page_says(counted: list[tuple[str, int, int, int]]) -> None:
    teachers = [count for role, objectives, held, count in counted if (role, objectives, held) == ("Teacher", 3, 4)]
    support = [
        count for role, objectives, held, count in counted if (role, objectives, held) == ("Support staff", 2, 3)
    ]
    assert len(teachers) > 15
    assert len(support) > 15
    everybody = fmean(count for *_, count in counted)
    assert everybody < 35
    page = " ".join(Path(__file__).parents[1].joinpath("docs/workbook.md").read_text("utf-8").split())
    assert f"teachers {fmean(teachers):.0f} (with 3 objectives and 4 meetings)" in page
    assert f"support staff {fmean(support):.0f} (2 objectives, 3 meetings)" in page
    assert f"over everybody in review, whatever their year was like, {everybody:.0f}" in page
