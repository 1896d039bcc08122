"""Whose decision can be appealed against, and the appeal so far: everybody whose pay of the round is decided."""

from __future__ import annotations

from collections.abc import Iterator

from pmr_batch.model.appeal import DecidedPerson
from pmr_batch.model.earlier_runs import Earlier


def appeal_rows(earlier: Earlier) -> Iterator[DecidedPerson]:
    """A row for each decision in force that settles pay: pending appeals first, then by academy and name."""
    settled = [decided for decided in earlier.decided.values() if decided.is_settled]
    in_order = sorted(settled, key=lambda row: (row.academy, row.name.casefold(), row.payroll_number))
    rows = [DecidedPerson.of(decided, earlier.appeals) for decided in in_order]
    yield from sorted(rows, key=lambda row: row.appeal is None or not row.appeal.is_pending)
