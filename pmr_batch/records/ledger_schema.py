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
#: The steps from no file to version 1, from 1 to 2, and so on. A step that was released is never changed.
STEPS: tuple[tuple[str, ...], ...] = (_ENTRIES, _BY_ROUND)
VERSION = len(STEPS)
