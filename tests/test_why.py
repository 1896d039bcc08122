"""`check --why`: one row as one rule saw it, whether the rule was asked about it, since when, and its verdict."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from casebook import CASES, Case, base, cases_of
from click.testing import CliRunner, Result

from pmr_batch.cli import main
from pmr_batch.cli.exit_codes import CLEAN, FAILED
from pmr_batch.layout.standard_workbook import START

STAFF = "| Payroll number | Status | Status from | Employment end |"
CONCERNS = "| Payroll number | Monitoring set | Monitoring from | Monitoring to |"
CONCERN = f"{CONCERNS}\n| 0001041 | Yes | 2026-03-02 | 2026-03-06 |"


def why(folder: Path, code: str, cell: str, case: Case, *more: str) -> Result:
    """What the program says of a row of a case's workbook."""
    path = case.write(folder)[0]
    arguments = ["check", "--why", code, cell, str(path), "--folder", str(folder), "--as-of", str(case.as_of), *more]
    return CliRunner().invoke(main, arguments, prog_name="pmr-batch")


def case_of(**told: Any) -> Case:
    """base.yml's teacher with other tables; `on` is the day of the check."""
    day = told.pop("on", base()["as of"])
    return Case("", "", day, told.pop("about", "teacher"), told)


def questions(folder: Path, code: str, cell: str, case: Case) -> list[dict[str, Any]]:
    answered = why(folder, code, cell, case, "--json")
    assert answered.exit_code == CLEAN, answered.stderr
    seen = json.loads(answered.stdout)
    assert list(seen) == ["file", "cell", "code", "questions"]
    assert seen["code"] == code
    return seen["questions"]  # type: ignore[no-any-return]


def only(folder: Path, code: str, cell: str, case: Case) -> dict[str, Any]:
    (question,) = questions(folder, code, cell, case)
    return question


def test_the_row_as_the_rule_saw_it(tmp_path: Path) -> None:
    case = case_of(Concerns=CONCERN)
    question = only(tmp_path, "PM704", "Concerns!C2", case)
    values = {value["name"]: value["value"] for value in question["values"]}
    assert values["Concerns.Monitoring to"] == "2026-03-06"
    assert values["Staff.Working pattern"] == "Term time"
    assert values["monitoring_days"] == 5
    assert values["monitoring_length"] == "1 working week"
    assert (values["monitoring_weeks_least"], values["monitoring_weeks_most"]) == (4, 8)
    assert (question["asked"], question["verdict"], question["due"]) == (True, "finding", None)
    assert [finding["code"] for finding in question["findings"]] == ["PM704"]
    text = why(tmp_path, "PM704", "Concerns!C2", case).stdout
    assert "  column  Concerns.Monitoring from  2 March 2026\n" in text
    assert "  number  monitoring_weeks_most     8\n" in text
    assert "  Asked at any time (stage always).\n  Does not hold: Concerns " in text


def test_what_holds_holds(tmp_path: Path) -> None:
    case = case_of(Concerns=CONCERN.replace("2026-03-06", "2026-05-01"))
    assert only(tmp_path, "PM704", "Concerns!A2", case)["verdict"] == "holds"
    assert why(tmp_path, "pm704", "Concerns!A2", case).stdout.endswith("  Holds.\n")


@pytest.mark.parametrize(
    ("code", "cell", "case", "reason"),
    [
        ("PM704", "Concerns!A2", {"Concerns": CONCERN.replace("2026-03-06", "soon")}, "Concerns.Monitoring to"),
        ("PM704", "Concerns!A2", {"Concerns": CONCERN.replace("2026-03-02", "")}, "Concerns.Monitoring from is blank"),
        ("PM608", "Staff!A2", {"Staff": f"{STAFF}\n| 0001041 | Left | 2026-08-01 | 2026-08-01 |"}, "in review: left"),
        ("PM304", "Staff!A2", {}, "it is asked about heads only"),
        ("PM208", "Staff!A2", {}, "not checked without the Staff list sheet of trust.xlsx"),
        ("PM404", "Objectives!A2", {"settings": {"Terms": ""}, "Staff": "| Payroll number | Role |\n| 0001041 | x |"},
         "Staff.Role could not be read on row 2"),
        ("PM704", "Concerns!A2", {"Concerns": CONCERN, "settings": {"Terms": ""}}, "not known, without term dates of"),
        ("PM715", "Concerns!A2", {"Concerns": CONCERN.replace("0001041", "7777777")}, "about nobody on Staff"),
        ("PM105", "Staff!A2", {}, "Staff.Status from need not be filled in on this row"),
    ],
)  # fmt: skip
def test_why_a_rule_was_not_asked(tmp_path: Path, code: str, cell: str, case: dict[str, Any], reason: str) -> None:
    seen = questions(tmp_path, code, cell, case_of(**case))
    assert any(reason in why for each in seen for why in each["not_asked"]), seen
    assert {each["verdict"] for each in seen if each["not_asked"]} == {"not asked"}


def test_what_is_not_due_is_to_do_by_its_day(tmp_path: Path) -> None:
    blank = {"Reviews": "| Payroll number | Reviewer signed on |\n| 0001041 | |"}
    question = only(tmp_path, "PM903", "Reviews!A2", case_of(**blank))
    assert (question["verdict"], question["due"], question["stage"]) == ("to do", "2026-10-31", "report")
    text = why(tmp_path, "PM903", "Reviews!A2", case_of(**blank)).stdout
    assert "Asked from 31 October 2026 on (stage report).\n  Does not hold: to do by 31 October 2026." in text


