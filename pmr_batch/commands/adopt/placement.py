"""The rows of an office's tables as rows of the standard workbook: each filled cell is placed, carried or listed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pmr_batch.commands.adopt.proposal import Fate, MappingLine
from pmr_batch.commands.adopt.row_builder import Cell, GatheredRow, GatheredRows, Row, own_value
from pmr_batch.commands.adopt.source_file import SourceSheet
from pmr_batch.commands.adopt.staff_matching import ListedStaff, name_key
from pmr_batch.commands.adopt.table_finding import Block
from pmr_batch.commands.adopt.targets import FIRST, LAST, NAME, NUMBER, OF_THEIR_OWN, SEVERAL, Target
from pmr_batch.commands.adopt.unplaced import Because, Reread, unplaced, unplaced_column
from pmr_batch.commands.adopt.value_reading import read_as
from pmr_batch.excel.reading import personal_data
from pmr_batch.excel.reading.key_columns import PEOPLE
from pmr_batch.excel.reading.table_rows import is_total
from pmr_batch.excel.writing.book import LONGEST_TEXT
from pmr_batch.layout.columns import Column, Kind
from pmr_batch.layout.standard_workbook import MEETINGS, OBJECTIVES, REVIEWS, STAFF
from pmr_batch.model.returns import Unread
from pmr_batch.model.terms import Value
from pmr_batch.words import shown

#: What stays in the office's file, and why.
_KEPT_OUT: Mapping[Target | Fate, tuple[str, Because]] = {
    Fate.LEAVE_OUT: ("left out, as the mapping says", Because.LEFT_OUT),
    Fate.PRIVATE: ("looks like personal data that a review does not need; it stays in your file", Because.PERSONAL),
}


def is_usable(lines: Iterable[MappingLine]) -> bool:
    """Whether a table says whose rows it has, or holds what belongs to nobody, such as priorities."""
    targets = [line.target for line in lines if line.target]
    return any(_is_identity(one) or one.sheet in OF_THEIR_OWN for one in targets)


def _is_identity(target: Target | None) -> bool:
    return target is not None and target.sheet == STAFF.name and target.key in (NUMBER.key, NAME.key)


@dataclass(frozen=True)
class Gatherer:
    """Takes tables in, one after the other. `known` are the rows of Staff as the staff list fills them in."""

    people: ListedStaff
    known: Mapping[str, Row]
    date1904: bool
    gathered: GatheredRows = field(default_factory=GatheredRows)

    def take(self, block: Block, lines: Sequence[MappingLine]) -> None:
        """Place every filled cell of a table."""
        private = self._keep_out(block.page, lines)
        by_column = {line.holding.found.column: line for line in lines if line not in private}
        home = _home(lines)
        personless = not any(_is_identity(line.target) for line in lines)
        for row in block.rows:
            cells = [Cell(by_column[at], (row, at)) for at in block.page.by_row[row] if at in by_column]
            cells = [cell for cell in cells if not self._is_faulty(cell)]
            if cells:
                self.gathered.rows += 1
                self._take_row(row, cells, [*by_column.values()], home, personless)

    # -- what stays behind -----------------------------------------------------------------------

    def _keep_out(self, page: SourceSheet, lines: Sequence[MappingLine]) -> list[MappingLine]:
        """Columns that the office leaves out, and those of personal data that a review does not need."""
        out = [line for line in lines if line.goes_to in _KEPT_OUT]
        for line in out:
            found, (why, because) = line.holding.found, _KEPT_OUT[line.goes_to]
            heading = "…" if personal_data.is_personal_number(found.heading) else found.heading
            self.gathered.lost += unplaced_column(page, found.cells, heading, why, because)
        return out

    def _is_faulty(self, cell: Cell) -> bool:
        fault = cell.page.faults.get(cell.place)
        if fault is not None:
            what = "a formula without a stored result" if fault.startswith("=") else "an Excel error"
            self._lose(cell, f"holds {what}; put it right in your file", Because.FAULT)
        return fault is not None

    def _lose(self, cell: Cell, why: str, because: Because) -> None:
        self.gathered.lost.append(unplaced(cell.page, cell.place, cell.heading, why, because))

    # -- whose row -------------------------------------------------------------------------------

    def _take_row(
        self, row: int, cells: Sequence[Cell], lines: Sequence[MappingLine], home: bool, personless: bool
    ) -> None:
        person, why = (None, "") if personless else self._whose(row, lines)
        if person is None and not personless:
            self.gathered.rows_lost += 1
            for cell in cells:
                self._lose(cell, why, Because.NOBODY)
            return
        made = self._made_of(person, [cell for cell in cells if not _is_identity(cell.line.target)])
        if person is not None:
            self._identify(person, [cell for cell in cells if _is_identity(cell.line.target)])
        beside = made[0] if made and (home or person is None) else None
        self._carry(person, [cell for cell in cells if cell.line.goes_to is Fate.OWN], beside)

    def _whose(self, row: int, lines: Sequence[MappingLine]) -> tuple[str | None, str]:
        """The payroll number of the row's person, or why there is none."""
        said = {line.target: self._said(line, row) for line in lines if _is_identity(line.target)}
        typed, name = said.get(NUMBER, ""), _whole_name(said)
        if is_total(typed) or is_total(name):
            return None, "looks like a total, and is nobody's row"
        number = self.people.number(typed)
        if not typed or not self.people.looks_like_number(typed):
            found = self.people.named(name) if name else None
            if found is None:
                return None, self._nobody(typed, name)
            number = found
        elsewhere = self.people.elsewhere(number)
        return (None, f"{self.people.name_of(number)} {elsewhere}") if elsewhere else (number, "")

    def _said(self, line: MappingLine, row: int) -> str:
        """What a column says in a row; a block of merged cells says it of all its rows."""
        page, column = line.holding.page, line.holding.found.column
        if (row, column) in page.cells:
            return page.text((row, column)).strip()
        for (top, left), (bottom, right) in page.merged:
            if top <= row <= bottom and left <= column <= right and (top, left) in page.cells:
                return page.text((top, left)).strip()
        return ""

    def _nobody(self, typed: str, name: str) -> str:
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
        """The number as the staff list has it, and the name; written otherwise it is the same name."""
        made = self.gathered.of_person(STAFF.name, person)
        named = [cell for cell in cells if cell.line.target and cell.line.target.key == NAME.key]
        for cell in cells:
            typed = cell.page.text(cell.place).strip()
            if cell not in named and self.people.looks_like_number(typed) and typed != person:
                self._reread(cell, typed, person, "leading zeros as on the staff list")
            elif cell not in named and typed != person:
                self._lose(cell, "is no payroll number; the name says who it is", Because.TAKEN)
        name = _whole_name({cell.line.target: cell.page.text(cell.place).strip() for cell in named})
        if name and not any(self.people.number(cell.page.text(cell.place)) == person for cell in cells):
            how = f"the only one of that name on the staff list of {self._academy}"
            self._reread(named[0], name, person, how)
        if name:
            self._name(made, named, name, self.people.name_of(person))

    def _name(self, made: GatheredRow, cells: Sequence[Cell], name: str, listed: str | None) -> None:
        same = listed is not None and name_key(listed) == name_key(name)
        value = listed if same and listed else name
        if made.values.setdefault("name", value) != value:
            for cell in cells:
                self._lose(cell, f"the name stands as {shown(made.values['name'])} already", Because.TAKEN)
        elif same and value != name:
            self._reread(cells[0], name, value, "as the staff list writes it")

    def _reread(self, cell: Cell, was: str, became: Any, how: str) -> None:
        self.gathered.reread.append(Reread(cell.page.name, cell.place, was, str(became), how))

    # -- rows and cells --------------------------------------------------------------------------

    def _made_of(self, person: str | None, cells: Sequence[Cell]) -> list[GatheredRow]:
        """The rows that one row of the office's makes: one for each group of its columns that holds anything."""
        groups: dict[tuple[str, str], list[tuple[Cell, Target]]] = defaultdict(list)
        for cell in cells:
            target = cell.line.target
            if target:
                item = target.item if target.sheet in SEVERAL else ""
                groups[target.sheet, item].append((cell, target))
        return [self._fill(person, sheet, item, some) for (sheet, item), some in groups.items()]

    def _fill(self, person: str | None, sheet: str, item: str, cells: Sequence[tuple[Cell, Target]]) -> GatheredRow:
        read = [(cell, target, self._value(cell, target)) for cell, target in cells]
        made = self._row_for(person, sheet, item, {target.key: value for _, target, value in read})
        for cell, target, value in read:
            self._put(made, cell, target, value)
        return made

    def _row_for(self, person: str | None, sheet: str, item: str, values: Row) -> GatheredRow:
        if sheet in (STAFF.name, REVIEWS.name) and person is not None:
            return self.gathered.of_person(sheet, person)
        rows = self.gathered.made[sheet]
        fixed: Row = {"payroll_number": person} if person is not None and sheet in SEVERAL else {}
        if sheet == OBJECTIVES.name and (item or isinstance(values.get("no"), int)):
            fixed["no"] = int(item) if item else values["no"]
            for one in rows:
                free = not (values.keys() - {"no"}) & one.values.keys()
                if one.person == person and one.values.get("no") == fixed["no"] and free:
                    return one
        if sheet == MEETINGS.name and item and "kind" not in values:
            fixed["kind"] = item.rstrip("0123456789 ")
        made = GatheredRow(person, fixed)
        rows.append(made)
        return made

    def _value(self, cell: Cell, target: Target) -> Value:
        """The cell as its column takes it; what does not fit, as typed."""
        read = read_as(target.column, cell.page, cell.place, self.date1904)
        value = read.value.typed if isinstance(read.value, Unread) else read.value
        if read.repair:
            self._reread(cell, read.repair.was, read.repair.became, read.repair.how)
        if target.key in PEOPLE and isinstance(value, str):
            return self._person(cell, value)
        return value

    def _person(self, cell: Cell, typed: str) -> str:
        """A reviewer or manager by number, where their name, or a number without zeros, is that of one person."""
        number = self.people.number(typed)
        how = "leading zeros as on the staff list"
        if not self.people.knows_number(number) and (named := self.people.reviewer_named(typed)):
            number, how = named, "the only one of that name on the staff list"
        if number != typed:
            self._reread(cell, typed, number, how)
        return number

    def _put(self, made: GatheredRow, cell: Cell, target: Target, value: Value) -> None:
        there = made.values.get(target.key)
        if target.sheet == STAFF.name and there is None and not _fits(target.column, value):
            known = self.known.get(made.person or "", {}).get(target.key)
            if known is not None:
                self._lose(cell, f"does not fit; {shown(known)} of the staff list stands", Because.TAKEN)
                return
        if there is None:
            made.values[target.key] = value
        elif there != value and not self._joined(made, target, there, value):
            self._lose(cell, f"{target.said} holds {shown(there)} of this person already", Because.TAKEN)

    def _joined(self, made: GatheredRow, target: Target, there: Value, value: Value) -> bool:
        """Several columns of one text: one below the other."""
        if not target.item.isdecimal() or target.sheet in SEVERAL or target.column.kind is not Kind.TEXT:
            return False
        both = f"{there}\n{value}"
        if len(both.encode("utf-16-le")) // 2 > LONGEST_TEXT:
            return False
        made.values[target.key] = both
        return True

    def _carry(self, person: str | None, cells: Sequence[Cell], beside: GatheredRow | None) -> None:
        """The office's own columns: beside the row that this one made, else beside the person's on Staff."""
        if beside is None and person is not None and cells:
            beside = self.gathered.of_person(STAFF.name, person)
        for cell in cells:
            value = own_value(cell.page, cell.place)
            if beside is None:
                self._lose(cell, "stands beside nothing that has a place", Because.NOBODY)
            elif beside.own.setdefault(cell.heading, value) != value:
                self._lose(cell, f"{cell.heading} of this person holds something else already", Because.TAKEN)


def _home(lines: Iterable[MappingLine]) -> bool:
    """Whether each row of a table is one row of one sheet, such as an objective: its own columns go along there."""
    targets = [line.target for line in lines if line.target and not _is_identity(line.target)]
    groups = {(target.sheet, target.item) for target in targets}
    return len(groups) == 1 and targets[0].sheet in (*SEVERAL, *OF_THEIR_OWN)


def _whole_name(said: Mapping[Target | None, str]) -> str:
    """The name in one column, or first and last name in two."""
    by_part = {target.item: text for target, text in said.items() if target and target.key == NAME.key}
    both = " ".join(filter(None, (by_part.get(FIRST), by_part.get(LAST))))
    return by_part.get("") or both


def _fits(column: Column, value: Value) -> bool:
    if column.kind is Kind.LIST:
        return value in column.values
    return column.kind is Kind.TEXT or not isinstance(value, str)
