"""What falls due is told before it is late: on the page and in the mail that go back, and by status."""

from __future__ import annotations

import json
import re
import shutil
from concurrent.futures import Executor, ThreadPoolExecutor
from datetime import date, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from pmr_batch.cli import main
from pmr_batch.commands.rounds.run import run
from pmr_batch.demo.faults.edited_return import EditedReturn
from pmr_batch.model.coming_due import lines_by_day
from pmr_batch.model.findings import ToDo
from pmr_batch.model.terms import Round

CYCLE, RUN_ON, DUE = "teaching-2025-26", date(2026, 10, 20), date(2026, 10, 31)
RETURNS = Path("output") / CYCLE / "october" / "returns"
LINE = "To do by 31 October 2026: 2 cells (“Report sent on” on Reviews 2)"


@pytest.fixture(scope="module")
def executor() -> Executor:
    return ThreadPoolExecutor(2)


@pytest.fixture(scope="module")
def trust(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory, executor: Executor) -> Path:
    """The demo's trust, where two reports of Riverside are not sent yet, run eleven days before they are due."""
    folder = tmp_path_factory.mktemp("coming") / "trust"
    shutil.copytree(demo_folder, folder)
    path = folder / "incoming" / CYCLE / "RIV.xlsx"
    book = EditedReturn(path)
    first, second, *_ = (row for row, _ in book.numbered_rows("Reviews"))
    for row in (first, second):
        book.put("Reviews", row, {"Report sent on": None})
    book.save()
    run(folder, CYCLE, Round.OCTOBER, RUN_ON, executor)
    return folder


def status(folder: Path, as_of: date) -> dict[str, Any]:
    arguments = ["status", "--folder", str(folder), "--cycle", CYCLE, "--as-of", as_of.isoformat(), "--json"]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer


def test_days_come_in_order_with_their_cells_counted() -> None:
    cells = [
        ToDo(date(2026, 11, 2), "PM708", "RIV", "0001", "Concerns", "Outcome"),
        ToDo(DUE, "PM609", "RIV", "0001", "Reviews", "Report sent on"),
        ToDo(DUE, "PM903", "RIV", "0001", "Reviews", "Reviewer signed on"),
        ToDo(DUE, "PM609", "RIV", "0002", "Reviews", "Report sent on"),
    ]
    assert list(lines_by_day(cells)) == [
        "To do by 31 October 2026: 3 cells (“Report sent on” on Reviews 2, “Reviewer signed on” on Reviews 1)",
        "To do by 2 November 2026: 1 cell (“Outcome” on Concerns 1)",
    ]
    assert not list(lines_by_day([]))


def test_the_mail_and_the_page_that_go_back_say_what_falls_due(trust: Path) -> None:
    note = (trust / RETURNS / "RIV" / "RIV note.txt").read_text("utf-8")
    assert f"Nothing of this is late yet:\n- {LINE}." in note
    mail = message_from_bytes((trust / RETURNS / "RIV" / "RIV note.eml").read_bytes(), policy=policy.default)
    body = mail.get_body()
    assert body is not None
    assert LINE in body.get_content()
    page = (trust / RETURNS / "RIV" / "RIV findings.html").read_text("utf-8")
    assert LINE in page


def test_an_academy_where_nothing_falls_due_is_told_nothing_of_the_kind(trust: Path) -> None:
    note = (trust / RETURNS / "OAK" / "OAK note.txt").read_text("utf-8")
    assert "To do by" not in note
    assert "late yet" not in note


@pytest.mark.parametrize(
    ("as_of", "told"),
    [
        (DUE - timedelta(15), False),
        (DUE - timedelta(14), True),
        (DUE, True),
        (DUE + timedelta(1), False),
    ],
)
def test_status_tells_it_from_two_weeks_before_to_the_day(trust: Path, as_of: date, told: bool) -> None:
    answer = status(trust, as_of)
    steps = [step for step in answer["next"] if "falls due" in step["what"]]
    assert bool(steps) is told
    (cycle,) = answer["cycles"]
    assert [cell["column"] for cell in cycle["coming"]] == ["Report sent on"] * (2 if told else 0)
    assert all("payroll_number" not in cell for cell in cycle["coming"])
    if told:
        (step,) = steps
        assert step["what"] == "Teaching 2025-26: remind RIV of what falls due within two weeks"
        assert step["detail"].startswith(f"{LINE}.")
        assert step["due"] == DUE.isoformat()
        assert not re.search(r"\d{7}", step["detail"])
