"""Holds: put on somebody whom the folder knows, and released."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from pmr_batch.commands.folders import find_cycle
from pmr_batch.commands.retention.people import with_all_numbers
from pmr_batch.locks import locked
from pmr_batch.records.holds import Hold, HoldReason, put_hold, release_hold
from pmr_batch.settings.trust_file import read_trust


def hold_records(  # noqa: PLR0913, PLR0917  (a hold, piece by piece)
    folder: Path,
    payroll_number: str,
    reason: HoldReason,
    by: str,
    on: date,
    review_on: date,
    cycle: str | None = None,
    also: Sequence[str] = (),
) -> tuple[int, Hold]:
    """Put a hold on somebody, and return it with its number.

    Raises UsageError where nothing in the folder has the payroll number or the cycle is unknown, and LedgerError.
    """
    settings = read_trust(folder)
    name = find_cycle(settings, cycle).name if cycle else None
    hold = Hold(payroll_number, None, reason, by, on, review_on, name, tuple(also))
    with locked(folder):
        hold = with_all_numbers(folder, settings, hold)
        return put_hold(folder, hold), hold


def release_records(folder: Path, number: int, by: str, on: date) -> str:
    """End the hold of a number, and say what that means. Raises UsageError and LedgerError."""
    read_trust(folder)
    with locked(folder):
        hold = release_hold(folder, number, by, on)
    of = hold.cycle or "every cycle"
    return (
        f"Hold {number} on payroll number {hold.payroll_number} is released: what {of} has on the person is kept and "
        "destroyed as everybody's."
    )
