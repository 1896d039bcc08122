"""The same returns under another policy: who would stand otherwise, what it would cost, what would be found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from pmr_batch.model.cost import CostLine
from pmr_batch.model.findings import Finding, Person
from pmr_batch.model.run_changes import Movement, PersonInRun
from pmr_batch.model.run_facts import RuleFact, RunFacts
from pmr_batch.model.terms import Severity


@dataclass(frozen=True)
class NumberChange:
    """A number of the policy that is another: its value of the trust's own policy, and that of the other one."""

    name: str
    clause: str
    unit: str
    meaning: str
    own: str
    other: str


@dataclass(frozen=True)
class Difference:
    """Somebody who would stand otherwise: under the trust's own policy, and under the other.

    `gone` and `come` are the codes of the findings about them that would not be there, and of those that would.
    `more` is what pay and on-costs would be more in a full year, in pounds; None where a pay is not known.
    """

    movement: Movement
    own: PersonInRun
    other: PersonInRun
    gone: tuple[str, ...]
    come: tuple[str, ...]
    more: Decimal | None

    @property
    def person(self) -> Person:
        """Who it is."""
        return self.own.person


@dataclass(frozen=True)
class FindingChange:
    """A finding that counts under one of the two policies only: under the other one where it `comes`."""

    finding: Finding
    comes: bool


@dataclass(frozen=True)
class RuleChange:
    """How many findings of a rule would go, and how many would come."""

    code: str
    severity: Severity
    goes: int
    comes: int


@dataclass(frozen=True)
class CostPair:
    """What pay costs under the trust's own policy, and under the other; of so many people pay is not known."""

    own: CostLine = field(default_factory=CostLine)
    other: CostLine = field(default_factory=CostLine)
    unknown: int = 0

    @property
    def more(self) -> Decimal:
        """What the other policy adds in a full year, in pounds; below nought what it saves."""
        return self.other.year.change.total - self.own.year.change.total


@dataclass(frozen=True)
class PolicyComparison:
    """A round under two policies, from the same returns, and as if the committee had decided nothing yet.

    `name` is that of the file with the other policy. `own` and `other` are everybody with an outcome, in one order.
    `in_review` is the cost of everybody in review whose pay is known under both, also where errors are open, by
    academy and in all; `before_committee` that of whoever would be before the committee.
    """

    run: RunFacts
    name: str
    numbers: tuple[NumberChange, ...]
    own: tuple[Person, ...]
    other: tuple[Person, ...]
    differences: tuple[Difference, ...]
    findings: tuple[FindingChange, ...]
    rules: tuple[RuleFact, ...]
    in_review: CostPair
    before_committee: CostPair
    academies: Mapping[str, CostPair]
    academy_names: Mapping[str, str]

    @property
    def by_rule(self) -> tuple[RuleChange, ...]:
        """The rules of which findings would go or come, in the order of their codes."""
        return tuple(_by_rule(self.findings))

    @property
    def goes(self) -> int:
        """How many findings count under the trust's own policy only."""
        return sum(not change.comes for change in self.findings)

    @property
    def comes(self) -> int:
        """How many findings count under the other policy only."""
        return len(self.findings) - self.goes

    @property
    def ready(self) -> tuple[int, int]:
        """How many would be before the committee, under each of the two."""
        return self.before_committee.own.posts, self.before_committee.other.posts


def _by_rule(changes: Iterable[FindingChange]) -> Iterable[RuleChange]:
    counts: dict[tuple[str, Severity], list[int]] = {}
    for change in changes:
        counts.setdefault((change.finding.code, change.finding.severity), [0, 0])[change.comes] += 1
    for (code, severity), (goes, comes) in sorted(counts.items()):
        yield RuleChange(code, severity, goes, comes)
