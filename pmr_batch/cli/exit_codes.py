"""How a command ends: an exit code, and one line where something went wrong."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable
from typing import Any

import click

from pmr_batch.errors import ending, frames

CLEAN, ERRORS, FAILED = 0, 1, 2


def with_exit_code(command: Callable[..., int]) -> Callable[..., None]:
    """Turn what a command returns into an exit code, and what goes wrong into one line on stderr.

    With PMR_DEBUG set, the frames that led to it follow: no cell's content either.
    """

    @functools.wraps(command)
    def run_command(*arguments: Any, **options: Any) -> None:
        try:
            code = command(*arguments, **options)
        except Exception as error:  # noqa: BLE001  (the last line of defence: no traceback, no cell's content)
            said, code = ending(error)
            click.echo(said, err=True)
            if os.environ.get("PMR_DEBUG"):
                click.echo("\n".join(frames(error)), err=True)
        sys.exit(code)

    return run_command
