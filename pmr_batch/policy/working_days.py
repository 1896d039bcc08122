"""Counting working days by one calendar: England's bank holidays, and the half terms of one academy if any."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache, cached_property

import holidays
import numpy as np
import numpy.typing as npt

from pmr_batch.policy.terms import HALF_TERMS, HalfTerm, Term, school_year, terms
from pmr_batch.policy.years import FIRST_YEAR, LAST_YEAR

Days = npt.NDArray[np.datetime64]
Whole = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


class WorkingDays:
    """The working days of all-year staff (`years` is None), or the school days of an academy.

    `years` has the half terms of each school year by the calendar year in which it begins. A school
    year runs from 1 September to 31 August and is known when all six half terms are there. All arrays
    are datetime64[D] without missing values.
    """

    def __init__(self, years: Mapping[int, Sequence[HalfTerm]] | None = None) -> None:
        self.years = years

    @cached_property
    def calendar(self) -> np.busdaycalendar:
        """Weekdays less bank holidays and, for school days, less everything outside half terms.

        Days of unknown school years count as working here; callers mask them.
        """
        off = np.array(bank_holidays(), "datetime64[D]")
        if self.years:
            span = days_between(date(min(self.years), 9, 1), date(max(self.years) + 1, 8, 31))
            halves = [days_between(half.starts, half.ends) for year in self.years.values() for half in year]
            off = np.union1d(off, np.setdiff1d(span, np.concatenate(halves)))
        return np.busdaycalendar(holidays=off)

    @cached_property
    def known_years(self) -> frozenset[int]:
        """School years all of whose days are known."""
        if self.years is None:
            return frozenset(range(FIRST_YEAR, LAST_YEAR))
        return frozenset(year for year in self.years if not self._absent(year))

    def after(self, starts: Days, days: Whole) -> Days:
        """The date a number of working days after each start, NaT where a school year between is unknown."""
        result = np.busday_offset(starts, days, roll="backward", busdaycal=self.calendar)
        result = np.where(days == 0, starts, result)
        result[~self.known(starts, result)] = "NaT"
        return result

    def count(self, starts: Days, ends: Days) -> npt.NDArray[np.float64]:
        """Working days from start to end, both included, NaN where unknown, 0 where the end is before."""
        result = np.busday_count(starts, np.maximum(ends + 1, starts), busdaycal=self.calendar).astype("float64")
        result[~self.known(starts, ends)] = np.nan
        return result

    def known(self, starts: Days, ends: Days) -> Bools:
        """Whether every school year from start to end is known."""
        low, high = school_years(starts), school_years(ends)
        known = np.array([year in self.known_years for year in range(FIRST_YEAR, LAST_YEAR)])
        unknown_before = np.concatenate([[0], np.cumsum(~known)])
        inside = (np.minimum(low, high) >= FIRST_YEAR) & (np.maximum(low, high) < LAST_YEAR)
        first, last = (np.clip(year - FIRST_YEAR, 0, len(known) - 1) for year in (low, high))
        unknown = unknown_before[np.maximum(first, last) + 1] - unknown_before[np.minimum(first, last)]
        answer: Bools = inside & (unknown == 0)
        return answer

    def terms(self, year: int) -> list[Term]:
        """The terms of a school year, in order; none where it is not known."""
        return terms((self.years or {})[year]) if self.years and year in self.known_years else []

    def missing(self, year: int, academy: str | None) -> str:
        """What is unknown of a school year for an academy, in plain words; empty if nothing."""
        if year in self.known_years:
            return ""
        if self.years is None or not FIRST_YEAR <= year < LAST_YEAR:
            return f"bank holidays of {school_year(year)}"
        absent = self._absent(year)
        which = f" ({', '.join(absent)})" if len(absent) < len(HALF_TERMS) else ""
        return f"term dates of {school_year(year)} for {academy or 'every academy'}{which}"

    def _absent(self, year: int) -> list[str]:
        present = {half.name for half in (self.years or {}).get(year, ())}
        return [name for name in HALF_TERMS if name not in present]


def school_years(days: Days) -> Whole:
    """The calendar year in which each day's school year begins, on 1 September."""
    months: Whole = days.astype("datetime64[M]").astype("int64")
    return 1970 + (months - 8) // 12


@cache
def bank_holidays() -> tuple[date, ...]:
    """England's bank holidays that fall on weekdays, substitute days included, in order."""
    every = holidays.country_holidays("GB", subdiv="ENG", years=range(FIRST_YEAR, LAST_YEAR + 1))
    return tuple(day for day in sorted(every) if day.weekday() < 5)


def days_between(first: date, last: date) -> Days:
    """Every day from first to last, both included."""
    return np.arange(np.datetime64(first, "D"), np.datetime64(last, "D") + 1)
