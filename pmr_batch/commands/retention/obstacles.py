"""What stands in the way of a destruction, a line each with what to do: nothing is destroyed that is still needed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from pmr_batch.commands.folders import OUTPUT
from pmr_batch.commands.retention.listing import KeptCycle
from pmr_batch.commands.retention.people import CycleRecords, SameNumbers
from pmr_batch.commands.status.verification import HeldState, verify
from pmr_batch.model.terms import BEFORE_THE_COMMITTEE, Round
from pmr_batch.records.kept_runs import KEPT
from pmr_batch.settings.trust_settings import Settings
from pmr_batch.words import counted, day


def obstacles(folder: Path, settings: Settings, kept: KeptCycle, as_of: date) -> Iterator[str]:
    """Each of them; of a destruction that was begun, only those that may have come since. Raises LedgerError."""
    if not kept.is_due(as_of):
        yield f"it is kept until {day(kept.period.until)}; nothing of it is destroyed before that day has passed"
    yield from _not_as_recorded(folder, kept)
    if kept.begun is None:
        yield from _undecided(folder, settings, kept)
    overdue = [str(number) for number, hold in kept.holds.items() if hold.is_overdue(as_of)]
    if overdue:
        holds = f"hold {overdue[0]} was" if len(overdue) == 1 else f"holds {', '.join(overdue)} were"
        yield f"{holds} to be looked at again by now; release it, or put it anew with a later day of review"


def _not_as_recorded(folder: Path, kept: KeptCycle) -> Iterator[str]:
    """Nothing that is recorded may be missing; once a destruction has begun, that is what it has removed."""
    verification = verify(folder)
    if verification.broken:
        yield str(verification.broken[0])
        return
    missing = verification.counts.get(HeldState.MISSING, 0)
    if missing and not kept.begun:
        yield (
            f"{counted(missing, 'recorded file')} {'is' if missing == 1 else 'are'} missing; see "
            "`pmr-batch status --verify`, and put them back"
        )
    unread = verification.counts.get(HeldState.UNREAD, 0)
    if unread:
        yield (
            f"{counted(unread, 'file')} cannot be read, so that nobody can tell what is in "
            f"{'it' if unread == 1 else 'them'}; see `pmr-batch status --verify`"
        )


def _undecided(folder: Path, settings: Settings, kept: KeptCycle) -> Iterator[str]:
    of_cycle = CycleRecords.of(folder, kept.cycle)
    same = SameNumbers.of(of_cycle.people, settings)
    in_force = {decided.payroll_number: decided for decided in of_cycle.decisions}
    settled = {
        number for decided in in_force.values() if decided.is_settled for number in same.all_of(decided.payroll_number)
    }
    before = {
        person.payroll_number
        for run in of_cycle.runs
        for person in run.people
        if person.outcome in BEFORE_THE_COMMITTEE and person.payroll_number
    }
    undecided = (before | set(in_force)) - settled
    if undecided:
        yield (
            f"{counted(len(undecided), 'row')} before the committee {'is' if len(undecided) == 1 else 'are'} not "
            "decided for good; take the decisions in with `pmr-batch decide`"
        )
    outputs = [folder / OUTPUT / kept.cycle.slug / round_.value for round_ in Round]
    if sum((output / KEPT).exists() for output in outputs) > len(of_cycle.runs):
        yield "what a run kept cannot be read, so that nobody can tell who is undecided; run the round again"
