"""Working days in facts: counted by the academy's term dates, and never guessed.

Where term dates are missing, days are counted as weekdays and the answer is unknown there. A school
has no more working days than weekdays, so the day given is never later than the right one, and the
number never smaller: a rule that holds by it holds, and only the others ask for the term dates.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from pmr_batch.policy.calendar import ALL_YEAR
from pmr_batch.rules.context import Context
from pmr_batch.rules.fact import Answer

#: Calendar days after which so many working days have passed in any school calendar; only used to
#: name the school years whose term dates are missing.
_DAYS_PER_WORKING_DAY = 2


def day_after(rows: pd.DataFrame, context: Context, dates: pd.Series, days: pd.Series) -> Answer:
    """The date so many working days after each date, by the person's working pattern (datetime64)."""
    days_after = context.calendar.after(rows["academy"], rows["working_pattern"], dates, days)
    needed = dates.notna() & days.notna()
    unknown = days_after.isna() & needed
    if not unknown.any():
        return Answer(days_after, ~unknown)
    weekdays = context.calendar.after(rows["academy"], _all_year(rows), dates, days)
    until = dates + pd.to_timedelta(days.fillna(0) * _DAYS_PER_WORKING_DAY, unit="D").astype("timedelta64[s]")
    return Answer(days_after.fillna(weekdays), ~unknown, missing(rows[unknown], context, dates, until))


def days_within(rows: pd.DataFrame, context: Context, starts: pd.Series, ends: pd.Series) -> Answer:
    """Working days from start to end, both included, by the person's working pattern (float64)."""
    counts = context.calendar.count(rows["academy"], rows["working_pattern"], starts, ends)
    unknown = counts.isna() & starts.notna() & ends.notna()
    if not unknown.any():
        return Answer(counts, ~unknown)
    weekdays = context.calendar.count(rows["academy"], _all_year(rows), starts, ends)
    return Answer(counts.fillna(weekdays), ~unknown, missing(rows[unknown], context, starts, ends))


def missing(rows: pd.DataFrame, context: Context, starts: pd.Series, ends: pd.Series) -> str:
    """The term dates that rows lack from start to end, by name."""
    at = rows.index
    lacks = context.calendar.missing(rows["academy"], rows["working_pattern"], starts[at], ends[at])
    return "; ".join(lacks)


def _all_year(rows: pd.DataFrame) -> pd.Series:
    return pd.Series(np.full(len(rows), ALL_YEAR, object), index=rows.index)
