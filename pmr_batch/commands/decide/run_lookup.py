"""Finds the round of a run number, and the rows that this run put before the committee, also where others followed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from pmr_batch import records
from pmr_batch.commands.folders import OUTPUT
from pmr_batch.errors import UsageError
from pmr_batch.model.appeal import DecidedPerson
from pmr_batch.model.earlier_runs import Kept
from pmr_batch.model.person import Recommendation
from pmr_batch.model.run_facts import RunFacts
from pmr_batch.model.terms import Round
from pmr_batch.records.decided_record import DECIDED
from pmr_batch.records.json_form import read_json
from pmr_batch.records.kept_runs import KEPT, ROWS, read_kept_run, read_rows
from pmr_batch.records.made_files import hash_of
from pmr_batch.records.run_record import RUN, RunRecord
from pmr_batch.settings.trust_settings import Cycle, Settings
from pmr_batch.words import listed

#: The run number is at the start of the file that a run keeps, so that large files need not be read for it.
_RUN = re.compile(r'^\s*\{\s*"run": "(\w+)"')
_FIRST = 200


@dataclass(frozen=True)
class RoundFolder:
    """A round of a cycle, and the folder of its output."""

    cycle: Cycle
    round: Round
    output: Path

    @property
    def decided(self) -> Path:
        """The folder for the files of its decisions."""
        return self.output / DECIDED

    @property
    def label(self) -> str:
        """Its name: Teaching 2025-26, October round."""
        return f"{self.cycle.name}, {self.round.value.capitalize()} round"


@dataclass(frozen=True)
class FoundRound:
    """The round of a run number, the rows that this run wrote on Recommendations and Appeals, and its last run."""

    round_folder: RoundFolder
    run: str
    rows: tuple[Recommendation, ...]
    appeals: tuple[DecidedPerson, ...]
    last: Kept


@dataclass(frozen=True)
class DecidedRound:
    """A round whose decisions are recorded: the trust folder and settings, the round and its last run, the executor."""

    folder: Path
    settings: Settings
    round_folder: RoundFolder
    run: RunFacts
    executor: Executor

    @property
    def decided(self) -> Path:
        """The folder for the files of its decisions."""
        return self.round_folder.decided


def find_round(folder: Path, settings: Settings, run: str | None, workbook: str) -> FoundRound:
    """The round of a run, which may be an earlier one than its last. Raises UsageError where there is none."""
    rounds = list(_rounds(folder, settings))
    last_runs = {round_folder: _number(round_folder.output / KEPT) for round_folder in rounds}
    for round_folder, last_run in last_runs.items():
        if run is not None and last_run == run:
            last = _last(round_folder, workbook)
            return FoundRound(round_folder, run, last.recommendations, last.appeals, last)
    for entry in reversed(records.entries(folder, records.RUN)):
        for round_folder in rounds:
            body = entry.body
            if (body["cycle"], body["round"], body["run"]) == (round_folder.cycle.name, round_folder.round.value, run):
                return _earlier(round_folder, body["run"], body.get("rows", ""), workbook)
    raise UsageError(f"{workbook}: {_why(run, last_runs)}; nothing of it was taken")


def _earlier(round_folder: RoundFolder, run: str, rows: str, workbook: str) -> FoundRound:
    """A run before the last one of its round, by the rows that it kept."""
    last, kept = _last(round_folder, workbook), read_rows(round_folder.output, rows)
    if kept is None:
        raise UsageError(
            f"{workbook}: is of run {run}, and what that run kept in {round_folder.output / ROWS} is not there any "
            f"more, or was changed (PM623); decide in the workbook of run {last.run}. Nothing of it was taken"
        )
    return FoundRound(round_folder, run, kept.recommendations, kept.appeals, last)


def _last(round_folder: RoundFolder, workbook: str) -> Kept:
    """What the last run of a round kept. Raises UsageError where it was cut off."""
    last, record = read_kept_run(round_folder.output / KEPT), read_json(round_folder.output / RUN, RunRecord)
    hashes = {file.path: file.sha256 for file in record.files} if record else {}
    if last is None or hashes.get(KEPT) != hash_of(round_folder.output / KEPT):
        raise UsageError(
            f"{workbook}: the last run of {round_folder.label} was cut off, or its files were changed; run it again "
            "first. Nothing of the workbook was taken"
        )
    return last


def _rounds(folder: Path, settings: Settings) -> Iterator[RoundFolder]:
    for cycle in settings.cycles.values():
        for round_ in Round:
            yield RoundFolder(cycle, round_, folder / OUTPUT / cycle.slug / round_.value)


def _why(run: str | None, last_runs: Mapping[RoundFolder, str | None]) -> str:
    if run is None:
        return "bears no run number on any row, so it is not the workbook that a run made"
    numbers = {round_folder: number for round_folder, number in last_runs.items() if number}
    if not numbers:
        return f"is of run {run}, and {OUTPUT} holds no run; make the run again with the same files and date"
    known = listed(f"{number} of {round_folder.label}" for round_folder, number in numbers.items())
    return (
        f"is of run {run}, which is none of this trust's; the last runs are {known} (PM623); use a workbook of theirs"
    )


def _number(path: Path) -> str | None:
    """The run number in a file that a run kept; None where there is none."""
    try:
        with path.open(encoding="utf-8") as file:
            match_ = _RUN.match(file.read(_FIRST))
    except (OSError, UnicodeDecodeError):
        return None
    return match_[1] if match_ else None
