"""The stages of a command as they go by on a terminal: what is being done, how far it is, and how long it takes yet."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass
from threading import Lock
from types import TracebackType
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from pmr_batch.workers import JobWatch


@dataclass
class _Stage:
    """A stage by its line, and how many jobs it has and are done."""

    line: TaskID
    jobs: int = 0
    done: int = 0


class StageDisplay(JobWatch):
    """A line a stage, with a bar of its jobs where it has any; where the terminal cannot draw, what it is alone.

    It is drawn when a stage or job begins or ends, and by no thread of its own: processes are forked meanwhile.
    """

    def __init__(self, console: Console | None = None) -> None:
        self._console = console or Console(stderr=True)
        self._draws = self._console.is_terminal and not self._console.is_dumb_terminal
        columns = (TextColumn("{task.description}"), BarColumn(24), TextColumn("{task.fields[count]}"))
        left = TextColumn("{task.fields[left]}")
        self._lines = Progress(*columns, TimeElapsedColumn(), left, console=self._console, auto_refresh=False)
        self._stage: _Stage | None = None
        self._lock = Lock()

    def __enter__(self) -> StageDisplay:
        if self._draws:
            self._lines.start()
        return self

    def __exit__(self, error: type[BaseException] | None, *_: BaseException | TracebackType | None) -> None:
        if self._draws:
            if error is None:
                self._end_stage()
            self._lines.stop()

    def __call__(self, stage: str) -> None:
        """A stage begins."""
        if not self._draws:
            self._console.print(f"{stage} …", markup=False, highlight=False)
            return
        self._end_stage()
        with self._lock:
            self._stage = _Stage(self._lines.add_task(escape(stage), total=None, count="", left=""))
        self._lines.refresh()

    def expect(self, jobs: int) -> None:
        """The stage has so many jobs more."""
        with self._lock:
            if self._stage:
                self._stage.jobs += jobs

    def handed_out(self, future: Future[Any]) -> None:
        """A job of the stage is at work, or waits for a worker."""
        stage = self._stage
        if stage:
            future.add_done_callback(lambda _: self._job_done(stage))

    def _job_done(self, stage: _Stage) -> None:
        """Count it, and draw; what comes late of a stage that has ended is not shown."""
        with self._lock:
            stage.done += 1
            stage.jobs = max(stage.jobs, stage.done)
            if stage is not self._stage:
                return
            line = self._lines.tasks[self._lines.task_ids.index(stage.line)]
            count = f"{stage.done:,} of {stage.jobs:,}"
            left = (line.elapsed or 0) * (stage.jobs - stage.done) / stage.done
            said = f"about {_clock(left)} left" if stage.done < stage.jobs else ""
            self._lines.update(stage.line, total=stage.jobs, completed=stage.done, count=count, left=said)
        self._lines.refresh()

    def _end_stage(self) -> None:
        with self._lock:
            stage, self._stage = self._stage, None
            if stage:
                self._lines.update(stage.line, total=1, completed=1, left="")
        self._lines.refresh()


def _clock(seconds: float) -> str:
    """0:05, 1:02:03."""
    minutes, left = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"
