"""A ledger that somebody has been at is trusted by no command: each stops with the entry that does not hold."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pmr_batch.cli import main
from pmr_batch.records import RECORDS

WORKBOOK = "from the committee/Pay committee Teaching 2025-26 october.xlsx"
COMMANDS = {
    "run": ("run", "--cycle", "teaching-2025-26", "--round", "october"),
    "decide": ("decide", WORKBOOK, "--take"),
    "issue": ("issue", "--cycle", "teaching-2025-26"),
    "status": ("status",),
}
ALTERED = {
    "a decision altered": (
        ("UPDATE entries SET body = replace(body, 'Not approved', 'Approved') WHERE number = {other}",),
        "entry {other} is not as it was recorded",
    ),
    "an entry deleted": (("DELETE FROM entries WHERE number = {first}",), "entry {first} is gone"),
    "the last deleted": (("DELETE FROM entries WHERE number = {last}",), "entry {last} is gone"),
    "two bodies swapped": (
        (
            "CREATE TEMP TABLE held AS SELECT body FROM entries WHERE number = {first}",
            "UPDATE entries SET body = (SELECT body FROM entries WHERE number = {other}) WHERE number = {first}",
            "UPDATE entries SET body = (SELECT body FROM held) WHERE number = {other}",
        ),
        "entry {first} is not as it was recorded",
    ),
    "two entries swapped": (
        (
            "UPDATE entries SET number = -1 WHERE number = {first}",
            "UPDATE entries SET number = {first} WHERE number = {other}",
            "UPDATE entries SET number = {other} WHERE number = -1",
        ),
        "entry {first} does not follow the entry before it",
    ),
    "no text at all": (("UPDATE entries SET body = x'ff00' WHERE number = {first}",), "entry {first} is not as it was"),
    "strange letters": (("UPDATE entries SET body = CAST(x'7bff7d' AS TEXT) WHERE number = {first}",), "entry {first}"),
}


@pytest.fixture
def trust(demo_folder: Path, tmp_path: Path) -> Path:
    """A trust folder after its committee has met, to alter."""
    shutil.copytree(demo_folder, tmp_path / "trust")
    return tmp_path / "trust"


def altered(folder: Path, how: str) -> str:
    """Get round what keeps entries as they are; what is to be said of it."""
    statements, says = ALTERED[how]
    with closing(sqlite3.connect(folder / RECORDS, isolation_level=None)) as ledger:
        for (trigger,) in ledger.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            ledger.execute(f"DROP TRIGGER {trigger}")
        ledger.execute("DROP INDEX entries_by_round")
        (first,) = ledger.execute("SELECT min(number) FROM entries WHERE kind = 'decision'").fetchone()
        like = "body LIKE '%\"Not approved\"%'"
        (other,) = ledger.execute(f"SELECT min(number) FROM entries WHERE {like} AND number > {first}").fetchone()
        (last,) = ledger.execute("SELECT max(number) FROM entries").fetchone()
        for statement in statements:
            ledger.execute(statement.format(first=first, other=other, last=last))
    return says.format(first=first, other=other, last=last)


def ask(folder: Path, command: str) -> Result:
    first, *rest = (str(folder / part) if part == WORKBOOK else part for part in COMMANDS[command])
    return CliRunner().invoke(main, [first, *rest, "--folder", str(folder), "--as-of", "2026-10-23"])


@pytest.mark.parametrize("how", ALTERED)
def test_every_command_stops_with_the_entry_that_does_not_hold_and_what_to_do(trust: Path, how: str) -> None:
    says = altered(trust, how)
    before = (trust / RECORDS).read_bytes()
    for command in COMMANDS:
        told = ask(trust, command)
        assert told.exit_code == 2, f"{command}: {told.output}"
        (line,) = told.output.splitlines()
        assert line.startswith(f"{RECORDS}: {says}"), command
        assert line.endswith("; nothing of it was used; restore the file from a backup of before that"), command
    assert (trust / RECORDS).read_bytes() == before


def test_the_ledger_as_it_was_recorded_is_trusted(trust: Path) -> None:
    told = ask(trust, "decide")
    assert told.exit_code in (0, 1), told.output
    assert "taken before, and the same" in told.output
