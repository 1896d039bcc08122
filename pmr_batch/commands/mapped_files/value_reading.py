"""Reads a cell of a file as the value of a column, with the repair where it is not as typed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pmr_batch.commands.mapped_files.source_file import SourceSheet
from pmr_batch.excel.reading.addresses import Place
from pmr_batch.excel.reading.cell_values import Repair, key_text, read
from pmr_batch.excel.reading.key_columns import is_key
from pmr_batch.layout.columns import Column, Kind
from pmr_batch.model.returns import Unread
from pmr_batch.words import bare, likeness

#: A near miss is as near as "Partially met" to "Partly met", and nearer to no other value by so much.
_NEAR, _CLEARLY = 0.85, 0.05
_NOT = re.compile(r"\b(not?|nt|never|none|nor|without|un\w+|in\w+|(have|has|do|does|did|was|is)n'?t)\b", re.IGNORECASE)


@dataclass(frozen=True)
class ReadValue:
    """A value as its column takes it, or as typed where it does not fit; and the repair, if any."""

    value: Any
    repair: Repair | None = None


def read_as(column: Column, page: SourceSheet, place: Place, date1904: bool) -> ReadValue:
    """The value of a filled cell. An error or a missing result, and an unclear date, are Unread."""
    if place in page.faults:
        return ReadValue(Unread(page.faults[place], "PM007"))
    raw = page.cells[place]
    if column.kind is Kind.TEXT and raw.__class__ is float:
        return ReadValue(page.shown[place])
    value, repair = read(column.kind, raw, column.values, key=is_key(column), date1904=date1904)
    if column.kind is Kind.LIST and value not in column.values:
        near = _near(str(value), column.values)
        if near:
            return ReadValue(near, Repair(str(value), near, "the nearest value of the list"))
    if repair and bare(repair.was) == bare(repair.became):
        return ReadValue(value)
    return ReadValue(value, repair)


@lru_cache(maxsize=4096)
def _near(text: str, values: tuple[str, ...]) -> str | None:
    """The only value near to a text; a text with a negation is never near to a value without one."""
    folded = key_text(text).casefold()
    if len(folded) > 2 * max(map(len, values)):
        return None
    agreeing = [value for value in values if bool(_NOT.search(value)) == bool(_NOT.search(folded))]
    by_likeness = sorted(((likeness(folded, value.casefold()), value) for value in agreeing), reverse=True)
    if not by_likeness or by_likeness[0][0] < _NEAR:
        return None
    if len(by_likeness) > 1 and by_likeness[0][0] - by_likeness[1][0] < _CLEARLY:
        return None
    return by_likeness[0][1]
