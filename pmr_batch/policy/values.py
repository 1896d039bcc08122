"""What a parameter can be: a number, two numbers, or a day of the year."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from pmr_batch.words import MONTHS

_NUMBER = r"\d{1,6}(?:\.\d{1,4})?"


class Pair(NamedTuple):
    """Two numbers, both allowed themselves: at least, at most."""

    least: int | Decimal
    most: int | Decimal

    def __str__(self) -> str:
        return f"{self.least} to {self.most}"


class DayOfYear(NamedTuple):
    """A day of every year."""

    day: int
    month: int

    def __str__(self) -> str:
        return f"{self.day} {MONTHS[self.month - 1]}"

    def after_cycle(self, starts: date) -> date:
        """The first such day once twelve months from the start of a cycle are over."""
        year = starts.year + 1
        return date(year + ((self.month, self.day) < (starts.month, starts.day)), self.month, self.day)


Setting = int | Decimal | Pair | DayOfYear


def parse(text: object) -> Setting | None:
    """A parameter's value, from text or a number; None where it is none of the three kinds."""
    typed = " ".join(str(text).split())
    if re.fullmatch(_NUMBER, typed):
        return _number(typed)
    if pair := re.fullmatch(rf"({_NUMBER}) ?(?:to|-|–) ?({_NUMBER})", typed):
        least, most = map(_number, pair.groups())
        return Pair(least, most) if least <= most else None
    if day := re.fullmatch(r"(\d{1,2}) ([A-Za-z]+)", typed):
        return _day_of_year(int(day[1]), day[2].capitalize())
    if day := re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])-(\d\d)", typed):  # Excel turns a typed day into a date
        return _day_of_year(int(day[2]), MONTHS[int(day[1]) - 1])
    return None


def _number(text: str) -> int | Decimal:
    number = Decimal(text)
    return int(number) if number == int(number) else number


def _day_of_year(day: int, month: str) -> DayOfYear | None:
    if month not in MONTHS:
        return None
    try:
        date(2023, MONTHS.index(month) + 1, day)  # no leap year: the day must come every year
    except ValueError:
        return None
    return DayOfYear(day, MONTHS.index(month) + 1)
