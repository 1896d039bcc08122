"""The date of a run: one that looks like a slip is refused unless it is confirmed.

A run puts its picture of a round in the place of the one before. By a date a year early, nearly everybody would be
returned for what they have long done; by one far beyond the cycle, everything would be late.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from pmr_batch.errors import UsageError
from pmr_batch.model.terms import Round
from pmr_batch.policy.years import twelve_months
from pmr_batch.records.json_form import read_json
from pmr_batch.records.kept_runs import KEPT
from pmr_batch.settings.trust_settings import Cycle
from pmr_batch.words import day


@dataclass(frozen=True)
class LastRun:
    """The part of what the last run of a round kept that says which it was."""

    run: str
    as_of: date


def check_run_date(output: Path, cycle: Cycle, round_: Round, as_of: date, confirmed: date | None) -> None:
    """Refuse an as-of date before that of the last run in `output`, or outside the years of the cycle.

    These are the cycle's own year and the next, in which its committee meets, late returns and appeals come in, and
    the cycle that follows is reviewed. `confirmed` is the date once more, where it is meant. Raises UsageError.
    """
    if confirmed is not None and confirmed != as_of:
        raise UsageError(f"--confirm-date is {confirmed} and --as-of {as_of}: to confirm a date, give the same twice")
    problem = _problem(output, cycle, as_of)
    if problem and confirmed is None:
        raise UsageError(
            f"{cycle.name}, {round_.value} round: as of {day(as_of)} nothing was run, for {problem}; "
            f"correct --as-of, or leave it out for today; if {day(as_of)} is meant, add --confirm-date {as_of}"
        )


def _problem(output: Path, cycle: Cycle, as_of: date) -> str | None:
    """Why a date is probably a slip; None where it is plausible."""
    last_day = twelve_months(twelve_months(cycle.starts).ends + timedelta(days=1)).ends
    if not cycle.starts <= as_of <= last_day:
        return f"a round of this cycle is run from {day(cycle.starts)} to {day(last_day)}"
    last = read_json(output / KEPT, LastRun)
    if last is not None and as_of < last.as_of:
        return f"that lies before the last run of the round, {last.run} as of {day(last.as_of)}, which it would replace"
    return None
