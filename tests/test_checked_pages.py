"""The findings of a check as a page beside the workbook, and a folder in which every saved workbook is checked."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Event, Thread

import pytest
from casebook import workbook
from click.testing import CliRunner, Result
from offices import trust
from pictures import measured
from program import ROOT

from pmr_batch.cli import main
from pmr_batch.commands.watched_folder import FolderWatch, Watched
from pmr_batch.produce.returns.checked_page import record_of

AS_OF = date(2026, 10, 20)
STAFF = "| Payroll number | Name | {}\n| 0001041 | Ann Appleby | {} "
FAULTY = workbook("teacher", "", {"Staff": STAFF.format("Reviewer |", "0009999 |")})
WORSE = workbook("teacher", "", {"Staff": STAFF.format("Reviewer | FTE |", "0009999 | 1.5 |")})
GOOD = workbook("teacher", "", {})


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a trust, to check by."""
    return trust(tmp_path_factory.mktemp("settings"))


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Path) -> Path:
    """An office's workbook; checked without starting a process a time."""
    monkeypatch.setattr("pmr_batch.cli.workbooks.workers", lambda: ThreadPoolExecutor(1))
    monkeypatch.chdir(settings)
    (tmp_path / "Riverside.xlsx").write_bytes(FAULTY)
    return tmp_path / "Riverside.xlsx"


def check(*arguments: str | Path) -> Result:
    asked = ["check", *map(str, arguments), "--as-of", AS_OF.isoformat()]
    return CliRunner().invoke(main, asked, catch_exceptions=False)


def page_of(path: Path) -> str:
    return path.with_name(f"{path.stem} findings.html").read_text("utf-8")


def test_a_page_says_what_the_terminal_says(office: Path) -> None:
    done = check(office, "--page")
    assert "  on a page: Riverside findings.html" in done.stdout.splitlines()
    page = page_of(office)
    assert "<h1>Findings: Riverside.xlsx</h1>" in page
    assert "checked as of 20 October 2026" in page
    assert "PM301" in page
    assert "0009999" in page
    assert "Since the last check" not in page
    assert office.read_bytes() == FAULTY


def test_without_being_asked_for_no_page_is_made(office: Path) -> None:
    check(office)
    assert [path.name for path in office.parent.iterdir()] == ["Riverside.xlsx"]


def test_the_next_page_says_what_is_new_settled_and_as_before(office: Path) -> None:
    check(office, "--page")
    office.write_bytes(WORSE)
    check(office, "--page")
    worse = page_of(office)
    assert "new and " in worse
    assert "as before." in worse
    assert worse.count("<b>New.</b>") >= 1
    office.write_bytes(GOOD)
    check(office, "--page")
    good = page_of(office)
    assert "settled" in good.partition("Since the last check ")[2].partition(".")[0]
    assert "<b>New.</b>" not in good


def test_a_page_that_says_the_same_is_not_written_again(office: Path) -> None:
    check(office, "--page")
    page = office.with_name("Riverside findings.html")
    before = page.stat().st_mtime_ns
    check(office, "--page")
    assert page.stat().st_mtime_ns == before


def test_a_page_that_somebody_has_changed_is_theirs(office: Path) -> None:
    check(office, "--page")
    page = office.with_name("Riverside findings.html")
    theirs = page.read_bytes().replace(b"</main>", b"<p>Rang the office.</p></main>")
    page.write_bytes(theirs)
    for content in (WORSE, GOOD):
        office.write_bytes(content)
        check(office, "--page")
        assert page.read_bytes() == theirs
        beside = office.with_name("Riverside findings (2).html")
        assert record_of(beside.read_bytes()) is not None
    assert len(list(office.parent.iterdir())) == 3


def test_a_file_that_is_refused_has_a_page_too(office: Path) -> None:
    office.write_bytes(b"%PDF-1.7")
    assert check(office, "--page").exit_code == 1
    assert "Is a PDF under an Excel name" in page_of(office)


def test_text_of_a_workbook_is_no_markup(office: Path) -> None:
    office.write_bytes(workbook("teacher", "", {"Staff": STAFF.format("Reviewer |", '<script>alert("x")</script> |')}))
    check(office, "--page")
    assert "<script" not in page_of(office)


@pytest.mark.office
def test_nothing_sticks_out(office: Path, tmp_path: Path) -> None:
    check(office, "--page")
    for width, wide, _, out in measured(page_of(office).encode(), (375, 768, 1280), tmp_path):
        assert (wide <= width, out) == (True, [])


# -- a folder that is watched ------------------------------------------------------------------------


