"""Where a return is refused, no command takes the blank workbook that was issued instead: it names the file and why."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from casebook import workbook
from click.testing import CliRunner, Result
from committee_desk import Desk
from filled_forms import edited as form_edited
from filled_forms import written
from offices import trust
from workbooks import edited

from pmr_batch.cli import main
from pmr_batch.read.worker import read_return

CYCLE, AS_OF = "teaching-2025-26", "2026-10-20"
OAKS = workbook(
    "teacher",
    "OAK",
    {"Staff": "| Payroll number | Name |\n| 0002041 | Otto Oaks |", "Start": "| Authorised by | 0002001 |"},
)
ANNS = workbook("teacher", "", {})
OTHER_CYCLE = workbook("teacher", "", {"Start": "| Cycle from | 2025-09-02 |"})


def call(folder: Path, command: str, *arguments: str | Path) -> Result:
    asked = [command, *map(str, arguments), "--folder", str(folder)]
    return CliRunner().invoke(main, [*asked, "--as-of", AS_OF], prog_name="pmr-batch")


def send(folder: Path, **files: bytes) -> None:
    place = folder / "incoming" / CYCLE
    place.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (place / f"{name}.xlsx").write_bytes(content)


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A trust that has issued its workbooks; Oakwood has sent its own back, filled in. To copy."""
    folder = trust(tmp_path_factory.mktemp("issued"))
    handed_out = call(folder, "issue", "--cycle", CYCLE)
    assert handed_out.exit_code == 0, handed_out.output
    send(folder, Oakwood=OAKS)
    return folder


@pytest.fixture
def folder(issued: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(issued, tmp_path / "trust"))


def two_of_one_number(folder: Path) -> None:
    def other(book: Any) -> None:
        book["Staff"]["C2"] = "Year 4 teacher"

    send(folder, Riverside=ANNS, Again=edited(ANNS, other))


#: What is wrong with the return of Riverside, and what is said of which file.
REFUSED: dict[str, tuple[Callable[[Path], None], str, str]] = {
    "damaged": (lambda folder: send(folder, Riverside=b"%PDF-1.7"), "Riverside.xlsx", "is a PDF under an Excel name"),
    "of another cycle": (
        lambda folder: send(folder, Riverside=OTHER_CYCLE),
        "Riverside.xlsx",
        "Cycle from is 2 September 2025; the cycle has 1 September 2025",
    ),
    "twice": (two_of_one_number, "Again.xlsx", "Return number is 1 in Riverside.xlsx too; they differ in 1 cell"),
}


@pytest.fixture(params=REFUSED)
def refused(request: pytest.FixtureRequest, folder: Path) -> tuple[Path, str, str]:
    """A trust folder with a return that is refused, its name, and what is said of it."""
    spoil, name, why = REFUSED[request.param]
    spoil(folder)
    return folder, f"incoming/{CYCLE}/{name}", why


def test_forms_are_made_for_the_others_only(refused: tuple[Path, str, str]) -> None:
    folder, name, why = refused
    made = call(folder, "forms", "--cycle", CYCLE)
    assert made.exit_code == 1, made.output
    # Nobody can tell whose a damaged file is: it may as well be the central team's, which has sent none either.
    whose = "RIV and HEADS" if "PDF" in why else "RIV"
    assert f"{name} is refused, and nothing is made for {whose}: " in made.stdout
    assert why in made.stdout
    forms = {path.name for path in (folder / "output" / CYCLE / "forms/draft").iterdir()}
    assert forms == {"OAK", "RIV", "HEADS"} - set(whose.split(" and "))


@pytest.mark.parametrize("asked", [("--academy", "RIV"), ("--person", "0001041")])
def test_asked_for_the_academy_or_somebody_of_it_nothing_is_made(
    refused: tuple[Path, str, str], asked: tuple[str, str]
) -> None:
    folder, name, why = refused
    made = call(folder, "forms", "--cycle", CYCLE, *asked)
    assert (made.exit_code, made.stderr) == (1, "")
    assert name in made.stdout
    assert why in made.stdout
    assert not (folder / "output").exists()


