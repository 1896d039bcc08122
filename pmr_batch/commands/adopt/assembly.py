"""The standard workbook with an office's data: what would be handed out to it, and over that what it kept itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from pmr_batch.commands.adopt.row_builder import GatheredRow, GatheredRows, Row, is_trust_objective, numbered
from pmr_batch.commands.adopt.unplaced import Reread, Unplaced
from pmr_batch.commands.issue import start_of
from pmr_batch.commands.issue.cycle_staff import employed
from pmr_batch.commands.issue.first_rows import LastReturn, first_rows
from pmr_batch.excel.reading.addresses import address
from pmr_batch.excel.writing import palette
from pmr_batch.layout.columns import Sheet
from pmr_batch.layout.standard_workbook import (
    DEVELOPMENT,
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
from pmr_batch.workbook.carried_settings import carried
from pmr_batch.workbook.column_places import headings
from pmr_batch.workbook.contents import Beside, Contents
from pmr_batch.workbook.days_off import days_off
from pmr_batch.workbook.findings_sheet import OwnSheet
from pmr_batch.workbook.guidance import CONFIDENTIAL
from pmr_batch.workbook.new_sheet import NewSheet
from pmr_batch.workbook.sizes import lines_of
from pmr_batch.workbook.standard_workbook import standard_book

NOT_PLACED, READ_OTHERWISE = "Not placed", "Read otherwise"
_TOLD = {
    NOT_PLACED: "What has no place here, cell by cell. Put it where it belongs, or leave it; then delete this sheet.",
    READ_OTHERWISE: "What stands here otherwise than it was typed, and why. Look it through; then delete this sheet.",
}
_NOT_PLACED = (("Your sheet", 20), ("Cells", 12), ("Heading", 30), ("What stands there", 60), ("Why it is here", 60))
_READ_OTHERWISE = (("Your sheet", 20), ("Cell", 12), ("Was", 44), ("Is now", 44), ("How", 60))
_LONGEST_NAME = 31
#: Sheets on which the office's rows of somebody take the place of those that were handed out.
_INSTEAD = (OBJECTIVES.name, DEVELOPMENT.name, PANELS.name)
#: The column that tells rows of these sheets apart.
_OWN_KEY = {REVIEWERS.name: "payroll_number", PRIORITIES.name: "priority"}


@dataclass(frozen=True)
class Frame:
    """Whose workbook it is: the trust's settings, academy, cycle, day, last cycle's return, and its template."""

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


def adopted_book(frame: Frame, gathered: GatheredRows, own: Sequence[OwnSheet]) -> bytes:
    """The standard workbook as .xlsx bytes."""
    made = _made(frame, gathered)
    book = standard_book(
        Contents(
            start_of(frame.settings, frame.cycle, frame.academy, frame.as_of),
            {name: [one.values for one in rows] for name, rows in made.items()},
            carried(frame.settings.tables, frame.academy.code, frame.cycle.name),
            days_off(frame.settings.calendar, frame.academy.code, frame.cycle.starts, frame.cycle.ends),
            beside={sheet.name: _beside(sheet, made[sheet.name]) for sheet in SHEETS if sheet.name in made},
            own=_named_apart(own),
            template=frame.template,
        )
    )
    footer = (f"{frame.academy.name} · {frame.cycle.name}", CONFIDENTIAL)
    if gathered.lost:
        lost = map(_lost, in_order(gathered.lost))
        _write(book.sheet(NOT_PLACED, palette.OCHRE), _NOT_PLACED, lost, footer)
    if gathered.reread:
        reread = map(_reread, in_order(gathered.reread))
        _write(book.sheet(READ_OTHERWISE, palette.OCHRE), _READ_OTHERWISE, reread, footer)
    return book.bytes()


def in_order(told: Iterable[Any]) -> list[Any]:
    """By the office's sheets and cells."""
    return sorted(told, key=lambda one: (one.page, one.place))


# -- rows ----------------------------------------------------------------------------------------


