"""How the cells of a column look, by the names of the styles that make it."""

from __future__ import annotations

from functools import cache

from pmr_batch.layout.columns import Column, Kind, Sheet
from pmr_batch.layout.standard_workbook import SHOWN_NAME, SHOWN_REVIEWER, TO_DO


@cache
def look(sheet: Sheet, heading: str) -> tuple[str, ...]:
    """The styles of a column's cells."""
    if heading == TO_DO:
        return ("cell", "wrap", "to_do")
    if heading in (SHOWN_NAME, SHOWN_REVIEWER):
        return ("cell", "wrap", "shown")
    column = next(column for column in sheet if column.heading == heading)
    wraps = ("wrap",) if column.kind in (Kind.TEXT, Kind.LIST) else ()
    return ("cell", *wraps, style_of(column), *(("prefilled",) if column.prefilled else ()))


def style_of(column: Column) -> str:
    """The named style for a column's kind of value."""
    if column.kind is Kind.NUMBER and column.heading == "Rate":
        return "percent"
    return {Kind.DATE: "date", Kind.MONEY: "money", Kind.NUMBER: "number", Kind.WHOLE: "whole"}.get(column.kind, "text")
