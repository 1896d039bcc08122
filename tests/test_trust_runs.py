"""A round of several trusts, on one machine and on a cluster: each makes what it would alone; a failing one is told."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from dask_cluster import dask_cluster, wait_until
from program import ROOT, call

from pmr_batch import __version__
from pmr_batch.commands.rounds.run import run
from pmr_batch.commands.rounds.trust_runs import RoundJob, TrustRun, run_trust_on_cluster, run_trusts
from pmr_batch.demo import DEMO_AS_OF, build
from pmr_batch.locks import HOLDER
from pmr_batch.model.terms import Round
from pmr_batch.workers import JobWatch

ROUND = ("run", "--cycle", "teaching-2025-26", "--round", "october", "--as-of", DEMO_AS_OF.isoformat())
OUTPUT = "output/teaching-2025-26/october"
CLEAN, ERRORS, FAILED = 0, 1, 2
TRUSTS = ("Ashford", "Brook", "Carr")
#: One that has no settings, and one to which nothing has been sent.
FAILING = ("Elm", "Fen")


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Trusts of different people, none of them run."""
    folder = tmp_path_factory.mktemp("county")
    for seed, name in enumerate(TRUSTS):
        build(folder / name, 2, 12, seed)
    (folder / FAILING[0]).mkdir()
    (folder / FAILING[1]).mkdir()
    shutil.copy(folder / TRUSTS[0] / "trust.xlsx", folder / FAILING[1])
    return folder


@pytest.fixture(scope="module")
def alone(county: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, bytes]]:
    """What each trust makes that is run alone: its files by path."""
    folder = Path(shutil.copytree(county, tmp_path_factory.mktemp("alone") / "county"))
    with ThreadPoolExecutor(1) as executor:
        for name in TRUSTS:
            run(folder / name, "teaching-2025-26", Round.OCTOBER, DEMO_AS_OF, executor)
    return {name: made(folder / name) for name in TRUSTS}


def made(trust: Path) -> dict[str, bytes]:
    output = trust / OUTPUT
    return {path.relative_to(output).as_posix(): path.read_bytes() for path in output.rglob("*") if path.is_file()}


def test_each_of_several_trusts_has_what_it_would_have_alone(
    county: Path, alone: dict[str, dict[str, bytes]], tmp_path: Path
) -> None:
    shutil.copytree(county, tmp_path / "county")
    first, *others = (f"county/{name}" for name in (*TRUSTS, *FAILING))
    ran = call(*ROUND, "--folder", first, *others, "county/nowhere", folder=tmp_path)
    assert ran.returncode == FAILED
    assert {name: made(tmp_path / "county" / name) for name in TRUSTS} == alone
    told = [line for line in ran.stdout.splitlines() if not line.startswith(" ")]
    assert [line.partition(":")[0] for line in told[:-1]] == [f"county/{name}" for name in TRUSTS]
    assert told[-1] == "3 trusts run; 3 could not be: county/Elm, county/Fen and county/nowhere"
    why = ran.stderr.splitlines()
    assert [line.split()[0].rstrip(":") for line in why] == ["county/Elm", "county/Fen", "county/nowhere"]
    assert "has no trust.xlsx" in why[0]
    assert "incoming/teaching-2025-26 is not there" in why[1]
    assert f"look at county/{TRUSTS[0]}/{OUTPUT}/report.html" in ran.stdout
    assert not (tmp_path / "county/nowhere").exists()


def test_machines_are_told_each_trust_once_with_its_run(county: Path, tmp_path: Path) -> None:
    for name in ("Ashford", "Elm"):
        shutil.copytree(county / name, tmp_path / name)
    ran = call(*ROUND, "--json", "--folder", "Ashford", "--folder", "Elm", "./Ashford/", folder=tmp_path)
    assert ran.returncode == FAILED
    ashford, elm = json.loads(ran.stdout)["trusts"]
    run_json = json.loads((tmp_path / "Ashford" / OUTPUT / "run.json").read_text("utf-8"))
    assert ashford == {"folder": "Ashford", "problems": [], "run": run_json}
    assert elm == {"folder": "Elm", "problems": [ran.stderr.rstrip()], "run": None}


# -- a process that is lost ------------------------------------------------------------------------


class Losing(Executor):
    """An executor that loses a job so often, as one does whose process was ended."""

    def __init__(self, times: int, error: Exception) -> None:
        self.times, self.error = times, error

    def submit(self, work: Any, /, *arguments: Any, **options: Any) -> Future[Any]:
        future: Future[Any] = Future()
        if arguments[0].name == "Brook" and self.times:
            self.times -= 1
            future.set_exception(self.error)
        else:
            future.set_result(work(*arguments, **options))
        return future


