"""What rules share: where a person stands, in which round, and from when on the work is due."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from casebook import TRUST_BY_NAME, base, rows_of, workbook, xlsx

from pmr_batch.excel.reading.workbook_tables import read_tables
from pmr_batch.layout.trust_workbook import TRUST_SHEETS
from pmr_batch.model.findings import Validated
from pmr_batch.model.terms import Round
from pmr_batch.read import read_files
from pmr_batch.settings.trust_file import from_tables
from pmr_batch.validate.engine import validate

AS_OF = date(2026, 10, 20)


def asked(
    folder: Path, about: str, sheets: dict[str, str], as_of: date = AS_OF, round_: Round | None = None
) -> Validated:
    path = folder / "return.xlsx"
    path.write_bytes(workbook(about, "", sheets))
    tables = {name: rows_of(text) for name, text in base()["settings"].items()}
    trust = xlsx({name: tables.get(name, []) for name in TRUST_BY_NAME}, TRUST_BY_NAME, {})
    settings = from_tables(read_tables(trust, TRUST_SHEETS).tables, "trust.xlsx", own=False)
    with ThreadPoolExecutor(1) as executor:
        return validate(read_files([path], executor, settings), settings, as_of, round_)


def staff(folder: Path, sheets: dict[str, str], about: str = "teacher", as_of: date = AS_OF) -> pd.DataFrame:
    return asked(folder, about, sheets, as_of).frames["Staff"]


def table(*rows: tuple[str, ...]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


STATUS = ("Payroll number", "Status", "Status from", "Status to", "Employment end")


STANDING = [
    ("In review", "", "", "", "in review"),
    ("Suspended: grievance", "2026-09-01", "", "", "suspended"),
    ("Suspended: grievance", "2026-09-01", "2026-10-20", "", "suspended"),
    ("Suspended: grievance", "2026-09-01", "2026-10-19", "", "in review"),
    ("Capability", "2026-09-01", "", "", "other procedure"),
    ("Capability", "2026-09-01", "2026-10-20", "", "other procedure"),
    ("Capability", "2026-09-01", "2026-10-19", "", "in review"),
    ("Misconduct", "2026-09-01", "", "", "in review"),
    ("Ill health", "2026-09-01", "", "", "in review"),
    ("Left", "2026-08-31", "", "2026-08-31", "left"),
    ("Left", "2026-08-31", "2026-08-31", "2026-08-31", "left"),
    ("Left", "2026-09-01", "", "2026-09-01", "in review"),
    ("Left", "2026-09-01", "", "", "left"),
    ("In review", "", "", "2026-08-31", "left"),
    ("In review", "", "", "2026-09-01", "in review"),
    ("Suspended: grievance", "2026-05-01", "", "2026-08-31", "left"),
    ("Capability", "2026-05-01", "", "2026-08-31", "left"),
    ("Out of scope", "", "", "2026-08-31", "left"),
    ("Out of scope", "", "", "", "out of scope"),
]


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Where people of each of these stand, who are all on one return."""
    rows = [(f"{1041 + at:07}", *status) for at, (*status, _) in enumerate(STANDING)]
    return list(staff(tmp_path_factory.mktemp("states"), {"Staff": table(STATUS, *rows)})["review_state"])


@pytest.mark.parametrize("at", range(len(STANDING)), ids=[" ".join(filter(None, case)) for case in STANDING])
def test_a_status_says_where_a_person_stands(at: int, states: list[str]) -> None:
    assert states[at] == STANDING[at][-1]


@pytest.mark.parametrize(
    ("as_of", "stands"), [(date(2026, 7, 31), "in review"), (date(2026, 8, 1), "left"), (AS_OF, "left")]
)
def test_whose_employment_is_still_to_end_is_in_review_until_then(tmp_path: Path, as_of: date, stands: str) -> None:
    row = ("0001041", "In review", "", "", "2026-07-31")
    assert list(staff(tmp_path, {"Staff": table(STATUS, row)}, as_of=as_of)["review_state"]) == [stands]


@pytest.mark.parametrize(
    ("ended", "stands"), [("", "other procedure"), ("2026-10-20", "other procedure"), ("2026-10-19", "in review")]
)
def test_capability_ends_with_its_concern_whatever_status_to_says(tmp_path: Path, ended: str, stands: str) -> None:
    heading = ("Payroll number", "Raised on", "Raised by", "Outcome", "Notified on", "Capability ended on")
    sheets = {
        "Staff": table(STATUS, ("0001041", "Capability", "2026-03-02", "2026-04-01", "")),
        "Concerns": table(heading, ("0001041", "2026-02-02", "0001001", "Capability", "2026-03-02", ended)),
    }
    assert list(staff(tmp_path, sheets)["review_state"]) == [stands]


@pytest.mark.parametrize(
    ("academy", "stands"), [("", "in review"), ("RIV", "in review"), ("OAK", "reviewed elsewhere")]
)
def test_reviewed_elsewhere_is_whoever_another_academy_reviews(tmp_path: Path, academy: str, stands: str) -> None:
    rows = table(("Payroll number", "Reviewed at"), ("0001041", academy))
    assert list(staff(tmp_path, {"Staff": rows})["review_state"]) == [stands]


@pytest.mark.parametrize(
    ("about", "round_", "due"),
    [
        ("teacher", "october", date(2026, 10, 15)),
        ("head", "december", date(2026, 12, 11)),
        ("support", "april", date(2026, 4, 15)),
    ],
)
def test_the_role_says_which_round_and_by_when(tmp_path: Path, about: str, round_: str, due: date) -> None:
    blank = {"Start": table(("Authorised on", ""))}
    seen = asked(tmp_path, about, blank, date(2026, 4, 1))
    assert list(seen.frames["Staff"]["round"]) == [round_]
    assert [one.due for one in seen.to_do if one.code == "PM017"] == [due]


def test_a_run_asks_of_its_rounds_people_also_those_who_are_not_in_review(tmp_path: Path) -> None:
    suspended = {"Staff": table(STATUS, ("0001041", "Suspended: grievance", "2026-09-01", "", ""))}
    seen = {
        round_: {one.code for one in asked(tmp_path, "teacher", suspended, round_=round_).findings}
        for round_ in (Round.OCTOBER, Round.DECEMBER)
    }
    assert "PM106" in seen[Round.OCTOBER]
    assert "PM106" not in seen[Round.DECEMBER]


def test_a_run_asks_at_once_what_a_check_puts_off(tmp_path: Path) -> None:
    blank = {"Start": table(("Authorised by", ""), ("Position", ""), ("Authorised on", ""))}
    before = date(2026, 10, 10)
    check, run = (asked(tmp_path, "teacher", blank, before, round_) for round_ in (None, Round.OCTOBER))
    assert [one.code for one in check.to_do].count("PM017") == 3
    assert [one.code for one in run.findings].count("PM017") == 3
