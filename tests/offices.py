"""Offices with spreadsheets of their own: a trust with a staff list, and files of four shapes as they come about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
from casebook import TRUST_BY_NAME, base, rows_of, xlsx
from workbooks import Formula, put, saved

Cells = Sequence[Sequence[Any]]

#: Payroll number, name, role, academy.
STAFF = (
    ("0001001", "Helen Hughes", "Headteacher", "HEADS"),
    ("0002001", "Omar Okoye", "Headteacher", "HEADS"),
    ("0009002", "Erin Ellis", "Executive Headteacher", "HEADS"),
    ("0001041", "Ann Appleby", "Teacher", "RIV"),
    ("0001042", "Ben Barlow", "Teacher", "RIV"),
    ("0001043", "Cat O'Carver", "Teacher", "RIV"),
    ("0001044", "Dee Dawson", "Teacher", "RIV"),
    ("0001045", "Sam Smith", "Teacher", "RIV"),
    ("0001046", "Sam Smith", "Teacher", "RIV"),
    ("0001071", "Una Unwin", "Support staff", "RIV"),
    ("0002041", "Otto Oaks", "Teacher", "OAK"),
)
TRUST_OBJECTIVE = "Every child reads well by the age of seven"


def trust(folder: Path) -> Path:
    """A trust folder with trust.xlsx in it."""
    settings = {name: rows_of(text) for name, text in base()["settings"].items()}
    settings["Staff list"] = [_listed(*one) for one in STAFF]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "trust.xlsx").write_bytes(
        xlsx({name: settings.get(name, []) for name in TRUST_BY_NAME}, TRUST_BY_NAME, {})
    )
    return folder


def _listed(number: str, name: str, role: str, academy: str) -> dict[str, str]:
    paid = {"Teacher": ("Main", "M4"), "Support staff": ("NJC", "SCP7")}.get(role, ("Leadership", "L18"))
    teaches = {"Qualified teacher": "Yes", "In induction": "No"} if role == "Teacher" else {}
    return {
        "Payroll number": number,
        "Name": name,
        "Academy code": academy,
        "Job title": f"{role} of year 2",
        "Role": role,
        "Contract": "Permanent",
        "Employment start": f"201{int(number) % 10}-09-01",
        "FTE": "1",
        "Pay range": paid[0],
        "Pay point": paid[1],
        **teaches,
    }


def office_file(sheets: Mapping[str, Cells], merged: Mapping[str, Sequence[str]] | None = None) -> bytes:
    """A workbook as an office made it: cells row by row, and blocks that are merged."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row, cells in enumerate(rows, 1):
            for column, value in enumerate(cells, 1):
                put(sheet.cell(row, column), value)
        for block in (merged or {}).get(name, ()):
            sheet.merge_cells(block)
    return saved(book)


def wide() -> bytes:
    """One wide sheet: a title, then two rows of headings with objectives and meetings as groups of columns."""
    groups = [*_over("Staff", 4), *_over("Objective 1", 4), *_over("Objective 2", 4), *_over("Objective 3", 4),
              *_over("Meetings", 3), *_over("CPD 1", 2), *_over("Pay", 3)]  # fmt: skip
    one = ["Target", "How measured", "Success criteria", "Met?"]
    below = ["Payroll No.", "Teacher", "Post", "Appraiser", *one * 3]
    below += ["Initial meeting", "Mid-year review", "Final review", "Need", "Impact", "Recommendation"]
    ann = [1041, "Appleby, Ann", "Year 2 teacher", "Helen Hughes"]
    ann += [TRUST_OBJECTIVE, "Half-termly reading checks", "80% at expected", "Met"]
    ann += ["Lead phonics", "Action plan by October", "Staff trained", "Partially met"]
    ann += ["Raise writing", "Moderation", "Books show it", "not met"]
    ann += [dt.date(2025, 10, 3), "12/02/2026", dt.date(2026, 7, 6), "Phonics lead course", "All staff trained", "M5"]
    ben = [1042, "Ben Barlow", "Year 5 teacher", "Ann Appleby"]
    ben += [TRUST_OBJECTIVE, "Reading checks", "75% at expected", "Y", "Lead maths", "Work scrutiny", *[""] * 6]
    ben += [dt.date(2025, 10, 6), "not held", *[""] * 4]
    cat = ["", "Mrs Cat O’Carver", "SENCO", "", "Interventions", "Tracking", "Gap narrows", "Met", *[""] * 8]
    cat += [dt.date(2025, 10, 7), *[""] * 4, Formula("=X1*2")]
    rows = [
        ["Riverside Academy - Appraisal 2025/26 - CONFIDENTIAL"],
        [],
        groups,
        [*below, "Notes for head", "Room"],
        [*ann, "wants Y6", "R2"],
        [*ben, "", "R7"],
        cat,
        ["", "Sam Smith", "Year 3", "", "Display"],
        [],
        ["Completed by the office, 14 July"],
    ]
    merges = ["A1:L1", "A3:D3", "E3:H3", "I3:L3", "M3:P3", "Q3:S3", "T3:U3", "V3:W3"]
    rooms = [["R2", "Ground floor"], ["R7", "First floor"]]
    return office_file({"Appraisal 2025-26": rows, "Room list": rooms}, {"Appraisal 2025-26": merges})


