"""Finds the round of a run number, in the files that the last run of each round kept.

What a run kept is copied to decided/ once its rows are decided, so that a decision can be amended after a later run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from pmr_batch.commands.run import OUTPUT
from pmr_batch.errors import UsageError
from pmr_batch.model.earlier_runs import Kept
from pmr_batch.model.run_facts import RunFacts
from pmr_batch.model.terms import Round
from pmr_batch.records.kept_runs import EARLIER, KEPT, read_kept_run
from pmr_batch.settings.trust_settings import Cycle, Settings
from pmr_batch.words import listed

DECIDED, RUNS = "decided", "runs"
#: The run number is at the start of the file that a run keeps, so that large files need not be read for it.
_RUN = re.compile(r'^\s*\{\s*"run": "(\w+)"')
_FIRST = 200
_NUMBER = re.compile(r"[0-9a-f]{8}")


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
    """The round of a run number, what that run kept, and the last run of the round, which may be a later one."""

    round_folder: RoundFolder
    kept: Kept
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


def find_round(folder: Path, settings: Settings, run: str | None, workbook: str, *, amend: bool) -> FoundRound:
    """The round whose last run has the number; with `amend`, also an earlier run whose rows were decided.

    Raises UsageError where there is none.
    """
    all_numbers = {round_folder: _number(round_folder.output / KEPT) for round_folder in _rounds(folder, settings)}
    numbers = {round_folder: number for round_folder, number in all_numbers.items() if number}
    for round_folder, number in numbers.items():
        kept = _kept(round_folder, number, run, amend)
        last = read_kept_run(round_folder.output / KEPT) if kept else None
        if kept is not None and last is not None:
            return FoundRound(round_folder, kept, last)
    raise UsageError(f"{workbook}: {_why(run, numbers)}; nothing of it was taken")


def _kept(round_folder: RoundFolder, number: str, run: str | None, amend: bool) -> Kept | None:
    if number == run:
        return read_kept_run(round_folder.output / KEPT)
    return (
        read_kept_run(round_folder.decided / RUNS / f"{run}.json") if amend and run and _NUMBER.fullmatch(run) else None
    )


def _rounds(folder: Path, settings: Settings) -> Iterator[RoundFolder]:
    for cycle in settings.cycles.values():
        for round_ in Round:
            yield RoundFolder(cycle, round_, folder / OUTPUT / cycle.slug / round_.value)


def _why(run: str | None, numbers: dict[RoundFolder, str]) -> str:
    if run is None:
        return "bears no run number on any row, so it is not the workbook that a run made"
    if not numbers:
        return f"is of run {run}, and {OUTPUT} holds no run; make the run again with the same files and date"
    for round_folder, number in numbers.items():
        decided_runs = (path.stem for path in (round_folder.decided / RUNS).glob("*.json"))
        if run in (_number(round_folder.output / EARLIER), *decided_runs):
            return (
                f"is of run {run}, and the last run of {round_folder.label} is {number} (PM623); decide in the "
                f"workbook of that run, in {round_folder.output / 'committee'}, or change with --amend what was "
                "decided in this one"
            )
    last_runs = listed(f"{number} of {round_folder.label}" for round_folder, number in numbers.items())
    return f"is of run {run}, and the last runs are {last_runs} (PM623); use the workbook of one of these"


def _number(path: Path) -> str | None:
    """The run number in a file that a run kept; None where there is none."""
    try:
        with path.open(encoding="utf-8") as file:
            match_ = _RUN.match(file.read(_FIRST))
    except (OSError, UnicodeDecodeError):
        return None
    return match_[1] if match_ else None
