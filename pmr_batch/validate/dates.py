"""Dates that cannot be (PM023), over typed frames: outside their windows, or a year apart from those beside them.

Who typed 2025 for 2026 is told at that cell, though the rules of the policy would tell it at the date beside it. So
nothing else goes by the cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from pmr_batch.layout.columns import Column, Kind
from pmr_batch.layout.standard_workbook import BY_NAME, CONCERNS, MEETINGS, OBSERVATIONS, REVIEWS, STAFF, SUPPORT_ROLES
from pmr_batch.rules.cycles import AHEAD
from pmr_batch.rules.dates import COURSE_OF_A_CONCERN, COURSE_OF_A_REPORT, MEETING_WINDOWS, WINDOWS, Window
from pmr_batch.settings.trust_settings import Settings
from pmr_batch.validate.frames import Mask
from pmr_batch.words import counted, day

#: Where meetings may lie whose kind cannot be read.
_ANYWHERE = Window(52, 52)
_HALF_A_YEAR, _A_MONTH = np.timedelta64(182, "D"), np.timedelta64(31, "D")
_DAYS_IN_WORDS, _WEEKS_IN_WORDS = 14, 104
_NEVER = np.datetime64("NaT", "D")
#: The first and the last day of something.
Span = tuple[Any, Any]
#: A return and a payroll number.
Key = tuple[Any, Any]
#: Kinds of meetings that belong to a concern, and may be as old.
_ABOUT_CONCERNS = ("Concern", "Monitoring contact", "Capability")


class WrongDate(NamedTuple):
    """A cell by its column and the position of its row, and what is wrong with it, as a sentence goes on."""

    column: Column
    position: int
    where: str


class Cycles(NamedTuple):
    """The first and the last day of each row's cycle."""

    starts: Any
    ends: Any


def wrong_dates(frames: Mapping[str, pd.DataFrame], settings: Settings, as_of: date) -> list[WrongDate]:
    """All dates that cannot be, each cell once; of what is done, not those still to come."""
    today = np.datetime64(as_of, "D")
    elsewhere = _of_the_other_cycle(frames[STAFF.name], settings)
    cycles = {name: _cycles(rows, settings, elsewhere) for name, rows in frames.items()}
    found: dict[tuple[Column, int], WrongDate] = {}
    for column, window in WINDOWS.items():
        _collect(found, _outside(frames[column.sheet], cycles[column.sheet], column, window, today))
    _collect(found, _years_apart(frames, cycles, today))
    _collect(found, _strange_meetings(frames, cycles[MEETINGS.name], today, _spans(frames[CONCERNS.name], found)))
    return list(found.values())


def _collect(found: dict[tuple[Column, int], WrongDate], more: Iterator[WrongDate]) -> None:
    for wrong in more:
        found.setdefault((wrong.column, wrong.position), wrong)


def still_to_come(rows: pd.DataFrame, column: Column) -> Mask:
    """Whether something done is dated after the day of the check."""
    if column.kind is not Kind.DATE or column.key in AHEAD.get(BY_NAME[column.sheet], set()):
        return np.zeros(len(rows), bool)
    return np.asarray(rows[column.key].to_numpy() > rows["as_of"].to_numpy(), bool)


def _cycles(rows: pd.DataFrame, settings: Settings, elsewhere: set[Key]) -> Cycles:
    """The cycle of each row's return; none for people of the other cycle, who are told to be moved (PM206)."""
    known = settings.cycles
    numbers = rows.get("payroll_number", pd.Series(None, rows.index, dtype="str"))
    keys = zip(rows["return_no"], numbers, strict=True)
    of_rows = [None if key in elsewhere else known.get(name) for name, key in zip(rows["cycle"], keys, strict=True)]
    starts, ends = ([cycle and getattr(cycle, end) for cycle in of_rows] for end in ("starts", "ends"))
    return Cycles(np.array(starts, "datetime64[D]"), np.array(ends, "datetime64[D]"))


def _of_the_other_cycle(staff: pd.DataFrame, settings: Settings) -> set[Key]:
    """Return and payroll number of whoever has a role of the cycle that the return is not of."""
    teaching = {name for name, cycle in settings.cycles.items() if cycle.teaching}
    wrong = staff["role"].notna() & (staff["role"].isin(SUPPORT_ROLES) == staff["cycle"].isin(teaching))
    return set(zip(staff["return_no"][wrong], staff["payroll_number"][wrong], strict=True))


