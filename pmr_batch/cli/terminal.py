"""Progress, notices and results of a command on the terminal; and its worker processes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from contextlib import AbstractContextManager
from typing import Any

import click

from pmr_batch.errors import UsageError
from pmr_batch.workers import MOST_BYTES, Workers


def progress() -> Callable[[str], None]:
    """Progress on a terminal, silence elsewhere."""
    if not sys.stderr.isatty():
        return lambda _: None
    return lambda what: click.echo(f"{what} …", err=True)


def notices(lines: Iterable[str]) -> None:
    """What whoever keeps the settings should know, on stderr."""
    for line in lines:
        click.echo(line, err=True)


def show(for_machines: Callable[[], Any], for_people: Callable[[], str], *, as_json: bool) -> None:
    """The result of a command, as JSON where that is requested."""
    from pmr_batch.records.json_form import json_text  # noqa: PLC0415

    click.echo(json_text(for_machines()) if as_json else for_people())


def workers(*, most_bytes: int | None = MOST_BYTES) -> Executor:
    """Processes, one a core, each with a limit of memory or None."""
    return Workers(most_bytes=most_bytes)


def cluster(scheduler: str) -> AbstractContextManager[Executor]:
    """The workers of a Dask scheduler. Raises UsageError where Dask is not installed."""
    try:
        from pmr_batch.cluster import workers_of  # noqa: PLC0415
    except ModuleNotFoundError:
        raise UsageError("--scheduler: Dask is not installed; install the package as pmr-batch[cluster]") from None
    return workers_of(scheduler)
