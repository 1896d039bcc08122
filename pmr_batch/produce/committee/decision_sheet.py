"""A sheet on which the committee decides, row by row: bands of columns, its own light ones among those of the run.

It is one marked table, with the captions of its bands above the headings. Printed, the case fills one page across and
the decision the next, with the person's name repeated; everything else is to the right, on the screen only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from pmr_batch.excel.writing.addresses import letter
from pmr_batch.excel.writing.book import Book, Page
from pmr_batch.layout.columns import Column, Kind
from pmr_batch.model.run_facts import RunFacts
from pmr_batch.model.terms import Value
from pmr_batch.produce.committee.decision_columns import limit_cells
from pmr_batch.produce.committee.to_do import CALCULATED, COST, DONE, NEEDS, TO_DO
from pmr_batch.produce.list_sheets import (
    NOTE,
    Field,
    edge_of,
    height_of,
    kind_of,
    lines_of,
    mark_pages,
    mark_table,
    write_lines,
    write_title,
)

Row = TypeVar("Row")
#: Academy, payroll number and name stay in sight, and are repeated on every printed page.
_WHO = 3
#: Per cent; the case, then the decision, each fit the width of A4 landscape at it, with space for
#: another typeface where there is no Calibri.
_PRINT_SCALE = 62
_AS_TEXT = frozenset({"Academy code", "Payroll number", "Run number"})


@dataclass(frozen=True)
class Band(Generic[Row]):
    """Columns side by side under one caption."""

    caption: str
    head: str
    fields: tuple[Field[Row], ...]


def positions(bands: Sequence[Band[Row]]) -> dict[str, int]:
    """The column of each heading, from 0."""
    headings = (field.heading for band in bands for field in band.fields)
    return {heading: column for column, heading in enumerate(headings)}


def made_fields(bands: Sequence[Band[Row]], committee: Sequence[Column]) -> tuple[Field[Row], ...]:
    """The columns that are not the committee's, nor calculated."""
    others = {*CALCULATED, *(column.heading for column in committee)}
    return tuple(field for band in bands for field in band.fields if field.heading not in others)


@dataclass(frozen=True)
class DecisionSheet(Generic[Row]):
    """A sheet to be written. `committee` are the columns that the committee fills in, with To do in one band.

    `formula` is that of To do, for the columns by heading and a row from 0, `result` what it says until it is
    calculated; `cost` is the formula of what the decision costs, where the sheet has a column for it. Cells of `amber`
    headings are coloured while To do says the word that goes with each. `messages` are shown at the committee's cells,
    by key. `unused` columns are hidden where no row has anything in them. On paper, a new page begins `across` from a
    heading on. Of a sheet `for_the_screen` only title and note are printed. `in_one_go` leaves a row above the captions
    free. Rows count from 0.
    """

    name: str
    title: str
    note: str
    bands: tuple[Band[Row], ...]
    rows: Sequence[Row]
    committee: tuple[Column, ...]
    formula: Callable[[Mapping[str, int], int], str]
    result: Callable[[Row], str]
    amber: Sequence[tuple[str, str]]
    messages: Mapping[str, str]
    across: str
    centred: frozenset[str] = field(default_factory=frozenset)
    unused: tuple[str, ...] = ()
    cost: Callable[[Mapping[str, int], int], str] | None = None
    for_the_screen: bool = False
    in_one_go: bool = False

    @property
    def fields(self) -> tuple[Field[Row], ...]:
        """All columns, from left to right."""
        return tuple(field for band in self.bands for field in band.fields)

    @property
    def printed(self) -> tuple[Field[Row], ...]:
        """The columns of the first page across."""
        return tuple(field for band in self.bands[:2] for field in band.fields)

    @property
    def note_lines(self) -> Sequence[str]:
        """The note, in lines as wide as the first page."""
        return lines_of(self.note, sum(field.width for field in self.printed))

    @property
    def captions(self) -> int:
        """The row of the bands' captions."""
        return NOTE + len(self.note_lines) + self.in_one_go

    @property
    def headings(self) -> int:
        """The row of the headings."""
        return self.captions + 1

    @property
    def first(self) -> int:
        """The row of the first person."""
        return self.headings + 1

    @property
    def last(self) -> int:
        """The row of the last person, or a blank one below the headings where there is nobody."""
        return self.headings + max(len(self.rows), 1)


