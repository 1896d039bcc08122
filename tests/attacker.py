"""Somebody who has the committee's workbooks of several runs, a solver and time, and wants to know what is hidden.

The attacker knows every name on Recommendations of every pack, and what is recommended for each; every figure shown
on Equality, and that each person gives one answer, the same in all packs. So for every kind of person (progressing,
not, or not there, in each pack) and every answer there is a whole number, not negative, to be found. Nothing here
knows how figures come to be hidden.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from pmr_batch.moderated.equality import Published

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
    def known(self) -> LinearConstraint:
        rows = [np.array([float(kind == each) for _, kind in self.unknowns]) for each in self.kinds]
        sums = list(self.kinds.values())
        for at, pack in enumerate(self.packs):
            for group in pack.of(self.by).groups:
                for status, count in enumerate(group.tally or ()):
                    rows.append(self.row((at, group.name, status)))
                    sums.append(count)
        return LinearConstraint(np.array(rows), sums, sums)

    def hidden(self) -> Iterator[Figure]:
        for at, pack in enumerate(self.packs):
            for group in pack.of(self.by).groups:
                if group.tally is None:
                    yield from ((at, group.name, status) for status in (0, 1, None))

    def least(self, objective: np.ndarray) -> np.ndarray | None:
        """A way the people may be distributed that makes the objective least; None where there is none at all."""
        most = np.array([self.kinds[kind] for _, kind in self.unknowns], float)
        found = milp(objective, integrality=np.ones(len(most)), bounds=Bounds(0, most), constraints=self.known)
        return None if found.x is None else np.rint(found.x)

    def spread(self, row: np.ndarray) -> tuple[float, float]:
        """The least and the most that a sum of unknowns can be."""
        low, high = self.least(row), self.least(-row)
        assert low is not None
        assert high is not None
        return float(row @ low), float(row @ high)

    def found_out(self, room: float = 1) -> list[Figure]:
        """The hidden figures for which the most possible is less than `room` above the least possible."""
        left = {figure: self.row(figure) for figure in self.hidden()}
        ways: list[np.ndarray] = []
        for figure in list(left):
            if figure not in left:
                continue
            for sign in (1, -1):
                way = self.least(sign * left[figure])
                assert way is not None, "what is shown contradicts itself"
                ways.append(way)
            open_ = {each for each, row in left.items() if np.ptp([row @ way for way in ways]) >= room}
            if figure not in open_:
                return [figure]
            left = {each: row for each, row in left.items() if each not in open_}
        return []
