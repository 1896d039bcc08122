"""The tables of records.sqlite by version, and the way from each version to the next."""

from __future__ import annotations

#: Marks the file as a ledger of this program: "pmrb".
APPLICATION = 0x706D7262

_ENTRIES = (
    """CREATE TABLE entries (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        at TEXT NOT NULL,
        kind TEXT NOT NULL,
        body TEXT NOT NULL,
        previous TEXT NOT NULL UNIQUE,
        hash TEXT NOT NULL UNIQUE
    )""",
    """CREATE TRIGGER entries_stay_as_they_are BEFORE UPDATE ON entries
        BEGIN SELECT RAISE(ABORT, 'entries of the ledger are never changed'); END""",
    """CREATE TRIGGER entries_stay BEFORE DELETE ON entries
        BEGIN SELECT RAISE(ABORT, 'entries of the ledger are never removed'); END""",
    f"PRAGMA application_id = {APPLICATION}",
)
#: Every run asks for the entries of its own round: after six years, a small part of all.
_BY_ROUND = (
    """CREATE INDEX entries_by_round
        ON entries (kind, json_extract(body, '$.cycle'), json_extract(body, '$.round'))""",
)
#: A body can be taken away and leaves its hash, by which the chain goes on; only where a destruction names its entry.
_WITHOUT_BODIES = (
    "DROP TRIGGER IF EXISTS entries_stay_as_they_are",
    "DROP TRIGGER IF EXISTS entries_stay",
    "DROP INDEX IF EXISTS entries_by_round",
    "ALTER TABLE entries RENAME TO entries_before",
    """CREATE TABLE entries (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        at TEXT NOT NULL,
        kind TEXT NOT NULL,
        body TEXT,
        body_sha256 TEXT NOT NULL,
        previous TEXT NOT NULL UNIQUE,
        hash TEXT NOT NULL UNIQUE
    )""",
    """INSERT INTO entries
        SELECT number, at, kind, body, sha256(CAST(body AS BLOB)), previous, hash FROM entries_before
        ORDER BY number""",
    # The last number that was given stays known, also where its entry was removed.
    "DELETE FROM sqlite_sequence WHERE name = 'entries'",
    "INSERT INTO sqlite_sequence SELECT 'entries', seq FROM sqlite_sequence WHERE name = 'entries_before'",
    "DROP TABLE entries_before",
    *_BY_ROUND,
    """CREATE TRIGGER entries_stay_as_they_are BEFORE UPDATE ON entries
        WHEN OLD.kind = 'destruction' OR NEW.body IS NOT NULL OR NEW.number IS NOT OLD.number
            OR NEW.at IS NOT OLD.at OR NEW.kind IS NOT OLD.kind OR NEW.body_sha256 IS NOT OLD.body_sha256
            OR NEW.previous IS NOT OLD.previous OR NEW.hash IS NOT OLD.hash
            OR NOT EXISTS (
                SELECT 1 FROM entries AS destruction, json_each(destruction.body, '$.forgets') AS span
                WHERE destruction.kind = 'destruction'
                    AND OLD.number BETWEEN json_extract(span.value, '$[0]') AND json_extract(span.value, '$[1]')
            )
        BEGIN SELECT RAISE(ABORT, 'entries of the ledger are never changed'); END""",
    """CREATE TRIGGER entries_stay BEFORE DELETE ON entries
        BEGIN SELECT RAISE(ABORT, 'entries of the ledger are never removed'); END""",
)
#: The steps from no file to version 1, from 1 to 2, and so on. A step that was released is never changed.
STEPS: tuple[tuple[str, ...], ...] = (_ENTRIES, _BY_ROUND, _WITHOUT_BODIES)
VERSION = len(STEPS)
