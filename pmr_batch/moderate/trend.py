"""A cycle beside those before it: how many met the criteria, what pay rises by, and how many reviewed and differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import chain, islice
from statistics import median

from pmr_batch.model.consistency import CycleFigures, Grouping, Verdict
from pmr_batch.model.earlier_runs import Kept
from pmr_batch.model.person import Recommendation
from pmr_batch.moderate.comparisons import compare, share_of

#: So many cycles are shown, this one among them.
_CYCLES = 3


def trend(cycle: str, rows: Sequence[Recommendation], before: Sequence[Kept]) -> Iterator[CycleFigures]:
    """The figures of a cycle whose last run has these rows, and of those before it as their last runs kept them."""
    earlier = ((kept.cycle, (*kept.recommendations, *kept.settled)) for kept in before)
    for name, people in islice(chain([(cycle, tuple(rows))], earlier), _CYCLES):
        reviewers = compare(people, ()).by(Grouping.REVIEWER)
        yield CycleFigures(
            cycle=name,
            people=len(people),
            share=share_of(people),
            more=sum(map(_more, people), Decimal(0)),
            reviewers=len(reviewers),
            reviewees=float(median(group.people for group in reviewers)) if reviewers else None,
            differing=sum(group.verdict is Verdict.DIFFERS for group in reviewers),
        )


def _more(row: Recommendation) -> Decimal:
    """What a year's pay rises by, in pounds; nought where it is not known."""
    return Decimal(0) if row.change is None or row.fte is None else row.change * row.fte
