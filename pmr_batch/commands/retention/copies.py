"""Every copy that a trust folder has of a cycle's records, and those that commands wrote elsewhere (6.5)."""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from pathlib import Path, PurePosixPath

from pmr_batch import records
from pmr_batch.commands.folders import HELD, INCOMING, ISSUED, OUTPUT
from pmr_batch.errors import FileError
from pmr_batch.files import TRUST_FILE, refuse_unread
from pmr_batch.locks import HOLDER, LOCK
from pmr_batch.model.terms import FileState
from pmr_batch.records.disclosure_entries import DISCLOSURE
from pmr_batch.records.entries import Entry
from pmr_batch.records.kept_runs import EARLIER, KEPT
from pmr_batch.records.made_files import MadeEntry, MadeFiles, hash_of, made_entries
from pmr_batch.settings.trust_settings import Cycle
from pmr_batch.word.filling.file_names import number_in_name

#: What lies in the trust folder and is of no cycle.
_OF_THE_TRUST = (TRUST_FILE, records.RECORDS, LOCK, HOLDER, f"{records.RECORDS}-journal")
_TEMPLATES = "templates"
#: The content of an empty file, which is no copy of anything.
_EMPTY = hashlib.sha256(b"").hexdigest()
#: What `collect` calls the workbooks that it writes.
_COLLECTED = re.compile(r" collected(?: \(\d+\))?\.xls[xm]$")
#: trust.xlsx as it was on a day, which `staff` keeps.
_SETTINGS_BEFORE = re.compile(r"trust before (\d{4}-\d{2}-\d{2})(?: \(\d+\))?\.xlsx")


class CopyKind(StrEnum):
    """What a file is, in words."""

    ISSUED = "issued workbooks"
    INCOMING = "returns as they came in"
    SUPERSEDED = "returns that were superseded"
    COLLECTED = "workbooks with collected forms"
    RETURNS = "returns as they went back"
    FORMS = "forms"
    LETTERS = "letters"
    MAILS = "mails"
    SAMPLES = "samples"
    COMPARISONS = "comparisons with another policy"
    COMMITTEE = "committee's workbooks"
    DECIDED = "payroll files, academies' sheets and minutes"
    KEPT_ROWS = "rows kept for later runs"
    FINDINGS = "findings and reports"
    JSON = "JSON for machines"
    PACKS = "packs"
    OTHER = "other files of the cycle"
    ELSEWHERE = "copies elsewhere"
    EXTRACTS = "what was kept back"
    SETTINGS = "earlier copies of the trust's settings"


#: What is in a folder of the output of a cycle or a round.
_BY_FOLDER = {
    "forms": CopyKind.FORMS,
    "letters": CopyKind.LETTERS,
    "returns": CopyKind.RETURNS,
    "samples": CopyKind.SAMPLES,
    "comparisons": CopyKind.COMPARISONS,
    "committee": CopyKind.COMMITTEE,
    "workbooks": CopyKind.COMMITTEE,
    "payroll": CopyKind.DECIDED,
    "academies": CopyKind.DECIDED,
    "minutes": CopyKind.DECIDED,
    "rows": CopyKind.KEPT_ROWS,
    "packs": CopyKind.PACKS,
    "disclosed": CopyKind.PACKS,
}


@dataclass(frozen=True)
class RecordCopy:
    """A file of a cycle by the name under which the ledger has it: below the trust folder, or its whole path."""

    name: str
    kind: CopyKind


