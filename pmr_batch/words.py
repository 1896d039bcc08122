"""Words: how dates, money and lists are shown to people, and the nearest known name to a typed one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from difflib import SequenceMatcher, get_close_matches
from typing import Any

#: Never the locale's: the same input gives the same bytes on every machine.
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MOST_NAMED = 12
#: Marks that turn the order of what is read around, so that a text shows other than it is (a class of a pattern).
TURNING = "\u202a-\u202e\u2066-\u2069"
_TURNS = re.compile(f"[{TURNING}]")
_UNSHOWN = re.compile(f"[\x00-\x1f\x7f-\x9f\u2028\u2029{TURNING}]")


def day(value: dt.date) -> str:
    """1 September 2026."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def short_day(value: dt.date) -> str:
    """1 Sep 2026."""
    return f"{value.day} {MONTHS[value.month - 1][:3]} {value.year}"


def when(due: dt.date, on: dt.date) -> str:
    """How far off a date is from a day: in 12 days, today, 3 days ago."""
    days = (due - on).days
    if days == 0:
        return "today"
    count = counted(abs(days), "day")
    return f"in {count}" if days > 0 else f"{count} ago"


def pounds(value: Decimal) -> str:
    """£31,650, with pence only where there are any."""
    return f"£{value:,.2f}".removesuffix(".00")


def plain(value: Any) -> Any:
    """The value for JSON: dates ISO text, money text without float noise, whole floats whole."""
    if isinstance(value, dt.date):
        return value.isoformat()[:10]
    if isinstance(value, Decimal):
        return f"{value:.2f}".removesuffix(".00")
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def shown(value: Any, longest: int = 80) -> str:
    """The value in a sentence: text in quotes, cut where it is long."""
    if value is None:
        return "blank"
    if isinstance(value, dt.date):
        return day(value)
    if isinstance(value, Decimal):
        return pounds(value)
    if isinstance(value, str):
        return f"“{brief(value, longest)}”"
    return f"{plain(value)}"


def brief(text: str, longest: int = 80) -> str:
    """The text on one line and in its order, cut where it is long."""
    return clipped(in_order(" ".join(text.split())), longest)


def clipped(text: str, longest: int) -> str:
    """The text, cut where it is longer than so many characters."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def visible(text: str) -> str:
    r"""A name on one line and in its order: line breaks, control characters and turning marks as \u202e."""
    return _UNSHOWN.sub(_written_out, text)


def in_order(text: str) -> str:
    r"""A text in the order in which it was typed: turning marks as \u202e."""
    return _TURNS.sub(_written_out, text)


def _written_out(mark: re.Match[str]) -> str:
    return f"\\u{ord(mark[0]):04x}"


def bare(text: str) -> str:
    """The words of a text alone, in lower case, with single blanks: so that what people take for the same is equal."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def listed(parts: Iterable[str]) -> str:
    """a, b and c."""
    parts = list(parts)
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def shortened_list(names: Sequence[str]) -> str:
    """a, b, c; of many the first, and how many more."""
    shown = ", ".join(names[:_MOST_NAMED])
    return f"{shown} and {len(names) - _MOST_NAMED:,} more" if len(names) > _MOST_NAMED else shown


def counted(number: int, singular: str, plural: str | None = None) -> str:
    """1 error, 2 errors, 1,200 errors."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


# -- the nearest name ---------------------------------------------------------------------------


def nearest(typed: str, choices: Iterable[str], cutoff: float = 0.6, folded: Callable[[str], str] = str) -> str | None:
    """The choice most like what was typed, where the likeness is at least `cutoff` (from 0 to 1).

    Both are compared after `folded`, such as str.casefold.
    """
    by_folded = {folded(choice): choice for choice in choices}
    near = nearest_few(folded(typed), by_folded, 1, cutoff)
    return by_folded[near[0]] if near else None


def nearest_few(typed: str, choices: Iterable[str], most: int, cutoff: float) -> list[str]:
    """At most so many choices that are like what was typed, the nearest first."""
    return get_close_matches(typed, list(choices), most, cutoff)


def likeness(first: str, second: str, least: float = 0.0) -> float:
    """How like two texts are, from 0 to 1; 0 where that is less than `least`."""
    matcher = SequenceMatcher(None, first, second)
    if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
        return 0.0
    return matcher.ratio()
