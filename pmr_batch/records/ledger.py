"""The file of the ledger: opened, brought up to date, read, added to, verified. The only module that uses SQLite.

Entries are never changed. The bodies of some can be taken away, by a destruction that names them and is an entry
itself; what the file held there is overwritten with zeros, and the file written anew.

The folder may lie on a synced drive: so there is a rollback journal and no write-ahead log (whose side files
synchronise apart from it), a transaction is as short as one insertion, and whoever finds it locked waits a little.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from pmr_batch.errors import LedgerError
from pmr_batch.records.entries import NOTHING_BEFORE, Entry, canonical, entry_hash, text_hash
from pmr_batch.records.ledger_schema import APPLICATION, STEPS, VERSION

RECORDS = "records.sqlite"
#: The kind of an entry: what was destroyed; `forgets` are the spans of entries, [first, last], that lost their bodies.
DESTRUCTION = "destruction"
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
    with _open(folder) as ledger, _transaction(ledger):
        _add(ledger, new_entries, at)


def forget(
    folder: Path,
    numbers: Collection[int],
    destruction: Mapping[str, Any],
    kept: Iterable[tuple[str, Mapping[str, Any]]] = (),
    at: datetime | None = None,
) -> None:
    """Take away the bodies of entries, and record it by a destruction with that body, in one transaction.

    `kept` are entries that hold what of those bodies is still needed. Nothing of the bodies is in the file afterwards.
    Raises LedgerError as `append`.
    """
    spans = _spans(numbers)
    with _open(folder) as ledger:
        with _transaction(ledger):
            _add(ledger, [*kept, (DESTRUCTION, {**destruction, "forgets": spans})], at)
            ledger.executemany("UPDATE entries SET body = NULL WHERE number BETWEEN ? AND ?", spans)
        # Without a copy in the system's folder of temporary files.
        ledger.execute("PRAGMA temp_store = MEMORY")
        ledger.execute("VACUUM")


def _add(ledger: sqlite3.Connection, new_entries: Iterable[tuple[str, Mapping[str, Any]]], at: datetime | None) -> None:
    moment = (at or datetime.now(UTC)).isoformat(timespec="seconds")
    row = ledger.execute("SELECT number, hash FROM entries ORDER BY number DESC LIMIT 1").fetchone()
    number, previous = row or (0, NOTHING_BEFORE)
    for kind, body in new_entries:
        number, text = number + 1, canonical(body)
        sha256 = text_hash(text)
        entry = (number, moment, kind, text, sha256, previous, entry_hash(number, moment, kind, sha256, previous))
        ledger.execute("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?)", entry)
        previous = entry[-1]


def _spans(numbers: Collection[int]) -> list[list[int]]:
    """Numbers as spans from first to last, in order: 1, 2, 3, 7 as [1, 3], [7, 7]."""
    spans: list[list[int]] = []
    for number in sorted(set(numbers)):
        if spans and spans[-1][1] == number - 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return spans


def entries(folder: Path, kind: str, cycle: str | None = None, round_: str | None = None) -> list[Entry]:
    """The entries of a kind, of one cycle and round where they are named, oldest first; none without a ledger.

    Those whose bodies were destroyed are not among them.
    """
    if not (folder / RECORDS).exists():
        return []
    query, values = "SELECT * FROM entries WHERE kind = ? AND body IS NOT NULL", [kind]
    for name, value in (("cycle", cycle), ("round", round_)):
        if value is not None:
            query += f" AND json_extract(body, '$.{name}') = ?"
            values.append(value)
    with _open(folder) as ledger:
        rows = ledger.execute(f"{query} ORDER BY number", values).fetchall()
    return [Entry(number, at, kind, json.loads(body), *hashes) for number, at, kind, body, _, *hashes in rows]


def every_entry(folder: Path) -> list[Entry]:
    """The entries of all kinds, oldest first, but those whose bodies were destroyed."""
    if not (folder / RECORDS).exists():
        return []
    with _open(folder) as ledger:
        rows = ledger.execute("SELECT * FROM entries WHERE body IS NOT NULL ORDER BY number").fetchall()
    return [Entry(number, at, kind, json.loads(body), *hashes) for number, at, kind, body, _, *hashes in rows]


def verify(folder: Path) -> BrokenEntry | None:
    """The first entry that is not as it was recorded, or does not follow the one before; None where all hold."""
    return next(iter(broken_entries(folder)), None)


def broken_entries(folder: Path) -> list[BrokenEntry]:
    """Every entry that is not as it was recorded, is gone, or does not follow the one before, in their order.

    An entry without its body is as it should be where a destruction after it names it, and not otherwise. What is gone
    at once is one: the first of them. Raises LedgerError where the file cannot be read.
    """
    if not (folder / RECORDS).exists():
        return []
    with _open(folder) as ledger:
        ledger.text_factory = partial(str, encoding="utf-8", errors="surrogateescape")
        of_kind = ledger.execute("SELECT * FROM entries WHERE kind = ? ORDER BY number", [DESTRUCTION])
        destroyed = _destroyed(of_kind)
        broken = list(_broken(ledger.execute("SELECT * FROM entries ORDER BY number"), destroyed))
        (last,) = ledger.execute("SELECT max(number) FROM entries").fetchone()
        (last_given,) = ledger.execute("SELECT max(seq) FROM sqlite_sequence WHERE name = 'entries'").fetchone()
    return [*broken, BrokenEntry((last or 0) + 1, "is gone")] if (last_given or 0) > (last or 0) else broken


def _broken(rows: Iterable[tuple[Any, ...]], destroyed: Mapping[int, int]) -> Iterator[BrokenEntry]:
    """Those of all rows that do not hold; `destroyed` as `_destroyed` gives it."""
    last, previous = 0, NOTHING_BEFORE
    for number, at, kind, body, body_sha256, before, hash_ in rows:
        by = None if kind == DESTRUCTION else destroyed.get(number)
        if number != last + 1:
            yield BrokenEntry(last + 1, "is gone")
        elif before != previous:
            yield BrokenEntry(number, "does not follow the entry before it")
        elif hash_ != entry_hash(number, at, kind, body_sha256, before):
            yield BrokenEntry(number, "is not as it was recorded")
        elif body is None and by is None:
            yield BrokenEntry(number, "has lost its content, and no destruction is recorded")
        elif body is not None and (not isinstance(body, str) or text_hash(body) != body_sha256):
            yield BrokenEntry(number, "is not as it was recorded")
        elif body is not None and by is not None:
            yield BrokenEntry(number, f"was destroyed by entry {by}, and has its content again")
        last, previous = number, hash_


def _destroyed(destructions: Iterable[tuple[Any, ...]]) -> dict[int, int]:
    """The entries that lost their bodies, each with the destruction after it that names it and is itself whole."""
    destroyed: dict[int, int] = {}
    for number, at, kind, body, body_sha256, before, hash_ in destructions:
        is_whole = isinstance(body, str) and text_hash(body) == body_sha256
        if is_whole and hash_ == entry_hash(number, at, kind, body_sha256, before):
            for first, last in json.loads(body)["forgets"]:
                destroyed |= dict.fromkeys(range(first, min(last, number - 1) + 1), number)
    return destroyed


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
            ledger.execute("PRAGMA secure_delete = ON")
            ledger.create_function("sha256", 1, _sha256, deterministic=True)
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


def _sha256(content: bytes | None) -> str:
    return hashlib.sha256(content or b"").hexdigest()


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
