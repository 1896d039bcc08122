"""Progress, notices and results of a command on the terminal; and its worker processes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import click

from pmr_batch.errors import UsageError
from pmr_batch.workers import MOST_BYTES, JobWatch, Workers


@dataclass(frozen=True)
class Stages:
    """Who follows the stages of a command; its executor shows its jobs to `watch`."""

    followers: tuple[Callable[[str], None], ...]
    watch: JobWatch

    def __call__(self, stage: str) -> None:
        """A stage begins."""
        for follower in self.followers:
            follower(stage)


@contextmanager
def stages(*, profile: bool = False) -> Iterator[Stages]:
    """Follow the stages of a command: on a terminal they are shown, elsewhere there is silence.

    With `profile`, what each took of time and memory is printed on stderr in the end.
    """
    followers: list[Callable[[str], None]] = []
    watch = None
    with ExitStack() as stack:
        if profile:
            from pmr_batch.cli.stage_profile import StageProfile  # noqa: PLC0415

            figures = StageProfile()
            stack.callback(lambda: click.echo(figures.table, err=True))
            followers.append(stack.enter_context(figures))
        if sys.stderr.isatty():
            from pmr_batch.cli.stage_display import StageDisplay  # noqa: PLC0415

            watch = stack.enter_context(StageDisplay())
            followers.append(watch)
        yield Stages(tuple(followers), watch or JobWatch())


def notices(lines: Iterable[str]) -> None:
    """What whoever keeps the settings should know, on stderr."""
    for line in lines:
        click.echo(line, err=True)


def show(for_machines: Callable[[], Any], for_people: Callable[[], str], *, as_json: bool) -> None:
    """The result of a command, as JSON where that is requested."""
    from pmr_batch.records.json_form import json_text  # noqa: PLC0415

    click.echo(json_text(for_machines()) if as_json else for_people())


def workers(watch: JobWatch | None = None, *, most_bytes: int | None = MOST_BYTES) -> Executor:
    """Processes, one a core, each with a limit of memory or None; their jobs are shown to `watch`."""
    return Workers(most_bytes=most_bytes, watch=watch)


def cluster(scheduler: str) -> AbstractContextManager[Executor]:
    """The workers of a Dask scheduler. Raises UsageError where Dask is not installed."""
    try:
        from pmr_batch.cluster import workers_of  # noqa: PLC0415
    except ModuleNotFoundError:
        raise UsageError("--scheduler: Dask is not installed; install the package as pmr-batch[cluster]") from None
    return workers_of(scheduler)
