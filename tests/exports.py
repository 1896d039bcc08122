"""Exports of payroll and HR systems, for tests: invented people, and the quirks such files have.

Each person is drawn by a seed with what the Staff list is to hold of them, so that every cell that is placed can be
held against the truth.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import openpyxl

from pmr_batch.settings.new_trust import seed_rows
from pmr_batch.workbook.trust_book import trust_workbook

OCTOBER = dt.date(2026, 10, 5)
#: Code, name, URN, and what an old system calls it.
ACADEMIES = (
    ("RIV", "Riverside Primary Academy", "140001", "4012"),
    ("OAK", "Oakwood C of E Primary School", "140002", "4013"),
    ("MIL", "Millfield High School", "140003", "4014"),
    ("STJ", "St John's Catholic Primary School", "140004", "4015"),
)
FORENAMES = (
    "Ann", "Ben", "Cat", "Dee", "Eli", "Fay", "Gus", "Hal", "Ivy", "Joe", "Kim", "Lee", "May", "Ned", "Ola", "Pam",
    "Ray", "Sue", "Tom", "Una", "Val", "Wes", "Zoe",
)  # fmt: skip
SURNAMES = (
    "Appleby", "Barlow", "O'Carver", "Dawson", "Eastman", "Ferrier", "Goodall", "Hartley", "Ingram", "Jessop",
    "Kettle", "Langley", "McDonald", "Norton-Hill", "Overton", "Pickard", "Quigley", "Rowntree", "Sandal", "Tranter",
    "Underwood", "Vickers", "Whittle", "Yardley",
)  # fmt: skip
#: Job title, role, range, points, how often.
JOBS = (
    ("Class Teacher", "Teacher", "Main", ("M1", "M2", "M3", "M4", "M5", "M6"), 30),
    ("Teacher", "Teacher", "Upper", ("U1", "U2", "U3"), 20),
    ("Teacher of Maths", "Teacher", "Upper", ("U1", "U2"), 6),
    ("SENCO", "Teacher", "Upper", ("U3",), 3),
    ("Head of Year", "Teacher", "Upper", ("U2",), 4),
    ("Assistant Headteacher", "Teacher", "Leadership", ("L3", "L5"), 4),
    ("Deputy Headteacher", "Teacher", "Leadership", ("L8", "L10"), 4),
    ("HLTA", "HLTA", "NJC", ("SCP14", "SCP17"), 8),
    ("Teaching Assistant", "Support staff", "NJC", ("SCP3", "SCP4", "SCP5"), 40),
    ("Midday Supervisor", "Support staff", "NJC", ("SCP2", "SCP3"), 16),
    ("School Business Manager", "Support staff", "NJC", ("SCP32",), 3),
    ("Receptionist", "Support staff", "NJC", ("SCP5", "SCP6"), 6),
    ("Caretaker", "Support staff", "NJC", ("SCP4",), 4),
)
#: How systems write points: MPS3, M3, UPR 1, SCP 14, L12.
_SPELT = {"M": ("MPS{}", "M{}", "MPR {}"), "U": ("UPR {}", "U{}"), "L": ("L{}",), "SCP": ("SCP {}", "SCP{}")}

Row = dict[str, Any]


@dataclass
class Person:
    """A post: what the list is to hold, by column key."""

    values: Row
    forename: str
    surname: str
    central: bool = False
    private: Row = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str]:
        return self.values["payroll_number"], self.values["academy_code"]


def people(count: int, seed: int = 1) -> list[Person]:
    """So many posts, a head at each academy among them; the same for the same seed."""
    rng = Random(seed)
    found = []
    for at, (code, *_) in enumerate(ACADEMIES):
        found.append(_person(rng, at + 1, code, ("Headteacher", "Headteacher", "Leadership", ("L18", "L20"), 1)))
    weights = [job[-1] for job in JOBS]
    for number in range(len(ACADEMIES) + 1, count + 1):
        job = rng.choices(JOBS, weights)[0]
        found.append(_person(rng, number, rng.choice(ACADEMIES)[0], job))
    return found


def _person(rng: Random, number: int, code: str, job: tuple[Any, ...]) -> Person:
    title, role, pay_range, points, _ = job
    starts = dt.date(2005, 1, 1) + dt.timedelta(days=rng.randrange(21 * 365))
    fixed = rng.random() < 0.1
    forename, surname = rng.choice(FORENAMES), rng.choice(SURNAMES)
    head = role == "Headteacher"
    values = {
        "payroll_number": f"{20000 + number * 37:07}",
        "name": f"{forename} {surname}",
        "academy_code": "HEADS" if head else code,
        "job_title": title,
        "role": role,
        "contract": "Fixed term" if fixed and not head else "Permanent",
        "employment_start": starts,
        "employment_end": dt.date(2027, 8, 31) if fixed and not head else None,
        "fte": rng.choice((1.0, 1.0, 1.0, 0.6, 0.8, 0.4865)) if not head else 1.0,
        "in_induction": ("Yes" if rng.random() < 0.1 else "No") if role == "Teacher" else None,
        "qualified_teacher": "Yes" if role == "Teacher" else None,
        "pay_range": pay_range,
        "pay_point": rng.choice(points),
    }
    born = dt.date(1965, 1, 1) + dt.timedelta(days=rng.randrange(35 * 365))
    private = {"born": born, "ni": f"QQ{rng.randrange(10**6):06}C", "school": code}
    return Person(values, forename, surname, head, private)


def trust(
    folder: Path, listed: Sequence[Row] = (), change: Callable[[dict[str, list[Row]]], None] | None = None
) -> Path:
    """A trust folder with four academies, and these rows on its Staff list."""
    rows = seed_rows(OCTOBER)
    rows["Trust"][0]["trust"] = "Four Rivers Trust"
    rows["Pay points"] = [
        row
        for row in rows["Pay points"]
        if row["area"] in ("Rest of England", "National") and row["from_"] >= dt.date(2025, 4, 1)
    ]
    rows["Academies"][0]["pay_area"] = "Rest of England"
    rows["Academies"] += [
        {"academy_code": code, "academy": name, "kind": "School", "urn": urn, "pay_area": "Rest of England",
         "support_pay_area": "National"}
        for code, name, urn, _ in ACADEMIES
    ]  # fmt: skip
    for cycle in rows["Cycles"]:
        cycle["trust_objective"] = "Every child reads well"
    rows["Staff list"] = list(listed)
    if change:
        change(rows)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "trust.xlsx").write_bytes(trust_workbook(rows))
    return folder


HEADINGS = (
    "Employee Number", "Surname", "Forename", "DOB", "NI Number", "Ethnic Origin", "Home Address", "Establishment",
    "Post Title", "Contract Type", "Start Date", "Leaving Date", "FTE", "ECT", "QTS", "Pay Scale", "Spine Point",
    "Annual Salary",
)  # fmt: skip


def cells_of(person: Person, rng: Random, day: Callable[[dt.date, Random], Any]) -> Row:
    """The cells of a person as an HR system writes them, by heading."""
    values = person.values
    point = values["pay_point"]
    letters, number = point.rstrip("0123456789"), point.lstrip("MULSCP")
    names = {code: name for code, name, *_ in ACADEMIES}
    yes = {"Yes": "Y", "No": "N", None: ""}
    return {
        "Employee Number": values["payroll_number"],
        "Surname": person.surname.upper(),
        "Forename": person.forename,
        "DOB": person.private["born"],
        "NI Number": person.private["ni"],
        "Ethnic Origin": "White British",
        "Home Address": f"{number} High Street",
        "Establishment": names[person.private["school"]],
        "Post Title": values["job_title"],
        "Contract Type": {"Permanent": "Perm", "Fixed term": "Temporary"}[values["contract"]],
        "Start Date": day(values["employment_start"], rng),
        "Leaving Date": day(values["employment_end"], rng) if values["employment_end"] else "",
        "FTE": values["fte"],
        "ECT": yes[values["in_induction"]],
        "QTS": yes[values["qualified_teacher"]],
        "Pay Scale": {"Main": "Teachers Main", "Upper": "Teachers Upper", "Leadership": "Leadership Group"}.get(
            values["pay_range"], "NJC"
        ),
        "Spine Point": rng.choice(_SPELT[letters]).format(number),
        "Annual Salary": 30000,
    }


def of_payroll(person: Person, rng: Random) -> Row:
    """As a payroll bureau writes it: numbers that have lost their zeros, a name in one column, months before days."""
    values = person.values
    urn = {code: urn for code, _, urn, _ in ACADEMIES}[person.private["school"]]
    ends = values["employment_end"]
    return {
        "Empref": int(values["payroll_number"]),
        "Employee Name": f"{person.surname.upper()}, {rng.choice(('Mr ', 'Mrs ', 'Dr ', ''))}{person.forename}",
        "Company": int(urn),
        "Job": values["job_title"].upper(),
        "Perm/Temp": values["contract"][0] if rng.random() < 0.5 else {"P": "PERM", "F": "TEMP"}[values["contract"][0]],
        "Cont Start": values["employment_start"].strftime("%m/%d/%Y"),
        "Leave Date": ends.strftime("%m/%d/%Y") if ends else "12/31/9999",
        "FTE %": round(values["fte"] * 100, 2),
        "NQT": {"Yes": 1, "No": 0, None: ""}[values["in_induction"]],
        "QTS": {"Yes": "TRUE", None: ""}[values["qualified_teacher"]],
        "Scale": {"Main": "MPS", "Upper": "UPS", "Leadership": "LDR", "NJC": "NJC"}[values["pay_range"]],
        "Pay Point": values["pay_point"].lstrip("MULSCP"),
        "Tax Code": "1257L",
        "Sort Code": "20-00-00",
        "Account No": "12345678",
    }


def of_hr(person: Person, rng: Random) -> Row:
    """As an HR suite writes it: words in full, ISO dates, grades of its own beside the point."""
    values = person.values
    name = {code: name for code, name, *_ in ACADEMIES}[person.private["school"]]
    group = "Teaching Staff" if values["qualified_teacher"] or person.central else "Associate Staff"
    letters = values["pay_point"].rstrip("0123456789")
    grade = {"M": "Teachers' Pay", "U": "Teachers' Pay", "L": "Leadership"}.get(letters, f"Grade {rng.randint(2, 9)}")
    return {
        "Person Reference": f"E{values['payroll_number']}",
        "Title": rng.choice(("Mr", "Ms", "Dr")),
        "Forename1": person.forename,
        "Known As": person.forename,
        "Surname": person.surname,
        "Gender": "F",
        "Location": rng.choice((name, name.upper())),
        "Position Title": f"{values['job_title']} ({person.private['school'].title()})",
        "Staff Group": group,
        "Employment Type": f"{values['contract']} - {rng.choice(('Full Time', 'Part Time'))}",
        "Original Start Date": values["employment_start"].isoformat(),
        "Occupancy End Date": values["employment_end"].isoformat() if values["employment_end"] else "",
        "Contractual Hours": 32.5,
        "FTE": f"{values['fte']:.4f}",
        "ECT Status": {"Yes": "ECT1", "No": "N/A", None: ""}[values["in_induction"]],
        "QTS Status": {"Yes": "Qualified", None: ""}[values["qualified_teacher"]],
        "Grade": grade,
        "Spinal Point": values["pay_point"],
        "Nationality": "British",
    }


def british(value: dt.date, _: Random) -> str:
    return value.strftime("%d/%m/%Y")


def mixed(value: dt.date, rng: Random) -> Any:
    """Dates as one column of a much-edited export holds them: text, date cells and Excel's numbers."""
    serial = float((value - dt.date(1899, 12, 30)).days)
    return rng.choice(
        (value, value.strftime("%d/%m/%Y"), value.strftime("%-d %b %Y"), serial, value.strftime("%d/%m/%Y"))
    )


