"""Makes the standard workbook of an office's data: the rows that `issue` would hand out, overlaid with the office's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from pmr_batch.commands.adopt.row_builder import GatheredRow, GatheredRows, Row, is_trust_objective, number_objectives
from pmr_batch.commands.adopt.unplaced import ChangedValue, Unplaced
from pmr_batch.commands.issue import start_of
from pmr_batch.commands.issue.cycle_staff import employed
from pmr_batch.commands.issue.first_rows import LastReturn, first_rows
from pmr_batch.excel.reading.addresses import address
from pmr_batch.excel.writing import palette
from pmr_batch.layout.columns import Sheet
from pmr_batch.layout.standard_workbook import (
    DEVELOPMENT,
    MEETINGS,
    OBJECTIVES,
    PANELS,
    PRIORITIES,
    REVIEWERS,
    REVIEWS,
    SHEETS,
    STAFF,
    TOOL_SHEETS,
)
from pmr_batch.model.terms import Value
from pmr_batch.settings.trust_settings import Academy, Cycle, Settings
from pmr_batch.words import bare
from pmr_batch.workbook.carried_settings import CarriedRows
from pmr_batch.workbook.column_places import headings
from pmr_batch.workbook.contents import Beside, Contents
from pmr_batch.workbook.days_off import days_off
from pmr_batch.workbook.findings_sheet import OwnSheet
from pmr_batch.workbook.guidance import CONFIDENTIAL
from pmr_batch.workbook.new_sheet import NewSheet
from pmr_batch.workbook.sizes import lines_of
from pmr_batch.workbook.standard_book import standard_book

NOT_PLACED, READ_OTHERWISE = "Not placed", "Read otherwise"
_NOTES = {
    NOT_PLACED: "What has no place here, cell by cell. Put it where it belongs, or leave it; then delete this sheet.",
    READ_OTHERWISE: "What stands here otherwise than it was typed, and why. Look it through; then delete this sheet.",
}
_NOT_PLACED = (("Your sheet", 20), ("Cells", 12), ("Heading", 30), ("What stands there", 60), ("Why it is here", 60))
_READ_OTHERWISE = (("Your sheet", 20), ("Cell", 12), ("Was", 44), ("Is now", 44), ("How", 60))
_LONGEST_NAME = 31
#: Sheets on which the office's rows of a person replace those that would be handed out.
_REPLACED = (OBJECTIVES.name, DEVELOPMENT.name, MEETINGS.name, PANELS.name)
#: The column that identifies a row of these sheets.
_OWN_KEY = {REVIEWERS.name: "payroll_number", PRIORITIES.name: "priority"}


@dataclass(frozen=True)
class Destination:
    """What the workbook is made for: settings, academy, cycle, day, the last cycle's return, the trust's template."""

    settings: Settings
    academy: Academy
    cycle: Cycle
    as_of: date
    last: LastReturn
    template: bytes | None = None

    @cached_property
    def listed(self) -> Mapping[str, Row]:
        """The rows of Staff as `issue` hands them out, by payroll number."""
        return {str(row["payroll_number"]): row for row in self.handed_out()[STAFF.name]}

    def handed_out(self, reviewers: Mapping[str, Value] | None = None) -> dict[str, list[Row]]:
        """The rows as `issue` hands them out; `reviewers` by payroll number go before those of the staff list."""
        people = employed(self.settings.staff_list or (), self.academy.code, self.cycle)
        people = [row | {"reviewer": (reviewers or {}).get(row["payroll_number"]) or row["reviewer"]} for row in people]
        return first_rows(self.settings, self.cycle, self.academy, people, self.last)


def adopted_book(frame: Destination, gathered: GatheredRows, own: Sequence[OwnSheet]) -> bytes:
    """The standard workbook as .xlsx bytes."""
    rows = _rows_by_sheet(frame, gathered)
    book = standard_book(
        Contents(
            start_of(frame.settings, frame.cycle, frame.academy, frame.as_of),
            {name: [row.values for row in rows] for name, rows in rows.items()},
            CarriedRows(frame.settings.tables).of(frame.academy.code, frame.cycle.name),
            days_off(frame.settings.calendar, frame.academy.code, frame.cycle.starts, frame.cycle.ends),
            beside={sheet.name: _own_columns(sheet, rows[sheet.name]) for sheet in SHEETS if sheet.name in rows},
            own=_freely_named(own),
            template=frame.template,
        )
    )
    footer = (f"{frame.academy.name} · {frame.cycle.name}", CONFIDENTIAL)
    if gathered.unplaced:
        unplaced = map(_unplaced_texts, in_order(gathered.unplaced))
        _write(book.sheet(NOT_PLACED, palette.OCHRE), _NOT_PLACED, unplaced, footer)
    if gathered.changed:
        changed = map(_changed_texts, in_order(gathered.changed))
        _write(book.sheet(READ_OTHERWISE, palette.OCHRE), _READ_OTHERWISE, changed, footer)
    return book.bytes()


def in_order(entries: Iterable[Any]) -> list[Any]:
    """By the office's sheets and cells."""
    return sorted(entries, key=lambda entry: (entry.page, entry.place))


