"""A later template has more columns and sheets; a workbook that was issued before is read as it was issued."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from casebook import base, trust, workbook
from program import ROOT

from pmr_batch.commands.check import check
from pmr_batch.layout.standard_workbook import ACCEPTED_TEMPLATE_VERSIONS, SHEETS, TEMPLATE_VERSION
from pmr_batch.layout.trust_workbook import TRUST_SHEETS
from pmr_batch.model.findings import Finding

#: What the next template has besides, as it is declared.
LATER = {
    r"(?=        choice\(\"Outcome\", \(\"Met\")": """
        text("Room", note="Where it is worked on", since={next}),
        text("Half term", PLANNING & _SET, "PM405", since={next}),
""",
    r"(?=        text\(\"Objectives quality assured by\")": """
        text("Sent by", since={next}),
        text("Copied to", ALWAYS, "PM009", since={next}),
""",
    r"(?=SHEETS: tuple)": """
VISITS = Sheet(
    "Visits",
    (text("Payroll number", ALWAYS, "PM009"), day("Visited on", ALWAYS, "PM009")),
    people=True,
    since={next},
)
""",
    r"(?=    EXPLANATIONS,\n\))": "    VISITS,\n",
    r"(?<=TEMPLATE_VERSION = )\"\d+\"": '"{next}"',
}
NEXT = int(TEMPLATE_VERSION) + 1
CHECK = """
import json, sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from pmr_batch.commands.check import check
with ThreadPoolExecutor(1) as executor:
    for path in map(Path, sys.argv[1:]):
        seen = check([path], path.parent, date(2026, 10, 20), executor)
        (read,) = seen.files
        objectives = read.tables["Objectives"]
        found = [(one.code, one.sheet, one.column, one.cell, one.severity) for one in seen.findings]
        print(json.dumps({"found": found, "room": objectives.columns.get("room"), "state": read.state}))
"""
ROOM = """
    | Payroll number | No | {heading} |
    | 0001041        | 1  | Hall      |
    | 0001041        | 2  | Library   |
    | 0001041        | 3  |           |"""
FILES: dict[str, dict[str, str]] = {
    "issued before": {},
    "issued before, with a column like a later one": {"Objectives": ROOM.format(heading="Rooms")},
    "issued before, with a later column": {"Objectives": ROOM.format(heading="Room")},
    "issued after, without them": {"Start": f"| Template version | {NEXT} |"},
    "issued after, with them, and a blank": {
        "Start": f"| Template version | {NEXT} |",
        "Objectives": """
            | Payroll number | No | Half term | Room |
            | 0001041        | 1  | Autumn 2  |      |
            | 0001041        | 2  |           | Hall |
            | 0001041        | 3  | Spring 1  |      |""",
    },
    "of a template to come": {"Start": f"| Template version | {NEXT + 1} |"},
}


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package with the next template."""
    folder = tmp_path_factory.mktemp("later")
    shutil.copytree(ROOT / "pmr_batch", folder / "pmr_batch", ignore=shutil.ignore_patterns("__pycache__"))
    layout = folder / "pmr_batch" / "layout" / "standard_workbook.py"
    text = layout.read_text("utf-8")
    for place, more in LATER.items():
        text, times = re.subn(place, more.replace("{next}", str(NEXT)), text)
        assert times == 1, place
    layout.write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def seen(later: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What a check with the next template says of each workbook."""
    folder = tmp_path_factory.mktemp("returns")
    (folder / "trust.xlsx").write_bytes(trust("teacher", {}))
    paths = [folder / f"{name}.xlsx" for name in FILES]
    for path, told in zip(paths, FILES.values(), strict=True):
        path.write_bytes(workbook("teacher", "", told))
    environment = os.environ | {"PYTHONPATH": str(later)}
    command = [sys.executable, "-c", CHECK, *map(str, paths)]
    ran = subprocess.run(command, cwd=later, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert ran.returncode == 0, ran.stderr
    return dict(zip(FILES, map(json.loads, ran.stdout.splitlines()), strict=True))


def told(name: str, folder: Path) -> list[list[str | None]]:
    """What a check says of the same workbook as the package stands."""
    (folder / "trust.xlsx").write_bytes(trust("teacher", {}))
    (folder / "return.xlsx").write_bytes(workbook("teacher", "", FILES[name]))
    with ThreadPoolExecutor(1) as executor:
        return [list(_place(one)) for one in check([folder / "return.xlsx"], folder, DAY, executor).findings]


DAY: date = base()["as of"]


def _place(one: Finding) -> tuple[str | None, ...]:
    return one.code, one.sheet, one.column, one.cell, one.severity


def test_a_workbook_issued_before_has_no_finding_more(seen: dict[str, dict[str, Any]], tmp_path: Path) -> None:
    """Neither of optional nor of required columns, nor of labels on Start, nor of a sheet that was not there yet."""
    assert seen["issued before"]["state"] == "accepted"
    assert seen["issued before"]["found"] == told("issued before", tmp_path)


def test_what_came_later_counts_as_blank(seen: dict[str, dict[str, Any]]) -> None:
    assert seen["issued before"]["room"] == [None, None, None]


def test_a_column_of_the_offices_own_is_not_taken_for_a_later_one(
    seen: dict[str, dict[str, Any]], tmp_path: Path
) -> None:
    name = "issued before, with a column like a later one"
    assert seen[name]["found"] == told(name, tmp_path)
    assert ["PM014", "Objectives", "Rooms", "C1", "note"] in seen[name]["found"]
    assert seen[name]["room"] == [None, None, None]


def test_a_later_column_is_read_where_it_stands(seen: dict[str, dict[str, Any]]) -> None:
    assert seen["issued before, with a later column"]["room"] == ["Hall", "Library", None]


def test_a_workbook_issued_after_is_told_what_it_lacks(seen: dict[str, dict[str, Any]], tmp_path: Path) -> None:
    more = [each for each in seen["issued after, without them"]["found"] if each not in told("issued before", tmp_path)]
    assert {(code, sheet, column) for code, sheet, column, _, _ in more} == {
        ("PM003", "Objectives", "Room"),
        ("PM003", "Objectives", "Half term"),
        ("PM003", "Start", "Sent by"),
        ("PM003", "Start", "Copied to"),
        ("PM002", "Visits", None),
    }


def test_a_later_column_that_is_required_is_asked_for_where_it_stands(seen: dict[str, dict[str, Any]]) -> None:
    found = seen["issued after, with them, and a blank"]["found"]
    assert [each for each in found if each[1] == "Objectives" and each[4] == "error"] == [
        ["PM405", "Objectives", "Half term", "C3", "error"]
    ]


def test_a_template_that_there_is_not_yet_is_refused(seen: dict[str, dict[str, Any]]) -> None:
    found = seen["of a template to come"]
    assert found["state"] == "refused"
    assert ("PM004", "Template version") in {(code, column) for code, _, column, _, _ in found["found"]}


def test_no_column_is_of_a_template_to_come() -> None:
    versions = [each.since for sheet in (*SHEETS, *TRUST_SHEETS) for each in (sheet, *sheet)]
    assert 1 <= min(versions) <= max(versions) <= int(TEMPLATE_VERSION)
    assert ACCEPTED_TEMPLATE_VERSIONS[-1] == TEMPLATE_VERSION
