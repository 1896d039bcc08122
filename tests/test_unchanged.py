"""What has not changed is not made again, and what is left is what would have been made."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from concurrent.futures import Executor, Future
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from casebook import TRUST_BY_NAME, base, rows_of, workbook, xlsx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from program import call

from pmr_batch.commands.rounds.run import run
from pmr_batch.commands.rounds.standing_run import standing_run
from pmr_batch.layout.columns import Kind
from pmr_batch.layout.standard_workbook import BY_NAME
from pmr_batch.model.terms import Round
from pmr_batch.produce.draft_forms import FormTask
from pmr_batch.produce.returns import ReturnTask

CYCLE, ANN, BEN = "teaching-2025-26", "0001041", "0002041"
OUTPUT = Path("output") / CYCLE / "october"
DAY, NEXT_DAY = date(2026, 10, 20), date(2026, 10, 21)
#: What runs keep for later ones; all else of an output can be made anew.
KEPT = ("kept.json", "earlier.json", "rows")
OAKWOOD = {"Staff": f"| Payroll number | Name |\n| {BEN} | Ben Birch |"}
#: Sheets that have a row of Ann's, and what may be typed into a cell of a kind.
SHEETS = ("Staff", "Objectives", "Development", "Meetings", "Reviews")
TYPED = {
    Kind.DATE: ("2026-03-02", "2027-01-05", "soon"),
    Kind.MONEY: ("41,000", "a lot"),
    Kind.NUMBER: ("0.5", "half"),
    Kind.WHOLE: ("7", "several"),
}


class Workshop(Executor):
    """Does all work at once, and notes what was made for whom."""

    def __init__(self) -> None:
        self.forms: list[str] = []
        self.returns: list[str] = []

    def submit(self, work: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        for task in args:
            if isinstance(task, FormTask):
                self.forms += [path for path in task.by_path if path not in task.standing]
            if isinstance(task, ReturnTask):
                self.returns += [path for path in task.keys if path not in task.standing]
        future: Future[Any] = Future()
        future.set_result(work(*args, **kwargs))
        return future


def ran(folder: Path, as_of: date = DAY) -> Workshop:
    workshop = Workshop()
    run(folder, CYCLE, Round.OCTOBER, as_of, workshop)
    return workshop


def files(folder: Path) -> dict[str, bytes]:
    output = folder / OUTPUT
    return {path.relative_to(output).as_posix(): path.read_bytes() for path in output.rglob("*") if path.is_file()}


def send(folder: Path, academy: str, told: dict[str, str]) -> None:
    place = folder / "incoming" / CYCLE / f"{academy}.xlsx"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(workbook("teacher", academy, told))


@pytest.fixture(scope="module")
def trust(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two academies with a teacher each, run once: to copy."""
    folder = tmp_path_factory.mktemp("unchanged") / "trust"
    folder.mkdir()
    tables = {name: rows_of(text) for name, text in base()["settings"].items()}
    (folder / "trust.xlsx").write_bytes(xlsx({n: tables.get(n, []) for n in TRUST_BY_NAME}, TRUST_BY_NAME, {}))
    send(folder, "RIV", {})
    send(folder, "OAK", OAKWOOD)
    workshop = ran(folder)
    assert len(workshop.forms) == 2
    assert len(workshop.returns) == 8
    return folder


@pytest.fixture
def folder(trust: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(trust, tmp_path / "trust"))


def test_a_second_run_makes_no_form_and_nothing_that_goes_back(folder: Path) -> None:
    before = files(folder)
    again = ran(folder)
    assert (again.forms, again.returns) == ([], [])
    assert files(folder) == before


def test_the_same_run_again_reads_and_makes_nothing_and_says_the_same(folder: Path) -> None:
    asked = ("run", "--cycle", CYCLE, "--round", "october", "--folder", folder, "--as-of", str(DAY))
    (folder / OUTPUT / "run.json").unlink()
    first = call(*asked)
    times = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}
    assert standing_run(folder, "Teaching 2025-26", Round.OCTOBER, DAY) is not None
    again, as_json = call(*asked), call(*asked, "--json")
    assert (again.returncode, again.stdout, again.stderr) == (first.returncode, first.stdout, first.stderr)
    assert as_json.stdout == (folder / OUTPUT / "run.json").read_text("utf-8")
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()} == times