def _made(frame: Frame, gathered: GatheredRows) -> dict[str, list[GatheredRow]]:
    """Every sheet's rows: the office's over those that would be handed out."""
    list(numbered(gathered.made[OBJECTIVES.name]))
    staff = gathered.made[STAFF.name]
    reviewers = {one.person: _numbered(one.values.get("reviewer")) for one in staff if one.person}
    handed_out = {
        name: [GatheredRow(_person(name, row), dict(row)) for row in rows]
        for name, rows in frame.handed_out(reviewers).items()
    }
    for one in gathered.made[OBJECTIVES.name]:
        if is_trust_objective(one.values.get("objective"), frame.cycle.trust_objective):
            one.values.setdefault("kind", "Trust")
    names = [sheet.name for sheet in SHEETS if not sheet.form]
    return {name: _together(name, handed_out.get(name, []), gathered.made[name]) for name in names}


def _numbered(reviewer: Value) -> Value:
    """A reviewer who is named by number: only they can have a row on Reviewers."""
    return reviewer if any(map(str.isdigit, str(reviewer))) else None


def _person(sheet: str, row: Row) -> str | None:
    number = row.get("payroll_number")
    return str(number) if number and sheet not in _OWN_KEY else None


def _together(name: str, handed_out: Sequence[GatheredRow], own: Sequence[GatheredRow]) -> list[GatheredRow]:
    if name in _INSTEAD:
        theirs = {one.person for one in own}
        return [*own, *(one for one in handed_out if one.person not in theirs)]
    if name not in (STAFF.name, REVIEWS.name, *_OWN_KEY):
        return [*handed_out, *own]
    key = _OWN_KEY.get(name, "payroll_number")
    rows = list(handed_out)
    for one in own:
        there = next((row for row in rows if one.values.get(key) and row.values.get(key) == one.values[key]), None)
        if there is None:
            rows.append(one)
        else:
            there.values |= one.values
            there.own |= one.own
    return rows


# -- what is the office's own --------------------------------------------------------------------


def _beside(sheet: Sheet, rows: Sequence[GatheredRow]) -> list[Beside]:
    """The office's own columns, under names that the sheet does not have."""
    taken = {bare(heading) for heading in headings(sheet)}
    beside = []
    for heading in dict.fromkeys(heading for one in rows for heading in one.own):
        name = _free(heading, taken)
        taken.add(bare(name))
        beside.append(Beside(name, [one.own.get(heading) for one in rows]))
    return beside


def _named_apart(own: Sequence[OwnSheet]) -> list[OwnSheet]:
    """The office's own sheets, under names that the workbook does not have."""
    taken = {bare(name) for name in (*(sheet.name for sheet in SHEETS), *TOOL_SHEETS, NOT_PLACED, READ_OTHERWISE)}
    apart = []
    for one in own:
        name = _free(one.name, taken, _LONGEST_NAME)
        taken.add(bare(name))
        apart.append(OwnSheet(name, one.rows))
    return apart


def _free(name: str, taken: set[str], longest: int | None = None) -> str:
    """A name that is not taken yet: Notes, Notes (2)."""
    free, number = name, 1
    while bare(free) in taken:
        number += 1
        free = f"{name[: longest - 5] if longest else name} ({number})"
    return free


# -- what is told --------------------------------------------------------------------------------


def _lost(one: Unplaced) -> tuple[str, ...]:
    return one.page, one.cells, one.heading, one.value, one.why


def _reread(one: Reread) -> tuple[str, ...]:
    return one.page, address(one.place), one.was, one.became, one.how


def _write(
    page: NewSheet,
    columns: Sequence[tuple[str, int]],
    lines: Iterable[tuple[str, ...]],
    footer: tuple[str, str],
) -> None:
    """A sheet that tells, a line each, in the look of the others."""
    last = len(columns) - 1
    page.fill(0, range(last + 1), "band")
    page.write(0, 0, page.name, "band", "heading", "indent")
    page.height(0, 30)
    page.write(1, 0, _TOLD[page.name], "line", "quiet", "inset", "middle")
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
