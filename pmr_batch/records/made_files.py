"""The files that commands made in a trust folder, and how new ones are put in their place.

What a person has written in is theirs. Every file is recorded with its hash before it appears. One that has none of the
hashes recorded of its path, or of which nothing is recorded, is a person's: no command overwrites, moves or removes it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain, count, takewhile
from pathlib import Path
from typing import Any

from pmr_batch.errors import OutputError
from pmr_batch.files import TRUST_FILE, file_hash, put_in_place, remove_file, staged, sweep_staged, write_bytes
from pmr_batch.locks import locked
from pmr_batch.records.entries import Entry
from pmr_batch.records.ledger import append, entries

#: The kind of an entry: files by path with their SHA-256, None for one that the program has removed.
FILES = "files"
#: What the program writes for itself alone; an altered one is neither read as its own nor left beside another.
_OWN_RECORDS = (".json", ".json.gz")


class MadeState(StrEnum):
    """How a file stands to what is recorded of its path."""

    AS_MADE = "as made"
    WRITTEN_IN = "written in"
    MISSING = "missing"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class MadeEntry:
    """What an entry of the ledger records of a file: its SHA-256, None where the program has removed it.

    `at` is the moment (UTC, ISO). `cycle` is the name of the cycle it is of, where that is recorded.
    """

    number: int
    at: str
    sha256: str | None
    cycle: str | None = None


def made_entries(folder: Path) -> dict[str, list[MadeEntry]]:
    """What the ledger of a trust folder has on each file, by its name, oldest first.

    Raises LedgerError where it cannot be read.
    """
    by_name: dict[str, list[MadeEntry]] = defaultdict(list)
    for entry in entries(folder, FILES):
        at, cycle = entry.body.get("at", entry.at), entry.body.get("cycle")
        for file in entry.body["files"]:
            by_name[file["path"]].append(MadeEntry(entry.number, at, file["sha256"], cycle))
    return by_name


def still_recorded(entry: Entry, forgotten: Collection[str]) -> dict[str, Any] | None:
    """What an entry on files has but for those of some names, as the body of another; None where that is nothing.

    The other says when it was recorded first.
    """
    files = [file for file in entry.body["files"] if file["path"] not in forgotten]
    return {**entry.body, "at": entry.body.get("at", entry.at), "files": files} if files else None


@dataclass(frozen=True)
class MadeFiles:
    """The recorded files of a trust folder: the SHA-256 by name, oldest first; the last is None where it was removed.

    A name is the path below the trust folder, with forward slashes, or the whole path of a file elsewhere. What is
    recorded through it is known to it, so that a command reads the ledger once. `cycle` is the name of that whose files
    are recorded, for files that may lie elsewhere than in its folders.
    """

    folder: Path
    hashes: dict[str, list[str | None]]
    cycle: str | None = None

    @classmethod
    def recorded(cls, folder: Path, cycle: str | None = None) -> MadeFiles:
        """As the ledger of a trust folder has them. Raises LedgerError where it cannot be read."""
        return cls.of(folder, made_entries(folder), cycle)

    @classmethod
    def of(cls, folder: Path, by_name: Mapping[str, Sequence[MadeEntry]], cycle: str | None = None) -> MadeFiles:
        """From what the ledger has on each file, by name."""
        return cls(folder, {name: [made.sha256 for made in on_file] for name, on_file in by_name.items()}, cycle)

    def name(self, path: Path) -> str:
        """The name under which a path is recorded."""
        whole, base = path.absolute(), self.folder.absolute()
        return (whole.relative_to(base) if whole.is_relative_to(base) else whole).as_posix()

    def last(self, path: Path) -> str | None:
        """The SHA-256 of what was made last at a path; None where nothing was, or it was removed."""
        return (self.hashes.get(self.name(path)) or [None])[-1]

    def state(self, path: Path) -> MadeState | None:
        """How the file at a path stands; None where there is none, and none is expected.

        Raises FileError where it cannot be read.
        """
        return self.state_of(path, hash_of(path))

    def state_of(self, path: Path, sha256: str | None) -> MadeState | None:
        """The same of a file whose SHA-256 is known, None where there is none."""
        if sha256 is None:
            return MadeState.MISSING if self.last(path) else None
        known = self.hashes.get(self.name(path), ())
        if not any(known):
            return MadeState.UNKNOWN
        return MadeState.AS_MADE if sha256 in known else MadeState.WRITTEN_IN


@dataclass(frozen=True)
class Placed:
    """What became of the files that a command made, by their paths below its folder.

    `files` are the SHA-256 of all by the path they have got; `beside` the path that was wanted, by the path of each
    that was put beside a file that somebody has written in; `kept` those written in of which there is nothing newer.
    """

    files: Mapping[str, str] = field(default_factory=dict)
    beside: Mapping[str, str] = field(default_factory=dict)
    kept: tuple[str, ...] = ()

    @property
    def written_in(self) -> Iterator[str]:
        """Lines on the files that somebody has written in, and were left as they are."""
        yield from (
            f"{wanted}: written in by hand, left as it is; the new one is {got}" for got, wanted in self.beside.items()
        )
        yield from (f"{path}: written in by hand, left as it is" for path in self.kept)


def put_files(
    made: MadeFiles, place: Path, target: Path, hashes: Mapping[str, str], outdated: Iterable[str] = ()
) -> Placed:
    """Put finished files from `place` into `target`, in their order, and remove the `outdated` that are as made.

    `hashes` are the SHA-256 by path. A file that somebody has written in is left: the new one is put beside it, as
    “… (2)”, unless theirs was made from the very same content. Raises OutputError where a record of the program's own
    was altered, or a file cannot be written, and LedgerError: what was put before that is recorded and whole.
    """
    with _one_at_a_time(made.folder):
        placed, moves = _places_of(made, target, hashes)
        removed = [path for path in outdated if path not in placed.files and _is_as_made(made, target / path)]
        _record(made, target, placed.files, removed)
        put_in_place(place, target, moves)
        for path in removed:
            _remove(target / path)
    return placed


def standing_files(made: MadeFiles, target: Path, hashes: Mapping[str, str]) -> Placed | None:
    """What would become of files that were put before; None where any would have to be put or recorded again, or a
    record of the program's own was altered.

    `hashes` are the SHA-256 by path below `target`.
    """
    if any(made.last(target / path) != sha256 for path, sha256 in hashes.items()):
        return None
    placed, moves = _places_of(made, target, hashes)
    is_altered = any(path.endswith(_OWN_RECORDS) for path in placed.kept)
    return None if moves or placed.beside or is_altered else placed


def put_contents(made: MadeFiles, target: Path, contents: Mapping[str, bytes]) -> Placed:
    """The same for files whose contents are at hand, by path below `target`."""
    with staged_alone(made.folder, target) as place:
        hashes = {path: write_bytes(place / path, content) for path, content in contents.items()}
        return put_files(made, place, target, hashes)


@contextmanager
def staged_alone(folder: Path, target: Path) -> Iterator[Path]:
    """A place to stage files for `target`, while no other command of the trust folder is at work.

    What a killed one had staged there before is removed: it may hold anything about anybody.
    """
    with _one_at_a_time(folder):
        if (folder / TRUST_FILE).exists():
            sweep_staged(target)
        with staged(target) as place:
            yield place


def record_files(folder: Path, paths: Iterable[Path]) -> None:
    """Record files that lie in their place already, as they are."""
    hashes = {path.relative_to(folder).as_posix(): hash_of(path) or "" for path in paths}
    _record(MadeFiles.recorded(folder), folder, hashes, ())


def _one_at_a_time(folder: Path) -> AbstractContextManager[None]:
    """The lock of a trust folder; a folder that is no trust's has none."""
    return locked(folder) if (folder / TRUST_FILE).exists() else nullcontext()


