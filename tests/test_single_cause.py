"""One cause, one finding: a slip of the pen in a full return is told where it was made, and nothing else is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from casebook import Case, place
from openpyxl.workbook import Workbook
from workbooks import edited

from pmr_batch.commands.check import check
from pmr_batch.model.terms import Severity

AS_OF = date(2026, 10, 20)
MEETINGS = """
    | Payroll number | Date       | Kind               | Feedback on |
    | 0001041        | 2025-10-06 | Initial meeting    |             |
    | 0001041        | 2026-01-20 | Observation        | 2026-01-21  |
    | 0001041        | 2026-02-10 | Informal review    |             |
    | 0001041        | 2026-02-06 | Monitoring contact |             |
    | 0001041        | 2026-02-24 | Monitoring contact |             |
    | 0001041        | 2026-10-01 | Final review       |             |"""
CONCERNS = """
    | Payroll number | Raised on  | Raised by | Nature and seriousness   | Previous support | Discussed on | Employee's response | Further support offered | Confirmed in writing on | Monitoring set | Targets     | Support agreed | Monitored by | Review on  | Monitoring from | Monitoring to | Consequences explained | Outcome  |
    | 0001041        | 2026-01-22 | 0001001   | Books unmarked for weeks | Two talks        | 2026-01-23   | Agrees to it        | Coaching weekly         | 2026-01-26              | Yes            | Mark weekly | A coach        | 0001001      | 2026-02-20 | 2026-01-28      | 2026-03-03    | Yes                    | Improved |"""  # noqa: E501
#: Each cell by what stands there, and what it is mistyped as: a year too early or too late.
YEARS = {
    ("Feedback on", "2026-01-21", "2025-01-21"): "PM023 Meetings!D3",
    ("Feedback on", "2026-01-21", "2027-01-21"): "PM108 Meetings!D3",
    ("Observation", "2026-01-20 | Obs", "2025-01-20 | Obs"): "PM023 Meetings!B3",
    ("Observation", "2026-01-20 | Obs", "2027-01-20 | Obs"): "PM108 Meetings!B3",
    ("Contact", "2026-02-06", "2025-02-06"): "PM023 Meetings!B5",
    ("Contact", "2026-02-06", "2027-02-06"): "PM108 Meetings!B5",
    ("Contact", "2026-02-06", "2016-02-06"): "PM023 Meetings!B5",
    ("Confirmed", "2026-01-26", "2025-01-26"): "PM023 Concerns!I2",
    ("Confirmed", "2026-01-26", "2027-01-26"): "PM108 Concerns!I2",
    ("Discussed", "2026-01-23", "2025-01-23"): "PM023 Concerns!F2",
    ("Discussed", "2026-01-23", "2027-01-23"): "PM108 Concerns!F2",
    ("Raised", "2026-01-22", "2027-01-22"): "PM108 Concerns!B2",
    ("Monitoring from", "2026-01-28", "2025-01-28"): "PM023 Concerns!O2",
    ("Monitoring from", "2026-01-28", "2027-01-28"): "PM023 Concerns!O2",
    ("Monitoring to", "2026-03-03", "2027-03-03"): "PM023 Concerns!P2",
}
#: Rows that are wrong, by sheet, and what is told of them.
ROWS = {
    "left, without the end of the employment": (
        {"Staff": "| Payroll number | Status | Status from |\n| 0001041 | Left | 2026-07-31 |"},
        ["PM009 Staff!I2"],
    ),
    "a second row on Reviews": (
        {"Reviews": "| Payroll number | Pay criteria |\n| 0001041 | Have been met |\n| 0001041 | Have not been met |"},
        ["PM011 Reviews!A3"],
    ),
    "a number mistyped on three rows": (
        {"Objectives": "| Payroll number | No |\n| 0001014 | 1 |\n| 0001014 | 2 |\n| 0001014 | 3 |"},
        ["PM010 Objectives!A2"],
    ),
}
TOLD_BY_THE_SHEET = ("Staff", "Reviewers", "Panels", "Priorities", "Objectives", "Development", "Meetings", "Reviews")


@pytest.fixture(scope="module")
def executor() -> Iterator[Executor]:
    with ThreadPoolExecutor(1) as one:
        yield one


Edit = Callable[[Workbook], None]


def _without(sheet: str) -> Edit:
    return lambda book: book.remove(book[sheet])


def _without_key(sheet: str) -> Edit:
    def edit(book: Workbook) -> None:
        cell = next(cell for cell in book[sheet][1] if cell.value == "Payroll number")
        book[sheet].delete_cols(cell.column)

    return edit


def _merged(sheet: str, cells: str) -> Edit:
    return lambda book: book[sheet].merge_cells(cells)


WITHOUT_KEY = ("Staff", "Objectives", "Meetings", "Reviews")
MERGED = (("Objectives", "A2:A4"), ("Meetings", "A2:A5"))
FULL = {"Meetings": MEETINGS, "Concerns": CONCERNS}
#: Each return by what is wrong with it: its sheets, and what is done to the workbook.
RETURNS: dict[object, tuple[dict[str, str], Edit | None]] = {
    "nothing": (FULL, None),
    **{slip: ({name: text.replace(*slip[1:]) for name, text in FULL.items()}, None) for slip in YEARS},
    **{slip: (sheets, None) for slip, (sheets, _) in ROWS.items()},
    **{("without", sheet): ({}, _without(sheet)) for sheet in (*TOLD_BY_THE_SHEET, "Start")},
    **{("without key", sheet): ({}, _without_key(sheet)) for sheet in WITHOUT_KEY},
    **{("merged", *place): ({}, _merged(*place)) for place in MERGED},
}


@pytest.fixture(scope="module")
def told(executor: Executor, tmp_path_factory: pytest.TempPathFactory) -> dict[object, list[str]]:
    """Errors and queries of each return, by code and cell, in one check of all.

    Drop-downs that are not there are only noted.
    """
    folder = tmp_path_factory.mktemp("returns")
    slips = {}
    for number, (slip, (sheets, edit)) in enumerate(RETURNS.items()):
        (folder / str(number)).mkdir()
        [path] = Case("", "", AS_OF, "teacher", sheets).write(folder / str(number))
        if edit:
            path.write_bytes(edited(path.read_bytes(), edit))
        slips[str(path)] = slip
    findings = check([Path(path) for path in slips], folder / "0", AS_OF, executor).findings
    said: dict[object, list[str]] = {slip: [] for slip in RETURNS}
    for found in findings:
        if found.severity is not Severity.NOTE:
            said[slips[found.file or ""]].append(f"{found.code} {place(found)}")
    return said


def test_the_return_is_without_a_fault(told: dict[object, list[str]]) -> None:
    assert told["nothing"] == []


@pytest.mark.parametrize("slip", YEARS, ids=" ".join)
def test_a_mistyped_year_is_told_at_its_own_cell(slip: tuple[str, str, str], told: dict[object, list[str]]) -> None:
    assert told[slip] == [YEARS[slip]]


@pytest.mark.parametrize("slip", ROWS)
def test_a_wrong_row_is_told_once(slip: str, told: dict[object, list[str]]) -> None:
    assert told[slip] == ROWS[slip][1]


@pytest.mark.parametrize("sheet", TOLD_BY_THE_SHEET)
def test_a_sheet_that_is_missing_is_told_and_not_what_stood_on_it(sheet: str, told: dict[object, list[str]]) -> None:
    assert told["without", sheet] == [f"PM002 {sheet}!None"]


def test_without_start_the_return_is_refused_once(told: dict[object, list[str]]) -> None:
    assert told["without", "Start"] == ["PM004 Start!None"]


@pytest.mark.parametrize("sheet", WITHOUT_KEY)
def test_a_key_that_is_gone_is_told_and_not_what_it_led_to(sheet: str, told: dict[object, list[str]]) -> None:
    assert told["without key", sheet] == [f"PM003 {sheet}!None"]


@pytest.mark.parametrize(("sheet", "cells"), MERGED)
def test_a_key_merged_over_its_rows_is_read_in_each_of_them(
    sheet: str, cells: str, told: dict[object, list[str]]
) -> None:
    assert told["merged", sheet, cells] == []


def test_reviewed_at_blank_at_both_academies_is_one_finding(tmp_path: Path, executor: Executor) -> None:
    """The review has begun at one of them, so that there is nothing to miss at the other."""
    nothing = "| Payroll number |"
    away = {"Start": "| Authorised by | 0002001 |", "Staff": "| Payroll number | FTE |\n| 0001041 | 0.4 |"}
    away |= dict.fromkeys(("Objectives", "Development", "Meetings", "Reviews"), nothing)
    both = {"Staff": "| Payroll number | FTE |\n| 0001041 | 0.6 |", "in OAK": away}
    paths = Case("", "", AS_OF, "teacher", both).write(tmp_path)
    findings = check(paths, tmp_path, AS_OF, executor).findings
    assert [found.code for found in findings if found.severity is not Severity.NOTE] == ["PM209"]
