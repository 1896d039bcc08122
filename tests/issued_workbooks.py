"""Synthetic contents of standard workbooks, and what their live checks say."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import openpyxl
from openpyxl.workbook import Workbook

from pmr_batch.layout.standard_workbook import SHEETS, TO_DO
from pmr_batch.policy.calendar import Calendar
from pmr_batch.policy.parameters import defaults
from pmr_batch.policy.terms import HALF_TERMS, HalfTerm
from pmr_batch.workbook.column_places import headings, start_rows
from pmr_batch.workbook.days_off import DaysOff, days_off

Row = dict[str, Any]
AFTER_REVIEWS = date(2026, 10, 20)
CYCLE: Row = {
    "cycle": "Teaching 2025-26",
    "group": "Teaching",
    "from_": date(2025, 9, 1),
    "to": date(2026, 8, 31),
    "objectives_set_by": date(2025, 10, 31),
    "final_reviews_by": date(2026, 10, 15),
    "heads_final_reviews_by": date(2026, 12, 11),
    "reports_sent_by": date(2026, 10, 31),
    "heads_reports_sent_by": date(2026, 12, 31),
    "pay_decisions_by": date(2026, 10, 31),
    "heads_pay_decisions_by": date(2026, 12, 31),
    "pay_effective_from": date(2026, 9, 1),
    "trust_objective": "Every pupil reads for pleasure every day.",
}
#: The pay ranges of the trust's own, as its Pay points have them.
OWN_RANGES = ("Business manager",)
START: Row = {
    "trust": "Saltmarsh Learning Trust",
    "academy_code": "RIV",
    "academy": "Riverside Primary Academy",
    "cycle": CYCLE["cycle"],
    "cycle_from": CYCLE["from_"],
    "cycle_to": CYCLE["to"],
    "trust_objective": CYCLE["trust_objective"],
    "template_version": "1",
    "issued_on": date(2025, 9, 8),
    "return_number": 1,
}
_TERMS = (
    (date(2025, 9, 1), date(2025, 10, 24)),
    (date(2025, 11, 3), date(2025, 12, 19)),
    (date(2026, 1, 5), date(2026, 2, 13)),
    (date(2026, 2, 23), date(2026, 3, 27)),
    (date(2026, 4, 13), date(2026, 5, 22)),
    (date(2026, 6, 1), date(2026, 7, 22)),
)


def carried() -> dict[str, list[Row]]:
    """What of the trust's settings a workbook carries."""
    areas = {"kind": "School", "pay_area": "Rest of England", "support_pay_area": "National"}
    return {
        "Trust": [
            {
                "trust": START["trust"],
                "policy": "Performance Management Policy",
                "approved_on": date(2019, 10, 3),
                "next_review": date(2020, 9, 30),
            }
        ],
        "Academies": [
            {"academy_code": "RIV", "academy": START["academy"], "head_payroll_number": "0000900"} | areas,
            {"academy_code": "OAK", "academy": "Oakfield Academy"} | areas,
            {"academy_code": "HEADS", "academy": "Central team"} | areas | {"kind": "Central"},
        ],
        "Cycles": [CYCLE],
        "Parameters": [
            {
                "parameter": parameter.name,
                "value": str(value),
                "unit": parameter.unit,
                "from_": first,
                "clause": parameter.clause,
                "source": parameter.source,
            }
            for parameter in defaults().entries.values()
            for first, value in parameter.values
        ],
        "Pay points": [
            {"area": area, "range": name, "point": point, "from_": date(2025, 9, 1), "annual_pay": pay}
            for area, name, point, pay in (
                ("Rest of England", "Main", "M3", 35674),
                ("National", *OWN_RANGES, "BM1", 42519),
            )
        ],
        "Terms": [
            {"school_year": "2025/26", "term": name, "from_": first, "to": last}
            for name, (first, last) in zip(HALF_TERMS, _TERMS, strict=True)
        ],
    }


def days() -> DaysOff:
    """The days off of 2025/26, the one school year whose term dates are known."""
    halves = (HalfTerm("2025/26", name, *dates) for name, dates in zip(HALF_TERMS, _TERMS, strict=True))
    return days_off(Calendar(tuple(halves)), "RIV", CYCLE["from_"], CYCLE["to"])


