"""What a decision pays, on either side of what the scales know; and the payroll file that says so."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from issued_workbooks import carried
from moderated_round import AWKWARD, a_round, facts

from pmr_batch.commands.decide.decided_pay import NoPay, base_of, priced
from pmr_batch.excel.reading.workbook_tables import read_tables
from pmr_batch.layout.trust_workbook import TRUST_SHEETS
from pmr_batch.model.payroll import PayrollRow, Why
from pmr_batch.model.person import Pay, Recommendation
from pmr_batch.policy.reference import pay_points
from pmr_batch.produce.decided.payroll import payroll_csv
from pmr_batch.settings.trust_file import from_tables
from pmr_batch.settings.trust_settings import Settings
from pmr_batch.workbook.trust_book import trust_workbook

SEPTEMBER, YEAR_BEFORE = date(2025, 9, 1), date(2024, 9, 1)
SPOT, LEAD = "Spot salary", "Lead practitioner"


@pytest.fixture(scope="module")
def settings() -> Settings:
    rows = carried() | {"Pay points": pay_points()}
    return from_tables(read_tables(trust_workbook(rows), TRUST_SHEETS).tables, "trust.xlsx", own=False)


def a_row(current: Pay, recommended: Pay) -> Recommendation:
    return replace(
        a_round(3, 9).recommendations[0],
        academy="RIV",
        payroll_number="0000001",
        current=current,
        recommended=recommended,
    )


MAIN = a_row(Pay("Main", "M3", Decimal(35_674)), Pay("Main", "M4", Decimal(39_556)))
BELOW = a_row(Pay(LEAD, None, Decimal(52_025)), Pay(LEAD, None, Decimal(54_500)))
AT_LEAST = a_row(Pay(LEAD, None, Decimal(52_026)), Pay(LEAD, None, Decimal(54_500)))
STARRED = a_row(Pay("Leadership", "L18*", Decimal(77_500)), Pay("Leadership", "L18*", Decimal(80_000)))
ON_SPOT = a_row(Pay(SPOT, None, Decimal(90_000)), Pay(SPOT, None, Decimal(93_000)))
LEADING = a_row(Pay(LEAD, None, Decimal(53_000)), Pay(LEAD, None, Decimal(54_500)))


def pay(row: Recommendation, decision: str, *decided: Any, on: date = SEPTEMBER, settings: Settings) -> Pay | NoPay:
    pay_range, point = (*decided, None, None)[:2]
    return priced(row, base_of(row, decision), pay_range, point, on, settings)


@pytest.mark.parametrize(
    ("row", "decision", "decided", "on", "expected"),
    [
        (MAIN, "Approved", (), SEPTEMBER, Pay("Main", "M4", Decimal(39_556))),
        (MAIN, "Approved", (), YEAR_BEFORE, Pay("Main", "M4", Decimal(38_034))),
        (MAIN, "Not approved", (), SEPTEMBER, Pay("Main", "M3", Decimal(37_101))),
        (MAIN, "Approved", (None, "MPS 5"), SEPTEMBER, Pay("Main", "M5", Decimal(42_057))),
        (MAIN, "Not approved", (None, "M2"), SEPTEMBER, Pay("Main", "M2", Decimal(34_823))),
        (MAIN, "Approved", ("Upper", "UPS1"), SEPTEMBER, Pay("Upper", "U1", Decimal(47_472))),
        (ON_SPOT, "Approved", (), SEPTEMBER, ON_SPOT.recommended),
        (ON_SPOT, "Not approved", (), SEPTEMBER, ON_SPOT.current),
        (LEADING, "Approved", (), SEPTEMBER, LEADING.recommended),
        (LEADING, "Not approved", (LEAD,), SEPTEMBER, LEADING.current),
        (AT_LEAST, "Not approved", (), SEPTEMBER, AT_LEAST.current),
        (STARRED, "Not approved", (), date(2026, 9, 1), STARRED.recommended),
    ],
)
def test_a_decision_is_priced_on_the_day_from_which_it_takes_effect(
    settings: Settings, row: Recommendation, decision: str, decided: tuple[Any, ...], on: date, expected: Pay
) -> None:
    assert pay(row, decision, *decided, on=on, settings=settings) == expected


@pytest.mark.parametrize("decision", ["Approved", "Not approved"])
def test_whoever_stays_on_a_point_that_was_dropped_comes_to_the_lowest_that_is_left(decision: str) -> None:
    new = [
        {"area": "National", "range": "NJC", "point": f"SCP{number}", "from_": date(2026, 4, 1), "annual_pay": annual}
        for number, annual in ((3, Decimal(25_600)), (4, Decimal(26_000)))
    ]
    rows = carried() | {"Pay points": [*pay_points(), *new]}
    settings = from_tables(read_tables(trust_workbook(rows), TRUST_SHEETS).tables, "trust.xlsx", own=False)
    row = a_row(Pay("NJC", "SCP2", Decimal(24_413)), Pay("NJC", "SCP3", Decimal(25_600)))
    assert pay(row, decision, on=date(2026, 4, 1), settings=settings) == Pay("NJC", "SCP3", Decimal(25_600))
    assert pay(row, "Not approved", on=date(2026, 3, 31), settings=settings) == Pay("NJC", "SCP2", Decimal(24_413))


@pytest.mark.parametrize(
    ("row", "decided", "on", "column", "says"),
    [
        (MAIN, (None, "M7"), SEPTEMBER, "Decided point", "is M7, which is not on the scale of Main in Rest of England"),
        (MAIN, (None, "U1"), SEPTEMBER, "Decided point", "is “U1”, which is no point of Main"),
        (MAIN, ("Upper",), SEPTEMBER, "Decided point", "is blank, and Upper is another range, with points"),
        (MAIN, (), date(2010, 9, 1), "Effective from", "Pay points of trust.xlsx has no scale of Main"),
        (MAIN, (SPOT,), SEPTEMBER, "Decided point", "leaves the pay open: Pay points of trust.xlsx does not say"),
        (
            a_row(MAIN.current, Pay(None, None, None)),
            (),
            SEPTEMBER,
            "Decided range",
            "is blank, and no range was recommended",
        ),
    ],
)
def test_what_cannot_be_priced_is_named_at_its_cell(
    settings: Settings, row: Recommendation, decided: tuple[Any, ...], on: date, column: str, says: str
) -> None:
    found = pay(row, "Approved", *decided, on=on, settings=settings)
    assert isinstance(found, NoPay)
    assert found.column.heading == column
    assert says in found.what


def test_nobody_is_paid_below_the_range_once_a_new_scale_begins_above_the_pay_that_they_had(settings: Settings) -> None:
    found = pay(BELOW, "Not approved", on=SEPTEMBER, settings=settings)
    assert isinstance(found, NoPay)
    assert found.what == (
        "leaves the pay at £52,025, below £52,026, the least that Lead practitioner in Rest of England is paid on "
        "1 September 2025"
    )


@pytest.mark.parametrize("name", [*AWKWARD, "\tTab", 'Ann, O\'Neil "Annie"'])
def test_no_cell_of_the_payroll_file_is_a_formula_and_right_data_is_as_it_was(settings: Settings, name: str) -> None:
    row_of_post = PayrollRow(
        *(Why.NEW, "RIV", "0012345", name, "Approved", MAIN.current, MAIN.recommended),
        *(None, None, Decimal("0.6"), SEPTEMBER, SEPTEMBER, date(2025, 10, 22)),
    )
    content = payroll_csv([row_of_post], 1, facts(), settings)
    assert content.startswith(b"\xef\xbb\xbfWhy,Payroll number,Name,")
    (row,) = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    dangerous = name.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert row["Name"] == (f"'{name}" if dangerous else name)
    assert (row["Payroll number"], row["FTE"], row["New pay"]) == ("0012345", "0.6", "39556")
    assert (row["Effective from"], row["Backdated from"]) == ("2025-09-01", "2025-09-01")
