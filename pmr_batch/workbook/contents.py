"""What a standard workbook holds, as those who make one say it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from pmr_batch.model.terms import Value
from pmr_batch.workbook.carried_settings import Row, Rows
from pmr_batch.workbook.days_off import NO_DAYS_OFF, DaysOff
from pmr_batch.workbook.findings_sheet import OwnSheet, Told


@dataclass(frozen=True)
class Mark:
    """What is said at a cell of a workbook that goes back.

    `verdict` is the style of an open error or query, `fault` the Excel error that stands in the cell.
    """

    says: str
    verdict: str = "wrong"
    fault: str = ""


#: Marks by the row's number in its list of rows, and column key.
Marks = Mapping[tuple[int, str], Mark]


#: The office's notes at cells: by the row's number in its list of rows, -1 for the headings, and by column key, or the
#: heading of a column that the office added.
Notes = Mapping[tuple[int, str], str]


@dataclass(frozen=True)
class AtCells:
    """What is told at the cells of a sheet, and the office's notes there."""

    marks: Marks
    notes: Notes

    @property
    def texts(self) -> dict[tuple[int, str], str]:
        """The notes that hang on cells: what is told, then what the office wrote."""
        texts = {place: mark.says for place, mark in self.marks.items()}
        for place, text in self.notes.items():
            texts[place] = f"{texts[place]}\n\n{text}" if place in texts else text
        return texts


@dataclass(frozen=True)
class Beside:
    """A column that the office added, carried along to the right of its sheet: a value a row."""

    heading: str
    values: Sequence[Value]


@dataclass(frozen=True)
class Contents:
    """What a workbook holds. Rows are mappings by column key, `rows` and `carried` by sheet name.

    `marks` are told at cells, `notes` are the office's own there, `beside` its columns, all by sheet name; `own` are
    its sheets. `told` are the lines of the sheet Findings, below their `summary`; None where it has not been
    checked. `as_of` is the day the live checks go by, None = the day on which the workbook is open. `template` is the
    trust's own copy of the standard workbook, as .xlsx; None where it has none.
    """

    start: Row = field(default_factory=dict)
    rows: Mapping[str, Rows] = field(default_factory=dict)
    carried: Mapping[str, Rows] = field(default_factory=dict)
    days_off: DaysOff = NO_DAYS_OFF
    as_of: date | None = None
    marks: Mapping[str, Marks] = field(default_factory=dict)
    beside: Mapping[str, Sequence[Beside]] = field(default_factory=dict)
    own: Sequence[OwnSheet] = ()
    told: Sequence[Told] | None = None
    summary: str = ""
    template: bytes | None = None
    notes: Mapping[str, Notes] = field(default_factory=dict)

    def at_cells(self, sheet: str) -> AtCells:
        """What is told and noted at the cells of a sheet."""
        return AtCells(self.marks.get(sheet, {}), self.notes.get(sheet, {}))
