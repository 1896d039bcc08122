"""Reads a workbook that others made into plain cells, as safely as a return: in a worker process that may crash."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from concurrent.futures import BrokenExecutor, Executor
from concurrent.futures import TimeoutError as TooLate
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from pmr_batch.errors import UsageError
from pmr_batch.excel.protection import opened
from pmr_batch.excel.reading.addresses import Area, Place
from pmr_batch.excel.reading.cell_grid import Grid, InputWorkbook
from pmr_batch.excel.reading.cell_values import is_blank, typed
from pmr_batch.excel.reading.columns import carry
from pmr_batch.excel.reading.reading_limits import LIMITS, SAVE_AGAIN, SECONDS_TO_READ, Limits, Refused
from pmr_batch.passwords import Passwords, given

OWN_LIMITS = LIMITS.named("spreadsheet")


@dataclass(frozen=True)
class SourceSheet:
    """A sheet of the file: its filled cells by row and column, from 1.

    `shown` has the numbers as their format shows them, `faults` the Excel errors and the formulas without
    a stored result, which have no value. `origins` has the sheet and place of each cell where the cells were gathered
    from elsewhere, as from one form a person.
    """

    name: str
    cells: Mapping[Place, Any] = field(default_factory=dict)
    shown: Mapping[Place, str] = field(default_factory=dict)
    faults: Mapping[Place, str] = field(default_factory=dict)
    merged: tuple[Area, ...] = ()
    hidden: tuple[str, ...] = ()
    origins: Mapping[Place, tuple[str, Place]] = field(default_factory=dict)

    def origin(self, place: Place) -> tuple[str, Place]:
        """The sheet of the file, and the place in it, of a cell."""
        return self.origins.get(place, (self.name, place))

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Every filled place, in reading order."""
        return tuple(sorted({*self.cells, *self.faults}))

    @cached_property
    def by_row(self) -> Mapping[int, tuple[int, ...]]:
        """The filled columns of each row that has any."""
        rows: dict[int, list[int]] = {}
        for row, column in self.places:
            rows.setdefault(row, []).append(column)
        return {row: tuple(columns) for row, columns in rows.items()}

    def text(self, place: Place) -> str:
        """The cell as text, empty where it is blank; an Excel error, or a formula without a result, as written."""
        if place in self.faults:
            return self.faults[place]
        return self.shown.get(place) or typed(self.cells[place]) if place in self.cells else ""


@dataclass(frozen=True)
class SourceFile:
    """The file's sheets in order; `date1904` where its dates count from 1904."""

    pages: tuple[SourceSheet, ...]
    date1904: bool = False
    foreign: tuple[str, ...] = ()


def read_source(name: str, content: bytes, executor: Executor, limits: Limits = OWN_LIMITS) -> SourceFile:
    """The file's cells. Raises UsageError, naming the file, where it cannot be read."""
    try:
        read = executor.submit(_source_or_why, name, content, limits, given.get()).result(SECONDS_TO_READ)
    except BrokenExecutor:
        read = f"makes the reading of workbooks fail. {SAVE_AGAIN}"
    except TooLate:
        read = f"takes more than {SECONDS_TO_READ:g} seconds to read. {SAVE_AGAIN}"
    if isinstance(read, str):
        raise UsageError(f"{name}: the file {read}")
    return read


def _source_or_why(name: str, content: bytes, limits: Limits, passwords: Passwords) -> SourceFile | str:
    """The file's cells, or why they cannot be read; only KeyboardInterrupt passes."""
    try:
        return source_of(opened(content, passwords, name, limits), limits)
    except KeyboardInterrupt:
        raise
    except Refused as refused:
        return f"{refused.why}. {refused.own_step}"
    except BaseException:  # noqa: BLE001  (a panic of the reader is no Exception; its text may hold staff data)
        return f"cannot be read as a workbook. {SAVE_AGAIN}"


def source_of(content: bytes, limits: Limits = LIMITS) -> SourceFile:
    """The cells of a workbook's bytes. Raises Refused."""
    book = InputWorkbook(content, limits)
    grids = book.grids(book.names)
    return SourceFile(tuple(_page(grids[name]) for name in book.names), book.date1904, book.foreign)


def _page(grid: Grid) -> SourceSheet:
    cells: dict[Place, Any] = {}
    shown: dict[Place, str] = {}
    for row, values in enumerate(grid.values, 1):
        for column, raw in enumerate(values, 1):
            if is_blank(raw):
                continue
            if raw.__class__ is float:
                shown[row, column] = grid.shown(row, column)
            # a date at 0 or before is read as midnight, which is no time of day
            nothing = raw.__class__ is dt.time and raw == dt.time()
            cells[row, column] = grid.stored(row, column) if nothing else carry(grid, row, column)
    faults = {(row, column): what for column, rows in grid.raw.faults.items() for row, what in rows.items()}
    faults = {place: what for place, what in faults.items() if place not in cells}
    return SourceSheet(grid.name, cells, shown, faults, tuple(grid.raw.merged), _hidden(grid))


def _hidden(grid: Grid) -> tuple[str, ...]:
    """What of a sheet is hidden, in words."""
    hidden = ["the sheet"] if grid.raw.hidden else []
    hidden += ["rows"] if grid.raw.hidden_rows else []
    return (*hidden, *(["columns"] if grid.raw.hidden_columns else []))
