"""Facts of monitoring (7.1): how many working days it lasts, and where contact was not regular."""

from __future__ import annotations

import pandas as pd

from pmr_batch.layout.standard_workbook import CONCERNS, MEETINGS, STAFF
from pmr_batch.rules.context import Context
from pmr_batch.rules.fact import Answer, fact
from pmr_batch.rules.facts.day_counts import day_after, days_within
from pmr_batch.words import counted, day

#: A working week is five school days of the academy; for all-year staff Monday to Friday less bank holidays.
WEEK = 5
#: Kinds on Meetings at which nobody talks about progress with the person.
_NO_CONTACT = ("Observation", "Drop-in", "Paper review")
_PERIOD = (CONCERNS.monitoring_from, CONCERNS.monitoring_to, STAFF.working_pattern)
_EXTENSION = (CONCERNS.monitoring_to, CONCERNS.extended_to, STAFF.working_pattern)


@fact(CONCERNS, reads=_PERIOD)
def monitoring_days(concerns: pd.DataFrame, context: Context) -> Answer:
    """Working days of monitoring as it was set, both ends included; missing where that is not known.

    Fewer than are asked for is a fault as well as more, so the weekdays are no bound to go by.
    """
    days = _days_from(concerns, context, concerns["monitoring_from"], concerns["monitoring_to"])
    return Answer(days.values.where(days.known), days.known, days.needs)


@fact(CONCERNS, reads=(monitoring_days,))
def monitoring_length(concerns: pd.DataFrame, context: Context) -> pd.Series:
    """The length of monitoring in words: 3 working weeks and 4 days."""
    return _in_weeks(concerns["monitoring_days"])


@fact(CONCERNS, reads=_EXTENSION)
def extension_days(concerns: pd.DataFrame, context: Context) -> Answer:
    """Working days from the day after monitoring was to end until the end of its extension."""
    starts = concerns["monitoring_to"] + pd.Timedelta(days=1)
    return _days_from(concerns, context, starts, concerns["extended_to"])


@fact(CONCERNS, reads=(extension_days,))
def extension_length(concerns: pd.DataFrame, context: Context) -> pd.Series:
    """The length of the extension in words."""
    return _in_weeks(concerns["extension_days"])


@fact(CONCERNS, reads=(CONCERNS.discussed_on, STAFF.working_pattern), parameters=("confirmed_within",))
def confirmation_due(concerns: pd.DataFrame, context: Context) -> Answer:
    """By when the discussion is confirmed in writing."""
    return day_after(concerns, context, concerns["discussed_on"], concerns["confirmed_within"])


@fact(
    CONCERNS,
    reads=(*_PERIOD, CONCERNS.extended_to, CONCERNS.notified_on, MEETINGS.date, MEETINGS.kind),
    parameters=("contact_gap",),
)
def silence(concerns: pd.DataFrame, context: Context) -> Answer:
    """The first time in monitoring that nobody met the person for too long: 3 and 21 November 2025; else missing."""
    gaps = context.shared(_gaps).join(concerns["contact_gap"], on="concern")
    due = day_after(gaps, context, gaps["since"], gaps["contact_gap"])
    long = gaps.assign(known=due.known)[gaps["until"] > due.values]
    first_long = (
        long.sort_values("known", ascending=False, kind="stable").drop_duplicates("concern").set_index("concern")
    )
    between = zip(first_long["since"], first_long["until"], strict=True)
    words = pd.Series([f"{day(since)} and {day(until)}" for since, until in between], first_long.index, dtype="str")
    known = first_long["known"].reindex(concerns.index, fill_value=True).astype(bool)
    return Answer(words.reindex(concerns.index), known, due.needs)


@fact(
    CONCERNS,
    reads=(*_PERIOD, CONCERNS.extended_to, CONCERNS.notified_on, CONCERNS.outcome, MEETINGS.date, MEETINGS.kind),
    parameters=("contact_gap",),
)
def next_contact_due(concerns: pd.DataFrame, context: Context) -> Answer:
    """By when the next meeting of monitoring that still runs is held; missing where it ends before that."""
    gaps = context.shared(_gaps).join(concerns["contact_gap"], on="concern")
    last = gaps.drop_duplicates("concern", keep="last").set_index("concern").rename_axis(None)
    due = day_after(last, context, last["since"], last["contact_gap"])
    ends = concerns[["monitoring_to", "extended_to"]].max(axis=1)
    runs = (ends >= concerns["as_of"]) & concerns["outcome"].isna() & concerns["notified_on"].isna()
    dates = due.values.reindex(concerns.index)
    known = due.known.reindex(concerns.index, fill_value=True).astype(bool)
    return Answer(dates.where(runs & (dates < ends)), known, due.needs)


def _gaps(context: Context) -> pd.DataFrame:
    """From each contact in monitoring to the next, its start, and its end or today, being the first and the last."""
    concerns, meetings = context.frames[CONCERNS.name], context.frames[MEETINGS.name]
    starts, ends = concerns["monitoring_from"], _ends(concerns)
    monitored = concerns[(starts <= ends) & (concerns["person"] >= 0)]
    held = meetings[meetings["date"].notna() & ~meetings["kind"].isin(_NO_CONTACT)]
    of_concern = monitored[["person"]].assign(concern=monitored.index, starts=starts, ends=ends)
    met = of_concern.merge(held[["person", "date"]], on="person")
    met = met[met["date"].between(met["starts"], met["ends"])]
    days = pd.concat([of_concern.assign(date=starts), met, of_concern.assign(date=ends)])
    days = days.sort_values(["concern", "date"], kind="stable")
    gaps = days.assign(since=days.groupby("concern")["date"].shift(), until=days["date"])
    gaps = gaps[gaps["since"].notna()].reset_index(drop=True)
    return gaps.join(concerns[["academy", "working_pattern"]], on="concern")


def _ends(concerns: pd.DataFrame) -> pd.Series:
    """The last day of monitoring on which contact is asked for: its end, the notice of capability, or today."""
    planned = concerns[["monitoring_to", "extended_to"]].max(axis=1)
    ends = pd.concat([planned, concerns["notified_on"], concerns["as_of"]], axis=1).min(axis=1)
    return ends.where(planned.notna())


def _days_from(concerns: pd.DataFrame, context: Context, starts: pd.Series, ends: pd.Series) -> Answer:
    """Working days from the one date to the other, both included; missing where they are not in order."""
    ordered = starts <= ends
    return days_within(concerns, context, starts.where(ordered), ends.where(ordered))


def _in_weeks(days: pd.Series) -> pd.Series:
    words = [weeks_and_days(int(number)) if number == number else None for number in days]  # noqa: PLR0124  (NaN)
    return pd.Series(words, days.index, dtype="str")


def weeks_and_days(days: int) -> str:
    """3 working weeks and 4 days."""
    weeks, rest = divmod(days, WEEK)
    parts = [counted(weeks, "working week")] if weeks else []
    parts += [counted(rest, "day" if weeks else "working day")] if rest else []
    return " and ".join(parts) or "no working day"
