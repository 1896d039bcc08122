"""Nobody who leaves before the pay takes effect comes before the committee, whatever the Status says (PM212)."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from casebook import Case

from pmr_batch.commands.rounds.run import run
from pmr_batch.model.round import Moderated
from pmr_batch.model.terms import Round

LISTED = """
| Payroll number | Name        | Academy code | Role    | Contract  | Employment start | Employment end | FTE |
| 0001041        | Ann Appleby | RIV          | Teacher | Permanent | 2019-09-01       | {}             | 1   |
"""
STAFF = """
| Payroll number | Employment end |
| 0001041        | {}             |
"""
THE_DAY = date(2026, 10, 20)


@pytest.fixture(scope="module")
def executor() -> Iterator[Executor]:
    with ThreadPoolExecutor(1) as one:
        yield one


def moderated(folder: Path, executor: Executor, by_return: str, by_list: str, as_of: date) -> Moderated:
    settings = {"Staff list": LISTED.format(by_list)}
    case = Case("", "", as_of, "teacher", {"settings": settings, "Staff": STAFF.format(by_return)})
    incoming = folder / "incoming" / "teaching-2025-26"
    incoming.mkdir(parents=True)
    for path in case.write(folder):
        path.rename(incoming / path.name)
    return run(folder, "teaching-2025-26", Round.OCTOBER, as_of, executor).moderated


@pytest.mark.parametrize(
    ("by_return", "by_list", "as_of", "codes"),
    [
        ("2026-08-31", "2026-08-31", THE_DAY, ["PM212"]),
        ("", "2026-08-31", THE_DAY, ["PM212"]),
        ("2026-08-31", "", THE_DAY, ["PM212"]),
        ("2026-08-31", "2027-08-31", THE_DAY, ["PM212"]),
        ("2026-08-31", "2026-08-31", date(2026, 8, 25), []),
    ],
    ids=["by both", "by the staff list", "by the return", "by the earlier of two", "in a run before the end"],
)
def test_whoever_leaves_before_the_pay_takes_effect_is_left(
    by_return: str, by_list: str, as_of: date, codes: list[str], tmp_path: Path, executor: Executor
) -> None:
    made = moderated(tmp_path, executor, by_return, by_list, as_of)
    assert [one.outcome.value for one in made.people] == ["left"]
    assert made.recommendations == ()
    assert [one.code for one in made.findings if one.payroll_number and one.code in ("PM212", "PM609")] == codes


def test_whoever_leaves_on_the_day_on_which_pay_takes_effect_is_paid(tmp_path: Path, executor: Executor) -> None:
    made = moderated(tmp_path, executor, "2026-09-01", "2026-09-01", THE_DAY)
    assert [one.outcome.value for one in made.people] == ["ready"]
    assert [one.payroll_number for one in made.recommendations] == ["0001041"]
