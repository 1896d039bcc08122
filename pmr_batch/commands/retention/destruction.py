"""Destroys the records of a cycle: planned, and then done step by step, so that it can go on where it was cut off.

First what is kept back is written out of shared files, then the ledger records that it begins, then the files go, last
the ledger's own entries, with the record of what was done. That names no person and no file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from pmr_batch import records
from pmr_batch.commands.folders import HELD, find_cycle
from pmr_batch.commands.retention.copies import CopyKind, RecordCopy, TrustCopies, is_within
from pmr_batch.commands.retention.extracts import ExtractLine, extract_workbook, in_json, lines_on
from pmr_batch.commands.retention.listing import KeptCycle, kept_cycle
from pmr_batch.commands.retention.obstacles import obstacles
from pmr_batch.commands.retention.people import CycleRecords, KeptBack
from pmr_batch.errors import FileError, UsageError
from pmr_batch.files import PASSED_OVER, read_file, remove_file
from pmr_batch.locks import locked
from pmr_batch.records.destructions import BEGUN, Destruction, begin, finish
from pmr_batch.records.entries import Entry
from pmr_batch.records.holds import HOLD, RELEASE, holds
from pmr_batch.records.made_files import FILES, MadeFiles, hash_of, put_contents, still_recorded
from pmr_batch.settings.trust_file import read_trust
from pmr_batch.settings.trust_settings import Settings
from pmr_batch.word.filling.file_names import number_in_name
from pmr_batch.words import bare

#: Files that are about one person, and say whom in their name.
_OF_ONE = frozenset({CopyKind.FORMS, CopyKind.LETTERS, CopyKind.EXTRACTS, CopyKind.PACKS})
#: Files that people have put there, of any kind.
_FROM_PEOPLE = frozenset({CopyKind.INCOMING, CopyKind.SUPERSEDED, CopyKind.ELSEWHERE, CopyKind.OTHER})
#: Entries of the ledger that have to stay.
_STAYING = frozenset({records.DESTRUCTION, BEGUN})
#: What no command can reach, for whoever destroys to see to.
OUT_OF_REACH = (
    "version history and the recycle bin of the drive on which the folder lies, and of the machines it is copied to",
    "backups of the drive or the machine, until they are overwritten in their turn",
    "what the disk itself has left of removed files",
    "workbooks, forms and letters that are with academies, reviewers and reviewees, and mails that were sent",
    "pages of findings that `check` laid beside workbooks elsewhere, and standard workbooks that `adopt` made there",
    "payroll files that payroll has taken",
)


@dataclass(frozen=True)
class Confirmation:
    """Who destroys, who stands by, and the cycle's name as it was typed."""

    by: str
    second: str
    cycle: str


