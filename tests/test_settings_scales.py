"""Pay scales in trust.xlsx: what cannot be right refuses, what only looks wrong is told, what is right is silent."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from program import call
from test_settings import Rows, filled

from pmr_batch.demo.settings_rows import trust_rows
from pmr_batch.demo.staffing import make_trust
from pmr_batch.errors import SettingsError
from pmr_batch.settings.trust_file import TRUST_FILE, read_trust
from pmr_batch.workbook.trust_book import trust_workbook

FRINGE, NEW, NJC_NEW = "London Fringe", date(2025, 9, 1), date(2025, 4, 1)
Change = Callable[[Rows], None]


def point_of(rows: Rows, name: str, starts: date) -> dict[str, Any]:
    """The row of a point of London Fringe, or of NJC."""
    area = "National" if name.startswith("SCP") else FRINGE
    return next(row for row in rows["Pay points"] if (row["area"], row["point"], row["from_"]) == (area, name, starts))


def paid(name: str, annual: int, starts: date = NEW, **more: Any) -> Change:
    """Change the pay of a point."""
    return lambda rows: point_of(rows, name, starts).update(annual_pay=Decimal(annual), **more)


def without(name: str, starts: date = NEW) -> Change:
    """Leave out a point."""
    return lambda rows: rows["Pay points"].remove(point_of(rows, name, starts))


def a_trust(folder: Path, *changes: Change) -> Path:
    rows = filled()
    for change in changes:
        change(rows)
    (folder / TRUST_FILE).write_bytes(trust_workbook(rows))
    return folder


def test_the_reference_is_silent_and_so_is_the_demo(tmp_path: Path) -> None:
    assert read_trust(a_trust(tmp_path)).notices == ()
    (tmp_path / TRUST_FILE).write_bytes(trust_workbook(trust_rows(make_trust(3, 20, 1), 1)))
    assert read_trust(tmp_path).notices == ()


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (
            paid("M3", 46627),
            "Annual pay £46,627 of M3 in Main, London Fringe, from 1 September 2025 does not lie between the £36,373 "
            "of M2 and the £41,075 of M4, and the award of 4 % that other points had gives £38,627; correct it",
        ),
        (
            paid("M6", 43839),
            "Annual pay £43,839 of M6 in Main, London Fringe, from 1 September 2025 is less than the £45,037 of the "
            "scale before, and the award of 4 % that other points had gives £46,839; "
            "correct it or the scale before, or write confirmed as its Status",
        ),
        (
            paid("U3", 25490),
            "Annual pay £25,490 of U3 in Upper, London Fringe, from 1 September 2025 does not lie above the £50,668 "
            "of U2, and the award of 4 % that other points had gives £52,490; correct it",
        ),
        (
            without("M3"),
            "Point “M4” follows on M2 in Main, London Fringe, from 1 September 2025, without M3, which the scale "
            "before had; add what is missing, or write confirmed as its Status",
        ),
        (
            paid("SCP7", 62403, NJC_NEW),
            "Annual pay £62,403 of SCP7 in NJC, National, from 1 April 2025 does not lie between the £25,989 of SCP6 "
            "and the £26,824 of SCP8, and the award of 3.2 % that other points had gives £26,403; correct it",
        ),
    ],
)
def test_what_cannot_be_right_refuses_with_one_line(tmp_path: Path, change: Change, line: str) -> None:
    with pytest.raises(SettingsError) as told:
        read_trust(a_trust(tmp_path, change))
    (problem,) = told.value.problems
    assert problem.startswith("Pay points ")
    assert problem.partition(": ")[2] == line


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (
            paid("M3", 38267),
            "Annual pay £38,267 of M3 in Main, London Fringe, from 1 September 2025 is not the £38,627 of the award "
            "of 4 % that the other points had; correct it or the scale before, or write confirmed as its Status",
        ),
        (
            paid("SCP7", 26430, NJC_NEW),
            "Annual pay £26,430 of SCP7 in NJC, National, from 1 April 2025 is not the £26,403 of the award of 3.2 % "
            "that the other points had; correct it or the scale before, or write confirmed as its Status",
        ),
        (
            paid("LP max", 85028),
            "Point “LP min” begins Lead practitioner, London Fringe, from 1 September 2025, whose points rise by no "
            "one award: LP min by 4.0 % and LP max by 9.8 %; "
            "correct it or the scale before, or write confirmed as its Status",
        ),
    ],
)
def test_what_only_looks_wrong_is_used_and_told_once(tmp_path: Path, change: Change, line: str) -> None:
    (notice,) = read_trust(a_trust(tmp_path, change)).notices
    assert notice.startswith("trust.xlsx: Pay points ")
    assert notice.removeprefix("trust.xlsx: ").partition(": ")[2] == line


@pytest.mark.parametrize(
    "changes",
    [
        [without("SCP2", NJC_NEW)],  # NJC's lowest points go, one by one
        [without("M1")],
        [paid("M3", 38267, status="confirmed by HR, 3 September 2025")],
        [paid("M6", 43839, status="Confirmed")],
        [without("M3"), paid("M4", 41075, status="official, confirmed")],
    ],
)
def test_an_unusual_scale_can_be_true(tmp_path: Path, changes: list[Change]) -> None:
    assert [line for line in read_trust(a_trust(tmp_path, *changes)).notices if "2025" in line] == []


def test_a_scale_at_fault_is_no_measure_for_the_next(tmp_path: Path) -> None:
    (notice,) = read_trust(a_trust(tmp_path, paid("L43", 154218))).notices
    assert "from 1 September 2025" in notice


def test_run_issue_and_check_say_it_beside_their_results(tmp_path: Path) -> None:
    a_trust(tmp_path, paid("M3", 38267))
    issued = call("issue", "--cycle", "teaching-2025-26", folder=tmp_path)
    assert issued.returncode == 0
    assert "M3 in Main, London Fringe" in issued.stderr
    assert "M3" not in issued.stdout
    file = tmp_path / "issued/teaching-2025-26/RIV Teaching 2025-26.xlsx"
    checked = call("check", file, "--as-of", "2025-09-08", "--json", folder=tmp_path)
    assert checked.stderr == issued.stderr
    (tmp_path / "incoming/teaching-2025-26").mkdir(parents=True, exist_ok=True)
    file.rename(tmp_path / "incoming/teaching-2025-26/RIV.xlsx")
    ran = call("run", "--cycle", "teaching-2025-26", "--round", "october", "--as-of", "2026-10-16", folder=tmp_path)
    assert ran.stderr == issued.stderr
    output = tmp_path / "output/teaching-2025-26/october"
    assert json.loads((output / "run.json").read_text("utf-8"))["notices"] == ran.stderr.splitlines()
    assert "of M3 in Main, London Fringe" in (output / "report.html").read_text("utf-8")
