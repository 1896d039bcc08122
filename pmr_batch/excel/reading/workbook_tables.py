"""Bytes of a workbook to the tables that the layout declares, and spots for everything found on the way."""

from __future__ import annotations

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
from pmr_batch.excel.reading.table_rows import find_rows
from pmr_batch.excel.reading.template_versions import CURRENT, sheets_of, version_of
from pmr_batch.layout.columns import Sheet
from pmr_batch.layout.standard_workbook import SETTINGS, START
from pmr_batch.model.returns import CellNote, Extra, Spot, Table


@dataclass(frozen=True)
class Workbook:
    """A workbook as read: tables by sheet name, the office's own content and notes, spots; the settings it carries."""

    tables: Mapping[str, Table]
    extras: tuple[Extra, ...]
    notes: tuple[CellNote, ...]
    spots: tuple[Spot, ...]
    settings: Mapping[str, Table]


def read_tables(
    content: bytes,
    sheets: Sequence[Sheet],
    tool_sheets: Sequence[str] = (),
    *,
    points: PointReader | None = None,
    settings: Sequence[Sheet] = (),
    staff_list: str = "",
    limits: Limits = LIMITS,
) -> Workbook:
    """Read the declared sheets of a workbook. Raises Refused (PM001).

    `tool_sheets` are written by the tool and hold no data of the office; from the one named Settings
    come the tables of `settings`. `points` gives a pay point of a range in the form of the scales;
    `staff_list` has the payroll numbers of the trust's staff list, a number a line.
    """
    book = InputWorkbook(content, limits)
    tool_names = set(map(bare_sheet, tool_sheets))
    tools = [name for name in book.names if bare_sheet(name) in tool_names]
    carriers = [name for name in tools if settings and bare_sheet(name) == bare_sheet(SETTINGS)][:1]
    given = {at: name for at, name in enumerate(book.names) if name not in tools}
    grids = book.grids([*given.values(), *carriers])
    matches = match_sheets(sheets, given, grids)
    version = _version(matches, given, grids, book.date1904)
    sheets = sheets_of(sheets, version, matches.at)
    drafts = _drafts(sheets, matches.at, given, grids, book.date1904, version)
    settle_dates(drafts)
    restore_numbers(drafts, staff_list)
    touch_people(drafts)
    if points is not None:
        read_points(drafts, points)
    own = list(own_sheets(matches, given, grids))
    others = [*(sheet.extra.sheet for sheet in own if sheet.extra), *tools]
    read_as = {name: given[at] for name, at in matches.at.items()}
    notes, spots_of_notes = _notes(book, drafts, read_as, others)
    for name, draft in drafts.items():
        draft.spots += told_looks(draft, grids[read_as[name]], book.looks)
    return Workbook(
        tables={name: draft.table() for name, draft in drafts.items()},
        extras=(
            *(extra for draft in drafts.values() for extra in draft.extras),
            *(sheet.extra for sheet in own if sheet.extra),
        ),
        notes=notes,
        spots=(
            *damage.of_file(book.foreign),
            *misnamed(sheets, matches, given),
            *(spot for draft in drafts.values() for spot in draft.all_spots()),
            *(spot for sheet in own for spot in sheet.spots),
            *spots_of_notes,
        ),
        settings=read_settings(grids[carriers[0]], settings, book.date1904, version) if carriers else {},
    )


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


def _drafts(
    sheets: Sequence[Sheet],
    at: Mapping[str, int],
    given: Mapping[int, str],
    grids: Mapping[str, Grid],
    date1904: bool,
    version: int,
) -> dict[str, Draft]:
    present = [sheet for sheet in sheets if sheet.name in at]
    return {sheet.name: _draft(sheet, grids[given[at[sheet.name]]], date1904, version) for sheet in present}


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
