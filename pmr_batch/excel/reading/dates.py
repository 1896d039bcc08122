"""Dates that were typed as text, in the forms English offices use.

Three numbers of which the first two could both be the month are never guessed (PM016).
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from pmr_batch.words import day

_MONTHS = ["", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_WEEKDAY = r"(?:(?:mon|tue|tues|wed|weds|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\.?,?\s+)?"
_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(\d{4}|\d{2}|'\d{2})"
_TIME = r"(?:[t\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?"
_GAP = r"[\s,/.\-]*"
_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})" + _TIME)
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
#: The beginning of a day in Greenwich; any other hour there may be another day here.
_MIDNIGHT = re.compile(r"t00:00(:00(\.0+)?)?z$")
_NUMBERS = re.compile(_WEEKDAY + r"(\d{1,2})\s*([/.\-\s])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})" + _TIME)
_DAY_MONTH = re.compile(_WEEKDAY + _DAY + r"(?:\s+of)?" + _GAP + _MONTH + _GAP + _YEAR + _TIME)
_MONTH_DAY = re.compile(_WEEKDAY + _MONTH + r"\s*" + _DAY + r"[\s,]+" + _YEAR + _TIME)
#: Each form of a date, and the parts in its order; signs between numbers are a part.
_PATTERNS = ((_ISO, "y-md"), (_COMPACT, "ymd"), (_NUMBERS, "d-my"), (_DAY_MONTH, "dmy"), (_MONTH_DAY, "mdy"))
#: Two digits from here on are of the century before, as in Excel.
_LAST_CENTURY_FROM = 30


@dataclass(frozen=True)
class DateReading:
    """What a text may mean: no date, one, or two; `timed` where a time of day followed."""

    dates: tuple[dt.date, ...]
    timed: bool = False


def read_date(text: str) -> DateReading:
    """The dates a text may mean, the British reading first; none where it is plainly no date."""
    text = _MIDNIGHT.sub("", " ".join(text.casefold().replace("’", "'").split()))
    for pattern, order in (
        (_ISO, "y-md"),
        (_COMPACT, "ymd"),
        (_NUMBERS, "d-my"),
        (_DAY_MONTH, "dmy"),
        (_MONTH_DAY, "mdy"),
    ):
        match = pattern.fullmatch(text)
        if match:
            return _reading(match, order)
    return DateReading(())


@dataclass(frozen=True)
class NumberDate:
    """What a date of three numbers, the year last, is in each order; None where there is no such day.

    `short_year` where the year has two digits only.
    """

    day_first: dt.date | None
    month_first: dt.date | None
    short_year: bool


def read_numbers(text: str) -> NumberDate | None:
    """A date of three numbers in both orders; None where the text is none, or names its month or year first."""
    match = _NUMBERS.fullmatch(" ".join(text.casefold().split()))
    if match is None:
        return None
    first, _, second, year = match.groups()[:4]
    whole = _year(year)
    return NumberDate(_date(whole, int(second), int(first)), _date(whole, int(first), int(second)), len(year) == 2)


def _reading(match: re.Match[str], order: str) -> DateReading:
    parts = dict(zip(order, match.groups(), strict=False))
    year, month, day = _year(parts["y"]), _month(parts["m"]), int(parts["d"])
    readings = [_date(year, month, day)]
    if order == "d-my":
        readings.append(_date(year, day, month))
    hours = [int(part) for part in match.groups()[len(order) :] if part]
    return DateReading(tuple(dict.fromkeys(filter(None, readings))), any(hours))


def _year(text: str) -> int:
    number = int(text.lstrip("'"))
    if len(text.lstrip("'")) == 4:
        return number
    return number + (1900 if number >= _LAST_CENTURY_FROM else 2000)


def _month(text: str) -> int:
    return int(text) if text.isdigit() else _MONTHS.index(text[:3])


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day) if year >= 1900 else None
    except ValueError:
        return None


def text_day(text: str) -> tuple[str, str]:
    """The two days that an unclear text may mean, in words."""
    first, second = read_date(text).dates
    return day(first), day(second)
