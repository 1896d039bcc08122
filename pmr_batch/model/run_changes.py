"""What has changed since the run before of the same round: who moved, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pmr_batch.model.findings import Person
from pmr_batch.model.person import Pay, Recommendation
from pmr_batch.model.terms import Outcome


class Movement(StrEnum):
    """What has changed for a person; of several changes, the first."""

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
        """The pay recommended for the person."""
        return self.recommendation.recommended if self.recommendation else None


@dataclass(frozen=True)
class Change:
    """Somebody who moved between two runs; `before` is None for whoever is new, `now` for whoever is gone."""

    movement: Movement
    before: PersonInRun | None
    now: PersonInRun | None
    why: tuple[str, ...] = ()

    @property
    def person(self) -> Person:
        """The person as they are now, or were last."""
        person_in_run = self.now or self.before
        assert person_in_run is not None
        return person_in_run.person
