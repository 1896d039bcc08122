"""Reads the committee's sheets, Recommendations and Appeals, of a workbook that came back, as safely as a return."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import BrokenExecutor, Executor
from concurrent.futures import TimeoutError as TooLate
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from pmr_batch.errors import UsageError
from pmr_batch.excel.protection import opened
from pmr_batch.excel.reading.reading_limits import OF_THE_TRUST, SAVE_AGAIN, SECONDS_TO_READ, Refused
from pmr_batch.excel.reading.single_sheet import OtherColumn, SingleSheet, read_sheets
from pmr_batch.files import read_file
from pmr_batch.layout.columns import Column, Sheet
from pmr_batch.layout.committee_workbook import APPEALS, RECOMMENDATIONS
from pmr_batch.layout.own_ranges import values_of, with_ranges
from pmr_batch.model.returns import Spot, Table, Unread
from pmr_batch.passwords import Passwords, given

#: The columns of both sheets that name a row and its run, and are not the committee's.
NUMBER, RUN_NUMBER = RECOMMENDATIONS.payroll_number, RECOMMENDATIONS.run_number
_NAMES_A_ROW = (RECOMMENDATIONS.academy_code.key, NUMBER.key, RUN_NUMBER.key)


@dataclass(frozen=True)
class CommitteeSheet:
    """A sheet of the committee's as it came back: how it is declared, and what was read of it.

    `own_ranges` are the trust's own pay ranges, which the lists of ranges hold as well.
    """

    declared: Sheet
    read: SingleSheet
    own_ranges: tuple[str, ...] = ()

    @property
    def table(self) -> Table:
        """The rows, with the declared columns."""
        return self.read.table

    @property
    def committee_columns(self) -> tuple[Column, ...]:
        """The columns that the committee fills in."""
        return tuple(column for column in self.declared if column.key not in _NAMES_A_ROW)

    def lists(self, column: Column, value: Any) -> bool:
        """Whether a value is one of a column's list."""
        return value in values_of(column, self.own_ranges)

    @cached_property
    def others(self) -> dict[str, list[OtherColumn]]:
        """The columns that are not declared, by heading; several where somebody has repeated a heading."""
        by_heading: dict[str, list[OtherColumn]] = {}
        for other in self.read.others:
            by_heading.setdefault(other.heading, []).append(other)
        return by_heading

    def value(self, key: str, position: int) -> Any:
        """The value of a declared column in a row; None where the column is missing."""
        values = self.table.columns.get(key)
        return None if values is None else values[position]

    def with_column(self, key: str, values: Mapping[int, Any]) -> CommitteeSheet:
        """A copy with other values in a declared column, by position."""
        old = self.table.columns.get(key, ())
        columns = {
            **self.table.columns,
            key: tuple(values.get(at, value) for at, value in enumerate(old)),
        }
        return replace(self, read=replace(self.read, table=replace(self.table, columns=columns)))

    def at(self, key: str, position: int, code: str, words: Mapping[str, str]) -> Spot:
        """The place of a declared column in a row, with its value."""
        row, cell = self.table.place(key, self.table.rows[position])
        heading = self.declared.by_key[key].heading
        value, number = (_typed(self.value(column, position)) for column in (key, NUMBER.key))
        return Spot(code, self.declared.name, row, heading, cell, number, None, value, words)


def _typed(value: Any) -> Any:
    return value.typed if isinstance(value, Unread) else value


@dataclass(frozen=True)
class DecidedWorkbook:
    """A committee's workbook with its decisions: its name, content and SHA-256, and its sheets.

    It has a sheet Appeals where somebody was decided before its run. `copies` are others of it, merged into this one.
    """

    name: str
    content: bytes
    sha256: str
    recommendations: CommitteeSheet
    appeals: CommitteeSheet | None = None
    copies: tuple[DecidedWorkbook, ...] = ()

    @property
    def handed_in(self) -> tuple[DecidedWorkbook, ...]:
        """All copies of it, each as it came."""
        return (self, *self.copies)

    @cached_property
    def run(self) -> str | None:
        """The run number of most rows; None where no row has one."""
        sheets = (self.recommendations, self.appeals) if self.appeals else (self.recommendations,)
        values = (value for sheet in sheets for value in sheet.table.columns.get(RUN_NUMBER.key, ()))
        numbers = Counter(value for value in values if isinstance(value, str))
        return numbers.most_common(1)[0][0] if numbers else None


def read_decided_workbook(path: Path, executor: Executor, own_ranges: tuple[str, ...] = ()) -> DecidedWorkbook:
    """Read the workbook in a worker process that may crash. Raises UsageError with why it cannot be used.

    `own_ranges` are the trust's own pay ranges.
    """
    content = read_file(path)
    try:
        sheets = executor.submit(_read, content, given.get(), own_ranges).result(SECONDS_TO_READ)
    except Refused as refused:
        raise UsageError(f"{path.name}: {refused.why}. {refused.own_step}") from None
    except BrokenExecutor:
        raise UsageError(f"{path.name}: makes the reading of workbooks fail. {SAVE_AGAIN}") from None
    except TooLate:
        why = f"takes more than {SECONDS_TO_READ:g} seconds to read. {SAVE_AGAIN}"
        raise UsageError(f"{path.name}: {why}") from None
    read = {name: CommitteeSheet(_DECLARED[name], sheet, own_ranges) for name, sheet in sheets.items()}
    recommendations, appeals = read[RECOMMENDATIONS.name], read.get(APPEALS.name)
    if not recommendations.table.rows and not (appeals and appeals.table.rows):
        raise UsageError(f"{path.name}: its sheet {RECOMMENDATIONS.name} has no rows, so there is nothing to decide")
    return DecidedWorkbook(path.name, content, hashlib.sha256(content).hexdigest(), recommendations, appeals)


_LIMITS = OF_THE_TRUST.named("committee workbook")
_DECLARED = {sheet.name: sheet for sheet in (RECOMMENDATIONS, APPEALS)}


def _read(content: bytes, passwords: Passwords, own_ranges: tuple[str, ...]) -> dict[str, SingleSheet]:
    try:
        plain = opened(content, passwords, limits=_LIMITS)
        sheets = read_sheets(plain, [with_ranges(sheet, own_ranges) for sheet in _DECLARED.values()], _LIMITS)
    except (KeyboardInterrupt, MemoryError, Refused):
        raise
    except BaseException:  # noqa: BLE001  (a panic of the reader is no Exception; its text may hold staff data)
        raise Refused("cannot be read as a workbook", SAVE_AGAIN) from None
    if RECOMMENDATIONS.name not in sheets:
        name = RECOMMENDATIONS.name
        raise Refused(f"has no sheet {name} with its headings", f"Send the workbook that has the sheet {name}.")
    return sheets
