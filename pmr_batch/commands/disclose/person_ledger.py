"""The entries of the ledger about one person, in words, with nothing of anybody else who is in the same entry."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from pmr_batch import records
from pmr_batch.commands.disclose.person_documents import is_of
from pmr_batch.model.pack import PackColumn, PackSheet
from pmr_batch.records.disclosure_entries import DISCLOSURE
from pmr_batch.records.holds import HOLD
from pmr_batch.records.made_files import FILES
from pmr_batch.records.subject_access_entries import SUBJECT_ACCESS

_KINDS = (records.DECISION, records.APPEAL, records.DECIDE, DISCLOSURE, SUBJECT_ACCESS, HOLD, FILES)
_COLUMNS = (PackColumn("Entry", 6), PackColumn("Recorded at", 18), PackColumn("Kind", 12), PackColumn("What", 90))
#: Parts of a body that say the same twice, or name others.
_LEFT_OUT = frozenset({"people", "files", "folder", "hash"})


def ledger_sheet(folder: Path, numbers: Collection[str]) -> PackSheet:
    """One row an entry, oldest first. Raises LedgerError."""
    found = (entry for kind in _KINDS for entry in records.entries(folder, kind))
    told = ((entry, list(_about(entry.kind, entry.body, numbers))) for entry in found)
    rows = sorted((entry.number, entry.at, entry.kind, "\n".join(lines)) for entry, lines in told if lines)
    note = "What the records of the trust have about you, entry by entry; times are UTC."
    return PackSheet("Ledger", note, _COLUMNS, tuple(rows))


def _about(kind: str, body: Mapping[str, Any], numbers: Collection[str]) -> Iterator[str]:
    if kind == FILES:
        yield from (f"File: {file['path']}" for file in body["files"] if is_of(file["path"], numbers))
    elif kind == records.DECIDE:
        for row in (body.get("payroll") or {}).get("rows", ()):
            if row["payroll_number"] in numbers:
                yield from _lines(row)
    elif body.get("payroll_number") in numbers or not set(numbers).isdisjoint(body.get("people", ())):
        yield from _lines(body)


def _lines(body: Mapping[str, Any], before: str = "") -> Iterator[str]:
    """Pay range: Main; a line a value, blank ones left out."""
    for key, value in body.items():
        heading = f"{before} {key}".strip().replace("_", " ")
        if key in _LEFT_OUT or value in (None, "", [], {}):
            continue
        if isinstance(value, Mapping):
            yield from _lines(value, heading)
        else:
            yield f"{heading.capitalize()}: {value}"
