"""Bytes of a workbook to the tables that the layout declares, and spots for everything found on the way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pmr_batch.excel.reading import damage
from pmr_batch.excel.reading.carried_notes import (
    notes_of_other,
    notes_of_table,
    told_looks,
    told_notes,
    without_personal_data,
)
from pmr_batch.excel.reading.cell_grid import Grid, InputWorkbook
from pmr_batch.excel.reading.cell_values import PointReader
from pmr_batch.excel.reading.columns import carry_other_cells, carry_other_columns, read_rows
from pmr_batch.excel.reading.day_order import settle_dates
from pmr_batch.excel.reading.draft_table import Draft
from pmr_batch.excel.reading.findings_answers import take_answers
from pmr_batch.excel.reading.form_sheet import read_form
from pmr_batch.excel.reading.headings import find_headings
from pmr_batch.excel.reading.merged_blocks import fill_down, mask_merged, touch_people
from pmr_batch.excel.reading.name_matching import bare_sheet
from pmr_batch.excel.reading.own_sheets import own_sheets
from pmr_batch.excel.reading.pay_points import read_points
from pmr_batch.excel.reading.payroll_numbers import restore_numbers
from pmr_batch.excel.reading.reading_limits import LIMITS, Limits
from pmr_batch.excel.reading.settings_sheet import read_settings
from pmr_batch.excel.reading.sheet_matching import SheetMatches, match_sheets, misnamed
from pmr_batch.excel.reading.start_defaults import take_defaults
from pmr_batch.excel.reading.table_rows import find_rows
from pmr_batch.excel.reading.template_versions import CURRENT, sheets_of, version_of
from pmr_batch.excel.reading.waiting_rows import without_waiting
from pmr_batch.layout.columns import Sheet
from pmr_batch.layout.own_ranges import own_ranges_in, with_ranges
from pmr_batch.layout.standard_workbook import FINDINGS_LIST, SETTINGS, START
from pmr_batch.layout.trust_workbook import PAY_POINTS
from pmr_batch.model.returns import CellNote, Extra, Spot, Table


@dataclass(frozen=True)
class Workbook:
    """A workbook as read: tables by sheet name, the office's own content and notes, spots; the settings it carries."""

    tables: Mapping[str, Table]
    extras: tuple[Extra, ...]
    notes: tuple[CellNote, ...]
    spots: tuple[Spot, ...]
    settings: Mapping[str, Table]


def read_tables(  # noqa: PLR0913  (one argument an option)
    content: bytes,
    sheets: Sequence[Sheet],
    tool_sheets: Sequence[str] = (),
    *,
    points: PointReader | None = None,
    settings: Sequence[Sheet] = (),
    staff_list: str = "",
    own_ranges: tuple[str, ...] = (),
    limits: Limits = LIMITS,
) -> Workbook:
    """Read the declared sheets of a workbook. Raises Refused (PM001).

    `tool_sheets` are written by the tool and hold no data of the office; from the one named Settings
    come the tables of `settings`. `points` gives a pay point of a range in the form of the scales;
    `staff_list` has the payroll numbers of the trust's staff list, a number a line. `own_ranges` are the trust's own
    pay ranges; where none are given, those of the workbook's Pay points, its own sheet or carried.
    """
    book = InputWorkbook(content, limits)
    tools = _ToolSheets.of(book.names, tool_sheets)
    given = {at: name for at, name in enumerate(book.names) if name not in tools.names}
    carrier = tools.settings if settings else None
    grids = book.grids([*given.values(), *filter(None, (carrier, tools.findings))])
    matches = match_sheets(sheets, given, grids)
    version = _version(matches, given, grids, book.date1904)
    read_as = {name: given[at] for name, at in matches.at.items()}
    carried_tables = read_settings(grids[carrier], settings, book.date1904, version) if carrier else {}
    if not own_ranges:
        own_ranges = own_ranges_in(carried_tables) or _own_ranges(read_as, grids, book.date1904)
    sheets = [with_ranges(sheet, own_ranges) for sheet in sheets_of(sheets, version, matches.at)]
    drafts = _drafts(sheets, read_as, grids, book.date1904, version)
    findings = Draft(FINDINGS_LIST)
    if tools.findings:
        findings = _draft(FINDINGS_LIST, grids[tools.findings], book.date1904, CURRENT)
    settle_dates(drafts)
    restore_numbers({**drafts, FINDINGS_LIST.name: findings}, staff_list)
    touch_people(drafts)
    take_defaults(drafts)
    if points is not None:
        read_points(drafts, points)
    for name, draft in drafts.items():
        draft.spots += told_looks(draft, grids[read_as[name]], book.looks)
    own = list(own_sheets(matches, given, grids))
    carried = [sheet.extra.sheet for sheet in own if sheet.extra]
    notes, spots_of_notes = _notes(book, drafts, read_as, [*carried, *tools.names])
    answers, spots_of_answers = take_answers(findings, drafts, _day_of_answers(book, drafts))
    return Workbook(
        tables={name: without_waiting(draft.sheet, draft.table()) for name, draft in drafts.items()},
        extras=(
            *(extra for draft in drafts.values() for extra in draft.extras),
            *(sheet.extra for sheet in own if sheet.extra),
        ),
        notes=(*notes, *answers),
        spots=(
            *damage.of_file(book.foreign),
            *misnamed(sheets, matches, given),
            *(spot for draft in drafts.values() for spot in draft.all_spots()),
            *(spot for sheet in own for spot in sheet.spots),
            *spots_of_notes,
            *spots_of_answers,
        ),
        settings=carried_tables,
    )