def _add(folder: Path, path: str, content: bytes = b"x") -> None:
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    with (folder / path).open("ab") as file:
        file.write(content)


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: _add(folder, f"incoming/{CYCLE}/RIV.xlsx"),
        lambda folder: _add(folder, f"incoming/{CYCLE}/further/Letter.txt"),
        lambda folder: (folder / f"incoming/{CYCLE}/OAK.xlsx").rename(folder / f"incoming/{CYCLE}/OAK 2.xlsx"),
        lambda folder: _add(folder, "trust.xlsx"),
        lambda folder: _add(folder, "templates/appendix_a.docx"),
        lambda folder: _add(folder, "output/teaching-2024-25/october/kept.json"),
        lambda folder: _add(folder, str(OUTPUT / "run.json"), b" "),
        lambda folder: (folder / OUTPUT / "people.json").unlink(),
        lambda folder: (folder / OUTPUT / "returns/OAK/OAK note.eml").unlink(),
        lambda folder: (folder / "records.sqlite").unlink(),
    ],
    ids=["return", "new file", "name", "settings", "template", "cycle before", "record", "people", "mail", "ledger"],
)  # fmt: skip
def test_whatever_has_changed_the_run_is_done(change: Callable[[Path], None], folder: Path) -> None:
    change(folder)
    assert standing_run(folder, CYCLE, Round.OCTOBER, DAY) is None


def test_another_day_or_a_confirmed_one_is_another_run(folder: Path) -> None:
    assert standing_run(folder, CYCLE, Round.OCTOBER, NEXT_DAY) is None
    assert standing_run(folder, CYCLE, Round.OCTOBER, DAY, DAY) is None
    assert standing_run(folder, CYCLE, Round.DECEMBER, DAY) is None
    assert standing_run(folder, CYCLE, Round.OCTOBER, DAY) is not None


def test_a_committee_workbook_that_is_out_is_told_of_and_stands(folder: Path) -> None:
    (workbook_,) = (folder / OUTPUT / "committee").iterdir()
    _add(folder, str(workbook_.relative_to(folder)))
    again = standing_run(folder, CYCLE, Round.OCTOBER, DAY)
    assert again is not None
    assert [out.path for out in again.out] == [workbook_]
    assert list(again.placed.kept) == [f"committee/{workbook_.name}"]


def test_the_next_day_only_what_bears_the_day_is_made(folder: Path) -> None:
    before = files(folder)
    again = ran(folder, NEXT_DAY)
    assert (again.forms, again.returns) == ([], [])
    changed = {path for path, content in files(folder).items() if before.get(path) != content}
    assert not [path for path in changed if path.startswith(("forms/", "returns/"))]
    assert {"run.json", "committee/Pay committee Teaching 2025-26 October.xlsx"} <= changed


def test_one_changed_workbook_makes_what_follows_from_it_and_no_more(folder: Path) -> None:
    send(folder, "RIV", {"Objectives": f"| Payroll number | Summary of success |\n| {ANN} | All gained more |"})
    again = ran(folder)
    assert {path.split("/")[1] for path in again.forms} == {"RIV"}
    assert {path.split("/")[1] for path in again.returns} == {"RIV"}


def test_what_was_deleted_or_written_in_is_made_again(folder: Path) -> None:
    back = folder / OUTPUT / "returns/OAK"
    (back / "OAK return 2.xlsx").unlink()
    (back / "OAK note.txt").write_text("With my thanks.", "utf-8")
    before = files(folder)
    again = ran(folder)
    assert sorted(again.returns) == ["returns/OAK/OAK note.txt", "returns/OAK/OAK return 2.xlsx"]
    assert set(files(folder)) - set(before) == {"returns/OAK/OAK return 2.xlsx"}
    assert (back / "OAK note.txt").read_text("utf-8") == "With my thanks.", "theirs was made from the very same"


def test_another_template_makes_all_forms_again_and_nothing_that_goes_back(folder: Path) -> None:
    standard = Path(__file__).parent.parent / "doc_templates" / "appendix_a.docx"
    (folder / "templates").mkdir()
    own = folder / "templates" / standard.name
    own.write_bytes(standard.read_bytes() + b"\0")
    again = ran(folder)
    assert len(again.forms) == 2
    assert again.returns == []


@st.composite
def changes(draw: st.DrawFn) -> dict[str, str]:
    """Any one cell of Ann's, with something else in it, or blank."""
    sheet = BY_NAME[draw(st.sampled_from(SHEETS))]
    column = draw(st.sampled_from([column for column in sheet if column.key != "payroll_number"]))
    typed = draw(st.sampled_from(("", *TYPED.get(column.kind, ("Another text", "No")))))
    return {sheet.name: f"| Payroll number | {column.heading} |\n| {ANN} | {typed} |"}


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=changes(), as_of=st.sampled_from([DAY, NEXT_DAY]))
def test_after_any_changed_cell_all_is_as_if_nothing_had_been_there(
    told: dict[str, str], as_of: date, trust: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    place = tmp_path_factory.mktemp("changed")
    changed, emptied = (Path(shutil.copytree(trust, place / name / "trust")) for name in ("a", "b"))
    for path in (emptied / OUTPUT).iterdir():
        if path.name not in KEPT:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for folder in (changed, emptied):
        send(folder, "RIV", told)
    some, everything = ran(changed, as_of), ran(emptied, as_of)
    assert len(some.returns) < len(everything.returns)
    assert files(changed) == files(emptied)
