"""What came of collecting forms, as whoever asked for it reads it on a terminal, and as machines do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pmr_batch.commands.collect import Collected, ReadForm, WorkbookCopy
from pmr_batch.commands.collect.workbook_changes import CellChange
from pmr_batch.words import counted, listed


def as_text(collected: Collected) -> str:
    """Form by form what would change, cell by cell, and what is not taken; then the workbooks."""
    lines = [line for one in collected.read for line in _of_form(one)]
    if collected.others:
        lines.append(f"Left alone, for they are no Word documents: {listed(path.name for path in collected.others)}")
    lines += [_of_copy(one, collected.written) for one in collected.copies]
    if not collected.copies:
        lines.append("Nothing to take: no workbook changes.")
    return "\n".join(lines)


def _of_form(one: ReadForm) -> Iterator[str]:
    who = f"  {one.person}" if one.person else ""
    yield f"{one.path.name}{who}{'' if one.changes or one.not_taken else ': nothing new'}"
    yield from map(_of_change, one.changes)
    yield from (f"  Note: {note}" for note in one.notes)
    yield from (f"  NOT TAKEN  {each}" for each in one.not_taken)


def _of_change(change: CellChange) -> str:
    if change.column.key == "payroll_number":
        return f"  {change.column.sheet} {change.cell}: a new row, {change.item or 'the review'}"
    return f"  {change}"


def _of_copy(one: WorkbookCopy, written: bool) -> str:
    cells = f"{counted(len(one.changes), 'cell')} of {counted(one.forms, 'form')}"
    if written:
        return f"{one.copy}: {one.academy}, with {cells} taken. Send this one in; {one.workbook.name} is as it was."
    return f"{one.workbook}: {one.academy}, {cells} to take; add --take to write {one.copy.name}"


def as_json(collected: Collected) -> dict[str, Any]:
    """The same for machines."""
    return {
        "forms": [
            {
                "file": str(one.path),
                "academy": one.desk.academy if one.desk else None,
                "person": one.person or None,
                "changes": [change.as_json() for change in one.changes],
                "not_taken": [{"where": each.where or None, "why": each.why} for each in one.not_taken],
                "notes": one.notes,
            }
            for one in collected.read
        ],
        "workbooks": [
            {
                "academy": one.academy,
                "workbook": str(one.workbook),
                "copy": str(one.copy) if collected.written else None,
                "forms": one.forms,
                "cells": len(one.changes),
            }
            for one in collected.copies
        ],
        "others": [str(path) for path in collected.others],
    }
