"""Turns the rows of an office's tables into rows of the standard workbook.

Each filled cell is placed, carried along as a column of the office's own, or listed as not placed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pmr_batch.commands.adopt.proposal import Fate, MappingLine
from pmr_batch.commands.adopt.row_builder import Cell, GatheredRow, GatheredRows, Row, own_value
from pmr_batch.commands.adopt.staff_matching import ListedStaff
from pmr_batch.commands.adopt.targets import FIRST, LAST, NAME, NUMBER, SEVERAL_ROWS, WITHOUT_STAFF, Target
from pmr_batch.commands.adopt.unplaced import ChangedValue, UnplacedReason, unplaced_cell, unplaced_column
from pmr_batch.commands.mapped_files.person_names import name_key
from pmr_batch.commands.mapped_files.source_file import SourceSheet
from pmr_batch.commands.mapped_files.table_finding import SourceTable
from pmr_batch.commands.mapped_files.value_reading import read_as
from pmr_batch.excel.reading import personal_data
from pmr_batch.excel.reading.key_columns import PEOPLE
from pmr_batch.excel.reading.table_rows import is_total
from pmr_batch.excel.writing.sheet_xml import LONGEST_TEXT
from pmr_batch.layout.columns import Column, Kind
from pmr_batch.layout.standard_workbook import MEETINGS, OBJECTIVES, REVIEWS, STAFF
from pmr_batch.model.returns import Unread
from pmr_batch.model.terms import Value
from pmr_batch.words import shown

#: What stays in the office's file, with the words and the reason.
_LEFT_OUT: Mapping[Target | Fate, tuple[str, UnplacedReason]] = {
    Fate.LEAVE_OUT: ("left out, as the mapping says", UnplacedReason.LEFT_OUT),
    Fate.PRIVATE: (
        "looks like personal data that a review does not need; it stays in your file",
        UnplacedReason.PERSONAL,
    ),
}


def is_usable(lines: Iterable[MappingLine]) -> bool:
    """Whether a table identifies its people, or belongs to a sheet without people, such as priorities."""
    targets = [line.target for line in lines if line.target]
    return any(_is_identity(target) or target.sheet in WITHOUT_STAFF for target in targets)


def _is_identity(target: Target | None) -> bool:
    return target is not None and target.sheet == STAFF.name and target.key in (NUMBER.key, NAME.key)


@dataclass(frozen=True)
class RowGatherer:
    """Gathers the rows of one table after the other. `known` are the rows of Staff by the trust's staff list."""

    people: ListedStaff
    known: Mapping[str, Row]
    date1904: bool
    gathered: GatheredRows = field(default_factory=GatheredRows)

    def add_table(self, table: SourceTable, lines: Sequence[MappingLine]) -> None:
        """Place every filled cell of a table."""
        private = self._leave_out(table.page, lines)
        by_column = {line.content.column.number: line for line in lines if line not in private}
        one_sheet = _is_one_sheet(lines)
        personless = not any(_is_identity(line.target) for line in lines)
        for row in table.rows:
            cells = [Cell(by_column[at], (row, at)) for at in table.page.by_row[row] if at in by_column]
            cells = [cell for cell in cells if not self._is_faulty(cell)]
            if cells:
                self.gathered.rows += 1
                self._add_row(row, cells, [*by_column.values()], one_sheet, personless)

    # -- what is left out ------------------------------------------------------------------------

    def _leave_out(self, page: SourceSheet, lines: Sequence[MappingLine]) -> list[MappingLine]:
        """Columns that the office leaves out, and those of personal data that a review does not need."""
        out = [line for line in lines if line.goes_to in _LEFT_OUT]
        for line in out:
            column, (why, reason) = line.content.column, _LEFT_OUT[line.goes_to]
            heading = "…" if personal_data.is_personal_number(column.heading) else column.heading
            self.gathered.unplaced += unplaced_column(page, column.cells, heading, why, reason)
        return out

    def _is_faulty(self, cell: Cell) -> bool:
        fault = cell.page.faults.get(cell.place)
        if fault is not None:
            what = "a formula without a stored result" if fault.startswith("=") else "an Excel error"
            self._list_unplaced(cell, f"holds {what}; put it right in your file", UnplacedReason.FAULT)
        return fault is not None

    def _list_unplaced(self, cell: Cell, why: str, reason: UnplacedReason) -> None:
        self.gathered.unplaced.append(unplaced_cell(cell.page, cell.place, cell.heading, why, reason))

    # -- the person of a row ---------------------------------------------------------------------

    def _add_row(
        self, row: int, cells: Sequence[Cell], lines: Sequence[MappingLine], one_sheet: bool, personless: bool
    ) -> None:
        person, why = (None, "") if personless else self._person_of(row, lines)
        if person is None and not personless:
            self.gathered.rows_unplaced += 1
            for cell in cells:
                self._list_unplaced(cell, why, UnplacedReason.NOBODY)
            return
        rows = self._rows_of(person, [cell for cell in cells if not _is_identity(cell.line.target)])
        if person is not None:
            self._identify(person, [cell for cell in cells if _is_identity(cell.line.target)])
        row_of_table = rows[0] if rows and (one_sheet or person is None) else None
        self._carry(person, [cell for cell in cells if cell.line.goes_to is Fate.OWN], row_of_table)

    def _person_of(self, row: int, lines: Sequence[MappingLine]) -> tuple[str | None, str]:
        """The payroll number of the row's person, or why there is none."""
        texts = {line.target: self._text(line, row) for line in lines if _is_identity(line.target)}
        typed, name = texts.get(NUMBER, ""), _whole_name(texts)
        if is_total(typed) or is_total(name):
            return None, "looks like a total, and is nobody's row"
        number = self.people.number(typed)
        if not typed or not self.people.looks_like_number(typed):
            by_name = self.people.number_by_name(name) if name else None
            if by_name is None:
                return None, self._why_nobody(typed, name)
            number = by_name
        where = self.people.reviewed_elsewhere(number)
        return (None, f"{self.people.name_of(number)} {where}") if where else (number, "")

    def _text(self, line: MappingLine, row: int) -> str:
        """A column's text in a row; merged cells have theirs in all their rows."""
        page, column = line.content.page, line.content.column.number
        if (row, column) in page.cells:
            return page.text((row, column)).strip()
        for (top, left), (bottom, right) in page.merged:
            if top <= row <= bottom and left <= column <= right and (top, left) in page.cells:
                return page.text((top, left)).strip()
        return ""

    def _why_nobody(self, typed: str, name: str) -> str:
        if not name:
            return f"{shown(typed)} is no payroll number" if typed else "the row says nobody's number or name"
        several = self.people.namesakes(name)
        if several > 1:
            return f"has no payroll number, and {several} people on the staff list of {self._academy} have the name"
        return f"has no payroll number, and nobody on the staff list of {self._academy} has the name"

    @property
    def _academy(self) -> str:
        return self.people.academy.code

    def _identify(self, person: str, cells: Sequence[Cell]) -> None:
        """Put the number and the name into the person's row of Staff, as the staff list has them."""
        row = self.gathered.of_person(STAFF.name, person)
        named = [cell for cell in cells if cell.line.target and cell.line.target.key == NAME.key]
        for cell in cells:
            typed = cell.page.text(cell.place).strip()
            if cell not in named and self.people.looks_like_number(typed) and typed != person:
                self._note_change(cell, typed, person, "leading zeros as on the staff list")
            elif cell not in named and typed != person:
                self._list_unplaced(cell, "is no payroll number; the name says who it is", UnplacedReason.OCCUPIED)
        name = _whole_name({cell.line.target: cell.page.text(cell.place).strip() for cell in named})
        if name and not any(self.people.number(cell.page.text(cell.place)) == person for cell in cells):
            how = f"the only one of that name on the staff list of {self._academy}"
            self._note_change(named[0], name, person, how)
        if name:
            self._put_name(row, named, name, self.people.name_of(person))

    def _put_name(self, row: GatheredRow, cells: Sequence[Cell], name: str, listed: str | None) -> None:
        """Half a name, such as a forename alone, takes no whole one's place."""
        of_person = self.people.number_by_name(name) == row.person
        same = listed is not None and (of_person or _is_name_of(name, listed))
        is_half = len(name_key(name)) < 2
        value = listed if listed and (same or is_half) else name
        if row.values.setdefault("name", value) != value or (value == listed and not same):
            for cell in cells:
                self._list_unplaced(
                    cell, f"the name stands as {shown(row.values['name'])} already", UnplacedReason.OCCUPIED
                )
        elif same and value != name:
            self._note_change(cells[0], name, value, "as the staff list writes it")

    def _note_change(self, cell: Cell, was: str, became: Any, how: str) -> None:
        self.gathered.changed.append(ChangedValue(*cell.page.origin(cell.place), was, str(became), how))

    # -- rows and cells --------------------------------------------------------------------------

    def _rows_of(self, person: str | None, cells: Sequence[Cell]) -> list[GatheredRow]:
        """The rows from one row of the office's: one for each group of its columns that has a filled cell."""
        groups: dict[tuple[str, str], list[tuple[Cell, Target]]] = defaultdict(list)
        for cell in cells:
            target = cell.line.target
            if target:
                item = target.item if target.sheet in SEVERAL_ROWS else ""
                groups[target.sheet, item].append((cell, target))
        return [self._fill(person, sheet, item, cells_of_group) for (sheet, item), cells_of_group in groups.items()]

    def _fill(self, person: str | None, sheet: str, item: str, cells: Sequence[tuple[Cell, Target]]) -> GatheredRow:
        read = [(cell, target, self._value(cell, target)) for cell, target in cells]
        row = self._row_for(person, sheet, item, {target.key: value for _, target, value in read})
        for cell, target, value in read:
            self._put(row, cell, target, value)
        return row

    def _row_for(self, person: str | None, sheet: str, item: str, values: Row) -> GatheredRow:
        if sheet in (STAFF.name, REVIEWS.name) and person is not None:
            return self.gathered.of_person(sheet, person)
        rows = self.gathered.by_sheet[sheet]
        fixed: Row = {"payroll_number": person} if person is not None and sheet in SEVERAL_ROWS else {}
        if sheet == OBJECTIVES.name and (item or isinstance(values.get("no"), int)):
            fixed["no"] = int(item) if item else values["no"]
            for row in rows:
                free = not (values.keys() - {"no"}) & row.values.keys()
                if row.person == person and row.values.get("no") == fixed["no"] and free:
                    return row
        if sheet == MEETINGS.name and item and "kind" not in values:
            fixed["kind"] = item.rstrip("0123456789 ")
        new_row = GatheredRow(person, fixed)
        rows.append(new_row)
        return new_row

    def _value(self, cell: Cell, target: Target) -> Value:
        """The cell as a value of its column; as typed where it cannot be read as one. A tick is what it ticks."""
        ticked = cell.line.content.ticked_value(target.column)
        if ticked:
            self._note_change(cell, cell.page.text(cell.place), ticked, "the value that is ticked")
            return ticked
        read = read_as(target.column, cell.page, cell.place, self.date1904)
        value = read.value.typed if isinstance(read.value, Unread) else read.value
        if read.repair:
            self._note_change(cell, read.repair.was, read.repair.became, read.repair.how)
        if target.key in PEOPLE and isinstance(value, str):
            return self._person_number(cell, value)
        return value

    def _person_number(self, cell: Cell, typed: str) -> str:
        """The payroll number of a reviewer or manager; as typed where it is not that of exactly one person."""
        number = self.people.number(typed)
        how = "leading zeros as on the staff list"
        if not self.people.has_number(number) and (named := self.people.reviewer_by_name(typed)):
            number, how = named, "the only one of that name on the staff list"
        if number != typed:
            self._note_change(cell, typed, number, how)
        return number

    def _put(self, row: GatheredRow, cell: Cell, target: Target, value: Value) -> None:
        present = row.values.get(target.key)
        if target.sheet == STAFF.name and present is None and not _fits(target.column, value):
            listed = self.known.get(row.person or "", {}).get(target.key)
            if listed is not None:
                self._list_unplaced(
                    cell, f"does not fit; {shown(listed)} of the staff list stands", UnplacedReason.OCCUPIED
                )
                return
        if present is None:
            row.values[target.key] = value
        elif present != value and not self._joined(row, target, present, value):
            self._list_unplaced(
                cell, f"{target.label} holds {shown(present)} of this person already", UnplacedReason.OCCUPIED
            )

    def _joined(self, row: GatheredRow, target: Target, present: Value, value: Value) -> bool:
        """Whether the text of several columns for one target was put below the text that is there."""
        if not target.item.isdecimal() or target.sheet in SEVERAL_ROWS or target.column.kind is not Kind.TEXT:
            return False
        both = f"{present}\n{value}"
        if len(both.encode("utf-16-le")) // 2 > LONGEST_TEXT:
            return False
        row.values[target.key] = both
        return True

    def _carry(self, person: str | None, cells: Sequence[Cell], row: GatheredRow | None) -> None:
        """Carry the office's own columns along with `row`, else with the person's row of Staff."""
        if row is None and person is not None and cells:
            row = self.gathered.of_person(STAFF.name, person)
        for cell in cells:
            value = own_value(cell.page, cell.place)
            if row is None:
                self._list_unplaced(cell, "stands beside nothing that has a place", UnplacedReason.NOBODY)
            elif row.own.setdefault(cell.heading, value) != value:
                self._list_unplaced(
                    cell, f"{cell.heading} of this person holds something else already", UnplacedReason.OCCUPIED
                )


