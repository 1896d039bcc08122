"""Facts of a reviewer who is away: left, or on an extended absence, with reviews still to be done (3.1)."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pmr_batch.layout.standard_workbook import REVIEWERS, STAFF
from pmr_batch.rules.context import Context
from pmr_batch.rules.fact import Answer, fact
from pmr_batch.rules.facts.day_counts import days_within
from pmr_batch.rules.facts.meetings_held import final_review_on
from pmr_batch.rules.facts.reviewees import own_reviewees
from pmr_batch.rules.facts.stand_ins import stands_in_wrongly
from pmr_batch.words import day

_ABSENCE = (STAFF.absent_from, STAFF.absent_to, STAFF.working_pattern)


@fact(STAFF, reads=_ABSENCE, parameters=("extended_absence",))
def long_away_now(staff: pd.DataFrame, context: Context) -> Answer:
    """On an absence that goes on today, and lasts the parameter's working days: to its end, or so far."""
    runs = (staff["absent_from"] <= staff["as_of"]) & ~(staff["absent_to"] < staff["as_of"])
    ends = staff["absent_to"].fillna(staff["as_of"])
    days = days_within(staff, context, staff["absent_from"].where(runs), ends.where(runs))
    long = days.values >= staff["extended_absence"]
    return Answer(long, days.known | ~long, days.needs)


@fact(REVIEWERS, reads=(REVIEWERS.payroll_number,))
def left_on(reviewers: pd.DataFrame, context: Context) -> pd.Series:
    """The last day of a reviewer who works nowhere in the trust any more, by Staff and the staff list.

    The staff list is asked about academies on whose Staff the reviewer does not stand.
    """
    staff = context.frames[STAFF.name]
    here = list(zip(staff["academy"], staff["payroll_number"], staff["employment_end"], strict=True))
    on_staff = {(academy, number) for academy, number, _ in here}
    entries = ((row["academy_code"], row["payroll_number"], row.get("employment_end")) for row in _staff_list(context))
    jobs = pd.DataFrame(
        [*here, *(entry for entry in entries if entry[:2] not in on_staff)], columns=["academy", "number", "end"]
    ).astype({"end": "datetime64[s]"})
    jobs = jobs[jobs["number"].isin(reviewers["payroll_number"])]
    ended = jobs.groupby("number")["end"].agg(["max", "count", "size"])
    days = ended["max"].where(ended["count"] == ended["size"]).astype("datetime64[s]")
    days = days.reindex(reviewers["payroll_number"]).set_axis(reviewers.index)
    return days.where(days < reviewers["as_of"])


def _staff_list(context: Context) -> tuple[Any, ...]:
    return context.settings.staff_list or ()


@fact(REVIEWERS, reads=(REVIEWERS.payroll_number,))
def absent_since(reviewers: pd.DataFrame, context: Context) -> Answer:
    """The first day of a reviewer's extended absence that goes on today, by Staff of the returns at hand."""
    answer = context.answer(long_away_now)
    staff = context.frames[STAFF.name]
    away = staff[answer.values.astype(bool)].dropna(subset=["payroll_number"]).drop_duplicates("payroll_number")
    since = away.set_index("payroll_number")["absent_from"]
    unsure = set(staff.loc[~answer.known, "payroll_number"])
    dates = since.reindex(reviewers["payroll_number"]).set_axis(reviewers.index).astype("datetime64[s]")
    return Answer(dates, ~reviewers["payroll_number"].isin(unsure), context.needs.get(long_away_now.name, ""))


@fact(REVIEWERS, reads=(left_on, absent_since))
def away_told(reviewers: pd.DataFrame, context: Context) -> pd.Series:
    """Since when the reviewer is away, in words; missing where they are not."""
    pairs = zip(reviewers["left_on"], reviewers["absent_since"], strict=True)
    absences = [_absence(left, absent) for left, absent in pairs]
    return pd.Series(absences, index=reviewers.index, dtype="str")


def _absence(left: Any, absent: Any) -> str | None:
    if pd.notna(left):
        return f"left on {day(left)}"
    return f"has been absent since {day(absent)}" if pd.notna(absent) else None


@fact(REVIEWERS, reads=(own_reviewees, left_on, absent_since))
def left_behind(reviewers: pd.DataFrame, context: Context) -> pd.Series:
    """The own reviewees whose final review was not held before the reviewer went (tuples)."""
    went = (reviewers["left_on"] + pd.Timedelta(days=1)).fillna(reviewers["absent_since"])
    gone = reviewers[went.notna()]
    held = _held(context, gone["return_no"])
    waiting: dict[int, tuple[str, ...]] = dict.fromkeys(reviewers.index, ())
    for row, number, theirs in zip(gone.index, gone["return_no"], gone["own_reviewees"], strict=True):
        waiting[row] = tuple(reviewee for reviewee in theirs if not held[number, reviewee] < went[row])
    return pd.Series(waiting, dtype=object).reindex(reviewers.index)


def _held(context: Context, returns: pd.Series) -> dict[tuple[int, str], Any]:
    """When the final reviews of some returns were held, by return and payroll number."""
    staff = context.frames[STAFF.name].assign(held=context.answer(final_review_on).values)
    staff = staff[staff["return_no"].isin(returns)]
    keys = zip(staff["return_no"], staff["payroll_number"], strict=True)
    return dict(zip(keys, staff["held"], strict=True))


@fact(REVIEWERS, reads=(REVIEWERS.payroll_number, REVIEWERS.stands_in_for, stands_in_wrongly))
def is_stood_in_for(reviewers: pd.DataFrame, context: Context) -> Answer:
    """Somebody stands in for the reviewer, now or from a date to come.

    Unknown in a return where a stand-in names a number that cannot be right: it may be this one (PM309).
    """
    current = reviewers[~(reviewers["stands_in_to"] < reviewers["as_of"])]
    pairs = set(zip(current["return_no"], current["stands_in_for"], strict=True))
    keys = zip(reviewers["return_no"], reviewers["payroll_number"], strict=True)
    values = pd.Series([key in pairs for key in keys], index=reviewers.index, dtype=bool)
    teaching = {name for name, cycle in context.settings.cycles.items() if cycle.teaching}
    slips = reviewers["stands_in_wrongly"].notna() & reviewers["cycle"].isin(teaching)
    return Answer(values, ~reviewers["return_no"].isin(reviewers.loc[slips, "return_no"]))
