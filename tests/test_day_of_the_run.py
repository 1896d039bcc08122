"""The day on which a round is run: reports and signatures that are due by then keep nobody from the committee."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from program import call

OCTOBER = "output/teaching-2025-26/october"
BEFORE_THE_REPORT_DATE, AFTER_THE_REPORT_DATE = "2026-10-20", "2026-11-02"
#: What is asked once the report is due (6.3, Appendix A).
OF_THE_REPORT = {"PM609", "PM610", "PM903", "PM904"}


@pytest.fixture(scope="module")
def rounds(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The demo's October round, nothing in it decided and no report sent, as of two days."""
    folder = tmp_path_factory.mktemp("day") / "trust"
    shutil.copytree(demo_folder, folder, ignore=shutil.ignore_patterns("records.sqlite", "output"))
    for path in (folder / "incoming/teaching-2025-26").glob("*.xlsx"):
        _take_back_the_reports(path)
    before, after = (_run(folder, day) for day in (BEFORE_THE_REPORT_DATE, AFTER_THE_REPORT_DATE))
    return before, after


def _take_back_the_reports(path: Path) -> None:
    """Blank what follows the decision in a return; a damaged one is left as it is."""
    try:
        book = openpyxl.load_workbook(path)
        reviews = book["Reviews"]
    except (KeyError, ValueError, zipfile.BadZipFile):
        return
    for label, said in book["Start"].iter_rows(max_col=2):
        if str(label.value).startswith("Reviews: ") and label.value != "Reviews: recommended on":
            said.value = None
    columns = {cell.value: cell.column for cell in reviews[1]}
    for row in range(2, reviews.max_row + 1):
        for heading in ("Report sent on", "Invited to comment", "Reviewer signed on", "Employee signed on"):
            reviews.cell(row, columns[heading]).value = None
    book.save(path)


def _run(folder: Path, as_of: str) -> Path:
    run = call("run", "--cycle", "teaching-2025-26", "--round", "october", "--folder", folder, "--as-of", as_of)
    assert run.returncode in (0, 1), run.stderr
    return Path(shutil.copytree(folder / OCTOBER, folder.parent / as_of))


def _json(output: Path, name: str) -> Any:
    return json.loads((output / name).read_text("utf-8"))


def test_everybody_stands_as_before_the_report_date(rounds: tuple[Path, Path]) -> None:
    before, after = (
        {(person["academy"], person["row"], person["payroll_number"]): person["outcome"] for person in people}
        for people in (_json(output, "people.json") for output in rounds)
    )
    ready = {key for key, outcome in before.items() if outcome.startswith("ready")}
    assert ready
    assert {key: after[key] for key in ready if not after[key].startswith("ready")} == {}


def test_what_is_open_of_reports_is_told_all_the_same(rounds: tuple[Path, Path]) -> None:
    _, later = rounds
    found = Counter(finding["code"] for finding in _json(later, "findings.json"))
    assert found["PM903"]
    reasons = {code for person in _json(later, "people.json") for code in person["reasons"]}
    assert not reasons & OF_THE_REPORT