def _is_one_sheet(lines: Iterable[MappingLine]) -> bool:
    """Whether each row of a table is a row of one sheet, such as an objective: its own columns are carried with it."""
    targets = [line.target for line in lines if line.target and not _is_identity(line.target)]
    groups = {(target.sheet, target.item) for target in targets}
    return len(groups) == 1 and targets[0].sheet in (*SEVERAL_ROWS, *WITHOUT_STAFF)


def _whole_name(texts: Mapping[Target | None, str]) -> str:
    """The name in one column, or first and last name in two; the column Name may be the first of them."""
    by_part = {target.item: text for target, text in texts.items() if target and target.key == NAME.key}
    first, whole, last = (by_part.get(item, "") for item in (FIRST, "", LAST))
    known = name_key(whole)
    parts = [part for part in (first, last) if part and not set(name_key(part)) <= set(known)]
    if not whole or len(parts) == 2:
        return " ".join(filter(None, (first, last))) or whole
    return " ".join(filter(None, (first if first in parts else "", whole, last if last in parts else "")))


def _is_name_of(name: str, listed: str) -> bool:
    """Whether a name is that of the staff list, or a part of it, in whatever order."""
    words = name_key(name)
    return bool(words) and set(words) <= set(name_key(listed))


def _fits(column: Column, value: Value) -> bool:
    if column.kind is Kind.LIST:
        return value in column.values
    return column.kind is Kind.TEXT or not isinstance(value, str)
