"""Addresses of cells, of rows and columns from 0."""

from __future__ import annotations

from functools import cache


@cache
def letter(column: int) -> str:
    """The letters of a column: A for 0, AA for 26."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """The address of a cell: B7 for row 6, column 1."""
    return f"{letter(column)}{row + 1}"
