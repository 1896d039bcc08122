"""What earlier runs put before the committee, as far as their files are there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from pmr_batch.model.appeal import Appeal, DecidedPerson
from pmr_batch.model.decision import Decided
from pmr_batch.model.equality import Published
from pmr_batch.model.findings import Person
from pmr_batch.model.open_points import OpenPoint
from pmr_batch.model.person import Recommendation

#: An academy's code and a payroll number.
Key = tuple[str | None, str | None]


@dataclass(frozen=True)
class KeptReturn:
    """What went back to an academy: its reference, which is the same for the same rows and findings.

    `open` are the points that were open when its return was checked `before` with other rows or findings; both are
    None where it was not.
    """

    academy: str
    reference: str
    before: date | None = None
    open: tuple[OpenPoint, ...] | None = None


@dataclass(frozen=True)
class Kept:
    """What one run keeps for later runs: everybody with an outcome, and its rows of Recommendations.

    `equality` is what it and the runs of the same round before it showed on Equality, the earliest first.
    `inputs` are its input files, each with its SHA-256.
    `settled` are the rows of those on whom the committee had decided already: they were not put before it again.
    `appeals` are its rows of Appeals. `open` are the points that were open, None where the run did not keep them.
    `returns` are what went back to the academies.
    """

    run: str
    fingerprint: str
    as_of: date
    cycle: str
    people: tuple[Person, ...]
    recommendations: tuple[Recommendation, ...]
    equality: tuple[Published, ...]
    inputs: tuple[tuple[str, str], ...]
    settled: tuple[Recommendation, ...]
    appeals: tuple[DecidedPerson, ...] = ()
    open: tuple[OpenPoint, ...] | None = None
    returns: tuple[KeptReturn, ...] = ()

    @cached_property
    def by_key(self) -> Mapping[Key, Recommendation]:
        """All rows by academy and payroll number, which are unique."""
        return {(row.academy, row.payroll_number): row for row in (*self.recommendations, *self.settled)}

    @cached_property
    def by_number(self) -> Mapping[str, Recommendation]:
        """All rows by payroll number, for people who may have moved within the trust; nobody is reviewed twice."""
        return {row.payroll_number: row for row in (*self.recommendations, *self.settled)}


@dataclass(frozen=True)
class Earlier:
    """The run of the same round before this one, and the same round's of the cycles before, the latest first.

    `decided` are the committee's decisions of this very round that are in force, by payroll number, and `appeals` the
    appeals against them.
    """

    last_run: Kept | None = None
    cycles: tuple[Kept, ...] = field(default=())
    decided: Mapping[str, Decided] = field(default_factory=dict)
    appeals: Mapping[str, Appeal] = field(default_factory=dict)

    @property
    def last_cycle(self) -> Kept | None:
        """The cycle before this one."""
        return self.cycles[0] if self.cycles else None
