"""Days on which nobody works, as the live checks need them to count working days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol


class SchoolTerm(Protocol):
    """A term, as the calendar has it."""

    @property
    def ends(self) -> date:
        """Its last day."""
        ...


class SchoolCalendar(Protocol):
    """What is asked of the trust's calendar."""

    def bank_holidays(self, start: date, end: date) -> list[date]:
        """Bank holidays on weekdays, from start to end."""
        ...

    def closed_days(self, academy: str | None, start: date, end: date) -> list[date] | None:
        """Weekdays that are no school days, from start to end; None where term dates are missing."""
        ...

    def term_of(self, academy: str | None, day: date) -> SchoolTerm | None:
        """The term running on a day, in holidays the next one; None where term dates are missing."""
        ...

    def term_days(self, academy: str | None, day: date) -> int | None:
        """School days of that term."""
        ...


@dataclass(frozen=True)
class DaysOff:
    """Weekdays off: of all-year staff, and of term-time staff from `known_from` to `known_to`.

    Beyond those two days, or where they are None, term dates are not known and no school day is counted.
    `terms` are the last days of the terms within them, in order, each with its number of school days.
    """

    bank_holidays: tuple[date, ...] = ()
    closed: tuple[date, ...] = ()
    known_from: date | None = None
    known_to: date | None = None
    terms: tuple[tuple[date, int], ...] = ()


#: Nothing is known of any day: working days are weekdays.
NO_DAYS_OFF = DaysOff()


def days_off(calendar: SchoolCalendar, academy: str | None, starts: date, ends: date) -> DaysOff:
    """The days off around a cycle: as many whole school years as are known, from the one before it starts."""
    known = _known_years(calendar, academy, starts, ends)
    closed = tuple(day for _, _, days in known for day in days)
    holidays = calendar.bank_holidays(_school_year(starts)[0], _school_year(ends, 1)[1])
    if not known:
        return DaysOff(tuple(holidays))
    first, last = known[0][0], known[-1][1]
    return DaysOff(tuple(holidays), closed, first, last, tuple(_terms(calendar, academy, first, last)))


def _terms(calendar: SchoolCalendar, academy: str | None, first: date, last: date) -> Iterator[tuple[date, int]]:
    day = first
    while (term := calendar.term_of(academy, day)) is not None and term.ends <= last:
        yield term.ends, calendar.term_days(academy, day) or 0
        day = term.ends + timedelta(days=1)


def _known_years(
    calendar: SchoolCalendar, academy: str | None, starts: date, ends: date
) -> list[tuple[date, date, list[date]]]:
    """School years in a row whose term dates are known, the cycle's among them."""
    known: list[tuple[date, date, list[date]]] = []
    for first, last in _years(starts, ends):
        days = calendar.closed_days(academy, first, last)
        if days is not None:
            known.append((first, last, days))
        elif known and known[-1][1] >= starts:
            break
        else:
            known = []
    return known


def _years(starts: date, ends: date) -> Iterator[tuple[date, date]]:
    first = _school_year(starts, -1)[0].year
    for year in range(first, _school_year(ends, 1)[0].year + 1):
        yield date(year, 9, 1), date(year + 1, 8, 31)


def _school_year(day: date, later: int = 0) -> tuple[date, date]:
    year = day.year - (day.month < 9) + later
    return date(year, 9, 1), date(year + 1, 8, 31)
