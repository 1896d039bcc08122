"""What the round's recommendations cost the trust as an employer. Pounds and pence, without allowances.

Each amount of each post is rounded once, to the penny; every sum is of rounded amounts, so that all agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum

_NOTHING = Decimal(0)


@dataclass(frozen=True)
class Cost:
    """What pay costs over a time: the pay itself, and what the employer pays on top of it."""

    pay: Decimal = _NOTHING
    pension: Decimal = _NOTHING
    insurance: Decimal = _NOTHING
    levy: Decimal = _NOTHING

    @property
    def on_costs(self) -> Decimal:
        """All that comes on top of pay."""
        return self.pension + self.insurance + self.levy

    @property
    def total(self) -> Decimal:
        """Pay and on-costs."""
        return self.pay + self.on_costs

    def __add__(self, other: Cost) -> Cost:
        return Cost(
            self.pay + other.pay,
            self.pension + other.pension,
            self.insurance + other.insurance,
            self.levy + other.levy,
        )

    def __sub__(self, other: Cost) -> Cost:
        return Cost(
            self.pay - other.pay,
            self.pension - other.pension,
            self.insurance - other.insurance,
            self.levy - other.levy,
        )


@dataclass(frozen=True)
class CostChange:
    """What current pay costs over a time, and what is added to it.

    `award` is what the same point rises by from the old scale to the new, `progression` what the move of point
    costs on the new scale. `not_split` is a change that cannot be split into the two.
    """

    current: Cost = field(default_factory=Cost)
    progression: Cost = field(default_factory=Cost)
    award: Cost = field(default_factory=Cost)
    not_split: Cost = field(default_factory=Cost)

    @property
    def change(self) -> Cost:
        """All that is added."""
        return self.progression + self.award + self.not_split

    @property
    def recommended(self) -> Cost:
        """What recommended pay costs."""
        return self.current + self.change

    @property
    def not_approved(self) -> CostChange:
        """Where the current point is kept: the award alone."""
        return CostChange(current=self.current, award=self.award)

    @property
    def in_question(self) -> CostChange:
        """What approval adds."""
        return CostChange(progression=self.progression, not_split=self.not_split)

    def __add__(self, other: CostChange) -> CostChange:
        return CostChange(
            self.current + other.current,
            self.progression + other.progression,
            self.award + other.award,
            self.not_split + other.not_split,
        )


class Remark(Enum):
    """A caveat on the figures of a post."""

    UNKNOWN_PAY = "pay is not known"
    UNKNOWN_FTE = "FTE is not known"
    AWARD_PENDING = "award pending"
    NO_NEW_SCALE = "no new scale"
    LATER_SCALE = "newer scale within the year"
    NOT_SPLIT = "not split"
    FALLS = "pay falls"
    NOT_ALL_YEAR = "not employed all year"
    SEVERAL_POSTS = "works at several academies"
    OTHER_PAY = "works elsewhere on other pay"


#: What keeps a post out of every sum.
UNKNOWN = frozenset({Remark.UNKNOWN_PAY, Remark.UNKNOWN_FTE})


@dataclass(frozen=True)
class FullTime:
    """Annual full-time pay: current, the same point on the new scale, and recommended.

    `same_point` is None where a change cannot be split into progression and award.
    """

    current: Decimal | None = None
    same_point: Decimal | None = None
    recommended: Decimal | None = None

    def times(self, fte: Decimal | None) -> FullTime:
        """The actual pay of a part-time post; as of a full-time one where the FTE is not known."""
        amounts = (self.current, self.same_point, self.recommended)
        return FullTime(*(None if amount is None else amount * (fte or 1) for amount in amounts))


@dataclass(frozen=True)
class Post:
    """What one person before the committee costs at one academy; whoever works at several has a post at each.

    `year` is twelve months from Pay effective from, as if everybody stayed; `this_year` what of it falls into the
    financial year, for the days of employment. Both are None where an amount is not known. `left_out` names the
    on-costs of which no rate is known: they are nought.
    """

    academy: str
    payroll_number: str
    name: str
    role: str
    range: str | None
    point: str | None
    recommended_point: str | None
    fte: Decimal | None
    full_time: FullTime
    year: CostChange | None
    this_year: CostChange | None
    open_query: bool = False
    remarks: tuple[Remark, ...] = ()
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class CostLine:
    """Posts together; one with an unknown amount is not counted."""

    posts: int = 0
    year: CostChange = field(default_factory=CostChange)
    this_year: CostChange = field(default_factory=CostChange)

    @classmethod
    def of(cls, posts: Iterable[Post]) -> CostLine:
        """The sums of posts."""
        count, year, this_year = 0, CostChange(), CostChange()
        for post in posts:
            if post.year is not None and post.this_year is not None:
                count, year, this_year = count + 1, year + post.year, this_year + post.this_year
        return cls(count, year, this_year)

    @property
    def not_approved(self) -> CostLine:
        """The same posts where nobody is approved."""
        return CostLine(self.posts, self.year.not_approved, self.this_year.not_approved)

    @property
    def in_question(self) -> CostLine:
        """What depends on whether they are approved."""
        return CostLine(self.posts, self.year.in_question, self.this_year.in_question)

    def __add__(self, other: CostLine) -> CostLine:
        return CostLine(self.posts + other.posts, self.year + other.year, self.this_year + other.this_year)


@dataclass(frozen=True)
class PricedPoint:
    """A point of a pay scale with its annual full-time pay, in pounds, on the day on which pay takes effect."""

    area: str
    range: str
    point: str
    annual: Decimal

    @property
    def key(self) -> str:
        """Area, range and point as one text."""
        return f"{self.area}|{self.range}|{self.point}"


@dataclass(frozen=True)
class RoundCost:
    """The cost of a round: its twelve months, its posts, and their sums.

    `this_year_ends` is the last day of the financial year in which pay takes effect. `waiting` are the posts with
    open queries, `clear` all others. `rates` are those of the twelve months, in words. `prices` are all points of the
    pay areas that anybody is in, by which another place than the recommended one is priced.
    """

    starts: date
    ends: date
    this_year_ends: date
    posts: tuple[Post, ...]
    trust: CostLine
    academies: Mapping[str, CostLine]
    ranges: Mapping[str, CostLine]
    clear: CostLine
    waiting: CostLine
    rates: tuple[str, ...] = ()
    prices: tuple[PricedPoint, ...] = ()

    @property
    def none_approved(self) -> CostLine:
        """What it costs where nobody with an open query is approved."""
        return self.clear + self.waiting.not_approved
