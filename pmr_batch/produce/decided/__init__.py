"""The files that follow from the committee's decisions, below output/<cycle>/<round>/decided.

- documents: final Appendix A of each person
- payroll: the payroll files, as workbooks and as CSV
- academies: a sheet for each academy, of its own people
- minutes: tables for the clerk
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from pmr_batch.files import write_bytes
from pmr_batch.model.decision import Decided
from pmr_batch.model.run_facts import RunFacts
from pmr_batch.produce.decided.academies import academy_workbook
from pmr_batch.produce.decided.minutes import Amended, minutes_workbook
from pmr_batch.settings.trust_settings import Settings


@dataclass(frozen=True)
class _Task:
    """The sheet of one academy, for a worker to write below `place`."""

    place: Path
    path: str
    name: str
    decided: tuple[Decided, ...]
    run: RunFacts


def write_lists(
    place: Path,
    decided: Sequence[Decided],
    amended: Sequence[Amended],
    run: RunFacts,
    settings: Settings,
    executor: Executor,
) -> dict[str, str]:
    """Write the academies' sheets and the minutes below `place`: SHA-256 by path.

    `decided` are all decisions in force, also deferred and referred-back ones.
    """
    in_order = sorted(decided, key=lambda person: (person.academy, person.name.casefold(), person.payroll_number))
    minutes = f"minutes/Minutes {run.cycle} {run.round.value.capitalize()}.xlsx"
    hashes = {minutes: write_bytes(place / minutes, minutes_workbook(decided, amended, run))}
    return hashes | dict(executor.map(_write, list(_tasks(place, in_order, run, settings))))


def _tasks(place: Path, decided: Sequence[Decided], run: RunFacts, settings: Settings) -> Iterator[_Task]:
    by_academy: dict[str, list[Decided]] = defaultdict(list)
    for person in decided:
        by_academy[person.academy].append(person)
    for code, decisions in by_academy.items():
        yield _Task(place, f"academies/{code}.xlsx", settings.academies[code].name, tuple(decisions), run)


def _write(task: _Task) -> tuple[str, str]:
    return task.path, write_bytes(task.place / task.path, academy_workbook(task.name, task.decided, task.run))
