"""What is answered stays to be seen and no longer counts: explained by the office, or accepted by trust HR."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest
from casebook import Case
from click.testing import CliRunner

from pmr_batch.cli import main
from pmr_batch.commands.check import check
from pmr_batch.commands.rounds.run import RunResult, run
from pmr_batch.model.findings import Finding
from pmr_batch.model.terms import Outcome, Round

AS_OF = date(2026, 10, 20)
CLEAN, ERRORS = 0, 1
#: A final review that was held a day late: one query, PM103, about 16 October 2026.
LATE = """
    | Payroll number | Date       | Kind            |
    | 0001041        | 2025-10-06 | Initial meeting |
    | 0001041        | 2026-01-20 | Observation     |
    | 0001041        | 2026-02-10 | Informal review |
    | 0001041        | 2026-10-16 | Final review    |"""
#: An error that trust HR may well accept: the objective has no description of success.
NO_SUCCESS = """
    | Payroll number | No | What success looks like |
    | 0001041        | 1  | Nine in ten pass        |
    | 0001041        | 2  |                         |"""
#: Criteria met, though an objective was not: one query, PM613, that the row's own Reason answers.
NOT_MET = "| Payroll number | No | Outcome |\n| 0001041 | 1 | Met |\n| 0001041 | 2 | Not met |"
WHY = "The school was closed that week"


class Folder(NamedTuple):
    """A trust folder with one return in it, and whoever works on it."""

    path: Path
    executor: Executor

    def holds(self, told: dict[str, Any]) -> None:
        """Put the return of a teacher with these sheets into it."""
        case = Case("", "", AS_OF, "teacher", told)
        incoming = self.path / "incoming/teaching-2025-26"
        incoming.mkdir(parents=True, exist_ok=True)
        [written] = case.write(self.path)
        written.replace(incoming / "return.xlsx")

    @property
    def file(self) -> Path:
        return self.path / "incoming/teaching-2025-26/return.xlsx"

    def checked(self, code: str) -> list[Finding]:
        """What `check` finds under a code."""
        seen = check([self.file], self.path, AS_OF, self.executor)
        return [one for one in seen.findings if one.code == code]

    def ran(self) -> RunResult:
        return run(self.path, "teaching-2025-26", Round.OCTOBER, AS_OF, self.executor)

    def exit_code(self, *arguments: str | Path) -> int:
        asked = [*map(str, arguments), "--as-of", AS_OF.isoformat(), "--folder", str(self.path)]
        return CliRunner().invoke(main, asked, prog_name="pmr-batch").exit_code


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Folder]:
    with ThreadPoolExecutor(1) as one:
        yield Folder(tmp_path, one)


def explained(code: str, about: str, text: str = WHY) -> str:
    return f"""
        | Rule   | Payroll number | About   | Explanation | Explained by | Explained on |
        | {code} | 0001041        | {about} | {text}      | 0001001      | 2026-10-19   |"""


def accepted(code: str, academy: str = "", number: str = "", item: str = "") -> str:
    return f"""
        | Rule   | Academy code | Payroll number | Item   | Reason           | Accepted by | Accepted on |
        | {code} | {academy}    | {number}       | {item} | A flood in March | Hetty HR    | 2026-10-12  |"""


def outcome(ran: RunResult) -> tuple[Outcome, tuple[str, ...]]:
    [person] = ran.moderated.people
    return person.outcome, person.reasons


def of_code(ran: RunResult, code: str) -> list[dict[str, Any]]:
    told = json.loads((ran.output / "findings.json").read_text("utf-8"))
    return [one for one in told if one["code"] == code]


def queries(ran: RunResult) -> list[dict[str, Any]]:
    """The sheet Queries of the committee's workbook, by heading."""
    book = openpyxl.load_workbook(next((ran.output / "committee").glob("*.xlsx")))
    rows = list(book["Queries"].iter_rows(values_only=True))
    top = next(number for number, row in enumerate(rows) if "Rule" in row)
    return [dict(zip(map(str, rows[top]), row, strict=True)) for row in rows[top + 1 :] if any(row)]


# -- explained ---------------------------------------------------------------------------------------


def test_an_open_query_counts_but_is_no_error(folder: Folder) -> None:
    folder.holds({"Meetings": LATE})
    assert [one.counts for one in folder.checked("PM103")] == [True]
    ran = folder.ran()
    assert outcome(ran) == (Outcome.READY_WITH_QUERIES, ("PM103",))
    assert [(row["State"], row["Rule"]) for row in queries(ran)] == [("Open", "PM103")]
    assert folder.exit_code("check", folder.file) == CLEAN


