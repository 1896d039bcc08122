"""What the returns of a cycle hold on some people, as far as one audience may see it, sheet by sheet."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from pmr_batch.commands.current_workbooks import CurrentWorkbooks
from pmr_batch.commands.disclose.visible_cells import ReturnRows, VisibleCells, pack_column
from pmr_batch.layout.columns import Column, Sheet
from pmr_batch.layout.standard_workbook import PRIORITIES, STAFF, START
from pmr_batch.model.audience import Audience
from pmr_batch.model.pack import PackColumn, PackSheet
from pmr_batch.model.person import Dossier, Row
from pmr_batch.model.terms import Value
from pmr_batch.word.letters.letter_context import names_in

#: Who a row is about, before the cells of the row.
_WHO = ((START.academy_code, 8.0), (STAFF.payroll_number, 10.0), (STAFF.by_key["name"], 16.0))


class _Found(NamedTuple):
    """A row about a person, with Start and the person's own row of Staff."""

    start: Row
    staff: Row
    row: Row

    def of(self, column: Column) -> Row:
        """The row that has a column."""
        if column.sheet == START.name:
            return self.start
        return self.staff if column.sheet == STAFF.name and self.staff else self.row


@dataclass(frozen=True)
class CycleRecords:
    """The people of whom an audience may see something, with what their returns hold on them."""

    workbooks: CurrentWorkbooks
    audience: Audience
    people: Sequence[Dossier]

    @cached_property
    def cells(self) -> VisibleCells:
        """The cells that the audience may see."""
        return VisibleCells(self.audience, names_in(self.workbooks.returns))

    @cached_property
    def returns(self) -> dict[str, ReturnRows]:
        """The rows of each return, by its path."""
        return {return_.path: ReturnRows(return_) for return_ in self.workbooks.returns}

    @property
    def numbers(self) -> tuple[str, ...]:
        """The payroll numbers of the people, each once."""
        return tuple(dict.fromkeys(str(dossier.staff["payroll_number"] or "") for dossier in self.people))

    def about_people(
        self, sheet: Sheet, note: str, more: Collection[Column] = (), *, name: str = "", records: bool = False
    ) -> PackSheet:
        """The rows of a sheet about the people, each with whom it is about, and with `more` columns of Staff."""
        found = [row for dossier in self.people for row in self._found(sheet, dossier)]
        who = dict(_WHO)
        own = self.cells.columns(sheet, (*who, *more, sheet.payroll_number))
        of_staff = (column for column in more if column not in who and column in self.cells.columns(STAFF))
        columns = (*who, *of_staff, *own)
        shown = tuple(
            PackColumn(column.heading, who[column]) if column in who else pack_column(column) for column in columns
        )
        return PackSheet(name or sheet.name, note, shown, self._values(columns, found), records)

    def _found(self, sheet: Sheet, dossier: Dossier) -> Iterator[_Found]:
        of_return = self.returns[dossier.file]
        staff = of_return.staff(dossier.staff["row"])
        rows = (staff,) if sheet is STAFF else of_return.of(sheet, dossier.staff["payroll_number"])
        yield from (_Found(of_return.start, staff, row) for row in rows)

    def rows_of(self, sheet: Sheet, payroll_number: str) -> tuple[tuple[Value, ...], ...]:
        """Every row of a sheet with a payroll number, in any return, after the return's cycle and academy."""
        found = [
            _Found(of_return.start, {}, row)
            for of_return in self.returns.values()
            for row in of_return.of(sheet, payroll_number)
        ]
        return self._values((START.cycle, START.academy_code, *self.cells.columns(sheet)), found)

    def _values(self, columns: Sequence[Column], found: Sequence[_Found]) -> tuple[tuple[Value, ...], ...]:
        return tuple(tuple(self.cells.cell(column, each.of(column)) for column in columns) for each in found)

    def priorities(self) -> PackSheet:
        """The improvement plans of the academies of the people."""
        columns = (START.academy_code, *self.cells.columns(PRIORITIES))
        files = dict.fromkeys(dossier.file for dossier in self.people)
        values: list[tuple[Value, ...]] = [
            tuple(self.cells.cell(column, of_return.start if column.sheet == START.name else row) for column in columns)
            for of_return in map(self.returns.__getitem__, files)
            for row in of_return.rows(PRIORITIES)
        ]
        shown = tuple(pack_column(column) for column in columns)
        return PackSheet(PRIORITIES.name, "What the objectives of kind School refer to.", shown, tuple(values))
