"""Which round a run number is of: the last run of each says in what it keeps which run it was.

What a run kept whose rows were decided is kept in decided/, too: a decision may be amended after a later run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pmr_batch.commands.run import OUTPUT
from pmr_batch.errors import UsageError
from pmr_batch.model.earlier_runs import Kept
from pmr_batch.model.terms import Round
from pmr_batch.records.kept_runs import EARLIER, KEPT, read_kept_run
from pmr_batch.settings.trust_settings import Cycle, Settings
from pmr_batch.words import listed

DECIDED, RUNS = "decided", "runs"
#: The number is the first thing that a run keeps: rounds of thousands need not be read for it.
_RUN = re.compile(r'^\s*\{\s*"run": "(\w+)"')
_FIRST = 200
_NUMBER = re.compile(r"[0-9a-f]{8}")


@dataclass(frozen=True)
class OfRound:
    """A round with a run in it, and where its files are."""

    cycle: Cycle
    round: Round
    output: Path

    @property
    def room(self) -> Path:
        """Where what comes of its decisions is."""
        return self.output / DECIDED

    @property
    def words(self) -> str:
        """Teaching 2025-26, October round."""
        return f"{self.cycle.name}, {self.round.value.capitalize()} round"


@dataclass(frozen=True)
class FoundRound:
    """The round of a run number, what that run kept, and the last run of the round, which may be a later one."""

    of_round: OfRound
    kept: Kept
    last: Kept


def of_run(folder: Path, settings: Settings, run: str | None, workbook: str, *, amend: bool) -> FoundRound:
    """The round whose last run bears the number; to amend, also an earlier one whose rows were decided.

    Raises UsageError where there is none.
    """
    rounds = {one: _number(one.output / KEPT) for one in _rounds(folder, settings)}
    of_these = {one: number for one, number in rounds.items() if number}
    for one, number in of_these.items():
        kept = _kept(one, number, run, amend)
        last = read_kept_run(one.output / KEPT) if kept else None
        if kept is not None and last is not None:
            return FoundRound(one, kept, last)
    raise UsageError(f"{workbook}: {_why(run, of_these)}; nothing of it was taken")


def _kept(one: OfRound, number: str, run: str | None, amend: bool) -> Kept | None:
    if number == run:
        return read_kept_run(one.output / KEPT)
    return read_kept_run(one.room / RUNS / f"{run}.json") if amend and run and _NUMBER.fullmatch(run) else None


def _rounds(folder: Path, settings: Settings) -> Iterator[OfRound]:
    for cycle in settings.cycles.values():
        for round_ in Round:
            yield OfRound(cycle, round_, folder / OUTPUT / cycle.slug / round_.value)


def _why(run: str | None, rounds: dict[OfRound, str]) -> str:
    if run is None:
        return "bears no run number on any row, so it is not the workbook that a run made"
    if not rounds:
        return f"is of run {run}, and {OUTPUT} holds no run; make the run again with the same files and date"
    for one, number in rounds.items():
        if run in (_number(one.output / EARLIER), *(path.stem for path in (one.room / RUNS).glob("*.json"))):
            return (
                f"is of run {run}, and the last run of {one.words} is {number} (PM623); decide in the workbook of "
                f"that run, in {one.output / 'committee'}, or change with --amend what was decided in this one"
            )
    there = listed(f"{number} of {one.words}" for one, number in rounds.items())
    return f"is of run {run}, and the last runs are {there} (PM623); use the workbook of one of these"


def _number(path: Path) -> str | None:
    """The run number in a file that a run kept; None where there is none."""
    try:
        with path.open(encoding="utf-8") as file:
            found = _RUN.match(file.read(_FIRST))
    except (OSError, UnicodeDecodeError):
        return None
    return found[1] if found else None
