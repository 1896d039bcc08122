"""`check trust.xlsx`: the settings checked as what they are, whatever the file is called."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result
from test_settings import filled

from pmr_batch.cli import main
from pmr_batch.settings.trust_file import TRUST_FILE
from pmr_batch.workbook.trust_book import trust_workbook

CLEAN, ERRORS, FAILED = 0, 1, 2


def ask(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def trust(tmp_path: Path) -> Path:
    path = tmp_path / TRUST_FILE
    path.write_bytes(trust_workbook(filled()))
    return path


def put(path: Path, **cells: Any) -> None:
    """Type into cells, as Cycles_F4."""
    book = openpyxl.load_workbook(path)
    for place, value in cells.items():
        sheet, _, cell = place.rpartition("_")
        book[sheet.replace("_", " ")][cell] = value
    book.save(path)


def test_settings_without_a_fault_are_clean(trust: Path) -> None:
    result = ask("check", trust, "--folder", trust.parent)
    assert (result.exit_code, result.stdout, result.stderr) == (CLEAN, f"{trust}: 0 errors, 0 queries\n", "")


def test_every_problem_and_every_notice_comes_at_once_with_what_to_do(trust: Path) -> None:
    put(trust, Cycles_C4="1 September 2062", Staff_list_M4="0000009", Staff_list_L4="0000008", Academies_C5="school")
    result = ask("check", trust, "--folder", trust.parent)
    assert result.exit_code == ERRORS
    assert result.stdout.splitlines() == [
        f"{trust}: refused, 2 errors, 1 query",
        "  error TRUST  Cycles C4: From 1 September 2062 lies in a year that cannot be meant",
        "               → See that its year is right: it can be from 2000 to 2060.",
        "  error TRUST  Staff list M4: Reviewer “0000009” is not on the Staff list",
        "               → Correct it, or add the person there, or leave the cell blank for the academy to fill in.",
        "  query TRUST  Staff list L4: Line manager names nobody on the Staff list",
        "               → See that the number is right.",
        "  note  TRUST  Academies C5: Kind was “school” and is read as “School” (read as the value of the list)",
        "  note  TRUST  Cycles C4: From was “1 September 2062” and is read as “1 September 2062” (text read as a date)",
    ]


def test_for_machines_each_is_a_finding_like_any_other(trust: Path) -> None:
    put(trust, Cycles_F4="15/10/2025")
    renamed = trust.rename(trust.with_name("Settings of the trust.xlsx"))
    result = ask("check", renamed, "--json", "--folder", trust.parent)
    assert result.exit_code == ERRORS
    told = json.loads(result.stdout)
    assert {key: told[key] for key in ("to_do", "not_checked")} == {"to_do": [], "not_checked": []}
    (file,) = told["files"]
    assert (file["path"], file["academy"], file["state"]) == (str(renamed), None, "refused")
    assert len(file["sha256"]) == 64
    problem, repair = told["findings"]
    assert problem == {
        "code": "TRUST",
        "clause": "settings",
        "severity": "error",
        "academy": None,
        "file": str(renamed),
        "payroll_number": None,
        "affects": [],
        "sheet": "Cycles",
        "row": 4,
        "column": "Final reviews by",
        "cell": "F4",
        "item": None,
        "value": "2025-10-15",
        "message": "Cycles F4: Final reviews by 15 October 2025 lies many months before the cycle ends, 31 August 2026",
        "remedy": "See that its year is right.",
        "explanation": None,
        "accepted": None,
    }
    assert (repair["severity"], repair["cell"]) == ("note", "F4")


def test_a_trust_file_that_is_no_workbook_has_one_problem(trust: Path) -> None:
    trust.write_text("Academy code,Academy\nRIV,Riverside\n", "utf-8")
    result = ask("check", trust, "--folder", trust.parent)
    assert result.exit_code == ERRORS
    first, problem, _ = result.stdout.splitlines()
    assert first == f"{trust}: refused, 1 error, 0 queries"
    assert problem.startswith("  error TRUST  the file ")


def test_a_workbook_named_beside_it_is_checked_by_it(demo_folder: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copy(demo_folder / TRUST_FILE, tmp_path / TRUST_FILE))
    office = next((demo_folder / "incoming" / "teaching-2025-26").glob("RIV*.xlsx"))
    result = ask("check", copy, office, "--folder", tmp_path, "--as-of", "2026-10-16", "--json")
    files = json.loads(result.stdout)["files"]
    assert [file["academy"] for file in files] == [None, "RIV"]
    assert files[0]["state"] == "accepted"


def test_issue_makes_nothing_by_settings_that_cannot_be_right(trust: Path) -> None:
    put(trust, Cycles_C4="1 September 2062", Staff_list_M4="0000009")
    result = ask("issue", "--cycle", "teaching-2026-27", "--folder", trust.parent)
    assert result.exit_code == FAILED
    assert [line.split(":")[1] for line in result.stderr.splitlines()] == [" Cycles C4", " Staff list M4"]
    assert not (trust.parent / "issued").exists()
