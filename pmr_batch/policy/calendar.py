"""The trust's working calendar, over rows of all academies at once: school days or weekdays, never guessed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from pmr_batch.policy.terms import HalfTerm, Term, year_of
from pmr_batch.policy.working_days import Bools, Days, WorkingDays, bank_holidays, days_between, school_years

TERM_TIME, ALL_YEAR = "Term time", "All year"

Positions = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Calendar:
    """Half terms of the academies, and England's bank holidays.

    School days of an academy are the weekdays within its half terms less bank holidays (INSET days
    count); working days of all-year staff are Monday to Friday less bank holidays. An academy's own
    half terms of a school year replace the general ones of that year. A school year, from
    1 September to 31 August, is known to an academy when all six half terms are there; days of
    others are unknown. `academy` and `pattern` are columns of codes and of "Term time" or "All year"
    (anything else is unknown), dates are datetime64; answers are on the index of the dates.
    """

    half_terms: tuple[HalfTerm, ...] = ()

    def __reduce__(self) -> tuple[type[Calendar], tuple[tuple[HalfTerm, ...]]]:
        return Calendar, (self.half_terms,)  # numpy's calendars cannot be pickled; they are made again

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping[str, Any]]) -> Calendar:
        """Of the rows of Terms, by column key."""
        return cls(tuple(HalfTerm.of(row) for row in rows))

    def after(self, academy: pd.Series, pattern: pd.Series, dates: pd.Series, days: pd.Series | int) -> pd.Series:
        """The date a number of working days after each date; missing where that is not known.

        `days` are whole and not negative. 0 is the date itself, 1 the next working day.
        """
        starts = _days(dates)
        number = np.broadcast_to(np.asarray(days, "float64"), starts.shape)
        result = np.full(starts.shape, "NaT", "datetime64[D]")
        for rows, working in self._groups(academy, pattern, ~np.isnat(starts) & ~np.isnan(number)):
            result[rows] = working.after(starts[rows], number[rows].astype("int64"))
        return pd.Series(result, dates.index).astype(dates.dtype)

    def count(self, academy: pd.Series, pattern: pd.Series, starts: pd.Series, ends: pd.Series) -> pd.Series:
        """Working days from start to end, both included, as float64; missing where that is not known."""
        first, last = _days(starts), _days(ends)
        result = np.full(first.shape, np.nan)
        for rows, working in self._groups(academy, pattern, ~np.isnat(first) & ~np.isnat(last)):
            result[rows] = working.count(first[rows], last[rows])
        return pd.Series(result, starts.index)

    def known(self, academy: pd.Series, pattern: pd.Series, starts: pd.Series, ends: pd.Series) -> pd.Series:
        """Whether every school year from start to end is known; never so for rows without the dates."""
        first, last = _days(starts), _days(ends)
        result = np.zeros(first.shape, bool)
        for rows, working in self._groups(academy, pattern, ~np.isnat(first) & ~np.isnat(last)):
            result[rows] = working.known(first[rows], last[rows])
        return pd.Series(result, starts.index)

    def missing(self, academy: pd.Series, pattern: pd.Series, starts: pd.Series, ends: pd.Series) -> list[str]:
        """What is unknown for the rows, in plain words: "term dates of 2026/27 for RIV"."""
        first, last, codes = _days(starts), _days(ends), academy.to_numpy(object)
        words: set[str] = set()
        for rows, working in self._groups(academy, pattern, ~np.isnat(first) & ~np.isnat(last)):
            unknown = rows[~working.known(first[rows], last[rows])]
            low, high = school_years(first[unknown]), school_years(last[unknown])
            for code, since, until in set(zip(codes[unknown], low.tolist(), high.tolist(), strict=True)):
                words.update(working.missing(year, _code(code)) for year in range(since, until + 1))
        return sorted(words - {""})

    def term_of(self, academy: str | None, day: date) -> Term | None:
        """The term running on a day, its half-term break included; in holidays the next one; None if unknown."""
        school = self._school(academy)
        year = int(school_years(np.array([day], "datetime64[D]"))[0])
        terms = [term for begins in (year, year + 1) for term in school.terms(begins)]
        return next((t for t in terms if t.ends >= day and _known(school, day, t.starts)), None)

    def term_days(self, academy: str | None, day: date) -> int | None:
        """School days of the term that `term_of` gives for a day; None if unknown."""
        term = self.term_of(academy, day)
        if term is None:
            return None
        first, last = np.array([[term.starts], [term.ends]], "datetime64[D]")
        return int(self._school(academy).count(first, last)[0])

    def bank_holidays(self, start: date, end: date) -> list[date]:
        """England's bank holidays from start to end that fall on weekdays."""
        return [day for day in bank_holidays() if start <= day <= end]

    def closed_days(self, academy: str | None, start: date, end: date) -> list[date] | None:
        """Weekdays from start to end that are no school days; None where term dates are missing."""
        school = self._school(academy)
        if not _known(school, start, end):
            return None
        days = days_between(start, end)
        closed = np.is_busday(days) & ~np.is_busday(days, busdaycal=school.calendar)
        return [day.item() for day in days[closed]]

    def _groups(self, academy: pd.Series, pattern: pd.Series, usable: Bools) -> Iterator[tuple[Positions, WorkingDays]]:
        """The positions of usable rows, by the working days that apply to them."""
        patterns = pattern.to_numpy(object)
        all_year = np.flatnonzero(usable & (patterns == ALL_YEAR))
        if len(all_year):
            yield all_year, self._all_year
        rows = np.flatnonzero(usable & (patterns == TERM_TIME))
        codes, academies = pd.factorize(academy.to_numpy(object)[rows])
        own = np.array([code in self._by_academy for code in academies] + [False])
        codes = np.where(own[codes], codes, -1)  # -1, and every blank, is the general calendar
        order = np.argsort(codes, kind="stable")
        ends = np.flatnonzero(np.diff(codes[order])) + 1
        for group in np.split(order, ends) if len(rows) else []:
            code = codes[group[0]]
            yield rows[group], self._school(None if code < 0 else academies[code])

    def _school(self, academy: str | None) -> WorkingDays:
        academy = academy if academy in self._by_academy else None
        if academy not in self._schools:
            years = self._by_academy.get(None, {}) | self._by_academy.get(academy, {})
            self._schools[academy] = WorkingDays(years)
        return self._schools[academy]

    @cached_property
    def _all_year(self) -> WorkingDays:
        return WorkingDays()

    @cached_property
    def _schools(self) -> dict[str | None, WorkingDays]:
        return {}

    @cached_property
    def _by_academy(self) -> dict[str | None, dict[int, list[HalfTerm]]]:
        """Half terms by academy (None: every academy) and year in which the school year begins."""
        half_terms: dict[str | None, dict[int, list[HalfTerm]]] = {}
        for half in self.half_terms:
            year = year_of(half.school_year)
            if year is not None:
                half_terms.setdefault(half.academy, {}).setdefault(year, []).append(half)
        return half_terms


def _days(dates: pd.Series) -> Days:
    return dates.to_numpy("datetime64[D]")


def _known(school: WorkingDays, start: date, end: date) -> bool:
    first, last = np.array([[start], [end]], "datetime64[D]")
    return bool(school.known(first, last)[0])


def _code(code: object) -> str | None:
    return code if isinstance(code, str) else None