def test_a_finding_that_is_explained_or_accepted_says_so(tmp_path: Path) -> None:
    heading = "| Rule | Payroll number | Explanation | Explained by | Explained on |"
    row = "| PM607 | 0001041 | Both asked for it | 0001001 | 2026-10-01 |"
    sheets = {"Meetings": "| Payroll number | Time |\n| 0001041 | PPA |", "Explanations": f"{heading}\n{row}"}
    explained = only(tmp_path, "PM607", "Meetings!B2", case_of(**sheets))
    assert explained["findings"][0]["explanation"].startswith("Both asked for it")
    assert "  Explained: Both asked for it" in why(tmp_path, "PM607", "Meetings!B2", case_of(**sheets)).stdout
    heading = "| Rule | Payroll number | Reason | Accepted by | Accepted on |"
    agreed = f"{heading}\n| PM607 | 0001041 | Agreed | HR | 2026-10-02 |"
    accepted = only(tmp_path, "PM607", "Meetings!B2", case_of(**sheets, settings={"Accepted": agreed}))
    assert accepted["findings"][0]["accepted"].startswith("Agreed")


def test_a_cell_is_asked_its_type_as_it_was_typed(tmp_path: Path) -> None:
    case = case_of(Concerns=CONCERN.replace("2026-03-06", "soon"))
    question = questions(tmp_path, "PM006", "Concerns!D2", case)[0]
    assert question["values"] == [{"kind": "column", "name": "Concerns.Monitoring to", "value": "soon"}]
    assert question["verdict"] == "finding"


def test_a_date_that_cannot_be_is_told_as_it_was_typed(tmp_path: Path) -> None:
    case = case_of(Objectives="| Payroll number | No | Set on |\n| 0001041 | 1 | 2024-10-06 |")
    question = only(tmp_path, "PM023", "Objectives!C2", case)
    assert question["values"] == [{"kind": "column", "name": "Objectives.Set on", "value": "2024-10-06"}]
    assert question["verdict"] == "finding"
    assert "6 October 2025 would fit" in question["findings"][0]["message"]
    asked = {each["column"]: each["verdict"] for each in questions(tmp_path, "PM023", "Objectives!A2", case)}
    assert asked == {"Due on": "holds", "Set on": "finding", "Revised on": "holds"}


def test_on_a_form_the_cell_is_the_row(tmp_path: Path) -> None:
    row = [column.heading for column in START].index("Authorised by") + 1
    seen = questions(tmp_path, "PM017", f"Start!B{row}", case_of(Start="| Authorised by | 7777777 |"))
    assert [(each["slug"], each["verdict"]) for each in seen] == [
        ("head-authorised-the-return", "finding"),
        ("required-cell", "holds"),
    ]
    assert [finding["cell"] for finding in seen[0]["findings"]] == [f"B{row}"]


def test_only_values_of_that_row_are_shown(tmp_path: Path) -> None:
    """Nothing of the rows beside it, nor of the person's rows on other sheets."""
    case = next(case for case in cases_of(CASES / "PM707.yml") if case.finds)
    place = case.finds[0].rpartition(" ")[2]
    text = why(tmp_path, "PM707", place, case).stdout
    assert "Concerns.Monitoring from" in text
    assert "Meetings." not in text


@pytest.mark.parametrize(
    ("code", "cell", "line"),
    [
        ("PM7044", "Concerns!A2", "PM7044 is no rule; the nearest is PM704"),
        ("PM704", "Concern!A2", "Concern!A2 is on no sheet of the workbook; the nearest is Concerns"),
        ("PM704", "A2", "A2 is on no sheet of the workbook; name a cell as Concerns!C2"),
        ("PM704", "Staff!A2", "PM704 is asked on Concerns, and not on Staff; name a cell there"),
        ("PM704", "Concerns!A99", "return.xlsx; name one as Concerns!C2"),
        ("PM704", "Concerns!ZZ2", "return.xlsx; name one as Concerns!C2"),
        ("PM704", "Concerns!2A", "return.xlsx; name one as Concerns!C2"),
        ("PM008", "Concerns!A2", "PM008 asks nothing of Concerns.Payroll number; see `pmr-batch rules PM008`"),
        ("PM015", "Concerns!A2", "PM015 is asked of no row: it is found elsewhere; see `pmr-batch rules PM015`"),
    ],
)
def test_what_is_not_there_is_said_in_one_line(tmp_path: Path, code: str, cell: str, line: str) -> None:
    answered = why(tmp_path, code, cell, case_of(Concerns=CONCERN))
    assert answered.exit_code == FAILED
    assert answered.stderr.count("\n") == 1
    assert line in answered.stderr


def test_one_file_at_a_time(tmp_path: Path) -> None:
    answered = why(tmp_path, "PM704", "Concerns!A2", case_of(Concerns=CONCERN), str(tmp_path / "another.xlsx"))
    assert (answered.exit_code, answered.stderr) == (FAILED, "--why looks at one file; name one\n")


def test_of_a_refused_file_there_is_no_row_to_ask(tmp_path: Path) -> None:
    path = tmp_path / "broken.xlsx"
    path.write_bytes(b"PK\x03\x04 no workbook")
    answered = CliRunner().invoke(main, ["check", "--why", "PM704", "Concerns!A2", str(path)])
    assert answered.exit_code == FAILED
    assert "is refused, and no rule is asked of it" in answered.stderr
