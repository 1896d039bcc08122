"""Cells in which nothing is said in a word: n/a, a dash, none, tbc. They are blank, and told so (PM015)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from pmr_batch.excel.reading.cell_values import Repair, key_text
from pmr_batch.excel.reading.key_columns import is_key
from pmr_batch.layout.columns import Column, Kind
from pmr_batch.layout.office_values import LONGEST_NOTHING, says_none, says_nothing
from pmr_batch.layout.standard_workbook import BY_NAME

_BLANK = "a word for nothing, so the cell counts as blank"
#: Columns in which every word is somebody's own, or is weighed by a rule.
_AS_TYPED = frozenset(
    {
        *(("Explanations", key) for key in ("rule", "item", "about", "explanation", "explained_by")),
        *(("Reviews", key) for key in ("reason", "cpd_activity", "employees_comments")),
        ("Concerns", "reason_for_length"),
    }
)


def may_say_nothing(column: Column) -> bool:
    """Whether a word for nothing in a column of a return counts as blank; in the others it stands as typed."""
    return (column.sheet, column.key) not in _AS_TYPED


def nothing_test(column: Column) -> Callable[[Any], bool]:
    """Whether a cell of a column says nothing in a word.

    Text of the trust's own settings is left as typed, but for payroll numbers and the like.
    """
    prose = column.kind is Kind.TEXT and not is_key(column)
    if not may_say_nothing(column) or (prose and column.sheet not in BY_NAME):
        return lambda _: False
    return lambda raw: raw.__class__ is str and len(raw) <= LONGEST_NOTHING and _says_nothing(raw)


def read_nothing(column: Column, raw: str) -> tuple[str | None, Repair | None]:
    """What such a cell is: blank, or where that is an answer, the column's own word for it."""
    text = key_text(raw)
    if column.nothing and says_none(text):
        answer = column.nothing
        return answer, Repair(raw, answer, "the answer of this column") if answer != raw else None
    return None, Repair(raw, "", _BLANK)


def says_nothing_at_all(cells: Sequence[Any]) -> bool:
    """Whether the filled cells of a row say nothing but that."""
    return all(cell.__class__ is str and _says_nothing(cell) for cell in cells)


@lru_cache(maxsize=4096)
def _says_nothing(text: str) -> bool:
    """Kept for the same few words in cell after cell."""
    return says_nothing(key_text(text))
