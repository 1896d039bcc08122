"""How a command ends: an exit code, and one line where something went wrong."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from pmr_batch.errors import PmrError, frames

CLEAN, ERRORS, FAILED = 0, 1, 2


def with_exit_code(command: Callable[..., int]) -> Callable[..., None]:
    """Turn what a command returns into an exit code, and what goes wrong into one line on stderr.

    With PMR_DEBUG set, the frames that led to it follow: no cell's content either.
    """

    @functools.wraps(command)
    def run_command(*arguments: Any, **options: Any) -> None:
        try:
            code = command(*arguments, **options)
        except PmrError as error:
            click.echo(str(error), err=True)
            _trace(error)
            code = error.exit_code
        except OSError as error:
            why = error.strerror or type(error).__name__
            click.echo(
                f"{_place(error)}: the system refused it ({why}); see that the folder is there, that you may read and "
                "write in it, and that no other program has it open; then run again",
                err=True,
            )
            _trace(error)
            code = FAILED
        except Exception as error:  # noqa: BLE001  (the last line of defence: no traceback, no cell's content)
            *_, last = frames(error)
            place = last.split()[0]
            click.echo(
                f"pmr-batch failed inside ({type(error).__name__} at {place}); report it to its keepers", err=True
            )
            _trace(error)
            code = FAILED
        sys.exit(code)

    return run_command


def _place(error: OSError) -> str:
    """The folder of what an error is about: the name of a file may be a person's."""
    name = error.filename2 or error.filename
    return Path(os.fsdecode(name)).resolve().parent.name if isinstance(name, str | bytes) else "The trust folder"


def _trace(error: Exception) -> None:
    if os.environ.get("PMR_DEBUG"):
        click.echo("\n".join(frames(error)), err=True)
