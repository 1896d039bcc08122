"""What becomes of each row of Staff, and of whoever is on the staff list only: which faults return or explain them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from casebook import Case
from openpyxl.workbook import Workbook
from test_severity_of_variants import AS_OF, merged
from workbooks import edited

from pmr_batch.model.terms import FileState, Outcome

ANN = "| 0001041 | Ann Appleby |"
LISTED = """
| Payroll number | Name        | Academy code | Role    | Contract  | Employment start | FTE |
| 0001041        | Ann Appleby | RIV          | Teacher | Permanent | 2019-09-01       | 1   |
"""


@pytest.mark.parametrize(
    ("ben", "code"), [("| | Ben Barlow |", "PM009"), (ANN, "PM011")], ids=["no payroll number", "a second row of Ann's"]
)
def test_what_is_found_at_a_row_returns_that_row_and_no_other(ben: str, code: str, tmp_path: Path) -> None:
    staff = f"| Payroll number | Name |\n{ANN}\n{ben}"
    people = merged(Case("", "", AS_OF, "teacher", {"Staff": staff}).write(tmp_path), tmp_path).people
    assert [(person.row, person.outcome, person.reasons) for person in people] == [
        (2, Outcome.READY, ()),
        (3, Outcome.RETURNED, (code,)),
    ]


def _without_staff(book: Workbook) -> None:
    book.remove(book["Staff"])


def _without_payroll_numbers(book: Workbook) -> None:
    book["Staff"]["A1"].value = "Somebody's number"


@pytest.mark.parametrize(("edit", "code"), [(_without_staff, "PM002"), (_without_payroll_numbers, "PM003")])
def test_nobody_is_missed_on_staff_that_cannot_be_read(
    edit: Callable[[Workbook], None], code: str, tmp_path: Path
) -> None:
    """That it cannot be read is the fault, and why they are missing."""
    [path] = Case("", "", AS_OF, "teacher", {"settings": {"Staff list": LISTED}}).write(tmp_path)
    path.write_bytes(edited(path.read_bytes(), edit))
    made = merged([path], tmp_path)
    listed = [person for person in made.people if person.payroll_number]
    assert [(person.outcome, person.reasons) for person in listed] == [(Outcome.MISSING, (code,))]
    assert "PM207" not in {finding.code for finding in made.findings}


def test_whoever_is_missing_stands_in_the_order_of_payroll_numbers(tmp_path: Path) -> None:
    heading, *others = LISTED.strip().splitlines()
    listed = "\n".join(
        (heading, *(line.replace("0001041", number) for number in ("0001043", "0001042") for line in others))
    )
    made = merged(Case("", "", AS_OF, "teacher", {"settings": {"Staff list": listed}}).write(tmp_path), tmp_path)
    missing = [person.payroll_number for person in made.people if person.outcome is Outcome.MISSING]
    assert missing == ["0001042", "0001043"]


def test_rows_are_counted_by_academy_and_those_of_none_apart(tmp_path: Path) -> None:
    [path] = Case("", "", AS_OF, "teacher", {}).write(tmp_path)
    (tmp_path / "other").mkdir()
    [unknown] = Case("", "", AS_OF, "teacher", {"Start": "| Academy code | XYZ |"}).write(tmp_path / "other")
    made = merged([path, unknown], tmp_path)
    counted = [(one.code, one.name, one.state, one.rows_in, one.refused_rows) for one in made.academies]
    assert counted == [
        ("RIV", "Riverside", FileState.ACCEPTED, 1, 0),
        ("XYZ", "Files that name no academy of the trust", FileState.REFUSED, 1, 1),
    ]


@pytest.mark.parametrize(
    ("start", "end", "is_missed"),
    [
        ("2019-09-01", "", True),
        ("2019-09-01", "2026-10-20", True),
        ("2026-10-21", "", False),
        ("2019-09-01", "2026-10-19", False),
    ],
    ids=["employed", "until the day itself", "from tomorrow", "until yesterday"],
)
def test_whoever_is_not_employed_on_the_day_is_missed_in_no_return(
    start: str, end: str, is_missed: bool, tmp_path: Path
) -> None:
    listed = f"""
    | Payroll number | Name       | Academy code | Role    | Contract  | Employment start | Employment end | FTE |
    | 0001042        | Ben Barlow | RIV          | Teacher | Permanent | {start}          | {end}          | 1   |
    """
    made = merged(Case("", "", AS_OF, "teacher", {"settings": {"Staff list": listed}}).write(tmp_path), tmp_path)
    missed = [finding.payroll_number for finding in made.findings if finding.code == "PM207"]
    assert missed == (["0001042"] if is_missed else [])


def test_whoever_is_of_the_round_is_marked_so_in_what_is_known_of_them(tmp_path: Path) -> None:
    made = merged(Case("", "", AS_OF, "teacher", {}).write(tmp_path), tmp_path)
    assert [dossier.of_round for dossier in made.dossiers.values()] == [True]