def test_what_concerns_another_academy_is_not_said(refused: tuple[Path, str, str]) -> None:
    folder, *_ = refused
    for asked in (("--academy", "OAK"), ("--person", "0002041")):
        made = call(folder, "forms", "--cycle", CYCLE, *asked, "--to", folder / asked[1])
        assert (made.exit_code, made.stdout.strip()) == (0, f"{folder / asked[1] / 'OAK'}  1 form")


def test_letters_say_that_what_is_due_there_is_not_known(refused: tuple[Path, str, str]) -> None:
    folder, name, why = refused
    due = call(folder, "letters", "--cycle", CYCLE, "--list")
    assert due.exit_code == 1
    assert name in due.stdout
    assert why in due.stdout
    alone = call(folder, "letters", "--cycle", CYCLE, "--list", "--academy", "RIV")
    assert alone.exit_code == 1
    assert "No letter is due" not in alone.stdout
    machines = json.loads(call(folder, "letters", "--cycle", CYCLE, "--list", "--json").stdout)
    assert {row["refused"]["file"] for row in machines if "refused" in row} >= {name}


def test_no_objective_is_drawn_of_a_blank_workbook(refused: tuple[Path, str, str]) -> None:
    folder, name, why = refused
    drawn = call(folder, "sample", "--cycle", CYCLE, "--json")
    assert drawn.exit_code == 1
    sample = json.loads(drawn.stdout)
    academies = {row["academy"] for row in sample["drawn"]}
    assert "OAK" in academies
    assert "RIV" not in academies
    assert name in {row["file"] for row in sample["refused"]}
    alone = call(folder, "sample", "--cycle", CYCLE, "--academy", "RIV")
    assert (alone.exit_code, alone.stdout.splitlines()[0]) == (1, "Nothing is drawn")
    assert why in alone.stdout
    assert not list((folder / "output" / CYCLE / "samples").glob("*RIV*"))


def test_forms_that_come_back_are_not_taken_into_a_blank_workbook(folder: Path) -> None:
    send(folder, Riverside=ANNS)
    assert call(folder, "forms", "--cycle", CYCLE, "--academy", "RIV").exit_code == 0
    (form,) = (folder / "output" / CYCLE / "forms/draft/RIV").glob("*0001041*.docx")
    back = form_edited(form, written("cpd", "Took what the hub taught to year 4"))
    two_of_one_number(folder)
    taken = call(folder, "collect", back, "--take")
    assert taken.exit_code == 1
    assert "NOT TAKEN  is about 0001041 of RIV, Teaching 2025-26, whose return is refused, " in taken.stdout
    assert "they differ in 1 cell" in taken.stdout
    assert not list(folder.rglob("*collected*"))


def test_an_accepted_return_stands_beside_a_refused_file(folder: Path) -> None:
    send(folder, Riverside=ANNS, Older=OTHER_CYCLE)
    made = call(folder, "forms", "--cycle", CYCLE)
    assert made.exit_code == 0
    assert {path.name for path in (folder / "output" / CYCLE / "forms/draft").iterdir()} == {"OAK", "RIV", "HEADS"}


def test_an_issued_workbook_that_cannot_be_read_is_named_as_well(folder: Path) -> None:
    (next((folder / "issued" / CYCLE).glob("RIV*.xlsx"))).write_bytes(b"%PDF-1.7")
    made = call(folder, "forms", "--cycle", CYCLE)
    assert made.exit_code == 1
    assert f"issued/{CYCLE}/RIV" in made.stdout
    assert "nothing is made for RIV: " in made.stdout


def test_final_forms_wait_for_a_return_that_can_be_read(folder: Path) -> None:
    send(folder, Riverside=ANNS)
    ran = call(folder, "run", "--cycle", CYCLE, "--round", "october")
    assert ran.exit_code in (0, 1), ran.output
    committee = folder / "output" / CYCLE / "october/committee"
    desk = Desk(next(committee.glob("*.xlsx")))
    assert {"0001041", "0002041"} <= set(desk.people)
    desk.approve_all()
    workbook_back = desk.save(folder / "decided.xlsx")
    two_of_one_number(folder)
    taken = CliRunner().invoke(
        main, ["decide", str(workbook_back), "--take", "--folder", str(folder), "--as-of", "2026-10-23"]
    )
    assert taken.exit_code == 1, taken.output
    assert "No form and no letter yet, until the return of their academy can be read: Ann Appleby" in taken.stdout
    assert f"incoming/{CYCLE}/Again.xlsx is refused" in taken.stdout
    decided = folder / "output" / CYCLE / "october/decided"
    assert [path.name for path in (decided / "forms").iterdir()] == ["OAK"]
    (folder / "incoming" / CYCLE / "Again.xlsx").unlink()
    again = CliRunner().invoke(
        main, ["decide", str(workbook_back), "--take", "--folder", str(folder), "--as-of", "2026-10-24"]
    )
    assert again.exit_code == 0, again.output
    assert {path.name for path in (decided / "forms").iterdir()} == {"OAK", "RIV"}


