"""The date of a run: one that is probably a slip is told, and nothing is made unless it is confirmed."""

from __future__ import annotations

import hashlib
import shutil
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pmr_batch.cli import main
from pmr_batch.commands.rounds.run_date import check_run_date
from pmr_batch.errors import UsageError
from pmr_batch.model.terms import Round
from pmr_batch.settings.trust_file import read_trust
from pmr_batch.settings.trust_settings import Cycle

FAILED = 2
OCTOBER = Path("output/teaching-2025-26/october")


def run(folder: Path, as_of: str, *more: str) -> Result:
    asked = ["run", "--cycle", "teaching-2025-26", "--round", "october", "--folder", str(folder), "--as-of", as_of]
    return CliRunner().invoke(main, [*asked, *more])


@pytest.fixture(scope="module")
def trust(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo, whose October round was run as of 16 October 2026."""
    return Path(shutil.copytree(demo_folder, tmp_path_factory.mktemp("run") / "trust"))


@pytest.fixture
def cycle(demo_folder: Path) -> Cycle:
    return read_trust(demo_folder).cycles["Teaching 2025-26"]


def contents(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_run_a_year_early_leaves_all_as_it_is_and_says_how_to_go_on(trust: Path) -> None:
    before = contents(trust)
    result = run(trust, "2025-10-16")
    assert result.exit_code == FAILED
    (line,) = result.stderr.splitlines()
    assert line.startswith(
        "Teaching 2025-26, october round: as of 16 October 2025 nothing was run, for that lies before"
    )
    assert "as of 16 October 2026, which it would replace" in line
    assert line.endswith("if 16 October 2025 is meant, add --confirm-date 2025-10-16")
    assert contents(trust) == before


def test_a_first_run_long_before_the_reviews_says_so(trust: Path, tmp_path: Path) -> None:
    folder = Path(
        shutil.copytree(trust, tmp_path / "trust", ignore=shutil.ignore_patterns("support-2025-26", "output"))
    )
    (folder / "records.sqlite").unlink()
    early = run(folder, "2025-10-16")
    assert "as of 16 October 2025, long before final reviews are due (15 October 2026)" in early.stdout
    assert "run again with the right --as-of" in early.stdout
    assert "long before" not in run(folder, "2026-10-16").stdout


def test_a_date_that_is_confirmed_is_run_by(trust: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(trust, tmp_path / "trust", ignore=shutil.ignore_patterns("support-2025-26")))
    result = run(folder, "2026-10-12", "--confirm-date", "2026-10-12")
    assert result.exit_code in (0, 1), result.stderr
    assert '"as_of": "2026-10-12"' in (folder / OCTOBER / "run.json").read_text("utf-8")


def test_another_date_confirms_nothing(trust: Path) -> None:
    result = run(trust, "2025-10-16", "--confirm-date", "2025-10-15")
    assert result.exit_code == FAILED
    assert "to confirm a date, give the same twice" in result.stderr


@pytest.mark.parametrize(
    ("as_of", "is_plausible"),
    [
        (date(2025, 8, 31), False),
        (date(2025, 9, 1), True),
        (date(2026, 12, 16), True),
        (date(2027, 8, 31), True),
        (date(2027, 9, 1), False),
    ],
)
def test_a_round_is_run_in_the_cycles_year_and_the_next(
    cycle: Cycle, tmp_path: Path, as_of: date, is_plausible: bool
) -> None:
    if is_plausible:
        check_run_date(tmp_path, cycle, Round.OCTOBER, as_of, None)
    else:
        with pytest.raises(UsageError, match="from 1 September 2025 to 31 August 2027"):
            check_run_date(tmp_path, cycle, Round.OCTOBER, as_of, None)
        check_run_date(tmp_path, cycle, Round.OCTOBER, as_of, as_of)


def test_the_same_day_again_and_a_later_one_need_no_word(cycle: Cycle, trust: Path) -> None:
    for day in (date(2026, 10, 16), date(2026, 10, 17)):
        check_run_date(trust / OCTOBER, cycle, Round.OCTOBER, day, None)
