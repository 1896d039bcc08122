"""A folder in which offices save workbooks: each one that was saved, once it is whole and nobody has it open."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event

import watchfiles

from pmr_batch.errors import UsageError
from pmr_batch.files import lock_beside
from pmr_batch.read.folder import files_below, found_file

#: Milliseconds between two looks at the folder. It is looked at, and not asked to tell: a folder on a server or a
#: synced drive tells nothing of what other computers save.
_LOOK, _GATHER = 500, 1_000
#: Seconds after which a file that is no whole workbook is taken as it is: what was to come would have come.
_PATIENCE = 20.0


@dataclass
class _Seen:
    """How a file stood at the last look, and since when it stands like that."""

    size: int
    changed: int
    since: float
    is_told: bool = False


def saved_workbooks(folder: Path, say: Callable[[str], None], stop: Event | None = None) -> Iterator[Path]:
    """The workbooks of a folder and those below it, then each that is put there or saved again, until `stop` is set.

    A file that is still being written, or that a lock file shows to be open, is waited for; `say` is told of the
    latter, once. Raises UsageError where there is no such folder.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder}: is not there; name the folder in which offices save their workbooks")
    waiting: dict[Path, _Seen] | None = None
    for changes in watchfiles.watch(
        folder,
        watch_filter=None,
        debounce=_GATHER,
        stop_event=stop,
        rust_timeout=_GATHER,
        yield_on_timeout=True,
        force_polling=True,
        poll_delay_ms=_LOOK,
    ):
        if waiting is None:
            waiting = {file.path: _seen(file.path) for file in files_below(folder) if file.workbook}
        for _, name in sorted(changes, key=lambda change: change[1]):
            path = Path(name)
            if found_file(path, path.name).workbook:
                waiting[path] = _seen(path)
        yield from _ready(waiting, say)


def _ready(waiting: dict[Path, _Seen], say: Callable[[str], None]) -> Iterator[Path]:
    """Those of the files that wait which can be read now; they wait no longer, nor does what is gone."""
    for path, last in sorted(waiting.items()):
        now = _seen(path)
        if not path.is_file():
            del waiting[path]
        elif (now.size, now.changed) != (last.size, last.changed):
            waiting[path] = now
        elif lock_beside(path):
            if not last.is_told:
                last.is_told = True
                say(f"{path.name}: is open; it is checked once it is closed")
        elif _is_whole(path) or now.since - last.since > _PATIENCE:
            del waiting[path]
            yield path


def _seen(path: Path) -> _Seen:
    """How a file stands now."""
    try:
        status = path.stat()
    except OSError:
        return _Seen(-1, -1, time.monotonic())
    return _Seen(status.st_size, status.st_mtime_ns, time.monotonic())


def _is_whole(path: Path) -> bool:
    """A workbook is a zip, whose directory is written last."""
    try:
        return zipfile.is_zipfile(path)
    except OSError:
        return False
