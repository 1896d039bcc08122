"""Women's and men's median pay within each pay range (1.2), where it tells nothing of single people.

Recommendations shows by name who is on which point, so a median that only one person can be the middle of discloses
whether that is a woman or a man. How many of those on each point may be women, and how many men, is bounded by both
medians: a network of flows, whose bounds are exact. They must leave the sex of a few people open on every point.

A count is shown again only where nobody has moved within the range since an earlier one, or many have; and then only
where all that is shown by now leaves the sex of a few people open.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from pmr_batch.model.equality import EqualityState, Median, PayTable, Published, RangePay
from pmr_batch.model.person import Recommendation
from pmr_batch.moderate.disclosure import is_harmless
from pmr_batch.moderate.medians_together import disclose_nothing_together
from pmr_batch.moderate.statistics import Constraint, least_and_most
from pmr_batch.policy.pay_ranges import range_order

WOMEN, MEN = "Female", "Male"
#: So many times the least number of people must have moved within a range until it is counted again.
_MOVES = 2


def range_pays(recommendations: Sequence[Recommendation], sexes: Mapping[str, str], least: float) -> Iterator[RangePay]:
    """The ranges of which the medians may be shown on their own, in the order of the ranges; `sexes` by payroll number.

    Whoever has no known pay, or is recorded with no sex, is in no median.
    """
    for name, people in _by_range(recommendations).items():
        levels = _Levels.of(people, sexes)
        if levels.women and levels.men and levels.disclose_nothing(least):
            by_number = sorted(people, key=lambda person: person.payroll_number)
            numbers = tuple((person.payroll_number, _level(person)) for person in by_number)
            places = tuple(map(levels.place, by_number))
            counted = len(levels.women) + len(levels.men)
            yield RangePay(name, numbers, levels.middle(levels.women), levels.middle(levels.men), places, counted)


def pay_tables(
    recommendations: Sequence[Recommendation],
    published: Published,
    this_round: Sequence[Published],
    cycles_before: Sequence[Published],
    least: float,
) -> tuple[tuple[PayTable, ...], tuple[RangePay, ...]]:
    """What is shown of each range, and this run's own counts among it; `published` has all that may be alone."""
    before = (*cycles_before, *this_round)
    counted = [
        pay
        for pay in published.pay
        if _may_be_shown(pay, [shown for each in before if (shown := each.pay_in(pay.name))], least)
    ]
    with_counts = Published(
        published.run, published.as_of, published.progressed, published.others, published.breakdowns, tuple(counted)
    )
    tables = []
    for name, people in _by_range(recommendations).items():
        earlier = [count for count in this_round if count.pay_in(name)]
        if with_counts.pay_in(name):
            tables.append(PayTable(name, len(people), EqualityState.COUNTED, with_counts))
        elif earlier:
            tables.append(PayTable(name, len(people), EqualityState.EARLIER, earlier[-1]))
        else:
            state = EqualityState.ALIKE if published.pay_in(name) else EqualityState.FEW
            tables.append(PayTable(name, len(people), state))
    return tuple(tables), tuple(counted)


def _may_be_shown(pay: RangePay, before: Sequence[RangePay], least: float) -> bool:
    """Whether a count tells nothing together with earlier ones: about the same people the same, or of many more."""
    others = []
    for earlier in before:
        moved = {number for number, _ in {*pay.people} ^ {*earlier.people}}
        if moved and len(moved) < _MOVES * least:
            return False
        if not moved and not (_is_as_before(pay.women, earlier.women) and _is_as_before(pay.men, earlier.men)):
            return False
        if moved:
            others.append(earlier)
    return not others or disclose_nothing_together([*others, pay], least)


def _is_as_before(now: Median, then: Median) -> bool:
    """Whether a median is at the same point, whatever is paid there by now; or of the same pay where it has none."""
    return now.points == then.points and (now.points is not None or now.pay == then.pay)


def _by_range(recommendations: Sequence[Recommendation]) -> Mapping[str, list[Recommendation]]:
    """Everybody with a range and a known pay; by area too where a range is paid in several."""
    known = [person for person in recommendations if person.current.range and person.current.amount is not None]
    areas: dict[str, set[str]] = defaultdict(set)
    for person in known:
        areas[person.current.range or ""].add(person.pay_area or "")
    ranges: dict[str, list[Recommendation]] = defaultdict(list)
    for person in sorted(known, key=lambda person: (range_order(person.current.range), person.pay_area or "")):
        range_ = person.current.range or ""
        ranges[f"{range_}, {person.pay_area}" if len(areas[range_]) > 1 else range_].append(person)
    return ranges


