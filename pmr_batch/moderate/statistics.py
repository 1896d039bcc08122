"""Exact statistics of shares: so many of a group, against so many of all. Nothing here knows who is counted.

Probabilities are floats from 0 to 1; they are shown and compared, and no money is reckoned with them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate

import numpy as np
from scipy.optimize import (  # type: ignore[attr-defined]  # it exports by a list made as it runs
    Bounds,
    LinearConstraint,
    linprog,
    milp,
)
from scipy.special import bdtr, betaincinv, gammaln

#: By convention, not by policy: results less likely than this by chance are reported, and the confidence of intervals.
LEVEL, CONFIDENCE = 0.05, 0.95
#: Probabilities of two results that differ by less, relatively, are the same but for rounding; as R has it.
_ROUNDING = 1 + 1e-7


def exact_interval(met: int, of: int) -> tuple[float, float]:
    """The shares that `met` of so many are consistent with, at 95 % confidence; nothing and everything of nobody.

    Clopper and Pearson, Biometrika 26 (1934): never narrower than promised, however few they are.
    """
    tail = (1 - CONFIDENCE) / 2
    low = float(betaincinv(met, of - met + 1, tail)) if met else 0.0
    high = float(betaincinv(met + 1, of - met, 1 - tail)) if met < of else 1.0
    return low, high


def fisher_p_values(size: int, met: int, of: int) -> Mapping[int, float]:
    """Fisher's exact test of a group of `size` against the rest of all, `of` whom so many `met`.

    For each number that the group can have: how often chance alone makes it so, or a result no likelier
    (two-sided, as R and scipy have it). The least of them is the best that a group of this size can show.
    """
    first, last = max(0, size + met - of), min(size, met)
    numbers = np.arange(first, last + 1)
    logs = _choices(met, numbers) + _choices(of - met, size - numbers) - _choices(of, np.array(size))
    probabilities = np.exp(logs)
    ascending = np.sort(probabilities)
    cumulative = np.concatenate(([0.0], np.cumsum(ascending)))
    two_sided = cumulative[np.searchsorted(ascending, probabilities * _ROUNDING, side="right")]
    return dict(zip(numbers.tolist(), np.minimum(two_sided, 1.0).tolist(), strict=True))


def _choices(of: int, chosen: np.ndarray) -> np.ndarray:
    """The logarithm of the number of ways to choose so many of all."""
    ways: np.ndarray = gammaln(of + 1) - gammaln(chosen + 1) - gammaln(of - chosen + 1)
    return ways


#: Coefficients of the unknowns, and the number that they add up to.
Constraint = tuple[Sequence[float], float]


def least_and_most(
    what: Sequence[float], equal: Sequence[Constraint], at_most: Sequence[Constraint]
) -> tuple[int, int]:
    """The least and the most that a sum of unknown counts can be, each none or more, where others are known.

    Exact of constraints that are flows, as sums of neighbours are: then whole numbers lie at the ends of the ranges of
    fractions. Raises ValueError where nothing fits all constraints.
    """
    ends = []
    for sign in (1, -1):
        solution = linprog(  # type: ignore[no-untyped-call]
            [sign * each for each in what],
            A_ub=[list(sums) for sums, _ in at_most] or None,
            b_ub=[number for _, number in at_most] or None,
            A_eq=[list(sums) for sums, _ in equal],
            b_eq=[number for _, number in equal],
        )
        if solution.status != 0:
            raise ValueError(solution.message)
        ends.append(round(sign * solution.fun))
    return ends[0], ends[1]


class WholeCounts:
    """Unknown counts, each none or more and at most a number, of which sums are known to lie between two numbers."""

    def __init__(self, most: np.ndarray, sums: Sequence[tuple[np.ndarray, float, float]]) -> None:
        rows, low, high = (np.array(part, float) for part in zip(*sums, strict=True))
        self._known = LinearConstraint(rows, low, high)  # type: ignore[no-untyped-call]
        self._bounds = Bounds(0, most)  # type: ignore[no-untyped-call]

    def least_of(self, what: np.ndarray) -> np.ndarray | None:
        """Counts that fit all that is known, such that a sum of them is the least; None where nothing fits."""
        whole = np.ones_like(what)
        found = milp(  # type: ignore[no-untyped-call]
            what, integrality=whole, bounds=self._bounds, constraints=self._known
        )
        return None if found.x is None else np.rint(found.x)


def testable(least: Sequence[float]) -> list[bool]:
    """Which of several comparisons can stand out at all, given the least chance that each can show.

    Tarone, Biometrics 46 (1990): a group that cannot, even with the most extreme result, is not compared, and
    does not count in the correction of the others. It depends on sizes alone, not on results.
    """
    ascending = sorted(least)
    most = next(number for number in range(1, len(least) + 2) if bisect_right(ascending, LEVEL / number) <= number)
    return [smallest <= LEVEL / most for smallest in least]


def holm(p_values: Sequence[float]) -> list[float]:
    """Chances corrected for their number, each in its place: Holm, Scandinavian Journal of Statistics 6 (1979).

    At 5 % the odds are 19 to 1 that none stands out by chance, however the comparisons depend on each other.
    """
    order = sorted(range(len(p_values)), key=p_values.__getitem__)
    raised = accumulate((p_values[index] * (len(p_values) - rank) for rank, index in enumerate(order)), max)
    return _in_place(order, raised)


def benjamini_hochberg(p_values: Sequence[float]) -> list[float]:
    """Chances corrected for their number: Benjamini and Hochberg, Journal of the Royal Statistical Society B 57 (1995).

    At 5 % no more than one in twenty of those that stand out is expected to do so by chance.
    """
    order = sorted(range(len(p_values)), key=p_values.__getitem__, reverse=True)
    lowered = accumulate(
        (p_values[index] * len(p_values) / (len(p_values) - rank) for rank, index in enumerate(order)), min
    )
    return _in_place(order, lowered)


def _in_place(order: Sequence[int], corrected: Iterable[float]) -> list[float]:
    by_place = dict(zip(order, corrected, strict=True))
    return [min(1.0, by_place[index]) for index in range(len(order))]


def control_limits(size: int, share: float, beyond: float) -> tuple[float, float]:
    """Between which shares a group of `size` lies, but for one in so many (`beyond`), where chance alone is at work.

    Exact binomial limits about the trust's `share` (Spiegelhalter, Statistics in Medicine 24 (2005)), not smoothed
    between whole numbers: of few people smooth limits would leave out the commonest results.
    """
    cumulative = bdtr(np.arange(size + 1), size, share)
    low, high = np.searchsorted(cumulative, (beyond / 2, 1 - beyond / 2))
    return float(low / size), float(min(high, size) / size)