# -- what is collected before a return came ------------------------------------------------------------


def test_a_form_collected_before_a_return_came_goes_among_the_returns(folder: Path) -> None:
    assert call(folder, "forms", "--cycle", CYCLE, "--academy", "RIV").exit_code == 0
    (form,) = (folder / "output" / CYCLE / "forms/draft/RIV").glob("*0001041*.docx")
    back = form_edited(form, written("cpd", "Took what the hub taught to year 4"))
    before = sorted(path.name for path in (folder / "issued" / CYCLE).iterdir())
    taken = call(folder, "collect", back, "--take")
    assert taken.exit_code == 0, taken.output
    (issued,) = (folder / "issued" / CYCLE).glob("RIV*.xlsx")
    copy = folder / "incoming" / CYCLE / f"{issued.stem} collected.xlsx"
    assert taken.stdout.splitlines()[-1] == (
        f"{copy}: RIV, with 1 cell of 1 form taken. The next run reads this one; {issued.name} is as it was. "
        "RIV has sent no return yet: give its office this one to go on with."
    )
    assert sorted(path.name for path in (folder / "issued" / CYCLE).iterdir()) == before
    assert read_return(copy.name, copy.read_bytes()).return_number == 2


def test_the_same_with_the_issued_workbook_named(folder: Path) -> None:
    assert call(folder, "forms", "--cycle", CYCLE, "--academy", "RIV").exit_code == 0
    (form,) = (folder / "output" / CYCLE / "forms/draft/RIV").glob("*0001041*.docx")
    back = form_edited(form, written("cpd", "Took what the hub taught to year 4"))
    (issued,) = (folder / "issued" / CYCLE).glob("RIV*.xlsx")
    assert call(folder, "collect", back, "--take", "--workbook", issued).exit_code == 0
    assert (folder / "incoming" / CYCLE / f"{issued.stem} collected.xlsx").is_file()


def test_the_filled_return_that_comes_later_is_not_superseded_by_it(folder: Path) -> None:
    test_a_form_collected_before_a_return_came_goes_among_the_returns(folder)
    send(folder, Riverside=ANNS)
    ran = call(folder, "run", "--cycle", CYCLE, "--round", "october")
    assert ran.exit_code == 1
    assert "incoming" not in ran.stderr
    findings = json.loads((folder / "output" / CYCLE / "october/findings.json").read_text("utf-8"))
    said = {finding["file"]: finding["message"] for finding in findings if finding["code"] == "PM005"}
    assert len(said) == 2
    assert "collected.xlsx, number 2, lacks " in said["Riverside.xlsx"]
    assert "Return number is 1, and RIV" in said["Riverside.xlsx"]
    assert "Riverside.xlsx: " in ran.stdout, "the run itself says which file is refused"


def test_of_many_refused_files_each_is_named(folder: Path) -> None:
    names = [f"Return {number:03}" for number in range(205)]
    send(folder, **dict.fromkeys(names, b"%PDF-1.7"))
    done = call(folder, "run", "--cycle", CYCLE, "--round", "october")
    assert done.exit_code == 1
    found = json.loads((folder / "output" / CYCLE / "october" / "findings.json").read_text("utf-8"))
    assert {one["file"] for one in found if one["code"] == "PM001"} == {f"{name}.xlsx" for name in names}
    lines = [line for line in done.stdout.splitlines() if line.startswith("  refused: Return ")]
    assert len(lines) == len(names)
    assert lines[0].count("Return 000.xlsx") == 1
