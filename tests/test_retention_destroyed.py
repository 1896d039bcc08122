"""A cycle's records are destroyed: nothing of them is left, what is kept back stays, and the record names nobody."""

from __future__ import annotations

import gzip
import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result
from committee_desk import APPROVED, Desk, rows_of, say_of_pay_points

from pmr_batch import records
from pmr_batch.cli import main
from pmr_batch.commands.retention import destruction
from pmr_batch.demo import DEMO_AS_OF, build_correct
from pmr_batch.files import remove_file
from pmr_batch.model.terms import BEFORE_THE_COMMITTEE, Round
from pmr_batch.records.kept_runs import KEPT, read_kept_run

CYCLE, SLUG = "Teaching 2025-26", "teaching-2025-26"
OCTOBER = f"output/{SLUG}/october"
LATE = date(2033, 2, 1)
CONFIRMED = ("--confirm", CYCLE, "--by", "A. Destroyer", "--second", "B. Witness")
MARKER = "Qzx7Marker"


def ask(folder: Path, *arguments: str, as_of: date = LATE) -> Result:
    given = [*arguments, "--folder", str(folder), "--as-of", as_of.isoformat()]
    return CliRunner().invoke(main, given, prog_name="pmr-batch")


def destroy(folder: Path, *more: str, as_of: date = LATE) -> Result:
    return ask(folder, "retention", "destroy", "--cycle", SLUG, *more, as_of=as_of)


def decide_everybody(folder: Path) -> None:
    """Record a decision on whoever was before the committee and has none, as on the first who was decided on."""
    decided = records.decisions_in_force(folder, CYCLE)
    recorded = [entry.body for entry in records.entries(folder, records.DECISION, CYCLE)]
    settling = next(body for body in recorded if body["decision"] == "Approved")
    for round_ in (Round.OCTOBER, Round.DECEMBER):
        run = read_kept_run(folder / "output" / SLUG / round_.value / KEPT)
        for person in run.people if run else ():
            known = decided.get(person.payroll_number or "")
            if person.outcome in BEFORE_THE_COMMITTEE and not (known and known.is_settled):
                who = {"payroll_number": person.payroll_number, "name": person.name, "academy": person.academy}
                records.append(folder, [(records.DECISION, {**settling, "round": round_.value, **who})])


