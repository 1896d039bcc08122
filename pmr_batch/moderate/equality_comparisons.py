"""What the groups that are shown can tell: how sure each share is, and whether chance explains that it differs.

Of nothing but figures that are shown, so that it discloses no more than they do. Whoever gave no answer is left out.
"""

from __future__ import annotations

from collections.abc import Mapping

from pmr_batch.model.equality import Breakdown, GroupComparison, Tally, total
from pmr_batch.moderate.statistics import LEVEL, exact_interval, fisher_p_values, holm, testable
from pmr_batch.moderate.suppression import NO_ANSWER


def comparisons(breakdown: Breakdown) -> Mapping[str, GroupComparison]:
    """Each group shown that has people, with the interval of its share; against the others, where that can tell."""
    groups = {name: tally for name, tally in breakdown.shown.items() if tally.people and name not in NO_ANSWER}
    everybody = total(groups.values())
    p_values = {name: _p_values(tally, everybody) for name, tally in groups.items()}
    able = (
        testable([min(values.values()) for values in p_values.values()]) if len(groups) > 1 else [False] * len(groups)
    )
    tested = [name for name, is_able in zip(groups, able, strict=True) if is_able]
    corrected = holm([p_values[name][groups[name].progressed] for name in tested])
    chances = dict(zip(tested, corrected, strict=True))
    return {name: _comparison(tally, chances.get(name)) for name, tally in groups.items()}


def _p_values(tally: Tally, everybody: Tally) -> Mapping[int, float]:
    return fisher_p_values(tally.people, everybody.progressed, everybody.people)


def _comparison(tally: Tally, chance: float | None) -> GroupComparison:
    interval = exact_interval(tally.progressed, tally.people)
    return GroupComparison(interval, chance, differs=chance is not None and chance <= LEVEL)
