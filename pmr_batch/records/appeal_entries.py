"""Appeals as entries of the ledger: one a step; the last on a person is in force, all before it stay."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pmr_batch.model.appeal import Appeal
from pmr_batch.records.decision_entries import fingerprint, read_body
from pmr_batch.records.entries import Entry
from pmr_batch.records.json_form import as_json
from pmr_batch.records.ledger import check, entries

#: The kind of an entry: an appeal as far as it has come.
APPEAL = "appeal"


def appeal_body(appeal: Appeal, cycle: str, round_: str) -> dict[str, Any]:
    """An appeal as the body of an entry: money and dates as text."""
    return {"cycle": cycle, "round": round_, **as_json(appeal)}


def appeal_fingerprint(appeal: Appeal, cycle: str, round_: str) -> str:
    """What the letter of an appeal is known by."""
    return fingerprint(appeal_body(appeal, cycle, round_))


def recorded_appeals(folder: Path, cycle: str, round_: str | None = None, *, verified: bool = False) -> list[Appeal]:
    """Every step of the appeals of a cycle, of one round where it is named, oldest first.

    Raises LedgerError where any entry of the ledger is not as it was recorded: then no appeal can be trusted.
    `verified` says that the same command has read decisions or appeals before: the ledger is verified once.
    """
    if not verified:
        check(folder)
    return [appeal_in(entry) for entry in entries(folder, APPEAL, cycle, round_)]


def appeal_in(entry: Entry) -> Appeal:
    """The appeal of an entry. Raises LedgerError where it is in another form."""
    return read_body(entry, entry.body, Appeal)


def appeals_in_force(folder: Path, cycle: str, round_: str | None = None) -> dict[str, Appeal]:
    """The appeals as they stand, by payroll number: of each person the last entry. Raises as `recorded_appeals`."""
    return {appeal.payroll_number: appeal for appeal in recorded_appeals(folder, cycle, round_)}
