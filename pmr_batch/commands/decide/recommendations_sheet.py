"""Recommendations of a committee's workbook as it comes back, read with the reader's care."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import BrokenExecutor, Executor
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from pmr_batch.errors import UsageError
from pmr_batch.excel.reading.reading_limits import OF_THE_TRUST, SAVE_AGAIN, Refused
from pmr_batch.excel.reading.single_sheet import OtherColumn, SingleSheet, read_sheet
from pmr_batch.files import read_file
from pmr_batch.layout.committee_workbook import RECOMMENDATIONS
from pmr_batch.model.returns import Spot, Table, Unread

NUMBER, RUN_NUMBER = RECOMMENDATIONS.payroll_number, RECOMMENDATIONS.run_number


@dataclass(frozen=True)
class CameBack:
    """A workbook that came back: its name and SHA-256, and its sheet Recommendations."""

    name: str
    sha256: str
    sheet: SingleSheet

    @property
    def table(self) -> Table:
        """The rows, by the columns that are declared."""
        return self.sheet.table

    @cached_property
    def run(self) -> str | None:
        """The run number that most rows bear; None where none bears one."""
        numbers = Counter(value for value in self.table.columns.get(RUN_NUMBER.key, ()) if isinstance(value, str))
        return numbers.most_common(1)[0][0] if numbers else None

    @cached_property
    def others(self) -> dict[str, list[OtherColumn]]:
        """The columns that are not declared, by heading: one each, where nobody has added another."""
        found: dict[str, list[OtherColumn]] = {}
        for other in self.sheet.others:
            found.setdefault(other.heading, []).append(other)
        return found

    def value(self, key: str, position: int) -> Any:
        """What stands in a declared column of a row; None where the column is not there."""
        values = self.table.columns.get(key)
        return None if values is None else values[position]

    def with_column(self, key: str, values: Mapping[int, Any]) -> CameBack:
        """The same with other values of a declared column, by position."""
        old = self.table.columns.get(key, ())
        columns = {**self.table.columns, key: tuple(values.get(at, value) for at, value in enumerate(old))}
        return replace(self, sheet=replace(self.sheet, table=replace(self.table, columns=columns)))

    def at(self, key: str, position: int, code: str, words: Mapping[str, str]) -> Spot:
        """A declared column of a row as a place, with what stands there."""
        row, cell = self.table.place(key, self.table.rows[position])
        heading = RECOMMENDATIONS.by_key[key].heading
        value, number = (_seen(self.value(each, position)) for each in (key, NUMBER.key))
        return Spot(code, RECOMMENDATIONS.name, row, heading, cell, number, None, value, words)


def _seen(value: Any) -> Any:
    return value.typed if isinstance(value, Unread) else value


def read_back(path: Path, executor: Executor) -> CameBack:
    """The sheet of a workbook, read in a worker that may die of it. Raises UsageError with why it cannot be used."""
    content = read_file(path)
    try:
        sheet = executor.submit(_read, content).result()
    except Refused as refused:
        raise UsageError(f"{path.name}: {refused.why}. {refused.next_step}") from None
    except BrokenExecutor:
        raise UsageError(f"{path.name}: makes the reading of workbooks fail. {SAVE_AGAIN}") from None
    if not sheet.table.rows:
        raise UsageError(f"{path.name}: its sheet {RECOMMENDATIONS.name} has no rows, so there is nothing to decide")
    return CameBack(path.name, hashlib.sha256(content).hexdigest(), sheet)


def _read(content: bytes) -> SingleSheet:
    try:
        return read_sheet(content, RECOMMENDATIONS, OF_THE_TRUST)
    except (KeyboardInterrupt, MemoryError, Refused):
        raise
    except BaseException:  # noqa: BLE001  (a panic of the reader is no Exception; its text may hold staff data)
        raise Refused("cannot be read as a workbook", SAVE_AGAIN) from None
