"""One map over an executor that outlives its workers: a file that ends or hangs one is refused."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait

from pmr_batch.excel.reading.reading_limits import SAVE_AGAIN, Refused
from pmr_batch.model.returns import Return
from pmr_batch.read.folder import refused
from pmr_batch.workers import Workers

#: How many files wait in memory for a worker.
_AT_ONCE = 64
Job = tuple[str, bytes]
Work = Callable[[str, bytes], Return]


def map_files(executor: Executor, work: Work, jobs: Sequence[Job], seconds: float) -> Iterator[Return]:
    """One return a job (label, content), in no order.

    What the executor loses, by a worker that died or by no result for `seconds`, is done again
    one by one in a process of its own: a file that ends that process, too, is refused (PM001).
    """
    if isinstance(executor, Workers):
        executor.watch.expect(len(jobs))
    lost: list[Job] = []
    yield from _by_executor(executor, work, jobs, seconds, lost)
    yield from _one_by_one(work, lost, seconds)


def _by_executor(
    executor: Executor, work: Work, jobs: Sequence[Job], seconds: float, lost: list[Job]
) -> Iterator[Return]:
    """Work with the executor for as long as it gives results; jobs that it did not do are put into `lost`."""
    waiting = deque(jobs)
    running: dict[Future[Return], Job] = {}
    while waiting or running:
        try:
            while waiting and len(running) < _AT_ONCE:
                running[executor.submit(work, *waiting[0])] = waiting[0]
                waiting.popleft()
        except BrokenExecutor:
            lost += waiting
            waiting.clear()
        done, _ = wait(running, timeout=seconds, return_when=FIRST_COMPLETED)
        if running and not done:
            for future in running:
                future.cancel()
            lost += [*running.values(), *waiting]
            if isinstance(executor, Workers):
                executor.replace()
            return
        for future in done:
            job = running.pop(future)
            try:
                yield future.result()
            except Exception:  # noqa: BLE001  each executor raises its own error where a worker died
                lost.append(job)


def _one_by_one(work: Work, jobs: Sequence[Job], seconds: float) -> Iterator[Return]:
    """Work in a process that is replaced when it dies or hangs: so it is known which file did it."""
    with Workers(1) as alone:
        for label, content in jobs:
            try:
                yield alone.submit(work, label, content).result(seconds)
            except TimeoutError:
                alone.replace()
                yield refused(label, content, Refused(f"takes more than {seconds:g} seconds to read", SAVE_AGAIN))
            except Exception:  # noqa: BLE001  (as above)
                yield refused(label, content, Refused("makes the reading of workbooks fail", SAVE_AGAIN))
