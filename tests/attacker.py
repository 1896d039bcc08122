"""Somebody who has the committee's workbooks of several runs, a solver and time, and wants to know what is hidden.

The attacker knows every name on Recommendations of every pack, and what is recommended for each; every figure shown
on Equality, and that each person gives one answer, the same in all packs. So for every kind of person (progressing,
not, or not there, in each pack) and every answer there is a whole number, not negative, to be found. Nothing here
knows how figures come to be hidden.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import block_diag

from pmr_batch.model.equality import Published

#: A figure: in which pack, of which answer, and whether of those who progress (0), the others (1), or all (None).
Figure = tuple[int, str, int | None]


@dataclass(frozen=True)
class Attacker:
    """What is known of one table from several packs that show it."""

    by: str
    packs: tuple[Published, ...]

    @cached_property
    def answers(self) -> list[str]:
        return [group.name for group in self.packs[0].of(self.by).groups]

    @cached_property
    def kinds(self) -> Mapping[tuple[int | None, ...], int]:
        """How many people are of each kind: 0, 1 or None (not there) in each pack."""
        status = [dict.fromkeys(pack.progressed, 0) | dict.fromkeys(pack.others, 1) for pack in self.packs]
        everybody = {number for one in status for number in one}
        return Counter(tuple(one.get(number) for one in status) for number in everybody)

    @cached_property
    def unknowns(self) -> list[tuple[str, tuple[int | None, ...]]]:
        return [(answer, kind) for answer in self.answers for kind in self.kinds]

    def row(self, figure: Figure) -> np.ndarray:
        """Which unknowns a figure is the sum of."""
        pack, answer, status = figure
        wanted = {0, 1} if status is None else {status}
        return np.array([float(name == answer and kind[pack] in wanted) for name, kind in self.unknowns])

    @cached_property
    def known(self) -> tuple[np.ndarray, list[int]]:
        """Sums of unknowns, and what they are."""
        rows = [np.array([float(kind == each) for _, kind in self.unknowns]) for each in self.kinds]
        sums = list(self.kinds.values())
        for at, pack in enumerate(self.packs):
            for group in pack.of(self.by).groups:
                for status, count in enumerate(group.tally or ()):
                    rows.append(self.row((at, group.name, status)))
                    sums.append(count)
        return np.array(rows), sums

    def hidden(self) -> Iterator[Figure]:
        for at, pack in enumerate(self.packs):
            for group in pack.of(self.by).groups:
                if group.tally is None:
                    yield from ((at, group.name, status) for status in (0, 1, None))


class Attack:
    """Several tables at once: none shares unknowns with another, so that one figure of each is asked about together."""

    def __init__(self, attackers: Sequence[Attacker]) -> None:
        self.attackers = attackers
        rows = block_diag([one.known[0] for one in attackers], format="csc")
        sums = [number for one in attackers for number in one.known[1]]
        self.known = LinearConstraint(rows, sums, sums)
        most = np.array([one.kinds[kind] for one in attackers for _, kind in one.unknowns], float)
        self.bounds, self.whole = Bounds(0, most), np.ones(len(most))
        self.ends = np.cumsum([len(one.unknowns) for one in attackers])[:-1]

    def way(self, objective: Sequence[np.ndarray]) -> list[np.ndarray]:
        """How people may be distributed in each table where the objective is to be least."""
        sought = np.concatenate(objective)
        found = milp(sought, integrality=self.whole, bounds=self.bounds, constraints=self.known)
        assert found.x is not None, "what is shown contradicts itself"
        return np.split(np.rint(found.x), self.ends)

    def spreads(self, rows: Sequence[np.ndarray]) -> list[tuple[float, float]]:
        """The least and the most that a sum of unknowns of each table can be."""
        low, high = self.way(rows), self.way([-row for row in rows])
        return [(float(row @ least), float(row @ most)) for row, least, most in zip(rows, low, high, strict=True)]


def found_out(attackers: Sequence[Attacker], room: float) -> list[tuple[str, Figure]]:
    """The hidden figures for which the most possible is less than `room` above the least possible."""
    attackers = [one for one in attackers if any(one.hidden())]
    if not attackers:
        return []
    attack, found = Attack(attackers), []
    left = [{figure: one.row(figure) for figure in one.hidden()} for one in attackers]
    ways: list[list[np.ndarray]] = [[] for _ in attackers]
    while any(left):
        asked = [next(iter(figures), None) for figures in left]
        nothing = [np.zeros(len(one.unknowns)) for one in attackers]
        rows = [figures.get(figure, zero) for figures, figure, zero in zip(left, asked, nothing, strict=True)]
        for sign in (1, -1):
            for of_table, way in zip(ways, attack.way([sign * row for row in rows]), strict=True):
                of_table.append(way)
        for at, (one, figure) in enumerate(zip(attackers, asked, strict=True)):
            close = {each: row for each, row in left[at].items() if np.ptp([row @ way for way in ways[at]]) < room}
            if close.pop(figure, None) is not None:
                found.append((one.by, figure))
            left[at] = close
    return found
