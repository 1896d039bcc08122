"""Notes at cells, carried along with the column or line that they hang on; and what is told of them and of colours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pmr_batch.excel.reading import personal_data
from pmr_batch.excel.reading.addresses import Place, address
from pmr_batch.excel.reading.cell_grid import Grid
from pmr_batch.excel.reading.cell_looks import CellLooks
from pmr_batch.excel.reading.columns import other_content_spot
from pmr_batch.excel.reading.draft_table import Draft
from pmr_batch.model.returns import CellNote, Spot

_MOST_NAMED = 5
_LABELS, _VALUES = 1, 2


def notes_of_table(draft: Draft, notes: Mapping[Place, str]) -> Iterator[CellNote]:
    """The notes of a sheet of the layout, by column or line; those on columns that are left out are left out."""
    lines = {row: key for key, row in draft.form_rows.items()}
    headings = {at: draft.sheet.by_key[key].heading for key, at in draft.places.items()} | draft.own_places
    for (row, at), text in sorted(notes.items()):
        if at in draft.left_out:
            continue
        column = headings.get(at)
        if draft.sheet.form:
            column = draft.sheet.by_key[lines[row]].heading if row in lines and at in (_LABELS, _VALUES) else None
        row_of_note = 0 if column and row == draft.heading_row and not draft.sheet.form else row
        yield CellNote(draft.sheet.name, row_of_note, address((row, at)), column, text)


def notes_of_other(sheet: str, notes: Mapping[Place, str]) -> Iterator[CellNote]:
    """The notes of a sheet that is not read."""
    yield from (CellNote(sheet, row, address((row, at)), None, text) for (row, at), text in sorted(notes.items()))


def told_notes(notes: Sequence[CellNote]) -> Iterator[Spot]:
    """That a sheet has notes, and where (PM014)."""
    if notes:
        what = f"has notes at {_at([note.cell for note in notes])}; they are carried along"
        yield Spot("PM014", notes[0].sheet, words={"what": what})


def without_personal_data(notes: Sequence[CellNote]) -> tuple[list[CellNote], list[Spot]]:
    """The notes that are carried along, and spots for those that look like data that nobody needs (PM802)."""
    kinds = [next(iter(personal_data.of_columns([("", [note.text])]))) for note in notes]
    spots = [
        other_content_spot(note.sheet, note.row or None, None, note.cell, "note", kind)
        for note, kind in zip(notes, kinds, strict=True)
        if kind
    ]
    return [note for note, kind in zip(notes, kinds, strict=True) if not kind], spots


def told_looks(draft: Draft, grid: Grid, looks: CellLooks) -> Iterator[Spot]:
    """Words that are struck through, and cells that were coloured one by one (PM022)."""
    rows = set(draft.rows)
    struck = [place for place in looks.struck(grid.raw) if draft.sheet.form or place[0] in rows]
    if struck:
        what = f"has words struck through in {_at([*map(address, sorted(struck))])}; they are read as they stand"
        yield Spot("PM022", draft.sheet.name, words={"what": what})
    columns = [*draft.places.values(), *draft.own_places]
    coloured = [] if draft.sheet.form else looks.coloured(grid.raw, draft.rows, columns)
    if coloured:
        what = f"has colours of its own in {_at([*map(address, coloured)])}; what they mean is not read"
        yield Spot("PM022", draft.sheet.name, words={"what": what})


def _at(cells: Sequence[str]) -> str:
    """3 cells (B4, C7, D9), or the cell B4."""
    if len(cells) == 1:
        return f"the cell {cells[0]}"
    more = ", …" if len(cells) > _MOST_NAMED else ""
    return f"{len(cells):,} cells ({', '.join(cells[:_MOST_NAMED])}{more})"
