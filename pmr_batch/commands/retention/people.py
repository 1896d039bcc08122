"""Everybody of whom a trust folder has records, under every payroll number that they have had."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pmr_batch import records
from pmr_batch.commands.folders import OUTPUT
from pmr_batch.errors import UsageError
from pmr_batch.model.appeal import Appeal
from pmr_batch.model.decision import Decided
from pmr_batch.model.earlier_runs import Kept
from pmr_batch.model.returns import Return
from pmr_batch.model.terms import Round
from pmr_batch.records.holds import Hold
from pmr_batch.records.kept_runs import KEPT, read_kept_run
from pmr_batch.settings.provisional_numbers import NumberedPerson, real_numbers
from pmr_batch.settings.trust_settings import Cycle, Settings
from pmr_batch.words import bare, nearest


@dataclass(frozen=True)
class RecordedPerson:
    """Somebody as one of the records of a cycle names them."""

    cycle: str
    academy: str
    payroll_number: str
    name: str | None


@dataclass(frozen=True)
class KeptBack:
    """Somebody whose records of a cycle stay when the others are destroyed, under all their numbers, and why."""

    numbers: tuple[str, ...]
    name: str | None
    why: str

    def is_about(self, payroll_number: str | None, name: str | None = None) -> bool:
        """Whether somebody is that person, by a number or by the name."""
        same_name = bool(self.name and name) and bare(self.name or "") == bare(name or "")
        return payroll_number in self.numbers or same_name

    def is_named_in(self, text: str) -> bool:
        """Whether a text has one of the numbers, or the name, as words of their own."""
        words = f" {bare(text)} "
        wanted = (*self.numbers, *([self.name] if self.name else ()))
        return any(f" {bare(each)} " in words for each in wanted if bare(each))


@dataclass(frozen=True)
class CycleRecords:
    """What is recorded of a cycle: its last runs by round, decisions and appeals, the oldest first."""

    cycle: Cycle
    runs: tuple[Kept, ...]
    decisions: tuple[Decided, ...]
    appeals: tuple[Appeal, ...]

    @classmethod
    def of(cls, folder: Path, cycle: Cycle) -> CycleRecords:
        """As the ledger and the output of the last runs have it. Raises LedgerError."""
        runs = (read_kept_run(folder / OUTPUT / cycle.slug / round_.value / KEPT) for round_ in Round)
        return cls(
            cycle,
            tuple(run for run in runs if run),
            tuple(records.recorded_decisions(folder, cycle.name)),
            tuple(records.recorded_appeals(folder, cycle.name)),
        )

    @property
    def people(self) -> Iterator[RecordedPerson]:
        """Everybody in them, also several times."""
        settled: list[Decided | Appeal] = [*self.decisions, *self.appeals]
        for decided in settled:
            yield RecordedPerson(self.cycle.name, decided.academy, decided.payroll_number, decided.name)
        for run in self.runs:
            for person in run.people:
                if person.payroll_number:
                    yield RecordedPerson(self.cycle.name, person.academy or "", person.payroll_number, person.name)


@dataclass(frozen=True)
class SameNumbers:
    """Payroll numbers that are of one person: a provisional one, and the real one that came for it."""

    by_number: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, people: Iterable[RecordedPerson], settings: Settings, returns: Sequence[Return] = ()) -> SameNumbers:
        """By the staff list, and by what was read in place of provisional numbers.

        Cycle by cycle: somebody has one number in each.
        """
        by_cycle: dict[str, dict[tuple[str, str], str]] = defaultdict(dict)
        for person in people:
            by_cycle[person.cycle][person.academy, person.payroll_number] = person.name or ""
        pairs = [pair for return_ in returns for pair in return_.renumbered.items()]
        for named in by_cycle.values():
            numbers = real_numbers((NumberedPerson(*key, name) for key, name in named.items()), settings)
            pairs += [(old, new) for (_, old), new in numbers.known.items()]
        same: dict[str, set[str]] = defaultdict(set)
        for old, new in pairs:
            same[old].add(new)
            same[new].add(old)
        return cls({number: frozenset(others) for number, others in same.items()})

    def all_of(self, *numbers: str) -> tuple[str, ...]:
        """Some numbers of a person, with all others."""
        found = dict.fromkeys(numbers)
        waiting = list(found)
        while waiting:
            new = self.by_number.get(waiting.pop(), frozenset()) - found.keys()
            found |= dict.fromkeys(sorted(new))
            waiting += new
        return tuple(found)


def with_all_numbers(folder: Path, settings: Settings, hold: Hold) -> Hold:
    """A hold with the name and the other payroll numbers of its person, as far as the folder knows them.

    Raises UsageError where nothing in the folder has the number, with the nearest, and LedgerError.
    """
    people = [person for cycle in settings.cycles.values() for person in CycleRecords.of(folder, cycle).people]
    listed = [
        RecordedPerson("", row["academy_code"], row["payroll_number"], row["name"]) for row in settings.staff_list or ()
    ]
    names = {person.payroll_number: person.name for person in (*people, *listed)}
    if hold.payroll_number not in names:
        near = nearest(hold.payroll_number, names)
        hint = f"; did you mean {near}?" if near else ", nor is it on the Staff list"
        raise UsageError(f"No record has payroll number {hold.payroll_number!r}{hint}")
    numbers = SameNumbers.of(people, settings).all_of(*hold.numbers)
    return replace(hold, name=hold.name or names[hold.payroll_number], also=tuple(numbers[1:]))
