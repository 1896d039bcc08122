"""The result of collecting forms as text for the terminal and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pmr_batch.commands.collect import Collected, ReadForm, WorkbookCopy
from pmr_batch.commands.collect.workbook_changes import CellChange
from pmr_batch.words import counted, listed

_NO_WORDS = (
    "is a PDF or a picture, out of which no words can be read back; collect the Word document, or type its words into "
    "the workbook"
)


def as_text(collected: Collected) -> str:
    """Form by form what would change, cell by cell, and what is not taken; then the workbooks."""
    lines = [line for form in collected.read for line in _of_form(form)]
    lines += [f"{path.name}\n  NOT TAKEN  {_NO_WORDS}" for path in collected.scans]
    if left := [path.name for path in collected.others if path not in collected.scans]:
        lines.append(f"Left alone, as no Word {'document' if len(left) == 1 else 'documents'}: {listed(left)}")
    lines += [_of_copy(copy, collected.written) for copy in collected.copies]
    if not collected.copies:
        lines.append("Nothing to take: no workbook changes.")
    return "\n".join(lines)


def _of_form(form: ReadForm) -> Iterator[str]:
    who = f"  {form.person}" if form.person else ""
    yield f"{form.path.name}{who}{'' if form.changes or form.not_taken else ': nothing new'}"
    yield from map(_of_change, form.changes)
    yield from (f"  Note: {note}" for note in form.notes)
    yield from (f"  NOT TAKEN  {not_taken}" for not_taken in form.not_taken)


def _of_change(change: CellChange) -> str:
    if change.column.key == "payroll_number":
        return f"  {change.column.sheet} {change.cell}: a new row, {change.item or 'the review'}"
    return f"  {change}"


def _of_copy(copy: WorkbookCopy, written: bool) -> str:
    cells = f"{counted(len(copy.changes), 'cell')} of {counted(copy.forms, 'form')}"
    if not written:
        return f"{copy.workbook}: {copy.academy}, {cells} to take; add --take to write {copy.copy.name}"
    where = "The next run reads this one" if copy.is_return else "Send this one in"
    text = f"{copy.copy}: {copy.academy}, with {cells} taken. {where}; {copy.workbook.name} is as it was."
    if copy.was_issued:
        return f"{text} {copy.academy} has sent no return yet: give its office this one to go on with."
    return text


def as_json(collected: Collected) -> dict[str, Any]:
    """The same as JSON values."""
    return {
        "forms": [
            {
                "file": str(form.path),
                "academy": form.workbook.academy if form.workbook else None,
                "person": form.person or None,
                "changes": [change.as_json() for change in form.changes],
                "not_taken": [{"where": not_taken.where or None, "why": not_taken.why} for not_taken in form.not_taken],
                "notes": form.notes,
            }
            for form in collected.read
        ],
        "workbooks": [
            {
                "academy": copy.academy,
                "workbook": str(copy.workbook),
                "copy": str(copy.copy) if collected.written else None,
                "forms": copy.forms,
                "cells": len(copy.changes),
            }
            for copy in collected.copies
        ],
        "scans": [str(path) for path in collected.scans],
        "others": [str(path) for path in collected.others],
    }
