"""What all tests share: one finished demo folder, and what to do where office programs are not installed."""

from __future__ import annotations

import gc
import os
import shutil
import time
from pathlib import Path

import pytest
from program import call

#: What the checks marked `office` call, by the name of the program to install; any one of the commands will do.
PROGRAMS = {
    "LibreOffice": ("soffice",),
    "Chromium": ("chromium", "chromium-browser", "google-chrome"),
    "poppler (pdftoppm)": ("pdftoppm",),
}
NOT_RUN = "OFFICE CHECKS NOT RUN"
_LONGEST_WAIT = 300.0


# Frames make many objects and few cycles: collecting at every turn took an eighth of the time.
gc.set_threshold(100_000, 50, 50)


# -- office programs -----------------------------------------------------------------------------


def not_installed() -> list[str]:
    """The programs that the office checks need and this machine has not."""
    return [name for name, commands in PROGRAMS.items() if not any(map(shutil.which, commands))]


def office_required() -> bool:
    """Whether an absent program is a failure: on CI, and where somebody asks for it."""
    return os.environ.get("CI", "").lower() not in ("", "0", "false") or os.environ.get("PMR_OFFICE") == "required"


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("office") is None or not (absent := not_installed()):
        return
    told = f"{NOT_RUN}: {', '.join(absent)} not installed"
    if office_required():
        pytest.fail(told, pytrace=False)
    pytest.skip(told)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = terminalreporter.stats.get("skipped", [])
    skipped = [report for report in reports if NOT_RUN in str(report.longrepr)]
    if skipped:
        told = f"{NOT_RUN}: {', '.join(not_installed())} not installed ({len(skipped)} skipped)"
        terminalreporter.section("office", sep="!", red=True, bold=True)
        terminalreporter.write_line(told, red=True, bold=True)


# -- dumps ---------------------------------------------------------------------------------------


def pytest_addoption(parser: pytest.Parser) -> None:
    told = "write the readable dumps of the Word templates anew, instead of holding the templates against them"
    parser.addoption("--rewrite-dumps", action="store_true", help=told)


# -- the demo ------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished demo of 3 academies, made once for all workers: to read, or to copy and change."""
    place = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        place = place.parent
    told, folder = place / "demo.told", place / "demo"
    try:
        (place / "demo.making").mkdir()
    except FileExistsError:
        _wait_for(told)
    else:
        _make(folder, told)
    assert told.read_text("utf-8") == "", told.read_text("utf-8")
    return folder


def _make(folder: Path, told: Path) -> None:
    """Make the demo, and tell the others: nothing where all went well."""
    made = call("demo", folder, "--academies", "3", "--staff", "20")
    whole = told.with_name("demo.unfinished")
    whole.write_text("" if made.returncode == 0 else f"exit {made.returncode}\n{made.stdout}{made.stderr}", "utf-8")
    whole.rename(told)


def _wait_for(told: Path) -> None:
    last = time.monotonic() + _LONGEST_WAIT
    while not told.exists():
        assert time.monotonic() < last, "the worker that makes the demo has not finished"
        time.sleep(0.1)
