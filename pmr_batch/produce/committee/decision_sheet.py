"""A sheet on which the committee decides, row by row: bands of columns, its own light ones among those of the run.

Printed, the case fills one page across and the decision the next, with the person's name repeated; everything else is
to the right, on the screen only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from pmr_batch.excel.writing.book import Book, Page, letter
from pmr_batch.layout.columns import Column, Kind
from pmr_batch.model.run_facts import RunFacts
from pmr_batch.model.terms import Value
from pmr_batch.produce.committee.decision_columns import limit_cells
from pmr_batch.produce.committee.to_do import DONE, NEEDS, TO_DO
from pmr_batch.produce.list_sheets import Field, edge_of, height_of, kind_of, mark_pages, write_title

Row = TypeVar("Row")
#: Rows from 0: the bands above the headings, the headings, the first person.
_BANDS, HEADINGS, FIRST = 2, 3, 4
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
    """The columns that are not the committee's, nor To do."""
    others = {TO_DO, *(column.heading for column in committee)}
    return tuple(field for band in bands for field in band.fields if field.heading not in others)


@dataclass(frozen=True)
class DecisionSheet(Generic[Row]):
    """A sheet to be written. `committee` are the columns that the committee fills in, with To do in one band.

    `formula` is that of To do, for the columns by heading and a row from 0, `result` what it says until it is
    calculated; cells of `amber` headings are coloured while it says the word that goes with each. `messages` are shown
    at the committee's cells, by key. `unused` columns are hidden where no row has anything in them. On paper, a new
    page begins `across` from a heading on; what is `case_only` ends there.
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
    case_only: bool = False


def write_decision_sheet(book: Book, sheet: DecisionSheet[Row], run: RunFacts) -> Page:
    """Add the sheet to the book."""
    page = book.sheet(sheet.name)
    at = positions(sheet.bands)
    _write_headings(page, sheet)
    decided = {column.heading: column for column in sheet.committee}
    fields = [field for band in sheet.bands for field in band.fields]
    widths = [field.width for field in fields]
    for row, item in enumerate(sheet.rows, FIRST):
        values = [field.get(item) for field in fields]
        page.height(row, height_of(values, widths), grows=True)
        for column, (field_, value) in enumerate(zip(fields, values, strict=True)):
            if field_.heading in decided:
                page.write(row, column, None, *_decided_styles(decided[field_.heading], field_.width))
            elif field_.heading != TO_DO:
                verdict = field_.verdict(item)
                styles = (*_styles(field_, value, sheet.centred), *([verdict] if verdict else ()))
                page.write(row, column, value, "cell", "small", *styles)
        page.formula(
            row, at[TO_DO], sheet.formula(at, row), "cell", "small", "wrap", "inset", result=sheet.result(item)
        )
    last = FIRST + max(len(sheet.rows), 1) - 1
    limit_cells(page, sheet.committee, at, (FIRST, last), run, sheet.messages)
    _colour(page, sheet, at, last)
    _set_up(page, sheet, at, last, run)
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
    printed = [field for band in sheet.bands[:2] for field in band.fields]
    write_title(page, sheet.title, sheet.note, printed, len(printed) - 1)
    start = 0
    for band in sheet.bands:
        _write_band(page, band, start)
        for column, field_ in enumerate(band.fields, start):
            set_as = ("upright", "flush") if field_.upright else (edge_of(field_.width),)
            page.write(HEADINGS, column, field_.heading, band.head, "small", *set_as)
            hidden = field_.heading in sheet.unused and all(field_.get(row) is None for row in sheet.rows)
            page.width(column, field_.width, hidden=hidden)
        start += len(band.fields)
    page.height(_BANDS, 18)
    page.height(HEADINGS, 76 if any(field_.upright for band in sheet.bands for field_ in band.fields) else 40)


def _write_band(page: Page, band: Band[Row], start: int) -> None:
    end = start + len(band.fields) - 1
    if end > start:
        page.paper.merge_range(_BANDS, start, _BANDS, end, "", page.book.format((band.head, "small", "flush")))
    page.write(_BANDS, start, band.caption, band.head, "small", "flush")


def _colour(page: Page, sheet: DecisionSheet[Row], at: Mapping[str, int], last: int) -> None:
    """Amber where the To do column asks for it; a line where another academy begins."""
    to_do = f"${letter(at[TO_DO])}{FIRST + 1}"
    for heading, needed in sheet.amber:
        place = at[heading]
        page.colour((FIRST, place), (last, place), f'ISNUMBER(SEARCH("{needed}",{to_do}))', "fill_in")
    page.colour((FIRST, at[TO_DO]), (last, at[TO_DO]), f'LEFT({to_do},{len(NEEDS)})="{NEEDS}"', "fill_in")
    page.colour((FIRST, at[TO_DO]), (last, at[TO_DO]), f'{to_do}="{DONE}"', "done")
    academy = f"$A{FIRST + 1}<>$A{FIRST}"
    page.colour((FIRST, 0), (last, max(at.values())), academy, "edge")


def _set_up(page: Page, sheet: DecisionSheet[Row], at: Mapping[str, int], last: int, run: RunFacts) -> None:
    page.paper.autofilter(HEADINGS, 0, last, max(at.values()))
    page.freeze(FIRST, _WHO)
    page.text_numbers_are_meant(last, max(at.values()))
    mark_pages(page, run, repeat=(_BANDS, HEADINGS))
    page.paper.set_print_scale(_PRINT_SCALE)
    page.paper.print_across()
    page.paper.repeat_columns(0, _WHO - 1)
    page.paper.print_area(_BANDS, 0, last, at[sheet.across] - 1 if sheet.case_only else at[TO_DO])
    if not sheet.case_only:
        page.paper.set_v_pagebreaks([at[sheet.across]])
