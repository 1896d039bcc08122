"""The files in incoming: as the last run read them, and what is new, changed or gone since."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pmr_batch.commands.folders import INCOMING
from pmr_batch.commands.status.finished_runs import FinishedRun
from pmr_batch.excel.protection import opened
from pmr_batch.excel.reading.reading_limits import Refused
from pmr_batch.excel.reading.single_sheet import read_form_sheet
from pmr_batch.files import PASSED_OVER
from pmr_batch.layout.standard_workbook import START
from pmr_batch.model.cycle_status import SentFile, SentState
from pmr_batch.model.returns import Return, Table
from pmr_batch.model.terms import FileState
from pmr_batch.passwords import given
from pmr_batch.read import check_start
from pmr_batch.read.folder import FoundFile, content_or_return, files_below
from pmr_batch.settings.trust_settings import Cycle, Settings

#: Lock files of Excel, and hidden files.
#: The rule that refuses what cannot be read.
_UNREADABLE = "PM001"
_STATES = {
    FileState.ACCEPTED: SentState.READ,
    FileState.REFUSED: SentState.REFUSED,
    FileState.SUPERSEDED: SentState.SUPERSEDED,
    FileState.SKIPPED: SentState.SKIPPED,
}


@dataclass(frozen=True)
class IncomingFile:
    """A file that lies in incoming now; `content` are the bytes of a workbook, None of what is none or cannot be read.

    `is_return` is whether it looks like a workbook that somebody sent.
    """

    path: str
    sha256: str
    content: bytes | None
    is_return: bool


def incoming_files(folder: Path, cycle: Cycle) -> tuple[IncomingFile, ...]:
    """Everything that lies in the incoming folder of a cycle, by path; but for hidden files, and those of open ones."""
    found = files_below(folder / INCOMING / cycle.slug)
    return tuple(_incoming(file) for file in found if not file.path.name.startswith(PASSED_OVER))


def _incoming(file: FoundFile) -> IncomingFile:
    content = content_or_return(file)
    if isinstance(content, Return):
        return IncomingFile(file.label, content.sha256, None, content.state is FileState.REFUSED)
    return IncomingFile(file.label, hashlib.sha256(content).hexdigest(), content, True)


class SentFiles:
    """What became of the files of a cycle. What new ones say of themselves on Start is read once, and only then."""

    def __init__(self, files: tuple[IncomingFile, ...], settings: Settings, cycle: Cycle) -> None:
        self._files, self._settings, self._cycle = files, settings, cycle
        self._named: dict[str, tuple[str | None, tuple[str, ...]]] = {}

    def after(self, run: FinishedRun | None) -> tuple[SentFile, ...]:
        """All files by path, as they stand to a run; without one, everything is new."""
        inputs = {file.path: file for file in run.record.inputs} if run else {}
        refusals: Mapping[str, tuple[str, ...]] = run.refusals if run else {}
        sent = []
        for file in self._files:
            known = inputs.pop(file.path, None)
            if known is not None and known.sha256 == file.sha256:
                codes = refusals.get(file.path, ()) if known.state is FileState.REFUSED else ()
                sent.append(SentFile(file.path, _STATES[known.state], known.academy, codes))
            else:
                sent.append(self._unseen(file, SentState.CHANGED if known else SentState.NEW))
        gone = (file for file in inputs.values() if file.state is not FileState.SKIPPED)
        sent += (SentFile(file.path, SentState.GONE, file.academy) for file in gone)
        return tuple(sorted(sent, key=lambda file: file.path))

    def _unseen(self, file: IncomingFile, state: SentState) -> SentFile:
        """A file that no run has read as it is."""
        if not file.is_return:
            return SentFile(file.path, SentState.SKIPPED)
        if file.path not in self._named:
            start = _read_start(file.content) if file.content else None
            self._named[file.path] = self._checked(file, start) if start else (None, (_UNREADABLE,))
        return SentFile(file.path, state, *self._named[file.path])

    def _checked(self, file: IncomingFile, start: Table) -> tuple[str | None, tuple[str, ...]]:
        """The academy that a workbook names, and the codes by which it will be refused."""
        academy, cycle = _names(start)
        said = Return(file.path, file.sha256, FileState.ACCEPTED, academy, cycle, tables={START.name: start})
        checked = check_start(said, self._settings, self._cycle)
        return checked.academy, tuple(sorted({spot.code for spot in checked.spots}))


def _read_start(content: bytes) -> Table | None:
    """The sheet Start of a workbook; None where it cannot be read."""
    try:
        return read_form_sheet(opened(content, given.get()), START)
    except (KeyboardInterrupt, MemoryError):
        raise
    except Refused:
        return None
    except BaseException:  # noqa: BLE001  (a panic of the reader is no Exception; its text may hold staff data)
        return None


def _names(start: Table) -> Iterator[str | None]:
    """The academy and the cycle that Start names."""
    for key in ("academy_code", "cycle"):
        value = next(iter(start.columns.get(key, ())), None)
        yield value if isinstance(value, str) else None
