"""The rows of all returns as frames: one frame a sheet, typed, with the person of each row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from pmr_batch.layout.columns import Column, Kind, Sheet
from pmr_batch.layout.schemas import object_frame
from pmr_batch.layout.standard_workbook import SHEETS, STAFF
from pmr_batch.model.returns import Return, Table, Unread

#: True or false of each row.
Mask = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Raw:
    """A sheet of all returns as read (objects), and which cells cannot be used (`bad`)."""

    sheet: Sheet
    rows: pd.DataFrame
    bad: pd.DataFrame


def raw(sheet: Sheet, returns: Sequence[Return]) -> Raw:
    """All rows of a sheet over the returns; cells told by the reader, and absent columns, are bad."""
    tables = [each.tables.get(sheet.name) or Table(sheet.name) for each in returns]
    rows = object_frame(sheet, tables)
    rows["return_no"] = rows["return_no"].astype(int)
    absent = [frozenset(c.key for c in sheet if c.key not in table.columns) for table in tables]
    bad = np.array([_bad(rows, column, absent) for column in sheet], bool).T
    return Raw(sheet, rows, pd.DataFrame(bad, rows.index, [column.key for column in sheet], copy=False))


def _bad(rows: pd.DataFrame, column: Column, absent: Sequence[frozenset[str]]) -> Mask:
    unread = np.fromiter((type(cell) is Unread for cell in rows[column.key].to_numpy()), bool, len(rows))
    gone = np.array([column.key in keys for keys in absent] or [False])
    return unread | gone[rows["return_no"].to_numpy(int)] if len(rows) else unread


def typed(raw: Raw, returns: Sequence[Return], as_of: np.datetime64) -> pd.DataFrame:
    """The frame that rules see: bad cells missing, every column of its type."""
    columns: dict[str, Any] = {
        "return_no": raw.rows["return_no"].to_numpy(),
        "row": raw.rows["row"].to_numpy(int),
        "academy": _per_return(raw.rows, [each.academy for each in returns]),
        "cycle": _per_return(raw.rows, [each.cycle for each in returns]),
        "as_of": np.full(len(raw.rows), as_of, "datetime64[s]"),
    }
    for column in raw.sheet:
        cells = raw.rows[column.key].to_numpy(object, copy=True)
        cells[raw.bad[column.key].to_numpy(bool)] = None
        columns[column.key] = _as(column.kind, cells)
    return pd.DataFrame(columns, raw.rows.index)


def blank(rows: pd.DataFrame, raw: Raw, but: Mapping[str, Mask]) -> None:
    """Take out of a typed frame the dates that are bad by now, `but` for those, by column key."""
    for column in raw.sheet:
        if column.kind is Kind.DATE:
            gone = raw.bad[column.key].to_numpy(bool) & ~but[column.key]
            if gone.any():
                rows.loc[gone, column.key] = pd.NaT


def _per_return(rows: pd.DataFrame, values: Sequence[str | None]) -> Any:
    return pd.array([values[number] for number in rows["return_no"].to_numpy()], dtype="str")


def _as(kind: Kind, cells: np.ndarray[Any, Any]) -> Any:
    if kind is Kind.DATE:
        return np.array([None if cell is None else cell for cell in cells], dtype="datetime64[s]")
    if kind is Kind.MONEY:
        return pd.array([None if cell is None else _pence(cell) for cell in cells], dtype="Int64")
    if kind in (Kind.NUMBER, Kind.WHOLE):
        return np.array([np.nan if cell is None else float(cell) for cell in cells], dtype=float)
    return pd.array(list(cells), dtype="str")


def _pence(amount: Decimal) -> int:
    return int((amount * 100).to_integral_value())


def repeated(rows: pd.DataFrame, sheet: Sheet) -> Mask:
    """Rows that repeat the payroll number of one above, on a sheet with one row a person (PM011)."""
    if not sheet.unique:
        return np.zeros(len(rows), bool)
    keys = rows[["return_no", "payroll_number"]]
    return np.asarray(keys["payroll_number"].notna() & keys.duplicated(), bool)


def with_people(frames: dict[str, pd.DataFrame]) -> None:
    """Add `person` (index of the person's first row on Staff of the same return, -1 if none), and
    on sheets about people the person's columns of Staff that the sheet has not itself; on Staff, where each row
    is a person, `first_row` (index of the first row with its number).
    """
    staff = frames[STAFF.name]
    staff["person"] = np.arange(len(staff))
    first_rows: dict[tuple[int, Any], int] = {}
    for position, (return_no, number) in enumerate(_numbers(staff)):
        if isinstance(number, str):
            first_rows.setdefault((return_no, number), position)
    at = (first_rows.get(key, position) for position, key in enumerate(_numbers(staff)))
    staff["first_row"] = np.fromiter(at, int, len(staff))
    for sheet in SHEETS:
        if sheet is STAFF:
            continue
        rows = frames[sheet.name]
        if sheet.people:
            rows["person"] = np.fromiter((first_rows.get(key, -1) for key in _numbers(rows)), int, len(rows))
            frames[sheet.name] = pd.concat([rows, _of_person(staff, rows, sheet)], axis=1)
        else:
            rows["person"] = -1


def _numbers(rows: pd.DataFrame) -> Iterator[tuple[int, Any]]:
    """The return and the payroll number of each row; what stands for a missing number is no text."""
    return zip(rows["return_no"].tolist(), rows["payroll_number"].to_numpy(object), strict=True)


def _of_person(staff: pd.DataFrame, rows: pd.DataFrame, sheet: Sheet) -> pd.DataFrame:
    """The person's columns of Staff for each row; missing where the row has no person."""
    keys = [column.key for column in STAFF if column.key not in sheet.by_key]
    return staff[keys].reindex(rows["person"].to_numpy()).set_axis(rows.index)
