"""Subject access requests as entries of the ledger, step by step."""

from __future__ import annotations

from pathlib import Path

from pmr_batch.model.subject_access import AccessStep
from pmr_batch.records.decision_entries import read_body
from pmr_batch.records.json_form import as_json
from pmr_batch.records.ledger import append, entries

#: The kind of an entry: a step of a request.
SUBJECT_ACCESS = "subject access"


def record_step(folder: Path, step: AccessStep) -> None:
    """Record a step. Raises LedgerError."""
    append(folder, [(SUBJECT_ACCESS, as_json(step))])


def recorded_steps(folder: Path, payroll_number: str) -> list[AccessStep]:
    """The steps of the requests of a person, oldest first. Raises LedgerError."""
    steps = (read_body(entry, entry.body, AccessStep) for entry in entries(folder, SUBJECT_ACCESS))
    return [step for step in steps if step.payroll_number == payroll_number]