@pytest.fixture(scope="module")
def decided(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A trust folder of which everybody is decided, and no capability procedure goes on. To copy."""
    target = tmp_path_factory.mktemp("decided") / "trust"
    shutil.copytree(demo_folder, target)
    decide_everybody(target)
    inputs = records.entries(target, records.RUN, CYCLE, "october")[-1].body["inputs"]
    for file in inputs:
        if file["state"] == "accepted":
            _end_capability(target / "incoming" / SLUG / file["path"])
    return target


@pytest.fixture
def folder(decided: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(decided, tmp_path / "trust"))


def _end_capability(path: Path) -> None:
    """Say of every capability procedure of a return that it ended with the cycle."""
    book = openpyxl.load_workbook(path)
    page = book["Concerns"]
    (headings,) = [row for row in page.iter_rows() if row[0].value == "Payroll number"]
    at = {cell.value: place for place, cell in enumerate(headings)}
    procedures = [row for row in page.iter_rows() if row[at["Outcome"]].value == "Capability"]
    for row in procedures:
        row[at["Capability ended on"]].value = date(2026, 8, 31)
    if procedures:
        book.save(path)


def ledger_of(folder: Path) -> list[tuple[str, Any]]:
    return [(entry.kind, entry.body) for entry in records.every_entry(folder)]


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


# -- what stands in the way --------------------------------------------------------------------------


def test_without_confirmation_nothing_is_changed(folder: Path) -> None:
    before, ledger = names(folder), ledger_of(folder)
    seen = destroy(folder)
    assert seen.exit_code == 0, seen.output
    assert "nothing is destroyed yet" in seen.stdout
    assert f'--confirm "{CYCLE}" --by NAME --second NAME' in seen.stdout
    for what in ("version history", "recycle bin", "backups", "with academies, reviewers"):
        assert what in seen.stdout
    assert (names(folder) - {".lock"}, ledger_of(folder)) == (before - {".lock"}, ledger)


def _overdue(folder: Path) -> str:
    number = records.entries(folder, records.DECISION, CYCLE)[0].body["payroll_number"]
    given = ("hold", number, "--reason", "appeal", "--by", "J. Okoro", "--review", "2032-12-31")
    assert ask(folder, "retention", *given, as_of=date(2032, 6, 1)).exit_code == 0
    return "was to be looked at again by now"


def _missing(folder: Path) -> str:
    (folder / OCTOBER / "report.html").unlink()
    return "1 recorded file is missing; see `pmr-batch status --verify`"


def _unread(folder: Path) -> str:
    (folder / OCTOBER / "findings.xlsx").unlink()
    (folder / OCTOBER / "findings.xlsx").mkdir()
    return "1 file cannot be read, so that nobody can tell what is in it; see `pmr-batch status --verify`"


def _undecided(folder: Path) -> str:
    first = records.entries(folder, records.DECISION, CYCLE)[0].body
    put_off = {**first, "decision": "Deferred"}
    records.append(folder, [(records.DECISION, put_off)])
    return "1 row before the committee is not decided for good"


def test_it_is_refused_while_something_stands_in_the_way(folder: Path) -> None:
    says = [prepare(folder) for prepare in (_overdue, _missing, _unread, _undecided)]
    before = names(folder)
    seen = destroy(folder)
    assert seen.exit_code == 1
    refused = destroy(folder, *CONFIRMED)
    assert (refused.exit_code, refused.stdout) == (2, "")
    for each in says:
        assert each in seen.stdout
        assert each in refused.stderr
    assert names(folder) - {".lock"} == before - {".lock"}


def test_it_is_refused_unless_it_is_confirmed_by_two(folder: Path) -> None:
    for given, says in (
        (("--confirm", SLUG, *CONFIRMED[2:]), "type its name as it stands on Cycles"),
        (CONFIRMED[:4], "name who destroys, --by, and who stands by, --second"),
        ((*CONFIRMED[:4], "--second", "a  destroyer"), "a second person has to stand by"),
        (CONFIRMED[2:], "leave them out to see first"),
    ):
        refused = destroy(folder, *given)
        assert refused.exit_code == 2
        assert says in refused.stderr
    assert (folder / OCTOBER).is_dir()


def test_nothing_is_destroyed_before_its_time(folder: Path) -> None:
    refused = destroy(folder, *CONFIRMED, as_of=date(2032, 8, 31))
    assert refused.exit_code == 2
    assert "it is kept until 31 August 2032" in refused.stderr


def test_a_ledger_that_was_changed_is_no_ground_to_destroy_by(folder: Path) -> None:
    (folder / records.RECORDS).write_bytes(b"something else" * 100)
    assert destroy(folder, *CONFIRMED).exit_code == 2
    assert (folder / OCTOBER).is_dir()


# -- what is done -----------------------------------------------------------------------------------


def test_its_record_names_no_person_and_no_file_and_the_rest_is_as_it_was(folder: Path) -> None:
    people = {decided.name for decided in records.recorded_decisions(folder, CYCLE)}
    numbers = {decided.payroll_number for decided in records.recorded_decisions(folder, CYCLE)}
    others = {name: (folder / name).read_bytes() for name in names(folder) if "support-2025-26" in name}
    manifest = json.loads(destroy(folder, "--json").stdout)["manifest"]
    done = destroy(folder, *CONFIRMED)
    assert done.exit_code == 0, done.output
    assert "is destroyed" in done.stdout
    (entry,) = records.entries(folder, records.DESTRUCTION)
    body = entry.body
    assert (body["cycle"], body["by"], body["second"], body["on"]) == (
        CYCLE,
        "A. Destroyer",
        "B. Witness",
        "2033-02-01",
    )
    assert body["manifest"] == manifest
    assert body["rule"].startswith("6.5: 6 years from the later of")
    assert body["files"]["forms"] > 10
    assert body["academies"] == sorted({"HEADS", "HIL", "OAK", "RIV"})
    text = json.dumps(body) + json.dumps(records.entries(folder, "destruction begun")[0].body)
    assert not [each for each in (*people, *numbers, ".xlsx", ".docx", ".json") if each in text]
    assert {name: (folder / name).read_bytes() for name in others} == others
    assert records.verify(folder) is None
    verified = ask(folder, "status", "--verify")
    assert verified.exit_code == 0, verified.stdout
    assert f"{CYCLE}: destroyed by entry {entry.number}" in verified.stdout
    listed = json.loads(ask(folder, "retention", "list", "--json").stdout)
    assert CYCLE not in {cycle["cycle"] for cycle in listed["cycles"]}
    assert [each["entry"] for each in listed["destroyed"]] == [entry.number]
    again = destroy(folder, *CONFIRMED)
    assert again.exit_code == 2
    assert "there is nothing of it to destroy" in again.stderr


@pytest.mark.parametrize("after", [0, 60])
def test_cut_off_it_goes_on_with_the_same_command(folder: Path, after: int, monkeypatch: pytest.MonkeyPatch) -> None:
    manifest = json.loads(destroy(folder, "--json").stdout)["manifest"]
    calls = iter(range(after))

    def cut_off(path: Path) -> None:
        if next(calls, None) is None:
            raise KeyboardInterrupt
        remove_file(path)

    monkeypatch.setattr(destruction, "remove_file", cut_off)
    assert destroy(folder, *CONFIRMED).exit_code != 0
    monkeypatch.undo()
    assert records.verify(folder) is None
    assert json.loads(ask(folder, "retention", "list", "--json").stdout)["cycles"][-1]["begun"]
    assert ask(folder, "retention", "list").exit_code == 1
    done = destroy(folder, *CONFIRMED)
    assert done.exit_code == 0, done.output
    (entry,) = records.entries(folder, records.DESTRUCTION)
    assert entry.body["manifest"] == manifest
    assert not [
        name
        for name in names(folder)
        if name.startswith(tuple(f"{p}/{SLUG}/" for p in ("issued", "incoming", "output")))
    ]
    assert ask(folder, "status", "--verify").exit_code == 0


def test_of_whoever_is_held_it_all_stays_and_of_others_nothing(folder: Path) -> None:
    held, other, *_ = records.recorded_decisions(folder, CYCLE, "october")
    given = ("hold", held.payroll_number, "--reason", "tribunal", "--by", "J. Okoro", "--review", "2033-12-31")
    assert ask(folder, "retention", *given).exit_code == 0
    own = {name for name in names(folder) if SLUG in name and held.payroll_number in name}
    assert own
    done = destroy(folder, *CONFIRMED)
    assert done.exit_code == 0, done.output
    extract = f"held/{SLUG}/{held.payroll_number}.xlsx"
    left = {name for name in names(folder) if f"/{SLUG}/" in name}
    assert own | {extract} <= left
    assert not [name for name in left if other.payroll_number in name]
    lines = rows_of(folder / extract, "Kept back")
    files = {str(line["File"]) for line in lines}
    for part in (
        "incoming/",
        "/returns/",
        "/committee/",
        "people.json",
        "/rows/",
        "/payroll/",
        "records.sqlite",
    ):
        assert [name for name in files if part in name], part
    on_staff = [line for line in lines if str(line["File"]).startswith("incoming/") and line["Sheet"] == "Staff"]
    assert held.payroll_number in {line["Says"] for line in on_staff if line["What"] == "Payroll number"}
    assert {decided.payroll_number for decided in records.recorded_decisions(folder, CYCLE)} == {held.payroll_number}
    assert ask(folder, "status", "--verify").exit_code == 0
    (hold,) = json.loads(ask(folder, "retention", "list", "--json").stdout)["holds"]
    assert ask(folder, "retention", "release", str(hold["hold"]), "--by", "J. Okoro").exit_code == 0
    assert destroy(folder, *CONFIRMED).exit_code == 0
    assert not [name for name in names(folder) if f"/{SLUG}/" in name]
    assert held.payroll_number.encode() not in (folder / records.RECORDS).read_bytes()


# -- the proof ------------------------------------------------------------------------------------------


def _mark(path: Path) -> None:
    """Write the marker into every text that is free on the sheets of a return, names and file name too."""
    book = openpyxl.load_workbook(path)
    for name in ("Staff", "Objectives", "Meetings", "Reviews", "Concerns", "Explanations"):
        if name not in book.sheetnames:
            continue
        for row in book[name].iter_rows():
            for cell in row:
                if row[0].value != "Payroll number" and isinstance(cell.value, str) and _is_free(cell.value):
                    cell.value = f"{cell.value} {MARKER}"
    book.save(path.with_name(f"{path.stem} {MARKER}.xlsx"))
    path.unlink()


def _is_free(text: str) -> bool:
    return text.count(" ") > 4 and not text.startswith("=")


def _everything(path: Path) -> Iterator[bytes]:
    """The bytes of a file, packed and unpacked."""
    content = path.read_bytes()
    yield content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            yield from (package.read(name) for name in package.namelist())
    if content.startswith(b"\x1f\x8b"):
        yield gzip.decompress(content)


def marked(folder: Path) -> set[str]:
    """The files that have the marker, in their content or their name."""
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and (MARKER in path.name or any(MARKER.encode() in each for each in _everything(path)))
    }


def test_a_marker_in_every_field_is_in_no_byte_of_the_folder_afterwards(tmp_path: Path) -> None:
    folder, elsewhere = tmp_path / "trust", tmp_path / "elsewhere"
    build_correct(folder, academies=2, staff=12)
    say_of_pay_points(folder, "official")
    for path in sorted((folder / "incoming" / SLUG).glob("*.xlsx")):
        _end_capability(path)
        _mark(path)
    cycle = ("--cycle", SLUG)
    assert ask(folder, "run", *cycle, "--round", "october", as_of=DEMO_AS_OF).exit_code in (0, 1)
    desk = Desk(next((folder / OCTOBER / "committee").glob("*.xlsx")))
    for person in range(len(desk.people)):
        desk.type(person, {**APPROVED, "Decision reason": f"{MARKER} reason"})
    decided = desk.save(folder / f"Decided {MARKER}.xlsx")
    taken = ask(folder, "decide", str(decided), "--take", as_of=date(2026, 10, 23))
    assert taken.exit_code in (0, 1), taken.output
    for command in (("forms", *cycle), ("letters", *cycle), ("sample", *cycle, "--to", str(elsewhere / "sample.xlsx"))):
        assert ask(folder, *command, as_of=date(2026, 10, 23)).exit_code in (0, 1)
    decide_everybody(folder)
    number = records.entries(folder, records.DECISION, CYCLE)[0].body["payroll_number"]
    given = ("hold", number, "--reason", "audit", "--by", f"J. {MARKER}", "--review", "2027-01-31", *cycle)
    assert ask(folder, "retention", *given, as_of=date(2026, 11, 1)).exit_code == 0
    who = ("--recipient", f"R. {MARKER}", "--reason", f"For {MARKER}", "--by", f"J. {MARKER}", "--take")
    for to in (
        ("quality-assurance", *cycle),
        ("pay", *cycle, "--round", "october"),
        ("reviewee", "--person", number, "--received", "2026-11-02"),
    ):
        disclosed = ask(folder, "disclose", "--to", *to, *who, as_of=date(2026, 11, 2))
        assert disclosed.exit_code == 0, disclosed.output
    answered = ("--clock", "answered", "--by", f"J. {MARKER}", "--take")
    seen = ask(folder, "disclose", "--to", "reviewee", "--person", number, *answered, as_of=date(2026, 11, 20))
    assert seen.exit_code == 0, seen.output
    for hold in records.entries(folder, "hold"):
        assert ask(folder, "retention", "release", str(hold.number), "--by", f"J. {MARKER}").exit_code == 0
    with_marker = marked(folder)
    for part in (
        "incoming/",
        "/returns/",
        "/committee/",
        "/forms/",
        "/decided/",
        "/rows/",
        f"/packs/{number}/to send/",
        "/packs/Quality assurance",
        "records.sqlite",
        "Decided",
    ):
        assert [name for name in with_marker if part in name], part
    assert marked(elsewhere)
    done = destroy(folder, *CONFIRMED)
    assert done.exit_code == 0, done.output
    assert marked(folder) == set()
    assert marked(elsewhere) == set()
    assert ask(folder, "status", "--verify").exit_code == 0
