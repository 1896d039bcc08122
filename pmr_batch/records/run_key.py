"""What a whole run is made from, as a key: of the same key and day nothing comes out otherwise.

Everything that a run reads is in it, byte for byte, before any of it is understood.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from pmr_batch.errors import FileError
from pmr_batch.files import DOC_TEMPLATES, TEMPLATES, TRUST_FILE, WORKBOOK_TEMPLATES, file_hash, refuse_unread, shipped
from pmr_batch.records.appeal_entries import APPEAL
from pmr_batch.records.decision_entries import DECISION
from pmr_batch.records.kept_runs import KEPT, ROWS
from pmr_batch.records.ledger import entries
from pmr_batch.records.made_from import OutputKeys


def run_key(folder: Path, returns: Path, output: Path, cycle: str, as_of: date, confirmed: date | None) -> str | None:
    """The key of the run that leaves its files in `output`, output/<cycle>/<round> of a trust folder.

    `returns` is the folder of what came in, `cycle` the cycle's name. None where anything cannot be read, and
    LedgerError where the ledger cannot.
    """
    round_ = output.name
    recorded = [entry.body for kind in (DECISION, APPEAL) for entry in entries(folder, kind, cycle, round_)]
    try:
        return OutputKeys().key(
            (cycle, round_, as_of, confirmed),
            file_hash(folder / TRUST_FILE),
            tuple(_files_below(returns)),
            tuple(_files_below(folder / TEMPLATES)),
            *(tuple(_files_below(shipped(name))) for name in (DOC_TEMPLATES, WORKBOOK_TEMPLATES)),
            tuple(_kept_by_others(output)),
            recorded,
        )
    except (OSError, FileError):
        return None


def _kept_by_others(output: Path) -> Iterator[tuple[str, ...]]:
    """What the same round's runs of other cycles have kept."""
    for place in sorted(output.parent.parent.glob(f"*/{output.name}")):
        if place.parent.name != output.parent.name and (place / KEPT).is_file():
            yield place.parent.name, file_hash(place / KEPT)
            yield from _files_below(place / ROWS)


def _files_below(folder: Path) -> Iterator[tuple[str, ...]]:
    """Every file and folder below a folder by its path, with the SHA-256 of a file. Raises OSError or FileError."""
    for base, folders, names in os.walk(folder, onerror=refuse_unread):
        folders.sort()
        below = Path(base).relative_to(folder)
        yield from ((os.fsdecode(below / name), "folder") for name in folders)
        yield from ((os.fsdecode(below / name), file_hash(Path(base, name))) for name in sorted(names))