def table(found: Sequence[Person], day: Callable[[dt.date, Random], Any] = british, seed: int = 2) -> list[Row]:
    """The cells of every person, by heading."""
    rng = Random(seed)
    return [cells_of(person, rng, day) for person in found]


def as_csv(rows: Sequence[Mapping[str, Any]], *, separator: str = ",", encoding: str = "utf-8") -> bytes:
    """A CSV of rows by heading, dates as in Britain."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator)
    writer.writerow(rows[0])
    for row in rows:
        writer.writerow(british(value, Random()) if isinstance(value, dt.date) else value for value in row.values())
    return out.getvalue().encode(encoding)


def as_xlsx(
    rows: Sequence[Mapping[str, Any]], *, above: Sequence[Sequence[Any]] = (), below: Sequence[Sequence[Any]] = ()
) -> bytes:
    """A workbook of rows by heading, with title rows above the headings and totals below."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Staff"
    lines = [*above, list(rows[0]), *(list(row.values()) for row in rows), *below]
    for number, cells in enumerate(lines, 1):
        for at, value in enumerate(cells, 1):
            if value not in ("", None):
                cell = sheet.cell(number, at, value)
                if isinstance(value, dt.date):
                    cell.number_format = "dd/mm/yyyy"
                if isinstance(value, str):
                    cell.data_type = "s"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