def teacher(number: int, **differs: Any) -> Row:
    """A row of Staff on which nothing is open."""
    return {
        "payroll_number": f"{number:07}",
        "name": f"Ada Marsh {number}",
        "job_title": "Class teacher",
        "role": "Teacher",
        "contract": "Permanent",
        "employment_start": date(2018, 9, 1),
        "fte": 0.6,
        "working_pattern": "Term time",
        "in_induction": "No",
        "qualified_teacher": "Yes",
        "reviewer": "0000901",
        "cycle_from": CYCLE["from_"],
        "cycle_to": CYCLE["to"],
        "status": "In review",
        "professional_standards": "Teachers' Standards",
        "improvement_plan_aspects": "Fluency in number",
        "pay_range": "Main",
        "pay_point": "M3",
    } | differs


def objective(number: int, no: int, **differs: Any) -> Row:
    """A row of Objectives on which nothing is open."""
    return {
        "payroll_number": f"{number:07}",
        "no": no,
        "objective": "Raise the share of Year 4 who pass the multiplication check from 61 % to 75 %.",
        "measures_and_milestones": "A quiz each half term; 68 % by February.",
        "what_success_looks_like": "Pupils recall facts fluently.",
        "kind": "Individual",
        "due_on": date(2026, 7, 17),
        "set_on": date(2025, 10, 6),
        "set_by": "Agreed",
        "outcome": "Met",
        "summary_of_success": "76 % passed in June.",
    } | differs


def review(number: int, **differs: Any) -> Row:
    """A row of Reviews on which nothing is open before the report date."""
    return {
        "payroll_number": f"{number:07}",
        "assessment_against_objectives": "All were met.",
        "assessment_against_job_role": "A full contribution.",
        "quality_of_teaching": "Consistently good.",
        "cpd_activity": "Completed a course and led two meetings.",
        "pay_criteria": "Have been met",
        "recommended_point": "M4",
        "recommended_on": date(2026, 10, 9),
    } | differs


def concern(number: int, **differs: Any) -> Row:
    """A row of Concerns with a discussion and monitoring under way."""
    return {
        "payroll_number": f"{number:07}",
        "raised_on": date(2026, 3, 2),
        "raised_by": "0000900",
        "nature_and_seriousness": "Marking has fallen behind.",
        "previous_support": "Coaching in autumn.",
        "discussed_on": date(2026, 3, 4),
        "monitoring_set": "Yes",
        "monitoring_from": date(2026, 3, 9),
        "monitoring_to": date(2026, 5, 1),
    } | differs


def large(staff: int = 60, objectives: int = 4) -> dict[str, list[Row]]:
    """A complete workbook of a large academy."""
    people = range(1, staff + 1)
    return {
        "Staff": [teacher(number) for number in people],
        "Objectives": [objective(number, no) for number in people for no in range(1, objectives + 1)],
        "Reviews": [review(number) for number in people],
    }


def opened(content: bytes) -> Workbook:
    """As openpyxl reads it."""
    return openpyxl.load_workbook(io.BytesIO(content))


def to_do(book: Workbook) -> dict[str, str]:
    """What is open, by sheet, row and heading as "Staff 3 Reviewer", with the verdict of the live checks."""
    found: dict[str, str] = {}
    for sheet in SHEETS:
        page = book[sheet.name]
        if sheet.form:
            cells = {f"Start {row} {label}": page.cell(row, 3).value for label, row in start_rows().items()}
            found |= {place: text.strip("• ") for place, text in cells.items() if text}
            continue
        column = headings(sheet).index(TO_DO) + 1
        for row in range(2, page.max_row + 1):
            for item in (page.cell(row, column).value or "").split("•")[1:]:
                heading, verdict = item.strip().split(": ", 1)
                found[f"{sheet.name} {row} {heading}"] = verdict
    return found


def working_days_on(day: date, number: int, off: DaysOff) -> date:
    """So many school days after a day, counted one by one."""
    while number:
        day += timedelta(days=1)
        number -= day.weekday() < 5 and day not in off.closed
    return day
