"""What a return holds, whatever its file: two files that hold the same are one return, saved twice."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from pmr_batch.layout.standard_workbook import SHEETS, START
from pmr_batch.model.returns import Return, Table, Unread
from pmr_batch.model.terms import Value
from pmr_batch.words import plain

#: Lines of Start that say which workbook it is, and not what an office put into it.
_OF_THE_FILE = frozenset({"template_version", "issued_on", "return_number", "answers_run"})
#: The finding of a cell that holds an error, or a formula without its result: it holds no value.
FAULTY = "PM007"
_LENGTH = 8
_text = json.JSONEncoder(sort_keys=True, ensure_ascii=False, default=str).encode


def content_number(one: Return) -> str:
    """8 hexadecimal characters that are the same for every file with the same content, in whatever order its rows are.

    Content are the values as they were read on every sheet, and the office's own columns, sheets and notes; neither
    formats nor what the program writes on Start about the workbook itself.
    """
    columns = {name: sorted(table.columns) for name, table in sorted(one.tables.items())}
    rows = {sheet.name: sorted(map(_text, _rows_with_own_cells(one, sheet.name))) for sheet in SHEETS}
    text = _text([columns, rows, sorted(map(_text, _own_cells_beside_no_row(one))), *_notes(one)])
    return hashlib.sha256(text.encode()).hexdigest()[:_LENGTH]


def made_from(one: Return) -> str | None:
    """The content number of the return that a workbook was made from; None of one that was issued."""
    start = one.tables.get(START.name, Table(START.name))
    answers = next(iter(start.columns.get(START.answers_run.key, ())), None)
    return answers[:_LENGTH] if isinstance(answers, str) else None


def filled_cells(one: Return, sheet: str) -> Iterator[tuple[int, dict[str, Value]]]:
    """The Excel row and the filled cells, by column key, of each row of a sheet; what cannot be read, as typed.

    A cell that holds an error is not filled in.
    """
    for row, cells in _cells(one, sheet):
        yield row, {key: _typed(value) for key, value in cells.items() if not _is_faulty(value)}


def _is_faulty(read: Any) -> bool:
    return isinstance(read, Unread) and read.code == FAULTY


def _cells(one: Return, sheet: str) -> Iterator[tuple[int, dict[str, Any]]]:
    table = one.tables.get(sheet, Table(sheet))
    columns = {key: values for key, values in table.columns.items() if sheet != START.name or key not in _OF_THE_FILE}
    for position, row in enumerate(table.rows):
        cells = {key: values[position] for key, values in columns.items()}
        yield row, {key: value for key, value in cells.items() if _typed(value) is not None}


def _typed(read: Any) -> Any:
    return read.typed or None if isinstance(read, Unread) else read


def _rows_with_own_cells(one: Return, sheet: str) -> Iterator[dict[str, Any]]:
    beside: dict[int, dict[str, Any]] = defaultdict(dict)
    for extra in one.extras:
        if extra.sheet == sheet and extra.heading is not None:
            for row, value in extra.cells.items():
                beside[row][f"own {extra.heading}"] = _bare(plain(value))
    for row, cells in _cells(one, sheet):
        yield {key: plain(_typed(value)) for key, value in cells.items()} | beside[row]


def _bare(value: Any) -> Any:
    """Blanks around a text of the office's own do not matter, as they do not in cells that are read."""
    return value.strip() if isinstance(value, str) else value


def _own_cells_beside_no_row(one: Return) -> Iterator[list[Any]]:
    """Cells of the office's own sheets, and of its own columns where no row of the table is, wherever they stand."""
    rows = {name: set(table.rows) for name, table in one.tables.items()}
    for extra in one.extras:
        for row, value in extra.cells.items():
            if extra.heading is None or row not in rows.get(extra.sheet, ()):
                values = value if isinstance(value, list | tuple) else [value]
                yield [extra.sheet, extra.heading, [_bare(plain(each)) for each in values]]


def _notes(one: Return) -> list[list[list[str]]]:
    """The office's notes with where they hang, but for their rows, whose order does not matter; nothing for none."""
    notes = sorted([note.sheet, note.column or note.cell, note.text] for note in one.notes)
    return [notes] if notes else []
