"""Somebody starts under a provisional payroll number: what was written and decided under it follows to the real one."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from casebook import TRUST_BY_NAME, base, rows_of, workbook, xlsx
from click.testing import CliRunner, Result
from committee_desk import Desk
from filled_forms import edited as form_edited
from filled_forms import written

from pmr_batch import records
from pmr_batch.cli import main
from pmr_batch.read.worker import read_return
from pmr_batch.settings.provisional_numbers import is_provisional
from pmr_batch.workbook.carried_settings import rows_of as rows_in

CYCLE, NEXT, AS_OF = "teaching-2025-26", "teaching-2026-27", "2026-10-20"
OLD, NEW = "P-014", "0001041"
ANSWER = "| Rule | Payroll number | Explanation | Explained by | Explained on |"
NEED = "| Payroll number | Development required | Delivery | Application and impact |"


def call(folder: Path, command: str, *arguments: str | Path, as_of: str = AS_OF) -> Result:
    asked = [command, *map(str, arguments), "--folder", str(folder), "--as-of", as_of]
    return CliRunner().invoke(main, asked, prog_name="pmr-batch")


def listed(*people: tuple[str, str, str]) -> list[dict[str, str]]:
    """Rows of the staff list: number, name, start."""
    kept = {"Role": "Teacher", "Contract": "Permanent", "FTE": "1", "Academy code": "RIV", "Pay range": "Main"}
    kept |= {"Qualified teacher": "Yes", "In induction": "No", "Pay point": "M3"}
    return [
        {"Payroll number": number, "Name": name, "Employment start": starts} | kept for number, name, starts in people
    ]


def trust(folder: Path, *people: tuple[str, str, str]) -> Path:
    settings: dict[str, Any] = {name: rows_of(text) for name, text in base()["settings"].items()}
    first = settings["Cycles"][0]
    later = {key: value.replace("2026", "2027").replace("2025", "2026") for key, value in first.items()}
    settings["Cycles"].append(later | {"Cycle": "Teaching 2026-27"})
    settings["Staff list"] = listed(*people)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "trust.xlsx").write_bytes(
        xlsx({name: settings.get(name, []) for name in TRUST_BY_NAME}, TRUST_BY_NAME, {})
    )
    return folder


def returned(folder: Path, number: str) -> None:
    sheets = {
        "Staff": f"| Payroll number | Name |\n| {number} | Ann Appleby |",
        "Development": f"{NEED}\n| {number} | Coaching in phonics | The hub, in June | |",
        "Explanations": f"{ANSWER}\n| PM505 | {number} | The hub comes in November | 0001001 | 2026-10-19 |",
    }
    place = folder / "incoming" / CYCLE
    place.mkdir(parents=True, exist_ok=True)
    (place / "Riverside.xlsx").write_bytes(workbook("teacher", "", sheets))


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ann Appleby was decided on under a provisional number, and has a form out; the real number has come since."""
    folder = trust(tmp_path_factory.mktemp("trust"), (OLD, "Ann Appleby", "2019-09-01"))
    returned(folder, OLD)
    assert call(folder, "forms", "--cycle", CYCLE).exit_code == 0
    assert call(folder, "run", "--cycle", CYCLE, "--round", "october").exit_code == 0
    desk = Desk(next((folder / "output" / CYCLE / "october/committee").glob("*.xlsx")))
    assert desk.people == [OLD]
    desk.approve_all()
    taken = call(folder, "decide", desk.save(folder / "decided.xlsx"), "--take", as_of="2026-10-23")
    assert taken.exit_code == 0, taken.output
    return trust(folder, (NEW, "Appleby, Ann", "2019-09-01"))


@pytest.fixture
def folder(decided: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(decided, tmp_path / "trust"))


def ran(folder: Path) -> tuple[list[tuple[str, str]], dict[str, list[dict[str, Any]]]]:
    """Payroll numbers with outcomes, and findings by code."""
    result = call(folder, "run", "--cycle", CYCLE, "--round", "october", as_of="2026-10-24")
    assert result.exit_code in (0, 1), result.output
    output = folder / "output" / CYCLE / "october"
    people = json.loads((output / "people.json").read_text("utf-8"))
    findings: dict[str, list[dict[str, Any]]] = {}
    for one in json.loads((output / "findings.json").read_text("utf-8")):
        findings.setdefault(one["code"], []).append(one)
    return [(one["payroll_number"], one["outcome"]) for one in people], findings


@pytest.mark.parametrize(
    "number", ["P-014", "P014", "p 3", "TBC", "TBC-2", "tba 1", "TEMP003", "NEW1", "Prov-7", "PENDING"]
)
def test_a_number_that_holds_a_place(number: str) -> None:
    assert is_provisional(number)


@pytest.mark.parametrize("number", ["0001041", "10562", "PAT12", "NEWTON", "A0012", "Panel", "TEMPLE 1", ""])
def test_a_number_of_somebodys_own(number: str) -> None:
    assert not is_provisional(number)


