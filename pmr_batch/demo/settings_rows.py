"""The synthetic trust as rows of trust.xlsx, by sheet name and column key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from pmr_batch.demo.cycles import DEMO_AS_OF, INVENTED_TERMS
from pmr_batch.demo.employees import Employee, School
from pmr_batch.demo.phrases import data
from pmr_batch.demo.staffing import Trust
from pmr_batch.layout.trust_workbook import CENTRAL, SCHOOL, UNDISCLOSED
from pmr_batch.settings.new_trust import seed_rows

Rows = dict[str, list[dict[str, Any]]]

#: Columns of the staff list that are as on the person.
_AS_ON_PERSON = (
    *("payroll_number", "name", "job_title", "role", "contract", "employment_start", "employment_end"),
    *("line_manager", "pay_range", "pay_point", "out_of_scope_because"),
)


def trust_rows(trust: Trust, seed: int) -> Rows:
    """All sheets of the demo's trust.xlsx: reference data from the seed rows, the rest invented."""
    rows: Rows = {sheet: list(given) for sheet, given in seed_rows(DEMO_AS_OF).items()}
    settings = data("settings")
    rows["Trust"] = [settings["trust"]]
    rows["Academies"] = [_academy(school) for school in trust.schools]
    aims = data("plans")["trust objective"]
    rows["Cycles"] = [row | {"trust_objective": aims[row["cycle"]]} for row in settings["cycles"]]
    terms = [dict(zip(("school_year", "term", "from_", "to"), term, strict=True)) for term in INVENTED_TERMS]
    rows["Terms"] = [*rows.get("Terms", []), *terms]
    rows["Staff list"] = [_listed(person) for school in trust.schools for person in school.staff]
    rows["Equality"] = list(_equality(trust, Random(f"equality {seed}")))  # noqa: S311  (no secret)
    rows["Pay points"] = [point | {"status": "official"} for point in rows["Pay points"]]
    rows["On-costs"].append(settings["pension of support staff"])
    rows["Returns"], rows["Accepted"] = [], []
    rows["Committee members"] = list(_members(trust))
    return rows


def _members(trust: Trust) -> Iterator[dict[str, Any]]:
    """Three members of the pay committee, one of them related to a teacher."""
    everybody = [person for school in trust.schools for person in school.staff]
    posts = Counter(person.payroll_number for person in everybody)
    relative = [person for person in everybody if person.role == "Teacher" and posts[person.payroll_number] == 1][-1]
    blank = dict.fromkeys(("payroll_number", "academy_code", "person", "interest"))
    listed = {"declared_on": date(2026, 9, 10)}
    yield blank | listed | {"member": "A. Fairweather"}
    related = {"person": relative.payroll_number, "interest": "A relative"}
    yield blank | listed | {"member": "P. Lindqvist"} | related
    yield blank | listed | {"member": "R. Osei", "interest": "None to declare"}


def _academy(school: School) -> dict[str, Any]:
    def number(person: Employee | None) -> str | None:
        return person.payroll_number if person else None

    return {
        "academy_code": school.code,
        "academy": school.name,
        "kind": CENTRAL if school.central else SCHOOL,
        "urn": None if school.central else f"{900_000 + sum(map(ord, school.code)) * 7}",
        "head_payroll_number": number(school.headteacher),
        "executive_head_payroll_number": number(school.executive),
        "head_of_school_payroll_number": number(school.head_of_school),
        "office_e_mail": f"office@{school.code.lower()}.example",
        "pay_area": school.area,
        "support_pay_area": "National",
    }


def _listed(person: Employee) -> dict[str, Any]:
    low, high = person.grade or (None, None)
    row = {key: getattr(person, key) for key in _AS_ON_PERSON}
    for key in ("in_induction", "qualified_teacher"):
        row[key] = ("Yes" if getattr(person, key) else "No") if person.role == "Teacher" else None
    reviewer = "Panel" if person.by_panel else person.reviewer
    pay = {"range_from": low, "range_to": high}
    return row | pay | {"academy_code": person.academy, "fte": Decimal(person.fte), "reviewer": reviewer}


#: When the employees were surveyed; whoever came later has no row yet.
_SURVEYED_ON = date(2026, 1, 12)
#: Shares of people: those who prefer not to say anything, and those who leave a question blank.
_SILENT, _LEFT_OUT = 0.02, 0.02


def _equality(trust: Trust, rng: Random) -> Iterator[dict[str, Any]]:
    """One row a surveyed person; with blanks, and with Prefer not to say for single questions or for all."""
    people = {person.payroll_number: person for school in trust.schools for person in school.staff}
    for person in people.values():
        ethnic = rng.choices(("White", "Asian", "Black", "Mixed", "Other", UNDISCLOSED), (66, 12, 10, 5, 3, 4))[0]
        disability = rng.choices(("No", "Yes", UNDISCLOSED), (87, 8, 5))[0]
        age = rng.choices(("Under 30", "30 to 39", "40 to 49", "50 and over", UNDISCLOSED), (20, 30, 27, 21, 2))[0]
        answers = {"sex": person.sex, "ethnic_group": ethnic, "disability": disability, "age_band": age}
        silent = rng.random() < _SILENT
        answers_given = {key: UNDISCLOSED if silent else answer for key, answer in answers.items()}
        left_out = {key for key in answers if rng.random() < _LEFT_OUT}
        if person.employment_start < _SURVEYED_ON:
            yield {"payroll_number": person.payroll_number} | {
                key: answers_given[key] for key in answers_given if key not in left_out
            }
