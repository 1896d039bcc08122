"""How alike the trust's reviews came out: groups against the rest, what does not fit, and the same words for many."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from pmr_batch.model.person import Recommendation


class Grouping(StrEnum):
    """By what people are compared, in the order in which it is shown."""

    ROLE = "Role"
    RANGE = "Pay range"
    POINT = "Pay point"
    ACADEMY = "Academy"
    REVIEWER = "Reviewer"


class Verdict(StrEnum):
    """How a group compares with the rest of the trust."""

    DIFFERS = "differs"
    SAME_CAUSE = "same cause"
    CHANCE = "chance"
    NOBODY = "nobody"
    UNABLE = "unable"
    ALIKE = "alike"
    ALONE = "alone"


@dataclass(frozen=True)
class Share:
    """Of `of` people who can progress, and whom criteria for pay progression apply to, so many met them."""

    met: int = 0
    of: int = 0

    @property
    def value(self) -> float | None:
        """From 0 to 1; None of nobody."""
        return self.met / self.of if self.of else None

    def less(self, other: Share) -> Share:
        """The others, where `other` is a part of these."""
        return Share(self.met - other.met, self.of - other.of)


@dataclass(frozen=True)
class ComparedGroup:
    """People before the committee who have a role, range, point, academy or reviewer in common.

    `code` is an academy's code, a point, or what Staff has for the reviewer: a payroll number or Panel. `people`
    counts those without criteria too. `interval` holds two shares; `chance` is how often chance alone makes such a
    difference from the `rest`, corrected for the number of comparisons, None where none was made. `last` is the
    share of last cycle, None where that run or the group is missing. `key` is what the people have in common, `range`
    the pay range of a range or point. Where the verdict is SAME_CAUSE, `cause` names the range or point that is flagged
    for it.
    """

    by: Grouping
    code: str | None
    name: str
    academies: tuple[str, ...]
    people: int
    share: Share
    rest: Share
    interval: tuple[float, float]
    verdict: Verdict
    chance: float | None = None
    last: Share | None = None
    range: str | None = None
    key: Hashable = None
    cause: str | None = None


@dataclass(frozen=True)
class CycleFigures:
    """A cycle in short: the people before the committee, how many met the criteria, what pay rises by in a year.

    `more` is in pounds, each at their FTE, award included, without on-costs, of those whose pay is known. `reviewees`
    is the median of how many a reviewer has, None of no reviewers; `differing` are the reviewers who differ.
    """

    cycle: str
    people: int
    share: Share
    more: Decimal
    reviewers: int = 0
    reviewees: float | None = None
    differing: int = 0


@dataclass(frozen=True)
class ChanceLimits:
    """Between which shares groups of a `size` lie where chance alone is at work: 95 % of them, and 99.8 %."""

    size: int
    inner: tuple[float, float]
    outer: tuple[float, float]


class MismatchKind(StrEnum):
    """How a recommendation does not fit, in words."""

    UNEARNED = "A rise, though criteria have not been met or do not apply"
    MET_WITHOUT = "Criteria met, with an objective not met"
    NOT_MET_WITH_ALL = "Criteria not met, with all objectives met"
    MORE_THAN_A_POINT = "A rise of more than one point"
    STAYS = "Criteria met below the top of the range, and no rise"


@dataclass(frozen=True)
class Mismatch:
    """Somebody whose outcomes, criteria and recommendation do not fit; `explanations` are those given."""

    person: Recommendation
    kinds: tuple[MismatchKind, ...]
    explanations: tuple[str, ...]


@dataclass(frozen=True)
class SameWords:
    """The same words of one reviewer for many reviewees, in a column of a sheet.

    `words` are those for the first. Where not `exact`, they are the same but for names, pronouns and numbers.
    """

    reviewer: str
    number: str | None
    sheet: str
    column: str
    people: tuple[Recommendation, ...]
    words: str
    exact: bool


@dataclass(frozen=True)
class Consistency:
    """Everything that the committee's sheets on consistency show.

    `groups` are ordered by grouping, then by name or code: never by share. `limits` are those of the reviewers' and the
    academies' sizes. `at_the_top` are left out of all shares: they cannot progress. Words count as the same for many
    when they are used for more than `copies` people. `last_cycle` names the cycle before, where its run is there;
    `trend` has this one, and up to two before it, the latest first.
    """

    people: int = 0
    share: Share = field(default_factory=Share)
    groups: tuple[ComparedGroup, ...] = ()
    limits: Mapping[Grouping, tuple[ChanceLimits, ...]] = field(default_factory=dict)
    mismatches: tuple[Mismatch, ...] = ()
    same_words: tuple[SameWords, ...] = ()
    at_the_top: int = 0
    copies: int = 0
    last_cycle: str | None = None
    trend: tuple[CycleFigures, ...] = ()

    def by(self, grouping: Grouping) -> tuple[ComparedGroup, ...]:
        """The groups of one kind."""
        return tuple(group for group in self.groups if group.by is grouping)
