"""How far the cycles of a trust have come, and what comes next.

Nothing is read or checked anew: it goes by the ledger, by what the last run of each round left, and by what lies in
issued/ and incoming/.

- recorded: the ledger, read once
- finished_runs: what the last run of a round left
- incoming_files: the files in incoming, as the last run read them, or new since
- rounds, decided_papers: a round, what was decided in it, and what was made of that
- academies: each academy in a cycle
- cycles: a cycle, and whether there is anything to say of it
- next_steps: what comes next, as commands
- status_text, status_json: all of it as text and as JSON
- verification, verification_text: the files against the ledger
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pmr_batch.commands.folders import find_cycle
from pmr_batch.commands.status.cycles import cycle_status, is_looked_at, is_shown
from pmr_batch.commands.status.next_steps import NextSteps
from pmr_batch.commands.status.recorded import Recorded
from pmr_batch.model.cycle_status import Status
from pmr_batch.settings.trust_file import read_trust


def status(folder: Path, cycle_name: str | None, as_of: date) -> Status:
    """A trust folder on a day: one cycle, or all that are running or have something open.

    Raises UsageError, SettingsError, or LedgerError where an entry is not as it was recorded.
    """
    settings = read_trust(folder)
    recorded = Recorded.of(folder)
    if cycle_name is not None:
        shown = [cycle_status(folder, settings, find_cycle(settings, cycle_name), recorded, as_of)]
    else:
        candidates = [cycle for cycle in settings.cycles.values() if is_looked_at(cycle, as_of)]
        statuses = [cycle_status(folder, settings, cycle, recorded, as_of) for cycle in candidates]
        shown = [cycle for cycle in statuses if is_shown(cycle, as_of)]
    return Status(settings.trust, as_of, tuple(shown), NextSteps(folder, settings, as_of).of(shown))
