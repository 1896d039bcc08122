"""A return as it was read: plain tables that remember the place of each value, and the reader's findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pmr_batch.model.terms import FileState, Value


@dataclass(frozen=True)
class Unread:
    """A cell whose content is not usable as a value; `code` is that of the finding on it."""

    typed: str
    code: str


@dataclass(frozen=True)
class Table:
    """One sheet of one workbook, as read: repaired values by column key, with their places.

    `rows` are Excel row numbers; `columns[key]` is as long as `rows`. A value that does not have
    the column's type stays as typed (PM006 reports it); one the reader has reported already is `Unread`.
    `letters[key]` is the Excel column letter; in a form sheet `cells[key]` is the row instead, and
    there is one row in each column. `number_cells[key]` are the rows in which a payroll number is a number and no
    text, so that zeros before it could not be kept. `defaulted[key]` are the rows whose cell is blank, and holds what
    Start says once for all. `waiting` are rows that were issued and left as they are, by column key: nothing has been
    entered in them, and they are none of the table's.
    """

    sheet: str
    rows: tuple[int, ...] = ()
    columns: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    letters: Mapping[str, str] = field(default_factory=dict)
    form_rows: Mapping[str, int] = field(default_factory=dict)
    number_cells: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    defaulted: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    waiting: tuple[Mapping[str, Any], ...] = ()

    def has(self, key: str) -> bool:
        """Whether the workbook has the column; one that came later than the workbook only counts as blank."""
        return key in self.letters or key in self.form_rows

    def place(self, key: str, row: int) -> tuple[int, str | None]:
        """The Excel row and cell of a column at `row`; the cell is None where the column is not there."""
        if key in self.form_rows:
            return self.form_rows[key], f"B{self.form_rows[key]}"
        return row, f"{self.letters[key]}{row}" if key in self.letters else None


@dataclass(frozen=True)
class Extra:
    """A column or a whole sheet that the standard workbook does not have, carried along.

    `heading` is None for a whole sheet; then `cells` are its filled rows as lists, else the values of the
    column, by Excel row. Under the heading of a column of the layout are the cells on rows outside of
    the table, such as titles and totals. What looks like personal data that the procedure does not need
    (PM802) is none: it is left where it was read, so that nothing made later can hold it.
    """

    sheet: str
    heading: str | None
    cells: Mapping[int, Any]


@dataclass(frozen=True)
class CellNote:
    """A note that an office has hung on a cell, carried along.

    `column` is the heading of a column or line of the standard workbook, or of the office's own; None elsewhere. `row`
    is the Excel row, 0 where the note hangs on a heading.
    """

    sheet: str
    row: int
    cell: str
    column: str | None
    text: str


@dataclass(frozen=True)
class Spot:
    """What a stage found, before it is stamped as a finding.

    `column` is a heading, `words` fill the rule's message. `value` is the content of the cell.
    """

    code: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    cell: str | None = None
    payroll_number: str | None = None
    item: str | None = None
    value: Value = None
    words: Mapping[str, str] = field(default_factory=dict)
    affects: tuple[str, ...] = ()


@dataclass(frozen=True)
class Return:
    """One input file, read: its tables, and what the reader found in it.

    `path` is relative to the incoming folder, with forward slashes. A refused file has no tables
    or tables that are counted only. `academy` and `cycle` are as the Start sheet has them. `renumbered` are real
    payroll numbers by the provisional ones in whose place they stand in the tables.
    """

    path: str
    sha256: str
    state: FileState
    academy: str | None = None
    cycle: str | None = None
    return_number: int | None = None
    tables: Mapping[str, Table] = field(default_factory=dict)
    extras: tuple[Extra, ...] = ()
    notes: tuple[CellNote, ...] = ()
    settings: Mapping[str, Table] = field(default_factory=dict)
    spots: tuple[Spot, ...] = ()
    renumbered: Mapping[str, str] = field(default_factory=dict)
