"""A new cycle's workbooks begin with what last cycle's returns leave: people, plans, needs, what has not ended."""

from __future__ import annotations

import pytest
from casebook import TRUST_BY_NAME, base, rows_of, workbook, xlsx
from click.testing import CliRunner

from pmr_batch.cli import main
from pmr_batch.model.returns import Return
from pmr_batch.read.worker import read_workbook
from pmr_batch.workbook.carried_settings import rows_of as rows_in

LAST = {
    "Staff": """
        | Payroll number | Name        | Status                | Status from | Absent from | Absent to  | Range to |
        | 0001041        | Ann Appleby | In review             |             | 2026-06-01  |            |          |
        | 0001042        | Ben Barlow  | Suspended: grievance  | 2026-06-15  |             |            |          |
        | 0001043        | Cat Carver  | Capability            | 2025-11-03  |             |            | M5       |
        | 0001044        | Dee Dawson  | Ill health            | 2026-01-12  |             |            |          |
        | 0001049        | Lea Leaver  | In review             |             | 2025-11-03  | 2025-12-19 |          |""",
    "Development": """
        | Payroll number | Development required | Delivery          | Application and impact |
        | 0001041        | Coaching in phonics  | The hub, in June  |                        |
        | 0001041        | A course on dyslexia | Online            | Used with two pupils   |
        | 0001042        | None identified.     |                   |                        |
        | 0001049        | Coaching in maths    | The hub           |                        |""",
}
JOINER = "0001050"


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Return]:
    """What the command says, and the workbook that it hands out."""
    folder = tmp_path_factory.mktemp("trust")
    settings = {name: rows_of(text) for name, text in base()["settings"].items()}
    first = settings["Cycles"][0]
    later = {key: value.replace("2026", "2027").replace("2025", "2026") for key, value in first.items()}
    settings["Cycles"].append(later | {"Cycle": "Teaching 2026-27"})
    settings["Staff list"] = [_listed(number) for number in ("0001041", "0001042", "0001043", "0001044", JOINER)]
    tables = {name: settings.get(name, []) for name in TRUST_BY_NAME}
    (folder / "trust.xlsx").write_bytes(xlsx(tables, TRUST_BY_NAME, {}))
    sent = folder / "incoming" / "teaching-2025-26" / "Riverside.xlsx"
    sent.parent.mkdir(parents=True)
    sent.write_bytes(workbook("teacher", "", LAST))
    told = CliRunner().invoke(
        main, ["issue", "--cycle", "teaching-2026-27", "--folder", str(folder), "--as-of", "2026-09-02"]
    )
    assert told.exit_code == 0, told.output
    path = folder / "issued" / "teaching-2026-27" / "RIV Teaching 2026-27.xlsx"
    return told.output, read_workbook(path.name, path.read_bytes())


def _listed(number: str) -> dict[str, str]:
    person = {"Role": "Teacher", "Contract": "Permanent", "Employment start": "2019-09-01", "FTE": "1"}
    qualified = {"Qualified teacher": "Yes", "In induction": "No", "Pay range": "Main", "Pay point": "M4"}
    return {"Payroll number": number, "Name": f"Person {number}", "Academy code": "RIV"} | person | qualified


def test_the_command_says_that_something_carries_over(issued: tuple[str, Return]) -> None:
    assert "RIV Teaching 2026-27.xlsx  5 people, with what carries over from last cycle" in issued[0]


def test_leavers_are_dropped_and_joiners_come_from_the_staff_list(issued: tuple[str, Return]) -> None:
    staff = {row["payroll_number"] for row in rows_in(issued[1].tables["Staff"])}
    assert JOINER in staff
    assert "0001049" not in staff


def test_reviewers_and_priorities_stay(issued: tuple[str, Return]) -> None:
    tables = issued[1].tables
    assert [row["name"] for row in rows_in(tables["Reviewers"])] == ["Helen Hughes"]
    assert {row["reviewer"] for row in rows_in(tables["Staff"]) if row["payroll_number"] != JOINER} == {"0001001"}
    assert [row["priority"] for row in rows_in(tables["Priorities"])] == ["READ"]


def test_open_needs_stay_and_met_ones_do_not(issued: tuple[str, Return]) -> None:
    needs = [(row["payroll_number"], row["development_required"]) for row in rows_in(issued[1].tables["Development"])]
    assert needs == [("0001041", "Coaching in phonics"), (JOINER, None)]


def test_what_has_not_ended_goes_on(issued: tuple[str, Return]) -> None:
    staff = {row["payroll_number"]: row for row in rows_in(issued[1].tables["Staff"])}
    statuses = {number: row["status"] for number, row in staff.items()}
    assert statuses == {
        "0001041": "In review",
        "0001042": "Suspended: grievance",
        "0001043": "Capability",
        "0001044": "Ill health",
        JOINER: "In review",
    }
    assert f"{staff['0001042']['status_from']}" == "2026-06-15"
    assert f"{staff['0001041']['absent_from']}" == "2026-06-01"
