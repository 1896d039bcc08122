"""What makes a row of Recommendations worth a thought, and that such rows come first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from moderated_round import a_round

from pmr_batch.layout.standard_workbook import MET, NOT_MET
from pmr_batch.model.consistency import CycleFigures, Mismatch, MismatchKind, Share
from pmr_batch.model.earlier_runs import Kept
from pmr_batch.model.person import Pay, Recommendation
from pmr_batch.moderate.comparisons import compare
from pmr_batch.moderate.look_at import look_at_first
from pmr_batch.moderate.trend import trend

PLAIN = replace(
    a_round(3, 4).recommendations[0],
    open_queries=(),
    concern_open=False,
    earlier=None,
    pay_confirmed=True,
    criteria=MET,
    current=Pay("Main", "M3", None),
    recommended=Pay("Main", "M4", None),
)


BEFORE = Kept("1", "1", date(2025, 10, 2), "Teaching 2024-25", (), (), (), (), ())


def person(number: int, **changes: object) -> Recommendation:
    return replace(PLAIN, payroll_number=f"{number:07d}", **changes)


def test_rows_with_anything_to_look_at_come_first_each_part_in_its_order() -> None:
    rows = [
        person(1),
        person(2, open_queries=("PM612",), concern_open=True),
        person(3),
        person(4, earlier="Deferred on 2 October 2025", pay_confirmed=False),
        person(5, recommended=Pay("Upper", "U1", None)),
    ]
    found = look_at_first(rows, compare(rows, ()))
    assert [(row.payroll_number[-1], row.look_at) for row in found] == [
        ("2", ("open query", "concern open")),
        ("4", ("put off before", "pay not confirmed")),
        ("5", ("another range",)),
        ("1", ()),
        ("3", ()),
    ]


def test_what_does_not_fit_and_a_reviewer_who_differs_are_named() -> None:
    strict = [person(at, criteria=NOT_MET, reviewer="Strict", reviewer_number="0000901") for at in range(10)]
    others = [person(at, reviewer="Kind", reviewer_number="0000902") for at in range(10, 80)]
    kinds = (MismatchKind.STAYS, MismatchKind.MORE_THAN_A_POINT)
    consistency = replace(compare([*strict, *others], ()), mismatches=(Mismatch(strict[3], kinds, ()),))
    found = {row.payroll_number: row.look_at for row in look_at_first([*strict, *others], consistency)}
    assert found["0000003"] == ("does not fit", "more than one point", "reviewer differs")
    assert found["0000004"] == ("reviewer differs",)
    assert "0000010" in found
    assert found["0000010"] in ((), ("reviewer differs",))


def test_three_cycles_stand_beside_each_other() -> None:
    paid = {"current": Pay("Main", "M3", Decimal(36000)), "recommended": Pay("Main", "M4", Decimal(38000))}
    now = [person(1, fte=Decimal("0.5"), **paid), person(2, fte=Decimal(1), criteria=NOT_MET, current=paid["current"])]
    kept = [replace(BEFORE, cycle=name, recommendations=(person(1),)) for name in ("2024-25", "2023-24", "2022-23")]
    kept[0] = replace(kept[0], settled=(person(3, can_progress=False),))
    assert list(trend("2025-26", now, kept)) == [
        CycleFigures("2025-26", 2, Share(1, 2), Decimal(1000), reviewers=1, reviewees=2),
        CycleFigures("2024-25", 2, Share(1, 1), Decimal(0), reviewers=1, reviewees=2),
        CycleFigures("2023-24", 1, Share(1, 1), Decimal(0), reviewers=1, reviewees=1),
    ]