def _over(group: str, columns: int) -> list[str]:
    """A group's label over its first column, for several."""
    return [group, *[""] * (columns - 1)]


def flat() -> bytes:
    """One row of headings with the numbers in them, names in two columns, a date of birth."""
    heads = ["Forename", "Surname", "DOB", "Staff Role", "FTE", "Objective 1", "Obj 1 measures", "Obj 1 outcome"]
    heads += ["Objective 2", "Obj 2 measures", "Obj 2 outcome", "Lesson obs 1", "Lesson obs 2", "Drop in"]
    heads += [
        "Training need 1",
        "Training need 2",
        "Overall assessment",
        "Teacher's comments",
        "Date signed by teacher",
    ]
    ann = ["Ann", "Appleby", dt.date(1980, 5, 4), "Teacher", 1, "Lead phonics", "Plan", "Met", "Writing", "Books"]
    ann += ["Not met", dt.date(2025, 11, 4), dt.date(2026, 3, 3), dt.date(2026, 5, 1), "Phonics", "Oracy"]
    ben = ["Ben", "Barlow", dt.date(1975, 2, 1), "teacher", 0.6, "Lead maths", "Plan", "Partly met", "", "", ""]
    rows = [
        heads,
        [*ann, "Strong year", "Happy", dt.date(2026, 7, 9)],
        [*ben, dt.date(2025, 11, 5), "", "", "Maths", "", "Good year"],
        ["Dee", "Dawson", dt.date(1982, 9, 9), "Form tutor", 1, "PE", "Clubs", "#REF!"],
        ["Una", "Unwin", dt.date(1969, 1, 8), "Support staff", 0.5, "Filing"],
        ["Nobody", "Known", dt.date(1970, 1, 8), "Teacher", 1, "Art"],
    ]
    return office_file({"Sheet1": rows})


def long() -> bytes:
    """Several sheets, a row an objective, a meeting or a need; the person merged over the rows of theirs."""
    objectives = [
        ["Performance management targets"],
        ["Employee No", "Name", "No", "Target", "Success criteria", "Deadline", "Link to SIP", "RAG", "Achieved"],
        ["0001041", "Ann Appleby", 1, "Lead phonics", "80%", dt.date(2026, 7, 1), "READ", "green", "Met"],
        ["", "", 2, "Raise writing", "Books", dt.date(2026, 7, 1), "WRITE", "amber", "Partially met"],
        ["0001042", "Ben Barlow", 1, "Lead maths", "Scores", "by summer", "MATHS", "red", "Not met"],
        ["", "", "", "Total: 3 targets", "", "", "", "", ""],
    ]
    observations = [
        ["Emp no", "Date", "Observer", "Feedback given", "Focus"],
        ["0001041", dt.date(2025, 11, 4), "Ben Barlow", dt.date(2025, 11, 6), "Phonics"],
        ["0001041", dt.date(2026, 3, 4), "1042", dt.date(2026, 3, 6), "Writing"],
        ["0001042", dt.date(2025, 11, 5), "A Visitor", "", "Maths"],
    ]
    cpd = [
        ["Emp no", "Course", "Provider", "Impact", "Cost"],
        ["0001042", "Maths mastery", "The hub", "New scheme", 250],
    ]
    plan = [["SIP reference", "School priority"], ["READ", "Reading for all"], ["WRITE", "Writing at length"]]
    merged = {"Targets": ["A3:A4", "B3:B4"]}
    return office_file(
        {"Targets": objectives, "Observations": observations, "CPD": cpd, "SIP priorities": plan}, merged
    )


def blocks() -> bytes:
    """Two tables on one sheet, headings without numbers that repeat, other words than ours, a hidden reference."""
    return office_file(
        {
            "Teachers": [
                [
                    "Staff ID",
                    "Full name",
                    "Target",
                    "Evidence",
                    "Outcome",
                    "Target",
                    "Evidence",
                    "Outcome",
                    "Next steps",
                ],
                ["0001041", "Ann Appleby", "Lead phonics", "Plan", "Met", "Writing", "Books", "Met", "Year 6"],
                ["0001044", "Dee Dawson", "PE", "Clubs", "Not assessed", "", "", "", ""],
                [],
                [
                    "Staff ID",
                    "Full name",
                    "Target",
                    "Evidence",
                    "Outcome",
                    "Target",
                    "Evidence",
                    "Outcome",
                    "Next steps",
                ],
                ["0001042", "Ben Barlow", "Maths", "Scores", "Mett", "Fractions", "Tests", "unmet", ""],
                ["0009999", "New Starter", "Settle in", "", "", "", "", "", ""],
            ]
        }
    )


SHAPES = {"wide": wide, "flat": flat, "long": long, "blocks": blocks}
