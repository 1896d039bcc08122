"""Leadership pay of which only the ends are known: asked for in the return, decided, paid and written to the person."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from committee_desk import APPROVED, MET_ON, Desk
from program import call
from test_kinds import KINDS, kind

TITLE = "deputy head in the Fringe, where only the ends of the range are known"
CYCLE = "teaching-2025-26"
REFUSED = {"Decision": "Not approved", "Decision reason": "The evidence is thin", "Decided on": MET_ON}


def ran(folder: Path, **sheets: str) -> tuple[int, Path]:
    """The exit code of the deputy's round, and its folder; `sheets` are told otherwise than by the kind."""
    case = kind(TITLE)
    case = replace(case, told={**case.told, **sheets})
    incoming = folder / "incoming" / CYCLE
    paths = case.write(folder)
    incoming.mkdir(parents=True)
    for path in paths:
        path.rename(incoming / path.name)
    done = call("run", "--cycle", CYCLE, "--round", "october", "--as-of", str(case.as_of), folder=folder)
    return done.returncode, folder / "output" / CYCLE / "october"


@pytest.fixture(scope="module")
def trust(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fringe")
    assert ran(folder)[0] == 0
    return folder


def decided(trust: Path, folder: Path, cells: Mapping[str, Any]) -> tuple[int, str, Path]:
    """Exit code and output of decide on a copy of the trust, and what it made."""
    shutil.copytree(trust, folder)
    desk = Desk(next(folder.rglob("Pay committee*.xlsx")))
    desk.type(0, cells)
    desk.save(folder / "decided.xlsx")
    done = call("decide", "--take", "decided.xlsx", "--as-of", "2026-10-23", folder=folder)
    return done.returncode, done.stdout, folder / "output" / CYCLE / "october" / "decided"


def paid(made: Path) -> list[tuple[str, str, str]]:
    """Decision, new point and new pay of each row of the first payroll file."""
    path = next(path for path in sorted(made.glob("payroll/*.csv")) if "in full" not in path.name)
    rows = csv.DictReader(path.read_text("utf-8-sig").splitlines())
    return [(row["Decision"], row["New point"], row["New pay"]) for row in rows]


def test_pay_that_nobody_typed_keeps_the_person_from_the_committee(tmp_path: Path) -> None:
    staff, reviews = KINDS[TITLE]["Staff"].replace("66000", ""), KINDS[TITLE]["Reviews"].replace("70000", "")
    code, output = ran(tmp_path, Staff=staff, Reviews=reviews)
    assert code == 1
    said = call("check", *(tmp_path / "incoming").rglob("*.xlsx"), "--as-of", "2026-10-20", folder=tmp_path).stdout
    assert "Current pay is blank, and the pay points of Leadership do not have the pay of L10" in said
    assert "Recommended pay is blank, and the pay points of Leadership do not have the pay of L11" in said
    assert Desk(next(output.rglob("Pay committee*.xlsx"))).people == []


def test_pay_that_was_typed_is_decided_paid_and_in_the_letter(trust: Path, tmp_path: Path) -> None:
    code, said, made = decided(trust, tmp_path / "trust", APPROVED)
    assert code == 0, said
    assert paid(made) == [("Approved", "L11", "70000")]
    assert len(list(made.glob("letters/**/*.docx"))) == len(list(made.glob("forms/**/*.docx"))) == 1


def test_whoever_is_not_approved_keeps_the_pay_that_was_typed(trust: Path, tmp_path: Path) -> None:
    code, said, made = decided(trust, tmp_path / "trust", REFUSED)
    assert code == 0, said
    assert paid(made) == [("Not approved", "L10", "66000")]


def test_a_point_whose_pay_nobody_typed_is_kept_back_in_a_line_that_says_what_to_do(
    trust: Path, tmp_path: Path
) -> None:
    code, said, made = decided(
        trust, tmp_path / "trust", {**APPROVED, "Decided point": "L12", "Decision reason": "Two"}
    )
    assert code == 1
    assert "does not say what Leadership L12 is paid on 1 September 2026" in said
    assert "refer the row back" in said
    assert not list(made.glob("payroll/*"))
