"""A staff list pasted into trust.xlsx from another system: dates by what their column settles, hints for words."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import exports
import openpyxl
import pytest
from test_staff_list import ANN

from pmr_batch.errors import SettingsError
from pmr_batch.settings.trust_file import read_trust
from pmr_batch.settings.trust_settings import Settings


def pasted(folder: Path, **columns: list[Any]) -> Path:
    """A trust folder whose list holds these cells, a person a row, as they were pasted."""
    count = len(next(iter(columns.values())))
    people = [ANN | {"payroll_number": f"000{1000 + at}"} for at in range(count)]
    exports.trust(folder, people)
    book = openpyxl.load_workbook(folder / "trust.xlsx")
    sheet = book["Staff list"]
    at = {str(cell.value): cell.column for cell in sheet[3]}
    for key, cells in columns.items():
        for row, value in enumerate(cells, 4):
            cell = sheet.cell(row, at[key.replace("_", " ").capitalize()])
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
    book.save(folder / "trust.xlsx")
    return folder


def starts(settings: Settings) -> list[dt.date]:
    return [row["employment_start"] for row in settings.staff_list or ()]


def problems(folder: Path) -> list[str]:
    with pytest.raises(SettingsError) as told:
        read_trust(folder)
    return told.value.problems


def test_text_dates_are_read_in_the_order_that_their_column_settles(tmp_path: Path) -> None:
    folder = pasted(tmp_path, Employment_start=["01/09/2016", "02/03/2018", "25/12/2019", dt.date(2020, 9, 1)])
    settings = read_trust(folder)
    assert starts(settings) == [dt.date(2016, 9, 1), dt.date(2018, 3, 2), dt.date(2019, 12, 25), dt.date(2020, 9, 1)]
    told = [line for line in settings.notices if "Employment start" in line]
    assert len(told) == 1
    assert "the day comes first, as other dates of the column settle" in told[0]
    assert told[0].endswith("and 2 more cells of the column likewise")


def test_months_come_first_where_the_column_says_so(tmp_path: Path) -> None:
    folder = pasted(tmp_path, Employment_start=["09/01/2016", "03/02/2018", "12/25/2019"])
    settings = read_trust(folder)
    assert starts(settings) == [dt.date(2016, 9, 1), dt.date(2018, 3, 2), dt.date(2019, 12, 25)]
    assert "the month comes first" in next(line for line in settings.notices if "Employment start" in line)


@pytest.mark.parametrize(
    "days",
    [
        ["01/09/2016", "02/03/2018"],
        ["01/09/2016", "25/12/2019", "12/25/2019"],
        ["09/01/2016", "12/25/2019", dt.date(2016, 1, 9)],
    ],
    ids=["either order", "one against another", "months first, and Excel has taken days for months"],
)
def test_dates_that_nothing_settles_are_not_guessed(tmp_path: Path, days: list[Any]) -> None:
    lines = problems(pasted(tmp_path, Employment_start=days))
    assert any("G4: Employment start" in line and "can be read as two dates" in line for line in lines)


def test_each_column_is_settled_by_itself(tmp_path: Path) -> None:
    folder = pasted(tmp_path, Employment_start=["25/12/2016"] * 2, Employment_end=["01/09/2026", "02/09/2026"])
    assert all("Employment end" in line for line in problems(folder))


def test_other_sheets_and_returns_are_read_as_before(tmp_path: Path) -> None:
    folder = pasted(tmp_path, Employment_start=["25/12/2016"])
    book = openpyxl.load_workbook(folder / "trust.xlsx")
    for row, day in ((4, "25/10/2026"), (5, "01/10/2026")):
        book["Cycles"].cell(row, 6, day)
    book.save(folder / "trust.xlsx")
    assert any("can be read as two dates" in line for line in problems(folder))


def test_a_job_title_in_place_of_a_role_is_told_its_role(tmp_path: Path) -> None:
    lines = problems(pasted(tmp_path, Role=["Deputy Headteacher", "Teaching Assistant", "Teecher"]))
    assert "Staff list E4: Role “Deputy Headteacher” is not in its list; as a role, that is Teacher;" in lines[0]
    assert "Role “Teaching Assistant” is not in its list; as a role, that is Support staff;" in lines[1]
    assert "Role “Teecher” is not in its list; the nearest is Teacher;" in lines[2]


def test_a_blank_role_is_said_by_the_job_title(tmp_path: Path) -> None:
    lines = problems(pasted(tmp_path, Role=[None, None], Job_title=["Deputy Headteacher", "Music"]))
    assert lines[0] == (
        "Staff list E4: Role is blank; choose Teacher, as “Deputy Headteacher” is one; `pmr-batch staff` does so"
    )
    assert lines[1].startswith("Staff list E5: Role is blank; choose CEO, ")
