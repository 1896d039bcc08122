"""Years: those that are known, and a year in days, for rates and pay change on any day, not only on the first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

#: The years whose bank holidays are known: no cycle, and no date of a command, lies outside them.
FIRST_YEAR, LAST_YEAR = 2000, 2060
_DAY = timedelta(days=1)
_LEAP_DAY = (2, 29)


@dataclass(frozen=True)
class Days:
    """Days of a year, the first and the last included; each of them has one `of`-th of what the year costs."""

    starts: date
    ends: date
    of: int

    @property
    def count(self) -> int:
        """How many days they are; 0 where the last lies before the first."""
        return max(0, (self.ends - self.starts).days + 1)

    def within(self, first: date | None, last: date | None) -> Days:
        """Those of them from a first day up to a last; None for an end that is open."""
        starts = max(self.starts, first or self.starts)
        return replace(self, starts=starts, ends=max(min(self.ends, last or self.ends), starts - _DAY))


def twelve_months(starts: date) -> Days:
    """The whole year that begins on a day."""
    month, day = (3, 1) if (starts.month, starts.day) == _LEAP_DAY else (starts.month, starts.day)
    ends = date(starts.year + 1, month, day) - _DAY
    return Days(starts, ends, (ends - starts).days + 1)


def years_after(on: date, years: int) -> date:
    """The same day so many years later; after a 29 February where there is none, 1 March."""
    try:
        return on.replace(year=on.year + years)
    except ValueError:
        return date(on.year + years, 3, 1)


def financial_year_ends(on: date) -> date:
    """The last day of an academy trust's financial year, 31 August, in which a day lies."""
    return date(on.year + (on.month > 8), 8, 31)
