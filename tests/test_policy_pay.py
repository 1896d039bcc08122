"""Pay points: each of the reference, the scale that holds on a day, and how offices write a point."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pytest

from pmr_batch.policy.pay import PayPoints, Scale, canonical_point, rank
from pmr_batch.policy.reference import pay_points
from pmr_batch.policy.slips import Place, slip

PAY = PayPoints.from_rows(pay_points())
REST, FRINGE = "Rest of England", "London Fringe"


def test_every_point_of_the_reference_is_found_on_its_first_day() -> None:
    rows = pay_points()
    assert len(rows) == 663
    for row in rows:
        assert canonical_point(row["point"], row["range"]) == row["point"]
        assert PAY.annual(row["area"], row["range"], row["point"], row["from_"]) == row["annual_pay"]


def test_a_scale_holds_until_the_day_before_the_next() -> None:
    new = date(2025, 9, 1)
    assert PAY.annual(REST, "Main", "M1", new) == Decimal(32916)
    assert PAY.annual(REST, "Main", "M1", new - timedelta(days=1)) == Decimal(31650)
    assert PAY.annual("National", "NJC", "SCP7", date(2040, 1, 1)) == PAY.annual(
        "National", "NJC", "SCP7", date(2025, 4, 1)
    )


def test_there_is_no_pay_before_the_first_scale_off_the_scale_or_elsewhere() -> None:
    assert PAY.annual(REST, "Main", "M1", date(2022, 8, 31)) is None
    assert PAY.annual(REST, "Main", "M9", date(2025, 9, 1)) is None
    assert PAY.annual("National", "Main", "M1", date(2025, 9, 1)) is None
    assert PAY.scale(REST, "Spot salary", date(2025, 9, 1)) is None
    assert PAY.scale("National", "Main", date(2025, 9, 1)) is None


def test_pay_of_one_point_differs_by_area() -> None:
    on = date(2025, 9, 1)
    paid = [PAY.annual(area, "Main", "M1", on) for area in (REST, FRINGE, "Outer London", "Inner London")]
    assert paid == [32916, 34398, 37870, 40317]


def test_a_scale_is_in_order_of_its_points() -> None:
    scale = PAY.scale(REST, "Leadership", date(2025, 9, 1))
    assert scale is not None
    assert [point.point for point in scale.points] == [f"L{number}" for number in range(1, 44)]
    assert [point.annual for point in scale.points] == sorted(point.annual for point in scale.points)
    assert scale.status == "official; advisory (joint union), check against the pay policy"
    assert (scale.least, scale.most) == (scale.points[0].annual, scale.points[-1].annual)


@pytest.mark.parametrize(
    ("area", "pay_range", "on", "ends_only"),
    [
        (FRINGE, "Leadership", date(2025, 9, 1), True),
        (REST, "Leadership", date(2023, 9, 1), True),
        (REST, "Leadership", date(2024, 9, 1), False),
        (REST, "Leadership", date(2027, 9, 1), True),
        (REST, "Lead practitioner", date(2025, 9, 1), True),
        (REST, "Upper", date(2025, 9, 1), False),
    ],
)
def test_ranges_of_which_only_the_ends_are_known_say_so(area: str, pay_range: str, on: date, ends_only: bool) -> None:
    scale = PAY.scale(area, pay_range, on)
    assert scale is not None
    assert scale.ends_only is ends_only


@pytest.mark.parametrize(
    ("area", "pay_range", "point", "above"),
    [
        (REST, "Main", "M5", "M6"),
        (REST, "Main", "M6", None),
        (REST, "Main", "M9", None),
        (REST, "Leadership", "L9", "L10"),
        (FRINGE, "Leadership", "L9", "L10"),  # between the ends that are known
        (FRINGE, "Leadership", "L43", None),
        (REST, "Lead practitioner", "LP min", None),  # no steps are known
        (REST, "Lead practitioner", "LP4", "LP5"),
        ("National", "NJC", "SCP43", None),
    ],
)
def test_the_point_above(area: str, pay_range: str, point: str, above: str | None) -> None:
    assert held(area, pay_range).next_point(point) == above


def held(area: str, pay_range: str) -> Scale:
    """The scale that holds in the autumn of 2025."""
    scale = PAY.scale(area, pay_range, date(2025, 9, 1))
    assert scale is not None
    return scale


def test_the_top_of_a_range() -> None:
    tops = [held(REST, each).top for each in ("Main", "Upper", "Unqualified", "Leadership")]
    assert tops == ["M6", "U3", "UQ6", "L43"]


@pytest.mark.parametrize(
    ("area", "pay_range", "point", "bounds"),
    [
        (REST, "Main", "M3", (37101, 37101)),
        (REST, "Main", "M7", None),
        (REST, "Main", None, (32916, 45352)),
        (FRINGE, "Leadership", "L1", (53198, 53198)),
        (FRINGE, "Leadership", "L2", (53198, 145218)),
        (FRINGE, "Leadership", "L43", (145218, 145218)),
        (FRINGE, "Leadership", "L44", None),
        (REST, "Lead practitioner", "LP4", (52026, 79092)),
    ],
)
def test_what_a_point_is_paid_at_least_and_at_most(
    area: str, pay_range: str, point: str | None, bounds: tuple[int, int] | None
) -> None:
    assert held(area, pay_range).bounds(point) == bounds


def test_the_starred_top_of_a_group_lies_below_the_point_of_its_number() -> None:
    scale = held(REST, "Leadership")
    assert rank("L17") < rank("L18*") < rank("L18")
    assert scale.bounds("L18*") == (scale.annual("L17"), scale.annual("L18"))
    assert [scale.next_point(point) for point in ("L17", "L18*", "L18")] == ["L18", "L18", "L19"]
    assert [scale.next_point(point, "L18*") for point in ("L16", "L17", "L18*")] == ["L17", "L18*", None]
    with_its_pay = _scale_of("L17 76772", "L18* 77925", "L18 78702", "L19 80655")
    assert with_its_pay.bounds("L18*") == (77925, 77925)
    assert [with_its_pay.next_point(point) for point in ("L17", "L18")] == ["L18", "L19"]
    assert with_its_pay.next_point("L17", "L18*") == "L18*"


def _scale_of(*points: str) -> Scale:
    rows = [
        {"area": REST, "range": "Leadership", "from_": date(2025, 9, 1), "point": point, "annual_pay": Decimal(pay)}
        for point, pay in (each.split() for each in points)
    ]
    scale = PayPoints.from_rows(rows).scale(REST, "Leadership", date(2025, 9, 1))
    assert scale is not None
    return scale


def test_a_scale_is_old_from_the_day_after_so_many_months() -> None:
    scale = held(REST, "Main")
    assert not scale.is_older(18, date(2027, 3, 1))
    assert scale.is_older(18, date(2027, 3, 2))
    assert not scale.is_older(0, date(2025, 9, 1))


@pytest.mark.parametrize(
    ("typed", "fte", "instead"),
    [
        ("37101", "1", None),
        ("37101.49", "1", None),
        ("37101.50", "1", ""),
        ("22260.60", "0.6", ", the actual pay for 0.6 of full time"),
        ("22260.60", "1", ""),
        ("22262", "0.6", ""),
        ("35674", "1", ", the pay of M3 on the scale from 1 September 2024"),
        ("33814", "1", ", the pay of M3 on the scale from 1 September 2023"),
        ("38627", "1", ", the pay of M3 in London Fringe"),
        ("34823", "1", ", the pay of M2"),
    ],
)
def test_what_a_pay_may_be_instead(typed: str, fte: str, instead: str | None) -> None:
    found = slip(PAY, Place(REST, "Main", "M3", date(2026, 8, 31)), Decimal(typed), Decimal(fte))
    assert (found and found.instead) == instead
    assert found is None or found.due == "M3 of Main in Rest of England is £37,101 on 31 August 2026"


@pytest.mark.parametrize(
    ("typed", "pay_range", "point"),
    [
        ("M3", "Main", "M3"),
        ("MPS3", "Main", "M3"),
        ("MPR 3", "Main", "M3"),
        ("m 3", "Main", "M3"),
        ("3", "Main", "M3"),
        ("M03", "Main", "M3"),
        ("M-3", "Main", "M3"),
        ("UPS1", "Upper", "U1"),
        ("upr 2", "Upper", "U2"),
        ("UQT4", "Unqualified", "UQ4"),
        ("LS5", "Leadership", "L5"),
        ("L 12", "Leadership", "L12"),
        ("L18*", "Leadership", "L18*"),
        ("ls 21 *", "Leadership", "L21*"),
        ("39*", "Leadership", "L39*"),
        ("L20*", "Leadership", None),
        ("L43*", "Leadership", None),
        ("M6*", "Main", None),
        ("*", "Leadership", None),
        ("SCP7", "NJC", "SCP7"),
        ("7", "NJC", "SCP7"),
        ("scp 07", "NJC", "SCP7"),
        ("NJC SCP 23", "NJC", "SCP23"),
        ("NJC 7", "NJC", "SCP7"),
        ("Point 7", "NJC", "SCP7"),
        ("MPS - 3", "Main", "M3"),
        ("Main point 3", "Main", "M3"),
        ("UPR pt 1", "Upper", "U1"),
        ("pt.3", "Main", None),
        ("-3", "Main", None),
        (".3", "Main", None),
        ("0.3", "Main", None),
        ("M3-M4", "Main", None),
        ("L5 to L9", "Leadership", None),
        ("SCP7", "Main", None),
        ("L5", "Lead practitioner", None),
        ("UQ1", "Upper", None),
        ("UPS1", "Unqualified", None),
        ("lp max", "Lead practitioner", "LP max"),
        ("Minimum", "Lead practitioner", "LP min"),
        ("LP4", "Lead practitioner", "LP4"),
        ("U1", "Main", None),
        ("M3", "Upper", None),
        ("M0", "Main", None),
        ("M3.5", "Main", None),
        ("M3a", "Main", None),
        ("M٣", "Main", None),
        ("", "Main", None),
        ("top", "Main", None),
        ("7", "Spot salary", None),
        ("7", "Associate teacher", "7"),
    ],
)
def test_how_a_point_is_written(typed: str, pay_range: str, point: str | None) -> None:
    assert canonical_point(typed, pay_range) == point


@dataclass(frozen=True)
class Riverside:
    pay_area: str = FRINGE
    support_pay_area: str = "National"


def test_njc_has_the_area_of_support_staff() -> None:
    assert PayPoints({}).area_of(Riverside(), "NJC") == "National"
    assert PayPoints({}).area_of(Riverside(), "Main") == FRINGE


def test_pay_points_travel_to_workers() -> None:
    assert pickle.loads(pickle.dumps(PAY)) == PAY


def test_a_point_that_a_scale_drops_at_its_foot_is_paid_as_the_lowest_that_is_left() -> None:
    on, later = date(2026, 3, 31), date(2026, 4, 1)
    paid = {on: {"SCP2": 24413, "SCP3": 24796}, later: {"SCP3": 25600, "SCP4": 26000}}
    rows = [
        {"area": "National", "range": "NJC", "from_": starts, "point": point, "annual_pay": Decimal(pay)}
        for starts, points in paid.items()
        for point, pay in points.items()
    ]
    pay = PayPoints.from_rows(rows)
    assert [pay.annual("National", "NJC", "SCP2", day) for day in (on, later)] == [24413, 25600]
    scale = pay.scale("National", "NJC", later)
    assert scale is not None
    assert [scale.kept(point) for point in ("SCP2", "SCP3")] == ["SCP3", "SCP3"]
    assert scale.annual("SCP1") is None
