"""Whose decision can be appealed against, and the appeal so far: everybody whose pay of the round is decided."""

from __future__ import annotations

from collections.abc import Iterator

from pmr_batch.model.appeal import DecidedPerson
from pmr_batch.model.earlier_runs import Earlier


def appeal_rows(earlier: Earlier) -> Iterator[DecidedPerson]:
    """A row for each decision in force that settles pay, by academy and name."""
    settled = [decided for decided in earlier.decided.values() if decided.is_settled]
    for decided in sorted(settled, key=lambda row: (row.academy, row.name.casefold(), row.payroll_number)):
        yield DecidedPerson.of(decided, earlier.appeals)
