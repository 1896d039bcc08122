"""Dates on the command line: what is typed otherwise is told in the form that is wanted, and no date ends a command."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pmr_batch.cli import main

FAILED = 2


def ask(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.mark.parametrize("option", ["--as-of", "--confirm-date"])
@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("16/10/2026", "'16/10/2026' is not written as year-month-day; write 2026-10-16"),
        ("16.10.26", "'16.10.26' is not written as year-month-day; write 2026-10-16"),
        ("16 October 2026", "'16 October 2026' is not written as year-month-day; write 2026-10-16"),
        (
            "03/04/2026",
            "'03/04/2026' is not written as year-month-day; "
            "write 2026-04-03 for 3 April 2026 or 2026-03-04 for 4 March 2026",
        ),
        ("tomorrow", "'tomorrow' is not written as year-month-day; write it such as 2026-10-16"),
        ("2026-02-30", "'2026-02-30' is no day of the calendar; see how many days the month has"),
        (
            "0001-01-01",
            "'0001-01-01' lies outside the years that can be reckoned with; give a date from 2000-01-01 to 2060-12-31",
        ),
        (
            "9999-12-31",
            "'9999-12-31' lies outside the years that can be reckoned with; give a date from 2000-01-01 to 2060-12-31",
        ),
    ],
)
def test_a_date_typed_otherwise_is_told_as_it_is_to_be_written(option: str, typed: str, told: str) -> None:
    result = ask("run", "--cycle", "teaching-2025-26", "--round", "october", option, typed)
    assert result.exit_code == FAILED
    assert result.stderr.splitlines()[-1] == f"Error: Invalid value for '{option}': {told}"


def test_every_command_with_a_date_refuses_one_that_no_command_can_use() -> None:
    dated = [name for name, command in main.commands.items() if "as_of" in {option.name for option in command.params}]
    assert {"init", "issue", "check", "run", "decide"} <= set(dated)
    for name in dated:
        assert "reckoned with" in ask(name, "--as-of", "9999-12-31").stderr, name


@pytest.mark.parametrize("as_of", ["2000-01-01", "2060-12-31"])
def test_no_date_that_is_taken_ends_a_command_inside(demo_folder: Path, tmp_path: Path, as_of: str) -> None:
    trust = tmp_path / "trust"
    for part in ("incoming", "issued"):
        shutil.copytree(demo_folder / part, trust / part)
    shutil.copy(demo_folder / "trust.xlsx", trust)
    office = next((trust / "incoming" / "teaching-2025-26").glob("RIV*.xlsx"))
    cycle = ("--cycle", "teaching-2025-26", "--folder", trust)
    for asked in (
        ("init", tmp_path / "new"),
        ("check", office, "--folder", trust),
        ("run", *cycle, "--round", "october"),
        ("sample", *cycle, "--to", tmp_path / "sample.xlsx"),
        ("letters", *cycle, "--list"),
        ("forms", *cycle, "--academy", "RIV", "--to", tmp_path / "forms"),
        ("rules", "PM704", "--folder", trust),
    ):
        result = ask(*asked, "--as-of", as_of)
        assert "failed inside" not in result.stderr, (asked, result.stderr)
        assert result.exit_code != FAILED or len(result.stderr.splitlines()) == 1, (asked, result.stderr)
