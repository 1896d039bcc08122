"""What has changed since the run before of the same round: who moved, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pmr_batch.model.findings import Person
from pmr_batch.model.person import Pay, Recommendation
from pmr_batch.model.terms import Outcome


class Movement(StrEnum):
    """What is not as it was; of several, the first."""

    NEW = "New"
    GONE = "Gone"
    OUTCOME = "Outcome"
    RECOMMENDATION = "Recommendation"
    QUERIES = "Errors or queries"


@dataclass(frozen=True)
class PersonInRun:
    """A person in one run, with the row on Recommendations where there was one."""

    person: Person
    recommendation: Recommendation | None = None

    @property
    def outcome(self) -> Outcome:
        """What became of the person."""
        return self.person.outcome

    @property
    def recommended(self) -> Pay | None:
        """Where the person would stand."""
        return self.recommendation.recommended if self.recommendation else None


@dataclass(frozen=True)
class Change:
    """Somebody who moved between two runs; one of the standings is None for whoever is new or gone."""

    movement: Movement
    before: PersonInRun | None
    now: PersonInRun | None
    why: tuple[str, ...] = ()

    @property
    def person(self) -> Person:
        """The person as they are now, or were last."""
        standing = self.now or self.before
        assert standing is not None
        return standing.person
