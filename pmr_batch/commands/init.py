"""A new trust folder, with a trust.xlsx to fill in."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pmr_batch.errors import UsageError
from pmr_batch.files import write_bytes
from pmr_batch.settings.new_trust import seed_rows
from pmr_batch.settings.trust_file import TRUST_FILE
from pmr_batch.words import day
from pmr_batch.workbook.trust_book import trust_workbook


def init(folder: Path, as_of: date) -> Path:
    """Make a trust folder with a trust.xlsx to fill in, and return its path.

    The cycles in it are those at work on the as-of date. Raises UsageError where there is one already, or no cycle.
    """
    path = folder / TRUST_FILE
    if path.exists():
        raise UsageError(f"{folder} has a {TRUST_FILE} already; fill that one in, or name another folder")
    rows = seed_rows(as_of)
    if not rows["Cycles"]:
        raise UsageError(
            f"On {day(as_of)} the policy had no cycle yet; give a later --as-of, or leave it out for today"
        )
    write_bytes(path, trust_workbook(rows))
    return path
