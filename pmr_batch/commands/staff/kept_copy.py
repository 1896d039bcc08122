"""trust.xlsx before it is written anew: not while it is open in another program, and kept beside the new one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pmr_batch.errors import OutputError
from pmr_batch.files import lock_beside
from pmr_batch.records.made_files import MadeFiles, free_path, put_contents


def check_not_open(path: Path) -> None:
    """Raise OutputError where a workbook is open, for what is saved from there would undo what is written."""
    found = lock_beside(path)
    if found:
        program, lock = found
        why = f"is open in {program}; save and close it there, then run again"
        raise OutputError(f"{path.name}: {why} (if it is open nowhere, delete {lock.name} beside it)")


def keep_copy(folder: Path, path: Path, content: bytes, on: date) -> Path:
    """Keep a file's content beside it, under the day, never over a file that is there; recorded. Returns where."""
    return put_file(folder, free_path(path.with_stem(f"{path.stem} before {on.isoformat()}")), content)


def put_file(folder: Path, path: Path, content: bytes) -> Path:
    """Put a file of a trust folder in its place, recorded; beside one that somebody has written in. Returns where."""
    placed = put_contents(MadeFiles.recorded(folder), path.parent, {path.name: content})
    return path.parent / next(iter(placed.files))
