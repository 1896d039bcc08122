"""What carries over from last cycle into the workbooks of the next: its returns as they came, what was decided."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor
from pathlib import Path

from pmr_batch import records
from pmr_batch.commands.folders import INCOMING
from pmr_batch.commands.issue import LastCycle
from pmr_batch.commands.issue.first_rows import LastReturn
from pmr_batch.model.terms import FileState
from pmr_batch.read import read_returns
from pmr_batch.settings.trust_settings import Cycle, Settings


def before(folder: Path, settings: Settings, cycle: Cycle, executor: Executor) -> LastCycle:
    """What the cycle before leaves: its returns, and the decisions on pay that are in force.

    Raises LedgerError where the ledger is not as it was recorded, whether or not it has decisions of that cycle.
    """
    records.check(folder)
    last = settings.before(cycle)
    decided = records.settled_decisions(folder, last.name) if last else {}
    return LastCycle(last_returns(folder, settings, cycle, executor), decided)


def last_returns(folder: Path, settings: Settings, cycle: Cycle, executor: Executor) -> Mapping[str, LastReturn]:
    """The tables of the returns of the cycle before, by academy code; empty where the folder has none."""
    before = settings.before(cycle)
    came_in = folder / INCOMING / before.slug if before else None
    if before is None or came_in is None or not came_in.is_dir():
        return {}
    returns = read_returns(came_in, before, settings, executor)
    return {
        return_.academy: return_.tables
        for return_ in returns
        if return_.academy and return_.state is FileState.ACCEPTED
    }
