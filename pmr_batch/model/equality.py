"""Who progresses, by what is held centrally about people (1.2): what is shown of it, and what has been shown before.

Whoever progresses is recommended for more than the current place. Nobody is named together with a characteristic.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class Tally(NamedTuple):
    """People of a group: so many progress, and so many others."""

    progressed: int
    others: int

    @property
    def people(self) -> int:
        """All of them."""
        return self.progressed + self.others


NOBODY = Tally(0, 0)


def total(tallies: Iterable[Tally]) -> Tally:
    """Several groups as one."""
    groups = list(tallies)
    return Tally(sum(group.progressed for group in groups), sum(group.others for group in groups))


@dataclass(frozen=True)
class EqualityGroup:
    """The people of one answer; `tally` is None where it is hidden."""

    name: str
    tally: Tally | None


@dataclass(frozen=True)
class Breakdown:
    """Everybody by one characteristic, a group an answer, those without people too."""

    by: str
    groups: tuple[EqualityGroup, ...]

    @property
    def shown(self) -> Mapping[str, Tally]:
        """The groups that are not hidden, by name."""
        return {group.name: group.tally for group in self.groups if group.tally is not None}


@dataclass(frozen=True)
class GroupComparison:
    """The shares that a group's people are consistent with (95 %), and how it compares with the other groups shown.

    `chance` is how often chance alone makes such a difference, corrected for the number of groups; None where no result
    of so few could stand out.
    """

    interval: tuple[float, float]
    chance: float | None
    differs: bool


@dataclass(frozen=True)
class Median:
    """The middle of what people are paid: annual full-time pounds, and the points of the middle one or two of them.

    `places` are those of the two among all that anybody of the range is paid, the lowest 0.
    """

    pay: Decimal
    points: str | None
    places: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class RangePay:
    """Women's and men's median current pay in a pay range, of one area where the trust has several.

    `people` are all of the range, sex known or not, as Recommendations shows them: payroll number, and point or pay;
    `places` are where each of them is among all that is paid in it, the lowest 0. Of `counted` the sex is known.
    """

    name: str
    people: tuple[tuple[str, str], ...]
    women: Median
    men: Median
    places: tuple[int, ...] = ()
    counted: int = 0

    @property
    def difference(self) -> Decimal:
        """By how much of men's median pay women's is higher, below nought where it is lower."""
        return (self.women.pay - self.men.pay) / self.men.pay if self.men.pay else Decimal(0)


@dataclass(frozen=True)
class Published:
    """What a run counted and showed: the breakdowns, and whom it counted, as shown by name on Recommendations.

    `progressed` and `others` are payroll numbers, in order. A breakdown, or the pay of a range, that the run did not
    count itself is not among them.
    """

    run: str
    as_of: date
    progressed: tuple[str, ...]
    others: tuple[str, ...]
    breakdowns: tuple[Breakdown, ...]
    pay: tuple[RangePay, ...] = ()

    @property
    def everybody(self) -> Tally:
        """All who were counted."""
        return Tally(len(self.progressed), len(self.others))

    def of(self, by: str) -> Breakdown | None:
        """The breakdown by a characteristic, where this run counted it."""
        return next((breakdown for breakdown in self.breakdowns if breakdown.by == by), None)

    def pay_in(self, range_: str) -> RangePay | None:
        """Women's and men's pay in a range, where this run counted it."""
        return next((pay for pay in self.pay if pay.name == range_), None)


class EqualityState(StrEnum):
    """How a characteristic is shown: counted in this run, as counted in one before, or not, and why not."""

    COUNTED = "counted"
    EARLIER = "stands"
    FEW = "few"
    ALIKE = "alike"


@dataclass(frozen=True)
class EqualityTable:
    """One characteristic; `published` is the count that is shown, None where the table is withheld.

    `EARLIER` is a count of an earlier run of this round: since then so little has changed that both together
    would identify single people. `ALIKE` is withheld because the same holds with the count of an earlier cycle.
    `comparisons` are of the groups shown, by name.
    """

    by: str
    state: EqualityState
    published: Published | None = None
    comparisons: Mapping[str, GroupComparison] = field(default_factory=dict)

    @property
    def breakdown(self) -> Breakdown | None:
        """What is shown, if anything is."""
        return self.published.of(self.by) if self.published else None


@dataclass(frozen=True)
class PayTable:
    """A pay range of so many people; `published` is the count that is shown of it, None where it is withheld.

    The states are those of an `EqualityTable`.
    """

    name: str
    people: int
    state: EqualityState
    published: Published | None = None

    @property
    def pay(self) -> RangePay | None:
        """What is shown, if anything is."""
        return self.published.pay_in(self.name) if self.published else None


@dataclass(frozen=True)
class Equality:
    """Progression of everybody before the committee, over the whole trust.

    Counts below `least` are hidden in `tables`; in `open_breakdowns` nothing is, for Recommendations shows what they
    count by next to each name; `open_comparisons` belong to them. `is_recorded` says whether trust.xlsx holds anything
    about anybody. `pay` is women's and men's by pay range. `published` is all that was counted and shown in this round
    so far, the earliest first.
    """

    least: float = 0
    everybody: Tally = NOBODY
    is_recorded: bool = False
    tables: tuple[EqualityTable, ...] = field(default=())
    open_breakdowns: tuple[Breakdown, ...] = field(default=())
    open_comparisons: tuple[Mapping[str, GroupComparison], ...] = field(default=())
    pay: tuple[PayTable, ...] = field(default=())
    published: tuple[Published, ...] = field(default=())
