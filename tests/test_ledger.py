"""The ledger: entries that are chained, never changed, brought up to date, and safe when a command is cut off."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pmr_batch.errors import LedgerError
from pmr_batch.records import RECORDS, append, broken_entries, entries, forget, verify
from pmr_batch.records.entries import NOTHING_BEFORE, canonical, entry_hash, text_hash
from pmr_batch.records.ledger_schema import STEPS, VERSION

MOMENT = datetime(2026, 10, 22, 18, 30, tzinfo=UTC)
OCTOBER = {"cycle": "Teaching 2025-26", "round": "october"}


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A ledger of three entries."""
    append(tmp_path, [("run", OCTOBER | {"run": "3fa85c01"})], MOMENT)
    append(
        tmp_path, [("decision", OCTOBER | {"name": "Zoë\ud800"}), ("decision", {"cycle": "Support 2025-26"})], MOMENT
    )
    return tmp_path


def opened(folder: Path) -> Any:
    return closing(sqlite3.connect(folder / RECORDS, isolation_level=None))


def test_entries_come_back_by_kind_cycle_and_round(kept: Path) -> None:
    (run,) = entries(kept, "run")
    assert (run.number, run.at, run.body["run"]) == (1, "2026-10-22T18:30:00+00:00", "3fa85c01")
    assert [one.number for one in entries(kept, "decision")] == [2, 3]
    (october,) = entries(kept, "decision", "Teaching 2025-26", "october")
    assert october.body["name"] == "Zoë\ud800"
    assert october.previous == run.hash
    assert entries(kept, "decision", "Teaching 2025-26", "december") == []


def test_asking_makes_no_ledger(tmp_path: Path) -> None:
    assert entries(tmp_path, "run") == []
    assert verify(tmp_path) is None
    assert not (tmp_path / RECORDS).exists()


@pytest.mark.parametrize("statement", ["UPDATE entries SET body = '{}'", "DELETE FROM entries WHERE number = 3"])
def test_no_entry_can_be_changed_or_removed(kept: Path, statement: str) -> None:
    with opened(kept) as ledger, pytest.raises(sqlite3.IntegrityError, match="entries of the ledger are never"):
        ledger.execute(statement)
    assert verify(kept) is None


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE entries SET body = replace(body, 'october', 'april') WHERE number = 2", "entry 2 is not as it was"),
        ("UPDATE entries SET at = '2026-10-23T18:30:00+00:00' WHERE number = 1", "entry 1 is not as it was"),
        ("UPDATE entries SET previous = hash WHERE number = 3", "entry 3 does not follow"),
        ("DELETE FROM entries WHERE number = 2", "entry 2 is gone"),
        ("DELETE FROM entries WHERE number = 3", "entry 3 is gone"),
        ("DELETE FROM entries", "entry 1 is gone"),
    ],
)
def test_whoever_gets_round_that_is_found_at_the_first_broken_entry(kept: Path, statement: str, told: str) -> None:
    with opened(kept) as ledger:
        for (trigger,) in ledger.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            ledger.execute(f"DROP TRIGGER {trigger}")
        ledger.execute(statement)
    assert told in str(verify(kept))


def test_a_command_that_is_cut_off_leaves_nothing_behind(kept: Path) -> None:
    def cut_off() -> Any:
        yield "decision", OCTOBER
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        append(kept, cut_off(), MOMENT)
    assert [one.number for one in entries(kept, "decision")] == [2, 3]
    assert verify(kept) is None


# -- versions --------------------------------------------------------------------------------------


