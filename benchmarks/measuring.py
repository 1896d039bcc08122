"""What a piece of work takes: processor time, and the memory that it takes on top of what it begins with.

Each is done in a process of its own, which begins with all that has been read by then; it is done several times, and
the middle counts.
"""

from __future__ import annotations

import multiprocessing
import resource
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

_FORK = multiprocessing.get_context("fork")
#: What the system counts memory in: bytes on macOS, KiB on Linux.
_MEBIBYTE = 1024**2 if sys.platform == "darwin" else 1024


@dataclass(frozen=True)
class Cost:
    """Seconds of processors and by the clock, its worker processes included; the most MiB that the process took, and
    the largest of its workers.
    """

    cpu: float
    seconds: float
    mib: float
    worker_mib: float


def measured(work: Callable[[], object], times: int) -> Cost:
    """The middle of so many measurements. Raises ChildProcessError where the work fails."""
    costs = [_once(work) for _ in range(times)]
    middle = [statistics.median(values) for values in zip(*(vars(cost).values() for cost in costs), strict=True)]
    return Cost(*(round(value, 3) for value in middle))


def _once(work: Callable[[], object]) -> Cost:
    ours, its = _FORK.Pipe(duplex=False)
    process = _FORK.Process(target=_work, args=(work, its))
    process.start()
    its.close()
    try:
        cost = ours.recv()
    except EOFError:
        raise ChildProcessError("what was to be measured failed; see above") from None
    finally:
        process.join()
    assert isinstance(cost, Cost)
    return cost


def _work(work: Callable[[], object], result: Connection[Any]) -> None:
    cpu, began, held = _cpu(), time.perf_counter(), most_mib()
    work()
    cpu, seconds = _cpu() - cpu, time.perf_counter() - began
    worker = max(0.0, most_mib(resource.RUSAGE_CHILDREN) - held)
    result.send(Cost(cpu, seconds, most_mib() - held, worker))


def most_mib(whose: int = resource.RUSAGE_SELF) -> float:
    """The most that this process has held, or the largest of those it has started that have ended."""
    return resource.getrusage(whose).ru_maxrss / _MEBIBYTE


def _cpu() -> float:
    """Seconds of processors of this process, and of those it has started that have ended."""
    rusages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(rusage.ru_utime + rusage.ru_stime for rusage in rusages)