def test_a_query_explained_in_the_workbook_stays_and_no_longer_counts(folder: Folder) -> None:
    folder.holds({"Meetings": LATE, "Explanations": explained("PM103", "16/10/2026")})
    told = f"{WHY} (0001001, 19 October 2026)"
    assert [(one.counts, one.explanation) for one in folder.checked("PM103")] == [(False, told)]
    ran = folder.ran()
    assert outcome(ran) == (Outcome.READY, ())
    assert [one["explanation"] for one in of_code(ran, "PM103")] == [told]
    assert [(row["State"], row["Explanation"]) for row in queries(ran)] == [("Explained", told)]


def test_an_explanation_of_another_value_leaves_the_query_open_and_is_told(folder: Folder) -> None:
    folder.holds({"Meetings": LATE, "Explanations": explained("PM103", "15/10/2026")})
    assert [one.counts for one in folder.checked("PM103")] == [True]
    assert len(folder.checked("PM018")) == 1
    ran = folder.ran()
    assert outcome(ran) == (Outcome.READY_WITH_QUERIES, ("PM103",))
    assert [one["explanation"] for one in of_code(ran, "PM103")] == [None]
    assert len(of_code(ran, "PM018")) == 1


def test_the_reason_of_the_row_answers_its_query(folder: Folder) -> None:
    folder.holds({"Objectives": NOT_MET})
    assert outcome(folder.ran()) == (Outcome.READY_WITH_QUERIES, ("PM613",))
    reason = "The school closed the class in June"
    folder.holds({"Objectives": NOT_MET, "Reviews": f"| Payroll number | Reason |\n| 0001041 | {reason} |"})
    assert [(one.counts, one.explanation) for one in folder.checked("PM613")] == [(False, reason)]
    ran = folder.ran()
    assert outcome(ran) == (Outcome.READY, ())
    assert [(row["State"], row["Explanation"]) for row in queries(ran)] == [("Explained", reason)]


def test_an_explanation_does_not_answer_an_error(folder: Folder) -> None:
    folder.holds({"Objectives": NO_SUCCESS, "Explanations": explained("PM405", "")})
    assert [(one.counts, one.explanation) for one in folder.checked("PM405")] == [(True, None)]
    assert outcome(folder.ran()) == (Outcome.RETURNED, ("PM405",))


# -- accepted ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("academy", "number", "item"), [("", "0001041", ""), ("RIV", "0001041", ""), ("RIV", "0001041", "2")]
)
def test_an_error_that_trust_hr_accepts_stays_and_no_longer_counts(
    folder: Folder, academy: str, number: str, item: str
) -> None:
    folder.holds({"Objectives": NO_SUCCESS})
    assert folder.exit_code("check", folder.file) == ERRORS
    assert outcome(folder.ran()) == (Outcome.RETURNED, ("PM405",))
    folder.holds({"Objectives": NO_SUCCESS, "settings": {"Accepted": accepted("PM405", academy, number, item)}})
    told = "A flood in March (Hetty HR, 12 October 2026)"
    assert [(one.counts, one.accepted) for one in folder.checked("PM405")] == [(False, told)]
    ran = folder.ran()
    assert outcome(ran) == (Outcome.READY, ())
    assert [one["accepted"] for one in of_code(ran, "PM405")] == [told]
    assert ran.errors == 0
    assert folder.exit_code("check", folder.file) == CLEAN
    assert folder.exit_code("run", "--cycle", "teaching-2025-26", "--round", "october") == CLEAN


@pytest.mark.parametrize(
    ("academy", "number", "item"), [("OAK", "0001041", ""), ("RIV", "0001042", ""), ("RIV", "0001041", "3")]
)
def test_what_is_accepted_elsewhere_of_another_or_another_item_still_counts(
    folder: Folder, academy: str, number: str, item: str
) -> None:
    folder.holds({"Objectives": NO_SUCCESS, "settings": {"Accepted": accepted("PM405", academy, number, item)}})
    assert [(one.counts, one.accepted) for one in folder.checked("PM405")] == [(True, None)]
    assert folder.exit_code("check", folder.file) == ERRORS


def test_a_query_that_trust_hr_accepts_reaches_the_committee_with_the_reason(folder: Folder) -> None:
    folder.holds({"Meetings": LATE, "settings": {"Accepted": accepted("PM103", "RIV", "0001041")}})
    ran = folder.ran()
    assert outcome(ran) == (Outcome.READY, ())
    told = "A flood in March (Hetty HR, 12 October 2026)"
    assert [(row["State"], row["Explanation"]) for row in queries(ran)] == [("Accepted", told)]


def test_an_error_about_nobody_is_accepted_for_its_academy(folder: Folder) -> None:
    blank = {"Start": "| Objectives moderated by | |"}
    folder.holds(blank)
    assert outcome(folder.ran())[0] is Outcome.READY
    assert folder.exit_code("check", folder.file) == ERRORS
    folder.holds(blank | {"settings": {"Accepted": accepted("PM417", "RIV")}})
    assert [one.counts for one in folder.checked("PM417")] == [False]
    assert folder.exit_code("check", folder.file) == CLEAN
