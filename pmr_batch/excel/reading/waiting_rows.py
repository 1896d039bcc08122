"""Rows that were issued and wait for somebody to work on them: they are none of the table's."""

from __future__ import annotations

from dataclasses import replace

from pmr_batch.layout.columns import Sheet
from pmr_batch.model.returns import Table

_KIND = "kind"


def without_waiting(sheet: Sheet, table: Table) -> Table:
    """The table without the rows of a kind that waits which hold only what they were issued with."""
    kinds = table.columns.get(_KIND)
    if not sheet.waiting or kinds is None:
        return table
    typed = [table.columns[column.key] for column in sheet.worked_on if column.key in table.columns]
    waits = [kind in sheet.waiting and all(cells[at] is None for cells in typed) for at, kind in enumerate(kinds)]
    if not any(waits):
        return table
    kept = [at for at, wait in enumerate(waits) if not wait]
    return replace(
        table,
        rows=tuple(table.rows[at] for at in kept),
        columns={key: tuple(cells[at] for at in kept) for key, cells in table.columns.items()},
        waiting=tuple(
            {key: cells[at] for key, cells in table.columns.items()} for at, wait in enumerate(waits) if wait
        ),
    )
