"""Cross-checks of each pay scale with the one before of its area and range.

What cannot be right is a problem, and ends the run: points that do not rise, a point left out, pay that
falls. What only does not follow by one award is a notice, for an award may be unusual and true.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from pmr_batch import words
from pmr_batch.policy.awards import Award, award_between, strays, tapers
from pmr_batch.policy.pay import canonical_point, is_starred, rank
from pmr_batch.settings.problems import Problem, Row

#: The trust's word in Status for pay that is right although it looks wrong.
CONFIRMED = "confirmed"
_CORRECT = "correct it or the scale before"
_OR_CONFIRM = f"or write {CONFIRMED} as its Status"


@dataclass(frozen=True)
class DatedScale:
    """The rows of an area and range from a first day on, by point, lowest first."""

    area: str
    range: str
    starts: date
    rows: Mapping[str, Row]

    @property
    def pay(self) -> dict[str, Decimal]:
        """Annual full-time pounds by point."""
        return {point: row["annual_pay"] for point, row in self.rows.items()}

    @property
    def ends_only(self) -> bool:
        """Whether only its two ends are given, and starred points at most."""
        places = [rank(point) for point in self.rows if not is_starred(point)]
        return len(places) == 2 and places[1] - places[0] > 1

    def __str__(self) -> str:
        return f"{self.range}, {self.area}, from {words.day(self.starts)}"

    def is_confirmed(self, point: str) -> bool:
        """Whether the trust says that the point's pay is right."""
        return CONFIRMED in (self.rows[point]["status"] or "").casefold()


def scale_problems(rows: Sequence[Row]) -> Iterator[Problem]:
    """Certain faults in the scales."""
    yield from (problem for certain, problem in _faults(rows) if certain)


def scale_doubts(rows: Sequence[Row]) -> Iterator[Problem]:
    """Doubts: pay that does not follow from the scale before by one award."""
    yield from (problem for certain, problem in _faults(rows) if not certain)


def _faults(rows: Sequence[Row]) -> Iterator[tuple[bool, Problem]]:
    """Each fault once, with whether it is certain; a scale is compared with the right part of the one before."""
    for scales in _scales(rows):
        before: dict[str, Decimal] = {}
        for last, scale in pairwise([None, *scales]):
            assert scale is not None
            award = award_between(before, scale.pay, scale.range)
            certain = {**dict(_fallen(scale, before, award)), **dict(_not_rising(scale, before, award))}
            doubted = {} if certain else dict(_doubted(scale, before, award))
            yield from ((True, problem) for problem in (*_left_out(scale, last), *certain.values()))
            yield from ((False, problem) for problem in doubted.values())
            faulty = scale.rows.keys() if doubted and award is None else certain.keys() | doubted.keys()
            before = {point: pay for point, pay in scale.pay.items() if point not in faulty and pay > 0}


def _scales(rows: Sequence[Row]) -> Iterator[list[DatedScale]]:
    """The scales of each area and range, oldest first; of rows about the same point the first."""
    found: dict[tuple[str, str], dict[date, dict[str, Row]]] = {}
    for row in rows:
        if row.has("area", "range", "point", "from_", "annual_pay"):
            point = canonical_point(row["point"], row["range"])
            if point is not None:
                dated = found.setdefault((row["area"], row["range"]), {})
                dated.setdefault(row["from_"], {}).setdefault(point, row)
    for (area, pay_range), dated in found.items():
        yield [
            DatedScale(
                area, pay_range, starts, {point: dated[starts][point] for point in sorted(dated[starts], key=rank)}
            )
            for starts in sorted(dated)
        ]


def _left_out(scale: DatedScale, last: DatedScale | None) -> Iterator[Problem]:
    """Points between others that the scale before had; at the ends, points come and go."""
    if last is None or scale.ends_only:
        return
    places = {point: rank(point) for point in (*scale.rows, *last.rows)}
    for low, high in pairwise(scale.rows):
        lost = [point for point in last.rows if places[low] < places[point] < places[high]]
        if lost and not scale.is_confirmed(high):
            fault = f"follows on {low} in {scale}, without {words.listed(lost)}, which the scale before had"
            yield scale.rows[high].problem("point", fault, f"add what is missing, {_OR_CONFIRM}")


def _not_rising(scale: DatedScale, before: Mapping[str, Decimal], award: Award | None) -> Iterator[tuple[str, Problem]]:
    """The fewest points without which pay rises from point to point; of two, rather the one without the award."""
    pay = scale.pay
    fits = {point for point in pay if award and point in before and award.of(before[point], scale.range) == pay[point]}
    rising = _rising(pay, fits)
    for point in (point for point in pay if point not in rising):
        below = [other for other in rising if rank(other) < rank(point)][-1:]
        above = [other for other in rising if rank(other) > rank(point)][:1]
        sides = words.listed(f"the {words.pounds(pay[other])} of {other}" for other in (*below, *above))
        where = "between" if below and above else "above" if below else "below"
        fault = f"of {point} in {scale} does not lie {where} {sides}{_hint(scale, point, before, award)}"
        yield point, scale.rows[point].problem("annual_pay", fault, "correct it")


def _rising(pay: Mapping[str, Decimal], fits: set[str]) -> list[str]:
    """The points of the heaviest strictly rising run; those with the award weigh double."""
    best: dict[str, tuple[int, list[str]]] = {}
    for point in pay:
        runs = [best[other] for other in best if pay[other] < pay[point]]
        weight, run = max(runs, key=lambda candidate: candidate[0], default=(0, []))
        best[point] = (weight + 1 + (point in fits), [*run, point])
    return max(best.values(), key=lambda candidate: candidate[0])[1]


def _fallen(scale: DatedScale, before: Mapping[str, Decimal], award: Award | None) -> Iterator[tuple[str, Problem]]:
    """Points whose pay is less than before: no award takes away."""
    for point, pay in scale.pay.items():
        if point in before and pay < before[point] and not scale.is_confirmed(point):
            less = f"is less than the {words.pounds(before[point])} of the scale before"
            fault = f"of {point} in {scale} {less}{_hint(scale, point, before, award)}"
            yield point, scale.rows[point].problem("annual_pay", fault, f"{_CORRECT}, {_OR_CONFIRM}")


def _doubted(scale: DatedScale, before: Mapping[str, Decimal], award: Award | None) -> Iterator[tuple[str, Problem]]:
    """Points without the award that most had; without such an award, the whole scale, unless its rises taper."""
    pay = scale.pay
    if award is not None:
        for point in strays(before, pay, scale.range, award):
            if not scale.is_confirmed(point):
                due = words.pounds(award.of(before[point], scale.range))
                fault = f"of {point} in {scale} is not the {due} of the award of {award} that the other points had"
                yield point, scale.rows[point].problem("annual_pay", fault, f"{_CORRECT}, {_OR_CONFIRM}")
    elif not tapers(before, pay) and not any(map(scale.is_confirmed, pay)):
        point = next(iter(pay))
        rises = [f"{other} by {pay[other] / before[other] * 100 - 100:.1f} %" for other in pay if other in before]
        fault = f"begins {scale}, whose points rise by no one award: {words.listed(rises)}"
        yield point, scale.rows[point].problem("point", fault, f"{_CORRECT}, {_OR_CONFIRM}")


def _hint(scale: DatedScale, point: str, before: Mapping[str, Decimal], award: Award | None) -> str:
    """What the award would give, as a hint for the correction."""
    if award is None or point not in before:
        return ""
    due = words.pounds(award.of(before[point], scale.range))
    return f", and the award of {award} that other points had gives {due}"
