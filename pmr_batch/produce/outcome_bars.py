"""Bars of parts, as pages show them: people by outcome."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pmr_batch.model.terms import Outcome
from pmr_batch.produce.outcome_words import COLOUR, PLAIN, SHORT, SHOWN


@dataclass(frozen=True)
class BarPart:
    """A part of a bar: where it starts and its share of the bar, both in per cent; `means` is its meaning in words."""

    name: str
    count: int
    start: float
    share: float
    colour: str
    means: str = ""


def outcome_parts(outcomes: Mapping[Outcome, int]) -> tuple[BarPart, ...]:
    """The outcomes that occur, in the order shown."""
    return bar_parts((SHORT[outcome], outcomes.get(outcome, 0), COLOUR[outcome], PLAIN[outcome]) for outcome in SHOWN)


def bar_parts(counts: Iterable[tuple[str, int, str, str]]) -> tuple[BarPart, ...]:
    """Parts of names, counts, colours and meanings, in their order; those of nought are left out."""
    shown = [part for part in counts if part[1]]
    total = sum(count for _, count, _, _ in shown)
    parts, before = [], 0
    for name, count, colour, means in shown:
        parts.append(BarPart(name, count, round(100 * before / total, 3), round(100 * count / total, 3), colour, means))
        before += count
    return tuple(parts)
