"""Dossiers of made-up people, as merge hands them on, for what moderation makes of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from pmr_batch.layout.columns import Sheet
from pmr_batch.layout.standard_workbook import MEETINGS, OBJECTIVES, PRIORITIES, REVIEWS, STAFF
from pmr_batch.model.findings import Finding, Person
from pmr_batch.model.person import IN_REVIEW, Dossier, Pay
from pmr_batch.model.round import AcademyCount, Merged
from pmr_batch.model.terms import FileState, Outcome
from pmr_batch.settings.trust_settings import Academy

AS_OF = date(2026, 10, 20)
DUE = {
    "planning_due": date(2025, 10, 31),
    "final_due": date(2026, 10, 15),
    "pay_decision_due": date(2026, 10, 31),
    "report_due": date(2026, 10, 31),
}


def row(sheet: Sheet, **cells: Any) -> dict[str, Any]:
    """A row of a sheet by column key, blank but for what is given."""
    assert cells.keys() <= sheet.by_key.keys()
    return {column.key: None for column in sheet} | cells


def objective(no: int, text: str = "", **cells: Any) -> dict[str, Any]:
    """A row of Objectives."""
    return row(OBJECTIVES, no=no, objective=text or f"Objective {no}", **{"kind": "Individual", **cells})


def meeting(kind: str, on: date) -> dict[str, Any]:
    """A row of Meetings."""
    return row(MEETINGS, kind=kind, date=on)


def priority(reference: str, words: str) -> dict[str, Any]:
    """A row of Priorities."""
    return row(PRIORITIES, priority=reference, improvement_plan_priority=words)


def dossier(number: str, *, staff: Mapping[str, Any] | None = None, **parts: Any) -> Dossier:
    """A teacher of RIV in review, with what is given instead; `review` holds cells of Reviews by key."""
    cells = {"payroll_number": number, "name": f"Person {number}", "role": "Teacher", "pay_range": "Main"}
    cells |= {"reviewer": "0000001", "qualified_teacher": "Yes"} | dict(staff or {})
    whole: dict[str, Any] = {
        "academy": "RIV",
        "file": "riverside.xlsx",
        "review_state": IN_REVIEW,
        "of_round": True,
        "start": {},
        "objectives": (),
        "development": (),
        "meetings": (),
        "concerns": (),
        "priorities": (),
        "reviewers": ("Rae Viewer",),
        "recommender": "Head Teacher",
        "current": Pay("Main", "M6", None),
        "recommended": Pay("Main", "M6", None),
        "award_pending": False,
        "due": DUE,
    }
    review = row(REVIEWS, **parts.pop("review", {}))
    return Dossier(**{**whole, **parts}, staff=row(STAFF, **cells), review=review)


def merged(
    dossiers: Iterable[Dossier], findings: Sequence[Finding] = (), academies: Sequence[AcademyCount] = ()
) -> Merged:
    """The dossiers as a round of ready people, in one file each academy, one row after the other."""
    numbered = list(enumerate(dossiers, 2))
    people = tuple(
        Person(
            one.academy, one.staff["payroll_number"], one.staff["name"], one.staff["role"], one.file, at,
            Outcome.READY, (),
        )
        for at, one in numbered
    )  # fmt: skip
    counts = academies or (AcademyCount("RIV", "Riverside Primary School", FileState.ACCEPTED, len(people)),)
    return Merged(people, tuple(findings), tuple(counts), {(one.file, at): one for at, one in numbered})


def academy(code: str, email: str | None = None) -> Academy:
    """An academy of the settings."""
    names = {"RIV": "Riverside Primary School", "HIL": "Hillcrest Academy"}
    return Academy(
        code, names[code], False, None, None, None, None, email or f"office@{code.lower()}.example",
        "Rest of England", "National",
    )  # fmt: skip


ACADEMIES = {code: academy(code) for code in ("RIV", "HIL")}
