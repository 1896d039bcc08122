"""Whether the medians of a pay range in several packs disclose nothing together.

Recommendations of each pack names everybody with their point, so a reader knows by name who was where in which pack.
People of one path, from place to place, are told apart by nothing else: how many of them are women, and how many men,
are whole numbers of which each median bounds some sums. They must leave the sex of a few people open on every path, on
every place of every pack, and of those who came or went.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from pmr_batch.model.equality import Median, RangePay
from pmr_batch.moderate.disclosure import is_harmless
from pmr_batch.moderate.statistics import WholeCounts

#: The place of somebody in each pack, from the lowest paid on; None where they are not in it.
_Path = tuple[int | None, ...]
_Row = np.ndarray


def disclose_nothing_together(packs: Sequence[RangePay], least: float) -> bool:
    """Whether what all packs show of a range tells of nobody's sex.

    How many women and how many men there are is in none of them; of how many the sex is known is taken to be. Whoever
    has a sex is taken to have it in every pack: where that cannot be, as an answer was given or corrected since, the
    packs do not go together. Of a pack that does not say who was on which place, nothing can be proved.
    """
    if any(len(pack.places) != len(pack.people) for pack in packs):
        return False
    paths = _paths(packs)
    return _Unknowns(tuple(paths), tuple(paths.values()), packs).tell_nothing(least)


def _paths(packs: Sequence[RangePay]) -> Mapping[_Path, int]:
    """How many people there are of each path."""
    place_of = [{number: place for (number, _), place in zip(pack.people, pack.places, strict=True)} for pack in packs]
    everybody = sorted({number for places in place_of for number in places})
    return Counter(tuple(places.get(number) for places in place_of) for number in everybody)


class _Unknowns:
    """How many women, then how many men, are of each path; the rest of it has no sex that is known."""

    def __init__(self, paths: Sequence[_Path], people: Sequence[int], packs: Sequence[RangePay]) -> None:
        self._paths, self._people = paths, np.array(people)
        self._ways: list[_Row] = []
        known = [*self._no_more_than_there_are()]
        for pack, shown in enumerate(packs):
            known.append((self._row(0, self._in(pack)) + self._row(1, self._in(pack)), shown.counted, shown.counted))
            for sex, median in enumerate((shown.women, shown.men)):
                known += self._of_a_median(pack, sex, median)
        self._counts = WholeCounts(np.concatenate((self._people, self._people)), known)

    def tell_nothing(self, least: float) -> bool:
        """Whether of no group of people it follows that a few, or all but a few, are of a sex."""
        return all(
            self._is_harmless(self._row(sex, members), int(self._people[members].sum()), least)
            for members in self._groups()
            for sex in range(2)
        )

    def _groups(self) -> Iterator[_Row]:
        """Each path; who is on each place of each pack; who is in one pack and not in another."""
        yield from np.eye(len(self._paths), dtype=bool)
        packs = range(len(self._paths[0]))
        for pack in packs:
            for place in {path[pack] for path in self._paths} - {None}:
                yield np.array([path[pack] == place for path in self._paths])
            for other in packs:
                gone = np.array([path[pack] is not None and path[other] is None for path in self._paths])
                if gone.any():
                    yield gone

    def _is_harmless(self, row: _Row, people: int, least: float) -> bool:
        """By the ways found for other questions, else by the least and the most that there can be."""
        if self._ways and is_harmless(*self._ends(row), people, least):
            return True
        for sign in (1, -1):
            way = self._counts.least_of(sign * row)
            if way is None:
                return False
            self._ways.append(way)
        return is_harmless(*self._ends(row), people, least)

    def _ends(self, row: _Row) -> tuple[int, int]:
        sums = [round(float(row @ way)) for way in self._ways]
        return min(sums), max(sums)

    # -- what is known -------------------------------------------------------------------------------

    def _row(self, sex: int, members: _Row) -> _Row:
        """Which unknowns a sum is of: those of a sex of some paths."""
        none = np.zeros(len(self._paths))
        return np.concatenate((members, none) if sex == 0 else (none, members)).astype(float)

    def _in(self, pack: int, first: float = 0, last: float = np.inf) -> _Row:
        """Which paths are on a place from the first to the last of a pack."""
        places = [path[pack] for path in self._paths]
        return np.array([place is not None and first <= place <= last for place in places])

    def _no_more_than_there_are(self) -> Iterator[tuple[_Row, float, float]]:
        for at, people in enumerate(self._people):
            one = np.arange(len(self._paths)) == at
            yield self._row(0, one) + self._row(1, one), 0, people

    def _of_a_median(self, pack: int, sex: int, median: Median) -> list[tuple[_Row, float, float]]:
        """What a median bounds: at least half of those of the sex are at or below it, and at or above it.

        Of two middle ones on two places, half are at or below the one, half at or above the other, and none between.
        """
        low, high = median.places

        def those(first: float, last: float) -> _Row:
            return self._row(sex, self._in(pack, first, last))

        everybody, most = those(0, np.inf), float(self._people.sum())
        balance = 2 * those(0, low) - everybody
        if low == high:
            return [(balance, 1, most), (2 * those(0, low - 1) - everybody, -most, -1)]
        return [
            (balance, 0, 0),
            (2 * those(0, high - 1) - everybody, 0, 0),
            (those(low, low), 1, most),
            (those(high, high), 1, most),
        ]
