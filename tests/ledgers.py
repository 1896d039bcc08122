"""A ledger as it was before the committee met."""

from __future__ import annotations

from pathlib import Path

from pmr_batch import records
from pmr_batch.records.made_files import FILES


def copy_without_decisions(source: Path, target: Path) -> None:
    """Put a ledger with the runs and the made files of a trust folder, and no decision, into a copy of it."""
    kinds = (records.RUN, FILES)
    made = sorted((entry for kind in kinds for entry in records.entries(source, kind)), key=lambda entry: entry.number)
    records.append(target, [(entry.kind, entry.body) for entry in made])