def _level(person: Recommendation) -> str:
    """What Recommendations shows of somebody's place in the range."""
    return person.current.point or str(person.current.amount)


@dataclass(frozen=True)
class _Levels:
    """The people of a range by what they are paid, lowest first: how many in all, and of each sex, on each level."""

    pay: tuple[Decimal, ...]
    points: tuple[str | None, ...]
    everybody: tuple[int, ...]
    of_women: tuple[int, ...]
    of_men: tuple[int, ...]

    @classmethod
    def of(cls, people: Sequence[Recommendation], sexes: Mapping[str, str]) -> _Levels:
        """Of the people of a range, all of known pay."""
        at: dict[tuple[Decimal, str], list[Recommendation]] = defaultdict(list)
        for person in people:
            at[person.current.amount or Decimal(0), person.current.point or ""].append(person)
        levels = sorted(at)
        sex = [[sexes.get(person.payroll_number) for person in at[level]] for level in levels]
        return cls(
            pay=tuple(pay for pay, _ in levels),
            points=tuple(point or None for _, point in levels),
            everybody=tuple(map(len, sex)),
            of_women=tuple(each.count(WOMEN) for each in sex),
            of_men=tuple(each.count(MEN) for each in sex),
        )

    def place(self, person: Recommendation) -> int:
        """The level of a person, the lowest 0."""
        here = (person.current.amount or Decimal(0), person.current.point or None)
        return next(at for at, level in enumerate(zip(self.pay, self.points, strict=True)) if level == here)

    @property
    def women(self) -> tuple[int, ...]:
        """The level of each woman, lowest first."""
        return _each(self.of_women)

    @property
    def men(self) -> tuple[int, ...]:
        """The level of each man, lowest first."""
        return _each(self.of_men)

    def middle(self, people: Sequence[int]) -> Median:
        """The median of people on levels."""
        low, high = (self.points[people[at]] for at in ((len(people) - 1) // 2, len(people) // 2))
        points = low if low == high else f"{low} to {high}"
        places = people[(len(people) - 1) // 2], people[len(people) // 2]
        return Median(Decimal(median(self.pay[level] for level in people)), points, places)

    def disclose_nothing(self, least: float) -> bool:
        """Whether both medians leave the sex of a few people open on every level, and neither sex is few itself."""
        if min(len(self.women), len(self.men)) < least:
            return False
        equal, at_most = self._constraints()
        for level, people in enumerate(self.everybody):
            for sex in range(2):
                what = self._sum(sex, level, level)
                if not is_harmless(*least_and_most(what, equal, at_most), people, least):
                    return False
        return True

    def _sum(self, sex: int, first: int, last: int) -> list[float]:
        """The coefficients of how many of a sex, or of none that is known, are on levels from the first to the last."""
        count = len(self.everybody)
        return [float(sex * count + first <= at <= sex * count + last) for at in range(3 * count)]

    def _constraints(self) -> tuple[list[Constraint], list[Constraint]]:
        """What whoever reads both medians knows: equalities, then what is at most a number.

        How many of each sex there are in the range is taken to be known too.
        """
        last = len(self.everybody) - 1
        equal: list[Constraint] = []
        for level, people in enumerate(self.everybody):
            on_level = zip(*(self._sum(sex, level, level) for sex in range(3)), strict=True)
            equal.append(([sum(each) for each in on_level], people))
        at_most: list[Constraint] = []
        sizes = (len(self.women), len(self.men))
        equal += [(self._sum(sex, 0, last), size) for sex, size in enumerate(sizes)]
        for sex, each in enumerate((self.women, self.men)):
            for middle in ((len(each) - 1) // 2, len(each) // 2):
                level = each[middle]
                at_most.append((self._sum(sex, 0, level - 1), middle))
                at_most.append(([-on for on in self._sum(sex, 0, level)], -(middle + 1)))
        return equal, at_most


def _each(counts: Sequence[int]) -> tuple[int, ...]:
    return tuple(level for level, count in enumerate(counts) for _ in range(count))
