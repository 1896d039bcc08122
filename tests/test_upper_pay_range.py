"""Applications for the Upper pay range: their evidence, the head's assessment, and what is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
from dossiers import ACADEMIES, dossier, merged, objective
from marked_tables import table_rows
from moderated_round import a_round

from pmr_batch.model.applications import Application
from pmr_batch.model.earlier_runs import Earlier, Kept
from pmr_batch.model.person import Dossier, ObjectiveCounts, Pay
from pmr_batch.moderate.upper_pay_range import applications
from pmr_batch.produce.committee import committee_workbook

REVIEW = {
    "upr_application": "Yes",
    "upr_outcome": "Meets",
    "pay_criteria": "Have been met",
    "assessment_against_objectives": "All met, with evidence.",
    "assessment_against_job_role": "Leads science.",
    "quality_of_teaching": "Consistently strong.",
    "cpd_activity": "Coached two colleagues.",
}
MET = (objective(1, outcome="Met"), objective(2, outcome="Partly met"))
WHOLE = dossier("0010001", review=REVIEW, objectives=MET, recommended=Pay("Upper", "U1", None))


def without(**cells: Any) -> Dossier:
    """The whole application with other cells on Reviews."""
    return replace(WHOLE, review={**WHOLE.review, **cells})


def of(one: Dossier, earlier: Earlier | None = None) -> list[Application]:
    return list(applications(merged([one]), ACADEMIES, earlier or Earlier()))


def test_a_whole_application_lacks_nothing() -> None:
    (one,) = of(WHOLE)
    assert one.missing == ()
    assert (one.assessed, one.recommended.point) == ("Meets", "U1")
    assert one.objectives == ObjectiveCounts(met=1, partly=1)
    assert one.teaching == "Consistently strong."


def test_what_an_assessment_would_want_is_named() -> None:
    bare = without(upr_outcome=None, quality_of_teaching=None)
    bare = replace(bare, objectives=(*MET, objective(3)), staff={**bare.staff, "qualified_teacher": "No"})
    (one,) = of(bare)
    assert one.missing == (
        "the head's assessment",
        "qualification as a teacher",
        "Quality of teaching",
        "the outcome of 1 objective",
    )


def test_a_move_without_an_application_is_listed_with_the_application_missing() -> None:
    (one,) = of(without(upr_application=None))
    assert one.missing == ("the application",)


def test_an_application_that_was_turned_down_is_listed() -> None:
    refused = replace(without(upr_outcome="Does not meet"), recommended=Pay("Main", "M6", None))
    (one,) = of(refused)
    assert (one.assessed, one.recommended.range) == ("Does not meet", "Main")


def test_whoever_neither_applied_nor_moves_is_not_listed_nor_who_is_on_it_already() -> None:
    upper = Pay("Upper", "U2", None)
    stays = without(upr_application="No", upr_outcome=None)
    assert of(replace(stays, recommended=Pay("Main", "M6", None))) == []
    assert of(replace(stays, current=upper, recommended=upper)) == []
    assert of(replace(WHOLE, of_round=False)) == []


def past(cycle: str, number: str, **parts: Any) -> Kept:
    row = replace(a_round(3, 9).recommendations[0], payroll_number=number, **parts)
    return Kept("1" * 8, "1" * 64, date(2025, 10, 1), cycle, (), (row,), (), (), ())


def test_the_last_two_cycles_are_shown_where_they_are_at_hand() -> None:
    earlier = Earlier(None, (past("2024-25", "0010001"), past("2023-24", "0019999"), past("2022-23", "0010001")))
    (one,) = of(WHOLE, earlier)
    assert [each.cycle for each in one.past] == ["2024-25"]


def test_the_sheet_shows_the_evidence_and_says_which_cycles_are_not_at_hand() -> None:
    moderated = replace(a_round(3, 9), upper_pay_range=tuple(of(WHOLE, Earlier(None, (past("2024-25", "0010001"),)))))
    page = openpyxl.load_workbook(BytesIO(committee_workbook(moderated)))["Upper pay range"]
    row = table_rows(page)[0]
    assert row["Evidence in the return"] == (
        "Objectives: All met, with evidence.\nJob role: Leads science.\n"
        "Teaching: Consistently strong.\nCPD: Coached two colleagues."
    )
    assert row["Last two cycles"].startswith("2024-25: M")
    assert row["Last two cycles"].endswith("Not at hand: 1 cycle")
    assert row["Objectives"] == "1 met, 1 partly met"
    assert row["Missing"] is None
