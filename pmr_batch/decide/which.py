"""Which round a run number is of: the last run of each round says in what it keeps which run it was."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pmr_batch.errors import UsageError
from pmr_batch.kept import EARLIER, KEPT, read_kept
from pmr_batch.model import Round
from pmr_batch.moderated import Kept
from pmr_batch.run import OUTPUT
from pmr_batch.settings.model import Cycle, Settings
from pmr_batch.words import listed

#: The number is the first thing that a run keeps: rounds of thousands need not be read for it.
_RUN = re.compile(r'^\s*\{\s*"run": "(\w+)"')
_FIRST = 200


@dataclass(frozen=True)
class OfRound:
    """A round with a run in it, and where its files are."""

    cycle: Cycle
    round: Round
    output: Path

    @property
    def words(self) -> str:
        """Teaching 2025-26, October round."""
        return f"{self.cycle.name}, {self.round.value.capitalize()} round"


def of_run(folder: Path, settings: Settings, run: str | None, workbook: str) -> tuple[OfRound, Kept]:
    """The round whose last run bears the number, and what that run kept. Raises UsageError where none does."""
    rounds = {one: _number(one.output / KEPT) for one in _rounds(folder, settings)}
    of_these = {one: number for one, number in rounds.items() if number}
    for one, number in of_these.items():
        kept = read_kept(one.output / KEPT) if number == run else None
        if kept is not None:
            return one, kept
    raise UsageError(f"{workbook}: {_why(run, of_these)}; nothing of it was taken")


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
        if _number(one.output / EARLIER) == run:
            return (
                f"is of run {run}, and the last run of {one.words} is {number} (PM623); decide in the workbook of "
                f"that run, in {one.output / 'committee'}"
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