def write_decision_sheet(book: Book, sheet: DecisionSheet[Row], run: RunFacts) -> Page:
    """Add the sheet to the book."""
    page = book.sheet(sheet.name)
    at = positions(sheet.bands)
    mark_table(page, sheet.headings, sheet.fields, len(sheet.rows))
    _write_headings(page, sheet)
    decided = {column.heading: column for column in sheet.committee}
    fields = sheet.fields
    widths = [field.width for field in fields]
    for row, item in enumerate(sheet.rows, sheet.first):
        values = [field.get(item) for field in fields]
        page.height(row, height_of(values, widths), grows=True)
        for column, (field_, value) in enumerate(zip(fields, values, strict=True)):
            if field_.heading in decided:
                page.write(row, column, None, *_decided_styles(decided[field_.heading], field_.width))
            elif field_.heading not in CALCULATED:
                verdict = field_.verdict(item)
                styles = (*_styles(field_, value, sheet.centred), *([verdict] if verdict else ()))
                page.write(row, column, value, "cell", "small", *styles)
        page.formula(
            row, at[TO_DO], sheet.formula(at, row), "cell", "small", "wrap", "inset", result=sheet.result(item)
        )
        if sheet.cost:
            page.formula(row, at[COST], sheet.cost(at, row), "cell", "small", "pounds")
    limit_cells(page, sheet.committee, at, (sheet.first, sheet.last), run, sheet.messages)
    _colour(page, sheet, at)
    _set_up(page, sheet, at, run)
    return page


def _styles(field_: Field[Row], value: Value, centred: frozenset[str]) -> tuple[str, ...]:
    if field_.heading in centred:
        return ("centre" if isinstance(value, str) else "count", "flush")
    kind = "text" if field_.heading in _AS_TEXT else field_.style or kind_of(value)
    return kind, edge_of(field_.width, value)


def _decided_styles(column: Column, width: float) -> tuple[str, ...]:
    kind = {Kind.DATE: "date", Kind.TEXT: "text"}.get(column.kind, "wrap")
    return ("cell", "small", "wrap", "decide", kind, edge_of(width))


def _write_headings(page: Page, sheet: DecisionSheet[Row]) -> None:
    write_title(page, sheet.title, len(sheet.printed) - 1)
    write_lines(page, NOTE, sheet.note_lines)
    start = 0
    for band in sheet.bands:
        page.fill(sheet.captions, range(start, start + len(band.fields)), band.head, "caption")
        page.write(sheet.captions, start, band.caption, band.head, "caption")
        for column, field_ in enumerate(band.fields, start):
            set_as = ("upright", "flush") if field_.upright else (edge_of(field_.width),)
            page.write(sheet.headings, column, field_.heading, band.head, "small", *set_as)
            hidden = field_.heading in sheet.unused and all(field_.get(row) is None for row in sheet.rows)
            page.width(column, field_.width, hidden=hidden)
        start += len(band.fields)
    page.height(sheet.captions, 18)
    page.height(sheet.headings, 76 if any(field_.upright for field_ in sheet.fields) else 40)


def _colour(page: Page, sheet: DecisionSheet[Row], at: Mapping[str, int]) -> None:
    """Amber where the To do column asks for it; a line where another academy begins."""
    first, last = sheet.first, sheet.last
    to_do = f"${letter(at[TO_DO])}{first + 1}"
    for heading, needed in sheet.amber:
        place = at[heading]
        page.colour((first, place), (last, place), f'ISNUMBER(SEARCH("{needed}",{to_do}))', "fill_in")
    page.colour((first, at[TO_DO]), (last, at[TO_DO]), f'LEFT({to_do},{len(NEEDS)})="{NEEDS}"', "fill_in")
    page.colour((first, at[TO_DO]), (last, at[TO_DO]), f'{to_do}="{DONE}"', "done")
    academy = f"$A{first + 1}<>$A{first}"
    page.colour((first, 0), (last, max(at.values())), academy, "edge")


def _set_up(page: Page, sheet: DecisionSheet[Row], at: Mapping[str, int], run: RunFacts) -> None:
    page.freeze(sheet.first, _WHO)
    page.text_numbers_are_meant(sheet.last, max(at.values()))
    mark_pages(page, run, repeat=None if sheet.for_the_screen else (sheet.captions, sheet.headings))
    if sheet.for_the_screen:
        page.paper.print_area(0, 0, NOTE + len(sheet.note_lines) - 1, len(sheet.printed) - 1)
        return
    page.paper.set_print_scale(_PRINT_SCALE)
    page.paper.print_across()
    page.paper.repeat_columns(0, _WHO - 1)
    page.paper.print_area(sheet.captions, 0, sheet.last, at[TO_DO])
    page.paper.set_v_pagebreaks([at[sheet.across]])
