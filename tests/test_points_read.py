"""Pay points as offices type them, in real workbooks through check: read as the point meant, told, never guessed."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from casebook import TRUST_BY_NAME, base, rows_of, workbook, xlsx

from pmr_batch.commands.check import check
from pmr_batch.model.findings import Finding
from pmr_batch.settings.trust_file import read_trust

AS_OF = date(2026, 10, 20)
STAFF = """
    | Payroll number | Pay range   | Pay point   | Range from   | Range to   |
    | 0001041        | {pay_range} | {pay_point} | {range_from} | {range_to} |"""
REVIEWS = """
    | Payroll number | Recommended range | Recommended point |
    | 0001041        | {pay_range}       | {point}           |"""


def told(folder: Path, **sheets: str) -> list[Finding]:
    """The repairs that a check of a return by the trust of base.yml tells."""
    (findings,) = checked(folder, [sheets])
    return findings


def checked(folder: Path, returns: Sequence[dict[str, str]]) -> list[list[Finding]]:
    """The repairs that one check tells of each of some returns."""
    trust = {name: rows_of(text) for name, text in base()["settings"].items()}
    (folder / "trust.xlsx").write_bytes(xlsx({name: trust.get(name, []) for name in TRUST_BY_NAME}, TRUST_BY_NAME, {}))
    paths = [folder / f"{number}.xlsx" for number in range(len(returns))]
    for path, sheets in zip(paths, returns, strict=True):
        path.write_bytes(workbook("teacher", "", sheets))
    with ThreadPoolExecutor(1) as executor:
        found = check(paths, folder, AS_OF, executor)
    assert len(found.files) == len(paths)
    assert all(file.tables for file in found.files)
    return [[one for one in found.findings if one.code == "PM015" and one.file == str(path)] for path in paths]


@cache
def of_all_cases() -> dict[tuple[str, str], list[Finding]]:
    """What one check tells of the points of all cases below, by Staff and Reviews of each."""
    cases = [
        *((staff(pay_range, typed), reviews("", "")) for pay_range, typed, _ in READ),
        *((staff(pay_range, typed), reviews("", "")) for pay_range, typed in AS_TYPED),
        *((staff(current, ""), reviews(recommended, typed)) for current, recommended, typed, _ in RECOMMENDED),
    ]
    with TemporaryDirectory() as folder:
        found = checked(Path(folder), [{"Staff": on_staff, "Reviews": on_reviews} for on_staff, on_reviews in cases])
    return dict(zip(cases, found, strict=True))


def staff(pay_range: str, pay_point: str = "", range_from: str = "", range_to: str = "") -> str:
    return STAFF.format(pay_range=pay_range, pay_point=pay_point, range_from=range_from, range_to=range_to)


def reviews(pay_range: str, point: str) -> str:
    return REVIEWS.format(pay_range=pay_range, point=point)


def seen(findings: list[Finding]) -> list[tuple[str | None, object]]:
    return [(one.cell, one.value) for one in findings]


READ = [
    ("Main", "MPS3", "M3"),
    ("Main", "MPR 3", "M3"),
    ("Main", "m 3", "M3"),
    ("Main", "3", "M3"),
    ("Main", "M03", "M3"),
    ("Upper", "UPS1", "U1"),
    ("Unqualified", "UQT 2", "UQ2"),
    ("Leadership", "LS5", "L5"),
    ("NJC", "7", "SCP7"),
    ("NJC", "scp 07", "SCP7"),
    ("Lead practitioner", "minimum", "LP min"),
]


@pytest.mark.parametrize(("pay_range", "typed", "meant"), READ)
def test_a_point_is_read_in_its_range_and_told(pay_range: str, typed: str, meant: str) -> None:
    (repair,) = of_all_cases()[staff(pay_range, typed), reviews("", "")]
    assert (repair.sheet, repair.cell, repair.value, repair.payroll_number) == ("Staff", "C2", typed, "0001041")
    assert f"Pay point was “{typed}” and is read as “{meant}” (as points of {pay_range} are written)" in repair.message


AS_TYPED = [
    ("Main", "M3"),
    ("NJC", "SCP7"),
    ("Main", "U1"),
    ("Main", "UPS1"),
    ("Upper", "M6"),
    ("NJC", "L7"),
    ("Main", "M3-M4"),
    ("Main", "-3"),
    ("Main", "top"),
    ("Spot salary", "7"),
    ("", "MPS3"),
    ("Middle", "MPS3"),
]


@pytest.mark.parametrize(("pay_range", "typed"), AS_TYPED)
def test_what_is_right_means_nothing_or_has_no_range_stays_as_typed(pay_range: str, typed: str) -> None:
    assert of_all_cases()[staff(pay_range, typed), reviews("", "")] == []


def test_the_ends_of_the_own_range_are_points_too(tmp_path: Path) -> None:
    found = told(tmp_path, Staff=staff("NJC", "SCP7", "5", "scp9"), Reviews=reviews("", ""))
    assert seen(found) == [("D2", "5"), ("E2", "scp9")]


RECOMMENDED = [
    ("Main", "", "MPS4", "M4"),
    ("Main", "", "4", "M4"),
    ("Main", "Upper", "1", "U1"),
    ("Main", "Upper", "UPR 1", "U1"),
    ("Main", "", "UPS1", None),  # the letters name another range
    ("Main", "Upper range", "1", None),  # no range
    ("", "", "4", None),
]


@pytest.mark.parametrize(("current", "recommended", "typed", "meant"), RECOMMENDED)
def test_a_recommended_point_is_of_the_recommended_range_else_of_the_persons(
    current: str, recommended: str, typed: str, meant: str | None
) -> None:
    found = of_all_cases()[staff(current, ""), reviews(recommended, typed)]
    assert seen(found) == ([("C2", typed)] if meant else [])
    assert all(f"is read as “{meant}”" in one.message for one in found)


def test_of_two_ranges_on_staff_none_is_chosen(tmp_path: Path) -> None:
    two = """
        | Payroll number | Pay range | Pay point |
        | 0001041        | Main      | M3        |
        | 0001041        | NJC       | SCP4      |"""
    assert told(tmp_path, Staff=two, Reviews=reviews("", "4")) == []


def test_a_row_without_a_payroll_number_has_nobodys_range(tmp_path: Path) -> None:
    two = """
        | Payroll number | Pay range | Pay point |
        | 0001041        | Main      | M3        |
        |                | NJC       | SCP4      |"""
    nobody = """
        | Payroll number | Recommended range | Recommended point |
        |                |                   | 4                 |"""
    assert told(tmp_path, Staff=two, Reviews=nobody) == []


def test_the_trusts_own_points_are_read_likewise_and_told_in_a_line_a_column(tmp_path: Path) -> None:
    trust = {name: rows_of(text) for name, text in base()["settings"].items()}
    trust["Staff list"] = rows_of(
        """
        | Payroll number | Name | Academy code | Role    | Contract  | Employment start | FTE | Pay range | Pay point |
        | 0001041        | Ann  | RIV          | Teacher | Permanent | 2019-09-01       | 1   | Main      | MPS3      |
        | 0001042        | Ben  | RIV          | Teacher | Permanent | 2019-09-01       | 1   | Upper     | UPS 1     |
        | 0001043        | Cat  | RIV          | Teacher | Permanent | 2019-09-01       | 1   | Upper     | U1        |
        """
    )
    trust["Pay points"] = rows_of(
        """
        | Area            | Range | Point | From       | Annual pay |
        | Rest of England | Main  | MPS1  | 2025-09-01 | 32916      |
        | Rest of England | Main  | M2    | 2025-09-01 | 34823      |
        | Rest of England | Main  | M3    | 2025-09-01 | 37101      |
        | Rest of England | Upper | U1    | 2025-09-01 | 47472      |
        | London Fringe   | Main  | M1    | 2025-09-01 | 34398      |"""
    )
    (tmp_path / "trust.xlsx").write_bytes(xlsx({n: trust.get(n, []) for n in TRUST_BY_NAME}, TRUST_BY_NAME, {}))
    settings = read_trust(tmp_path)
    assert [row["pay_point"] for row in settings.staff_list or ()] == ["M3", "U1", "U1"]
    assert settings.pay.annual("Rest of England", "Main", "M1", AS_OF) == 32916
    assert settings.notices == (
        "trust.xlsx: Pay points C2: Point was “MPS1” and is read as “M1” (as points of Main are written)",
        "trust.xlsx: Staff list O2: Pay point was “MPS3” and is read as “M3” (as points of Main are written), "
        "and 1 more cell of the column likewise",
    )


def test_notices_about_the_staff_list_name_nobody(tmp_path: Path) -> None:
    trust = {name: rows_of(text) for name, text in base()["settings"].items()}
    listed = {"Academy code": "RIV", "Role": "teacher", "Contract": "Permanent", "Employment start": "2019-09-01"}
    trust["Staff list"] = [
        {"Payroll number": "0001041", "Name": "Ann\u00a0 Appleby\u200b", "FTE": "1", "Line manager": "1042", **listed},
        {"Payroll number": "0001042", "Name": "Ben Bradshaw", "FTE": "1", **listed},
    ]
    (tmp_path / "trust.xlsx").write_bytes(xlsx({n: trust.get(n, []) for n in TRUST_BY_NAME}, TRUST_BY_NAME, {}))
    notices = read_trust(tmp_path).notices
    assert len(notices) == 3
    assert "Staff list E2: Role was “teacher” and is read as “Teacher”" in notices[0] + notices[1] + notices[2]
    assert not any(word in line for line in notices for word in ("Ann", "Appleby", "1042"))
    assert "trust.xlsx: Staff list L2: Line manager is read otherwise than typed (as on Staff)" in (notices)
