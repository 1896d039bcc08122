"""What is the same for most rows, said once on Start, as an office in a hurry does it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from pmr_batch.excel.reading.start_defaults import holds
from pmr_batch.layout.columns import Column, Default, Sheet, key_of
from pmr_batch.layout.standard_workbook import SHEETS

Row = dict[str, Any]


def say_once(start: Row, rows: dict[str, list[Row]]) -> None:
    """Move the commonest value of each column that Start speaks for there, where most rows have it and none is blank.

    `start` and `rows`, by the name of their sheet, are changed in place.
    """
    for sheet in SHEETS:
        for column in sheet:
            if column.default:
                _move(start, _spoken_for(rows[sheet.name], sheet, column.default), column, column.default)


def _spoken_for(rows: list[Row], sheet: Sheet, default: Default) -> list[Row]:
    return [row for row in rows if holds(default.where, sheet, row.get)]


def _move(start: Row, rows: list[Row], column: Column, default: Default) -> None:
    ((value, number),) = Counter(row.get(column.key) for row in rows).most_common(1) or ((None, 0),)
    if 2 * number > len(rows) and all(row.get(column.key) is not None for row in rows):
        start[key_of(default.start)] = value
        for row in rows:
            row[column.key] = None if row[column.key] == value else row[column.key]
