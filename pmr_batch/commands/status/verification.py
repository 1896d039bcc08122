"""The files of a trust folder against the ledger: as made, written in by hand, missing, removed, unknown."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from pmr_batch import records
from pmr_batch.commands.folders import ISSUED, OUTPUT
from pmr_batch.errors import FileError, UsageError
from pmr_batch.files import PASSED_OVER, UNFINISHED, refuse_unread
from pmr_batch.records import BrokenEntry
from pmr_batch.records.destructions import Destruction, destructions
from pmr_batch.records.made_files import MadeEntry, MadeFiles, MadeState, hash_of, made_entries
from pmr_batch.settings.trust_file import TRUST_FILE

#: What systems, Excel and the program itself leave beside files.
_BESIDE = frozenset({"Thumbs.db", "desktop.ini"})


class HeldState(StrEnum):
    """How a file stands to the ledger."""

    AS_MADE = "as made"
    WRITTEN_IN = "written in by hand"
    MOVED = "moved or renamed"
    MISSING = "missing"
    UNREAD = "cannot be read"
    REMOVED = "removed by the program"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class HeldFile:
    """A file by its path below the trust folder, and how it stands.

    `entry` is the number of the entry that recorded it last, or its removal. `other` is where one that was moved lies
    now, or what one that is unknown is a copy of.
    """

    path: str
    state: HeldState
    entry: int | None = None
    other: str | None = None


@dataclass(frozen=True)
class Verification:
    """The files by path. Where the chain of the ledger is broken, they are not held against it.

    `broken` are all entries at which it is. `destroyed` are the cycles that were destroyed, by the entries that say so.
    """

    files: tuple[HeldFile, ...]
    broken: tuple[BrokenEntry, ...] = ()
    destroyed: Mapping[int, Destruction] = field(default_factory=dict)

    @property
    def counts(self) -> Mapping[HeldState, int]:
        """How many files stand how."""
        return Counter(file.state for file in self.files)

    @property
    def differences(self) -> tuple[HeldFile, ...]:
        """All that are not as they were made."""
        return tuple(file for file in self.files if file.state is not HeldState.AS_MADE)

    @property
    def holds(self) -> bool:
        """Whether the ledger is whole, and every file that it has is there and can be read."""
        return not self.broken and not self.counts[HeldState.MISSING] and not self.counts[HeldState.UNREAD]


def verify(folder: Path) -> Verification:
    """Hold every file that was recorded, and every one in issued/ and output/, against the ledger.

    Raises UsageError where it is no trust folder, and LedgerError where the ledger cannot be opened.
    """
    if not (folder / TRUST_FILE).exists():
        raise UsageError(f"{folder} has no {TRUST_FILE}; name the trust folder with --folder")
    broken = tuple(records.broken_entries(folder))
    if broken:
        return Verification((), broken)
    recorded = made_entries(folder)
    made = MadeFiles.of(folder, recorded)
    hashes: dict[str, str | None] = {}
    files = []
    for name in {*recorded, *_names_there(folder)}:
        entries = recorded.get(name, ())
        try:
            hashes[name] = hash_of(folder / name)
        except FileError:
            files.append(HeldFile(name, HeldState.UNREAD, entries[-1].number if entries else None))
        else:
            files.append(_held(made, name, hashes[name], entries))
    in_order = sorted(_with_moved(files, hashes, made), key=lambda file: file.path)
    return Verification(tuple(in_order), destroyed=destructions(folder))


def _names_there(folder: Path) -> Iterator[str]:
    """The files in issued/ and output/, but for what systems, Excel and the program leave beside them."""
    for place in (ISSUED, OUTPUT):
        for base, folders, names in os.walk(folder / place, onerror=refuse_unread):
            folders[:] = [name for name in folders if not name.endswith(UNFINISHED)]
            paths = (Path(base, name) for name in names if not name.startswith(PASSED_OVER) and name not in _BESIDE)
            yield from (path.relative_to(folder).as_posix() for path in paths)


def _held(made: MadeFiles, name: str, sha256: str | None, entries: Sequence[MadeEntry]) -> HeldFile:
    entry = entries[-1].number if entries else None
    match made.state_of(made.folder / name, sha256):
        case None:
            return HeldFile(name, HeldState.REMOVED, entry)
        case MadeState.AS_MADE:
            return HeldFile(name, HeldState.AS_MADE, entry)
        case MadeState.WRITTEN_IN:
            return HeldFile(name, HeldState.WRITTEN_IN, entry)
        case MadeState.MISSING:
            return HeldFile(name, HeldState.MISSING, entry)
        case MadeState.UNKNOWN:
            return HeldFile(name, HeldState.UNKNOWN)


def _with_moved(files: Sequence[HeldFile], hashes: Mapping[str, str | None], made: MadeFiles) -> Iterator[HeldFile]:
    """The same; one that is missing and lies elsewhere is moved, and one that is unknown may be a copy."""
    unknown = {hashes[file.path]: file.path for file in files if file.state is HeldState.UNKNOWN}
    made_as = {made.last(made.folder / file.path): file.path for file in files if file.state is not HeldState.UNKNOWN}
    for file in files:
        if file.state is HeldState.MISSING and (now := unknown.get(made.last(made.folder / file.path))):
            yield HeldFile(file.path, HeldState.MOVED, file.entry, now)
        elif file.state is HeldState.UNKNOWN:
            yield HeldFile(file.path, file.state, None, made_as.get(hashes[file.path]))
        else:
            yield file
