"""Conditions of the declaration, answered over frames."""

from __future__ import annotations

from collections.abc import Iterator
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
from pmr_batch.layout.returns import STAFF, START

if TYPE_CHECKING:
    from pmr_batch.validate.around import Around


def holds(  # noqa: PLR0911  (one return a kind of condition)
    condition: Condition, rows: pd.DataFrame, around: Around
) -> np.ndarray[Any, Any]:
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


def unread(condition: Condition, rows: pd.DataFrame, sheet: str, around: Around) -> np.ndarray[Any, Any]:
    """Whether, of each row of a sheet, a cell that the condition looks at is bad: then it says nothing."""
    some = np.zeros(len(rows), bool)
    for heading in _headings(condition):
        key = key_of(heading)
        if key in around.bad[sheet]:
            some |= around.bad[sheet][key].to_numpy(bool)
        else:
            persons = rows["person"].to_numpy(int)
            some |= np.append(around.bad[STAFF.name][key].to_numpy(bool), False)[persons]
    for heading in _start_headings(condition):
        bad = around.bad[START.name][key_of(heading)].to_numpy(bool)
        some |= rows["return_no"].isin(around.frames[START.name]["return_no"][bad]).to_numpy()
    return some


def _headings(condition: Condition) -> Iterator[str]:
    """The columns of the row, or of the person's row on Staff, that a condition looks at."""
    match condition:
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from _headings(part)
        case Is(column) | IsNot(column) | Filled(column) | Differs(column):
            yield column
        case Passed(columns):
            yield from columns


def _start_headings(condition: Condition) -> Iterator[str]:
    match condition:
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from _start_headings(part)
        case Differs(_, start):
            yield start


def _differs(rows: pd.DataFrame, key: str, start: str, around: Around) -> np.ndarray[Any, Any]:
    stands = around.frames[START.name].set_index("return_no")[start].reindex(rows["return_no"])
    cells = rows[key]
    differs = cells.to_numpy() != stands.to_numpy()
    return np.asarray(cells.notna().to_numpy() & differs & stands.notna().to_numpy(), bool)


def _passed(
    rows: pd.DataFrame, columns: tuple[str, ...], parameter: str | None, around: Around
) -> np.ndarray[Any, Any]:
    latest = rows[[key_of(column) for column in columns]].max(axis=1)
    if parameter is None:
        return (latest <= rows["as_of"]).to_numpy()
    days = around.parameter(parameter, rows)[parameter]
    due = around.calendar.after(rows["academy"], rows["working_pattern"], latest, days)
    return (due < rows["as_of"]).to_numpy()
