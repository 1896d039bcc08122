"""Worker processes: one a core, replaced when they are lost, limited in memory, and ended with their parent.

A container's own limits of cores and memory are kept to, which the system itself does not show a program.
"""

from __future__ import annotations

import multiprocessing.connection
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from contextvars import ContextVar
from math import ceil
from pathlib import Path
from typing import Any

from pmr_batch.errors import OutputError

if sys.platform == "linux":  # Windows has none, and macOS keeps no such limit
    import resource


#: The rights that files and folders are made without: they hold confidential data.
FOR_THE_OWNER_ALONE = 0o077
#: Windows waits for no more processes than these.
MOST_AT_ONCE = 61
#: How many processes the command may have; None is one a core.
at_once: ContextVar[int | None] = ContextVar("at_once", default=None)
#: What a worker may take beyond what it starts with; the largest workbook within the limits takes a quarter.
MOST_BYTES = 2 * 1024**3
#: Of a container with less, each process may take its share of what it has, but never less than a workbook needs.
_LEAST_BYTES = 512 * 1024**2
#: Where Linux keeps the limits of a container: of both versions of its control groups.
CONTROL_GROUPS = Path("/sys/fs/cgroup")
#: How often a job that was lost is done again: it may have been lost by another's fault.
_TRIES = 2


class JobWatch:
    """What an executor shows its jobs to; this one looks away."""

    def expect(self, jobs: int) -> None:
        """So many jobs more are to be done."""

    def handed_out(self, future: Future[Any]) -> None:
        """A job is handed out; once more where it was lost."""


class Workers(Executor):
    """An executor of processes that start when they are needed. A worker that dies takes its job with it and no other.

    Jobs must be able to be done again. A worker takes at most `most_bytes` of memory; None is no limit. Its jobs
    are shown to `watch`.
    """

    def __init__(
        self,
        processes: int | None = None,
        most_bytes: int | None = MOST_BYTES,
        watch: JobWatch | None = None,
    ) -> None:
        self.processes = min(processes or at_once.get() or cores(), MOST_AT_ONCE)
        self._most_bytes = None if most_bytes is None else min(most_bytes, share_of_memory(self.processes))
        self.watch = watch or JobWatch()
        self._pool: ProcessPoolExecutor | None = None

    def submit(self, work: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """As any executor; its future raises BrokenExecutor where a worker died."""
        try:
            future = self._whole_pool().submit(work, *args, **kwargs)
        except BrokenExecutor:
            self.replace()
            future = self._whole_pool().submit(work, *args, **kwargs)
        self.watch.handed_out(future)
        return future

    def map(
        self,
        fn: Callable[..., Any],
        *iterables: Iterable[Any],
        timeout: float | None = None,
        chunksize: int = 1,  # noqa: ARG002
    ) -> Iterator[Any]:
        """As any executor. A job that is lost is done again, alone; raises OutputError where it goes on being lost."""
        jobs = list(zip(*iterables, strict=False))
        self.watch.expect(len(jobs))
        return self._results(fn, jobs, [self.submit(fn, *job) for job in jobs], timeout)

    def replace(self) -> None:
        """Give up the processes, at work or not; the next job starts others."""
        pool, self._pool = self._pool, None
        if pool:
            for process in list((pool._processes or {}).values()):
                process.kill()
            pool.shutdown(wait=False, cancel_futures=True)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """As any executor."""
        if self._pool:
            self._pool.shutdown(wait, cancel_futures=cancel_futures)

    def __exit__(self, error: type[BaseException] | None, *_: object) -> None:
        """Wait for the processes; where the command goes wrong, end them."""
        if error:
            self.replace()
        self.shutdown()

    def _whole_pool(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(self.processes, initializer=_begin, initargs=(self._most_bytes,))
        return self._pool

    def _results(
        self,
        work: Callable[..., Any],
        jobs: Sequence[tuple[Any, ...]],
        futures: Sequence[Future[Any]],
        timeout: float | None,
    ) -> Iterator[Any]:
        for job, future in zip(jobs, futures, strict=True):
            try:
                yield future.result(timeout)
            except BrokenExecutor:
                wait(futures)
                yield self._alone(work, job)

    def _alone(self, work: Callable[..., Any], job: tuple[Any, ...]) -> Any:
        for _ in range(_TRIES):
            try:
                return self.submit(work, *job).result()
            except BrokenExecutor:
                continue
        raise OutputError(
            "The system ended the processes of this command again and again, probably for want of memory; "
            "close other programs, and run again"
        )


def cores(groups: Path = CONTROL_GROUPS) -> int:
    """The cores that this process may use; a part of one that a container has left counts as one."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    limit = _limit(groups / "cpu.max") or _limit(groups / "cpu/cpu.cfs_quota_us", groups / "cpu/cpu.cfs_period_us")
    return min(allowed, ceil(limit[0] / limit[1])) if limit else allowed


def share_of_memory(processes: int, groups: Path = CONTROL_GROUPS) -> int:
    """The bytes that each of so many processes, beside the command itself, may take of what a container has."""
    limit = _limit(groups / "memory.max") or _limit(groups / "memory/memory.limit_in_bytes")
    return max(_LEAST_BYTES, limit[0] // (processes + 1)) if limit else MOST_BYTES


def _limit(*files: Path) -> list[int]:
    """The numbers of a limit, in one file or several; none where there is no limit."""
    try:
        numbers = [int(word) for file in files for word in file.read_text("ascii").split()]
    except (OSError, ValueError):  # no such control group, or its limit is “max”
        return []
    return numbers if min(numbers) > 0 else []


def start_from_within(modules: Sequence[str]) -> None:
    """Let a process that another program has started, with threads of its own, write as a command does, with workers.

    They are forked from a process without threads that has loaded `modules`. A daemon may have none otherwise; ours
    end with it anyway.
    """
    os.umask(FOR_THE_OWNER_ALONE)
    multiprocessing.current_process().daemon = False
    if "forkserver" in multiprocessing.get_all_start_methods():
        multiprocessing.set_forkserver_preload(list(modules))
        multiprocessing.set_start_method("forkserver", force=True)


def _begin(most_bytes: int | None) -> None:
    """Make a process a worker: what ends the command ends it, and only that."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if most_bytes is not None:
        _limit_memory(most_bytes)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _limit_memory(most_bytes: int) -> None:
    """Bound what the process may take on top of what it has, where the system can."""
    if sys.platform != "linux":
        return
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    limit = pages * resource.getpagesize() + most_bytes
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)
