"""The files that follow from the committee's decisions, below output/<cycle>/<round>/decided.

- documents: final Appendix A and letters of each person
- payroll: the payroll files, as workbooks and as CSV
- academies: a sheet for each academy, of its own people, and the mail with it
- minutes: tables for the clerk
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path

from pmr_batch.files import write_bytes
from pmr_batch.model.appeal import Appeal, DecidedPerson
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
    people: tuple[DecidedPerson, ...]
    run: RunFacts


@dataclass(frozen=True)
class DecidedLists:
    """What the lists are made of: all decisions in force, also deferred and referred-back ones, and those amended.

    `appeals` are the appeals as they stand, by payroll number.
    """

    decided: tuple[Decided, ...]
    amended: tuple[Amended, ...] = ()
    appeals: Mapping[str, Appeal] = field(default_factory=dict)


def write_lists(
    place: Path, lists: DecidedLists, run: RunFacts, settings: Settings, executor: Executor
) -> dict[str, str]:
    """Write the academies' sheets and the minutes below `place`: SHA-256 by path."""
    minutes = f"minutes/Minutes {run.cycle} {run.round.value.capitalize()}.xlsx"
    content = minutes_workbook(lists.decided, lists.amended, lists.appeals.values(), run)
    hashes = {minutes: write_bytes(place / minutes, content)}
    for of_academy in executor.map(_write, list(_tasks(place, lists, run, settings))):
        hashes |= of_academy
    return hashes


def _tasks(place: Path, lists: DecidedLists, run: RunFacts, settings: Settings) -> Iterator[_Task]:
    by_academy: dict[str, list[DecidedPerson]] = defaultdict(list)
    for decided in sorted(lists.decided, key=lambda row: (row.academy, row.name.casefold(), row.payroll_number)):
        by_academy[decided.academy].append(DecidedPerson.of(decided, lists.appeals))
    for code, people in by_academy.items():
        yield _Task(place, settings.academies[code], tuple(people), run)


def _write(task: _Task) -> dict[str, str]:
    sheet, mail = f"academies/{task.academy.code}.xlsx", f"academies/{task.academy.code}.eml"
    settled = sum(person.decided.is_settled for person in task.people)
    text = decided_mail(task.academy, task.run, Path(sheet).name, settled, len(task.people) - settled)
    return {
        sheet: write_bytes(task.place / sheet, academy_workbook(task.academy.name, task.people, task.run)),
        mail: write_bytes(task.place / mail, text),
    }
