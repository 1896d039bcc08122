"""What is said while a command is at work: on a terminal how far it is, elsewhere nothing; and what each stage took."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import time
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from program import ROOT
from rich.console import Console

from pmr_batch.cli.stage_display import StageDisplay
from pmr_batch.cli.stage_profile import StageFigures, StageProfile
from pmr_batch.demo import DEMO_AS_OF, build
from pmr_batch.workers import Workers

STAGES = ("reading the returns", "validating", "merging", "moderating")


def console(term: str) -> Console:
    environment = {"TERM": term, "COLUMNS": "100"}
    return Console(file=io.StringIO(), force_terminal=True, width=100, _environ=environment)


def drawn(at: Console) -> list[str]:
    """What stood on the terminal at each drawing, without colours and moves."""
    assert isinstance(at.file, io.StringIO)
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "\n", at.file.getvalue())
    return [line.strip() for line in text.splitlines() if line.strip()]


def square(number: int) -> int:
    return number * number


def test_a_stage_says_how_many_of_its_jobs_are_done_and_how_long_the_others_take() -> None:
    at = console("xterm")
    with StageDisplay(at) as display:
        display("reading [the] returns")
        display.expect(4)
        futures = [Future[int]() for _ in range(4)]
        for future in futures:
            display.handed_out(future)
        time.sleep(1.0)
        futures[0].set_result(1)
        said = " ".join(drawn(at))
        for future in futures[1:]:
            future.set_result(1)
    assert "reading [the] returns" in said
    assert "1 of 4" in said
    assert "about 0:03 left" in said
    assert "4 of 4" in " ".join(drawn(at))


def test_jobs_of_worker_processes_are_counted_each_in_its_own_stage() -> None:
    at = console("xterm")
    with StageDisplay(at) as display, Workers(2, watch=display) as workers:
        for stage, jobs in (("reading", 3), ("making", 5)):
            display(stage)
            assert list(workers.map(square, range(jobs))) == [number * number for number in range(jobs)]
            time.sleep(0.1)
    said = " ".join(drawn(at))
    assert "3 of 3" in said
    assert "5 of 5" in said
    assert "of 8" not in said


def test_a_terminal_that_cannot_draw_has_a_line_a_stage() -> None:
    at = console("dumb")
    with StageDisplay(at) as display, Workers(1, watch=display) as workers:
        for stage in STAGES:
            display(stage)
            list(workers.map(square, range(3)))
    assert drawn(at) == [f"{stage} …" for stage in STAGES]


def profiled() -> list[StageFigures]:
    """Stages that wait, work with much memory, and rest."""
    with StageProfile() as profile:
        profile("waiting")
        time.sleep(0.5)
        profile("working")
        held = b"x" * 200_000_000
        last = time.process_time() + 0.5
        while time.process_time() < last:
            pass
        del held
        profile("resting")
        time.sleep(0.2)
    assert len(profile.table.splitlines()) == 5
    return profile.stages


def test_a_profile_puts_time_and_memory_to_the_stage_that_took_them() -> None:
    with ProcessPoolExecutor(1, get_context("spawn")) as fresh:  # that has no memory of other tests to fill
        _, waiting, working, resting = stages = fresh.submit(profiled).result()
    assert [figures.stage for figures in stages] == ["starting", "waiting", "working", "resting"]
    assert waiting.seconds >= 0.5 > waiting.cpu
    assert working.cpu >= 0.5
    assert working.command_bytes - waiting.command_bytes > 150_000_000
    assert resting.command_bytes < working.command_bytes


# -- as users have it ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built") / "trust"
    build(folder, 2, 12)
    return folder


@pytest.fixture
def trust(built: Path, tmp_path: Path) -> Path:
    """A trust that has not been run yet."""
    return Path(shutil.copytree(built, tmp_path / "trust"))


def command(trust: Path, *options: str) -> list[str]:
    round_ = ("--cycle", "teaching-2025-26", "--round", "october", "--as-of", DEMO_AS_OF.isoformat())
    return [sys.executable, "-m", "pmr_batch.cli", "run", *round_, "--folder", str(trust), *options]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such terminals")
def test_a_run_shows_its_stages_on_a_terminal(trust: Path) -> None:
    ours, its = os.openpty()
    environment = os.environ | {"PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "120"}
    with subprocess.Popen(command(trust), env=environment, stdout=subprocess.PIPE, stderr=its) as ran:
        os.close(its)
        said = b""
        while part := _read(ours):
            said += part
        assert ran.stdout
        result = ran.stdout.read()
    os.close(ours)
    assert ran.returncode == 1, said
    assert all(stage.encode() in said for stage in STAGES)
    assert re.search(rb"\d+ of \d+", said)
    assert b"reading" not in result


def _read(terminal: int) -> bytes:
    """What came; nothing at its end, which Linux calls an error."""
    try:
        return os.read(terminal, 1 << 16)
    except OSError:
        return b""


def test_elsewhere_a_run_is_silent_but_for_a_profile_that_is_asked_for(trust: Path) -> None:
    ran = subprocess.run(
        command(trust, "--profile", "--json"),
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 1, ran.stderr
    assert ran.stdout.startswith("{")
    heading, *lines = ran.stderr.splitlines()
    assert heading.split() == ["stage", "seconds", "CPU", "s", "MiB", "MiB", "of", "workers"]
    assert [line.partition("  ")[0] for line in lines][:5] == ["starting", *STAGES]
    assert all(float(line.split()[-4]) >= 0 for line in lines)
    assert all(int(line.split()[-1].replace(",", "")) > 0 for line in lines[1:])
