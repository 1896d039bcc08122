"""The dates of one person's year, in order: meetings, objectives, review, report.

What an office does for everybody on one day has the date of that day, where the person's own year allows it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from pmr_batch.demo.cycles import DEMO_AS_OF, SCHOOL_DAYS, school_day, school_days_after
from pmr_batch.demo.employees import Employee

#: How far into the person's cycle things happen, as shares of its length.
_INITIAL, _OBSERVED, _INFORMAL, _SECOND = (0.02, 0.10), (0.18, 0.40), (0.42, 0.60), (0.62, 0.85)


@dataclass(frozen=True)
class ReviewDates:
    """The dates of a review; `second` is a formal review, if any, `paper` a final review without a meeting."""

    initial: date
    set: date
    observed: date
    feedback: date
    informal: date
    second: date | None
    final: date
    paper: bool
    recommended: date
    sent: date
    signed: date
    revised: date | None


def review_dates(person: Employee, rng: Random) -> ReviewDates:
    """A believable year within the person's own cycle and time at work."""
    first, last = person.cycle_from, _last_at_work(person)
    back_from = _first_back(person)
    initial = _within(rng, first, last, _INITIAL)
    observed = _within(rng, back_from or first, last, _OBSERVED)
    informal = _within(rng, max(back_from or first, observed), last, _INFORMAL)
    second = _within(rng, informal + timedelta(7), last, _SECOND) if rng.random() < 0.4 else None
    final = _final(person, rng)
    year = person.year
    together = year.final_from <= final < year.recommended_on
    after = final if final == DEMO_AS_OF else school_days_after(final, 1)
    recommended = year.recommended_on if together else after
    sent = min(school_days_after(recommended, 1), DEMO_AS_OF)
    revised = school_days_after(back_from, rng.randint(2, 6)) if back_from else None
    in_time = person.cycle_from == year.starts and initial <= year.set_on < (revised or last)
    return ReviewDates(
        initial,
        year.set_on if in_time else initial,
        observed,
        _feedback(observed, rng),
        informal,
        second,
        final,
        bool(person.absent and person.absent[1] >= final),
        recommended,
        sent,
        min(school_days_after(sent, rng.randint(1, 3)), DEMO_AS_OF),
        revised,
    )


def _last_at_work(person: Employee) -> date:
    """Before an absence that lasts to the end, before a suspension in the cycle, else the end of the cycle."""
    away = person.absent
    if away and away[1] >= person.cycle_to:
        return away[0] - timedelta(3)
    if person.kind in {"grievance", "capability"} and person.status_from and person.status_from < person.cycle_to:
        return person.status_from - timedelta(20)
    return person.cycle_to


def _first_back(person: Employee) -> date | None:
    """After an absence that ended in good time, or a capability procedure that did."""
    if person.absent and person.absent[1] < person.cycle_to:
        return person.absent[1] + timedelta(1)
    return person.status_to + timedelta(1) if person.kind == "capability ended" and person.status_to else None


def _within(rng: Random, first: date, last: date, share: tuple[float, float]) -> date:
    days = (last - first).days
    return school_day(rng, first + timedelta(int(days * share[0])), first + timedelta(int(days * share[1])))


def _feedback(observed: date, rng: Random) -> date:
    """Within days, or at once where the holidays begin."""
    after = school_days_after(observed, rng.randint(1, 3))
    return after if after - observed <= timedelta(5) else observed


def _final(person: Employee, rng: Random) -> date:
    year = person.year
    if person.kind == "grievance ended" and year.teaching:
        return DEMO_AS_OF  # a day late but for the grace after the suspension
    last = year.final_to
    if person.status == "Left" and person.employment_end and person.employment_end > year.ends:
        last = min(day for day in SCHOOL_DAYS if day >= person.employment_end - timedelta(6))
    return school_day(rng, year.final_from, last)