JOB = RoundJob("teaching-2025-26", Round.OCTOBER, DEMO_AS_OF)


def done(folder: Path, job: RoundJob) -> TrustRun:
    return TrustRun(folder, (job.cycle,), folder / OUTPUT)


def lost(times: int, error: Exception) -> list[TrustRun]:
    return list(run_trusts([Path(name) for name in TRUSTS], JOB, done, Losing(times, error), JobWatch()))


def test_a_trust_whose_process_was_lost_is_run_again() -> None:
    assert [trust.output is not None for trust in lost(2, BrokenProcessPool())] == [True] * 3


@pytest.mark.parametrize(("times", "error"), [(3, BrokenProcessPool()), (1, RuntimeError("0001041"))])
def test_one_that_is_lost_again_and_again_is_told_and_the_others_go_on(times: int, error: Exception) -> None:
    trusts = lost(times, error)
    assert [str(trust.folder) for trust in trusts] == list(TRUSTS)
    assert [trust.output is not None for trust in trusts] == [True, False, True]
    (line,) = trusts[1].lines
    assert line.startswith(f"could not be run: its process was lost ({type(error).__name__})")
    assert "0001041" not in line


# -- a cluster -------------------------------------------------------------------------------------


def test_on_a_cluster_that_loses_a_worker_each_trust_has_what_it_would_have_alone(
    county: Path, alone: dict[str, dict[str, bytes]], tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(county, tmp_path / "county"))
    names = sorted((*TRUSTS, *FAILING))
    with dask_cluster(tmp_path, "", "--no-nanny") as cluster:
        command = [sys.executable, "-m", "pmr_batch.cli", *ROUND, *names, "--scheduler", cluster.scheduler]
        environment = os.environ | cluster.environment
        with subprocess.Popen(
            command, env=environment, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
        ) as ran:
            _, killed = cluster.workers
            wait_until(lambda: any(f"process {killed.pid})" in holder for holder in holders(folder)))
            killed.kill()
            stdout, stderr = ran.communicate()
    assert ran.returncode == FAILED, stderr
    assert {name: made(folder / name) for name in TRUSTS} == alone
    told = [line for line in stdout.splitlines() if not line.startswith(" ")]
    assert [line.partition(":")[0] for line in told[:-1]] == [str(folder / name) for name in TRUSTS]
    assert told[-1] == f"3 trusts run; 2 could not be: {folder / 'Elm'} and {folder / 'Fen'}"
    why = [line for line in stderr.splitlines() if line.startswith(str(folder))]
    assert [line.split()[0].rstrip(":") for line in why] == [str(folder / name) for name in FAILING]
    rights = {path.stat().st_mode & 0o077 for path in folder.rglob("output/**/*")}
    assert os.name == "nt" or rights == {0}


def holders(folder: Path) -> list[str]:
    """Who is at work in the trusts of a county."""
    said = []
    for path in folder.glob(f"*/{HOLDER}"):
        try:
            said.append(path.read_text("utf-8"))
        except FileNotFoundError:
            continue
    return said


def test_a_scheduler_that_does_not_answer_is_told_in_one_line(county: Path) -> None:
    ran = call(*ROUND, TRUSTS[0], "--scheduler", "cloud://nowhere", folder=county)
    assert (ran.returncode, ran.stdout) == (FAILED, "")
    assert ran.stderr.startswith("cloud://nowhere: no scheduler answers; see that")
    assert ran.stderr.count("\n") == 1


def test_without_dask_it_is_told_what_to_install(county: Path, tmp_path: Path) -> None:
    (tmp_path / "distributed.py").write_text("raise ModuleNotFoundError('distributed')\n", "utf-8")
    path = os.pathsep.join((str(tmp_path), str(ROOT)))
    ran = call(*ROUND, TRUSTS[0], "--scheduler", "tls://host:8786", folder=county, PYTHONPATH=path)
    assert (ran.returncode, ran.stdout) == (FAILED, "")
    assert ran.stderr == "--scheduler: Dask is not installed; install the package as pmr-batch[cluster]\n"


def test_a_machine_with_another_version_refuses_the_job(county: Path) -> None:
    trust = run_trust_on_cluster(county / TRUSTS[0], replace(JOB, version="0.0.9"))
    assert trust.output is None
    (line,) = trust.lines
    assert f"has version {__version__} of pmr-batch, and this is 0.0.9; install the same on both" in line


def test_a_machine_that_does_not_see_the_folder_says_so(tmp_path: Path) -> None:
    trust = run_trust_on_cluster(tmp_path / "elsewhere", JOB)
    assert trust.output is None
    (line,) = trust.lines
    assert line.startswith(f"{tmp_path / 'elsewhere'} has no trust.xlsx that ")
    assert "name a folder that all machines have under this path" in line
