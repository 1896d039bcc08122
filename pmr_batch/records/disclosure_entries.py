"""Disclosures as entries of the ledger: what was disclosed to whom, when, why, and by whom (8.1, 9.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pmr_batch.model.audience import Audience
from pmr_batch.records.entries import Entry
from pmr_batch.records.json_form import as_json
from pmr_batch.records.ledger import append, entries

#: The kind of an entry: a pack that was made for an audience.
DISCLOSURE = "disclosure"


@dataclass(frozen=True)
class DisclosureRecord:
    """A pack that was made: `people` are the payroll numbers in it, `files` its SHA-256 by path below `folder`.

    `cycles` are those that it has records of, and `cycle` the last of them, None where there is none.
    """

    audience: Audience
    cycle: str | None
    round: str | None
    recipient: str
    reason: str
    by: str
    on: date
    people: tuple[str, ...]
    folder: str
    files: Mapping[str, str]
    cycles: tuple[str, ...] = ()


def record_disclosure(folder: Path, record: DisclosureRecord) -> None:
    """Record a disclosure, unless the last one is the same: a command that was cut off is repeated. LedgerError."""
    body = as_json(record)
    recorded = recorded_disclosures(folder)
    if not recorded or recorded[-1].body != body:
        append(folder, [(DISCLOSURE, body)])


def recorded_disclosures(folder: Path) -> list[Entry]:
    """Every disclosure, oldest first. Raises LedgerError."""
    return entries(folder, DISCLOSURE)