def _days(rows: pd.DataFrame, column: Column) -> Any:
    """The dates of a column; of what is done, those that have come."""
    return np.where(still_to_come(rows, column), _NEVER, rows[column.key].to_numpy("datetime64[D]"))


# -- windows -------------------------------------------------------------------------------------


def _bounds(window: Window, cycles: Cycles, today: Any) -> tuple[Any, Any]:
    first = cycles.starts - np.timedelta64(7 * window.before, "D")
    if window.years is not None:
        first = np.full(len(cycles.starts), today - np.timedelta64(round(window.years * 365.25), "D"))
    return first, cycles.ends + np.timedelta64(7 * window.after, "D")


def _outside(rows: pd.DataFrame, cycles: Cycles, column: Column, window: Window, today: Any) -> Iterator[WrongDate]:
    days = _days(rows, column)
    for position in _beyond(days, window, cycles, today):
        yield WrongDate(column, position, _far(days[position], window, position, cycles, today))


def _beyond(days: Any, window: Window, cycles: Cycles, today: Any) -> list[int]:
    """The positions of dates outside a window."""
    first, last = _bounds(window, cycles, today)
    beyond = ((days < first) | (days > last)) & ~np.isnat(cycles.starts)
    return [int(position) for position in np.flatnonzero(beyond)]


def _strange_meetings(
    frames: Mapping[str, pd.DataFrame], cycles: Cycles, today: Any, spans: Mapping[Key, Sequence[Span]]
) -> Iterator[WrongDate]:
    """Dates of meetings outside the windows of their kinds, but for those in the course of a concern."""
    rows = frames[MEETINGS.name]
    days, kinds = _days(rows, MEETINGS.date), rows["kind"].fillna("").to_numpy(object)
    keys = list(zip(rows["return_no"], rows["payroll_number"], strict=True))
    in_course: set[int] = set()
    for position in map(int, np.flatnonzero(np.isin(kinds, _ABOUT_CONCERNS) & ~np.isnat(days))):
        theirs = spans.get(keys[position], ())
        if _within(days[position], theirs):
            in_course.add(position)
        elif (fitting := _in_another_year(days[position], theirs)) is not None and fitting <= today:
            yield WrongDate(MEETINGS.date, position, f"about a year from the person's concern; {_in_words(fitting)}")
    for kind in np.unique(kinds.astype(str)):
        window = MEETING_WINDOWS.get(kind, _ANYWHERE)
        for position in set(_beyond(np.where(kinds == kind, days, _NEVER), window, cycles, today)) - in_course:
            yield WrongDate(MEETINGS.date, position, _far(days[position], window, position, cycles, today))


def _spans(concerns: pd.DataFrame, wrong: Mapping[tuple[Column, int], WrongDate]) -> dict[Key, list[Span]]:
    """From when to when each concern runs, by return and payroll number, with a month about it; by its right dates."""
    days = pd.DataFrame({column.key: concerns[column.key] for column in COURSE_OF_A_CONCERN}, index=concerns.index)
    for column, position in wrong:
        if column in COURSE_OF_A_CONCERN:
            days.loc[position, column.key] = pd.NaT
    first, last = (each.to_numpy("datetime64[D]") for each in (days.min(axis=1), days.max(axis=1)))
    spans: dict[Key, list[Span]] = {}
    keys = zip(concerns["return_no"], concerns["payroll_number"], strict=True)
    for key, since, until in zip(keys, first, last, strict=True):
        if not np.isnat(since):
            spans.setdefault(key, []).append((since - _A_MONTH, until + _A_MONTH))
    return spans


def _within(found: Any, spans: Sequence[Span]) -> bool:
    return any(since <= found <= until for since, until in spans)


def _in_another_year(found: Any, spans: Sequence[Span]) -> Any:
    """The same day of the year before or after, where that lies in the course of a concern; else None."""
    moved = (_moved(found, years) for years in (1, -1))
    return next((other for other in moved if _within(other, spans)), None)


# -- dates beside each other ------------------------------------------------------------------------


