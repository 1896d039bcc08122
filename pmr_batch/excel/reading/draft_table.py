"""A table while it is being read: values with their repairs."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from pmr_batch.excel.reading.addresses import letter
from pmr_batch.excel.reading.cell_values import Repair, typed
from pmr_batch.excel.reading.dates import text_day
from pmr_batch.layout.columns import Sheet
from pmr_batch.model.returns import Extra, Spot, Table, Unread
from pmr_batch.words import plain, shown


@dataclass(frozen=True)
class Block:
    """A merged block of a table: what is told of it, and the rows of the draft that it covers, by position."""

    spot: Spot
    positions: tuple[int, ...]


@dataclass(eq=False)
class Draft:
    """`columns[key][position]` is at Excel row `rows[position]`, column number `places[key]`.

    In a form sheet there is one position, and `form_rows[key]` is the row. `own_places` are the headings of the
    office's own columns by their numbers; those of `left_out` are not carried along.
    """

    sheet: Sheet
    rows: tuple[int, ...] = ()
    columns: dict[str, list[Any]] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    form_rows: dict[str, int] = field(default_factory=dict)
    repairs: dict[tuple[str, int], Repair] = field(default_factory=dict)
    spots: list[Spot] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    extras: list[Extra] = field(default_factory=list)
    number_cells: dict[str, list[int]] = field(default_factory=dict)
    heading_row: int = 0
    own_places: dict[int, str] = field(default_factory=dict)
    left_out: set[int] = field(default_factory=set)
    defaulted: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def put(self, key: str, position: int, value: Any, repair: Repair | None) -> None:
        """Replace a value; its repair keeps the text that was typed first."""
        self.columns[key][position] = value
        if repair is not None:
            before = self.repairs.get((key, position))
            self.repairs[key, position] = replace(repair, was=before.was) if before else repair

    def table(self) -> Table:
        """The table as read so far."""
        letters = {} if self.form_rows else {key: letter(at) for key, at in self.places.items()}
        columns = {key: tuple(values) for key, values in self.columns.items()}
        number_cells = {key: tuple(rows) for key, rows in self.number_cells.items()}
        form_rows, defaulted = dict(self.form_rows), dict(self.defaulted)
        return Table(self.sheet.name, self.rows, columns, letters, form_rows, number_cells, defaulted)

    def all_spots(self) -> list[Spot]:
        """All spots of the table: rows and headings first, then cells that were repaired or not read."""
        table = self.table()
        return [
            *self.spots,
            *(self._repaired(table, key, position, repair) for (key, position), repair in self.repairs.items()),
            *(
                self._unread(table, key, position, value)
                for key, values in self.columns.items()
                for position, value in enumerate(values)
                if value.__class__ is Unread and value.code != "PM020"
            ),
        ]

    def _repaired(self, table: Table, key: str, position: int, repair: Repair) -> Spot:
        words = {
            "was": repair.was,
            "became": repair.became,
            "how": repair.how,
            "what": f"was {shown(repair.was or None)} and is read as {shown(repair.became or None)} ({repair.how})",
        }
        return self._spot(table, "PM015", key, position, repair.was or None, words)

    def _unread(self, table: Table, key: str, position: int, value: Unread) -> Spot:
        if value.code == "PM016":
            first, second = text_day(value.typed)
            words = {"one": first, "other": second, "what": f"was typed as text and may be {first} or {second}"}
        elif value.typed.startswith("="):
            words = {"what": "holds a formula without a stored result"}
        else:
            words = {"what": f"holds the Excel error {value.typed}"}
        return self._spot(table, value.code, key, position, value.typed, words)

    def _spot(self, table: Table, code: str, key: str, position: int, value: str | None, words: dict[str, str]) -> Spot:
        row, cell = table.place(key, self.rows[position])
        heading = self.sheet.by_key[key].heading
        payroll, item = self._cell_text("payroll_number", position), self._cell_text(self.sheet.identity, position)
        return Spot(code, self.sheet.name, row, heading, cell, payroll, item, value, words)

    def _cell_text(self, key: str | None, position: int) -> str | None:
        value = self.columns[key][position] if key in self.columns else None
        if isinstance(value, Unread):
            return value.typed or None
        return None if value is None else typed(plain(value))
