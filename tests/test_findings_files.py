"""findings.xlsx, findings.json and people.json: every finding once, as typed, and counted."""

from __future__ import annotations

import io
import json
from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from marked_tables import table_rows
from moderated_round import AWKWARD, a_round
from openpyxl.workbook import Workbook
from openxml_audit import FileFormat, OpenXmlValidator

from pmr_batch.model.terms import Severity
from pmr_batch.produce.findings_workbook import findings_workbook
from pmr_batch.records.json_form import as_json

ROUND = a_round(5, 25)


@pytest.fixture(scope="module")
def book() -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(findings_workbook(ROUND)))


def _rows(book: Workbook, name: str) -> list[dict[str, Any]]:
    return table_rows(book[name])


def test_one_line_a_finding_in_their_order(book: Workbook) -> None:
    rows = _rows(book, "All findings")
    assert [(row["Rule"], row["Cell"], row["What was found"]) for row in rows] == [
        (one.code, one.cell, one.message) for one in ROUND.findings
    ]
    assert [row["Explanation"] for row in rows] == [one.explanation for one in ROUND.findings]
    names = {one.payroll_number: one.name for one in ROUND.people}
    assert all(row["Name"] == names[row["Payroll number"]] for row in rows)


def test_counts_by_academy_and_by_rule_reconcile(book: Workbook) -> None:
    for name, lines in (("Summary", 5), ("By rule", 3)):
        *rows, trust = _rows(book, name)
        assert len(rows) == lines
        for heading in ("Errors", "Queries", "Explained or accepted", "Notes", "All"):
            assert trust[heading] == sum(row[heading] for row in rows), heading
        assert trust["All"] == len(ROUND.findings)
        still_open = Counter(one.severity for one in ROUND.findings if one.counts)
        assert (trust["Errors"], trust["Queries"]) == (still_open[Severity.ERROR], still_open[Severity.QUERY])


@pytest.mark.parametrize("awkward", AWKWARD)
def test_text_of_a_workbook_stays_text(awkward: str) -> None:
    finding = replace(ROUND.findings[0], value=awkward, message=awkward, explanation=awkward, file=awkward)
    book = openpyxl.load_workbook(io.BytesIO(findings_workbook(replace(ROUND, findings=(finding,)))))
    cells = [cell for cell in book["All findings"][4] if cell.value == awkward]
    assert len(cells) == 4
    assert {cell.data_type for cell in cells} == {"s"}


def test_a_finding_about_many_or_about_a_file_has_its_line() -> None:
    first = ROUND.findings[0]
    whole = replace(first, academy=None, payroll_number=None, sheet=None, row=None, column=None, cell=None)
    many = replace(whole, academy="A000", affects=("0010001", "0010002"))
    book = openpyxl.load_workbook(io.BytesIO(findings_workbook(replace(ROUND, findings=(whole, many)))))
    rows = _rows(book, "All findings")
    assert [row["Payroll number"] for row in rows] == [None, "0010001, 0010002"]
    assert rows[0]["Academy"] == "No academy known"
    assert _rows(book, "Summary")[-2]["Academy"] == "No academy known"


def test_what_is_found_of_another_round_says_so_and_is_counted_apart() -> None:
    other, *own = ROUND.findings
    book = openpyxl.load_workbook(io.BytesIO(findings_workbook(replace(ROUND, of_other_rounds=(other,)))))
    assert [row["Round"] for row in _rows(book, "All findings")] == ["Another", *["October"] * len(own)]
    *_, apart, trust = _rows(book, "Summary")
    assert (apart["All"], trust["All"]) == (1, len(ROUND.findings))


def test_findings_xlsx_is_valid_and_the_same_twice(tmp_path: Path) -> None:
    content = findings_workbook(ROUND)
    assert content == findings_workbook(a_round(5, 25))
    path = tmp_path / "findings.xlsx"
    path.write_bytes(content)
    assert not OpenXmlValidator(file_format=FileFormat.OFFICE_2019).validate(path).errors


def test_a_finding_and_a_person_have_the_documented_keys_in_order() -> None:
    assert ", ".join(as_json(ROUND.findings)[0]) == (
        "code, clause, severity, academy, file, payroll_number, affects, sheet, row, column, cell, item, value, "
        "message, remedy, explanation, accepted"
    )
    keys = "academy, payroll_number, name, role, file, row, outcome, reasons"
    assert ", ".join(as_json(ROUND.people)[0]) == keys


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        ("=1+1", "=1+1"),
        (3, 3),
        (3.0, 3),
        (0.6, 0.6),
        (date(2025, 7, 4), "2025-07-04"),
        (Decimal(31650), "31650"),
        (Decimal("31650.5"), "31650.50"),
        (Decimal("31650.10"), "31650.10"),
    ],
)
def test_values_are_dates_in_iso_and_money_without_noise(value: Any, expected: Any) -> None:
    found = as_json([replace(ROUND.findings[0], value=value)])[0]["value"]
    assert found == expected
    assert type(found) is type(expected)


def test_both_lists_are_json_and_say_all() -> None:
    findings = json.loads(json.dumps(as_json(ROUND.findings)))
    people = json.loads(json.dumps(as_json(ROUND.people)))
    assert {one["severity"] for one in findings} == {"error", "query"}
    assert findings[0]["affects"] == []
    assert len(people) == len(ROUND.people)
    assert Counter(one["outcome"] for one in people) == Counter(one.outcome.value for one in ROUND.people)
    assert people[0] == {
        "academy": "A000",
        "payroll_number": "0000000",
        "name": "Ada Achterberg",
        "role": "Teacher",
        "file": None,
        "row": None,
        "outcome": "missing",
        "reasons": [],
    }
