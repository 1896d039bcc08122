"""The statistics of Consistency agree with published examples, and with another's program on others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

import pytest
from scipy import stats

from pmr_batch.moderate import statistics
from pmr_batch.moderate.statistics import benjamini_hochberg, control_limits, exact_interval, fisher_p_values, holm

#: Newcombe, Statistics in Medicine 17 (1998), 857-872: the Clopper-Pearson intervals of its table I.
NEWCOMBE = (
    (81, 263, 0.2527, 0.3676),
    (15, 148, 0.0578, 0.1617),
    (0, 20, 0.0, 0.1684),
    (1, 29, 0.0009, 0.1776),
)
#: Benjamini and Hochberg (1995), section 4.1: fifteen comparisons of a trial of thrombolysis.
THROMBOLYSIS = (
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459,
    0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0,
)  # fmt: skip
#: Tables of the sign test at 5 %, two-sided: so many signs of the rarer kind are the most that are significant.
SIGN_TEST = ((10, 1), (12, 2), (15, 3), (20, 5), (25, 7))


@pytest.mark.parametrize(("met", "of", "low", "high"), NEWCOMBE)
def test_intervals_are_those_of_clopper_and_pearson(met: int, of: int, low: float, high: float) -> None:
    assert exact_interval(met, of) == pytest.approx((low, high), abs=5e-5)
    mirrored = exact_interval(of - met, of)
    assert (1 - mirrored[1], 1 - mirrored[0]) == pytest.approx((low, high), abs=5e-5)


def test_of_nobody_nothing_can_be_said() -> None:
    assert exact_interval(0, 0) == (0.0, 1.0)


def test_the_lady_tasting_tea() -> None:
    """Fisher, The Design of Experiments (1935), chapter II: eight cups, four of them milk first."""
    found = fisher_p_values(4, 4, 8)
    assert found[4] == pytest.approx(2 / 70)
    assert found[3] == pytest.approx(34 / 70)
    assert list(found) == [0, 1, 2, 3, 4]


def test_convictions_of_twins() -> None:
    """Fisher (1925): of 13 identical twins of convicts 10 were convicted, of 17 others 2; as R's manual has it."""
    assert fisher_p_values(13, 12, 30)[10] == pytest.approx(0.0005367, abs=5e-8)


def test_any_table_comes_out_as_in_scipy() -> None:
    random = Random(4)
    for _ in range(60):
        of = random.randint(1, 300)
        met, size = random.randint(0, of), random.randint(0, of)
        for count, chance in fisher_p_values(size, met, of).items():
            table = [[count, size - count], [met - count, of - size - met + count]]
            assert chance == pytest.approx(stats.fisher_exact(table).pvalue, abs=1e-9), (table, chance)


@pytest.mark.parametrize(("correct", "stand_out"), [(holm, 3), (benjamini_hochberg, 4)])
def test_fifteen_comparisons_corrected(correct: Callable[[Sequence[float]], list[float]], stand_out: int) -> None:
    """The paper finds four of them at a false discovery rate of 5 %; of Bonferroni's kind only three."""
    assert [chance <= 0.05 for chance in correct(THROMBOLYSIS)] == [True] * stand_out + [False] * (15 - stand_out)


def test_corrected_chances_by_hand() -> None:
    assert holm((0.01, 0.04, 0.03, 0.005)) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert benjamini_hochberg((0.01, 0.04, 0.03, 0.005)) == pytest.approx([0.02, 0.04, 0.04, 0.02])
    assert holm(()) == benjamini_hochberg(()) == []


def test_corrected_as_in_scipy_whatever_the_order() -> None:
    random = Random(5)
    for many in range(1, 30):
        found = [random.choice((random.random(), 0.03)) ** 2 for _ in range(many)]
        assert benjamini_hochberg(found) == pytest.approx(list(stats.false_discovery_control(found)))


@pytest.mark.parametrize(
    ("least", "expected"),
    [
        # Two can reach 0.05 / 2; with them no third can reach 0.05 / 3.
        ((0.02, 0.6, 0.001, 0.8), [True, False, True, False]),
        # Alone, one can reach 0.05.
        ((0.05, 0.9), [True, False]),
        # Each could reach 0.05, but not two of them 0.05 / 2.
        ((0.03, 0.04), [False, False]),
        ((1.0, 1.0), [False, False]),
        ((), []),
    ],
)
def test_only_what_could_stand_out_is_compared(least: tuple[float, ...], expected: list[bool]) -> None:
    assert statistics.testable(least) == expected


@pytest.mark.parametrize(("size", "most"), SIGN_TEST)
def test_limits_are_the_critical_values_of_the_sign_test(size: int, most: int) -> None:
    low, high = control_limits(size, 0.5, 0.05)
    assert (round(low * size), round(high * size)) == (most + 1, size - most - 1)


def test_limits_of_few_people_leave_in_what_is_common() -> None:
    """Of 8 people, where nine in ten meet the criteria, all do in 43 of 100 cases: that is within."""
    assert control_limits(8, 0.9, 0.05) == (5 / 8, 1.0)
    assert control_limits(1, 0.9, 0.002) == (0.0, 1.0)