def test_a_file_of_version_1_is_brought_up_to_date_with_all_that_is_in_it(tmp_path: Path) -> None:
    body = canonical(OCTOBER | {"run": "3fa85c01"})
    tie = entry_hash(1, MOMENT.isoformat(), "run", text_hash(body), NOTHING_BEFORE)
    with opened(tmp_path) as ledger:
        for statement in STEPS[0]:
            ledger.execute(statement)
        ledger.execute("PRAGMA user_version = 1")
        one = (1, MOMENT.isoformat(), "run", body, NOTHING_BEFORE, tie)
        ledger.execute("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?)", one)
    (run,) = entries(tmp_path, "run", "Teaching 2025-26", "october")
    assert run.body == json.loads(body)
    append(tmp_path, [("run", OCTOBER)], MOMENT)
    assert verify(tmp_path) is None
    with opened(tmp_path) as ledger:
        assert ledger.execute("PRAGMA user_version").fetchone() == (VERSION,)
        plan = ledger.execute(
            "EXPLAIN QUERY PLAN SELECT * FROM entries WHERE kind = 'run' AND json_extract(body, '$.cycle') = 'x'"
        ).fetchall()
    assert "entries_by_round" in str(plan)


def test_a_file_of_a_newer_version_is_refused_in_one_line(kept: Path) -> None:
    with opened(kept) as ledger:
        ledger.execute(f"PRAGMA user_version = {VERSION + 1}")
    with pytest.raises(LedgerError) as refused:
        append(kept, [("run", OCTOBER)])
    assert str(refused.value) == (
        f"records.sqlite: is of version {VERSION + 1}, and this program knows {VERSION}; use the newer pmr-batch"
    )


# -- what else may lie there -------------------------------------------------------------------------


@pytest.mark.parametrize("content", [b"no database at all, but a long enough file" * 30, None])
def test_what_is_no_ledger_is_refused_and_left_alone(tmp_path: Path, content: bytes | None) -> None:
    if content is None:
        with opened(tmp_path) as other:
            other.execute("CREATE TABLE entries (mine TEXT)")
    else:
        (tmp_path / RECORDS).write_bytes(content)
    before = (tmp_path / RECORDS).read_bytes()
    for asked in (lambda: append(tmp_path, [("run", OCTOBER)]), lambda: entries(tmp_path, "run")):
        with pytest.raises(LedgerError, match=r"^records\.sqlite: is no ledger of pmr-batch"):
            asked()
    assert (tmp_path / RECORDS).read_bytes() == before


