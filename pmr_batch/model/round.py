"""A round: everybody merged, then moderated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from pmr_batch.model.appeal import Appeal, DecidedPerson
from pmr_batch.model.applications import Application
from pmr_batch.model.consistency import Consistency
from pmr_batch.model.cost import RoundCost
from pmr_batch.model.deadlines import Lateness
from pmr_batch.model.decision import Decided
from pmr_batch.model.earlier_runs import Earlier
from pmr_batch.model.equality import Equality
from pmr_batch.model.findings import Finding, NotChecked, Person, ToDo
from pmr_batch.model.members import Member
from pmr_batch.model.objectives_sample import Sample
from pmr_batch.model.person import Dossier, Recommendation
from pmr_batch.model.run_changes import Change
from pmr_batch.model.run_facts import Deadline, FileFact, RuleFact, RunFacts
from pmr_batch.model.terms import FileState, Outcome


@dataclass(frozen=True)
class AcademyCount:
    """One academy in the reconciliation.

    `code` is None for files of which the academy is not known. `state` is that of its return, None
    where there is none. `rows_in` counts the rows of all its Staff sheets, those of refused and
    superseded files included; `outcomes` counts people, missing ones (on the staff list only) too.
    """

    code: str | None
    name: str
    state: FileState | None
    rows_in: int
    outcomes: Mapping[Outcome, int] = field(default_factory=dict)
    refused_rows: int = 0
    superseded_rows: int = 0

    @property
    def missing(self) -> int:
        """People on the staff list only: in no row."""
        return self.outcomes.get(Outcome.MISSING, 0)

    @property
    def rows_out(self) -> int:
        """Rows with an outcome, and rows of refused and superseded files."""
        return sum(self.outcomes.values()) - self.missing + self.refused_rows + self.superseded_rows


@dataclass(frozen=True)
class Merged:
    """Everybody with an outcome; all findings in order; each academy's rows in and outcomes out;
    and the dossier of each person, by file and Excel row on Staff.
    """

    people: tuple[Person, ...]
    findings: tuple[Finding, ...]
    academies: tuple[AcademyCount, ...]
    dossiers: Mapping[tuple[str, int], Dossier]


@dataclass(frozen=True)
class Settled:
    """A person whose pay the committee decided after an earlier run of this round.

    `now` is the recommendation as the return has it today.
    """

    person: Person
    decided: Decided
    now: Recommendation

    @property
    def changed(self) -> str | None:
        """How the recommendation has changed since, None where it has not."""
        return self.decided.differs(self.now)


@dataclass(frozen=True)
class Moderated:
    """A round as the stages before `produce` leave it; every sequence in the order it is shown in.

    Whoever is ready is in `recommendations`, before the committee; whoever is decided in `settled`. Those of the
    findings that are about people of another round alone are `of_other_rounds`, too. `appeals` has a row for each
    decision of the round that settles pay, also on people who are in no return any more. `members` are the committee's.
    """

    run: RunFacts
    academies: tuple[AcademyCount, ...]
    people: tuple[Person, ...]
    recommendations: tuple[Recommendation, ...]
    findings: tuple[Finding, ...]
    rules: tuple[RuleFact, ...]
    deadlines: tuple[Deadline, ...] = ()
    to_do: tuple[ToDo, ...] = ()
    not_checked: tuple[NotChecked, ...] = ()
    notices: tuple[str, ...] = ()
    files: tuple[FileFact, ...] = ()
    earlier: Earlier = field(default_factory=Earlier)
    consistency: Consistency = field(default_factory=Consistency)
    cost: RoundCost | None = None
    equality: Equality = field(default_factory=Equality)
    lateness: Lateness = field(default_factory=Lateness)
    upper_pay_range: tuple[Application, ...] = ()
    sample: Sample = field(default_factory=Sample)
    changes: tuple[Change, ...] = ()
    settled: tuple[Settled, ...] = ()
    appeals: tuple[DecidedPerson, ...] = ()
    of_other_rounds: tuple[Finding, ...] = ()
    members: tuple[Member, ...] = ()

    @cached_property
    def of_round(self) -> tuple[Finding, ...]:
        """The findings that this round has to deal with."""
        others = set(self.of_other_rounds)
        return tuple(finding for finding in self.findings if finding not in others)

    def open_findings(self, code: str) -> list[Finding]:
        """The findings of a rule that this round has to deal with, and that count."""
        return [finding for finding in self.of_round if finding.code == code and finding.counts]

    @property
    def pending_appeals(self) -> tuple[Appeal, ...]:
        """The appeals that are still to be heard, or have no outcome yet."""
        return tuple(row.appeal for row in self.appeals if row.appeal and row.appeal.is_pending)
