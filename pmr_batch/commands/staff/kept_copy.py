"""trust.xlsx before it is written anew: not while it is open in another program, and kept beside the new one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pmr_batch.errors import OutputError
from pmr_batch.records.made_files import MadeFiles, free_path, put_contents

#: The files that Excel and LibreOffice lay beside one that they have open.
_LOCKS = {"~${name}": "Excel", ".~lock.{name}#": "LibreOffice"}


def open_in(path: Path) -> str | None:
    """The program that has a workbook open, as far as it says so."""
    locks = ((path.with_name(lock.format(name=path.name)), program) for lock, program in _LOCKS.items())
    return next((program for lock, program in locks if lock.exists()), None)


def check_not_open(path: Path) -> None:
    """Raise OutputError where a workbook is open, for what is saved from there would undo what is written."""
    program = open_in(path)
    if program:
        lock = next(lock.format(name=path.name) for lock, named in _LOCKS.items() if named == program)
        why = f"is open in {program}; save and close it there, then run again"
        raise OutputError(f"{path.name}: {why} (if it is open nowhere, delete {lock} beside it)")


def keep_copy(folder: Path, path: Path, content: bytes, on: date) -> Path:
    """Keep a file's content beside it, under the day, never over a file that is there; recorded. Returns where."""
    return put_file(folder, free_path(path.with_stem(f"{path.stem} before {on.isoformat()}")), content)


def put_file(folder: Path, path: Path, content: bytes) -> Path:
    """Put a file of a trust folder in its place, recorded; beside one that somebody has written in. Returns where."""
    placed = put_contents(MadeFiles.recorded(folder), path.parent, {path.name: content})
    return path.parent / next(iter(placed.files))
