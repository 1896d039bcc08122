"""Six years and no longer: what there is of a cycle, of whom longer, what is kept back, and what is destroyed (6.5)."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result

from pmr_batch import records
from pmr_batch.cli import main
from pmr_batch.commands.folders import INCOMING
from pmr_batch.model.appeal import NOT_UPHELD, Appeal
from pmr_batch.records.made_files import MadeFiles, put_contents

CYCLE, SLUG = "Teaching 2025-26", "teaching-2025-26"
OCTOBER = f"output/{SLUG}/october"
#: The cycle ended on 31 August 2026.
LAST_DAY, DAY_AFTER, LATE = date(2032, 8, 31), date(2032, 9, 1), date(2033, 2, 1)


@pytest.fixture
def folder(demo_folder: Path, tmp_path: Path) -> Path:
    """A trust folder after its committee has met, to change."""
    shutil.copytree(demo_folder, tmp_path / "trust")
    return tmp_path / "trust"


def ask(folder: Path, *arguments: str, as_of: date = LATE) -> Result:
    given = ["retention", *arguments, "--folder", str(folder), "--as-of", as_of.isoformat()]
    return CliRunner().invoke(main, given, prog_name="pmr-batch")


def listed(folder: Path, as_of: date = LATE, exit_code: int = 0) -> dict[str, Any]:
    result = ask(folder, "list", "--json", as_of=as_of)
    assert result.exit_code == exit_code, result.output
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer


def cycle_of(folder: Path, as_of: date = LATE) -> dict[str, Any]:
    (cycle,) = [each for each in listed(folder, as_of)["cycles"] if each["folder"] == SLUG]
    return dict(cycle)


def decided_person(folder: Path) -> records.Entry:
    """The decision on the first who was decided on in October."""
    return records.entries(folder, records.DECISION, CYCLE, "october")[0]


# -- list ------------------------------------------------------------------------------------------


def test_a_cycle_is_due_the_day_after_six_years_from_its_end(folder: Path) -> None:
    kept = cycle_of(folder, LAST_DAY)
    assert (kept["ends"], kept["kept_until"], kept["due"]) == ("2026-08-31", "2032-08-31", False)
    assert cycle_of(folder, DAY_AFTER)["due"]
    text = ask(folder, "list", as_of=DAY_AFTER).stdout
    assert f"{CYCLE} was kept until 31 August 2032, and is due to be destroyed" in text
    assert f"pmr-batch retention destroy --cycle {SLUG}" in text


def test_the_trusts_own_number_of_years_is_gone_by(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "trust.xlsx")
    page = book["Parameters"]
    (row,) = [row for row in page.iter_rows() if row[0].value == "retention"]
    row[1].value = 7
    book.save(folder / "trust.xlsx")
    assert cycle_of(folder)["kept_until"] == "2033-08-31"


def test_every_copy_is_found(folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    made = MadeFiles.recorded(folder, CYCLE)
    put_contents(made, elsewhere, {"sample.xlsx": b"a sample"})
    put_contents(made, elsewhere, {"changed.xlsx": b"another"})
    (elsewhere / "changed.xlsx").write_bytes(b"somebody's own")
    put_contents(MadeFiles.recorded(folder), folder, {"trust before 2026-01-05.xlsx": b"then"})
    put_contents(MadeFiles.recorded(folder), folder, {"trust before 2032-01-05.xlsx": b"now"})
    own = {
        f"issued/{SLUG}/RIV {CYCLE} collected.xlsx": "workbooks with collected forms",
        f"output/{SLUG}/samples/Objectives sample.xlsx": "samples",
        f"{OCTOBER}/letters/RIV/Ann Smith 0012345 Concern.docx": "letters",
        f"output/{SLUG}/disclosed/Pack.xlsx": "packs",
        f"incoming/{SLUG}/.hidden": "returns as they came in",
        f"held/{SLUG}/0012345.xlsx": "what was kept back",
    }
    for name in own:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"content")
    shutil.copy(next((folder / INCOMING / SLUG).glob("HEADS*.xlsx")), folder / "Copy of a return.xlsx")
    (folder / "Minutes of the board.docx").write_bytes(b"of nobody's cycle")
    run = records.entries(folder, records.RUN, CYCLE, "october")[-1].body
    old = [{**file, "state": "superseded"} if file["path"] == "RIV old.xlsx" else file for file in run["inputs"]]
    records.append(folder, [(records.RUN, run | {"inputs": old})])
    found = cycle_of(folder)
    kinds = {file["file"]: file["kind"] for file in found["files"]}
    assert own.items() <= kinds.items()
    assert kinds[f"incoming/{SLUG}/RIV old.xlsx"] == "returns that were superseded"
    assert kinds[(elsewhere / "sample.xlsx").as_posix()] == "copies elsewhere"
    assert found["unreachable"] == [(elsewhere / "changed.xlsx").as_posix()]
    assert kinds["Copy of a return.xlsx"] == "copies elsewhere"
    assert [name for name, kind in kinds.items() if "committee/" in name and kind == "copies elsewhere"]
    assert [name for name in kinds if name.startswith("trust")] == ["trust before 2026-01-05.xlsx"]
    places = ("issued", "incoming", "output")
    there = {path.relative_to(folder).as_posix() for place in places for path in (folder / place / SLUG).rglob("*")}
    assert {name for name in there if (folder / name).is_file()} <= kinds.keys()
    expected = {
        "issued workbooks", "returns as they came in", "returns that were superseded", "returns as they went back",
        "forms", "letters", "mails", "committee's workbooks", "payroll files, academies' sheets and minutes",
        "rows kept for later runs", "findings and reports", "JSON for machines",
    }  # fmt: skip
    assert expected <= found["copies"].keys()
    others = listed(folder)["others"]
    assert "Minutes of the board.docx" in others
    assert "Copy of a return.xlsx" not in others


def test_what_another_command_wrote_elsewhere_is_of_its_cycle(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "moderator" / "sample.xlsx"
    given = ["sample", "--cycle", SLUG, "--folder", str(folder), "--as-of", "2026-10-16", "--to", str(target)]
    assert CliRunner().invoke(main, given).exit_code in (0, 1)
    assert {"file": target.as_posix(), "kind": "copies elsewhere"} in cycle_of(folder)["files"]
    assert listed(folder)["of_no_cycle"] == []


def test_an_amendment_and_an_appeal_prolong_it_for_the_person(folder: Path) -> None:
    first = decided_person(folder)
    records.append(folder, [(records.DECISION, {**first.body})], datetime(2027, 3, 1, 12, tzinfo=UTC))
    other = records.entries(folder, records.DECISION, CYCLE, "october")[1]
    of_other = next(iter(records.recorded_decisions(folder, CYCLE, "october")[1:2]))
    appeal = Appeal(
        of_other.run, of_other.academy, of_other.payroll_number, of_other.name, of_other.decision,
        lodged_on=date(2026, 11, 20), heard_on=date(2027, 1, 8), outcome=NOT_UPHELD,
    )  # fmt: skip
    records.append(folder, [(records.APPEAL, records.appeal_body(appeal, CYCLE, "october"))])
    later = {person["numbers"][0]: person for person in cycle_of(folder)["later"]}
    assert (later[first.body["payroll_number"]]["on"], later[first.body["payroll_number"]]["until"]) == (
        "2027-03-01",
        "2033-03-01",
    )
    assert later[other.body["payroll_number"]]["until"] == "2033-01-08"
    back = {person["numbers"][0]: person["why"] for person in cycle_of(folder)["kept_back"]}
    assert back[first.body["payroll_number"]] == "decision amended on 1 March 2027, kept until 1 March 2033"
    assert other.body["payroll_number"] not in back
    pending = replace(appeal, heard_on=None, outcome=None)
    records.append(folder, [(records.APPEAL, records.appeal_body(pending, CYCLE, "october"))])
    back = {person["numbers"][0]: person["why"] for person in cycle_of(folder)["kept_back"]}
    assert back[other.body["payroll_number"]] == "appeal still pending"


def _put(path: Path, sheet: str, **cells: Any) -> str:
    """Type into the first row of a sheet of a return; the payroll number of the row."""
    book = openpyxl.load_workbook(path)
    page = book[sheet]
    (heading,) = [row for row in page.iter_rows() if row[0].value == "Payroll number"]
    at = {cell.value: cell.column for cell in heading}
    for name, value in cells.items():
        page.cell(heading[0].row + 1, at[name.replace("_", " ")]).value = value
    number = str(page.cell(heading[0].row + 1, at["Payroll number"]).value)
    book.save(path)
    return number


def _return_with_concerns(folder: Path) -> Path:
    for path in sorted((folder / INCOMING / SLUG).glob("*OAK*.xlsx")):
        return path
    raise AssertionError


def test_a_capability_procedure_prolongs_it(folder: Path) -> None:
    path = _return_with_concerns(folder)
    staff = openpyxl.load_workbook(path)["Staff"]
    number = next(str(row[0].value) for row in staff.iter_rows(min_row=4) if str(row[0].value or "").isdigit())
    raised = date(2026, 5, 4)
    _put(path, "Concerns", Payroll_number=number, Raised_on=raised, Outcome="Capability", Notified_on=raised)
    (person,) = [each for each in cycle_of(folder)["later"] if number in each["numbers"]]
    assert (person["what"], person["until"]) == ("capability procedure not ended", None)
    _put(path, "Concerns", Capability_ended_on=date(2027, 6, 30))
    (person,) = [each for each in cycle_of(folder)["later"] if number in each["numbers"]]
    assert (person["what"], person["until"]) == ("capability procedure ended on 30 June 2027", "2033-06-30")


def test_rows_of_the_trusts_own_sheets_are_named(folder: Path) -> None:
    rows = {each["sheet"]: each for each in listed(folder)["trust_rows"]}
    assert "Accepted" in rows
    assert all(each["rows"] for each in rows.values())
    assert listed(folder, date(2026, 10, 23))["trust_rows"] == []


# -- hold and release ------------------------------------------------------------------------------


def put_hold(folder: Path, number: str, *more: str) -> dict[str, Any]:
    result = ask(
        folder, "hold", number, "--reason", "tribunal", "--by", "J. Okoro", "--review", "2033-06-30", "--json", *more
    )
    assert result.exit_code == 0, result.output
    hold: dict[str, Any] = json.loads(result.stdout)
    return hold


def test_a_hold_is_put_listed_and_released(folder: Path) -> None:
    person = decided_person(folder).body
    hold = put_hold(folder, person["payroll_number"], "--also", "9000001")
    assert (hold["name"], hold["also"]) == (person["name"], ["9000001"])
    assert listed(folder)["holds"] == [hold | {"overdue": False}]
    assert f"hold {hold['hold']}: tribunal" in str(cycle_of(folder)["kept_back"])
    overdue = listed(folder, date(2033, 7, 1), exit_code=1)["holds"]
    assert overdue[0]["overdue"]
    released = ask(folder, "release", str(hold["hold"]), "--by", "J. Okoro")
    assert released.exit_code == 0, released.output
    assert listed(folder)["holds"] == []
    again = ask(folder, "release", str(hold["hold"]), "--by", "J. Okoro")
    assert (again.exit_code, again.stdout) == (2, "")


def test_a_hold_names_somebody_who_is_known_and_a_reason_of_the_list(folder: Path) -> None:
    number = decided_person(folder).body["payroll_number"]
    given = ("--reason", "audit", "--by", "J. Okoro", "--review", "2033-06-30")
    unknown = ask(folder, "hold", f"{number[:-1]}x", *given)
    assert (unknown.exit_code, unknown.stdout) == (2, "")
    assert "No record has payroll number" in unknown.stderr
    ill = ask(folder, "hold", number, "--reason", "long-term sickness", *given[2:])
    assert ill.exit_code == 2
    assert not records.entries(folder, "hold")


def test_a_hold_survives_a_new_payroll_number(folder: Path) -> None:
    """What was decided under a provisional number is held under the real one that the Staff list has since."""
    person = decided_person(folder).body
    earlier = {**person, "payroll_number": "P-014", "cycle": "Support 2025-26", "round": "april"}
    records.append(folder, [(records.DECISION, earlier)])
    assert put_hold(folder, person["payroll_number"])["also"] == ["P-014"]
    (support,) = [each for each in listed(folder)["cycles"] if each["folder"] == "support-2025-26"]
    assert [back["numbers"] for back in support["kept_back"]] == [[person["payroll_number"], "P-014"]]
