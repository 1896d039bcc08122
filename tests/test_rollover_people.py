"""The next cycle's issue says who has no decision yet, brings along whoever moved, and knows who has two posts."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from casebook import TRUST_BY_NAME, base, rows_of, workbook, xlsx
from click.testing import CliRunner, Result
from committee_desk import Desk

from pmr_batch import records
from pmr_batch.cli import main
from pmr_batch.model.appeal import Appeal
from pmr_batch.model.returns import Return, Table
from pmr_batch.read.worker import read_return
from pmr_batch.workbook.carried_settings import rows_of as rows_in

CYCLE, NEXT = "teaching-2025-26", "teaching-2026-27"
NAMES = {"0001041": "Ann Appleby", "0001042": "Ben Barlow", "0001043": "Cat Carver", "0001044": "Dee Dawson"}
NAMES |= {"0001045": "Eve Eaton", "0002041": "Otto Oaks"}


def listed(number: str, academy: str = "RIV", **more: str) -> dict[str, str]:
    person = {
        "Job title": "Class teacher",
        "Role": "Teacher",
        "Contract": "Permanent",
        "Employment start": "2019-09-01",
        "FTE": "1",
    }
    qualified = {"Qualified teacher": "Yes", "In induction": "No", "Pay range": "Main", "Pay point": "M3"}
    return {"Payroll number": number, "Name": NAMES[number], "Academy code": academy} | person | qualified | more


def trust(folder: Path, *staff: dict[str, str]) -> Path:
    settings: dict[str, Any] = {name: rows_of(text) for name, text in base()["settings"].items()}
    first = settings["Cycles"][0]
    later = {key: value.replace("2026", "2027").replace("2025", "2026") for key, value in first.items()}
    settings["Cycles"].append(later | {"Cycle": "Teaching 2026-27"})
    settings["Staff list"] = list(staff)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "trust.xlsx").write_bytes(
        xlsx({name: settings.get(name, []) for name in TRUST_BY_NAME}, TRUST_BY_NAME, {})
    )
    return folder


def send(folder: Path, name: str, content: bytes) -> Path:
    path = folder / "incoming" / CYCLE / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def call(folder: Path, command: str, *arguments: str | Path, as_of: str = "2026-10-20") -> Result:
    asked = [command, *map(str, arguments), "--folder", str(folder), "--as-of", as_of]
    return CliRunner().invoke(main, asked, prog_name="pmr-batch")


def issued(folder: Path, code: str) -> Return:
    (path,) = (folder / "issued" / NEXT).glob(f"{code}*.xlsx")
    return read_return(path.name, path.read_bytes())


def people(*numbers: str) -> str:
    return "| Payroll number | Name |\n" + "\n".join(f"| {number} | {NAMES[number]} |" for number in numbers)


# -- who has no decision ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def met(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of five people one is approved, one deferred, one referred back, one left undecided, and one was returned."""
    numbers = list(NAMES)[:5]
    folder = trust(tmp_path_factory.mktemp("trust"), *(listed(number) for number in numbers))
    wrong = "\n".join(
        f"| {number} | {no} | {'' if number == '0001045' else 'Nine in ten pass'} |"
        for number in numbers
        for no in (1, 2)
    )
    objectives = f"| Payroll number | No | What success looks like |\n{wrong}"
    send(folder, "Riverside.xlsx", workbook("teacher", "", {"Staff": people(*numbers), "Objectives": objectives}))
    assert call(folder, "run", "--cycle", CYCLE, "--round", "october").exit_code == 1
    desk = Desk(next((folder / "output" / CYCLE / "october/committee").glob("*.xlsx")))
    assert desk.people == numbers[:4]
    desk.approve_all()
    desk.put(1, Decision="Deferred", Decision_reason="Comments are to come")
    desk.put(2, Decision="Referred back", Decision_reason="Say how objective 2 was assessed")
    desk.put(3, Decision=None, Decided_on=None)
    assert call(folder, "decide", desk.save(folder / "decided.xlsx"), "--take", as_of="2026-10-23").exit_code == 1
    return folder


