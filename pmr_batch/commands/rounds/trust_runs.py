"""A round of several trusts: a job a trust, on the cores of this machine or on a cluster; all in a job is serial."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from pmr_batch import __version__
from pmr_batch.commands.rounds.finished_run import FinishedRun
from pmr_batch.commands.rounds.run import run
from pmr_batch.commands.rounds.run_results import trust_lines
from pmr_batch.commands.rounds.standing_run import standing_run
from pmr_batch.errors import ending
from pmr_batch.files import TRUST_FILE
from pmr_batch.model.terms import Round
from pmr_batch.workers import JobWatch, Workers, start_from_within

#: How often a job whose process was lost is done again.
_TRIES = 2


@dataclass(frozen=True)
class RoundJob:
    """What is run in each trust; `version` is that of the program which hands the jobs out."""

    cycle: str
    round_: Round
    as_of: date
    confirmed: date | None = None
    version: str = __version__


@dataclass(frozen=True)
class TrustRun:
    """How the run of one trust ended.

    `output` is where it left its files, None where it could not be run: `lines` are why, else what it came to. `errors`
    are those that count, `notices` what whoever keeps the settings should know.
    """

    folder: Path
    lines: tuple[str, ...]
    output: Path | None = None
    errors: int = 0
    notices: tuple[str, ...] = ()


TrustWork = Callable[[Path, RoundJob], TrustRun]


def run_trusts(
    folders: Sequence[Path],
    job: RoundJob,
    work: TrustWork,
    executor: Executor,
    watch: JobWatch,
) -> Iterator[TrustRun]:
    """Run the round in each folder, and give them in this order, each as soon as it and those before it are done.

    `work` is `run_trust`, or `run_trust_on_cluster` where `executor` is one. A trust that fails stops no other; what is
    lost with its process is done again, alone. The jobs are shown to `watch`.
    """
    jobs = [partial(executor.submit, work, folder, job) for folder in folders]
    watch.expect(len(jobs))
    futures = [submit() for submit in jobs]
    for future in futures:
        watch.handed_out(future)
    for folder, future, submit in zip(folders, futures, jobs, strict=True):
        yield _ended(folder, future, submit)


def _ended(folder: Path, future: Future[TrustRun], submit: Callable[[], Future[TrustRun]]) -> TrustRun:
    """What a job came to. Whatever goes wrong in `work` is a result: an error is the executor's."""
    for again in range(_TRIES + 1):
        try:
            return (submit() if again else future).result()
        except BrokenExecutor as error:
            why = type(error).__name__
        except Exception as error:  # noqa: BLE001  (each executor raises its own where a worker died)
            why = type(error).__name__
            break
    lost = f"its process was lost ({why}), probably for want of memory; run it alone, on a machine with more"
    return TrustRun(folder, (f"could not be run: {lost}",))


def run_trust(folder: Path, job: RoundJob) -> TrustRun:
    """The round in one folder, by one worker process: a workbook may end it, and not the job."""
    try:
        result = _standing_or_made(folder, job)
    except Exception as error:  # noqa: BLE001  (one trust's failure is its own)
        said, _ = ending(error)
        return TrustRun(folder, tuple(said.splitlines()))
    return TrustRun(folder, trust_lines(result), result.output, result.errors, result.summary.notices)


def _standing_or_made(folder: Path, job: RoundJob) -> FinishedRun:
    standing = standing_run(folder, job.cycle, job.round_, job.as_of, job.confirmed)
    if standing:
        return standing
    with Workers(1) as executor:
        return run(folder, job.cycle, job.round_, job.as_of, executor, confirmed=job.confirmed)


def run_trust_on_cluster(folder: Path, job: RoundJob) -> TrustRun:
    """`run_trust` in a process of a cluster, which may be another version, or not see the folder."""
    machine = platform.node()
    if job.version != __version__:
        why = f"{machine} has version {__version__} of pmr-batch, and this is {job.version}; install the same on both"
        return TrustRun(folder, (why,))
    if not (folder / TRUST_FILE).exists():
        why = (
            f"{folder} has no {TRUST_FILE} that {machine} sees; make one with `pmr-batch init`, or name a folder that "
            "all machines have under this path"
        )
        return TrustRun(folder, (why,))
    start_from_within([__name__])
    return run_trust(folder, job)