def _places_of(made: MadeFiles, target: Path, hashes: Mapping[str, str]) -> tuple[Placed, dict[str, str]]:
    """What becomes of files, and where those go that do not lie there yet, by the path that was wanted."""
    files: dict[str, str] = {}
    beside: dict[str, str] = {}
    moves: dict[str, str] = {}
    kept = []
    for wanted, sha256 in hashes.items():
        path, there = _place_of(made, target, wanted, sha256, files)
        files[path] = sha256
        if there is None:
            moves[wanted] = path
        if path != wanted:
            beside[path] = wanted
        elif there not in (None, sha256):
            kept.append(path)
    return Placed(files, beside, tuple(kept)), moves


def _is_as_made(made: MadeFiles, path: Path) -> bool:
    return made.state(path) is MadeState.AS_MADE


def _place_of(
    made: MadeFiles, target: Path, wanted: str, sha256: str, taken: Mapping[str, str]
) -> tuple[str, str | None]:
    """Where a file can go without touching what a person has written.

    With the SHA-256 of what lies there where that stands for it: the file itself, or theirs that was made from it.
    """
    for path in chain((wanted,), numbered_names(wanted)):
        if path in taken:
            continue
        there = hash_of(target / path)
        state = made.state_of(target / path, there)
        if there == sha256 or (state is MadeState.WRITTEN_IN and made.last(target / path) == sha256):
            return path, there
        if there is None or state is MadeState.AS_MADE:
            return path, None
        if wanted.endswith(_OWN_RECORDS):
            raise OutputError(f"{target / wanted}: is not as the program made it; move it away, and try again")
    raise AssertionError("there are always more names")


