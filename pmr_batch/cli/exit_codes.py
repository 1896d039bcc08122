"""How a command ends: an exit code, and one line where something went wrong."""

from __future__ import annotations

import functools
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from pmr_batch.errors import PmrError

CLEAN, ERRORS, FAILED = 0, 1, 2


def ends_plainly(command: Callable[..., int]) -> Callable[..., None]:
    """Turn what a command returns into an exit code, and what goes wrong into one line on stderr."""

    @functools.wraps(command)
    def ending(*arguments: Any, **options: Any) -> None:
        try:
            code = command(*arguments, **options)
        except PmrError as error:
            click.echo(str(error), err=True)
            code = error.exit_code
        except Exception as error:  # noqa: BLE001  (the last line of defence: no traceback, no cell's content)
            where = traceback.extract_tb(error.__traceback__)[-1]
            place = f"{Path(where.filename).name} line {where.lineno}"
            told = f"pmr-batch failed inside ({type(error).__name__} at {place}); report it to its keepers"
            click.echo(told, err=True)
            code = FAILED
        sys.exit(code)

    return ending
