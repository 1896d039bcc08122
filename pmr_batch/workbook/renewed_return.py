"""A fresh standard workbook of what a return holds: its rows close together, and what the office added with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pmr_batch.layout.columns import Sheet
from pmr_batch.layout.standard_workbook import BY_NAME, SHEETS, START, TEMPLATE_VERSION
from pmr_batch.model.returns import CellNote, Return, Table, Unread
from pmr_batch.model.terms import Value
from pmr_batch.workbook.column_places import headings
from pmr_batch.workbook.contents import Beside, Contents
from pmr_batch.workbook.findings_sheet import OwnSheet, cell_value
from pmr_batch.workbook.return_content import FAULTY, content_number

#: Where what stands beside no row of a table is kept.
LEFT_OVER = "Left over"
_LEFT_OVER_HEADINGS = ("Sheet", "Heading", "Row", "Value")


def renewed(one: Return, blank: Contents) -> Contents:
    """What a return holds, as the contents of a fresh standard workbook that supersedes it, and names it on Start.

    `blank` is what the academy's workbook holds without any rows: its settings, days off and template.
    """
    rows = {sheet.name: _rows(one.tables.get(sheet.name, Table(sheet.name))) for sheet in SHEETS if not sheet.form}
    start = _rows(one.tables[START.name])[0]
    start |= {
        "template_version": TEMPLATE_VERSION,
        "return_number": next_number(one),
        "answers_run": content_number(one),
    }
    beside, left = _beside(one)
    notes, left_notes = _notes(one, beside)
    return replace(blank, start=start, rows=rows, notes=notes, beside=beside, own=_own(one, [*left, *left_notes]))


def next_number(one: Return) -> int:
    """The return number of the fresh workbook: one more than that of the one that came."""
    return (one.return_number or 0) + 1


# -- rows ----------------------------------------------------------------------------------------


def _rows(table: Table) -> list[dict[str, Value]]:
    """The rows as read; what could not be read stands as it was typed, and what Start says once stays there.

    Rows that wait follow.
    """
    return [
        {
            key: None if row in table.defaulted.get(key, ()) else _value(values[at])
            for key, values in table.columns.items()
        }
        for at, row in enumerate(table.rows)
    ] + [{key: _value(value) for key, value in row.items()} for row in table.waiting]


def _value(read: Any) -> Value:
    """An error, or a formula without its result, is left to its mark: as text it would pass for a value."""
    if isinstance(read, Unread):
        return None if read.code == FAULTY else read.typed or None
    return cell_value(read)


# -- what the office added -----------------------------------------------------------------------


def _beside(one: Return) -> tuple[dict[str, list[Beside]], list[tuple[str, str, int, Any]]]:
    """The office's own columns beside their rows, and what stands beside no row of a table."""
    beside: dict[str, list[Beside]] = defaultdict(list)
    left: list[tuple[str, str, int, Any]] = []
    for extra in one.extras:
        sheet = BY_NAME.get(extra.sheet)
        if extra.heading is None or sheet is None:
            continue
        rows = () if sheet.form else one.tables[extra.sheet].rows
        known = set(rows)
        left += [(extra.sheet, extra.heading, row, value) for row, value in extra.cells.items() if row not in known]
        if any(row in extra.cells for row in rows) or not (sheet.form or extra.cells):
            taken = {*headings(sheet), *(each.heading for each in beside[extra.sheet])}
            beside[extra.sheet].append(Beside(_free(extra.heading, taken), [extra.cells.get(row) for row in rows]))
    return beside, left


def _notes(
    one: Return, beside: Mapping[str, Sequence[Beside]]
) -> tuple[dict[str, dict[tuple[int, str], str]], list[tuple[str, str, int, Any]]]:
    """The office's notes at their cells, and those at cells that the fresh workbook does not have."""
    placed: dict[str, dict[tuple[int, str], str]] = defaultdict(dict)
    left: list[tuple[str, str, int, Any]] = []
    for note in one.notes:
        sheet = BY_NAME.get(note.sheet)
        place = _place_of(note, one, sheet, beside) if sheet else None
        if place is None or place in placed[note.sheet]:
            left.append((note.sheet, f"Note at {note.cell}", note.row, note.text))
        else:
            placed[note.sheet][place] = note.text
    return placed, left


def _place_of(
    note: CellNote, one: Return, sheet: Sheet, beside: Mapping[str, Sequence[Beside]]
) -> tuple[int, str] | None:
    """The row's position, and the column by its key or own heading, of a note in the fresh workbook."""
    keys = {column.heading: column.key for column in sheet}
    own = {column.heading for column in beside.get(sheet.name, ())}
    column = keys.get(note.column or "") or (note.column if note.column in own else None)
    rows = one.tables[sheet.name].rows
    at = 0 if sheet.form else -1 if note.row == 0 else rows.index(note.row) if note.row in rows else None
    return None if column is None or at is None else (at, column)


def _free(name: str, taken: set[str]) -> str:
    """A name that is not taken yet: Notes, Notes (2)."""
    folded = {each.casefold() for each in taken}
    number = 1
    free = name
    while free.casefold() in folded:
        number += 1
        free = f"{name} ({number})"
    return free


def _own(one: Return, left: Sequence[tuple[str, str, int, Any]]) -> list[OwnSheet]:
    """The office's own sheets, and one for what was left over."""
    whole = [extra for extra in one.extras if extra.heading is None]
    own = [OwnSheet(extra.sheet, extra.cells) for extra in whole]
    if left:
        lines = (_LEFT_OVER_HEADINGS, *left)
        name = _free(LEFT_OVER, {extra.sheet for extra in whole})
        own.append(OwnSheet(name, dict(enumerate(lines, 1)), headed=True))
    return own
