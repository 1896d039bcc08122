"""One command at a time writes in a trust folder: a lock of the operating system, which ends with the command."""

from __future__ import annotations

import getpass
import os
import platform
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from pmr_batch.errors import OutputError
from pmr_batch.words import day

#: Empty; it stays, so that all wait for the same.
LOCK = ".lock"
#: Who holds the lock, in words; left over where a command was killed, and then of no meaning.
HOLDER = ".lock holder.txt"


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other commands from writing in a folder meanwhile; one command may take it several times.

    Raises OutputError where another holds it, with who that is, or where nothing can be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / LOCK, timeout=0, is_singleton=True, thread_local=False)
        lock.acquire()
    except Timeout:
        raise OutputError(
            f"{folder.resolve().name}: {_holder(folder)} is at work there; wait until it is done, and run again"
        ) from None
    except OSError as error:
        why = f"{folder.resolve().name}: cannot be written in ({error.strerror}); see that you may, and run again"
        raise OutputError(why) from None
    try:
        if lock.lock_counter == 1:
            _say_who(folder)
        yield
    finally:
        if lock.lock_counter == 1:
            with suppress(OSError):
                (folder / HOLDER).unlink(missing_ok=True)
        lock.release()


def _holder(folder: Path) -> str:
    try:
        return (folder / HOLDER).read_text("utf-8").strip() or "another command"
    except (OSError, UnicodeError):
        return "another command"


def _say_who(folder: Path) -> None:
    """Without the command's arguments: they may name people."""
    now = datetime.now()  # noqa: DTZ005  (the time on the clock beside whoever waits)
    command = " ".join(("pmr-batch", *sys.argv[1:2]))
    try:
        user = getpass.getuser()
    except (ImportError, KeyError, OSError):
        user = "somebody"
    who = f"{command} of {user} on {platform.node()} (since {now:%H:%M} on {day(now.date())}, process {os.getpid()})"
    with suppress(OSError):
        (folder / HOLDER).write_text(f"{who}\n", "utf-8")
