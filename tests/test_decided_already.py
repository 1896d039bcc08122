"""A run after the committee has met: what is said of those on whom it has decided already, and of the others."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from moderated_round import a_round
from openpyxl.workbook import Workbook
from test_cost import costed

from pmr_batch.model.decision import Decided
from pmr_batch.model.earlier_runs import Earlier
from pmr_batch.model.person import Decision, Recommendation
from pmr_batch.model.round import Moderated, Settled
from pmr_batch.model.terms import Outcome
from pmr_batch.produce.committee import committee_workbook
from pmr_batch.produce.report import report_page

SETTLED = 4


def _decided(one: Recommendation) -> Decided:
    on = date(2025, 10, 9)
    decision = Decision("Approved", one.recommended, None, on, date(2025, 9, 1), None)
    return Decided(
        "11111111", one.academy, one.payroll_number, one.name, Decimal(1), one.current, one.recommended, decision
    )


def _met(whole: Moderated) -> Moderated:
    """The round with its first people decided, and one more who has errors by now."""
    done, rows = whole.recommendations[:SETTLED], whole.recommendations[SETTLED:]
    by_number = {one.payroll_number: one for one in whole.people}
    settled = tuple(Settled(by_number[one.payroll_number], _decided(one), one) for one in done)
    returned = next(one for one in whole.people if one.outcome is Outcome.RETURNED)
    spoilt = replace(_decided(rows[0]), payroll_number=returned.payroll_number or "", name=returned.name or "")
    in_force = {one.payroll_number: one for one in (*(each.decided for each in settled), spoilt)}
    return replace(whole, recommendations=rows, settled=settled, earlier=Earlier(decided=in_force), cost=costed(*rows))


@pytest.fixture(scope="module")
def met() -> Moderated:
    return _met(a_round(3, 20))


@pytest.fixture(scope="module")
def book(met: Moderated) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(committee_workbook(met)))


def _texts(book: Workbook, sheet: str) -> list[str]:
    return [value for row in book[sheet].values for value in row if isinstance(value, str)]


def test_the_summary_tells_the_decided_from_those_before_the_committee(met: Moderated, book: Workbook) -> None:
    texts = _texts(book, "Summary")
    step = "You have decided on 5 people already, 1 of whom is not ready any more: Not before the committee says"
    assert [text for text in texts if text.startswith(step)]
    named = {row[0]: row[2] for row in book["Summary"].values if row[0]}
    assert named["Decided after an earlier run"] == SETTLED
    assert named["Ready"] + named["Ready with queries"] == len(met.recommendations) + SETTLED
    assert not [text for text in texts if re.search("(?i): before the committee|^before the committee,", text)]


def test_an_academys_decided_people_are_counted_with_those_of_earlier_runs(met: Moderated, book: Workbook) -> None:
    decided = {row[0]: row[9] for row in book["Summary"].values if str(row[9]).startswith("=")}
    assert decided["A000"].startswith(f"={SETTLED}+COUNTIFS(")
    assert decided["A001"].startswith("=0+COUNTIFS(")


def test_groups_and_sums_say_whether_the_decided_are_in_them(met: Moderated, book: Workbook) -> None:
    for sheet in ("Equality", "Consistency"):
        assert "Whoever is decided already counts here too, as this run has the recommendation." in _texts(book, sheet)
        assert not [text for text in _texts(book, sheet) if "before the committee" in text.lower()]
    told = _texts(book, "Cost")
    assert f"Not in these sums, as the committee has decided already: {SETTLED} people." in told
    others = len(met.people) - len(met.recommendations) - SETTLED
    assert f"Not in these sums, as they are not ready for the committee: {others} people." in told


def test_the_report_counts_them_apart(met: Moderated) -> None:
    page = report_page(met).decode()
    assert f"<strong>{SETTLED}</strong><span>decided already</span>" in page
    assert "decided already" not in report_page(replace(met, settled=())).decode()
