"""Pay points: full-time pay by area, range, point and date. A scale holds until the next of its area and range."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any, Protocol

from pmr_batch.policy.pay_ranges import AREAS_OF_RANGES, RANGES, PayRange, pay_range_named

_POINT = r"(?:point|pt)"
#: A point of a trust's own range: BM 3, bm03, or a number alone.
_OWN_POINT = re.compile(r"([a-z]{0,6})[ .-]{0,3}0*([1-9][0-9]?)", re.IGNORECASE | re.ASCII)
#: How far below the point of its number a starred one stands.
_STAR = 0.5
#: Words in the status of a pay point that is not sure yet.
_UNSURE = (
    "check",
    "advisory",
    "to be ",
    "unconfirmed",
    "not confirmed",
    "provisional",
    "proposed",
    "draft",
    "estimate",
)
#: The ranks of the ends of ranges that have no steps: below and above every point.
_ENDS = {end: place for named in RANGES.values() for end, place in zip(named.ends or (), (0, 100), strict=False)}


class PaidByArea(Protocol):
    """An academy, as far as pay goes."""

    @property
    def pay_area(self) -> str:
        """The area of teachers' pay."""

    @property
    def support_pay_area(self) -> str:
        """The area of support staff's pay."""


@lru_cache(maxsize=4096)
def canonical_point(text: str, pay_range: str) -> str | None:
    """The point as this program writes it: M3 for "MPS3", "MPR 3", "m 3" or "3" on Main.

    Spelling alone: whether the scale has the point is for the pay points. None where it is none of the range.
    """
    words, named = " ".join(text.split()), pay_range_named(pay_range)
    if named.is_own:
        own = _OWN_POINT.fullmatch(words)
        return f"{own[1].upper()}{own[2]}" if own else None
    if not named.letters:
        return None
    for end in named.ends or ():
        word = end.removeprefix(f"{named.letters} ")
        if re.fullmatch(rf"(?:{named.letters} )?{word}(?:imum)?", words, re.IGNORECASE):
            return end
    match = re.fullmatch(_spelled(named), words, re.IGNORECASE | re.ASCII)
    if match is None or (match[2] and int(match[1]) not in named.starred):
        return None
    return f"{named.letters}{match[1]}{match[2] or ''}"


def _spelled(pay_range: PayRange) -> str:
    """A pattern of the points of a range, however they are written; its groups are the number, and the star if any."""
    letters = "|".join((pay_range.letters, *pay_range.spellings)).replace(" ", " ?")
    return rf"(?:(?:{letters})(?:[ .-]{{0,3}}{_POINT})?[ .-]{{0,3}}|{_POINT} ?)?0*([1-9][0-9]?) ?(\*)?"


def is_any_point(text: str) -> bool:
    """Whether a text is a point of some range."""
    return any(canonical_point(text, pay_range) for pay_range in RANGES)


def rank(point: str) -> float:
    """The place of a canonical point in its range; only points of one range compare.

    A starred point has its place below the one of its number.
    """
    if point in _ENDS:
        return _ENDS[point]
    number = int(re.sub(r"\D", "", point))
    return number - _STAR if is_starred(point) else number


def is_starred(point: str) -> bool:
    """Whether a canonical point is the starred top of a head's group: L18*."""
    return point.endswith("*")


def _without_star(point: str) -> str:
    return point.removesuffix("*")


def scale_name(area: str, pay_range: str) -> str:
    """Main in Rest of England; NJC, which is the same everywhere."""
    is_everywhere = pay_range_named(pay_range).area or area in AREAS_OF_RANGES
    return pay_range if is_everywhere else f"{pay_range} in {area}"


@dataclass(frozen=True)
class PayPoint:
    """A point of a scale; annual full-time pounds."""

    point: str
    annual: Decimal
    status: str

    @property
    def is_confirmed(self) -> bool:
        """Whether its status leaves no doubt: official, confirmed, or none at all."""
        return not any(word in self.status.casefold() for word in _UNSURE)


