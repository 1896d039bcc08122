"""Provisional payroll numbers: somebody is listed before payroll has a number for them, and the real one comes later.

What was written and decided under the provisional number is theirs. They are known by name, academy and the start of
their employment, as the staff list has them; where several people fit, nobody is taken for another.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from pmr_batch.settings.trust_settings import Settings
from pmr_batch.words import bare

#: How offices begin a number that holds the place of one to come; a letter after it makes it another word.
_PLACE_HOLDER = re.compile(
    r"(?:P|TBC|TBA|TBD|TEMP|TMP|NEW|PROV|PROVISIONAL|PENDING|STARTER)(?![^\W\d_])", re.IGNORECASE
)


def is_provisional(number: str) -> bool:
    """Whether a payroll number holds the place of one that is to come, such as P-014, TBC 2 or NEW3."""
    return _PLACE_HOLDER.match(number.strip()) is not None


@dataclass(frozen=True)
class NumberedPerson:
    """Somebody as a return or a decision names them; `starts` is the start of the employment, where that is known."""

    academy: str
    number: str
    name: str
    starts: date | None = None


@dataclass(frozen=True)
class RealNumbers:
    """The real numbers that have come for provisional ones, by academy and provisional number.

    Of those in `doubtful` nobody can say which of several it is.
    """

    known: Mapping[tuple[str, str], str] = field(default_factory=dict)
    doubtful: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)

    def of(self, academy: str, number: str) -> str:
        """The number that somebody of an academy has by now."""
        return self.known.get((academy, number), number)


def real_numbers(people: Iterable[NumberedPerson], settings: Settings) -> RealNumbers:
    """The real numbers of those of the people who have a provisional one that is not on the staff list any more.

    A real number that is among the people already is somebody's own.
    """
    people = list(people)
    provisional = [person for person in people if is_provisional(person.number)]
    if not provisional:
        return RealNumbers()
    listed = {(row["academy_code"], row["payroll_number"]) for row in settings.staff_list or ()}
    taken = {(person.academy, person.number) for person in people}
    fitting: dict[tuple[str, str], tuple[str, ...]] = {}
    for person in provisional:
        key = (person.academy, person.number)
        if key not in listed:
            fits = tuple(number for number in _fitting(person, settings) if (person.academy, number) not in taken)
            if fits:
                fitting[key] = fits
    claims = Counter((academy, number) for (academy, _), fits in fitting.items() for number in fits)
    known = {key: fits[0] for key, fits in fitting.items() if len(fits) == claims[key[0], fits[0]] == 1}
    return RealNumbers(known, {key: fits for key, fits in fitting.items() if key not in known})


def _fitting(person: NumberedPerson, settings: Settings) -> Iterator[str]:
    """The real numbers of everybody on the staff list who has the name, academy and start of a person."""
    for row in settings.staff_list or ():
        same = row["academy_code"] == person.academy and _words(row["name"]) == _words(person.name)
        if same and person.starts in (None, row["employment_start"]) and not is_provisional(row["payroll_number"]):
            yield row["payroll_number"]


def _words(name: str) -> list[str]:
    return sorted(bare(name).split())