def test_who_has_no_decision_is_named_with_why_and_where_they_start(met: Path) -> None:
    told = call(met, "issue", "--cycle", NEXT, as_of="2026-10-30")
    assert told.exit_code == 0, told.output
    (line,) = [line for line in told.stderr.splitlines() if "without a final decision" in line]
    assert line == (
        "RIV: 4 people start without a final decision of Teaching 2025-26: Ben Barlow (deferred on 22 October 2026), "
        "from Main M3; Cat Carver (referred back on 22 October 2026), from Main M3; Dee Dawson (not decided), from "
        "Main M3; "
        "Eve Eaton (returned with errors, and not decided), from Main M3. What is decided later, put into the Staff "
        "list and the workbook"
    )
    points = {row["name"]: row["pay_point"] for row in rows_in(issued(met, "RIV").tables["Staff"])}
    assert points["Ann Appleby"] != "M3"
    assert points["Ben Barlow"] == points["Dee Dawson"] == "M3"


def test_whoever_appealed_is_named_with_the_point_that_was_decided(met: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(met, tmp_path / "trust", ignore=shutil.ignore_patterns("issued")))
    decided = records.settled_decisions(folder, "Teaching 2025-26")["0001041"]
    appeal = Appeal(decided.run, "RIV", "0001041", "Ann Appleby", decided.decision, date(2026, 11, 2))
    records.append(folder, [(records.APPEAL, records.appeal_body(appeal, "Teaching 2025-26", "october"))])
    told = call(folder, "issue", "--cycle", NEXT, as_of="2026-11-10")
    point = decided.decision.pay.point
    assert f"Ann Appleby (appeal pending, lodged on 2 November 2026), from Main {point}; Ben" in told.stderr
    assert "RIV: 5 people start without a final decision" in told.stderr


def test_before_the_committee_met_it_is_one_line_for_all(tmp_path: Path) -> None:
    numbers = list(NAMES)[:2]
    folder = trust(tmp_path, *(listed(number) for number in numbers))
    send(folder, "Riverside.xlsx", workbook("teacher", "", {"Staff": people(*numbers)}))
    assert call(folder, "run", "--cycle", CYCLE, "--round", "october").exit_code == 0
    told = call(folder, "issue", "--cycle", NEXT, as_of="2026-10-30")
    assert (
        "RIV: 2 people start without a final decision of Teaching 2025-26, in which the committee has decided "
        "nothing; they start from the Staff list\n"
    ) in told.stderr


def test_before_the_last_cycle_was_run_nothing_is_said_of_it(tmp_path: Path) -> None:
    folder = trust(tmp_path, listed("0001041"))
    send(folder, "Riverside.xlsx", workbook("teacher", "", {"Staff": people("0001041")}))
    assert call(folder, "issue", "--cycle", NEXT, as_of="2026-09-02").stderr == ""


def test_a_last_return_that_is_refused_is_named(tmp_path: Path) -> None:
    folder = trust(tmp_path, listed("0001041"))
    send(folder, "Riverside.xlsx", workbook("teacher", "", {"Start": "| Cycle from | 2025-09-02 |"}))
    told = call(folder, "issue", "--cycle", NEXT, as_of="2026-09-02")
    assert told.exit_code == 1
    assert f"incoming/{CYCLE}/Riverside.xlsx is refused, and nothing carries over from it: Start B" in told.stderr
    assert issued(folder, "RIV").tables["Staff"].rows


# -- who moved -------------------------------------------------------------------------------------


