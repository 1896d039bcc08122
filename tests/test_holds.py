"""Holds: whose records are kept back, told from a list of reasons, found again under a new number, and ended."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pmr_batch.errors import LedgerError, UsageError
from pmr_batch.records import RECORDS
from pmr_batch.records.holds import Hold, HoldReason, holds, holds_on, put_hold, release_hold

ON, REVIEW = date(2026, 10, 23), date(2027, 1, 29)
HOLD = Hold("0012345", "Ann Smith", HoldReason.GRIEVANCE, "J. Okoro", ON, REVIEW)


def test_a_hold_stands_until_it_is_released(tmp_path: Path) -> None:
    number = put_hold(tmp_path, HOLD)
    other = put_hold(tmp_path, replace(HOLD, payroll_number="0000002", name=None, also=("P-014",)))
    assert put_hold(tmp_path, HOLD) == number
    assert list(holds(tmp_path)) == [number, other]
    assert release_hold(tmp_path, number, "J. Okoro", ON) == HOLD
    assert list(holds(tmp_path)) == [other]
    with pytest.raises(UsageError, match=f"No hold {number} stands; those that do: {other}"):
        release_hold(tmp_path, number, "J. Okoro", ON)


def test_it_is_about_the_person_under_each_number_and_by_the_name() -> None:
    hold = replace(HOLD, also=("P-014",), cycle="Teaching 2025-26")
    found = [
        bool(holds_on([hold], cycle, number, name))
        for cycle, number, name in (
            ("Teaching 2025-26", "0012345", None),
            ("Teaching 2025-26", "P-014", "A. Smith"),
            ("Teaching 2025-26", "0099999", "ann  SMITH"),
            ("Teaching 2025-26", "0099999", "Ann Smythe"),
            ("Teaching 2024-25", "0012345", "Ann Smith"),
        )
    ]
    assert found == [True, True, True, False, False]
    assert holds_on([HOLD], "Teaching 2024-25", "0012345")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"by": " "}, "Name who does it"),
        ({"by": "one\ntwo"}, "Name who does it"),
        ({"by": "long " * 20}, "Name who does it"),
        ({"payroll_number": ""}, "name the payroll number"),
        ({"review_on": ON}, "is no later than the hold itself"),
    ],
)
def test_what_is_no_hold_is_refused(tmp_path: Path, change: dict[str, object], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        put_hold(tmp_path, replace(HOLD, **change))  # type: ignore[arg-type]
    assert not holds(tmp_path)


def test_it_is_overdue_once_the_day_of_its_review_has_passed() -> None:
    assert not HOLD.is_overdue(REVIEW)
    assert HOLD.is_overdue(date(2027, 1, 30))


def test_none_is_trusted_in_a_ledger_that_somebody_has_been_at(tmp_path: Path) -> None:
    put_hold(tmp_path, HOLD)
    with closing(sqlite3.connect(tmp_path / RECORDS, isolation_level=None)) as ledger:
        ledger.execute("DROP TRIGGER entries_stay")
        ledger.execute("DELETE FROM entries")
    with pytest.raises(LedgerError, match="entry 1 is gone"):
        holds(tmp_path)
