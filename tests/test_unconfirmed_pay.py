"""Pay that is not sure yet: which scale waits, how many people wait for it, and what to do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from casebook import Case
from moderated_round import a_round

from pmr_batch.model.person import Pay
from pmr_batch.moderate.unconfirmed_pay import unconfirmed_pay
from pmr_batch.settings.trust_file import read_trust

POINTS = """
| Area            | Range | Point | From       | Annual pay | Status   |
| Rest of England | Main  | M1    | 2026-09-01 | 34069      | proposed |
| Rest of England | Main  | M2    | 2026-09-01 | 36042      | proposed |
"""
ONE = a_round(3, 4).recommendations[0]


def test_a_line_a_scale_says_how_many_wait_for_it_and_nothing_of_those_who_do_not(tmp_path: Path) -> None:
    Case("", "", date(2026, 10, 20), "teacher", {"settings": {"Pay points": POINTS}}).write(tmp_path)
    waits = replace(
        ONE,
        academy="RIV",
        payroll_number="0001041",
        recommended=Pay("Main", "M2", Decimal(36_042)),
        pay_confirmed=False,
    )
    rows = (
        waits,
        replace(waits, payroll_number="0001042"),
        replace(waits, payroll_number="0001043", pay_confirmed=True),
    )
    told = list(unconfirmed_pay(rows, read_trust(tmp_path), date(2026, 9, 1)))
    assert told == [
        "trust.xlsx: Pay points: Main in Rest of England from 1 September 2026 is “proposed”, so 2 recommendations "
        "wait for it: no letter and no payroll row is made until its Status says official or confirmed"
    ]
