"""The values of one row that a rule goes by: its cells after repair, facts, and numbers of the policy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from pmr_batch.layout.columns import Column, Sheet
from pmr_batch.layout.standard_workbook import STAFF
from pmr_batch.model.returns import Unread
from pmr_batch.policy.pay import Scale
from pmr_batch.policy.slips import Slip
from pmr_batch.rules import FACTS
from pmr_batch.rules.fact import Fact
from pmr_batch.validate.context import ValidationContext
from pmr_batch.validate.rule_checks import word
from pmr_batch.words import day, plain, pounds, shown

#: Who is in review is asked for every rule; what that is seen from belongs to none of them.
_OF_EVERYBODY = (FACTS["review_state"], FACTS["in_review"])


@dataclass(frozen=True)
class SeenValue:
    """A column (Staff.Role), fact or number by its name, in words and as JSON has it."""

    kind: str
    name: str
    words: str
    value: Any


def values_of(
    context: ValidationContext,
    sheet: Sheet,
    position: int,
    sources: Iterable[Column | Fact],
    parameters: Iterable[str],
) -> tuple[SeenValue, ...]:
    """What stands on the row, and on the person's row on Staff, of what a rule reads, through its facts too."""
    rows = context.frames[sheet.name]
    every = tuple(dict.fromkeys(_beneath(sources)))
    columns = [each for each in every if isinstance(each, Column) and each.sheet in (sheet.name, _staff(sheet))]
    facts = [each for each in every if isinstance(each, Fact) and each.sheet.name in (sheet.name, _staff(sheet))]
    names = dict.fromkeys((*parameters, *(name for fact in facts for name in fact.parameters)))
    numbers = context.wide(rows[["return_no"]], sheet, (), tuple(names)).drop(columns="return_no")
    return (
        *(_value("column", repr(each), rows[each.key], position, each) for each in columns),
        *(_value("fact", each.name, context.fact_on(each, sheet), position) for each in facts),
        *(_value("number", str(name), numbers[name], position) for name in numbers),
    )


def _staff(sheet: Sheet) -> str:
    return STAFF.name if sheet.people else sheet.name


def _beneath(sources: Iterable[Column | Fact]) -> Iterator[Column | Fact]:
    for source in sources:
        yield source
        if isinstance(source, Fact) and source not in _OF_EVERYBODY:
            yield from _beneath(source.reads)


def _value(kind: str, name: str, cells: pd.Series, position: int, column: Column | None = None) -> SeenValue:
    value = cells.iloc[position]
    match value:
        case Scale():
            words = f"pay points from {day(value.starts)}, {value.points[0].point} to {value.top}"
            return SeenValue(kind, name, words, words)
        case Slip():
            words = f"{value.instead}; {value.due}".strip(" ,;")
            return SeenValue(kind, name, words, words)
        case tuple():
            return SeenValue(kind, name, ", ".join(value) or "nobody", list(value))
    if pd.isna(value):
        return SeenValue(kind, name, "blank" if kind == "column" else "none", None)
    return SeenValue(kind, name, *_words(value, cells.dtype, column))


def _words(value: Any, dtype: Any, column: Column | None) -> tuple[str, Any]:
    """A value in words, and as JSON has it; what is Int64 in frames is pence."""
    if str(dtype) == "Int64":
        amount = Decimal(int(value)) / 100
        return pounds(amount), plain(amount)
    if isinstance(value, pd.Timestamp):
        return day(value.date()), value.date().isoformat()
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no", bool(value)
    return word(value, column) or "nothing", plain(value.item() if hasattr(value, "item") else value)


def typed_value(column: Column, cell: Any) -> SeenValue:
    """A cell as it was typed, before it has a type."""
    typed = cell.typed if isinstance(cell, Unread) else cell
    return SeenValue("column", repr(column), shown(typed), plain(typed))