@dataclass(frozen=True)
class Scale:
    """The points of an area and range from a first day on, lowest first.

    `dropped` are those below them that the scale before had: whoever stood there is paid the lowest that is left.
    """

    starts: date
    points: tuple[PayPoint, ...]
    dropped: frozenset[str] = frozenset()

    @property
    def status(self) -> str:
        """How sure the scale is, as its points state."""
        return "; ".join(dict.fromkeys(point.status for point in self.points if point.status))

    @cached_property
    def ends_only(self) -> bool:
        """Whether only its two ends are known; pay between them is then anything from the one to the other.

        Starred points aside, which stand between others.
        """
        return len(self._plain) == 2 and rank(self._plain[1].point) - rank(self._plain[0].point) > 1

    @cached_property
    def _plain(self) -> tuple[PayPoint, ...]:
        """Its points but for the starred ones."""
        return tuple(point for point in self.points if not is_starred(point.point))

    @property
    def least(self) -> Decimal:
        """The pay of its lowest point."""
        return self.points[0].annual

    @property
    def most(self) -> Decimal:
        """The pay of its highest point."""
        return self.points[-1].annual

    @cached_property
    def by_point(self) -> dict[str, PayPoint]:
        """Its points by name."""
        return {point.point: point for point in self.points}

    @property
    def top(self) -> str:
        """Its highest point."""
        return self.points[-1].point

    def annual(self, point: str) -> Decimal | None:
        """The annual pay of a point, in pounds; None where it is not known."""
        pay_point = self.by_point.get(self.kept(point))
        return pay_point.annual if pay_point else None

    def kept(self, point: str) -> str:
        """The point itself; of one that was dropped, the lowest that is left."""
        return self.points[0].point if point in self.dropped else point

    def is_confirmed(self, point: str | None) -> bool:
        """Whether the pay of a point is sure: its own where it is known, else that of the whole scale."""
        pay_point = self.by_point.get(point or "")
        return all(known.is_confirmed for known in ((pay_point,) if pay_point else self.points))

    def bounds(self, point: str | None) -> tuple[Decimal, Decimal] | None:
        """The least and the most that a point is paid, of no point the range; None off the scale.

        Both are its pay where that is known, and the ends where only those are.
        """
        if point is None:
            return self.least, self.most
        annual = self.annual(point)
        if annual is not None:
            return annual, annual
        between = self.ends_only and rank(self.points[0].point) < rank(point) < rank(self.top)
        return (self.least, self.most) if between else self._bounds_of_starred(point)

    def _bounds_of_starred(self, point: str) -> tuple[Decimal, Decimal] | None:
        """Of a starred point without pay of its own: from the point below to the one of its number."""
        below = [each.annual for each in self._plain if rank(each.point) < rank(point)]
        above = self.annual(_without_star(point)) if is_starred(point) else None
        return (below[-1], above) if below and above is not None else None

    def next_point(self, point: str, top: str | None = None) -> str | None:
        """The point above, by number where only the ends are known; None at the top, or off the scale.

        Starred points are nobody's but those whose own range ends there: their `top`.
        """
        above = self._next_plain(_without_star(point))
        if is_starred(point):
            above = _without_star(point)
        if top is not None and is_starred(top) and above == _without_star(top):
            return None if point == top else top
        return above

    def _next_plain(self, point: str) -> str | None:
        if not self.ends_only:
            return self._above.get(point)
        if point in _ENDS or rank(point) >= rank(self.top):
            return None
        letters = point.rstrip("0123456789")
        return f"{letters}{int(rank(point)) + 1}"

    @cached_property
    def _above(self) -> dict[str, str]:
        """The point above each but the highest, starred ones aside."""
        return {low.point: high.point for low, high in pairwise(self._plain)}

    def is_older(self, months: int, on: date) -> bool:
        """Whether it held for more than so many months on a day: then an award is due, and not yet known."""
        age = (on.year - self.starts.year) * 12 + on.month - self.starts.month
        return (age, on.day) > (months, self.starts.day)


@dataclass(frozen=True)
class PayPoints:
    """All scales by area and range, oldest first."""

    scales: Mapping[tuple[str, str], tuple[Scale, ...]]

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping[str, Any]]) -> PayPoints:
        """Of the rows of Pay points, by column key, with canonical points."""
        dated: dict[tuple[str, str], dict[date, list[PayPoint]]] = {}
        for row in rows:
            point = PayPoint(row["point"], row["annual_pay"], row.get("status") or "")
            dated.setdefault((row["area"], row["range"]), {}).setdefault(row["from_"], []).append(point)
        return cls({key: tuple(_in_turn(points)) for key, points in dated.items()})

    @cached_property
    def own_ranges(self) -> tuple[str, ...]:
        """The names of the trust's own ranges: those that have scales and are no standard ones."""
        return tuple(dict.fromkeys(pay_range for _, pay_range in self.scales if pay_range not in RANGES))

    def area_of(self, academy: PaidByArea, pay_range: str) -> str:
        """The pay area that a range has at an academy: NJC's is that of support staff, National.

        A range of the trust's own has the teachers' where it has a scale there, else that of support staff.
        """
        named = pay_range_named(pay_range)
        by_teachers_area = (academy.pay_area, pay_range) in self.scales if named.is_own else not named.for_support
        return academy.pay_area if by_teachers_area else academy.support_pay_area

    def scale(self, area: str, pay_range: str, on: date) -> Scale | None:
        """The scale that holds on a day; None before the first, and where there is none."""
        scales = self.scales.get((area, pay_range), ())
        at = bisect_right([scale.starts for scale in scales], on)
        return scales[at - 1] if at else None

    def annual(self, area: str, pay_range: str, point: str, on: date) -> Decimal | None:
        """The annual full-time pay of a point on a day, in pounds; None where it is not known."""
        scale = self.scale(area, pay_range, on)
        return scale.annual(point) if scale else None


def _in_turn(dated: Mapping[date, list[PayPoint]]) -> Iterator[Scale]:
    """The scales of an area and range, oldest first, each with what it dropped of those before."""
    before: frozenset[str] = frozenset()
    for starts in sorted(dated):
        points = tuple(sorted(dated[starts], key=lambda point: rank(point.point)))
        dropped = frozenset(point for point in before if rank(point) < rank(points[0].point))
        yield Scale(starts, points, dropped)
        before = dropped.union(point.point for point in points)
