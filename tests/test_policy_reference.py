"""The facts a trust starts from are whole, and typed as their sheets are."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal

from pmr_batch.layout.standard_workbook import STAFF
from pmr_batch.layout.trust_workbook import PAY_AREAS
from pmr_batch.policy import reference


def test_the_standards_are_those_that_staff_can_be_held_to() -> None:
    sets = reference.standards()
    assert {name: len(titles) for name, titles in sets.items()} == {
        "Teachers' Standards": 9,
        "Headteachers' Standards 2020": 10,
        "HLTA standards": 5,
    }
    assert set(sets) < set(STAFF.professional_standards.values)
    assert [standard.number for standard in sets["Teachers' Standards"]][-1] == "Part 2"


def test_what_the_trust_must_enter_has_no_rate() -> None:
    rows = reference.on_costs()
    assert [row["item"] for row in rows if row["rate"] is None] == ["LGPS employer"]
    insurance = [row for row in rows if row["from_"] == date(2025, 4, 6)]
    assert [(row["rate"], row["threshold"], row["group"]) for row in insurance] == [(0.15, Decimal(5000), None)]


def test_pay_points_say_how_sure_they_are() -> None:
    statuses = Counter(row["status"] for row in reference.pay_points())
    assert statuses["official"] == 4 * 2 * 38
    assert set(statuses) == {
        "official",
        "check against STPCD",
        "check against the NJC circular",
        "advisory (joint union), check against the pay policy",
    }


def test_every_pay_area_has_the_points_of_every_range() -> None:
    points = Counter((row["area"], row["range"]) for row in reference.pay_points() if row["from_"].year >= 2022)
    ranges = {"Main": 36, "Upper": 18, "Unqualified": 36, "Lead practitioner": 12}
    for area in PAY_AREAS:
        assert {name: points[area, name] for name in ranges} == ranges
        assert points[area, "Leadership"] >= 12


def test_term_dates_are_of_every_academy_and_end_where_the_source_ends() -> None:
    rows = reference.term_dates()
    assert [row["term"] for row in rows] == ["Autumn 1", "Autumn 2", "Spring 1", "Spring 2", "Summer 1", "Summer 2"]
    assert {row["academy_code"] for row in rows} == {None}
    assert rows[-1]["to"] == date(2025, 7, 22)
