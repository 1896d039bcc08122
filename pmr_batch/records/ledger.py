"""The file of the ledger: opened, brought up to date, read, added to, verified. The only module that uses SQLite.

The folder may lie on a synced drive: so there is a rollback journal and no write-ahead log (whose side files
synchronise apart from it), a transaction is as short as one insertion, and whoever finds it locked waits a little.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from pmr_batch.errors import LedgerError
from pmr_batch.records.entries import NOTHING_BEFORE, Entry, canonical, entry_hash
from pmr_batch.records.ledger_schema import APPLICATION, STEPS, VERSION

RECORDS = "records.sqlite"
_SECONDS_TO_WAIT = 5.0
_LOCKED = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})


@dataclass(frozen=True)
class BrokenEntry:
    """The first entry at which the chain does not hold, by its number, and why."""

    number: int
    why: str

    def __str__(self) -> str:
        remedy = "nothing of it was used; restore the file from a backup of before that"
        return f"{RECORDS}: entry {self.number} {self.why}; {remedy}"


def append(folder: Path, new_entries: Iterable[tuple[str, Mapping[str, Any]]], at: datetime | None = None) -> None:
    """Add entries, each a kind and a body, in one transaction: all of them or none.

    Raises LedgerError where the file is locked, of a newer version, no ledger, or cannot be written.
    """
    moment = (at or datetime.now(UTC)).isoformat(timespec="seconds")
    with _open(folder) as ledger, _transaction(ledger):
        row = ledger.execute("SELECT number, hash FROM entries ORDER BY number DESC LIMIT 1").fetchone()
        number, previous = row or (0, NOTHING_BEFORE)
        for kind, body in new_entries:
            number, text = number + 1, canonical(body)
            entry = (number, moment, kind, text, previous, entry_hash(number, moment, kind, text, previous))
            ledger.execute("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?)", entry)
            previous = entry[-1]


def entries(folder: Path, kind: str, cycle: str | None = None, round_: str | None = None) -> list[Entry]:
    """The entries of a kind, of one cycle and round where they are named, oldest first; none without a ledger."""
    if not (folder / RECORDS).exists():
        return []
    query, values = "SELECT * FROM entries WHERE kind = ?", [kind]
    for name, value in (("cycle", cycle), ("round", round_)):
        if value is not None:
            query += f" AND json_extract(body, '$.{name}') = ?"
            values.append(value)
    with _open(folder) as ledger:
        rows = ledger.execute(f"{query} ORDER BY number", values).fetchall()
    return [Entry(number, at, kind, json.loads(body), *hashes) for number, at, kind, body, *hashes in rows]


def verify(folder: Path) -> BrokenEntry | None:
    """The first entry that is not as it was recorded, or does not follow the one before; None where all hold."""
    if not (folder / RECORDS).exists():
        return None
    with _open(folder) as ledger:
        ledger.text_factory = partial(str, encoding="utf-8", errors="surrogateescape")
        last, previous = 0, NOTHING_BEFORE
        for number, at, kind, body, before, hash_ in ledger.execute("SELECT * FROM entries ORDER BY number"):
            if number != last + 1:
                return BrokenEntry(last + 1, "is gone")
            if before != previous:
                return BrokenEntry(number, "does not follow the entry before it")
            if not isinstance(body, str) or hash_ != entry_hash(number, at, kind, body, before):
                return BrokenEntry(number, "is not as it was recorded")
            last, previous = number, hash_
        (last_number,) = ledger.execute("SELECT max(seq) FROM sqlite_sequence WHERE name = 'entries'").fetchone()
    return BrokenEntry(last + 1, "is gone") if (last_number or 0) > last else None


def check(folder: Path) -> None:
    """Raises LedgerError with the first entry that does not hold: then nothing in the ledger is to be trusted."""
    if broken := verify(folder):
        raise LedgerError(str(broken))


# -- the file --------------------------------------------------------------------------------------


@contextmanager
def _open(folder: Path) -> Iterator[sqlite3.Connection]:
    """The ledger, at the present version; whatever the library says becomes one line."""
    path = folder / RECORDS
    try:
        with closing(sqlite3.connect(path, timeout=_SECONDS_TO_WAIT, isolation_level=None)) as ledger:
            ledger.execute("PRAGMA journal_mode = DELETE")
            ledger.execute("PRAGMA synchronous = FULL")
            _bring_up_to_date(ledger)
            yield ledger
    except sqlite3.Error as error:
        raise LedgerError(f"{path.name}: {_message(error)}") from None


def _bring_up_to_date(ledger: sqlite3.Connection) -> None:
    """Take the steps that the file has not taken yet. Raises LedgerError for a newer file, or one of somebody else."""
    version = _version(ledger)
    if version > VERSION:
        raise LedgerError(
            f"{RECORDS}: is of version {version}, and this program knows {VERSION}; use the newer pmr-batch"
        )
    if version == VERSION:
        return
    with _transaction(ledger):
        # Another command may have taken them in the meantime.
        for number in range(_version(ledger), VERSION):
            for statement in STEPS[number]:
                ledger.execute(statement)
            ledger.execute(f"PRAGMA user_version = {number + 1}")


def _version(ledger: sqlite3.Connection) -> int:
    (version,) = ledger.execute("PRAGMA user_version").fetchone()
    (application,) = ledger.execute("PRAGMA application_id").fetchone()
    (tables,) = ledger.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if application != APPLICATION and (tables or version):
        raise LedgerError(f"{RECORDS}: is no ledger of pmr-batch; move it away, or restore the ledger from a backup")
    return int(version)


@contextmanager
def _transaction(ledger: sqlite3.Connection) -> Iterator[None]:
    ledger.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        ledger.execute("ROLLBACK")
        raise
    ledger.execute("COMMIT")


def _message(error: sqlite3.Error) -> str:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in _LOCKED:
        return "is in use by another command, or being synchronised; wait until that is done, and try again"
    if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
        return "is no ledger of pmr-batch, or is damaged; restore it from a backup"
    return "cannot be read or written; free the disk, see that you may write to the folder, and try again"
