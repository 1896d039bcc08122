"""The synthetic trust as rows of trust.xlsx, by sheet name and column key."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from pmr_batch.demo.cycles import DEMO_AS_OF, INVENTED_TERMS, SUPPORT, TEACHING, Year
from pmr_batch.demo.employees import Person, School
from pmr_batch.demo.phrases import data
from pmr_batch.demo.staffing import Trust
from pmr_batch.layout.trust_workbook import CENTRAL, SCHOOL, UNDISCLOSED
from pmr_batch.settings.new_trust import seed_rows

Rows = dict[str, list[dict[str, Any]]]

NAME = "Confluence Learning Trust"


def trust_rows(trust: Trust, seed: int) -> Rows:
    """All sheets of the demo's trust.xlsx: reference data from the seed rows, the rest invented."""
    rows: Rows = {sheet: list(given) for sheet, given in seed_rows(DEMO_AS_OF).items()}
    rows["Trust"] = [
        {
            "trust": NAME,
            "policy": "Performance Management Policy",
            "approved_on": date(2025, 7, 10),
            "next_review": date(2026, 9, 30),
            "issued_by": "Education HR",
        }
    ]
    rows["Academies"] = [_academy(school) for school in trust.schools]
    rows["Cycles"] = [_cycle(TEACHING), _cycle(SUPPORT)]
    rows["Terms"] = [*rows.get("Terms", []), *_terms()]
    rows["Staff list"] = [_listed(person) for school in trust.schools for person in school.staff]
    rows["Equality"] = list(_equality(trust, Random(f"equality {seed}")))  # noqa: S311  (no secret)
    rows["On-costs"].append(_LGPS)
    rows["Returns"], rows["Accepted"] = [], []
    return rows


_LGPS = {"item": "LGPS employer", "from_": date(2023, 4, 1), "rate": 0.215, "group": "Support staff"}


def _academy(school: School) -> dict[str, Any]:
    def number(person: Person | None) -> str | None:
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


def _cycle(year: Year) -> dict[str, Any]:
    """Support has no heads; its deadlines are the trust's own."""
    row = {
        "cycle": year.name,
        "group": "Teaching" if year.teaching else "Support",
        "from_": year.starts,
        "to": year.ends,
        "objectives_set_by": year.set_by,
        "trust_objective": data("plans")["trust objective"][year.name],
    }
    if not year.teaching:
        return row | {
            "final_reviews_by": date(2026, 5, 15),
            "pay_decisions_by": date(2026, 5, 31),
            "reports_sent_by": date(2026, 6, 30),
            "pay_effective_from": date(2026, 3, 31),
        }
    return row | {
        "final_reviews_by": date(2026, 10, 15),
        "heads_final_reviews_by": date(2026, 11, 30),
        "reports_sent_by": date(2026, 10, 31),
        "heads_reports_sent_by": date(2026, 12, 31),
        "pay_decisions_by": date(2026, 10, 31),
        "heads_pay_decisions_by": date(2026, 12, 31),
        "pay_effective_from": date(2026, 9, 1),
    }


def _terms() -> Iterator[dict[str, Any]]:
    for school_year, term, first, last in INVENTED_TERMS:
        yield {"school_year": school_year, "term": term, "from_": first, "to": last}


def _listed(person: Person) -> dict[str, Any]:
    low, high = person.grade or (None, None)
    teacher = person.role == "Teacher"
    return {
        "payroll_number": person.payroll_number,
        "name": person.name,
        "academy_code": person.academy,
        "job_title": person.job,
        "role": person.role,
        "contract": person.contract,
        "employment_start": person.start,
        "employment_end": person.end,
        "fte": Decimal(person.fte),
        "in_induction": ("Yes" if person.induction else "No") if teacher else None,
        "qualified_teacher": ("Yes" if person.qualified else "No") if teacher else None,
        "line_manager": person.line_manager,
        "reviewer": "Panel" if person.by_panel else person.reviewer,
        "pay_range": person.pay_range,
        "pay_point": person.pay_point,
        "range_from": low,
        "range_to": high,
        "out_of_scope_because": person.out_of_scope,
    }


#: When everybody then employed was asked; whoever came later has no row yet.
_ASKED_ON = date(2026, 1, 12)
#: Parts of people: those who would rather say nothing at all, and those who leave a question out.
_SILENT, _LEFT_OUT = 0.02, 0.02


def _equality(trust: Trust, rng: Random) -> Iterator[dict[str, Any]]:
    """One row a person who was asked; some left a question out, some would rather not say, a few of nothing at all."""
    people = {person.payroll_number: person for school in trust.schools for person in school.staff}
    for person in people.values():
        ethnic = rng.choices(("White", "Asian", "Black", "Mixed", "Other", UNDISCLOSED), (66, 12, 10, 5, 3, 4))[0]
        disability = rng.choices(("No", "Yes", UNDISCLOSED), (87, 8, 5))[0]
        age = rng.choices(("Under 30", "30 to 39", "40 to 49", "50 and over", UNDISCLOSED), (20, 30, 27, 21, 2))[0]
        answers = {"sex": person.sex, "ethnic_group": ethnic, "disability": disability, "age_band": age}
        silent = rng.random() < _SILENT
        given = {key: UNDISCLOSED if silent else answer for key, answer in answers.items()}
        left_out = {key for key in answers if rng.random() < _LEFT_OUT}
        if person.start < _ASKED_ON:
            yield {"payroll_number": person.payroll_number} | {key: given[key] for key in given if key not in left_out}
