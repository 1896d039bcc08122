"""One cause, one finding: a slip of the pen in a full return is told where it was made, and nothing else is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from casebook import Case, place
from openpyxl.workbook import Workbook

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


def told(
    sheets: dict[str, str], folder: Path, executor: Executor, edit: Callable[[Workbook], None] | None = None
) -> list[str]:
    """Errors and queries of a return by code and cell; drop-downs that are not there are only noted."""
    [path] = Case("", "", AS_OF, "teacher", sheets).write(folder)
    if edit:
        book = openpyxl.load_workbook(path)
        edit(book)
        book.save(path)
    findings = check([path], folder, AS_OF, executor).findings
    return [f"{found.code} {place(found)}" for found in findings if found.severity is not Severity.NOTE]


def test_the_return_is_without_a_fault(tmp_path: Path, executor: Executor) -> None:
    assert told({"Meetings": MEETINGS, "Concerns": CONCERNS}, tmp_path, executor) == []


@pytest.fixture(scope="module")
def mistyped(executor: Executor, tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str, str], list[str]]:
    """What one check says of a return for each mistyped year."""
    folder = tmp_path_factory.mktemp("years")
    slips = {}
    for number, slip in enumerate(YEARS):
        _, right, wrong = slip
        sheets = {name: text.replace(right, wrong) for name, text in (("Meetings", MEETINGS), ("Concerns", CONCERNS))}
        (folder / str(number)).mkdir()
        [path] = Case("", "", AS_OF, "teacher", sheets).write(folder / str(number))
        slips[str(path)] = slip
    findings = check([Path(path) for path in slips], folder / "0", AS_OF, executor).findings
    said: dict[tuple[str, str, str], list[str]] = {slip: [] for slip in YEARS}
    for found in findings:
        if found.severity is not Severity.NOTE:
            said[slips[found.file or ""]].append(f"{found.code} {place(found)}")
    return said


@pytest.mark.parametrize("slip", YEARS, ids=" ".join)
def test_a_mistyped_year_is_told_at_its_own_cell(
    slip: tuple[str, str, str], mistyped: dict[tuple[str, str, str], list[str]]
) -> None:
    assert mistyped[slip] == [YEARS[slip]]


@pytest.mark.parametrize("slip", ROWS)
def test_a_wrong_row_is_told_once(slip: str, tmp_path: Path, executor: Executor) -> None:
    sheets, expected = ROWS[slip]
    assert told(sheets, tmp_path, executor) == expected


@pytest.mark.parametrize("sheet", TOLD_BY_THE_SHEET)
def test_a_sheet_that_is_missing_is_told_and_not_what_stood_on_it(
    sheet: str, tmp_path: Path, executor: Executor
) -> None:
    assert told({}, tmp_path, executor, lambda book: book.remove(book[sheet])) == [f"PM002 {sheet}!None"]


def test_without_start_the_return_is_refused_once(tmp_path: Path, executor: Executor) -> None:
    assert told({}, tmp_path, executor, lambda book: book.remove(book["Start"])) == ["PM004 Start!None"]


@pytest.mark.parametrize("sheet", ["Staff", "Objectives", "Meetings", "Reviews"])
def test_a_key_that_is_gone_is_told_and_not_what_it_led_to(sheet: str, tmp_path: Path, executor: Executor) -> None:
    def without_key(book: Workbook) -> None:
        cell = next(cell for cell in book[sheet][1] if cell.value == "Payroll number")
        book[sheet].delete_cols(cell.column)

    assert told({}, tmp_path, executor, without_key) == [f"PM003 {sheet}!None"]


@pytest.mark.parametrize(("sheet", "cells"), [("Objectives", "A2:A4"), ("Meetings", "A2:A5")])
def test_a_key_merged_over_its_rows_is_read_in_each_of_them(
    sheet: str, cells: str, tmp_path: Path, executor: Executor
) -> None:
    assert told({}, tmp_path, executor, lambda book: book[sheet].merge_cells(cells)) == []


def test_reviewed_at_blank_at_both_academies_is_one_finding(tmp_path: Path, executor: Executor) -> None:
    """The review has begun at one of them, so that there is nothing to miss at the other."""
    nothing = "| Payroll number |"
    away = {"Start": "| Authorised by | 0002001 |", "Staff": "| Payroll number | FTE |\n| 0001041 | 0.4 |"}
    away |= dict.fromkeys(("Objectives", "Development", "Meetings", "Reviews"), nothing)
    both = {"Staff": "| Payroll number | FTE |\n| 0001041 | 0.6 |", "in OAK": away}
    paths = Case("", "", AS_OF, "teacher", both).write(tmp_path)
    findings = check(paths, tmp_path, AS_OF, executor).findings
    assert [found.code for found in findings if found.severity is not Severity.NOTE] == ["PM209"]
