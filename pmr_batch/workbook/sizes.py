"""How wide columns and how high rows are, so that nothing is clipped when a workbook is opened.

LibreOffice fits no row by itself when it opens a file, so a row of several lines is given its height.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil
from typing import Protocol

from pmr_batch.layout.columns import Column, Kind
from pmr_batch.model.terms import Value

#: Points of a line, letters for each unit of width, and the most lines that Excel gives a row.
_LINE, _LETTERS, _MOST_LINES = 15, 1.2, 27
_INDENT, _FILTER_BUTTON = 2, 3
_OF_MONEY = 14
#: Of the letters of To do: the height of a line, how many more go on it, and for how many lines there is room.
_SMALL_LINE, _SMALLER, _MOST_OF_TO_DO = 12.0, 1.2, 4
#: About what an A4 page holds across at half the size.
_PAGE_WIDTH = 282


class FittedSheet(Protocol):
    """A sheet in the making, of which rows are fitted."""

    def height(self, row: int, points: float, *, grows: bool = False) -> None:
        """The height of a row."""
        ...


def width_of(heading: str, width: int) -> int:
    """Wide enough for the declared width, and for the longest word of the heading with its filter button."""
    return max(width + _INDENT, max(map(len, heading.split())) + _FILTER_BUTTON)


def width_of_column(column: Column) -> int:
    """The width of a declared column."""
    return width_of(column.heading, max(column.width, _OF_MONEY if column.kind is Kind.MONEY else 0))


def pages_wide(widths: Sequence[float], repeated: int = 0) -> int:
    """Over how many pages columns are laid in print at a size that reads well, the first ones repeated on each."""
    again = sum(widths[:repeated])
    return max(1, ceil((sum(widths) - again) / max(1, _PAGE_WIDTH - again)))


def fit_texts(page: FittedSheet, row: int, texts: Iterable[tuple[Value, float]]) -> None:
    """Give a row of several lines the height that its longest text takes, each in a column of a width."""
    lines = max((lines_of(text, width) for text, width in texts), default=1)
    if lines > 1:
        fit_lines(page, row, lines)


def fit_lines(page: FittedSheet, row: int, lines: int) -> None:
    """Give a row the height of so many lines, as far as Excel goes."""
    page.height(row, height_of(lines), grows=True)


def height_of(lines: int) -> float:
    """The height of so many lines in points, as far as Excel goes."""
    return _LINE * min(lines, _MOST_LINES)


def height_of_to_do(text: str, width: float) -> float:
    """The height in points of what To do may come to say, in its smaller letters, as far as it is given room.

    Of a row that nobody has worked on yet, colours show the rest.
    """
    return _SMALL_LINE * min(lines_of(text, width * _SMALLER), _MOST_OF_TO_DO)


def lines_of(value: Value, width: float) -> int:
    """How many lines a text takes in a column of a width."""
    if not isinstance(value, str):
        return 1
    letters = int((width - _INDENT) * _LETTERS)
    if len(value) <= letters and "\n" not in value:
        return 1
    return sum(1 + (len(line) - 1) // letters if line else 1 for line in value.split("\n"))