@dataclass(frozen=True)
class _ToolSheets:
    """The sheets of a workbook that the tool writes: the one with settings, and the one with findings, if any."""

    names: tuple[str, ...]
    settings: str | None
    findings: str | None

    @classmethod
    def of(cls, names: Sequence[str], tool_sheets: Sequence[str]) -> _ToolSheets:
        """Those of a workbook's sheets that have the name of one of the tool's."""
        of_tool = set(map(bare_sheet, tool_sheets))
        tools = [name for name in names if bare_sheet(name) in of_tool]
        first = {bare_sheet(name): name for name in reversed(tools)}
        return cls(tuple(tools), first.get(bare_sheet(SETTINGS)), first.get(bare_sheet(FINDINGS_LIST.name)))


def _day_of_answers(book: InputWorkbook, drafts: Mapping[str, Draft]) -> dt.date | None:
    """The day of what was typed on Findings: that on which the workbook was saved, which was not before its issue."""
    start = drafts.get(START.name)
    issued = start.columns.get(START.issued_on.key, [None])[0] if start else None
    return max((day for day in (book.saved_on, issued) if isinstance(day, dt.date)), default=None)


def _notes(
    book: InputWorkbook, drafts: Mapping[str, Draft], read_as: Mapping[str, str], others: Iterable[str]
) -> tuple[tuple[CellNote, ...], list[Spot]]:
    """The notes of all sheets, those of the layout under their own names, and what is told of them."""
    by_sheet = [list(notes_of_table(draft, book.notes(read_as[name]))) for name, draft in drafts.items()]
    by_sheet += [list(notes_of_other(name, book.notes(name))) for name in others]
    carried: list[CellNote] = []
    spots: list[Spot] = []
    for notes in by_sheet:
        own, private = without_personal_data(notes)
        carried += own
        spots += [*private, *told_notes(own)]
    return tuple(carried), spots


def _version(matches: SheetMatches, given: Mapping[int, str], grids: Mapping[str, Grid], date1904: bool) -> int:
    """The template version that the workbook was issued with; the current one where it has no Start."""
    at = matches.at.get(START.name)
    return version_of(read_form(START, grids[given[at]], date1904).table()) if at is not None else CURRENT


def _own_ranges(read_as: Mapping[str, str], grids: Mapping[str, Grid], date1904: bool) -> tuple[str, ...]:
    """The trust's own pay ranges of trust.xlsx, whose staff list has them as well."""
    drafts = _drafts((PAY_POINTS,), read_as, grids, date1904, CURRENT)
    return own_ranges_in({name: draft.table() for name, draft in drafts.items()})


def _drafts(
    sheets: Sequence[Sheet], read_as: Mapping[str, str], grids: Mapping[str, Grid], date1904: bool, version: int
) -> dict[str, Draft]:
    present = [sheet for sheet in sheets if sheet.name in read_as]
    return {sheet.name: _draft(sheet, grids[read_as[sheet.name]], date1904, version) for sheet in present}


def _draft(sheet: Sheet, grid: Grid, date1904: bool, version: int) -> Draft:
    if sheet.form:
        draft = read_form(sheet, grid, date1904, version)
        draft.spots += [*damage.of_sheet(sheet.name, grid), *damage.of_table(sheet, grid, None, ())]
        return draft
    headings = find_headings(sheet, grid.values, version)
    if headings is None:
        words = {"what": "has no row of headings", "near": ""}
        return Draft(sheet, spots=[Spot("PM003", sheet.name, words=words), *damage.of_sheet(sheet.name, grid)])
    filled = fill_down(sheet, grid, headings)
    rows = find_rows(sheet, grid, headings)
    draft = read_rows(sheet, grid, headings, rows, date1904, version)
    mask_merged(draft, grid, headings.row, filled)
    carry_other_columns(draft, grid, headings)
    carry_other_cells(draft, grid, headings, [spot.row for spot in rows.spots if spot.row])
    draft.spots += damage.of_sheet(sheet.name, grid)
    draft.spots += damage.of_table(sheet, grid, headings, rows.numbers)
    return draft