def test_the_decision_follows_and_it_is_told_once(folder: Path) -> None:
    people, found = ran(folder)
    assert people == [(NEW, "decided")]
    assert not {"PM207", "PM208", "PM018"} & set(found)
    (told,) = found["PM015"]
    assert (told["cell"], told["payroll_number"], told["value"]) == ("A2", NEW, OLD)
    assert (
        "was “P-014” and is read as “0001041” (in every cell, as the staff list has the person now)" in told["message"]
    )
    assert [(one["payroll_number"], bool(one["explanation"])) for one in found["PM505"]] == [(NEW, True)]
    again = call(folder, "run", "--cycle", CYCLE, "--round", "october", as_of="2026-10-24")
    assert "RIV: Ann Appleby was P-014 and is 0001041 now; what was decided goes with the person" in again.stderr


def test_what_goes_back_has_the_real_number_everywhere(folder: Path) -> None:
    ran(folder)
    (back,) = (folder / "output" / CYCLE / "october/returns/RIV").glob("*.xlsx")
    tables = read_return(back.name, back.read_bytes()).tables
    for sheet in ("Staff", "Objectives", "Development", "Meetings", "Reviews", "Explanations"):
        assert set(filter(None, tables[sheet].columns["payroll_number"])) == {NEW}, sheet


def test_it_follows_too_when_the_office_types_the_real_number(folder: Path) -> None:
    returned(folder, NEW)
    people, found = ran(folder)
    assert people == [(NEW, "decided")]
    assert "PM208" not in found


def test_the_same_workbook_handed_in_again_decides_nothing_twice(folder: Path) -> None:
    before = len(records.recorded_decisions(folder, "Teaching 2025-26"))
    again = call(folder, "decide", folder / "decided.xlsx", "--take", as_of="2026-10-24")
    assert again.exit_code == 0, again.output
    assert "taken before, and the same" in again.stdout
    assert len(records.recorded_decisions(folder, "Teaching 2025-26")) == before
    files = records.payroll_files(folder, "Teaching 2025-26", "october")
    assert [(row.payroll_number, row.why.value) for row in files[-1].rows] in (
        [(NEW, "New"), (OLD, "Withdrawn")],
        [(OLD, "Withdrawn"), (NEW, "New")],
    ), "payroll knows nobody by the provisional number"


def test_a_form_that_was_out_comes_back_to_the_person(folder: Path) -> None:
    (form,) = (folder / "output" / CYCLE / "forms/draft/RIV").glob("*P-014*.docx")
    back = form_edited(form, written("cpd", "Took what the hub taught to year 4"))
    taken = call(folder, "collect", back)
    assert taken.exit_code == 0, taken.output
    assert f"Ann Appleby, {NEW}" in taken.stdout or f"Appleby, Ann, {NEW}" in taken.stdout
    returned(folder, NEW)
    assert call(folder, "collect", back).exit_code == 0, "by the name, where the return has the real number already"


def test_the_next_cycle_begins_with_what_was_decided_and_what_is_open(folder: Path) -> None:
    issued = call(folder, "issue", "--cycle", NEXT, as_of="2026-10-30")
    assert issued.exit_code == 0, issued.output
    book = next((folder / "issued" / NEXT).glob("RIV*.xlsx"))
    tables = read_return(book.name, book.read_bytes()).tables
    (ann,) = rows_in(tables["Staff"])
    decision = records.settled_decisions(folder, "Teaching 2025-26")[OLD].decision
    assert (ann["payroll_number"], ann["pay_point"]) == (NEW, decision.pay.point)
    assert ann["pay_point"] != "M3"
    assert [row["development_required"] for row in rows_in(tables["Development"])] == ["Coaching in phonics"]
    assert "RIV: Ann Appleby was P-014 and is 0001041 now" in issued.stderr


def test_where_two_fit_nobody_is_taken_for_the_other(folder: Path) -> None:
    trust(folder, (NEW, "Ann Appleby", "2019-09-01"), ("0001042", "Ann Appleby", "2019-09-01"))
    people, found = ran(folder)
    assert (OLD, "decided") in people
    (asked,) = found["PM208"]
    assert "may be 0001041 or 0001042 of the staff list by now" in asked["message"]


def test_the_start_tells_two_of_one_name_apart(folder: Path) -> None:
    trust(folder, (NEW, "Ann Appleby", "2019-09-01"), ("0001042", "Ann Appleby", "2026-09-01"))
    people, found = ran(folder)
    assert (NEW, "decided") in people
    assert "PM208" not in found


def test_while_the_list_has_it_a_provisional_number_is_a_number(folder: Path) -> None:
    trust(folder, (OLD, "Ann Appleby", "2019-09-01"), (NEW, "Ann Appleby", "2019-09-01"))
    people, _ = ran(folder)
    assert sorted(people) == [(NEW, "missing"), (OLD, "decided")]
