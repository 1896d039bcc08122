"""`check --page` and `--watch`: the findings page beside a workbook, and what has changed since the one before."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from casebook import workbook
from program import ROOT, call
from shown_pages import text_of_page
from test_returns import AS_OF, FAULTY, moderated, send, trust

from pmr_batch.commands.check import check
from pmr_batch.commands.check_pages import CheckedPage, write_pages

#: A later return of the teacher of FAULTY: one point is settled, one is new, and what else is open stays.
LATER: dict[str, Any] = FAULTY | {
    "Objectives": """
        | Payroll number | No | What success looks like | Due on |
        | 0001041        | 1  | All read every day      | 2026-07-10 |
        | 0001041        | 2  |                         | 2026-09-01 |""",
}
PAGE = "RIV findings.html"
SECONDS = 60.0
#: The program, stopped by Ctrl+C also where the tests themselves are not, as in the background.
PROGRAM = "import signal as s, pmr_batch.cli as c; s.signal(s.SIGINT, s.default_int_handler); c.main()"


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A workbook that an office has saved in a shared folder, and beside that the trust's."""
    path = trust(tmp_path) / "shared" / "RIV.xlsx"
    path.parent.mkdir()
    path.write_bytes(workbook("teacher", "", FAULTY))
    return path


def paged(path: Path) -> CheckedPage:
    with ThreadPoolExecutor(1) as executor:
        (page,) = write_pages([path], check([path], path.parent.parent, AS_OF, executor), AS_OF)
    return page


def test_the_page_lies_beside_the_workbook_and_names_the_cells_of_it(saved: Path) -> None:
    before = saved.read_bytes()
    called = call("check", "--page", saved, "--folder", "..", "--as-of", AS_OF.isoformat(), folder=saved.parent)
    assert called.returncode == 1
    assert PAGE in called.stderr
    text = text_of_page(saved.with_name(PAGE))
    assert "PM405" in text
    assert "Since" not in text
    assert saved.read_bytes() == before


def test_a_heading_with_a_name_from_right_to_left_has_its_number_behind_it(saved: Path) -> None:
    staff = {"Staff": "| Payroll number | Name |\n| 0001041 | محمد الخطيب |"}
    saved.write_bytes(workbook("teacher", "", FAULTY | staff))
    paged(saved)
    page = saved.with_name(PAGE).read_text(encoding="utf-8")
    assert "<h3><bdi>محمد الخطيب</bdi> <small>0001041</small></h3>" in page


def test_a_page_says_what_is_new_settled_and_unchanged(saved: Path) -> None:
    first = text_of_page(paged(saved).path)
    still_open = first.count("Error ") + first.count("Query ")
    saved.write_bytes(workbook("teacher", "", LATER))
    text = text_of_page(paged(saved).path)
    assert f"Since 20 October 2026: 1 new, 1 settled, {still_open - 1} unchanged." in text
    assert "Error, new" in text
    assert "Ann Appleby, objective 1: What success looks like, of Objectives (PM405)" in text


def test_the_same_workbook_again_changes_nothing_and_forgets_nothing(saved: Path) -> None:
    paged(saved)
    saved.write_bytes(workbook("teacher", "", LATER))
    page = paged(saved)
    content = page.path.read_bytes()
    again = paged(saved)
    assert (page.is_new, again.is_new) == (True, False)
    assert again.path.read_bytes() == content


def test_a_page_in_which_somebody_has_written_is_left(saved: Path) -> None:
    page = paged(saved).path
    written_in = page.read_bytes().replace(b"Findings:", b"My notes on:")
    page.write_bytes(written_in)
    assert paged(saved).path.name == "RIV findings (2).html"
    assert page.read_bytes() == written_in
    assert paged(saved).path.name == "RIV findings (2).html"


def test_a_return_says_what_is_new_settled_and_unchanged(tmp_path: Path) -> None:
    folder = trust(tmp_path)
    send(folder, workbook("teacher", "", FAULTY))
    back = moderated(folder)
    assert "Since" not in (back / "RIV note.txt").read_text("utf-8")
    send(folder, workbook("teacher", "", LATER))
    moderated(folder)
    assert "1 new, 1 settled" in (back / "RIV note.txt").read_text("utf-8")
    page = (back / "RIV findings.html").read_bytes()
    assert "1 new, 1 settled" in text_of_page(back / "RIV findings.html")
    moderated(folder)
    assert (back / "RIV findings.html").read_bytes() == page, "the same run again compares with the same run before"


# -- a watched folder ------------------------------------------------------------------------------


class Watch:
    """A watch of a folder that runs, and what it has printed so far."""

    def __init__(self, process: subprocess.Popen[str], log: Path) -> None:
        self.process, self._log = process, log

    @property
    def printed(self) -> list[str]:
        return self._log.read_text("utf-8").splitlines()

    def until(self, holds: Callable[[], bool]) -> None:
        last = time.monotonic() + SECONDS
        while not holds():
            assert time.monotonic() < last, self.printed
            assert self.process.poll() is None, self.printed
            time.sleep(0.1)


@contextmanager
def watched(folder: Path) -> Iterator[Watch]:
    log = folder.parent / "watch.log"
    command = [sys.executable, "-c", PROGRAM, "check", "--watch", str(folder), "--folder", ".."]
    command += ["--as-of", AS_OF.isoformat()]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    with (
        log.open("w", encoding="utf-8") as out,
        subprocess.Popen(
            command, cwd=folder, env=environment, stdout=out, stderr=subprocess.STDOUT, text=True
        ) as process,
    ):
        watch = Watch(process, log)
        try:
            watch.until(lambda: any(line.startswith("Watching") for line in watch.printed))
            yield watch
        finally:
            process.send_signal(signal.SIGINT)
            try:
                assert process.wait(SECONDS) == 0
            finally:
                process.kill()


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl+C cannot be sent to one process alone")
def test_what_is_saved_is_checked_once_it_is_whole_and_closed(saved: Path) -> None:
    folder, content = saved.parent, saved.read_bytes()
    page = folder / PAGE
    with watched(folder) as watch:
        watch.until(page.exists)
        first = page.read_bytes()
        lock = folder / "~$RIV.xlsx"
        lock.write_bytes(b"School office")
        (folder / "RIV.xlsx").write_bytes(workbook("teacher", "", LATER))
        (folder / "OAK.xlsx").write_bytes(content[: len(content) // 2])
        watch.until(lambda: any("is open" in line for line in watch.printed))
        time.sleep(2)
        assert page.read_bytes() == first, "it is still open"
        assert not (folder / "OAK findings.html").exists(), "it is still being written"
        lock.unlink()
        (folder / "OAK.xlsx").write_bytes(content)
        watch.until(lambda: page.read_bytes() != first)
        watch.until((folder / "OAK findings.html").exists)
        count = len(watch.printed)
        (folder / "RIV.xlsx").touch()
        time.sleep(3)
        assert len(watch.printed) == count, "nothing has changed"
    assert sum("1 new, 1 settled" in line for line in watch.printed) == 1


@pytest.mark.parametrize("more", [["RIV.xlsx"], ["--page"], ["--json"]])
def test_a_watch_takes_a_folder_alone(tmp_path: Path, more: list[str]) -> None:
    called = call("check", "--watch", tmp_path, *more)
    assert called.returncode == 2
    assert "name the folder alone" in called.stderr


def test_a_folder_that_is_not_there_cannot_be_watched(tmp_path: Path) -> None:
    called = call("check", "--watch", tmp_path / "nowhere")
    assert (called.returncode, called.stdout) == (2, "")
    assert "is not there" in called.stderr