@dataclass(frozen=True)
class DestructionPlan:
    """What of a cycle would be destroyed and what stays.

    `obstacles` keep it from being done. `stays` are files of people who are kept back, and `unsearched` files that
    cannot be searched for them: they stay whole meanwhile. `extracts` are the workbooks of what shared files say of
    them, by file name. `records` counts the entries of the ledger.
    """

    kept: KeptCycle
    back: tuple[KeptBack, ...]
    removes: tuple[RecordCopy, ...]
    stays: tuple[str, ...]
    unsearched: tuple[str, ...]
    extracts: Mapping[str, bytes]
    academies: tuple[str, ...]
    records: int
    manifest: str
    obstacles: tuple[str, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many files of each kind go."""
        kinds = [copy.kind for copy in self.removes]
        return {kind.value: kinds.count(kind) for kind in CopyKind if kind in kinds}


def plan(folder: Path, cycle_name: str, as_of: date, executor: Executor) -> DestructionPlan:
    """What would be destroyed on a day; nothing is changed. Raises UsageError, SettingsError and LedgerError."""
    settings = read_trust(folder)
    cycle = find_cycle(settings, cycle_name)
    records.check(folder)
    trust = TrustCopies.of(folder)
    kept = kept_cycle(folder, settings, cycle, trust, holds(folder), as_of, executor)
    back = kept.kept_back(as_of)
    stays = {copy.name for copy in kept.copies.files if copy.kind in _OF_ONE and _is_of(copy, back)}
    shared = [copy for copy in kept.copies.files if copy.name not in stays]
    forgotten = _entries_to_forget(trust.entries, kept, back)
    lines, unsearched = _lines_on(folder, shared, back, executor) if back else ([], set())
    for of_person, person in zip(lines, back, strict=True):
        for entry in forgotten:
            if entry.kind != FILES:
                of_person.extend(in_json(f"{records.RECORDS}, entry {entry.number}", dict(entry.body), person))
    removes = tuple(copy for copy in shared if copy.name not in unsearched)
    return DestructionPlan(
        kept,
        back,
        removes,
        tuple(sorted(stays)),
        tuple(sorted(unsearched)),
        dict(_extracts(folder, back, lines, settings, kept)),
        _academies(folder, kept, settings),
        len([entry for entry in forgotten if entry.kind not in (FILES, HOLD, RELEASE)]),
        _manifest(folder, removes),
        tuple(obstacles(folder, settings, kept, as_of)),
    )


def destroy(
    folder: Path, cycle_name: str, as_of: date, executor: Executor, confirmation: Confirmation
) -> tuple[DestructionPlan, Destruction]:
    """Destroy the records of a cycle, or go on with what was cut off; returns what was planned, and the record.

    Raises UsageError, before anything is changed, where anything stands in the way or is not confirmed, OutputError
    where a file cannot be removed, with all before it gone, and LedgerError.
    """
    with locked(folder):
        planned = plan(folder, cycle_name, as_of, executor)
        cycle = planned.kept.cycle
        _check(planned, confirmation)
        if planned.extracts:
            put_contents(MadeFiles.recorded(folder, cycle.name), folder / HELD / cycle.slug, planned.extracts)
        destruction = planned.kept.begun or begin(folder, _record(planned, confirmation, as_of))
        destruction = replace(destruction, by=confirmation.by, second=confirmation.second, on=as_of)
        for copy in planned.removes:
            _remove(folder, copy)
        trust = TrustCopies.of(folder)
        forgotten = _entries_to_forget(trust.entries, planned.kept, planned.back)
        forgotten_names = set(_names_to_forget(folder, trust, planned))
        still = [still_recorded(entry, forgotten_names) for entry in forgotten if entry.kind == FILES]
        finish(folder, destruction, [entry.number for entry in forgotten], [(FILES, body) for body in still if body])
    return planned, destruction


# -- what goes and what stays ----------------------------------------------------------------------


def _is_of(copy: RecordCopy, back: Sequence[KeptBack]) -> bool:
    return any(person.is_named_in(Path(copy.name).stem) for person in back)


def _lines_on(
    folder: Path, shared: Sequence[RecordCopy], back: Sequence[KeptBack], executor: Executor
) -> tuple[list[list[ExtractLine]], set[str]]:
    """What shared files say of each person who is kept back, and the files that cannot be searched for it."""
    lines: list[list[ExtractLine]] = [[] for _ in back]
    unsearched = set()
    for copy in shared:
        if copy.kind in _OF_ONE or copy.kind is CopyKind.SETTINGS:
            continue
        try:
            found = lines_on(copy.name, read_file(folder / copy.name), back, executor)
        except FileError:
            found = None
        if found is not None:
            for of_person, more in zip(lines, found, strict=True):
                of_person.extend(more)
        elif copy.kind in _FROM_PEOPLE and not Path(copy.name).name.startswith(PASSED_OVER):
            unsearched.add(copy.name)
    return lines, unsearched


def _extracts(
    folder: Path,
    back: Sequence[KeptBack],
    lines: Sequence[Sequence[ExtractLine]],
    settings: Settings,
    kept: KeptCycle,
) -> Iterator[tuple[str, bytes]]:
    """The workbooks that are not there yet."""
    by_person: dict[tuple[str, ...], tuple[KeptBack, list[ExtractLine]]] = {}
    for person, of_person in zip(back, lines, strict=True):
        by_person.setdefault(person.numbers, (person, list(of_person)))
    for person, of_person in by_person.values():
        name = f"{_word_of_its_own(person.numbers[0])}.xlsx"
        if of_person and not (folder / HELD / kept.cycle.slug / name).exists():
            yield name, extract_workbook(person, of_person, settings, kept.cycle.name)


def _word_of_its_own(number: str) -> str:
    """A payroll number as the name of a file, no two alike: not even where capitals do not count, as on Windows."""
    name = number_in_name(number)
    return name if name == number.upper() else f"{name} {hashlib.sha256(number.encode()).hexdigest()[:8]}"


def _academies(folder: Path, kept: KeptCycle, settings: Settings) -> tuple[str, ...]:
    """The codes of the academies that have records; of all, where the records do not say."""
    named = {person.academy for person in CycleRecords.of(folder, kept.cycle).people if person.academy}
    return tuple(sorted(named or settings.academies))


def _manifest(folder: Path, copies: Sequence[RecordCopy]) -> str:
    """The SHA-256 of the list of files that go: a line each, its own SHA-256 and its name."""
    lines = (f"{_hash_of(folder / copy.name)}  {copy.name}\n" for copy in copies)
    return hashlib.sha256("".join(lines).encode("utf-8", "surrogateescape")).hexdigest()


def _hash_of(path: Path) -> str:
    try:
        return hash_of(path) or ""
    except FileError:
        return "unreadable"


# -- the ledger ------------------------------------------------------------------------------------


def _entries_to_forget(entries: Sequence[Entry], kept: KeptCycle, back: Sequence[KeptBack]) -> list[Entry]:
    """The entries of a cycle, those on people who are kept back aside; holds on it that were released."""
    cycle = kept.cycle
    released = {entry.body["hold"]: entry for entry in entries if entry.kind == RELEASE}
    of_others = {
        entry.body.get("payroll_number") for entry in entries if entry.body.get("cycle") not in (None, cycle.name)
    }
    forgotten = []
    for entry in entries:
        body = entry.body
        if entry.kind == HOLD:
            is_last = body["cycle"] is None and body["payroll_number"] not in of_others
            if entry.number in released and (is_last or body["cycle"] == cycle.name):
                forgotten += [entry, released[entry.number]]
        elif entry.kind == FILES:
            if body.get("cycle") == cycle.name or any(_is_of_cycle(file["path"], kept) for file in body["files"]):
                forgotten.append(entry)
        elif entry.kind not in _STAYING and body.get("cycle") == cycle.name and not _is_kept(body, back):
            forgotten.append(entry)
    return forgotten


def _is_of_cycle(name: str, kept: KeptCycle) -> bool:
    return is_within(name, kept.cycle.slug) or name in kept.copies.names


def _is_kept(body: Mapping[str, Any], back: Sequence[KeptBack]) -> bool:
    return any(person.is_about(body.get("payroll_number"), body.get("name")) for person in back)


def _names_to_forget(folder: Path, trust: TrustCopies, planned: DestructionPlan) -> Iterator[str]:
    """The names of files of the cycle in the ledger, those that stay aside.

    An earlier try may have removed some that lay elsewhere: they are those that are recorded, and there no longer.
    """
    cycle, staying = planned.kept.cycle, {*planned.stays, *planned.unsearched}
    staying |= {f"{HELD}/{cycle.slug}/{name}" for name in planned.extracts}
    removed = {copy.name for copy in planned.removes}
    for name, made in trust.recorded.items():
        of_cycle = is_within(name, cycle.slug) or made[-1].cycle == cycle.name or name in removed
        gone = bool(made[-1].sha256) and not (folder / name).exists() and not Path(name).is_absolute()
        if name not in staying and (of_cycle or gone):
            yield name


# -- doing it --------------------------------------------------------------------------------------


def _check(planned: DestructionPlan, confirmation: Confirmation) -> None:
    cycle = planned.kept.cycle
    problems = list(planned.obstacles)
    if confirmation.cycle != cycle.name:
        problems.append(f"type its name as it stands on Cycles: --confirm {cycle.name!r}")
    if not all(name.strip() and name.isprintable() for name in (confirmation.by, confirmation.second)):
        problems.append("name who destroys, --by, and who stands by, --second, each on one line")
    elif bare(confirmation.by) == bare(confirmation.second):
        problems.append("--by and --second are the same; a second person has to stand by")
    if not planned.removes and not planned.records and not planned.kept.begun:
        problems.append("there is nothing of it to destroy")
    if problems:
        raise UsageError("\n".join(f"{cycle.name}: {problem}" for problem in problems))


def _record(planned: DestructionPlan, confirmation: Confirmation, on: date) -> Destruction:
    return Destruction(
        cycle=planned.kept.cycle.name,
        academies=planned.academies,
        files=planned.counts,
        records=planned.records,
        people=planned.kept.people,
        kept_back=len({person.numbers for person in planned.back}),
        rule=planned.kept.period.rule,
        by=confirmation.by,
        second=confirmation.second,
        on=on,
        manifest=planned.manifest,
    )


def _remove(folder: Path, copy: RecordCopy) -> None:
    """A file, and the folders that are empty without it."""
    path = folder / copy.name
    remove_file(path)
    top = folder if path.is_relative_to(folder) else path.parent
    for parent in path.parents:
        if parent == top or not parent.is_dir() or any(parent.iterdir()):
            return
        parent.rmdir()
