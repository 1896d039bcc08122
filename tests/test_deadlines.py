"""Late, in order, overdue and still to come: by each person's own last days, and whom to ask for what."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from dossiers import ACADEMIES, AS_OF, DUE, dossier, meeting, merged, objective
from marked_tables import table_rows
from moderated_round import a_round

from pmr_batch.model.deadlines import STEPS, AcademyLateness, Lateness, Timing
from pmr_batch.model.findings import Finding, Person
from pmr_batch.model.person import Dossier
from pmr_batch.model.round import AcademyCount, Moderated
from pmr_batch.model.terms import FileState, Outcome, Round
from pmr_batch.moderate.deadlines import lateness
from pmr_batch.produce.committee import committee_workbook

IN_TIME = dossier(
    "0000010",
    objectives=(objective(2, set_on=date(2025, 10, 20)), objective(1, set_on=date(2025, 11, 20))),
    meetings=(meeting("Final review", date(2026, 10, 15)), meeting("Final review", date(2026, 10, 19))),
    review={
        "recommended_on": date(2026, 10, 16),
        "report_sent_on": date(2026, 10, 17),
        "reviewer_signed_on": date(2026, 10, 16),
        "employee_signed_on": date(2026, 10, 18),
    },
)
ASKED = next(one for one in a_round(3, 15).findings if one.counts)


def told(*dossiers: Dossier, findings: tuple[Finding, ...] = (), as_of: date = AS_OF) -> Lateness:
    return lateness(merged(dossiers, findings), ACADEMIES, Round.OCTOBER, as_of)


def timings(*dossiers: Dossier, as_of: date = AS_OF) -> dict[str, dict[str, int]]:
    """How many of each step stand how."""
    return {
        one.what: {timing.value: count for timing, count in one.counts.items() if count}
        for one in told(*dossiers, as_of=as_of).by_step
    }


def about(code: str, number: str | None = "0000010", academy: str = "RIV", **parts: Any) -> Finding:
    cells = {"code": code, "academy": academy, "payroll_number": number, "file": "riverside.xlsx"}
    return replace(ASKED, **cells, **parts)


# -- by person -------------------------------------------------------------------------------------


def test_the_first_objective_and_the_first_final_review_count_and_the_last_day_is_in_time() -> None:
    assert timings(IN_TIME) == {what: {"In order": 1} for what in STEPS}
    assert not told(IN_TIME).steps


def test_what_is_not_done_is_still_to_come_on_its_last_day_and_overdue_on_the_next() -> None:
    nothing = dossier("0000011")
    assert timings(nothing, as_of=date(2026, 10, 15))["Final review held"] == {"Still to come": 1}
    assert timings(nothing, as_of=date(2026, 10, 16))["Final review held"] == {"Overdue": 1}


def test_late_and_overdue_are_told_by_name_with_their_days() -> None:
    late = replace(
        IN_TIME, objectives=(objective(1, set_on=date(2025, 11, 3)),), meetings=(), staff=dict(IN_TIME.staff)
    )
    steps = {one.what: one for one in told(late).steps}
    assert set(steps) == {"Objectives set", "Final review held"}
    assert (steps["Objectives set"].timing, steps["Objectives set"].days) == (Timing.LATE, 3)
    assert steps["Objectives set"].done == date(2025, 11, 3)
    assert (steps["Final review held"].timing, steps["Final review held"].days) == (Timing.OVERDUE, 5)


def test_a_date_still_to_come_is_nothing_done() -> None:
    ahead = replace(IN_TIME, meetings=(meeting("Final review", date(2026, 12, 1)),))
    assert timings(ahead)["Final review held"] == {"Overdue": 1}


def test_a_paper_review_stands_for_the_final_one() -> None:
    paper = replace(IN_TIME, meetings=(meeting("Paper review", date(2026, 10, 1)),))
    assert timings(paper)["Final review held"] == {"In order": 1}


def test_what_the_trust_sets_no_day_for_is_not_asked() -> None:
    without = dossier("0000011", due=DUE | {"report_due": None})
    assert set(timings(without)) == {"Objectives set", "Final review held", "Pay recommended"}


def test_whoever_is_not_of_the_round_is_not_asked() -> None:
    assert told(dossier("0000011", of_round=False)) == Lateness()


def test_what_was_said_to_a_delay_stands_beside_it() -> None:
    late = replace(IN_TIME, meetings=(meeting("Final review", date(2026, 10, 19)),))
    said = about("PM103", explanation="The reviewer was away.")
    (step,) = told(late, findings=(said, about("PM103", "0000099", explanation="Another's"))).steps
    assert step.explained == "The reviewer was away."


# -- whom to ask for what --------------------------------------------------------------------------


def chased(
    *findings: Finding, count: AcademyCount, dossiers: tuple[Dossier, ...] = (), absent: tuple[Person, ...] = ()
) -> tuple[AcademyLateness, ...]:
    """The academies asked for something, or with people of the round; `absent` are on the staff list only."""
    whole = merged(dossiers, findings, (count,))
    whole = replace(whole, people=(*whole.people, *absent))
    return lateness(whole, ACADEMIES, Round.OCTOBER, AS_OF).academies


def absent(number: str, academy: str = "HIL", role: str = "Teacher") -> Person:
    return Person(academy, number, "Ann Absent", role, None, None, Outcome.MISSING, ())


NOBODY_SENT = AcademyCount("HIL", "Hillcrest Academy", None, 0)
REFUSED = AcademyCount("HIL", "Hillcrest Academy", FileState.REFUSED, 3)
ACCEPTED = AcademyCount("RIV", "Riverside Primary School", FileState.ACCEPTED, 3, {Outcome.RETURNED: 1})


def test_an_academy_that_sent_nothing_is_asked_for_its_return() -> None:
    unsent = about("PM021", None, "HIL", affects=("0000010", "0000011"))
    (one,) = chased(unsent, count=NOBODY_SENT, absent=(absent("0000010"), absent("0000011")))
    assert one.requests == ("The return: 2 people on the staff list",)
    assert (one.email, one.state) == ("office@hil.example", None)


def test_an_academy_whose_file_was_refused_is_asked_for_another() -> None:
    (one,) = chased(count=REFUSED, absent=(absent("0000010"), absent("0000011", role="HLTA")))
    assert one.requests == ("A return that can be read: 1 person on the staff list",)


def test_an_academy_is_asked_for_corrections_people_and_what_is_overdue() -> None:
    people = (dossier("0000011"), dossier("0000012"), IN_TIME)
    missing = about("PM207", "0000013")
    (one,) = chased(missing, count=ACCEPTED, dossiers=people, absent=(absent("0000013", "RIV"),))
    assert one.requests == (
        "Corrections for 1 person with errors",
        "1 person on the staff list, but not in the return",
        "Objectives set: overdue for 2 people",
        "Final review held: overdue for 2 people",
    )
    assert one.counts == {Timing.IN_ORDER: 6, Timing.OVERDUE: 4, Timing.TO_COME: 8}


def test_an_academy_without_people_of_the_round_is_asked_for_nothing() -> None:
    assert chased(count=NOBODY_SENT) == ()
    assert chased(count=REFUSED, absent=(absent("0000010", role="Headteacher"),)) == ()
    assert chased(count=AcademyCount(None, "Files that name none", None, 2)) == ()


def test_a_missing_person_of_another_round_is_asked_for_there() -> None:
    missing = about("PM207", "0000013", "HIL")
    assert chased(missing, count=NOBODY_SENT, absent=(absent("0000013", role="Headteacher"),)) == ()


def test_a_missing_person_who_was_accepted_is_not_asked_for() -> None:
    accepted = about("PM207", "0000013", accepted="On secondment (trust HR)")
    (one,) = chased(
        accepted, count=replace(ACCEPTED, outcomes={}), dossiers=(IN_TIME,), absent=(absent("0000013", "RIV"),)
    )
    assert one.requests == ()


# -- the sheet, and the demo -----------------------------------------------------------------------


def sheet(late: Lateness) -> Any:
    moderated: Moderated = replace(a_round(3, 9), lateness=late)
    return openpyxl.load_workbook(BytesIO(committee_workbook(moderated)))["Late"]


def test_the_chart_and_the_tables_show_the_same_figures() -> None:
    late = told(IN_TIME, dossier("0000011"))
    page = sheet(late)
    (chart,) = page._charts
    assert [one.tx.v for one in chart.ser] == [timing.value for timing in Timing]
    at = next(row[0].row for row in page.iter_rows() if row[1].value == "RIV")
    assert [page.cell(at, column).value for column in range(4, 8)] == [6, 0, 2, 4]
    assert chart.ser[0].val.numRef.f == f"Late!$D${at}"
    assert [row["Step"] for row in table_rows(page, "Late_by_Step")] == [step.what for step in late.by_step]


def test_a_round_without_last_days_says_so_and_has_no_chart() -> None:
    page = sheet(Lateness())
    assert not page._charts
    assert not page.tables
    assert "Nothing is late, and nothing overdue." in {row[0].value for row in page.iter_rows()}


ROUNDS = (("teaching-2025-26", "october"), ("teaching-2025-26", "december"), ("support-2025-26", "april"))
LATE_BY = {"PM401": "Objectives set", "PM103": "Final review held", "PM104": "Pay recommended", "PM609": "Report sent"}


@pytest.mark.parametrize(("cycle", "round_"), ROUNDS)
def test_what_was_done_late_is_what_the_rules_found_late(faulty_folder: Path, cycle: str, round_: str) -> None:
    output = faulty_folder / "output" / cycle / round_
    findings = json.loads((output / "findings.json").read_text("utf-8"))
    people = json.loads((output / "people.json").read_text("utf-8"))
    others = {one["payroll_number"] for one in people if one["outcome"] in ("other round", "suspended")}
    found = {
        (one["payroll_number"], LATE_BY[one["code"]])
        for one in findings
        if one["code"] in LATE_BY and one["value"] and one["payroll_number"] not in others
    }
    page = openpyxl.load_workbook(next((output / "committee").iterdir()))["Late"]
    rows = table_rows(page, "Late_by_person") if "Late_by_person" in page.tables else []
    late = {(row["Payroll number"], row["What"]) for row in rows if row["State"] == "Done late"}
    assert found == {(number, what) for number, what in late if what in LATE_BY.values()}
