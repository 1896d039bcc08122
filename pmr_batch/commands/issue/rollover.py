"""What carries over from last cycle into the workbooks of the next: its returns as they came, what was decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from pathlib import Path

from pmr_batch import records
from pmr_batch.commands.current_workbooks import refusal
from pmr_batch.commands.folders import INCOMING, OUTPUT
from pmr_batch.commands.issue import LastCycle
from pmr_batch.commands.issue.first_rows import LastReturn
from pmr_batch.commands.issue.open_decisions import open_decisions
from pmr_batch.commands.numbers_since import appeals_since, decided_since, kept_since, numbers_since, renumbered_notices
from pmr_batch.model.earlier_runs import Kept
from pmr_batch.model.returns import Return
from pmr_batch.model.terms import FileState, Round
from pmr_batch.read import read_returns
from pmr_batch.records.kept_runs import KEPT, read_kept_run
from pmr_batch.settings.trust_settings import Cycle, Settings


def before(folder: Path, settings: Settings, cycle: Cycle, executor: Executor) -> LastCycle:
    """What the cycle before leaves: its returns, the decisions on pay that are in force, and those that are open.

    Whoever has got a real payroll number since has it in all of them. Raises LedgerError where the ledger is not as it
    was recorded, whether or not it has decisions of that cycle.
    """
    records.check(folder)
    last = settings.before(cycle)
    if last is None:
        return LastCycle()
    returns = _returns(folder, settings, last, executor)
    recorded = records.recorded_decisions(folder, last.name, verified=True)
    numbers = numbers_since(recorded, settings, returns)
    in_force = {decision.payroll_number: decision for decision in decided_since(recorded, numbers)}
    appealed = appeals_since(records.recorded_appeals(folder, last.name, verified=True), numbers)
    appeals = {appeal.payroll_number: appeal for appeal in appealed}
    runs = [
        kept_since(kept, numbers_since((*kept.recommendations, *kept.settled), settings, returns))
        for kept in _runs(folder, last)
    ]
    refused = _refused(returns, last, settings)
    return LastCycle(
        _tables(returns),
        {number: decision for number, decision in in_force.items() if decision.is_settled},
        open_decisions(last.name, runs, in_force, appeals.values()),
        tuple(refused),
        (*refused, *renumbered_notices(numbers, recorded)),
    )


def last_returns(folder: Path, settings: Settings, cycle: Cycle, executor: Executor) -> Mapping[str, LastReturn]:
    """The tables of the returns of the cycle before, by academy code; empty where the folder has none."""
    last = settings.before(cycle)
    return _tables(_returns(folder, settings, last, executor)) if last else {}


def _returns(folder: Path, settings: Settings, cycle: Cycle, executor: Executor) -> Sequence[Return]:
    came_in = folder / INCOMING / cycle.slug
    return read_returns(came_in, cycle, settings, executor) if came_in.is_dir() else ()


def _tables(returns: Sequence[Return]) -> dict[str, LastReturn]:
    return {
        return_.academy: return_.tables
        for return_ in returns
        if return_.academy and return_.state is FileState.ACCEPTED
    }


def _runs(folder: Path, cycle: Cycle) -> Iterator[Kept]:
    """The last run of each round of a cycle that was run."""
    for round_ in Round:
        if kept := read_kept_run(folder / OUTPUT / cycle.slug / round_.value / KEPT):
            yield kept


def _refused(returns: Sequence[Return], cycle: Cycle, settings: Settings) -> list[str]:
    """The returns of which nothing carries over, as they are refused and their academy has no other."""
    accepted = _tables(returns)
    return [
        f"{INCOMING}/{cycle.slug}/{return_.path} is refused, and nothing carries over from it: {refusal(return_)}"
        for return_ in returns
        if return_.state is FileState.REFUSED and return_.academy in settings.academies.keys() - accepted.keys()
    ]
