"""Invented people: their posts, their reviewers, and what is special about some."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

from pmr_batch.demo.cycles import SUPPORT, TEACHING, Year
from pmr_batch.demo.phrases import data
from pmr_batch.layout.standard_workbook import EXECUTIVES, HEADS, SUPPORT_ROLES
from pmr_batch.layout.trust_workbook import HEADS_CODE


@dataclass
class Employee:
    """One person at one academy; fields are as columns of Staff. `kind` is what is special about the year, or blank.

    `pay_point` is a point of `pay_range`; `current_pay` is pounds where there is no point. `absent`
    is first and last day. `reviewer`, `line_manager` and `stands_in_for` are payroll numbers.
    """

    payroll_number: str
    given: str
    family: str
    sex: str
    academy: str
    job_title: str
    role: str
    employment_start: date
    phase: str = "primary"
    kind: str = ""
    senior: bool = False
    contract: str = "Permanent"
    employment_end: date | None = None
    fte: str = "1"
    working_pattern: str = "Term time"
    in_induction: bool = False
    induction_completed_on: date | None = None
    qualified_teacher: bool = True
    reviewer: str | None = None
    line_manager: str | None = None
    pay_range: str = "Main"
    pay_point: str | None = None
    grade: tuple[str, str] | None = None
    current_pay: int | None = None
    starts: date | None = None
    ends: date | None = None
    cycle_adjusted_because: str | None = None
    status: str = "In review"
    status_from: date | None = None
    status_to: date | None = None
    absent: Sequence[date] | None = None
    stands_in_for: str | None = None
    reviewed_at: str | None = None
    out_of_scope_because: str | None = None

    @property
    def name(self) -> str:
        """Given name and family name."""
        return f"{self.given} {self.family}"

    @property
    def year(self) -> Year:
        """The cycle the person is reviewed in, by role."""
        return SUPPORT if self.role in SUPPORT_ROLES else TEACHING

    @property
    def cycle_from(self) -> date:
        """First day of the person's own cycle."""
        return self.starts or self.year.starts

    @property
    def cycle_to(self) -> date:
        """Last day of the person's own cycle."""
        return self.ends or self.year.ends

    @property
    def by_panel(self) -> bool:
        """Heads and executives are reviewed by a panel (3.1)."""
        return self.role in HEADS or self.role in EXECUTIVES

    @property
    def leads(self) -> bool:
        """Whether the person may review others: nobody whose year is special does."""
        return self.senior and not self.kind


@dataclass
class School:
    """One academy of the demo, or the central team, and everybody on its staff list."""

    code: str
    name: str
    phase: str
    area: str = "Rest of England"
    headteacher: Employee | None = None
    executive: Employee | None = None
    head_of_school: Employee | None = None
    staff: list[Employee] = field(default_factory=list)

    @property
    def central(self) -> bool:
        """Whether it is the central workbook."""
        return self.code == HEADS_CODE

    @property
    def head(self) -> Employee | None:
        """Who authorises its returns; the central team's is the CEO."""
        if self.central:
            return next(person for person in self.staff if person.role == "CEO")
        return self.headteacher or self.head_of_school

    def of(self, year: Year) -> list[Employee]:
        """Its people of a cycle, in the order of the staff list."""
        return [person for person in self.staff if person.year == year]


class Register:
    """Hands out names and payroll numbers, each once."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self._numbers = iter(range(10_000 + rng.randrange(500), 10_000_000, 7))
        self._names = self._all_names()

    def _all_names(self) -> Iterator[tuple[str, str, str]]:
        given = [(name, sex) for sex, names in data("names")["given"].items() for name in names]
        every = [(first, last, sex) for first, sex in given for last in data("names")["family"]]
        while True:
            yield from self.rng.sample(every, len(every))

    def person(self, academy: str, job: str, role: str, start: date, phase: str = "primary") -> Employee:
        """Somebody new."""
        given, family, sex = next(self._names)
        return Employee(f"{next(self._numbers):07}", given, family, sex, academy, job, role, start, phase)


def give_reviewers(people: list[Employee], roots: dict[str, int], each: int) -> None:
    """Give everybody a reviewer: the roots take the first, up to their number; those who lead the next."""
    places = [number for number, most in roots.items() for _ in range(most)]
    for person in people:
        person.reviewer = person.line_manager = places.pop(0)
        if person.leads:
            places += [person.payroll_number] * each
