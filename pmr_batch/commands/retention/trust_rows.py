"""Rows of trust.xlsx that are kept longer than the policy says: they are the trust's own, to be taken out in Excel."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pmr_batch.commands.retention.periods import RETENTION
from pmr_batch.files import TRUST_FILE
from pmr_batch.policy.years import years_after
from pmr_batch.settings.trust_settings import Settings
from pmr_batch.words import counted, shortened_list


@dataclass(frozen=True)
class TrustRows:
    """Excel rows of a sheet of trust.xlsx, and why they are to go."""

    sheet: str
    rows: tuple[int, ...]
    why: str

    def __str__(self) -> str:
        numbers = shortened_list([str(row) for row in self.rows])
        return f"{TRUST_FILE}, {self.sheet}: {counted(len(self.rows), 'row')} {self.why} (row {numbers})"


def rows_over_age(settings: Settings, as_of: date) -> tuple[TrustRows, ...]:
    """Who left, what was accepted and what stands on Returns of longer ago than records are kept; Equality of others.

    By the number of the policy for the cycle that began last.
    """
    begun = [cycle.starts for cycle in settings.cycles.values() if cycle.starts <= as_of]
    if not begun:
        return ()
    years = int(str(settings.parameters.value(RETENTION, max(begun))))
    found = [
        TrustRows(
            "Staff list",
            tuple(_ended(settings, "Staff list", "employment_end", as_of, years)),
            f"of people who left more than {years} years ago",
        ),
        TrustRows(
            "Accepted",
            tuple(_ended(settings, "Accepted", "accepted_on", as_of, years)),
            f"accepted more than {years} years ago",
        ),
        TrustRows("Equality", tuple(_unlisted(settings)), "of people who are not on the Staff list"),
        TrustRows(
            "Returns", tuple(_old_returns(settings, as_of, years)), f"of cycles that ended more than {years} years ago"
        ),
    ]
    return tuple(rows for rows in found if rows.rows)


def _column(settings: Settings, sheet: str, key: str) -> Iterator[tuple[int, object]]:
    table = settings.tables.get(sheet)
    if table and key in table.columns:
        yield from zip(table.rows, table.columns[key], strict=True)


def _ended(settings: Settings, sheet: str, key: str, as_of: date, years: int) -> Iterator[int]:
    for row, on in _column(settings, sheet, key):
        if isinstance(on, date) and years_after(on, years) < as_of:
            yield row


def _unlisted(settings: Settings) -> Iterator[int]:
    listed = {person["payroll_number"] for person in settings.staff_list or ()}
    return (row for row, number in _column(settings, "Equality", "payroll_number") if number not in listed)


def _old_returns(settings: Settings, as_of: date, years: int) -> Iterator[int]:
    for row, name in _column(settings, "Returns", "cycle"):
        cycle = settings.cycle(str(name))
        if cycle and years_after(cycle.ends, years) < as_of:
            yield row
