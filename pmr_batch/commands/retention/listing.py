"""What of every cycle a trust has, until when it is kept, of whom longer, and what is due to be destroyed (6.5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pmr_batch import records
from pmr_batch.commands.folders import INCOMING, find_cycle
from pmr_batch.commands.retention.copies import CycleCopies, TrustCopies
from pmr_batch.commands.retention.people import CycleRecords, KeptBack, SameNumbers
from pmr_batch.commands.retention.periods import Period, period_of, rows_of
from pmr_batch.commands.retention.trust_rows import TrustRows, rows_over_age
from pmr_batch.model.returns import Return
from pmr_batch.model.terms import FileState
from pmr_batch.policy.years import years_after
from pmr_batch.read import read_returns
from pmr_batch.records.destructions import Destruction, destructions, unfinished
from pmr_batch.records.holds import Hold, holds
from pmr_batch.settings.trust_file import read_trust
from pmr_batch.settings.trust_settings import Cycle, Settings


@dataclass(frozen=True)
class Carried:
    """Rows of concerns raised before a later cycle began that stand in its returns: they are kept as long as those."""

    cycle: str
    rows: int


@dataclass(frozen=True)
class KeptCycle:
    """A cycle with records: its copies, its period, the holds on its people, and what goes on from it in later ones.

    `recorded` counts its entries in the ledger. `unread` are returns that cannot be read: whether they have a
    capability procedure is for a person to see. `begun` is its destruction, where that was cut off.
    """

    period: Period
    copies: CycleCopies
    recorded: int
    people: int
    holds: Mapping[int, Hold]
    carried: tuple[Carried, ...] = ()
    unread: tuple[str, ...] = ()
    begun: Destruction | None = None

    @property
    def cycle(self) -> Cycle:
        """The cycle itself."""
        return self.period.cycle

    def is_due(self, as_of: date) -> bool:
        """Whether anything of it is to be destroyed on a day."""
        return self.period.is_over(as_of)

    def kept_back(self, as_of: date) -> tuple[KeptBack, ...]:
        """Those of whom something stays on a day, with why."""
        later = [person.kept_back for person in self.period.later if person.is_kept(as_of)]
        held = [
            KeptBack(hold.numbers, hold.name, f"hold {number}: {hold.reason.value}")
            for number, hold in self.holds.items()
        ]
        return (*later, *held)


@dataclass(frozen=True)
class RetentionList:
    """All cycles with records on a day, the oldest first; what is of none; and what was destroyed.

    `others` are files that are of no cycle that is known, `of_no_cycle` files that commands wrote elsewhere without
    recording of which cycle they are.
    """

    as_of: date
    cycles: tuple[KeptCycle, ...]
    holds: Mapping[int, Hold]
    trust_rows: tuple[TrustRows, ...]
    others: tuple[str, ...]
    of_no_cycle: tuple[str, ...]
    destroyed: Mapping[int, Destruction]

    @property
    def overdue_holds(self) -> tuple[int, ...]:
        """The holds that should have been looked at again."""
        return tuple(number for number, hold in self.holds.items() if hold.is_overdue(self.as_of))


def list_records(folder: Path, as_of: date, executor: Executor, cycle: str | None = None) -> RetentionList:
    """What a trust folder has on a day, of all cycles or of one.

    Returns are read only of cycles whose time is up: a capability procedure may have prolonged it for somebody. Raises
    UsageError, SettingsError and LedgerError.
    """
    settings = read_trust(folder)
    records.check(folder)
    trust = TrustCopies.of(folder)
    asked = [find_cycle(settings, cycle)] if cycle else sorted(settings.cycles.values(), key=lambda each: each.ends)
    standing = holds(folder)
    found = [kept_cycle(folder, settings, each, trust, standing, as_of, executor) for each in asked]
    return RetentionList(
        as_of,
        tuple(each for each in found if each.copies.files or each.recorded or each.begun),
        standing,
        rows_over_age(settings, as_of),
        tuple(trust.others(list(settings.cycles.values()))),
        trust.of_no_cycle,
        destructions(folder),
    )


def kept_cycle(
    folder: Path,
    settings: Settings,
    cycle: Cycle,
    trust: TrustCopies,
    standing: Mapping[int, Hold],
    as_of: date,
    executor: Executor,
) -> KeptCycle:
    """One cycle of a trust folder, whether or not anything is there of it."""
    of_cycle = CycleRecords.of(folder, cycle)
    years = int(str(settings.parameters.value("retention", cycle.starts)))
    is_over = as_of > years_after(cycle.ends, years)
    returns = _returns(folder, settings, cycle, executor) if is_over else ()
    later = list(_later_returns(folder, settings, cycle, executor)) if is_over else []
    people = list(of_cycle.people)
    same = SameNumbers.of(people, settings, returns)
    period = period_of(folder, of_cycle, settings, same, [*returns, *(return_ for _, return_ in later)])
    known = {*(person.payroll_number for person in people), *_numbers_in(returns)}
    return KeptCycle(
        period,
        trust.of_cycle(cycle),
        sum(entry.body.get("cycle") == cycle.name for entry in trust.entries if entry.kind in _OF_CYCLES),
        len(known),
        {number: hold for number, hold in standing.items() if hold.cycle in (None, cycle.name)},
        tuple(_carried(later, cycle)),
        tuple(return_.path for return_ in returns if return_.state is FileState.REFUSED and not return_.tables),
        unfinished(folder, cycle.name),
    )


#: The kinds of entries that count as records of a cycle.
_OF_CYCLES = frozenset({records.RUN, records.DECISION, records.DECIDE, records.APPEAL})


def _returns(folder: Path, settings: Settings, cycle: Cycle, executor: Executor) -> Sequence[Return]:
    place = folder / INCOMING / cycle.slug
    return read_returns(place, cycle, settings, executor) if place.is_dir() else ()


def _later_returns(
    folder: Path, settings: Settings, cycle: Cycle, executor: Executor
) -> Iterator[tuple[Cycle, Return]]:
    """The returns of the cycle after, and of those after that, while capability procedures may go on in them."""
    for other in sorted(settings.cycles.values(), key=lambda each: each.starts):
        if other.teaching == cycle.teaching and other.starts > cycle.ends:
            for return_ in _returns(folder, settings, other, executor):
                if return_.state is FileState.ACCEPTED:
                    yield other, return_


def _carried(later: Sequence[tuple[Cycle, Return]], cycle: Cycle) -> Iterator[Carried]:
    for other in dict.fromkeys(other.name for other, _ in later):
        raised = [
            row["raised_on"]
            for each, return_ in later
            if each.name == other
            for row in rows_of(return_, "Concerns")
            if isinstance(row.get("raised_on"), date)
        ]
        rows = sum(cycle.starts <= on <= cycle.ends for on in raised if isinstance(on, date))
        if rows:
            yield Carried(other, rows)


def _numbers_in(returns: Sequence[Return]) -> Iterator[str]:
    for return_ in returns:
        for row in rows_of(return_, "Staff"):
            number = row.get("payroll_number")
            if isinstance(number, str):
                yield number
