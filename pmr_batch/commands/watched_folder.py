"""Watches a folder: each workbook that is put there or saved again is checked, and its findings laid beside it."""

from __future__ import annotations

import hashlib
import time
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from threading import Event

from watchfiles import watch

from pmr_batch.commands.check import CheckResult, check
from pmr_batch.commands.check_results import counts_in_words
from pmr_batch.commands.checked_pages import last_page, write_pages
from pmr_batch.errors import FileError, PmrError, UsageError
from pmr_batch.files import lock_beside, read_file

#: Folders on other machines tell nobody what changes in them: they are looked at.
_LOOK_AGAIN_MS = 500
#: A workbook that is not whole may still be on its way for so long.
_SECONDS_TO_WRITE = 10
_ENDINGS = (".xlsx", ".xlsm")
_NOT_THEIRS = ("~$", ".")


@dataclass(frozen=True)
class Watched:
    """What became of one workbook: the check and its page, or why there is none."""

    path: Path
    result: CheckResult | None = None
    page: Path | None = None
    why: str = ""

    def __str__(self) -> str:
        if self.result is None:
            return self.why if self.why.startswith(self.path.name) else f"{self.path.name}: {self.why}"
        (file,) = self.result.files
        page = f" → {self.page.name}" if self.page else ""
        return f"{self.path.name}: {counts_in_words(self.result.findings, file.state)}{page}"


@dataclass
class FolderWatch:
    """A folder that is watched; `as_of` is asked at each check, as days pass."""

    folder: Path
    trust: Path
    as_of: Callable[[], date]
    executor: Executor
    #: The size and time of the workbooks that are settled, and of those that may still be written.
    _settled: dict[Path, tuple[int, int]] = field(default_factory=dict)
    _growing: dict[Path, tuple[int, int]] = field(default_factory=dict)
    _open: set[Path] = field(default_factory=set)

    def checks(self, stop: Event | None = None) -> Iterator[Watched]:
        """Each check as it is done, of what is there at first too, until `stop` is set or it is interrupted.

        A workbook whose page is of the same content is left. Raises UsageError where there is no such folder.
        """
        if not self.folder.is_dir():
            raise UsageError(f"{self.folder}: no such folder; name the one in which workbooks are saved")
        looks = watch(
            self.folder,
            stop_event=stop,
            force_polling=True,
            poll_delay_ms=_LOOK_AGAIN_MS,
            rust_timeout=2 * _LOOK_AGAIN_MS,
            yield_on_timeout=True,
            ignore_permission_denied=True,
        )
        yield from self._look()
        for _ in looks:
            yield from self._look()

    def _look(self) -> Iterator[Watched]:
        there = {}
        for path in sorted(self.folder.rglob("*")):
            if path.suffix.lower() in _ENDINGS and not path.name.startswith(_NOT_THEIRS):
                try:
                    status = path.stat()
                except OSError:
                    continue
                there[path] = (status.st_size, status.st_mtime_ns)
        for path, now in there.items():
            if self._settled.get(path) == now:
                continue
            if self._growing.get(path) != now:
                self._growing[path] = now
                continue
            yield from self._settle(path, now)
        self._settled = {path: seen for path, seen in self._settled.items() if path in there}
        self._growing = {path: seen for path, seen in self._growing.items() if path in there}

    def _settle(self, path: Path, now: tuple[int, int]) -> Iterator[Watched]:
        """A workbook that has stayed as it is: checked, unless it is open, or its page is of this very content."""
        found = lock_beside(path)
        if found:
            if path not in self._open:
                self._open.add(path)
                yield Watched(path, why=f"is open in {found[0]}; it is checked once it is closed")
            return
        self._open.discard(path)
        if not zipfile.is_zipfile(path) and time.time() - path.stat().st_mtime < _SECONDS_TO_WRITE:
            return
        try:
            sha256 = hashlib.sha256(read_file(path)).hexdigest()
            self._settled[path] = now
            _, before = last_page(path)
            if before is not None and before.sha256 == sha256:
                return
            day = self.as_of()
            result = check([path], self.trust, day, self.executor)
            yield Watched(path, result, next(iter(write_pages(result, [path], day).values()), None))
        except FileError:
            return
        except PmrError as error:
            yield Watched(path, why=str(error))