def _years_apart(frames: Mapping[str, pd.DataFrame], cycles: Mapping[str, Cycles], today: Any) -> Iterator[WrongDate]:
    """Dates whose year was mistyped, as those beside them on the row say."""
    yield from _on_rows(frames, cycles, COURSE_OF_A_CONCERN, COURSE_OF_A_CONCERN, today)
    yield from _on_rows(frames, cycles, COURSE_OF_A_REPORT, (REVIEWS.employee_signed_on,), today)
    observed = frames[MEETINGS.name]["kind"].isin(OBSERVATIONS).to_numpy(bool)
    pair = (MEETINGS.date, MEETINGS.feedback_on)
    yield from (found for found in _on_rows(frames, cycles, pair, pair, today) if observed[found.position])


def _on_rows(
    frames: Mapping[str, pd.DataFrame],
    cycles: Mapping[str, Cycles],
    course: Sequence[Column],
    judged: Sequence[Column],
    today: Any,
) -> Iterator[WrongDate]:
    """Of each row whose dates, of the columns of a `course` in its order, lie far apart: those `judged` wrong."""
    sheet = course[0].sheet
    days = np.stack([_days(frames[sheet], column) for column in course], axis=1)
    for position in map(int, np.flatnonzero(_spread(days) > _HALF_A_YEAR)):
        theirs, starts, ends = days[position], cycles[sheet].starts[position], cycles[sheet].ends[position]
        there = [int(at) for at in np.flatnonzero(~np.isnat(theirs))]
        in_cycle = {at for at in there if starts <= theirs[at] <= ends}
        for at in there:
            others = [other for other in there if other != at]
            told_apart = len(others) > 1 or (at not in in_cycle and others[0] in in_cycle)
            fitting = _year_that_fits(theirs, at, others) if told_apart and course[at] in judged else None
            if fitting is not None and (fitting <= today or _may_be_ahead(course[at])):
                yield WrongDate(course[at], position, f"about a year from the dates beside it; {_in_words(fitting)}")


def _spread(days: Any) -> Any:
    """From the first to the last date of each row; none where there is only one."""
    whole = days.astype("int64")
    blank = np.isnat(days)
    first = np.where(blank, np.iinfo("int64").max, whole).min(axis=1, initial=np.iinfo("int64").max)
    last = np.where(blank, np.iinfo("int64").min, whole).max(axis=1, initial=np.iinfo("int64").min)
    return np.where(blank.all(axis=1), 0, last - first).astype("timedelta64[D]")


def _year_that_fits(theirs: Any, at: int, others: Sequence[int]) -> Any:
    """The same day of another year, near the other dates and in its place among them; None where it fits as it is."""
    if min(abs(theirs[at] - theirs[other]) for other in others) <= _HALF_A_YEAR:
        return None
    for years in (1, -1, 2, -2, 10, -10):
        moved = _moved(theirs[at], years)
        near = min(abs(moved - theirs[other]) for other in others) <= _HALF_A_YEAR
        after = all(moved >= theirs[other] - _A_MONTH for other in others if other < at)
        before = all(moved <= theirs[other] + _A_MONTH for other in others if other > at)
        if near and after and before:
            return moved
    return None


def _may_be_ahead(column: Column) -> bool:
    return column.key in AHEAD.get(BY_NAME[column.sheet], set())


# -- words ----------------------------------------------------------------------------------------


def _moved(found: Any, years: int) -> Any:
    """The same day of another year; of 29 February, the day after."""
    return (pd.Timestamp(found) + pd.DateOffset(years=years)).to_datetime64().astype("datetime64[D]")


def _far(found: Any, window: Window, position: int, cycles: Cycles, today: Any) -> str:
    starts, ends = cycles.starts[position], cycles.ends[position]
    if window.years is not None and found < starts:
        return f"{_ago(today - found)} ago, longer than anybody works"
    early = found < starts
    apart = _ago(starts - found if early else found - ends)
    cycle = f"the cycle of {day(starts.item())} to {day(ends.item())}"
    first, last = (bound[position] for bound in _bounds(window, cycles, today))
    moved = (_moved(found, years) for years in (1, -1))
    fitting = next((other for other in moved if first <= other <= last and other <= max(today, found)), None)
    hint = f"; {_in_words(fitting)}" if fitting is not None else ""
    return f"{apart} {'before' if early else 'after'} {cycle}{hint}"


def _ago(apart: Any) -> str:
    days = int(apart / np.timedelta64(1, "D"))
    if days < _DAYS_IN_WORDS:
        return counted(days, "day")
    return counted(days // 7, "week") if days <= 7 * _WEEKS_IN_WORDS else counted(int(days // 365.25), "year")


def _in_words(fitting: Any) -> str:
    return f"{day(fitting.item())} would fit"
