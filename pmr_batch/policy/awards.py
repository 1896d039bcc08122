"""How a pay scale follows from the one before: by an award, a percentage or a sum, rounded as its range is.

Teachers' awards round up to the next pound, NJC's to the nearest (design, section 8).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from pmr_batch.policy.pay_ranges import pay_range_named
from pmr_batch.words import plain, pounds

#: Annual full-time pounds by point, lowest point first.
Pay = Mapping[str, Decimal]

#: Awards that lift the lowest points more do so by steps; a longer one between two points looks like a slip.
_LONGEST_STEP = Fraction(2, 100)
_DECIMALS = 6


@dataclass(frozen=True)
class Award:
    """A rise of every point: a share of its pay (0.04 is 4 %), or else a sum in pounds."""

    share: Fraction = Fraction(0)
    pounds: Decimal = Decimal(0)

    def of(self, pay: Decimal, pay_range: str) -> Decimal:
        """A point's pay raised by the award, annual pounds."""
        if not self.share:
            return pay + self.pounds
        raised = Fraction(pay) * (1 + self.share)
        whole = Decimal(raised.numerator) / raised.denominator
        return whole.quantize(Decimal(1), pay_range_named(pay_range).award_rounding)

    def __str__(self) -> str:
        return f"{plain(round(float(self.share) * 100, 4))} %" if self.share else pounds(self.pounds)


def award_between(before: Pay, after: Pay, pay_range: str) -> Award | None:
    """The award of most of the points in both scales; None where no award explains more than half.

    One point proves nothing, for any pay follows from any other by an award.
    """
    both = tuple((before[point], after[point]) for point in after if point in before)
    if len(both) < 2:
        return None
    sums = Counter(new - old for old, new in both)
    added, fitting = max(sums.items(), key=lambda item: item[1])
    by_sum = Award(pounds=added)
    by_share = Award(share=_share(both, pay_range))
    shared = sum(by_share.of(old, pay_range) == new for old, new in both)
    award, explained = (by_share, shared) if shared >= fitting else (by_sum, fitting)
    return award if 2 * explained > len(both) else None


def strays(before: Pay, after: Pay, pay_range: str, award: Award) -> list[str]:
    """The points without the award, apart from lowest ones that rose more, step by step."""
    both = [point for point in after if point in before]
    lifted = set(_lifted(both, before, after, award, pay_range))
    return [point for point in both if point not in lifted and award.of(before[point], pay_range) != after[point]]


def tapers(before: Pay, after: Pay) -> bool:
    """Whether rises grow smaller from point to point, by small steps: as in awards without one percentage."""
    both = [point for point in after if point in before]
    return all(_steps_down(low, high, before, after) for low, high in pairwise(both))


def _lifted(both: Sequence[str], before: Pay, after: Pay, award: Award, pay_range: str) -> Iterator[str]:
    """The lowest points, up to the first that had the award, where each had more than it, and tapering."""
    lowest: list[str] = []
    for point in both:
        raised = award.of(before[point], pay_range)
        if after[point] == raised:
            ends = [*lowest, point]
            if all(_steps_down(low, high, before, after) for low, high in pairwise(ends)):
                yield from lowest
            return
        if after[point] < raised:
            return
        lowest.append(point)


def _steps_down(low: str, high: str, before: Pay, after: Pay) -> bool:
    """Whether the higher of two points rose by as great a share or a little smaller, a pound of rounding aside."""
    slack = Fraction(1) / Fraction(before[low])
    step = _growth(before[low], after[low]) - _growth(before[high], after[high])
    return -slack <= step <= _LONGEST_STEP + slack


def _growth(old: Decimal, new: Decimal) -> Fraction:
    return Fraction(new) / Fraction(old) - 1


@lru_cache(maxsize=1024)
def _share(both: tuple[tuple[Decimal, Decimal], ...], pay_range: str) -> Fraction:
    """The share that gives most points their pay; of all such, the one with the fewest decimals."""
    spans = [_span(old, new, pay_range) for old, new in both]
    most = max((high for _, high in spans), key=lambda share: sum(low < share <= high for low, high in spans))
    fitting = [(low, high) for low, high in spans if low < most <= high]
    return _roundest(max(low for low, _ in fitting), min(high for _, high in fitting))


def _span(old: Decimal, new: Decimal, pay_range: str) -> tuple[Fraction, Fraction]:
    """The shares that make the one pay of the other: more than the first, at most the second."""
    to_nearest = pay_range_named(pay_range).award_rounding == ROUND_HALF_UP
    below, above = (Fraction(1, 2), Fraction(1, 2)) if to_nearest else (Fraction(1), Fraction(0))
    base = Fraction(old)
    return (Fraction(new) - below) / base - 1, (Fraction(new) + above) / base - 1


def _roundest(low: Fraction, high: Fraction) -> Fraction:
    """The share between the two, the second included, with the fewest decimals of a per cent."""
    for decimals in range(_DECIMALS):
        unit = Fraction(1, 100 * 10**decimals)
        share = high // unit * unit
        if share > low:
            return share
    return high