class Desk:
    """A folder that is watched by a thread; what became of each workbook, in order."""

    def __init__(self, folder: Path, settings: Path) -> None:
        self.folder, self.seen, self._stop = folder, list[Watched](), Event()
        self._watch = FolderWatch(folder, settings, lambda: AS_OF, ThreadPoolExecutor(1))
        self._thread = Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        for one in self._watch.checks(self._stop):
            self.seen.append(one)

    def wait(self, count: int) -> list[str]:
        """The lines, once there are so many."""
        last = time.monotonic() + 60
        while len(self.seen) < count and time.monotonic() < last and self._thread.is_alive():
            time.sleep(0.05)
        return [str(one) for one in self.seen]

    def rest(self) -> None:
        """Long enough for anything that would be done."""
        time.sleep(2.5)

    def end(self) -> None:
        self._stop.set()
        self._thread.join()


@pytest.fixture
def desk(tmp_path: Path, settings: Path) -> Iterator[Desk]:
    folder = tmp_path / "shared"
    folder.mkdir()
    (folder / "Riverside.xlsx").write_bytes(FAULTY)
    watched = Desk(folder, settings)
    yield watched
    watched.end()


def test_what_is_there_what_comes_and_what_is_saved_again_is_checked_once(desk: Desk) -> None:
    (first,) = desk.wait(1)
    assert first.startswith("Riverside.xlsx: 6 errors")
    assert first.endswith(" → Riverside findings.html")
    (desk.folder / "RIV").mkdir()
    (desk.folder / "RIV" / "New.xlsx").write_bytes(GOOD)
    assert desk.wait(2)[1].startswith("New.xlsx: 5 errors")
    assert (desk.folder / "RIV" / "New findings.html").exists()
    (desk.folder / "Riverside.xlsx").write_bytes(WORSE)
    assert desk.wait(3)[2].startswith("Riverside.xlsx: ")
    assert "Since the last check" in page_of(desk.folder / "Riverside.xlsx")
    (desk.folder / "Riverside.xlsx").touch()
    (desk.folder / "Notes.txt").write_text("no workbook")
    desk.rest()
    assert len(desk.seen) == 3


def test_an_open_workbook_is_waited_for(desk: Desk) -> None:
    desk.wait(1)
    lock = desk.folder / "~$Open.xlsx"
    lock.touch()
    (desk.folder / "Open.xlsx").write_bytes(FAULTY)
    assert desk.wait(2)[1] == "Open.xlsx: is open in Excel; it is checked once it is closed"
    desk.rest()
    assert len(desk.seen) == 2
    assert not (desk.folder / "Open findings.html").exists()
    lock.unlink()
    assert desk.wait(3)[2].startswith("Open.xlsx: 6 errors")


def test_a_workbook_that_is_still_written_is_waited_for(desk: Desk) -> None:
    desk.wait(1)
    growing = desk.folder / "Growing.xlsx"
    growing.write_bytes(FAULTY[:1000])
    desk.rest()
    assert len(desk.seen) == 1
    growing.write_bytes(FAULTY)
    assert desk.wait(2)[1].startswith("Growing.xlsx: 6 errors")


def test_the_command_says_what_it_does_and_ends_when_it_is_interrupted(tmp_path: Path, settings: Path) -> None:
    (tmp_path / "Riverside.xlsx").write_bytes(FAULTY)
    command = [sys.executable, "-m", "pmr_batch.cli", "check", "--watch", tmp_path, "--folder", settings]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=ROOT, **pipes, encoding="utf-8") as watching:  # type: ignore[call-overload]
        try:
            said = watching.stdout.readline()
            watching.send_signal(signal.SIGINT)
            errors = watching.communicate(timeout=60)[1]
        finally:
            watching.kill()
    assert said.endswith(" → Riverside findings.html\n")
    assert (watching.returncode, errors) == (0, f"Watching {tmp_path}; Ctrl+C ends it\n")


def test_a_folder_that_is_not_there_is_said_in_one_line(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["check", "--watch", str(tmp_path / "nowhere")])
    assert (done.exit_code, done.stdout) == (2, "")
    assert "no such folder; name the one in which workbooks are saved" in done.stderr


@pytest.mark.parametrize("also", [["a.xlsx"], ["--page"], ["--json"]])
def test_what_a_watched_folder_does_not_go_with_is_said(tmp_path: Path, also: list[str]) -> None:
    done = CliRunner().invoke(main, ["check", "--watch", str(tmp_path), *also])
    assert done.exit_code == 2
    assert "--watch checks what is saved into its folder" in done.stderr
