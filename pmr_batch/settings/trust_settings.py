"""The trust's settings in the types that the stages use."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from pmr_batch.model.members import Interest
from pmr_batch.model.person import Pay
from pmr_batch.model.returns import Table
from pmr_batch.model.run_facts import FINAL_REVIEWS_BY, PAY_DECISIONS_BY, Deadline
from pmr_batch.model.terms import Round
from pmr_batch.policy.calendar import Calendar
from pmr_batch.policy.on_costs import OnCosts
from pmr_batch.policy.parameters import Parameters
from pmr_batch.policy.pay import PayPoints, Scale
from pmr_batch.policy.pay_ranges import RANGES
from pmr_batch.policy.roles import is_teaching


@dataclass(frozen=True)
class Academy:
    """One academy, or the central workbook (`central`)."""

    code: str
    name: str
    central: bool
    urn: str | None
    head: str | None
    executive_head: str | None
    head_of_school: str | None
    office_email: str | None
    pay_area: str
    support_pay_area: str

    @property
    def heads(self) -> frozenset[str]:
        """Payroll numbers of its Executive Headteacher, Headteacher and Head of School."""
        return frozenset(filter(None, (self.head, self.executive_head, self.head_of_school)))


@dataclass(frozen=True)
class Cycle:
    """One cycle and its dates; a blank heads' date is not required."""

    name: str
    teaching: bool
    starts: date
    ends: date
    objectives_set_by: date
    final_reviews_by: date
    heads_final_reviews_by: date | None
    reports_sent_by: date | None
    heads_reports_sent_by: date | None
    pay_decisions_by: date | None
    heads_pay_decisions_by: date | None
    pay_effective_from: date
    trust_objective: str

    @property
    def slug(self) -> str:
        """The cycle's name in folders: lower case, hyphens for blanks."""
        return self.name.lower().replace(" ", "-")

    @property
    def own_round(self) -> Round:
        """The round in which most of its people are decided: teachers, or support staff."""
        return Round.OCTOBER if self.teaching else Round.APRIL

    def final_reviews_of(self, academy: Academy) -> date | None:
        """The date of an academy's final reviews: that of the heads for the central workbook."""
        return self.heads_final_reviews_by if academy.central else self.final_reviews_by

    def pay_decisions_of(self, round_: Round) -> date | None:
        """By when pay is decided in a round."""
        return self.heads_pay_decisions_by if round_ is Round.DECEMBER else self.pay_decisions_by

    def deadlines(self, round_: Round) -> tuple[Deadline, ...]:
        """The dates that matter in a round, heads' own in theirs; blank ones left out."""
        heads = round_ is Round.DECEMBER
        dates = (
            ("Objectives set by", self.objectives_set_by),
            (FINAL_REVIEWS_BY, self.heads_final_reviews_by if heads else self.final_reviews_by),
            ("Reports sent by", self.heads_reports_sent_by if heads else self.reports_sent_by),
            (PAY_DECISIONS_BY, self.pay_decisions_of(round_)),
            ("Pay effective from", self.pay_effective_from),
        )
        return tuple(Deadline(what, due) for what, due in dates if due)


@dataclass(frozen=True)
class Accepted:
    """A finding that trust HR accepts; None fits any academy, and no person or item."""

    rule: str
    academy: str | None
    payroll_number: str | None
    item: str | None
    reason: str
    by: str
    on: date


@dataclass(frozen=True)
class Settings:
    """All settings. `staff_list` is None where a workbook's own Settings sheet is all there is.

    `staff_list` and `equality` are rows of their sheets as mappings by column key. `as_of` is the date
    that the Settings sheet of a workbook gives for its live checks, if any. `interests` are those of the committee's
    members, a row for a member without any.
    `tables` are the sheets as read, for what a workbook carries with it. `notices` are lines for
    whoever keeps the settings: what was read otherwise than typed, and what may be wrong and was used.
    """

    where: str
    trust: str
    policy: str
    approved_on: date
    next_review: date
    issued_by: str | None
    academies: Mapping[str, Academy]
    cycles: Mapping[str, Cycle]
    parameters: Parameters
    pay: PayPoints
    calendar: Calendar
    staff_list: tuple[Mapping[str, Any], ...] | None = None
    equality: tuple[Mapping[str, Any], ...] = ()
    on_costs: OnCosts = field(default_factory=OnCosts)
    returns: Mapping[tuple[str, str], str] = field(default_factory=dict)
    accepted: tuple[Accepted, ...] = ()
    interests: tuple[Interest, ...] = ()
    as_of: date | None = None
    tables: Mapping[str, Table] = field(default_factory=dict)
    notices: tuple[str, ...] = ()

    def paid_at(self, code: str | None, payroll_number: str | None) -> Academy | None:
        """The academy whose pay areas are a person's."""
        return paid_at(self.academies, code, payroll_number)

    def area_of(self, code: str, pay_range: str) -> str | None:
        """The pay area of an academy for a pay range; None where either is not known."""
        academy = self.academies.get(code)
        known = pay_range in RANGES or pay_range in self.pay.own_ranges
        return self.pay.area_of(academy, pay_range) if academy and known else None

    def scale_of(self, pay: Pay, code: str, payroll_number: str | None, on: date) -> Scale | None:
        """The scale of a place for a person of an academy on a day; None where it has none, as a spot salary."""
        paying = self.paid_at(code, payroll_number)
        if paying is None or pay.range is None or pay.point is None:
            return None
        return self.pay.scale(self.pay.area_of(paying, pay.range), pay.range, on)

    def staff_of(self, cycle: Cycle) -> Iterator[Mapping[str, Any]]:
        """The staff list's people of a cycle: by role, and employed before it ended."""
        for row in self.staff_list or ():
            if is_teaching(row["role"]) == cycle.teaching and row["employment_start"] <= cycle.ends:
                yield row

    def posts_of(self, payroll_number: str) -> Sequence[Mapping[str, Any]]:
        """The staff list's rows of a person, one a post."""
        return self._posts.get(payroll_number, ())

    @cached_property
    def _posts(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        posts: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        for row in self.staff_list or ():
            posts[row["payroll_number"]].append(row)
        return posts

    def cycle(self, name: str) -> Cycle | None:
        """The cycle of a name, or of a folder name."""
        return next((c for c in self.cycles.values() if name in (c.name, c.slug)), None)

    def before(self, cycle: Cycle) -> Cycle | None:
        """The last cycle of the same group that ended before this one starts."""
        earlier = [
            other for other in self.cycles.values() if other.teaching == cycle.teaching and other.ends < cycle.starts
        ]
        return max(earlier, key=lambda other: other.ends, default=None)


def paid_at(academies: Mapping[str, Academy], code: str | None, payroll_number: str | None) -> Academy | None:
    """The academy whose pay areas are a person's: of a head in the central workbook, the head's own school.

    A head of schools of several areas is paid by the central team's.
    """
    academy = academies.get(code or "")
    if academy is None or not academy.central:
        return academy
    schools = [school for school in academies.values() if not school.central and payroll_number in school.heads]
    return schools[0] if len({school.pay_area for school in schools}) == 1 else academy
