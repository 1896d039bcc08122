"""Cell addresses: A1 in Excel, (row, column) from (1, 1) in code."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

#: Row and column, both from 1.
Place = tuple[int, int]
#: First and last place.
Area = tuple[Place, Place]
_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")


@cache
def letter(column: int) -> str:
    """The letters of a column, 1 is A."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@cache
def number(letters: str) -> int:
    """The number of a column, A is 1."""
    column = 0
    for character in letters.upper():
        column = column * 26 + ord(character) - 64
    return column


def address(place: Place) -> str:
    """(17, 5) is E17."""
    return f"{letter(place[1])}{place[0]}"


def place_of(text: str) -> Place | None:
    """E17 is (17, 5); None where the text is no address of a cell."""
    match = _ADDRESS.fullmatch(text)
    return (int(match[2]), number(match[1])) if match else None


def area_of(text: str) -> Area | None:
    """The first and last place of A1:B2, or of A1 alone; None where the text is no area."""
    first, _, last = text.partition(":")
    start, end = place_of(first), place_of(last or first)
    if start is None or end is None:
        return None
    return (min(start[0], end[0]), min(start[1], end[1])), (max(start[0], end[0]), max(start[1], end[1]))


def runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Whole numbers joined to runs: 1, 2, 3, 7 is (1, 3), (7, 7)."""
    joined: list[tuple[int, int]] = []
    for whole in sorted(numbers):
        if joined and whole == joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], whole)
        else:
            joined.append((whole, whole))
    return joined
