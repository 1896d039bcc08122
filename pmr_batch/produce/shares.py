"""Counts as parts of a whole: what a bar on a page is made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class BarPart:
    """A part of a bar: where it starts and its share of the bar, both in per cent; `means` says what it is."""

    name: str
    count: int
    start: float
    share: float
    colour: str
    means: str = ""


def parts_of(counts: Iterable[tuple[str, int, str, str]]) -> tuple[BarPart, ...]:
    """Parts of names, counts, colours and meanings, in their order; those of nought are left out."""
    there = [each for each in counts if each[1]]
    total = sum(count for _, count, _, _ in there)
    parts, before = [], 0
    for name, count, colour, means in there:
        parts.append(BarPart(name, count, round(100 * before / total, 3), round(100 * count / total, 3), colour, means))
        before += count
    return tuple(parts)
