"""Conditions of the declaration, answered over frames."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from pmr_batch.layout.column import key_of
from pmr_batch.layout.conditions import (
    All,
    Always,
    At,
    Condition,
    Differs,
    Filled,
    Is,
    IsNot,
    LongAbsence,
    Passed,
)
from pmr_batch.layout.conditions import Any as AnyOf
from pmr_batch.layout.returns import START

if TYPE_CHECKING:
    from pmr_batch.validate.around import Around


def holds(condition: Condition, rows: pd.DataFrame, around: Around) -> np.ndarray[Any, Any]:
    """Whether the condition is true of each row. Stages count as reached: who is due is asked apart."""
    match condition:
        case Always() | At():
            return np.ones(len(rows), bool)
        case All(parts):
            return reduce(np.logical_and, (holds(part, rows, around) for part in parts))
        case AnyOf(parts):
            return reduce(np.logical_or, (holds(part, rows, around) for part in parts))
        case Is(column, values):
            return rows[key_of(column)].isin(values).to_numpy()
        case IsNot(column, values):
            cells = rows[key_of(column)]
            return (cells.notna() & ~cells.isin(values)).to_numpy()
        case Filled(column):
            return rows[key_of(column)].notna().to_numpy()
        case Differs(column, start):
            return _differs(rows, key_of(column), key_of(start), around)
        case Passed(columns, parameter):
            return _passed(rows, columns, parameter, around)
        case LongAbsence():
            return around.beside_person("long_absence", rows)
    raise TypeError(f"no answer for {type(condition).__name__}")


def _differs(rows: pd.DataFrame, key: str, start: str, around: Around) -> np.ndarray[Any, Any]:
    stands = around.frames[START.name].set_index("return_no")[start].reindex(rows["return_no"])
    cells = rows[key]
    return (cells.notna() & (cells.to_numpy() != stands.to_numpy()) & stands.notna().to_numpy()).to_numpy()


def _passed(
    rows: pd.DataFrame, columns: tuple[str, ...], parameter: str | None, around: Around
) -> np.ndarray[Any, Any]:
    latest = rows[[key_of(column) for column in columns]].max(axis=1)
    if parameter is None:
        return (latest <= rows["as_of"]).to_numpy()
    days = around.parameter(parameter, rows)[parameter]
    due = around.calendar.after(rows["academy"], rows["working_pattern"], latest, days)
    return (due < rows["as_of"]).to_numpy()