# -- rows ----------------------------------------------------------------------------------------


def _rows_by_sheet(frame: Destination, gathered: GatheredRows) -> dict[str, list[GatheredRow]]:
    """Every sheet's rows: those that would be handed out, overlaid with the office's."""
    number_objectives(gathered.by_sheet[OBJECTIVES.name])
    staff = gathered.by_sheet[STAFF.name]
    reviewers = {row.person: _if_number(row.values.get("reviewer")) for row in staff if row.person}
    handed_out = {
        name: [GatheredRow(_person(name, row), dict(row)) for row in rows]
        for name, rows in frame.handed_out(reviewers).items()
    }
    for row in gathered.by_sheet[OBJECTIVES.name]:
        if is_trust_objective(row.values.get("objective"), frame.cycle.trust_objective):
            row.values.setdefault("kind", "Trust")
    names = [sheet.name for sheet in SHEETS if not sheet.form]
    return {name: _merged(name, handed_out.get(name, []), gathered.by_sheet[name]) for name in names}


def _if_number(reviewer: Value) -> Value:
    """The reviewer where it is a payroll number: only then can there be a row on Reviewers."""
    return reviewer if any(map(str.isdigit, str(reviewer))) else None


def _person(sheet: str, row: Row) -> str | None:
    number = row.get("payroll_number")
    return str(number) if number and sheet not in _OWN_KEY else None


def _merged(name: str, handed_out: Sequence[GatheredRow], own: Sequence[GatheredRow]) -> list[GatheredRow]:
    if name in _REPLACED:
        people = {row.person for row in own}
        return [*own, *(row for row in handed_out if row.person not in people)]
    if name not in (STAFF.name, REVIEWS.name, *_OWN_KEY):
        return [*handed_out, *own]
    key = _OWN_KEY.get(name, "payroll_number")
    rows = list(handed_out)
    for row in own:
        known = next(
            (other for other in rows if row.values.get(key) and other.values.get(key) == row.values[key]), None
        )
        if known is None:
            rows.append(row)
        else:
            known.values |= row.values
            known.own |= row.own
    return rows


# -- what is the office's own --------------------------------------------------------------------


def _own_columns(sheet: Sheet, rows: Sequence[GatheredRow]) -> list[Beside]:
    """The office's own columns, under names that the sheet does not have."""
    used_names = {bare(heading) for heading in headings(sheet)}
    columns = []
    for heading in dict.fromkeys(heading for row in rows for heading in row.own):
        name = _free_name(heading, used_names)
        used_names.add(bare(name))
        columns.append(Beside(name, [row.own.get(heading) for row in rows]))
    return columns


def _freely_named(own: Sequence[OwnSheet]) -> list[OwnSheet]:
    """The office's own sheets, under names that the workbook does not have."""
    used_names = {bare(name) for name in (*(sheet.name for sheet in SHEETS), *TOOL_SHEETS, NOT_PLACED, READ_OTHERWISE)}
    named = []
    for sheet in own:
        name = _free_name(sheet.name, used_names, _LONGEST_NAME)
        used_names.add(bare(name))
        named.append(OwnSheet(name, sheet.rows))
    return named


def _free_name(name: str, used_names: set[str], longest: int | None = None) -> str:
    """A name that is not used yet: Notes, Notes (2)."""
    free, number = name, 1
    while bare(free) in used_names:
        number += 1
        free = f"{name[: longest - 5] if longest else name} ({number})"
    return free


# -- the sheets Not placed and Read otherwise -----------------------------------------------------


def _unplaced_texts(entry: Unplaced) -> tuple[str, ...]:
    return entry.page, entry.cells, entry.heading, entry.value, entry.why


def _changed_texts(value: ChangedValue) -> tuple[str, ...]:
    return value.page, address(value.place), value.was, value.became, value.how


def _write(
    page: NewSheet,
    columns: Sequence[tuple[str, int]],
    lines: Iterable[tuple[str, ...]],
    footer: tuple[str, str],
) -> None:
    """Write a sheet of these lines in the look of the others."""
    last = len(columns) - 1
    page.fill(0, range(last + 1), "band")
    page.write(0, 0, page.name, "band", "heading", "indent")
    page.height(0, 30)
    page.write(1, 0, _NOTES[page.name], "line", "quiet", "inset", "middle")
    page.height(1, 24)
    for column, (heading, width) in enumerate(columns):
        page.width(column, width)
        page.write(2, column, heading, "head")
    page.height(2, 30)
    row = 2
    for row, texts in enumerate(lines, 3):
        for column, text in enumerate(texts):
            page.write(row, column, text, "cell", "wrap", "text")
        high = max(lines_of(text, width) for text, (_, width) in zip(texts, columns, strict=True))
        page.height(row, 15 * min(high, 27), grows=True)
    page.filter((2, 0), (row, last))
    page.freeze(3, 0)
    page.text_numbers_are_meant(row + 1, last)
    page.print_on_a4(footer, repeat=2)
