"""The rows of an export that are somebody's, and those of nobody: titles, totals, headings again, remarks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pmr_batch.commands.mapped_files.source_file import SourceSheet
from pmr_batch.commands.mapped_files.table_finding import SourceTable
from pmr_batch.commands.staff.column_proposal import ColumnLine
from pmr_batch.commands.staff.column_reading import digits_of
from pmr_batch.commands.staff.list_columns import FORENAME, NAME, NUMBER, SURNAME, ListColumn
from pmr_batch.commands.staff.present_list import PresentList
from pmr_batch.excel.reading.addresses import Place, letter
from pmr_batch.excel.reading.cell_values import key_text
from pmr_batch.excel.reading.table_rows import is_total
from pmr_batch.words import bare

_NAMES = (NAME, FORENAME, SURNAME)
#: A line with no more cells than this and no number is a remark below or between the rows.
_MOST_OF_A_REMARK = 2
#: A table with so many columns of the list is one of people.
_FEWEST_OF_PEOPLE = 2


@dataclass(frozen=True, eq=False)
class ExportRow:
    """A row of somebody's: its sheet and Excel row, the payroll number, and the cells by column of the list.

    `restored` where the number has got back zeros that the cell had lost.
    """

    page: SourceSheet
    row: int
    number: str
    lines: Mapping[ListColumn, ColumnLine]
    restored: bool = False

    def place(self, target: ListColumn) -> Place | None:
        """Where the cell of a column stands; None where the export has no such column, or the cell is blank."""
        line = self.lines.get(target)
        place = (self.row, line.content.column.number) if line else None
        return place if place in self.page.cells or place in self.page.faults else None

    def typed(self, target: ListColumn) -> str:
        """What the cell holds, as it was typed but for blanks; empty where it is blank, or holds an Excel error."""
        place = self.place(target)
        return " ".join(self.page.text(place).split()) if place and place in self.page.cells else ""

    def text(self, target: ListColumn) -> str:
        """The same with plain quotes and dashes, to be compared."""
        return key_text(self.typed(target))

    @property
    def where(self) -> str:
        """Its place in words: row 17, with the sheet where there are several."""
        return f"{self.page.name} row {self.row}"

    def cell(self, target: ListColumn) -> str:
        """The place of a cell: Staff C17."""
        line = self.lines[target]
        return f"{self.page.name} {letter(line.content.column.number)}{self.row}"


@dataclass(frozen=True)
class NobodysRow:
    """A row that holds somebody's data, and cannot be taken: where, and why."""

    where: str
    why: str


@dataclass(frozen=True, eq=False)
class ExportTable:
    """A table of the export, with a line for each column."""

    table: SourceTable
    lines: Sequence[ColumnLine]

    @cached_property
    def by_target(self) -> Mapping[ListColumn, ColumnLine]:
        """The lines that go to a column of the list."""
        return {line.target: line for line in self.lines if line.target}

    @property
    def is_usable(self) -> bool:
        """Whether its rows say who they are."""
        return NUMBER in self.by_target

    @property
    def is_of_people(self) -> bool:
        """Whether it has enough columns of the list to be a list of people, though none says who they are."""
        return len(self.by_target) >= _FEWEST_OF_PEOPLE

    def rows(self, present: PresentList) -> Iterator[ExportRow | NobodysRow]:
        """The rows of people, with lost zeros of payroll numbers restored; and those that cannot be taken."""
        digits = digits_of(self.by_target[NUMBER].reading)
        for number in self.table.rows:
            row = ExportRow(self.table.page, number, "", self.by_target)
            typed = row.text(NUMBER).lstrip("'")
            name = " ".join(filter(None, map(row.text, _NAMES)))
            filled = [target for target in self.by_target if row.place(target)]
            why = _why_nobody(typed, name, row, filled)
            if why is None:
                whole = with_zeros(typed, digits, present)
                yield ExportRow(self.table.page, number, whole, self.by_target, restored=whole != typed)
            elif why:
                yield NobodysRow(row.where, why)


def with_zeros(typed: str, digits: int | None, present: PresentList) -> str:
    """A payroll number as the list has it, with or without zeros; else filled up to so many digits."""
    if not typed.isdecimal() or typed in present.by_number:
        return typed
    fitting = present.by_digits.get(typed.lstrip("0"), ())
    longer = [number for number in fitting if len(number) > len(typed)]
    if len(longer) == 1:
        return longer[0]
    return typed.zfill(digits) if digits else typed


def _why_nobody(typed: str, name: str, row: ExportRow, filled: Sequence[ListColumn]) -> str | None:
    """Why a row is nobody's; empty for one that is no data at all, None where it is somebody's."""
    texts = [row.text(target) for target in filled]
    first = row.page.text((row.row, row.page.by_row[row.row][0]))
    headings_again = bare(typed) == bare(row.lines[NUMBER].content.column.last)
    if not filled or is_total(first) or is_total(typed) or is_total(name) or headings_again:
        return ""
    has_digits = any(map(str.isdigit, typed))
    if has_digits and (name or len(filled) > 1):
        return None
    if not typed and not name:
        of_data = [text for text in texts if not text.replace(".", "").replace(",", "").isdecimal()]
        return "has neither payroll number nor name" if len(of_data) > _MOST_OF_A_REMARK else ""
    if len(filled) <= _MOST_OF_A_REMARK and not has_digits and len(row.page.by_row[row.row]) <= _MOST_OF_A_REMARK:
        return ""
    if not typed:
        return "has a name and no payroll number"
    return "has something else than a payroll number in its column" if not has_digits else ""
