"""A year as it really goes, step after step: late, twice, refused, decided in parts, amended, appealed, moved, left.

Each command is cut off first while its files are put in place, and given again. After each step the counts of status,
the committee's workbook, payroll and the ledger agree, every file that a person changed is as they left it, and the
same command again changes nothing.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import shutil
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner
from committee_desk import Desk, rows_of
from cut_off import cut_off

from pmr_batch import records
from pmr_batch.cli import main
from pmr_batch.demo.trust_folder import build_correct
from pmr_batch.model.decision import Decided
from pmr_batch.records.made_files import MadeFiles, MadeState

TEACHING, SUPPORT = "teaching-2025-26", "support-2025-26"
READY = {"ready", "ready with queries"}


class Year:
    """A trust folder through its year."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.theirs: dict[Path, bytes] = {}
        self.limits = itertools.cycle((0, 1, 2, 5, 11, 23))
        self.cut_offs = 0

    # -- commands -----------------------------------------------------------------------------------

    def call(self, *arguments: str, expect: tuple[int, ...] = (0, 1)) -> str:
        """What a command prints."""
        asked = [*arguments, "--folder", str(self.folder)]
        done = CliRunner().invoke(main, asked, catch_exceptions=False)
        assert done.exit_code in expect, f"{arguments}: {done.output}"
        self.check_theirs()
        return done.stdout

    def call_thrice(self, *arguments: str, expect: tuple[int, ...] = (0, 1)) -> str:
        """What a command prints that was cut off the first time. The same again changes no byte."""
        self.cut_off(*arguments)
        said = self.call(*arguments, expect=expect)
        before = self.hashes()
        self.call(*arguments, expect=expect)
        after = self.hashes()
        assert after == before, sorted(path for path in {*after, *before} if after.get(path) != before.get(path))
        return said

    def cut_off(self, *arguments: str) -> None:
        """The command, cut off before one of the moves of its files, a later one each time."""
        with cut_off(next(self.limits)) as moves:
            CliRunner().invoke(main, [*arguments, "--folder", str(self.folder)])
        self.cut_offs += moves.were_cut_off
        self.check_theirs()

    def run(self, cycle: str, round_: str, as_of: str) -> str:
        said = self.call_thrice("run", "--cycle", cycle, "--round", round_, "--as-of", as_of)
        self.check(cycle, round_, as_of)
        return said

    def decide(self, path: Path, round_: tuple[str, str], as_of: str, *more: str) -> dict[str, Decided]:
        """What is recorded by it, by payroll number."""
        before = len(self.decisions(*round_))
        self.call_thrice("decide", str(path), "--take", "--as-of", as_of, *more)
        self.check(*round_, as_of)
        return {decided.payroll_number: decided for decided in self.decisions(*round_)[before:]}

    # -- what is in the folder ------------------------------------------------------------------------

    def output(self, cycle: str = TEACHING, round_: str = "october") -> Path:
        return self.folder / "output" / cycle / round_

    def people(self, cycle: str = TEACHING, round_: str = "october") -> list[dict[str, Any]]:
        people: list[dict[str, Any]] = json.loads((self.output(cycle, round_) / "people.json").read_text("utf-8"))
        return people

    def decisions(self, cycle: str = TEACHING, round_: str = "october") -> list[Decided]:
        return records.recorded_decisions(self.folder, _name(cycle), round_)

    def newest_workbook(self, cycle: str = TEACHING, round_: str = "october") -> Path:
        """The committee's workbook of the last run."""
        made = MadeFiles.recorded(self.folder)
        paths = (self.output(cycle, round_) / "committee").glob("*.xlsx")
        (path,) = [path for path in paths if made.state(path) is MadeState.AS_MADE]
        return path

    def hashes(self) -> dict[str, str]:
        files = (path for path in self.folder.rglob("*") if path.is_file())
        return {str(path.relative_to(self.folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}

    def write_in(self, path: Path, content: bytes | None = None) -> None:
        """Somebody writes in a file, and it is theirs from now on."""
        path.write_bytes(path.read_bytes() + b"\n" if content is None else content)
        self.theirs[path] = path.read_bytes()

    def check_theirs(self) -> None:
        for path, content in self.theirs.items():
            assert path.read_bytes() == content, f"{path} was theirs"

    # -- the counts -----------------------------------------------------------------------------------

    def check(self, cycle: str, round_: str, as_of: str) -> None:
        """Status, committee's workbook, payroll and ledger say the same."""
        name = _name(cycle)
        outcomes = Counter(person["outcome"] for person in self.people(cycle, round_))
        before = [row for row in rows_of(self.newest_workbook(cycle, round_), "Recommendations") if row["Name"]]
        assert len(before) == sum(outcomes[outcome] for outcome in READY)
        in_force = records.decisions_in_force(self.folder, name, round_)
        settled = {number for number, decided in in_force.items() if decided.is_settled}
        told = {row.payroll_number for file in records.payroll_files(self.folder, name, round_) for row in file.rows}
        assert told >= settled
        letters = list((self.output(cycle, round_) / "decided" / "letters").rglob("*Outcome of the pay decision*.docx"))
        assert len(letters) >= len(settled)
        said = json.loads(self.call("status", "--cycle", cycle, "--as-of", as_of, "--json"))
        (of_round,) = [one for one in said["cycles"][0]["rounds"] if one["round"] == round_]
        assert of_round["decided"] == len(settled)
        assert (
            of_round["undecided"]
            == len([row for row in before if row["Payroll number"] not in settled]) - of_round["again"]
        )
        assert records.verify(self.folder) is None


def _staff(path: Path) -> list[dict[str, Any]]:
    """The rows of Staff in an office's workbook."""
    page = openpyxl.load_workbook(path)["Staff"]
    top = _column(page, "Payroll number")[0]
    names = [cell.value for cell in page[top]]
    return [dict(zip(names, row, strict=True)) for row in page.iter_rows(min_row=top + 1, values_only=True) if row[0]]


def _name(cycle: str) -> str:
    return cycle.replace("-", " ", 1).capitalize()


def _edit(path: Path, change: Callable[[openpyxl.Workbook], None]) -> None:
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)


def _column(page: Any, heading: str) -> tuple[int, int]:
    """Row and column of a heading."""
    return next((cell.row, cell.column) for row in page.iter_rows() for cell in row if cell.value == heading)


def _put(folder: Path, sheet: str, key: str, values: Mapping[str, Any]) -> None:
    """Type into the row of trust.xlsx whose first cell is `key`."""

    def change(book: openpyxl.Workbook) -> None:
        page = book[sheet]
        for row in page.iter_rows():
            if row[0].value == key:
                for heading, value in values.items():
                    row[_column(page, heading)[1] - 1].value = value

    _edit(folder / "trust.xlsx", change)


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Year:
    folder = tmp_path_factory.mktemp("year") / "trust"
    folder.mkdir()
    build_correct(folder, academies=3, staff=14, seed=11)
    return Year(folder)


def test_the_year(year: Year, tmp_path: Path) -> None:  # noqa: PLR0915  (one year, from its first step to its last)
    folder, incoming = year.folder, year.folder / "incoming" / TEACHING
    october = (TEACHING, "october")

    # September: workbooks are out, one office has begun to write in its own; one is lost and made again.
    issued = sorted((folder / "issued" / TEACHING).glob("*.xlsx"))
    year.write_in(issued[0])
    issued[1].unlink()
    said = year.call_thrice("issue", "--cycle", TEACHING, "--as-of", "2025-09-02")
    assert said.count("issued before, and left as it is") == len(issued) - 1
    assert issued[1].exists()

    # October: one return is late, one comes twice, one cannot be read.
    returns = sorted(path for path in incoming.glob("*.xlsx") if "HEADS" not in path.name)
    late = tmp_path / returns[0].name
    shutil.move(returns[0], late)
    shutil.copy(returns[1], incoming / "again.xlsx")
    whole = returns[2].read_bytes()
    returns[2].write_bytes(whole[: len(whole) // 2])
    year.run(*october, "2026-10-12")
    states = {person["outcome"] for person in year.people()}
    assert "missing" in states
    assert list((year.output() / "returns").rglob("* reminder.eml"))
    returns[2].write_bytes(whole)
    year.run(*october, "2026-10-13")

    # People write in what was made for them, and the run of the next day leaves it.
    form = next((year.output() / "forms").rglob("*.docx"))
    marked = next((year.output() / "returns").rglob("*.xlsx"))
    year.write_in(form)
    year.write_in(marked)
    year.run(*october, "2026-10-14")

    # The committee has its workbook while the round is run again; one row is put off, one left open.
    out = year.newest_workbook()
    desk = Desk(out)
    desk.approve_all()
    desk.put(0, Decision="Deferred", Decision_reason="Comments are to come.")
    desk.put(1, Decision=None, Decided_on=None)
    desk.save(out)
    year.write_in(out, out.read_bytes())
    said = year.run(*october, "2026-10-23")
    assert f"{out.name} is out with the committee" in said
    first = year.decide(out, october, "2026-10-24")
    assert first.keys() == {*desk.people} - {desk.people[1]}
    letter = next((year.output() / "decided" / "letters").rglob("*.docx"))
    year.write_in(letter)

    # The late return comes; a second meeting decides on it and on what was open.
    shutil.move(late, returns[0])
    year.run(*october, "2026-10-26")
    second = Desk(year.newest_workbook())
    assert {desk.people[0], desk.people[1]} <= set(second.people)
    second.approve_all()
    second_meeting = year.decide(second.save(tmp_path / "Second meeting.xlsx"), october, "2026-10-28")
    assert second_meeting.keys() == set(second.people)
    year.run(*october, "2026-10-29")
    assert not READY & {person["outcome"] for person in year.people()}

    # One decision was a mistake: it is amended, and the letter that was signed stays.
    signed = next(number for number in desk.people[2:] if number in letter.name)
    again = Desk(out)
    again.put(again.people.index(signed), Decision="Not approved", Decision_reason="The minutes were mistaken.")
    amended = year.decide(again.save(tmp_path / "Amended.xlsx"), october, "2026-10-30", "--amend")
    assert amended.keys() == {signed}
    assert letter.with_stem(f"{letter.stem} (2)").exists()

    # They appeal, and it is upheld.
    year.run(*october, "2026-11-02")
    appeal = openpyxl.load_workbook(year.newest_workbook())
    page = appeal["Appeals"]
    top, number_column = _column(page, "Payroll number")
    at = next(row for row in range(top + 1, page.max_row + 1) if page.cell(row, number_column).value == signed)
    was = first[signed].decision.pay.point
    place = {
        "Lodged on": date(2026, 11, 2),
        "Grounds": "The criteria were met.",
        "Heard on": date(2026, 11, 16),
        "Heard by": "A panel of three",
        "Outcome": "Upheld",
        "Reason": "The evidence was there.",
        "Decided point": was,
    }
    for heading, value in place.items():
        page.cell(at, _column(page, heading)[1]).value = value
    appeal.save(tmp_path / "Appeals.xlsx")
    year.decide(tmp_path / "Appeals.xlsx", october, "2026-11-17")
    now = records.decisions_in_force(folder, "Teaching 2025-26", "october")[signed]
    assert now.decision.pay.point == was
    told = [row for row in _payroll(year) if row.payroll_number == signed]
    assert [row.why.value for row in told if row.academy == now.academy] == ["New", "Amended", "Amended"]

    # Somebody leaves before the pay of the next cycle, somebody moves: nobody who is decided is missed or mailed.
    leaver, mover = desk.people[2], desk.people[3]
    academies = [row["academy"] for row in year.people() if row["payroll_number"] == mover]
    elsewhere = next(
        code for code in ("RIV", "OAK", "HIL", *_codes(folder)) if code in _codes(folder) and code not in academies
    )
    _put(folder, "Staff list", leaver, {"Employment end": date(2026, 12, 31)})
    _put(folder, "Staff list", mover, {"Academy code": elsewhere})
    year.run(*october, "2026-11-20")
    assert {row["outcome"] for row in year.people() if row["payroll_number"] in (leaver, mover)} <= {"decided"}

    # December and April.
    for round_, day in (((TEACHING, "december"), "2026-12-10"), ((SUPPORT, "april"), "2026-12-11")):
        year.run(*round_, day)
        meeting = Desk(year.newest_workbook(*round_))
        if meeting.people:
            meeting.approve_all()
            path = meeting.save(tmp_path / f"{round_[1]}.xlsx")
            assert len(year.decide(path, round_, "2026-12-12")) == len(meeting.people)

    # The next cycle begins from what was decided.
    _edit(folder / "trust.xlsx", _add_cycle)
    year.call_thrice("issue", "--cycle", "teaching-2026-27", "--as-of", "2026-12-14")
    books = [path for path in (folder / "issued" / "teaching-2026-27").glob("*.xlsx") if "HEADS" not in path.name]
    points = {row["Payroll number"]: row["Pay point"] for path in books for row in _staff(path)}
    for number, decided in second_meeting.items():
        assert number == mover or points[number] == decided.decision.pay.point
    verified = json.loads(year.call("status", "--verify", "--json", "--as-of", "2026-12-14", expect=(0,)))
    assert verified["broken"] is None
    written = {folder / file["file"] for file in verified["files"] if file["state"] == "written in by hand"}
    assert set(year.theirs) <= written
    assert year.cut_offs > 12


def _payroll(year: Year) -> list[Any]:
    return [row for file in records.payroll_files(year.folder, "Teaching 2025-26", "october") for row in file.rows]


def _codes(folder: Path) -> list[str]:
    page = openpyxl.load_workbook(folder / "trust.xlsx")["Academies"]
    top, column = _column(page, "Academy code")
    codes = [page.cell(row, column).value for row in range(top + 1, page.max_row + 1)]
    return [code for code in codes if code and code != "HEADS"]


def _add_cycle(book: openpyxl.Workbook) -> None:
    """The row of the teaching cycle, a year later."""
    page = book["Cycles"]
    top, column = _column(page, "Cycle")
    row = next(row for row in range(top + 1, page.max_row + 1) if page.cell(row, column).value == "Teaching 2025-26")
    free = next(row for row in range(top + 1, page.max_row + 9) if page.cell(row, column).value is None)
    for cell in page[row]:
        value = cell.value
        if hasattr(value, "replace") and hasattr(value, "year"):
            value = value.replace(year=value.year + 1)
        page.cell(free, cell.column).value = "Teaching 2026-27" if value == "Teaching 2025-26" else value
