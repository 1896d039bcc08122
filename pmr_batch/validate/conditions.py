"""Conditions of the declaration, answered over frames."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pmr_batch.layout.columns import Column, key_of
from pmr_batch.layout.conditions import (
    AbsentThroughout,
    All,
    Always,
    At,
    Begun,
    Condition,
    Differs,
    Filled,
    Has,
    Is,
    IsNot,
    LongAbsence,
    Not,
    OtherThan,
    Passed,
)
from pmr_batch.layout.conditions import Any as AnyOf
from pmr_batch.layout.standard_workbook import BY_NAME, STAFF, START
from pmr_batch.rules.fact import Answer
from pmr_batch.rules.facts.day_counts import day_after
from pmr_batch.rules.facts.person_rows import is_worked_on, true_of
from pmr_batch.validate.frames import Mask

if TYPE_CHECKING:
    from pmr_batch.validate.context import ValidationContext

#: The day from which on is due what is due at any time.
ALWAYS_DUE = np.datetime64("1900-01-01", "s")


def holds(  # noqa: C901, PLR0911, PLR0912  (one return a kind of condition)
    condition: Condition, rows: pd.DataFrame, context: ValidationContext, unknown: bool = False
) -> Mask:
    """Whether the condition is true of each row. Stages count as reached: who is due is asked apart.

    `unknown` is what a part counts as where working days cannot be counted for want of term dates.
    """
    match condition:
        case Always() | At():
            return np.ones(len(rows), bool)
        case All(parts):
            return reduce(np.logical_and, (holds(part, rows, context, unknown) for part in parts))
        case AnyOf(parts):
            return reduce(np.logical_or, (holds(part, rows, context, unknown) for part in parts))
        case Not(part):
            return ~holds(part, rows, context, not unknown)
        case Is(column, values):
            return rows[key_of(column)].isin(values).to_numpy()
        case IsNot(column, values):
            cells = rows[key_of(column)]
            return (cells.notna() & ~cells.isin(values)).to_numpy()
        case OtherThan(column, words):
            return _says_other(rows[key_of(column)], words)
        case Filled(column):
            return rows[key_of(column)].notna().to_numpy()
        case Has():
            return _has(condition, rows, context)
        case Begun(sheet):
            return _begun(sheet, context)
        case Differs(column, start):
            return _differs(rows, key_of(column), key_of(start), context)
        case Passed(columns, parameter):
            return _passed(rows, columns, parameter, context, unknown)
        case LongAbsence():
            return context.staff_fact("long_absence", rows, unknown)
        case AbsentThroughout():
            return context.staff_fact("absent_throughout", rows, unknown)
    raise TypeError(f"no answer for {type(condition).__name__}")


def may_be_open(condition: Condition) -> bool:
    """Whether term dates that are missing may keep it open whether the condition is true."""
    if isinstance(condition, LongAbsence | AbsentThroughout):
        return True
    return any(map(may_be_open, _parts(condition))) or (
        isinstance(condition, Passed) and condition.parameter is not None
    )


def unread(condition: Condition, rows: pd.DataFrame, sheet: str, context: ValidationContext) -> Mask:
    """Whether, of each row of a sheet, a cell that the condition looks at is bad: then it says nothing."""
    read_badly = np.zeros(len(rows), bool)
    for heading in headings(condition):
        key = key_of(heading)
        if key in context.bad[sheet]:
            read_badly |= context.bad[sheet][key].to_numpy(bool)
        else:
            read_badly |= _of_person(context.bad[STAFF.name][key].to_numpy(bool), rows)
    for source in _elsewhere(condition):
        known = context.known([source], STAFF)
        read_badly |= _of_person(~known, rows)
    for heading in _start_headings(condition):
        bad = context.bad[START.name][key_of(heading)].to_numpy(bool)
        read_badly |= rows["return_no"].isin(context.frames[START.name]["return_no"][bad]).to_numpy()
    return read_badly


def lacking(condition: Condition, rows: pd.DataFrame, context: ValidationContext) -> Iterator[str]:
    """What is missing in the settings to say of the rows whether the condition is true, by name."""
    match condition:
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from lacking(part, rows, context)
        case Passed(columns, str() as parameter):
            yield _due(rows, columns, parameter, context).needs
        case LongAbsence():
            yield context.needs.get("long_absence", "")


def falls_due(condition: Condition, rows: pd.DataFrame, context: ValidationContext) -> pd.Series:
    """By when a condition that time will make true asks for its cell; NaT where it does not, or nobody can say."""
    match condition:
        case All(parts):
            dates = pd.concat([falls_due(part, rows, context) for part in parts], axis=1)
            return dates.max(axis=1).where(dates.notna().all(axis=1))
        case AnyOf(parts):
            return pd.concat([falls_due(part, rows, context) for part in parts], axis=1).min(axis=1)
        case Passed(columns, None):
            return _latest(rows, columns)
        case Passed(columns, str() as parameter):
            due = _due(rows, columns, parameter, context)
            return due.values.where(due.known)
    return pd.Series(np.where(holds(condition, rows, context), ALWAYS_DUE, np.datetime64("NaT", "s")), rows.index)


def waits(condition: Condition) -> bool:
    """Whether time alone may make the condition true."""
    return isinstance(condition, Passed) or any(map(waits, _parts(condition)))


def _parts(condition: Condition) -> tuple[Condition, ...]:
    match condition:
        case All(parts) | AnyOf(parts):
            return parts
        case Not(part):
            return (part,)
    return ()


def headings(condition: Condition) -> Iterator[str]:
    """The columns of the row, or of the person's row on Staff, that a condition looks at."""
    for part in _parts(condition):
        yield from headings(part)
    match condition:
        case Is(column) | IsNot(column) | OtherThan(column) | Filled(column) | Differs(column):
            yield column
        case Passed(columns):
            yield from columns


