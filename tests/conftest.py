"""What all tests share: one finished demo folder, and what to do where office programs are not installed."""

from __future__ import annotations

import gc
import os
import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from more_faults import EVERY_FAULT
from program import call

from pmr_batch import workers
from pmr_batch.commands.rounds.run import run
from pmr_batch.demo import DEMO_AS_OF, build
from pmr_batch.demo.run_demo import ROUNDS

#: What the checks marked `office` call, by the name of the program to install; any one of the commands will do.
PROGRAMS = {
    "LibreOffice": ("soffice",),
    "Chromium": ("chromium", "chromium-browser", "google-chrome"),
    "poppler (pdftoppm)": ("pdftoppm",),
}
NOT_RUN = "OFFICE CHECKS NOT RUN"
_LONGEST_WAIT = 300.0
#: The files that take longest, the longest first.
LONGEST = (
    "test_cases",
    "test_demo",
    "test_year",
    "test_retention_destroyed",
    "test_workbook_live",
    "test_appeals",
    "test_trust_runs",
    "test_decide",
    "test_end_to_end",
    "test_mutants",
    "test_wheel",
    "test_staff_list",
    "test_explained_and_accepted",
    "test_kinds",
    "test_workbook_live_demo",
    "test_check_pages",
    "test_refused_returns",
    "test_worked_examples",
    "test_passwords",
    "test_why",
    "test_adopt",
    "test_committee",
    "test_cli",
    "test_returns",
    "test_collect",
    "test_templates_workbook",
    "test_stage_display",
    "test_stages",
    "test_reading_values",
    "test_letters",
    "test_template_versions",
)


# The programs that tests start begin from compiled modules, wherever the tests themselves are run.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# Frames make many objects and few cycles: collecting at every turn took an eighth of the time.
gc.set_threshold(100_000, 50, 50)


# -- who runs what -------------------------------------------------------------------------------


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A worker runs a file, and makes what its tests share once: the longest start first, so that all end together."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: LONGEST.index(item.path.stem) if item.path.stem in LONGEST else len(LONGEST))


@pytest.fixture(scope="session", autouse=True)
def _one_worker_a_command() -> Iterator[None]:
    """A command within a test starts one worker, not one a core: the tests themselves are at work on all cores."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(workers, "cores", lambda: 1)
        yield


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
    return _made_once(tmp_path_factory, "demo", _make_demo)


@pytest.fixture(scope="session")
def faulty_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A trust of 5 academies with a fault for every rule in its returns, and its three rounds run: to read."""
    return _made_once(tmp_path_factory, "faulty", _make_faulty)


def _made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], str]) -> Path:
    """A folder that the first who asks for it makes, and the others wait for; `make` says what went wrong."""
    place = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        place = place.parent
    result, folder = place / f"{name}.result", place / name
    try:
        (place / f"{name}.making").mkdir()
    except FileExistsError:
        _wait_for(result)
    else:
        problem = "it was not finished"
        try:
            problem = make(folder)
        finally:
            whole = result.with_suffix(".unfinished")
            whole.write_text(problem, "utf-8")
            whole.rename(result)
    assert result.read_text("utf-8") == "", result.read_text("utf-8")
    return folder


def _make_demo(folder: Path) -> str:
    made = call("demo", folder, "--academies", "3", "--staff", "20")
    return "" if made.returncode == 0 else f"exit {made.returncode}\n{made.stdout}{made.stderr}"


def _make_faulty(folder: Path) -> str:
    with ThreadPoolExecutor() as executor:
        build(folder, executor=executor, faults=EVERY_FAULT)
        for cycle, round_ in ROUNDS:
            run(folder, cycle, round_, DEMO_AS_OF, executor)
    return ""


def _wait_for(result: Path) -> None:
    last = time.monotonic() + _LONGEST_WAIT
    while not result.exists():
        assert time.monotonic() < last, "the worker that makes the demo has not finished"
        time.sleep(0.1)
