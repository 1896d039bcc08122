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
    """The round with its first people decided, the last of whom has errors by now."""
    done, rows = whole.recommendations[:SETTLED], whole.recommendations[SETTLED:]
    numbers = {row.payroll_number for row in done}
    people = tuple(
        replace(person, outcome=Outcome.DECIDED) if person.payroll_number in numbers else person
        for person in whole.people
    )
    by_number = {person.payroll_number: person for person in people}
    spoilt = replace(by_number[done[-1].payroll_number], reasons=("PM408",), has_errors=True)
    people = tuple(spoilt if person.payroll_number == spoilt.payroll_number else person for person in people)
    by_number |= {spoilt.payroll_number: spoilt}
    settled = tuple(Settled(by_number[row.payroll_number], _decided(row), row) for row in done)
    in_force = {each.decided.payroll_number: each.decided for each in settled}
    return replace(
        whole,
        people=people,
        recommendations=rows,
        settled=settled,
        earlier=Earlier(decided=in_force),
        cost=costed(*rows),
    )


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
    step = f"You have decided on {SETTLED} people already: Not before the committee says what, and what has changed"
    assert step in " ".join(texts)
    named = {row[0]: row[1] for row in book["Summary"].values if row[0]}
    assert named["Decided after an earlier run"] == f"={SETTLED}"
    assert named["Ready"] + named["Ready with queries"] == len(met.recommendations)
    assert named["Decided"] == SETTLED
    assert not [text for text in texts if re.search("(?i): before the committee|^before the committee,", text)]


def test_an_academys_decided_people_are_counted_with_those_of_earlier_runs(met: Moderated, book: Workbook) -> None:
    decided = {row[1]: row[9] for row in book["Summary"].values if str(row[9]).startswith("=")}
    assert decided["A000"].startswith(f"={SETTLED}+COUNTIFS(")
    assert decided["A001"].startswith("=0+COUNTIFS(")


def test_what_came_to_light_since_the_decision_is_told(met: Moderated, book: Workbook) -> None:
    (heading, *rows) = [row for row in book["Not before the committee"].values if row[3]]
    at = {name: number for number, name in enumerate(heading)}
    decided = [row for row in rows if row[at["Outcome"]] == "Decided"]
    assert len(decided) == SETTLED
    assert [("PM408: " in row[at["Reasons"]]) for row in decided] == [False] * (SETTLED - 1) + [True]


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