def _elsewhere(condition: Condition) -> Iterator[Column]:
    """The columns of the person's rows on other sheets that a condition looks at."""
    for part in _parts(condition):
        yield from _elsewhere(part)
    match condition:
        case Has(sheet, column):
            yield BY_NAME[sheet].by_key[key_of(column)]


def _start_headings(condition: Condition) -> Iterator[str]:
    for part in _parts(condition):
        yield from _start_headings(part)
    match condition:
        case Differs(_, start):
            yield start


def _has(condition: Has, rows: pd.DataFrame, context: ValidationContext) -> Mask:
    elsewhere = context.frames[condition.sheet]
    cells = elsewhere[key_of(condition.column)]
    held = cells.isin(condition.values) if condition.values else cells.notna()
    return _of_person(true_of(elsewhere, held, context.frames[STAFF.name]).to_numpy(bool), rows)


def _begun(sheet: str, context: ValidationContext) -> Mask:
    """Rows that somebody has worked on; what cannot be read was typed by somebody, too."""
    if sheet not in context.begun:
        typed = [column.key for column in BY_NAME[sheet].worked_on if column.default is None]
        bad = context.bad[sheet][typed].any(axis=1)
        context.begun[sheet] = (is_worked_on(context.frames[sheet], BY_NAME[sheet]) | bad).to_numpy(bool)
    return context.begun[sheet]


def _of_person(staff: Mask, rows: pd.DataFrame) -> Mask:
    """What is true of the persons of rows, given it for each row of Staff; false of nobody."""
    return np.asarray(np.append(staff, False)[rows["person"].to_numpy(int)], bool)


def _says_other(cells: pd.Series, words: tuple[str, ...]) -> Mask:
    said = cells.str.replace(r"[\s.]+", " ", regex=True).str.strip().str.casefold()
    return (cells.notna() & ~said.isin([each.casefold() for each in words])).to_numpy(bool)


def _differs(rows: pd.DataFrame, key: str, start: str, context: ValidationContext) -> Mask:
    stands = context.frames[START.name].set_index("return_no")[start].reindex(rows["return_no"])
    cells = rows[key]
    differs = cells.to_numpy() != stands.to_numpy()
    return np.asarray(cells.notna().to_numpy() & differs & stands.notna().to_numpy(), bool)


def _passed(
    rows: pd.DataFrame, columns: tuple[str, ...], parameter: str | None, context: ValidationContext, unknown: bool
) -> Mask:
    if parameter is None:
        return (_latest(rows, columns) <= rows["as_of"]).to_numpy()
    due = _due(rows, columns, parameter, context)
    return ((due.values < rows["as_of"]) & (due.known | unknown)).to_numpy(bool)


def _due(rows: pd.DataFrame, columns: tuple[str, ...], parameter: str, context: ValidationContext) -> Answer:
    return day_after(rows, context, _latest(rows, columns), context.parameter(parameter, rows)[parameter])


def _latest(rows: pd.DataFrame, columns: tuple[str, ...]) -> pd.Series:
    return rows[[key_of(column) for column in columns]].max(axis=1)