def test_a_locked_ledger_is_told_in_one_line(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pmr_batch.records.ledger._SECONDS_TO_WAIT", 0.05)
    with opened(kept) as ledger:
        ledger.execute("BEGIN EXCLUSIVE")
        with pytest.raises(LedgerError, match=r"^records\.sqlite: is in use by another command"):
            append(kept, [("run", OCTOBER)])
        ledger.execute("ROLLBACK")
    append(kept, [("run", OCTOBER)])


# -- what is destroyed -------------------------------------------------------------------------------

WHAT = {"cycle": "Teaching 2025-26", "files": 3}


def test_a_destruction_takes_bodies_away_and_the_chain_still_holds(kept: Path) -> None:
    forget(kept, [1, 2], WHAT, [("run", OCTOBER | {"run": "still needed"})], MOMENT)
    assert verify(kept) is None
    assert [one.body["run"] for one in entries(kept, "run")] == ["still needed"]
    assert [one.number for one in entries(kept, "decision")] == [3]
    (destruction,) = entries(kept, "destruction")
    assert destruction.body == WHAT | {"forgets": [[1, 2]]}
    append(kept, [("run", OCTOBER)], MOMENT)
    assert verify(kept) is None


def test_nothing_of_a_body_that_was_taken_away_is_in_the_file(tmp_path: Path) -> None:
    marker = "M4rk3r"
    bodies = [("decision", OCTOBER | {"name": f"{marker} {number}" * 500}) for number in range(40)]
    append(tmp_path, [*bodies, ("decision", OCTOBER | {"name": "stays"})], MOMENT)
    assert marker.encode() in (tmp_path / RECORDS).read_bytes()
    forget(tmp_path, range(1, 41), WHAT)
    assert [path.name for path in tmp_path.iterdir()] == [RECORDS]
    assert marker.encode() not in (tmp_path / RECORDS).read_bytes()
    assert [one.body["name"] for one in entries(tmp_path, "decision")] == ["stays"]
    with opened(tmp_path) as ledger:
        assert ledger.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_a_destruction_that_is_cut_off_takes_nothing_away(kept: Path) -> None:
    def cut_off() -> Any:
        yield "run", OCTOBER
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        forget(kept, [1, 2], WHAT, cut_off())
    assert [one.number for one in entries(kept, "decision")] == [2, 3]
    assert entries(kept, "destruction") == []


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE entries SET body = NULL WHERE number = 3", "entry 3 has lost its content, and no destruction"),
        ("UPDATE entries SET body = NULL WHERE kind = 'destruction'", "entry 1 has lost its content, and no"),
        ("UPDATE entries SET body = '{}' WHERE number = 1", "entry 1 is not as it was recorded"),
        ("UPDATE entries SET body_sha256 = hash WHERE number = 1", "entry 1 is not as it was recorded"),
        ("UPDATE entries SET body = replace(body, '[1,2]', '[1,3]') WHERE kind = 'destruction'", "entry 1 has lost"),
    ],
)
def test_a_body_removed_otherwise_is_a_difference(kept: Path, statement: str, told: str) -> None:
    forget(kept, [1, 2], WHAT, at=MOMENT)
    with opened(kept) as ledger:
        with pytest.raises(sqlite3.IntegrityError, match="entries of the ledger are never"):
            ledger.execute(statement)
        for (trigger,) in ledger.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            ledger.execute(f"DROP TRIGGER {trigger}")
        ledger.execute(statement)
    assert told in str(verify(kept))


def test_a_body_that_comes_back_is_a_difference(kept: Path) -> None:
    (before, _) = entries(kept, "decision")
    forget(kept, [1, 2], WHAT, at=MOMENT)
    with opened(kept) as ledger:
        ledger.execute("DROP TRIGGER entries_stay_as_they_are")
        ledger.execute("UPDATE entries SET body = ? WHERE number = 2", [canonical(before.body)])
    assert str(verify(kept)).startswith("records.sqlite: entry 2 was destroyed by entry 4, and has its content again")


def test_every_broken_entry_is_named(kept: Path) -> None:
    with opened(kept) as ledger:
        for (trigger,) in ledger.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            ledger.execute(f"DROP TRIGGER {trigger}")
        ledger.execute("UPDATE entries SET body = NULL WHERE number = 1")
        ledger.execute("UPDATE entries SET body = '{}' WHERE number = 3")
    assert [(one.number, one.why) for one in broken_entries(kept)] == [
        (1, "has lost its content, and no destruction is recorded"),
        (3, "is not as it was recorded"),
    ]


@pytest.mark.parametrize("steps", [1, 2])
def test_an_old_ledger_that_somebody_has_been_at_is_still_found_out(tmp_path: Path, steps: int) -> None:
    body = canonical(OCTOBER)
    with opened(tmp_path) as ledger:
        for statement in (each for step in STEPS[:steps] for each in step):
            ledger.execute(statement)
        ledger.execute(f"PRAGMA user_version = {steps}")
        previous = NOTHING_BEFORE
        for number in (1, 2, 3):
            tie = entry_hash(number, MOMENT.isoformat(), "run", text_hash(body), previous)
            values = (number, MOMENT.isoformat(), "run", body if number != 2 else "{}", previous, tie)
            ledger.execute("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?)", values)
            previous = tie
        ledger.execute("DROP TRIGGER entries_stay")
        ledger.execute("DELETE FROM entries WHERE number = 3")
    assert [str(one.number) + " " + one.why for one in broken_entries(tmp_path)] == [
        "2 is not as it was recorded",
        "3 is gone",
    ]