def numbered_names(path: str) -> Iterator[str]:
    """The names beside a file: forms/Ann Smith (2).docx, forms/Ann Smith (3).docx, and so on."""
    parent, slash, name = path.rpartition("/")
    stem, dot, ending = name.rpartition(".")
    for number in count(2):
        yield f"{parent}{slash}{stem} ({number}).{ending}" if dot else f"{parent}{slash}{name} ({number})"


def latest_of(path: Path) -> Path | None:
    """The last of a file and those that were put beside it; None where it is not there."""
    there = list(takewhile(Path.exists, with_those_beside(path)))
    return there[-1] if there else None


def free_path(path: Path) -> Path:
    """The path itself, or the first beside it at which nothing is."""
    return next(free for free in with_those_beside(path) if not free.exists())


def with_those_beside(path: Path) -> Iterator[Path]:
    """A path, and those of files that are put beside it."""
    return map(path.with_name, chain((path.name,), numbered_names(path.name)))


def _record(made: MadeFiles, target: Path, files: Mapping[str, str], removed: Sequence[str]) -> None:
    """What is not recorded yet, as one entry; nothing in a folder that is no trust's, as of a blank form."""
    if not (made.folder / TRUST_FILE).exists():
        return
    wanted = {made.name(target / path): sha256 for path, sha256 in files.items()} | {
        made.name(target / path): None for path in removed
    }
    new: list[dict[str, Any]] = [
        {"path": name, "sha256": sha256}
        for name, sha256 in sorted(wanted.items())
        if (made.hashes.get(name) or [None])[-1] != sha256
    ]
    if new:
        append(made.folder, [(FILES, {"files": new} | ({"cycle": made.cycle} if made.cycle else {}))])
    for file in new:
        made.hashes.setdefault(file["path"], []).append(file["sha256"])


def _remove(path: Path) -> None:
    remove_file(path)
    if path.parent.is_dir() and not any(path.parent.iterdir()):
        with suppress(OSError):  # somebody may have it open
            path.parent.rmdir()


def hash_of(path: Path) -> str | None:
    """The SHA-256 of a file; None where there is none. Raises FileError where it cannot be read."""
    if not path.exists() and not path.is_symlink():
        return None
    return file_hash(path)
