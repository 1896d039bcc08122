"""A new trust folder, with a trust.xlsx to fill in."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pmr_batch.errors import UsageError
from pmr_batch.files import write_bytes
from pmr_batch.settings.new_trust import seed_rows
from pmr_batch.settings.trust_file import TRUST_FILE
from pmr_batch.workbook.trust_book import trust_workbook


def init(folder: Path, as_of: date) -> Path:
    """Make a trust folder with a trust.xlsx to fill in, and return its path.

    The cycles in it are those at work on the as-of date. Raises UsageError where there is one already.
    """
    path = folder / TRUST_FILE
    if path.exists():
        raise UsageError(f"{folder} has a {TRUST_FILE} already; fill that one in, or name another folder")
    write_bytes(path, trust_workbook(seed_rows(as_of)))
    return path
