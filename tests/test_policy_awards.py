"""Awards: how each scale follows from the last, by a percentage or a sum, rounded as its range is."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest

from pmr_batch.policy.awards import Award, award_between, strays, tapers
from pmr_batch.policy.pay import PayPoints
from pmr_batch.policy.reference import pay_points

SCALES = PayPoints.from_rows(pay_points()).scales


def pay(letters: str, *annual: int) -> dict[str, Decimal]:
    return {f"{letters}{number}": Decimal(each) for number, each in enumerate(annual, 1)}


@pytest.mark.parametrize(
    ("pay_range", "before", "after"),
    [
        ("Main", 31650, 32916),
        ("Main", 33483, 34823),  # 34,822.32
        ("NJC", 23656, 24602),  # 24,602.24
        ("NJC", 24790, 25782),  # 25,781.60
        ("NJC", 25012, 26012),  # 26,012.48
    ],
)
def test_teachers_awards_round_up_and_njcs_to_the_nearest(pay_range: str, before: int, after: int) -> None:
    assert Award(share=Fraction(4, 100)).of(Decimal(before), pay_range) == after


def test_every_scale_of_the_reference_follows_from_the_one_before() -> None:
    awards = {}
    for (area, pay_range), scales in SCALES.items():
        for last, scale in pairwise(scales):
            before, after = ({p.point: p.annual for p in each.points} for each in (last, scale))
            award = award_between(before, after, pay_range)
            assert award is not None, (area, pay_range, scale.starts)
            assert strays(before, after, pay_range, award) == [], (area, pay_range, scale.starts)
            awards.setdefault((pay_range == "NJC", scale.starts.year), set()).add(str(award))
    assert awards == {
        (False, 2023): {"6.5 %"},
        (False, 2024): {"5.5 %"},
        (False, 2025): {"4 %"},
        (False, 2026): {"3.5 %"},
        (False, 2027): {"3 %"},
        (True, 2025): {"3.2 %"},
    }


def test_a_sum_for_every_point_is_an_award() -> None:
    """NJC's awards of 2022 to 2024: £1,925, £1,925 and £1,290 a point."""
    before = pay("SCP", 22366, 22737, 23114, 23500, 23893)
    after = {point: annual + 1290 for point, annual in before.items()}
    award = award_between(before, after, "NJC")
    assert award == Award(pounds=Decimal(1290))
    assert str(award) == "£1,290"
    assert strays(before, after | {"SCP3": Decimal(24440)}, "NJC", award) == ["SCP3"]


def test_a_bottom_that_is_lifted_more_by_steps_is_no_stray() -> None:
    """Teachers' awards of 2022 and 2023: the lowest points more than the others."""
    before = pay("M", 28000, 29800, 31750, 33850, 35990, 38810)
    after = pay("M", 30000, 31737, 33814, 36051, 38330, 41333)
    award = award_between(before, after, "Main")
    assert str(award) == "6.5 %"
    assert award is not None
    assert strays(before, after, "Main", award) == []
    assert strays(before, after | {"M1": Decimal(31000)}, "Main", award) == ["M1"], "too long a step"
    assert strays(before, after | {"M1": Decimal(29000)}, "Main", award) == ["M1"], "less than the others"
    assert strays(before, after | {"M6": Decimal(41233)}, "Main", award) == ["M6"], "not at the bottom"


def test_rises_that_taper_look_like_an_award_and_others_do_not() -> None:
    """The main range of September 2022, from 8.9 % at the bottom to 5 % at the top."""
    before = pay("M", 25714, 27600, 29664, 31778, 34100, 36961)
    after = pay("M", 28000, 29800, 31750, 33850, 35990, 38810)
    assert award_between(before, after, "Main") is None
    assert tapers(before, after)
    assert not tapers(before, after | {"M3": Decimal(32750)})
    assert not tapers(before, after | {"M6": Decimal(39810)})


def test_one_point_in_common_says_nothing() -> None:
    assert award_between(pay("M", 30000), pay("M", 39000), "Main") is None
    assert award_between({}, pay("M", 30000, 31000), "Main") is None
    assert tapers(pay("M", 30000), pay("M", 39000))
