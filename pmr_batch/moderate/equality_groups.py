"""Whom Equality counts, and by what: who progresses, what trust.xlsx holds of people, and extended absence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pmr_batch.layout.standard_workbook import REVIEWS, STAFF
from pmr_batch.layout.trust_workbook import EQUALITY
from pmr_batch.model.equality import Breakdown, EqualityGroup, Tally
from pmr_batch.model.findings import Validated
from pmr_batch.model.person import Recommendation
from pmr_batch.moderate.progression import people_with
from pmr_batch.moderate.suppression import NOT_ASKED
from pmr_batch.settings.trust_settings import Settings

#: Columns of the Equality sheet that people are counted by.
_RECORDED = ("sex", "ethnic_group", "disability", "age_band")
ABSENCE, ABSENT, PRESENT = "Extended absence", "An extended absence", "None known"
_NOT_KNOWN = "Not known"


@dataclass(frozen=True)
class CountedPeople:
    """Everybody before the committee who can progress, by payroll number: those who do, and the others."""

    progressed: frozenset[str]
    others: frozenset[str]

    @property
    def rows(self) -> tuple[frozenset[str], frozenset[str]]:
        """Both, in the order of a tally."""
        return self.progressed, self.others

    @property
    def everybody(self) -> Tally:
        """How many they are."""
        return Tally(*map(len, self.rows))


@dataclass(frozen=True)
class GroupCounts:
    """People by one characteristic: `names` are all its groups, `groups` says who is in which."""

    by: str
    people: CountedPeople
    names: tuple[str, ...]
    groups: Mapping[str, str]

    @cached_property
    def tallies(self) -> Mapping[str, Tally]:
        """Each group's people, also where there are none."""
        progressed, others = (Counter(self.groups[number] for number in numbers) for numbers in self.people.rows)
        return {name: Tally(progressed[name], others[name]) for name in self.names}

    def breakdown(self, shown: frozenset[str]) -> Breakdown:
        """The breakdown in which only the groups `shown` are not hidden."""
        return Breakdown(
            self.by, tuple(EqualityGroup(name, self.tallies[name] if name in shown else None) for name in self.names)
        )


def people(recommendations: Sequence[Recommendation], validated: Validated) -> CountedPeople:
    """Everybody who can progress; whoever is recommended for more than the current place does."""
    rising = people_with(validated, REVIEWS, "progresses")
    among = [person for person in recommendations if person.can_progress]
    numbers = {person.payroll_number: (person.academy, person.payroll_number) in rising for person in among}
    progressed = frozenset(number for number, rises in numbers.items() if rises)
    return CountedPeople(progressed, frozenset(numbers) - progressed)


def characteristics(
    people: CountedPeople, recommendations: Sequence[Recommendation], validated: Validated, settings: Settings
) -> Iterator[GroupCounts]:
    """Everybody by what no sheet shows with a name: the Equality sheet's columns, and extended absence (4.7, 6.6)."""
    recorded = {row["payroll_number"]: row for row in settings.equality}
    numbers = people.progressed | people.others
    for key in _RECORDED:
        column = EQUALITY.by_key[key]
        answers = {number: recorded.get(number, {}).get(key) or NOT_ASKED for number in numbers}
        yield GroupCounts(column.heading, people, (*column.values, NOT_ASKED), answers)
    long_absent = people_with(validated, STAFF, "long_absence")
    absent = {
        person.payroll_number for person in recommendations if (person.academy, person.payroll_number) in long_absent
    }
    groups = {number: ABSENT if number in absent else PRESENT for number in numbers}
    yield GroupCounts(ABSENCE, people, (ABSENT, PRESENT), groups)


def open_breakdowns(people: CountedPeople, recommendations: Sequence[Recommendation]) -> tuple[Breakdown, ...]:
    """Everybody by what Recommendations shows with each name, so that there is nothing to hide."""
    by = {"Full or part time": _time, "Contract": _contract, "Pay range": _range}
    return tuple(_open_breakdown(heading, get, people, recommendations) for heading, get in by.items())


def _open_breakdown(
    by: str, get: Callable[[Recommendation], str], people: CountedPeople, recommendations: Sequence[Recommendation]
) -> Breakdown:
    groups = {person.payroll_number: get(person) for person in recommendations if person.can_progress}
    names = tuple(sorted(set(groups.values()), key=lambda name: (name == _NOT_KNOWN, name)))
    return GroupCounts(by, people, names, groups).breakdown(frozenset(names))


def _time(person: Recommendation) -> str:
    if person.fte is None:
        return _NOT_KNOWN
    return "Part time" if person.fte < 1 else "Full time"


def _contract(person: Recommendation) -> str:
    return person.contract or _NOT_KNOWN


def _range(person: Recommendation) -> str:
    return person.current.range or _NOT_KNOWN
