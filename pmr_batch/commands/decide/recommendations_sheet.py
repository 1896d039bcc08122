"""Reads the sheet Recommendations of a committee's workbook, as safely as a return."""

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
class DecidedWorkbook:
    """A committee's workbook with its decisions: its name, content and SHA-256, and its sheet Recommendations."""

    name: str
    content: bytes
    sha256: str
    sheet: SingleSheet

    @property
    def table(self) -> Table:
        """The rows, with the declared columns."""
        return self.sheet.table

    @cached_property
    def run(self) -> str | None:
        """The run number of most rows; None where no row has one."""
        numbers = Counter(value for value in self.table.columns.get(RUN_NUMBER.key, ()) if isinstance(value, str))
        return numbers.most_common(1)[0][0] if numbers else None

    @cached_property
    def others(self) -> dict[str, list[OtherColumn]]:
        """The columns that are not declared, by heading; several where somebody has repeated a heading."""
        by_heading: dict[str, list[OtherColumn]] = {}
        for other in self.sheet.others:
            by_heading.setdefault(other.heading, []).append(other)
        return by_heading

    def value(self, key: str, position: int) -> Any:
        """The value of a declared column in a row; None where the column is missing."""
        values = self.table.columns.get(key)
        return None if values is None else values[position]

    def with_column(self, key: str, values: Mapping[int, Any]) -> DecidedWorkbook:
        """A copy with other values in a declared column, by position."""
        old = self.table.columns.get(key, ())
        columns = {
            **self.table.columns,
            key: tuple(values.get(at, value) for at, value in enumerate(old)),
        }
        return replace(self, sheet=replace(self.sheet, table=replace(self.table, columns=columns)))

    def at(self, key: str, position: int, code: str, words: Mapping[str, str]) -> Spot:
        """The place of a declared column in a row, with its value."""
        row, cell = self.table.place(key, self.table.rows[position])
        heading = RECOMMENDATIONS.by_key[key].heading
        value, number = (_typed(self.value(column, position)) for column in (key, NUMBER.key))
        return Spot(code, RECOMMENDATIONS.name, row, heading, cell, number, None, value, words)


def _typed(value: Any) -> Any:
    return value.typed if isinstance(value, Unread) else value


def read_decided_workbook(path: Path, executor: Executor) -> DecidedWorkbook:
    """Read the workbook in a worker process that may crash. Raises UsageError with why it cannot be used."""
    content = read_file(path)
    try:
        sheet = executor.submit(_read, content).result()
    except Refused as refused:
        raise UsageError(f"{path.name}: {refused.why}. {refused.next_step}") from None
    except BrokenExecutor:
        raise UsageError(f"{path.name}: makes the reading of workbooks fail. {SAVE_AGAIN}") from None
    if not sheet.table.rows:
        raise UsageError(f"{path.name}: its sheet {RECOMMENDATIONS.name} has no rows, so there is nothing to decide")
    return DecidedWorkbook(path.name, content, hashlib.sha256(content).hexdigest(), sheet)


def _read(content: bytes) -> SingleSheet:
    try:
        return read_sheet(content, RECOMMENDATIONS, OF_THE_TRUST)
    except (KeyboardInterrupt, MemoryError, Refused):
        raise
    except BaseException:  # noqa: BLE001  (a panic of the reader is no Exception; its text may hold staff data)
        raise Refused("cannot be read as a workbook", SAVE_AGAIN) from None
