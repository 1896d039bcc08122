"""The files that follow from the committee's decisions, below output/<cycle>/<round>/decided.

- documents: final Appendix A of each person
- payroll: the payroll files, as workbooks and as CSV
- academies: a sheet for each academy, of its own people, and the mail with it
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
from pmr_batch.produce.mails import decided_mail
from pmr_batch.settings.trust_settings import Academy, Settings


@dataclass(frozen=True)
class _Task:
    """The sheet of one academy and the mail with it, for a worker to write below `place`."""

    place: Path
    academy: Academy
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
    for of_academy in executor.map(_write, list(_tasks(place, in_order, run, settings))):
        hashes |= of_academy
    return hashes


def _tasks(place: Path, decided: Sequence[Decided], run: RunFacts, settings: Settings) -> Iterator[_Task]:
    by_academy: dict[str, list[Decided]] = defaultdict(list)
    for person in decided:
        by_academy[person.academy].append(person)
    for code, decisions in by_academy.items():
        yield _Task(place, settings.academies[code], tuple(decisions), run)


def _write(task: _Task) -> dict[str, str]:
    sheet, mail = f"academies/{task.academy.code}.xlsx", f"academies/{task.academy.code}.eml"
    settled = sum(person.is_settled for person in task.decided)
    text = decided_mail(task.academy, task.run, Path(sheet).name, settled, len(task.decided) - settled)
    return {
        sheet: write_bytes(task.place / sheet, academy_workbook(task.academy.name, task.decided, task.run)),
        mail: write_bytes(task.place / mail, text),
    }
