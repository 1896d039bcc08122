"""Until when the records of a cycle are kept: six years from its end, of some people from a later day (6.5)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pmr_batch import records
from pmr_batch.commands.retention.people import CycleRecords, KeptBack, SameNumbers
from pmr_batch.model.returns import Return
from pmr_batch.policy.years import years_after
from pmr_batch.records.decision_entries import decision_in
from pmr_batch.settings.trust_settings import Cycle, Settings
from pmr_batch.words import day

#: The parameter of the policy.
RETENTION = "retention"
_CAPABILITY = "Capability"


@dataclass(frozen=True)
class LaterPerson:
    """Somebody from a later day than the cycle's end: what happened on the day, and until when theirs is kept.

    Both days are None while it is still open.
    """

    numbers: tuple[str, ...]
    name: str | None
    what: str
    on: date | None
    until: date | None

    def is_kept(self, as_of: date) -> bool:
        """Whether it is kept on a day."""
        return self.until is None or as_of <= self.until

    @property
    def kept_back(self) -> KeptBack:
        """The same as one whose records stay."""
        why = f"{self.what}, kept until {day(self.until)}" if self.until else self.what
        return KeptBack(self.numbers, self.name, why)


@dataclass(frozen=True)
class Period:
    """Until when a cycle's records are kept, and those of whom they are kept longer."""

    cycle: Cycle
    years: int
    until: date
    later: tuple[LaterPerson, ...]

    def is_over(self, as_of: date) -> bool:
        """Whether the day lies after it."""
        return as_of > self.until

    @property
    def rule(self) -> str:
        """The rule, as the record of a destruction names it."""
        return (
            f"6.5: {self.years} years from the later of the cycle's end ({day(self.cycle.ends)}), amendment, appeal "
            "and capability"
        )


def period_of(
    folder: Path, of_cycle: CycleRecords, settings: Settings, same: SameNumbers, returns: Sequence[Return]
) -> Period:
    """The period of a cycle. `returns` are those of the cycle, and of later ones where a capability procedure goes on.

    Raises SettingsError where the policy's number is not known for a cycle so early, and LedgerError.
    """
    cycle = of_cycle.cycle
    years = int(str(settings.parameters.value(RETENTION, cycle.starts)))
    until = years_after(cycle.ends, years)
    events: dict[tuple[str, ...], list[tuple[date | None, str, str | None]]] = defaultdict(list)
    for number, name, what, on in (*_amended(folder, cycle), *_appealed(of_cycle), *_capability(returns)):
        if on is None or on > cycle.ends:
            events[tuple(sorted(same.all_of(number)))].append((on, what, name))
    later = []
    for numbers, on_person in events.items():
        on, what, name = max(on_person, key=lambda event: (event[0] is None, event[0] or date.min))
        name = next((event[2] for event in on_person if event[2]), name)
        later.append(LaterPerson(numbers, name, what, on, years_after(on, years) if on else None))
    return Period(cycle, years, until, tuple(sorted(later, key=lambda person: person.numbers)))


_Event = tuple[str, str | None, str, date | None]


def _amended(folder: Path, cycle: Cycle) -> Iterator[_Event]:
    """Every decision on somebody after the first, on the day on which it was recorded, or taken if that is later."""
    first: set[str] = set()
    for entry in records.entries(folder, records.DECISION, cycle.name):
        decided = decision_in(entry)
        if decided.payroll_number in first:
            on = max(decided.decision.decided_on, datetime.fromisoformat(entry.at).astimezone().date())
            yield decided.payroll_number, decided.name, f"decision amended on {day(on)}", on
        first.add(decided.payroll_number)


def _appealed(of_cycle: CycleRecords) -> Iterator[_Event]:
    in_force = {appeal.payroll_number: appeal for appeal in of_cycle.appeals}
    for appeal in in_force.values():
        on = None if appeal.is_pending else appeal.last_step_on
        what = "appeal still pending" if on is None else f"appeal {appeal.state} on {day(on)}"
        yield appeal.payroll_number, appeal.name, what, on


def _capability(returns: Sequence[Return]) -> Iterator[_Event]:
    """Concerns that ended in the capability procedure: the day on which that ended, by the last return that says so."""
    started: dict[tuple[str, date | None], _Event] = {}
    for return_ in returns:
        names = _names(return_)
        for row in rows_of(return_, "Concerns"):
            number, raised = row.get("payroll_number"), row.get("raised_on")
            if not isinstance(number, str) or row.get("outcome") != _CAPABILITY:
                continue
            ended = row.get("capability_ended_on")
            on = ended if isinstance(ended, date) else None
            known = started.get((number, raised))
            if on or known is None:
                what = f"capability procedure ended on {day(on)}" if on else "capability procedure not ended"
                started[number, raised] = (number, names.get(number), what, on)
    yield from started.values()


def _names(return_: Return) -> Mapping[str, str]:
    return {
        row["payroll_number"]: row["name"]
        for row in rows_of(return_, "Staff")
        if isinstance(row.get("payroll_number"), str) and isinstance(row.get("name"), str)
    }


def rows_of(return_: Return, sheet: str) -> Iterator[Mapping[str, Any]]:
    """The rows of a sheet of a return, by column key."""
    table = return_.tables.get(sheet)
    if table:
        for at in range(len(table.rows)):
            yield {key: values[at] for key, values in table.columns.items()}
