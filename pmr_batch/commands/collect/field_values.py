"""Converts the text of a place to the value of its column, or says why it cannot be."""

from __future__ import annotations

from pmr_batch.excel.reading.cell_values import read
from pmr_batch.excel.reading.reading_limits import LIMITS
from pmr_batch.layout.columns import Kind
from pmr_batch.model.returns import Unread
from pmr_batch.model.terms import Value
from pmr_batch.word.appendix_a.controls import Control
from pmr_batch.words import shown


class NoValue(Exception):
    """The text cannot be taken: why, and what to do."""


def value_of(control: Control, text: str) -> tuple[Value, str]:
    """The column's value for a text of the form, None where it is blank; and what was left out of it, in words.

    Raises NoValue.
    """
    if not text:
        return None, ""
    if len(text) > LIMITS.text:
        raise NoValue(f"is {len(text):,} characters long, and a cell of Excel holds {LIMITS.text:,}; shorten it")
    column = control.column
    value, repair = read(column.kind, control.value_of(text), column.values)
    if isinstance(value, Unread):
        raise NoValue(f"is {shown(text)}, which may be two dates; write the month as a word")
    if column.kind is Kind.DATE and isinstance(value, str):
        raise NoValue(f"is {shown(text)}, which is no date; write it as 17 July 2026")
    if column.kind is Kind.LIST and value not in column.values:
        *others, last = (choice.rstrip(":") for choice in control.choices)
        raise NoValue(f"is {shown(text)}; choose {', '.join(others)} or {last}")
    left_out = "signs that no cell can hold were left out" if repair and "cannot be printed" in repair.how else ""
    return value, left_out
