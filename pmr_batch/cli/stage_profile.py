"""What each stage of a command takes of time and memory, its worker processes included."""

from __future__ import annotations

import multiprocessing
import threading
import time
from dataclasses import dataclass
from types import TracebackType

import psutil

#: How often the memory is looked at.
_SECONDS = 0.05
_MEBIBYTE = 1024**2


@dataclass
class StageFigures:
    """A stage: seconds by the clock and of processors, and the most bytes that the command and its workers held.

    Of several workers it is their sum; what they share is counted in each.
    """

    stage: str
    began: float
    cpu_before: float
    seconds: float = 0.0
    cpu: float = 0.0
    command_bytes: int = 0
    workers_bytes: int = 0


class StageProfile:
    """Measures from one stage to the next while it is entered; a command begins with starting."""

    def __init__(self) -> None:
        self.stages: list[StageFigures] = []
        self._command = psutil.Process()
        self._cpu_of_workers: dict[int, float] = {}
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._sampler = threading.Thread(target=self._keep_looking, daemon=True)

    def __enter__(self) -> StageProfile:
        self.stages.append(StageFigures("starting", time.perf_counter() - _running(self._command), 0.0))
        self._sampler.start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._ended.set()
        self._sampler.join()
        self._look()

    def __call__(self, stage: str) -> None:
        """A stage begins."""
        self._look()
        with self._lock:
            self.stages.append(StageFigures(stage, time.perf_counter(), self._cpu()))

    @property
    def table(self) -> str:
        """A line a stage."""
        width = max(len(figures.stage) for figures in self.stages)
        heading = f"{'stage':{width}}  seconds    CPU s      MiB  MiB of workers"
        return "\n".join(
            (
                heading,
                *(
                    f"{figures.stage:{width}}  {figures.seconds:7.2f}  {figures.cpu:7.2f}  "
                    f"{figures.command_bytes / _MEBIBYTE:7,.0f}  {figures.workers_bytes / _MEBIBYTE:14,.0f}"
                    for figures in self.stages
                ),
            )
        )

    def _keep_looking(self) -> None:
        while not self._ended.wait(_SECONDS):
            self._look()

    def _look(self) -> None:
        """Bring the figures of the stage up to date."""
        with self._lock:
            stage = self.stages[-1]
            stage.command_bytes = max(stage.command_bytes, self._command.memory_info().rss)
            stage.workers_bytes = max(stage.workers_bytes, self._bytes_of_workers())
            stage.seconds, stage.cpu = time.perf_counter() - stage.began, self._cpu() - stage.cpu_before

    def _cpu(self) -> float:
        """Seconds of processors so far; of a worker that has ended, what it had when it was last looked at."""
        return time.process_time() + sum(self._cpu_of_workers.values())

    def _bytes_of_workers(self) -> int:
        """What they hold now; notes their processor time, too.

        psutil would look through all processes of the machine, and wait at each for a command that is at work itself.
        """
        held = 0
        for worker in multiprocessing.active_children():
            try:
                process = psutil.Process(worker.pid)
                times, memory = process.cpu_times(), process.memory_info()
            except psutil.Error:
                continue
            self._cpu_of_workers[process.pid] = times.user + times.system
            held += memory.rss
        return held


def _running(command: psutil.Process) -> float:
    """Seconds since the command was started."""
    return time.time() - float(command.create_time())