@dataclass(frozen=True)
class CycleCopies:
    """The files of a cycle that are there; and those that were written elsewhere and are no longer as they were made.

    Nobody can tell whether the latter are copies: nothing touches them.
    """

    files: tuple[RecordCopy, ...]
    unreachable: tuple[str, ...] = ()

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many there are of each kind."""
        counts = Counter(copy.kind for copy in self.files)
        return {kind.value: counts[kind] for kind in CopyKind if counts[kind]}

    @property
    def names(self) -> frozenset[str]:
        """The names of all, with those that are out of reach."""
        return frozenset((*(copy.name for copy in self.files), *self.unreachable))


@dataclass(frozen=True)
class TrustCopies:
    """All files of a trust folder by name, and all that the ledger has on files."""

    folder: Path
    names: tuple[str, ...]
    recorded: Mapping[str, Sequence[MadeEntry]]
    entries: Sequence[Entry]

    @classmethod
    def of(cls, folder: Path) -> TrustCopies:
        """As it is now. Raises LedgerError."""
        return cls(folder, tuple(sorted(_names_below(folder))), made_entries(folder), records.every_entry(folder))

    def of_cycle(self, cycle: Cycle) -> CycleCopies:
        """Every copy of a cycle's records."""
        packs = tuple(self._packs(cycle))
        within = [name for name in self.names if is_within(name, cycle.slug) or name.startswith(packs)]
        superseded = self._superseded(cycle)
        files = [RecordCopy(name, _kind(name, superseded)) for name in within]
        files += [RecordCopy(name, CopyKind.SETTINGS) for name in self.names if _settings_until(name, cycle.ends)]
        hashes = self._hashes_of(cycle, within)
        elsewhere = [name for name in self._beside if self._hash_of(name) in hashes]
        files += [RecordCopy(name, CopyKind.ELSEWHERE) for name in elsewhere]
        written, unreachable = self._written_elsewhere(cycle)
        files += [RecordCopy(name, CopyKind.ELSEWHERE) for name in written]
        return CycleCopies(tuple(sorted(files, key=lambda copy: copy.name)), tuple(unreachable))

    def others(self, cycles: Collection[Cycle]) -> list[str]:
        """Files of the folder that are of none of some cycles, and not the trust's own settings."""
        known = {name for cycle in cycles for name in self.of_cycle(cycle).names}
        slugs = {cycle.slug for cycle in cycles}
        return [
            name
            for name in self.names
            if name not in known
            and not name.startswith(f"{_TEMPLATES}/")
            and not any(is_within(name, s) for s in slugs)
        ]

    @cached_property
    def of_no_cycle(self) -> tuple[str, ...]:
        """Files that commands wrote elsewhere, and of which it is not recorded of which cycle they are."""
        return tuple(name for name, made in self.recorded.items() if Path(name).is_absolute() and not made[-1].cycle)

    @cached_property
    def _beside(self) -> list[str]:
        """Files that are in no cycle's folders."""
        places = (f"{ISSUED}/", f"{INCOMING}/", f"{OUTPUT}/", f"{HELD}/", f"{_TEMPLATES}/")
        return [name for name in self.names if not name.startswith(places)]

    def _hash_of(self, name: str) -> str | None:
        try:
            return hash_of(self.folder / name)
        except FileError:
            return None

    def _hashes_of(self, cycle: Cycle, within: Sequence[str]) -> set[str]:
        """The contents of a cycle's files, and of the workbooks that were handed in to it."""
        if not self._beside:
            return set()
        contents = {sha256 for name in within if (sha256 := self._hash_of(name))}
        of_cycle = (entry.body for entry in self.entries if entry.body.get("cycle") == cycle.name)
        return contents - {_EMPTY} | {body["workbook"]["sha256"] for body in of_cycle if "workbook" in body}

    def _written_elsewhere(self, cycle: Cycle) -> tuple[list[str], list[str]]:
        """Files of a cycle outside of the trust folder, by `--to`: as they were made, and otherwise."""
        made = MadeFiles.of(self.folder, self.recorded)
        as_made: list[str] = []
        other: list[str] = []
        for name, entries in self.recorded.items():
            if not Path(name).is_absolute() or entries[-1].cycle != cycle.name or not made.last(Path(name)):
                continue
            sha256 = self._hash_of(name)
            (as_made if sha256 in made.hashes[name] else other).append(name)
        return as_made, other

    def _packs(self, cycle: Cycle) -> Iterator[str]:
        """The folders of packs on one person that have records of a cycle: they lie with the earliest of several."""
        for entry in self.entries:
            if entry.kind == DISCLOSURE and cycle.name in entry.body.get("cycles", ()):
                folder = entry.body["folder"]
                if PurePosixPath(folder).name in map(number_in_name, entry.body["people"]):
                    yield f"{folder}/"

    def _superseded(self, cycle: Cycle) -> set[str]:
        """The names of returns that the last runs superseded."""
        return {
            f"{INCOMING}/{cycle.slug}/{file['path']}"
            for entry in self.entries
            if entry.kind == records.RUN and entry.body["cycle"] == cycle.name
            for file in entry.body["inputs"]
            if file["state"] == FileState.SUPERSEDED
        }


def is_within(name: str, slug: str) -> bool:
    """Whether a name lies in one of the folders of a cycle."""
    return name.split("/")[:2] in [[place, slug] for place in (ISSUED, INCOMING, OUTPUT, HELD)]


def _names_below(folder: Path) -> Iterator[str]:
    """Every file below a folder, hidden ones too; links are not followed. Raises OSError for a folder closed to us."""
    for base, folders, names in os.walk(folder, onerror=refuse_unread):
        links = [name for name in folders if Path(base, name).is_symlink()]
        for name in (*names, *links):
            path = Path(base, name).relative_to(folder).as_posix()
            if path not in _OF_THE_TRUST:
                yield path


def _settings_until(name: str, last: date) -> bool:
    """Whether it is trust.xlsx as it was up to a day."""
    before = _SETTINGS_BEFORE.fullmatch(name)
    return before is not None and date.fromisoformat(before[1]) <= last


def _kind(name: str, superseded: Collection[str]) -> CopyKind:
    place, _, *folders, file = name.split("/")
    by_folder = next((_BY_FOLDER[folder] for folder in folders if folder in _BY_FOLDER), CopyKind.OTHER)
    kinds = (
        (place == HELD, CopyKind.EXTRACTS),
        (file.endswith(".eml"), CopyKind.MAILS),
        (_COLLECTED.search(file), CopyKind.COLLECTED),
        (place == ISSUED, CopyKind.ISSUED),
        (name in superseded, CopyKind.SUPERSEDED),
        (place == INCOMING, CopyKind.INCOMING),
        (by_folder is not CopyKind.OTHER, by_folder),
        (file in (KEPT, EARLIER), CopyKind.KEPT_ROWS),
        (file.startswith(("findings.xlsx", "report.html")), CopyKind.FINDINGS),
        (file.endswith(".json"), CopyKind.JSON),
    )
    return next((kind for fits, kind in kinds if fits), CopyKind.OTHER)
