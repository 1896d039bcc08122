"""Facts of presence: who was there for a term of the cycle, and is asked what a term brings with it (5.1, 6.2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from pmr_batch.layout.standard_workbook import STAFF
from pmr_batch.policy.calendar import TERM_TIME, Calendar
from pmr_batch.rules.context import Context
from pmr_batch.rules.fact import Answer, fact
from pmr_batch.rules.facts.cycle_dates import GRIEVANCE, cycle_ends, cycle_starts, own_start
from pmr_batch.rules.facts.day_counts import missing
from pmr_batch.rules.facts.review_status import capability_from, capability_until

#: First and last day of a time for each row of Staff; both missing where there is none.
Times = tuple[pd.Series, pd.Series]
_A_DAY = np.timedelta64(1, "D")
#: Nobody is there for a year on end without being there for every term of it.
_A_YEAR = 365


@fact(
    STAFF,
    reads=(
        *(STAFF.cycle_to, own_start, cycle_starts, cycle_ends),
        *(STAFF.employment_start, STAFF.employment_end, STAFF.absent_from, STAFF.absent_to),
        *(STAFF.status, STAFF.status_from, STAFF.status_to, capability_from, capability_until),
    ),
    parameters=("presence",),
)
def present_for_a_term(staff: pd.DataFrame, context: Context) -> Answer:
    """There on as many school days as the shortest term has that begins in the cycle.

    So whoever was there for any whole term was, and nobody on fewer days than every term has. Days count
    whatever the working pattern, as those of a contract do (2.1): of the person's cycle and employment,
    up to the day of the check, but for an absence, a suspension, and capability. Term dates are asked
    for only about people who were not there all year; without them anybody may have been there for a term.
    """
    times = _times_there(staff)
    longest = pd.concat([(last - first).dt.days + 1 for first, last in times], axis=1).max(axis=1)
    all_year = longest >= _A_YEAR
    if all_year.all():
        return Answer(all_year, all_year)
    rest = staff.loc[~all_year, ["academy", "cycle", "cycle_starts", "cycle_ends", "presence"]]
    rest = rest.assign(working_pattern=TERM_TIME)
    days, term = _school_days(rest, context, times), _shortest_term(rest, context.calendar)
    unknown = days.isna() | term.isna()
    short = days < rest["presence"] * term
    needs = missing(rest[unknown], context, staff["cycle_starts"], staff["cycle_ends"])
    return Answer(~_on_all(short, staff), ~_on_all(unknown, staff), needs)


def _on_all(of_rest: pd.Series, staff: pd.DataFrame) -> pd.Series:
    return of_rest.reindex(staff.index, fill_value=False).astype(bool)


def _times_there(staff: pd.DataFrame) -> list[Times]:
    """When each person was there, before, between and after the times away."""
    first = np.fmax(_days(staff["own_start"]), _days(staff["employment_start"]))
    last = np.fmin(_days(staff["cycle_to"]), _days(staff["employment_end"]))
    last = np.fmin(np.fmin(last, _days(staff["cycle_ends"])), _days(staff["as_of"]))
    times = []
    for since, until in _times_away(staff):
        times.append((first, np.fmin(since - _A_DAY, last)))
        first = np.fmax(first, np.where(np.isnat(since), last, until) + _A_DAY)
    times.append((first, last))
    return [_where_any(*each, staff) for each in times]


def _times_away(staff: pd.DataFrame) -> Iterator[tuple[Any, Any]]:
    """When each person was away, in order of the dates; what is not over lasts until the day of the check."""
    suspended = staff["status"] == GRIEVANCE
    since = (staff["absent_from"], staff["status_from"].where(suspended), staff["capability_from"])
    until = (staff["absent_to"], staff["status_to"].where(suspended), staff["capability_until"])
    starts = np.stack([_days(each) for each in since])
    ends = np.stack([_days(each.fillna(staff["as_of"])) for each in until])
    order = np.argsort(starts, axis=0, kind="stable")
    yield from zip(np.take_along_axis(starts, order, 0), np.take_along_axis(ends, order, 0), strict=True)


def _where_any(first: Any, last: Any, staff: pd.DataFrame) -> Times:
    any_day = first <= last
    return tuple(pd.Series(np.where(any_day, each, np.datetime64("NaT", "D")), staff.index) for each in (first, last))  # type: ignore[return-value]


def _days(dates: pd.Series) -> Any:
    return dates.to_numpy("datetime64[D]")


def _school_days(rows: pd.DataFrame, context: Context, times: Sequence[Times]) -> pd.Series:
    """On how many school days a person was there; missing where that is not known."""
    total = pd.Series(0.0, rows.index)
    for first, last in ((first[rows.index], last[rows.index]) for first, last in times):
        days = context.calendar.count(rows["academy"], rows["working_pattern"], first, last)
        total += days.where(first.notna(), 0.0)
    return total


def _shortest_term(rows: pd.DataFrame, calendar: Calendar) -> pd.Series:
    """School days of the shortest term that begins in the cycle of the return; missing where that is not known."""
    keys = ["academy", "cycle"]
    cycles = rows.drop_duplicates(keys)
    dates = [cycles["cycle_starts"], cycles["cycle_ends"]]
    known = calendar.known(cycles["academy"], cycles["working_pattern"], *dates)
    cycles = cycles[known]
    starts, ends = (pd.to_datetime(each[known]).dt.date for each in dates)
    lengths = [
        min(_term_lengths(calendar, *of_cycle), default=np.nan)
        for of_cycle in zip(cycles["academy"], starts, ends, strict=True)
    ]
    shortest = pd.Series(lengths, pd.MultiIndex.from_frame(cycles[keys]), dtype=float)
    return pd.Series(shortest.reindex(pd.MultiIndex.from_frame(rows[keys])).to_numpy(), rows.index)


def _term_lengths(calendar: Calendar, academy: str, starts: date, ends: date) -> Iterator[int]:
    """School days of each term that begins from one day to another."""
    term = calendar.term_of(academy, starts)
    while term and term.starts <= ends:
        if term.starts >= starts:
            yield calendar.term_days(academy, term.starts) or 0
        term = calendar.term_of(academy, term.ends + timedelta(days=1))
