"""What was not checked: one line a cause wherever people read it, a list by code for machines."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import openpyxl
from casebook import cases
from marked_tables import table_rows
from moderated_round import a_round
from program import call

from pmr_batch.model.findings import NotChecked
from pmr_batch.produce.committee import committee_workbook
from pmr_batch.produce.findings_workbook import findings_workbook
from pmr_batch.produce.report import report_page
from pmr_batch.rules.not_checked import lacks, needs_by_code

RIV, OAK = "term dates of 2026/27 for RIV", "term dates of 2026/27 for OAK"
NOT_CHECKED = (
    NotChecked("PM401", f"{OAK}; {RIV}"),
    NotChecked("PM704", RIV),
    NotChecked("PM207", "the Staff list sheet of trust.xlsx"),
)


def lines(*not_checked: NotChecked) -> list[str]:
    return [lack.line for lack in lacks(not_checked)]


def test_one_line_a_cause_with_its_rules_and_academies() -> None:
    assert lines(*NOT_CHECKED) == [
        "PM207, which needs the Staff list sheet of trust.xlsx. Fill it in, or name the trust folder with --folder.",
        "PM401 and PM704, which need term dates of 2026/27 for OAK and RIV. Add them on the sheet Terms of trust.xlsx.",
    ]


def test_other_years_and_half_terms_are_other_causes() -> None:
    assert [
        lack.needs
        for lack in lacks(
            [
                NotChecked("PM401", f"term dates of 2025/26 for OAK; {OAK}"),
                NotChecked("PM401", "term dates of 2026/27 for ELM (Spring 2, Summer 1)"),
            ]
        )
    ] == [
        "term dates of 2025/26 for OAK",
        "term dates of 2026/27 for OAK",
        "term dates of 2026/27 for ELM (Spring 2, Summer 1)",
    ]


def test_many_academies_are_counted() -> None:
    many = "; ".join(f"term dates of 2026/27 for A{number:03}" for number in range(200))
    (lack,) = lacks([NotChecked("PM401", many)])
    assert lack.needs.endswith("A006, A007 and 192 more academies")
    (lack,) = lacks([NotChecked("PM401", many), NotChecked("PM704", "term dates of 2026/27 for every academy")])
    assert (lack.codes, lack.needs) == (("PM401", "PM704"), "term dates of 2026/27 for every academy")


def test_a_rule_that_needs_two_things_names_both() -> None:
    needs = needs_by_code([*NOT_CHECKED, NotChecked("PM704", "bank holidays of 2061/62")])
    assert needs["PM704"] == "term dates of 2026/27 for OAK and RIV; bank holidays of 2061/62"


def test_check_says_it_to_people_by_cause_and_to_machines_by_code(tmp_path: Path) -> None:
    case = next(case for case in cases() if (case.code, case.title) == ("PM416", "term dates are asked for"))
    (path,) = case.write(tmp_path)
    asked = ("check", path, "--folder", tmp_path, "--as-of", case.as_of.isoformat())
    (line,) = [line for line in call(*asked).stdout.splitlines() if "term dates" in line]
    assert line.startswith("Not checked: PM")
    assert line.endswith("of 2025/26 for RIV. Add them on the sheet Terms of trust.xlsx.")
    told = json.loads(call(*asked, "--json").stdout)["not_checked"]
    assert {"code": "PM416", "needs": "term dates of 2025/26 for RIV"} in told


def test_the_papers_of_a_run_say_it_by_cause() -> None:
    moderated = replace(a_round(4, 20), not_checked=NOT_CHECKED)
    page = report_page(moderated).decode("utf-8")
    assert "3 rules were not checked" in page
    assert "PM401, PM704</td><td>term dates of 2026/27 for OAK and RIV</td><td>Add them on the sheet Terms" in page

    findings = openpyxl.load_workbook(io.BytesIO(findings_workbook(moderated)))
    assert [row["Rules"] for row in table_rows(findings["Not checked"])] == [
        "PM207", "PM401, PM704",
    ]  # fmt: skip

    committee = openpyxl.load_workbook(io.BytesIO(committee_workbook(moderated)))
    said = " ".join(str(cell.value) for cell in committee["Summary"]["A"] if cell.value)
    assert (
        "Note what was not checked of everybody: PM401 and PM704, for want of term dates of 2026/27 for OAK and RIV."
        in said
    )


def test_nothing_is_said_where_all_was_checked() -> None:
    moderated = replace(a_round(4, 20), not_checked=())
    assert "Not checked" not in openpyxl.load_workbook(io.BytesIO(findings_workbook(moderated))).sheetnames
    assert "None: every rule was asked." in report_page(moderated).decode("utf-8")
