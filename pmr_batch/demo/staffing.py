"""The synthetic trust's academies and everybody who works there, by a seed."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from datetime import date
from itertools import cycle, islice
from math import ceil
from random import Random

from pmr_batch.demo.cycles import ON_LEAVE, SUPPORT, TEACHING
from pmr_batch.demo.employees import Employee, Register, School, give_reviewers
from pmr_batch.demo.phrases import data
from pmr_batch.layout.trust_workbook import HEADS_CODE

#: Reviewees of one reviewer, well within the policy's parameter of 8 even over two cycles.
_TEACHERS_OF_HEAD, _SUPPORT_OF_HEAD, _OF_SENIOR, _OF_LEAD = 4, 2, 5, 6
_MOST_HLTAS = 3
#: Kinds of year with nothing special, hours and pay aside.
_ORDINARY = ("", "part time", "top of range")
#: How many academies at most share somebody with the next one.
_SHARED = 4
#: In one academy of so many a reviewer is on leave, and somebody stands in.
_LEAVE = 5


@dataclass(frozen=True)
class Trust:
    """The academies with their staff; the central team is the last."""

    schools: tuple[School, ...]

    @property
    def central(self) -> School:
        """The central team, with heads and executives."""
        return self.schools[-1]

    @property
    def academies(self) -> tuple[School, ...]:
        """All but the central team."""
        return self.schools[:-1]

    @property
    def ordinary(self) -> frozenset[str]:
        """Payroll numbers of everybody who reviews nobody and whose year is ordinary."""
        people = [person for school in self.schools for person in school.staff]
        plain = (person for person in people if not person.by_panel and person.kind in _ORDINARY)
        numbers = frozenset(person.payroll_number for person in plain if not person.stands_in_for)
        return numbers - {str(person.reviewer) for person in people}


def make_trust(academies: int, staff: int, seed: int) -> Trust:
    """A trust of `academies` academies of about `staff` people; the same for the same numbers and seed."""
    rng = Random(f"people {seed} {academies} {staff}")  # noqa: S311  (no secret)
    register = Register(rng)
    schools = [_school(number) for number in range(academies)]
    central = School(HEADS_CODE, "Central team", "central")
    central.staff += _executives(register)
    _appoint_heads(schools, central, register, rng)
    of_teachers, of_support = (cycle(data("circumstances")[year.name]) for year in (TEACHING, SUPPORT))
    for school in schools:
        _employ_teachers(school, round(staff * 0.55), register, of_teachers)
        _employ_support(school, staff - round(staff * 0.55), register, of_support)
    for number in range(min(academies, _SHARED) if academies > 1 else 0):
        _share(schools[number], schools[(number + 1) % academies])
    for school in schools[1::_LEAVE]:
        _stand_in(school)
    _employ_central(central, min(24, max(5, academies + 3)), register)
    return Trust((*schools, central))


def _school(number: int) -> School:
    entries = data("names")["academies"]
    named = entries[number % len(entries)]
    repeats = number // len(entries)
    code = named["code"] if not repeats else f"{named['code'][:2]}{repeats}"
    name = named["name"] if not repeats else f"{named['name']} {repeats + 1}"
    return School(code, name, named["phase"], named.get("area", "Rest of England"))


def _executives(register: Register) -> list[Employee]:
    people: list[Employee] = []
    for post in data("names")["jobs"]["executives"]:
        person = register.person(HEADS_CODE, post["title"], post["role"], post["start"], "central")
        for field, value in post["pay"].items():
            setattr(person, field, value)
        person.line_manager = people[0].payroll_number if people else None
        people.append(person)
    return people


def _appoint_heads(schools: list[School], central: School, register: Register, rng: Random) -> None:
    """The last two academies share an Executive Headteacher, and have a Head of School each."""
    shared = schools[-2:] if len(schools) > 1 else []
    executive = _head(register, "Executive Headteacher", 27, "", rng) if shared else None
    central.staff += [executive] if executive else []
    for school in schools:
        if school in shared:
            school.executive = executive
            school.head_of_school = _head(register, "Head of School", 14, school.name, rng)
        else:
            school.headteacher = _head(register, "Headteacher", 21, school.name, rng)
        central.staff += [person for person in (school.headteacher, school.head_of_school) if person]
    for person in central.staff[3:]:
        person.line_manager = central.staff[0].payroll_number


def _head(register: Register, role: str, low: int, school: str, rng: Random) -> Employee:
    job = role if role == "Executive Headteacher" else f"{role}, {school}"
    person = register.person(HEADS_CODE, job, role, date(rng.randrange(2012, 2022), 9, 1), "central")
    person.pay_range, person.grade = "Leadership", (f"L{low}", f"L{low + 6}")
    person.pay_point = f"L{low + rng.randrange(0, 7)}"
    return person


def _employ_teachers(school: School, number: int, register: Register, special: Iterator[str]) -> None:
    seniors = max(1, ceil((number - _TEACHERS_OF_HEAD) / _OF_SENIOR))
    jobs = data("names")["jobs"][school.phase]
    people = [_teacher(school, n, seniors, jobs, register) for n in range(number)]
    _make_special(people, islice(special, (number - seniors) // 3))
    assert school.head
    give_reviewers(people, {school.head.payroll_number: _TEACHERS_OF_HEAD}, _OF_SENIOR)
    for person in people:
        if person.kind == "reviewer concern":
            person.line_manager = school.head.payroll_number
    school.staff += people


def _make_special(people: list[Employee], kinds: Iterator[str]) -> None:
    """Give the last people of the list one circumstance each, in the order of data/circumstances.yml."""
    for kind, person in zip(kinds, reversed(people), strict=False):
        person.kind = kind
        for name, value in data("circumstances")[person.year.name][kind].items():
            setattr(person, name, value)
        if kind == "top of range" and person.grade:
            person.pay_point = person.grade[1]
        if person.pay_point and person.pay_point.startswith("M"):
            person.pay_range = "Main"


def _teacher(school: School, n: int, seniors: int, jobs: dict[str, list[str]], register: Register) -> Employee:
    rng = register.rng
    senior = n < seniors
    titles = jobs["senior"] if senior else jobs["teacher"]
    years = rng.randrange(12, 22) if senior else rng.randrange(2, 12)
    person = register.person(school.code, titles[n % len(titles)], "Teacher", date(2025 - years, 9, 1), school.phase)
    person.senior = senior
    if senior and school.area == "Rest of England":
        low = 8 if n == 0 else 3
        person.pay_range, person.grade = "Leadership", (f"L{low}", f"L{low + 4}")
        person.pay_point = f"L{low + rng.randrange(0, 5)}"
    elif senior or years > 7:
        person.pay_range, person.pay_point = "Upper", f"U{rng.randrange(1, 4)}"
    else:
        person.pay_point = f"M{min(5, max(1, years - 1))}"
    return person


def _employ_support(school: School, number: int, register: Register, special: Iterator[str]) -> None:
    hltas = min(_MOST_HLTAS, max(1, number // 9))
    people = [_support(school, n, ceil((number - hltas) / _OF_LEAD), register) for n in range(number - hltas)]
    _make_special(people, islice(special, number // 4))
    senior = [person for person in school.staff if person.leads][-1]
    assert school.head
    give_reviewers(people, {school.head.payroll_number: _SUPPORT_OF_HEAD}, _OF_LEAD)
    helpers = [_hlta(school, register) for _ in range(hltas)]
    give_reviewers(helpers, {senior.payroll_number: hltas}, 0)
    school.staff += [*helpers, *people]


def _support(school: School, n: int, leads: int, register: Register) -> Employee:
    rng = register.rng
    jobs = data("names")["jobs"]["support"]
    job = jobs[n % 3] if n < leads else jobs[3 + (n - leads) % (len(jobs) - 3)]
    start = date(rng.randrange(2010, 2025), rng.choice((1, 2, 4, 6, 9, 11)), 1)
    person = register.person(school.code, job["title"], "Support staff", start, "support")
    _grade(person, tuple(job["grade"]), rng)
    person.working_pattern = job["pattern"]
    person.senior = n < leads
    person.fte = "1" if person.senior or job["pattern"] == "All year" else rng.choice(("0.5", "0.6", "0.8", "1"))
    return person


def _hlta(school: School, register: Register) -> Employee:
    (title,) = data("names")["jobs"]["hlta"]
    person = register.person(school.code, title, "HLTA", date(register.rng.randrange(2009, 2023), 9, 1), "hlta")
    _grade(person, ("SCP12", "SCP17"), register.rng)
    return person


def _grade(person: Employee, grade: tuple[str, str], rng: Random) -> None:
    low, high = grade
    person.pay_range, person.grade = "NJC", (low, high)
    person.pay_point = f"SCP{rng.randint(int(low[3:]), int(high[3:]))}"


def _employ_central(central: School, number: int, register: Register) -> None:
    jobs = data("names")["jobs"]["central"]
    people = []
    for n in range(number):
        leads = n < ceil(number / 2) and n < 4
        job = jobs[n] if leads else jobs[4 + n % 4]
        start = date(register.rng.randrange(2014, 2025), 4, 1)
        person = register.person(HEADS_CODE, job["title"], "Support staff", start, "central")
        _grade(person, tuple(job["grade"]), register.rng)
        person.working_pattern = job["pattern"]
        person.senior = leads
        people.append(person)
    chief = next(person for person in central.staff if person.role == "Chief Operations Officer")
    give_reviewers(people, {chief.payroll_number: _OF_LEAD}, _OF_LEAD)
    central.staff += people


def _share(home: School, other: School) -> None:
    """Somebody of one academy teaches part of the week at another; reviewed at the first."""
    person = next(p for p in home.of(TEACHING) if not p.kind and not p.senior)
    person.kind, person.fte, person.reviewed_at = "two academies", "0.5", home.code
    person.job_title = "Music teacher"
    second_post = copy(person)
    second_post.academy, second_post.fte, second_post.reviewer, second_post.line_manager = other.code, "0.4", None, None
    other.staff.append(second_post)


def _stand_in(school: School) -> None:
    """A reviewer of teachers is on maternity leave from June on; a colleague does the remaining reviews."""
    teachers = school.of(TEACHING)
    of_others = {person.reviewer for person in teachers if not person.kind}
    absent = next((person for person in teachers if person.leads and person.payroll_number in of_others), None)
    plain = [person for person in teachers if not (person.kind or person.senior)]
    colleagues = [person for person in plain if absent and person.reviewer != absent.payroll_number]
    if absent and colleagues:
        absent.kind, absent.absent = "maternity", ON_LEAVE
        colleagues[-1].stands_in_for = absent.payroll_number
