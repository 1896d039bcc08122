"""The records of a cycle that were destroyed, as entries of the ledger: begun, and finished once nothing is left (6.5).

Neither names a person whose records they were, nor a file. Between the two lies the removal of the files: whatever cuts
it off, the same command again goes on from there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from pmr_batch.records.decision_entries import read_body
from pmr_batch.records.json_form import as_json
from pmr_batch.records.ledger import DESTRUCTION, append, entries, forget

#: The kind of an entry: a destruction that was begun.
BEGUN = "destruction begun"


@dataclass(frozen=True)
class Destruction:
    """What of a cycle is destroyed, on which day, by what rule, by whom, and who stood by.

    `files` counts them by kind, `records` the entries of the ledger, `people` everybody of whom something was there,
    and `kept_back` those of whom something stays. `manifest` is the SHA-256 of the list of the files with their own.
    `begun` is the number of the entry with which it began.
    """

    cycle: str
    academies: tuple[str, ...]
    files: Mapping[str, int]
    records: int
    people: int
    kept_back: int
    rule: str
    by: str
    second: str
    on: date
    manifest: str
    begun: int | None = None

    @property
    def count(self) -> int:
        """How many files."""
        return sum(self.files.values())


def begin(folder: Path, destruction: Destruction) -> Destruction:
    """Record that a destruction begins, and return it with the number of that entry. Raises LedgerError."""
    append(folder, [(BEGUN, as_json(destruction))])
    return replace(destruction, begun=entries(folder, BEGUN)[-1].number)


def finish(
    folder: Path, destruction: Destruction, forgotten: Collection[int], kept: Iterable[tuple[str, Mapping[str, Any]]]
) -> None:
    """Take the bodies of entries out of the ledger, and record that the destruction is done. Raises LedgerError.

    `kept` are new entries that hold what is still needed of those bodies.
    """
    forget(folder, forgotten, as_json(destruction), kept)


def unfinished(folder: Path, cycle: str) -> Destruction | None:
    """The destruction of a cycle that was begun, and cut off. Raises LedgerError."""
    done = {finished.begun for finished in destructions(folder).values()}
    for entry in reversed(entries(folder, BEGUN, cycle)):
        if entry.number not in done:
            return replace(read_body(entry, entry.body, Destruction), begun=entry.number)
    return None


def destructions(folder: Path) -> Mapping[int, Destruction]:
    """Those that are done, by the number of the entry, the oldest first. Raises LedgerError."""
    return {entry.number: read_body(entry, entry.body, Destruction) for entry in entries(folder, DESTRUCTION)}
