"""One cell: what was typed becomes the value that was plainly meant, with a note of the repair.

A value that cannot be read as its column's type stays as typed, for PM006 and PM008.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from pmr_batch.excel.reading.amounts import read_amount
from pmr_batch.excel.reading.dates import read_date
from pmr_batch.excel.reading.number_formats import plain
from pmr_batch.layout.columns import Kind
from pmr_batch.layout.office_values import letters, meant_value
from pmr_batch.model.returns import Unread
from pmr_batch.words import TURNING, day

_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"
_BLANKS = " \t\r\n\x0b\x0c\x85\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_EDGES = _INVISIBLE + _BLANKS
_FORBIDDEN = re.compile(rf"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff{TURNING}]")
_WITHOUT_INVISIBLE = dict.fromkeys(map(ord, _INVISIBLE))
_QUOTES = str.maketrans({"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-", "−": "-"})
_TICKS = {**dict.fromkeys("✓✔☑✅", "Yes"), **dict.fromkeys("✗✘☒", "No")}
#: Numbers that may be days: 1 January 1930 to 31 December 2099, counted from 30 December 1899.
_DAYS = range(10_959, 73_051)
_DIGITS_OF_A_DAY = 5
_FIRST_DAY = {False: dt.date(1899, 12, 30), True: dt.date(1904, 1, 1)}
#: Excel has a 29 February 1900 that never was; days before it are not what they seem.
_FIRST_SAFE_DAY = dt.date(1900, 3, 1)
#: Excel keeps 15 digits: numbers from here on are slips, and none that it holds exactly.
_TOO_LARGE = Decimal(10) ** 15
_THING = r"(?:(?:obj(?:ective)?|target|goal|number|num|no|nr|№|#)[\s.:]*)?"
_NUMBERED = re.compile(
    _THING + r"(?:\((\d{1,3})\)|(\d{1,3})\s*(?:st|nd|rd|th|of\s+\d{1,2}|[a-z])?)[\s).:]*", re.IGNORECASE
)
PointReader = Callable[[str, str], str | None]


@dataclass(frozen=True)
class Repair:
    """A value read otherwise than typed: the text before, the text after, and how."""

    was: str
    became: str
    how: str


Outcome = tuple[Any, Repair | None]


def is_plain(kind: Kind, values: Sequence[str] = (), *, key: bool = False) -> Callable[[Any], bool]:
    """A quick test of a cell that needs no reading, as it holds its value already; most do."""
    if kind is Kind.LIST:
        return frozenset(values).__contains__
    if kind is Kind.DATE:
        return lambda raw: raw.__class__ is dt.date and raw >= _FIRST_SAFE_DAY
    if kind is Kind.TEXT and key:
        return lambda raw: raw.__class__ is str and raw.isascii() and raw.isalnum()
    if kind is Kind.TEXT:
        return lambda raw: raw.__class__ is str and raw.isprintable() and raw.strip(" ") == raw != ""
    return _never


def _never(_: Any) -> bool:
    return False


def read(kind: Kind, raw: Any, values: Sequence[str] = (), *, key: bool = False, date1904: bool = False) -> Outcome:
    """The value of a cell and the repair, if any. Blank is None; an unclear date is Unread (PM016)."""
    if raw is None or raw == "":
        return None, None
    if kind is Kind.TEXT:
        return _text(raw, key)
    if raw.__class__ is str:
        text = key_text(raw)
        if not text:
            return None, _repair(raw, "", "blanks removed") if raw.strip(_EDGES) else None
    else:
        text = None
    if kind is Kind.LIST:
        return _choice(raw, text, tuple(values))
    if kind is Kind.DATE:
        return _date(raw, text, date1904)
    return _number(kind, raw, text)


def is_blank(raw: Any) -> bool:
    """Whether a cell holds nothing, or nothing but blanks."""
    return raw is None or raw == "" or (raw.__class__ is str and not raw.strip(_EDGES))


def typed(raw: Any) -> str:
    """The content of a cell as text: dates ISO, whole numbers whole, truth as Excel has it."""
    if isinstance(raw, bool):
        return str(raw).upper()
    if isinstance(raw, float):
        return plain(Decimal(repr(raw))) if math.isfinite(raw) else str(raw)
    if isinstance(raw, dt.time):
        return raw.isoformat("auto" if raw.second or raw.microsecond else "minutes")
    if isinstance(raw, dt.datetime):
        return raw.date().isoformat() if raw.time() == dt.time() else raw.isoformat(" ", "minutes")
    return str(raw)


def key_text(text: str) -> str:
    """Text as a key or list value: plain quotes, single blanks, nothing invisible."""
    text = _FORBIDDEN.sub("", text).translate(_QUOTES)
    return " ".join(text.translate(_WITHOUT_INVISIBLE).split())


def _repair(was: Any, became: Any, how: str) -> Repair:
    return Repair(typed(was), became if isinstance(became, str) else _shown(became), how)


def _shown(value: Any) -> str:
    return day(value) if isinstance(value, dt.date) else typed(value)


def _text(raw: Any, key: bool) -> Outcome:
    if raw.__class__ is not str:
        return typed(raw), None
    text = key_text(raw) if key else _prose(raw)
    if text == raw:
        return text, None
    if not text:
        return None, None
    return text, _repair(raw, text, "blanks and signs that cannot be seen removed" if key else _how(raw, text))


def _prose(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _FORBIDDEN.sub("", text).strip(_EDGES)


def _how(raw: str, text: str) -> str:
    if raw.strip(_EDGES) == text:
        return "blanks around it removed"
    return "signs that cannot be printed removed" if _FORBIDDEN.search(raw) else "line breaks made plain"


def _choice(raw: Any, text: str | None, values: tuple[str, ...]) -> Outcome:
    if raw in values:
        return raw, None
    meant = _list_value(text or typed(raw), values)
    if meant is None:
        return typed(raw), None
    return meant, _repair(raw, meant, "read as the value of the list")


@lru_cache(maxsize=4096)
def _list_value(text: str, values: tuple[str, ...]) -> str | None:
    folded = text.casefold()
    if _TICKS.get(folded) in values:
        return _TICKS[folded]
    for bare in (str.casefold, letters):
        matches = [value for value in values if bare(value) == bare(text)]
        if len(matches) == 1 and bare(text):
            return matches[0]
    return meant_value(text, values)


def _date(raw: Any, text: str | None, date1904: bool) -> Outcome:
    if isinstance(raw, dt.datetime):
        plain_day = raw.time() == dt.time()
        value, repair = _safe_day(raw.date(), raw)
        return value, repair if plain_day or repair else _repair(raw, value, "time of day left out")
    if isinstance(raw, dt.date):
        return _safe_day(raw, raw)
    if text is not None:
        return _text_date(raw, text, date1904)
    if isinstance(raw, float) and raw.is_integer():
        value = _FIRST_DAY[date1904] + dt.timedelta(days=int(raw)) if 0 <= raw < 100_000 else None
        if value and (value - _FIRST_DAY[False]).days in _DAYS:
            return value, _repair(raw, value, "number read as the date it stands for")
    return typed(raw), None


def _safe_day(value: dt.date, raw: Any) -> Outcome:
    return (value, None) if value >= _FIRST_SAFE_DAY else (typed(raw), None)


def _text_date(raw: str, text: str, date1904: bool) -> Outcome:
    reading = read_date(text)
    if not reading.dates and text.isascii() and text.isdecimal() and len(text) == _DIGITS_OF_A_DAY:
        return _date(float(text), None, date1904)
    if not reading.dates:
        return raw, None
    if len(reading.dates) > 1:
        return Unread(text, "PM016"), None
    how = "text read as a date" + (", time of day left out" if reading.timed else "")
    return reading.dates[0], _repair(raw, reading.dates[0], how)


def _number(kind: Kind, raw: Any, text: str | None) -> Outcome:
    if text is not None:
        amount = read_amount(text)
        if amount is None and kind is Kind.WHOLE:
            amount = _numbered(text)
        if amount is None or abs(amount) >= _TOO_LARGE:
            return raw, None
        return _as(kind, amount), _repair(raw, plain(amount), "text read as a number")
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not math.isfinite(raw) or abs(raw) >= _TOO_LARGE:
        return typed(raw), None
    return _as(kind, Decimal(repr(raw))), None


def _numbered(text: str) -> Decimal | None:
    """The number of a thing as people write it: 2), (2), 1a, Obj 1, No. 3, 1 of 3."""
    match = _NUMBERED.fullmatch(text)
    return Decimal(match[1] or match[2]) if match else None


def _as(kind: Kind, number: Decimal) -> int | float | Decimal:
    """Money is exact; a whole-number column keeps a fraction, for PM006."""
    if kind is Kind.MONEY:
        return Decimal(plain(number))
    if kind is Kind.WHOLE and number == number.to_integral_value():
        return int(number)
    return float(number)