def test_what_is_somebodys_comes_along_when_they_move(tmp_path: Path) -> None:
    needs = "| Payroll number | Development required | Delivery | Application and impact |"
    sheets = {
        "Staff": """
            | Payroll number | Name        | Range to | Status    | Status from | Absent from | Absent to |
            | 0001041        | Ann Appleby | M5       | In review |             | 2026-06-01  |           |
            | 0001042        | Ben Barlow  |          | In review |             |             |           |""",
        "Development": f"{needs}\n| 0001041 | Coaching in phonics | The hub | |\n| 0001042 | Coaching | The hub | |",
    }
    folder = trust(tmp_path, listed("0001041", "OAK"), listed("0002041", "OAK"), listed("0001042"))
    send(folder, "Riverside.xlsx", workbook("teacher", "", sheets))
    told = call(folder, "issue", "--cycle", NEXT, as_of="2026-09-02")
    assert told.exit_code == 0, told.output
    assert (
        "OAK: 1 person was at another academy last cycle, with what carries over from there: Ann Appleby (RIV)\n"
    ) in told.stderr
    tables = issued(folder, "OAK").tables
    staff = {row["payroll_number"]: row for row in rows_in(tables["Staff"])}
    assert (staff["0001041"]["range_to"], str(staff["0001041"]["absent_from"])) == ("M5", "2026-06-01")
    assert staff["0001041"]["reviewer"] is None, "whoever reviewed her there stays there"
    assert [
        row["development_required"] for row in rows_in(tables["Development"]) if row["payroll_number"] == "0001041"
    ] == ["Coaching in phonics"]


# -- who has two posts -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ftes", "main_post"), [(("0.4", "0.6"), "OAK"), (("0.5", "0.5"), "RIV"), (("0.6", "0.4"), "RIV")]
)
def test_two_posts_are_reviewed_at_the_larger_else_the_first(
    tmp_path: Path, ftes: tuple[str, str], main_post: str
) -> None:
    posts = (listed("0001041", "RIV", FTE=ftes[0]), listed("0001041", "OAK", FTE=ftes[1]))
    folder = trust(tmp_path, *posts, listed("0001042"), listed("0002041", "OAK"))
    told = call(folder, "issue", "--cycle", NEXT, as_of="2026-09-02")
    assert told.exit_code == 0, told.output
    assert f"Ann Appleby has posts at {main_post} (FTE " in told.stderr
    assert f"Reviewed at is {main_post} in each workbook" in told.stderr
    for code in ("RIV", "OAK"):
        tables = issued(folder, code).tables
        (ann,) = [row for row in rows_in(tables["Staff"]) if row["payroll_number"] == "0001041"]
        assert (ann["reviewed_at"], ann["status"]) == (main_post, "In review")
        for sheet in ("Objectives", "Development", "Reviews"):
            assert has_rows(tables[sheet], "0001041") == (code == main_post), sheet
        others = [row["reviewed_at"] for row in rows_in(tables["Staff"]) if row["payroll_number"] != "0001041"]
        assert others == [None]


def has_rows(table: Table, number: str) -> bool:
    return number in table.columns["payroll_number"]


def test_nobody_is_asked_twice_about_two_posts(tmp_path: Path) -> None:
    posts = (listed("0001041", "RIV", FTE="0.4"), listed("0001041", "OAK", FTE="0.6"))
    folder = trust(tmp_path, *posts)
    assert call(folder, "issue", "--cycle", NEXT, as_of="2026-09-02").exit_code == 0
    books = sorted((folder / "issued" / NEXT).glob("*.xlsx"))
    seen = call(folder, "check", *books, as_of="2027-03-01")
    assert "PM209" not in seen.stdout
    riverside = seen.stdout[seen.stdout.index("RIV Teaching") :]
    assert "Ann Appleby" not in riverside.split("\n\n")[0], "she is reviewed elsewhere"


def test_one_post_after_the_other_is_no_second_post(tmp_path: Path) -> None:
    first = listed("0001041", "RIV") | {"Employment end": "2026-12-31"}
    folder = trust(tmp_path, first, listed("0001041", "OAK") | {"Employment start": "2027-01-01"})
    told = call(folder, "issue", "--cycle", NEXT, as_of="2026-09-02")
    assert "has posts at" not in told.stderr
