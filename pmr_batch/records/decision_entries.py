"""The committee's decisions as entries of the ledger: the last on a person is in force, all before it stay."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from pmr_batch.errors import LedgerError
from pmr_batch.model.decision import Decided
from pmr_batch.model.payroll import PayrollFile
from pmr_batch.records.entries import Entry, canonical
from pmr_batch.records.json_form import as_json, from_json
from pmr_batch.records.ledger import RECORDS, check, entries

T = TypeVar("T")
#: The kinds of entries: a run; a decision on one person; what came of a workbook with decisions.
RUN, DECISION, DECIDE = "run", "decision", "decide"


def decision_body(decided: Decided, cycle: str, round_: str) -> dict[str, Any]:
    """A decision as the body of an entry: money and dates as text, what was decided and on whom."""
    body = as_json(decided)
    return {"cycle": cycle, "round": round_, **body, **body["decision"]}


def decision_fingerprint(decided: Decided, cycle: str, round_: str) -> str:
    """What a document of a decision is known by."""
    return fingerprint(decision_body(decided, cycle, round_))


def fingerprint(body: Mapping[str, Any]) -> str:
    """The SHA-256 of the body of an entry."""
    return hashlib.sha256(canonical(body).encode()).hexdigest()


def recorded_decisions(folder: Path, cycle: str, round_: str | None = None, *, verified: bool = False) -> list[Decided]:
    """Every decision of a cycle, of one round where it is named, oldest first: those since amended, too.

    Raises LedgerError where any entry of the ledger is not as it was recorded: then no decision can be trusted.
    `verified` says that the same command has verified the ledger before: it does so once.
    """
    if not verified:
        check(folder)
    return [decision_in(entry) for entry in entries(folder, DECISION, cycle, round_)]


def decisions_in_force(folder: Path, cycle: str, round_: str | None = None) -> dict[str, Decided]:
    """The decisions that hold, by payroll number: of each person the last."""
    return {decision.payroll_number: decision for decision in recorded_decisions(folder, cycle, round_)}


def settled_decisions(folder: Path, cycle: str) -> dict[str, Decided]:
    """Those in force that settle pay, of all rounds of a cycle, by payroll number."""
    return {number: decision for number, decision in decisions_in_force(folder, cycle).items() if decision.is_settled}


def payroll_files(folder: Path, cycle: str, round_: str, *, verified: bool = False) -> list[PayrollFile]:
    """What payroll was told of a round, file by file. As `recorded_decisions` in what it raises and verifies."""
    if not verified:
        check(folder)
    files = map(payroll_in, entries(folder, DECIDE, cycle, round_))
    return [file for file in files if file]


def payroll_in(entry: Entry) -> PayrollFile | None:
    """What payroll was told by an entry on a workbook with decisions, if anything. Raises LedgerError."""
    return read_body(entry, entry.body["payroll"], PayrollFile) if "payroll" in entry.body else None


def decision_in(entry: Entry) -> Decided:
    """The decision of an entry. Raises LedgerError where it is in another form."""
    return read_body(entry, {**entry.body, "decision": entry.body}, Decided)


def read_body(entry: Entry, content: Any, kind: type[T]) -> T:
    """What an entry holds, as a dataclass. Raises LedgerError where it has another shape."""
    read = from_json(content, kind)
    if read is None:
        why = "is in another form than this program writes; use the pmr-batch that wrote it"
        raise LedgerError(f"{RECORDS}: entry {entry.number} {why}")
    return read
