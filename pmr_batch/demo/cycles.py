"""The demo's own time: one fixed as-of date, two cycles, and invented term dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from pmr_batch.demo.phrases import data

#: After the final reviews of teachers (15 October), before their reports are due (31 October).
DEMO_AS_OF = date(2026, 10, 16)

#: First and last day of a reviewer's leave: after the reviews of support staff, and over those of teachers.
ON_LEAVE = (date(2026, 6, 8), date(2026, 12, 18))

#: School year, half term, first and last day.
INVENTED_TERMS: tuple[tuple[str, str, date, date], ...] = tuple(map(tuple, data("settings")["terms"]))
#: School days of the demo beyond the invented terms: the summer term of 2024/25, from reference.
_EARLIER = ((date(2025, 4, 22), date(2025, 5, 23)), (date(2025, 6, 2), date(2025, 7, 22)))
_BANK_HOLIDAYS = frozenset({date(2025, 5, 5), date(2026, 5, 4)})


@dataclass(frozen=True)
class Year:
    """One cycle of the demo, with the dates of its offices."""

    name: str
    starts: date
    ends: date
    set_by: date
    final_from: date
    final_to: date
    authorised_on: date

    @property
    def slug(self) -> str:
        """The cycle's folder."""
        return self.name.lower().replace(" ", "-")

    @property
    def set_on(self) -> date:
        """The day on which offices enter the objectives of everybody who was there from the start as set."""
        return self.starts + timedelta(38)

    @property
    def recommended_on(self) -> date:
        """The day after the final reviews, on which heads recommend and sign."""
        return school_days_after(self.final_to, 1)

    @property
    def teaching(self) -> bool:
        """Whether it is the cycle of teachers, heads and executives."""
        return self.name.startswith("Teaching")


TEACHING = Year(
    *("Teaching 2025-26", date(2025, 9, 1), date(2026, 8, 31), date(2025, 10, 31)),
    *(date(2026, 9, 8), date(2026, 10, 9), date(2026, 10, 16)),
)
SUPPORT = Year(
    *("Support 2025-26", date(2025, 4, 1), date(2026, 3, 31), date(2025, 5, 31)),
    *(date(2026, 4, 14), date(2026, 5, 12), date(2026, 5, 28)),
)
YEARS = (TEACHING, SUPPORT)


def _weekdays(first: date, last: date) -> list[date]:
    days = (first + timedelta(n) for n in range((last - first).days + 1))
    return [day for day in days if day.weekday() < 5 and day not in _BANK_HOLIDAYS]


SCHOOL_DAYS = sorted(
    day
    for first, last in (*_EARLIER, *((first, last) for _, _, first, last in INVENTED_TERMS))
    for day in _weekdays(first, last)
)


def school_day(rng: Random, first: date, last: date) -> date:
    """A school day from `first` to `last`; the next one after `first` where there is none between."""
    between = [day for day in SCHOOL_DAYS if first <= day <= last]
    return rng.choice(between) if between else next(day for day in SCHOOL_DAYS if day >= first)


def school_days_after(day: date, number: int) -> date:
    """The school day a number of school days after a day."""
    return [later for later in SCHOOL_DAYS if later > day][number - 1]
