"""The live checks, calculated by LibreOffice: what is open is named, at its cell, and nothing else is."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from issued_workbooks import (
    AFTER_REVIEWS,
    CYCLE,
    START,
    Row,
    carried,
    concern,
    days,
    objective,
    review,
    teacher,
    to_do,
    working_days_on,
)
from openpyxl.workbook import Workbook
from shown_in_libreoffice import recalculated
from workbooks import edited

from pmr_batch.layout.columns import Column
from pmr_batch.layout.standard_workbook import BY_NAME, CHECKS, SHEETS, SHOWN_NAME, TO_DO
from pmr_batch.read.start_checks import check_start
from pmr_batch.read.worker import read_workbook
from pmr_batch.rules import RULES
from pmr_batch.settings.trust_file import from_tables
from pmr_batch.validate.engine import validate
from pmr_batch.workbook.column_places import headings
from pmr_batch.workbook.days_off import NO_DAYS_OFF
from pmr_batch.workbook.live_checks import NOTHING_YET
from pmr_batch.workbook.standard_book import standard_workbook

office = pytest.mark.office
SIGNED: Row = START | {
    "objectives_quality_assured_by": "0000900",
    "objectives_quality_assured_on": date(2025, 10, 20),
    "objectives_moderated_by": "0000900",
    "objectives_moderated_on": date(2025, 10, 21),
    "authorised_by": "0000900",
    "position": "Headteacher",
    "authorised_on": date(2026, 10, 16),
}
REVIEWER: Row = {
    "payroll_number": "0000901",
    "name": "Grace Hollis",
    "position": "Deputy headteacher",
    "qualified_teacher": "Yes",
    "teaching_now": "Yes",
    "appointed_by": "Headteacher",
}
COMPLETE = {
    "Staff": [teacher(1), teacher(2)],
    "Reviewers": [REVIEWER],
    "Priorities": [{"priority": "READ", "improvement_plan_priority": "Reading for pleasure"}],
    "Objectives": [objective(1, 1), objective(1, 2), objective(2, 1)],
    "Development": [
        {
            "payroll_number": "0000001",
            "development_required": "Mastery",
            "delivery": "A course",
            "application_and_impact": "Taught so since March.",
        },
        {"payroll_number": "0000002", "development_required": "none identified."},
    ],
    "Meetings": [
        {"payroll_number": "0000001", "date": date(2025, 10, 6), "kind": "Initial meeting", "written_record": "Yes"}
    ],
    "Reviews": [review(1), review(2)],
}
_BLANK_REVIEW = {"payroll_number": "0000001"}
_NO_OUTCOME = {"outcome": None, "summary_of_success": None}

#: Staff that differ in one thing, and what is then open on their row of Staff, with its verdict.
STAFF_CASES: dict[str, tuple[Row, dict[str, str]]] = {
    "nothing": ({}, {}),
    "a blank always required": ({"name": None}, {"Name": "fill in"}),
    "a blank of planning": ({"reviewer": None}, {"Reviewer": "fill in"}),
    "a blank of the final stage": ({"pay_point": None}, {"Pay point": "fill in"}),
    "a blank point of a range of the trust's own": (
        {"pay_range": "Business manager", "pay_point": None},
        {"Pay point": "fill in"},
    ),
    "spaces are blank": ({"job_title": "   "}, {"Job title": "fill in"}),
    "not in the list": ({"role": "Techer"}, {"Role": "not in the list"}),
    "in the list in another case": ({"contract": "permanent"}, {}),
    "not a date": ({"employment_start": "soon"}, {"Employment start": "not a date"}),
    "a date typed as text": ({"employment_start": "2018-09-01"}, {}),
    "a date typed in words": ({"employment_start": "1 September 2018"}, {}),
    "not a number": ({"fte": "most"}, {"FTE": "not a number from 0.01 to 1"}),
    "a number typed as text": ({"fte": "0.6"}, {}),
    "beyond a limit": ({"fte": 1.4}, {"FTE": "not a number from 0.01 to 1"}),
    "an order of dates": ({"cycle_to": date(2025, 8, 1)}, {"Cycle to": "before Cycle from"}),
    "a cycle that differs": ({"cycle_from": date(2025, 10, 1)}, {"Cycle adjusted because": "fill in"}),
    "a cycle that differs, with its ground": (
        {"cycle_from": date(2025, 10, 1), "cycle_adjusted_because": "Joined"},
        {},
    ),
    "a fixed term without end": ({"contract": "Fixed term"}, {"Employment end": "fill in"}),
    "suspended, nothing else due": (
        {"status": "Suspended: grievance", "reviewer": None},
        {"Status from": "fill in"},
    ),
    "suspended until before now": (
        {
            "status": "Suspended: grievance",
            "status_from": date(2026, 3, 2),
            "status_to": date(2026, 3, 30),
            "reviewer": None,
        },
        {"Reviewer": "fill in"},
    ),
    "left before pay takes effect": (
        {"status": "Left", "status_from": date(2026, 4, 1), "employment_end": date(2026, 4, 1), "reviewer": None},
        {},
    ),
    "left before pay takes effect, and nobody says so": ({"employment_end": date(2026, 4, 1), "reviewer": None}, {}),
    "left, and nobody says when": (
        {"status": "Left", "status_from": date(2026, 4, 1), "reviewer": None},
        {"Employment end": "fill in"},
    ),
    "left later": (
        {"status": "Left", "status_from": date(2026, 9, 9), "employment_end": date(2026, 9, 9), "reviewer": None},
        {"Reviewer": "fill in"},
    ),
    "out of scope": ({"status": "Out of scope", "reviewer": None}, {"Out of scope because": "fill in"}),
    "in induction, with no review begun": ({"in_induction": "Yes", "reviewer": None}, {}),
    "reviewed elsewhere": ({"reviewed_at": "OAK", "reviewer": None}, {}),
    "reviewed here": ({"reviewed_at": "RIV", "reviewer": None}, {"Reviewer": "fill in"}),
    "reviewed nowhere": ({"reviewed_at": "Oakfield", "reviewer": None}, {}),
    "a contract under a term": (
        {
            "contract": "Fixed term",
            "employment_start": date(2026, 1, 5),
            "employment_end": date(2026, 2, 6),
            "cycle_from": date(2026, 1, 5),
            "cycle_to": date(2026, 2, 6),
            "cycle_adjusted_because": "Fixed term",
            "reviewer": None,
        },
        {},
    ),
    "a head before the heads' date": (
        {"role": "Headteacher", "reviewer": "Panel", "in_induction": None, "pay_point": None},
        {},
    ),
}

HALF_FILLED = {
    **COMPLETE,
    "Staff": [teacher(1), teacher(2, absent_from=date(2026, 1, 12), absent_to=date(2026, 5, 1)), teacher(1)],
    "Objectives": [
        objective(1, 1, due_on="soon"),
        objective(1, 1, kind="School"),
        objective(2, 1, **_NO_OUTCOME),
        objective(9, 1, **_NO_OUTCOME),
        objective(2, 2.5, revised_on=date(2026, 2, 2)),
    ],
    "Reviews": [_BLANK_REVIEW, review(2), review(2)],
    "Concerns": [
        concern(1),
        concern(2, discussed_on=None, monitoring_set=None, monitoring_from=None, monitoring_to=None),
    ],
    "Development": [
        {"payroll_number": "0000001", "development_required": "None identified in the spring"},
        {"payroll_number": "0000002", "development_required": "None identified"},
        {"payroll_number": "0000002"},
    ],
    "Meetings": [{"payroll_number": "0000001"}],
    "Explanations": [
        {"rule": "PM103", "payroll_number": "0000901", "explanation": "The reviewer was ill."},
        {"payroll_number": "0000009"},
    ],
}
OPEN_HALF_FILLED = {
    "Staff 4 Payroll number": "stands in a row above already",
    "Objectives 2 Due on": "not a date",
    "Objectives 3 No": "stands in a row above already",
    "Objectives 3 Improvement priority": "fill in",
    "Objectives 4 Outcome": "fill in",
    "Objectives 4 Summary of success": "fill in",
    "Objectives 5 Payroll number": "not on Staff",
    "Objectives 6 No": "not a whole number of at least 1",
    "Objectives 6 Reason for revision": "fill in",
    "Development 2 Delivery": "fill in",
    "Development 2 Application and impact": "fill in",
    "Development 4 Development required": "fill in",
    "Meetings 2 Date": "fill in",
    "Meetings 2 Kind": "fill in",
    **{
        f"Reviews 2 {heading}": "fill in"
        for heading in (
            "Assessment against objectives",
            "Assessment against job role",
            "Quality of teaching",
            "CPD activity",
            "Pay criteria",
            "Recommended on",
        )
    },
    "Reviews 3 Evidence if absent": "fill in",
    "Reviews 4 Payroll number": "stands in a row above already",
    **{
        f"Concerns 2 {heading}": "fill in"
        for heading in (
            "Employee's response",
            "Further support offered",
            "Confirmed in writing on",
            "Targets",
            "Support agreed",
            "Monitored by",
            "Review on",
            "Consequences explained",
            "Outcome",
        )
    },
    "Explanations 2 Explained by": "fill in",
    "Explanations 2 Explained on": "fill in",
    "Explanations 3 Rule": "fill in",
    "Explanations 3 Payroll number": "not on Staff or Reviewers",
}
CONCERN_DUE = working_days_on(date(2026, 3, 4), 10, days())


def _of(rows: dict[str, list[Row]], as_of: date = AFTER_REVIEWS, start: Row = SIGNED, off: Any = None) -> bytes:
    return standard_workbook(start, rows, carried(), days() if off is None else off, as_of)


def _concern_as_of(as_of: date) -> bytes:
    quiet = concern(1, monitoring_set="No", monitoring_from=None, monitoring_to=None)
    return _of({"Staff": [teacher(1)], "Concerns": [quiet | _ANSWERED]}, as_of)


_ANSWERED = {"employees_response": "None given", "further_support_offered": "None was needed"}
_PLANNED = {
    "Staff": [teacher(1, pay_point=None), teacher(2)],
    "Objectives": [objective(1, 1, set_by=None, **_NO_OUTCOME), objective(2, 1, **_NO_OUTCOME)],
    "Reviews": [review(1)],  # who has no row there is told so, and of no outcome besides
}
_MONITORED = {"Staff": [teacher(1)], "Concerns": [concern(1, monitoring_set="No") | _ANSWERED]}
_LED_TO_CAPABILITY = {
    "outcome": "Capability",
    "notified_by": "CEO",
    "notified_on": date(2026, 5, 4),
    "hr_adviser_consulted_on": date(2026, 5, 1),
    "capability_meeting_on": None,
}
_UNDER_CAPABILITY = {
    "Staff": [
        teacher(1, status="Capability", status_from=date(2026, 5, 4), reviewer=None),
        teacher(2, reviewer=None),  # whose status is behind
        teacher(3, reviewer=None),
    ],
    "Concerns": [
        *(concern(1, **_LED_TO_CAPABILITY), concern(2, **_LED_TO_CAPABILITY)),
        concern(3, **_LED_TO_CAPABILITY | {"capability_ended_on": date(2026, 9, 30)}),
    ],
}
_ASPECTS = COMPLETE | {
    "Staff": [teacher(number, improvement_plan_aspects=None) for number in (1, 2, 3, 4)],
    "Objectives": [
        *(objective(1, 1), objective(1, 2)),
        *(objective(2, 1), objective(2, 2, improvement_priority="READ")),
        *(objective(3, 1), objective(3, 2, kind="School")),
    ],
    "Reviews": [review(number) for number in (1, 2, 3, 4)],
}
_LEFT_ALONE = COMPLETE | {
    "Objectives": [
        *(objective(1, 1), objective(1, 2), objective(2, 1)),
        {"payroll_number": "0000001", "no": 3, "kind": "School"},
        {"payroll_number": "0000002", "no": 2, "kind": "School", "due_on": date(2026, 7, 17)},
        {"payroll_number": "0000002", "no": 3, "kind": "School", "set_by": "Panel"},
    ],
}
_SET_BY = CYCLE["objectives_set_by"]
_AWAY = COMPLETE | {
    "Staff": [
        teacher(1, absent_from=date.fromordinal(_SET_BY.toordinal() - 1)),
        teacher(2, absent_from=_SET_BY),
        teacher(3, absent_from=date(2025, 9, 1), absent_to=date(2026, 8, 30)),
    ],
    "Objectives": [{"payroll_number": f"000000{number}", "no": 1, "kind": "Individual"} for number in (1, 2, 3)],
    "Development": [{"payroll_number": f"000000{number}"} for number in (1, 2, 3)],
    "Reviews": [review(number, evidence_if_absent="The year before the leave") for number in (1, 2, 3)],
}
#: What Start says once for all rows, but for the measures of the Trust objective, and rows that leave it to Start.
_ONCE: Row = SIGNED | {
    "template_version": "2",
    "objectives_due_on": date(2026, 7, 10),
    "objectives_set_on": date(2025, 10, 6),
    "objectives_set_by": "Agreed",
    "reviews_recommended_on": date(2026, 10, 16),
    "reviews_signed_on": date(2026, 10, 16),
    "reviews_report_sent_on": date(2026, 10, 20),
}
_LEFT_TO_START: Row = {"due_on": None, "set_on": None, "set_by": None}
_TRUSTS: Row = {"kind": "Trust", "objective": START["trust_objective"], "measures_and_milestones": None}
_SAID_ONCE = COMPLETE | {
    "Objectives": [
        objective(1, 1, **_LEFT_TO_START),
        objective(1, 2, **_LEFT_TO_START | _TRUSTS),
        objective(2, 1, **_LEFT_TO_START | {"due_on": date(2026, 5, 1)}),
        {"payroll_number": "0000002", "no": 2, "kind": "School"},
    ],
    "Reviews": [
        review(1, recommended_on=None, reviewer_signed_on=None, report_sent_on=None, invited_to_comment=None),
        {"payroll_number": "0000002"},
    ],
}
#: Words for nothing: blank in every cell, so that it is asked for where it is needed, unless it is an answer.
_NOTHING_SAID = COMPLETE | {
    "Staff": [
        teacher(1, employment_end="n/a", reviewer_concern="none", absent_from="-", absent_to="tbc", current_pay="nil"),
        teacher(2, status_to="N/A", range_from="none", out_of_scope_because="n/a", fte="tbc"),
    ],
    "Objectives": [
        objective(1, 1, objective="tbc", measures_and_milestones="to follow", what_success_looks_like=" N/A "),
        objective(2, 1, summary_of_success="-", what_success_looks_like="None of the above", revised_on="n/a"),
        objective(2, 2, due_on="tbc", outcome="tbc"),
    ],
    "Development": [
        {"payroll_number": "0000001", "development_required": "None", "delivery": "?"},
        {
            "payroll_number": "0000002",
            "development_required": "TBC",
            "delivery": "a course",
            "application_and_impact": "x",
        },
    ],
    "Concerns": [concern(1, monitoring_set="No", employees_response="None", further_support_offered="nil")],
}
_NOT_SET = (("Objectives", "Objective"), ("Development", "Development required"))


def _with_a_row_below() -> bytes:
    """A meeting typed below the last row of its table, which stays as it is: as LibreOffice saves it."""

    def type_below(book: Workbook) -> None:
        page = book["Meetings"]
        for heading, value in (("Payroll number", "0000001"), ("Kind", "Final review")):
            page.cell(
                page.max_row + (heading == "Payroll number"), headings(BY_NAME["Meetings"]).index(heading) + 1
            ).value = value

    return edited(_of(COMPLETE), type_below)


BOOKS = {
    "blank": standard_workbook({}, {}, {}, as_of=AFTER_REVIEWS),
    "complete": _of(COMPLETE),
    "half": _of(HALF_FILLED),
    "staff": _of({"Staff": [teacher(at, **differs) for at, (differs, _) in enumerate(STAFF_CASES.values(), start=1)]}),
    "aspects": _of(_ASPECTS),
    "capability": _of(_UNDER_CAPABILITY),
    "summer": _of(_PLANNED, CYCLE["objectives_set_by"].replace(day=30), START),
    "autumn": _of(_PLANNED, CYCLE["objectives_set_by"], START),
    "winter": _of(_PLANNED, CYCLE["final_reviews_by"], START),
    "confirmed in time": _concern_as_of(CONCERN_DUE),
    "confirmed late": _concern_as_of(date.fromordinal(CONCERN_DUE.toordinal() + 1)),
    "no term dates": _of(_MONITORED, off=NO_DAYS_OFF),
    "left alone": _of(_LEFT_ALONE),
    "away": _of(_AWAY),
    "said once": _of(_SAID_ONCE, start=_ONCE),
    "nothing said": _of(_NOTHING_SAID),
    "below": _with_a_row_below(),
}


@pytest.fixture(scope="module")
def calculated(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Workbook]:
    return recalculated(tmp_path_factory.mktemp("office"), BOOKS)


@office
def test_a_blank_workbook_asks_for_what_the_start_sheet_lacks(calculated: dict[str, Workbook]) -> None:
    asked = to_do(calculated["blank"])
    assert set(asked.values()) == {"fill in"}
    assert {place.split()[0] for place in asked} == {"Start"}
    assert len(asked) == 10


@office
def test_a_complete_workbook_has_nothing_to_do(calculated: dict[str, Workbook]) -> None:
    assert to_do(calculated["complete"]) == {}
    assert calculated["complete"]["Start"]["F2"].value == "Nothing to do now"


@office
def test_of_whoever_was_away_throughout_nothing_is_asked_that_could_not_be_set(calculated: dict[str, Workbook]) -> None:
    rows = {f"{sheet} {row} {column}" for row in (3, 4) for sheet, column in _NOT_SET}
    assert to_do(calculated["away"]) == dict.fromkeys(rows, "fill in")


@office
def test_a_half_filled_workbook_names_what_is_open(calculated: dict[str, Workbook]) -> None:
    assert to_do(calculated["half"]) == OPEN_HALF_FILLED


@office
@pytest.mark.parametrize("case", STAFF_CASES)
def test_a_row_of_staff(case: str, calculated: dict[str, Workbook]) -> None:
    row = list(STAFF_CASES).index(case) + 2
    asked = {
        place.removeprefix(f"Staff {row} "): verdict
        for place, verdict in to_do(calculated["staff"]).items()
        if place.startswith(f"Staff {row} ")
    }
    assert asked == STAFF_CASES[case][1]


@office
def test_aspects_are_asked_for_where_no_objective_names_a_priority(calculated: dict[str, Workbook]) -> None:
    asked = {"Staff 2 Improvement plan aspects", "Objectives 7 Improvement priority"}
    assert set(to_do(calculated["aspects"])) == asked


@office
def test_under_capability_concerns_are_asked_about_and_the_review_is_not(calculated: dict[str, Workbook]) -> None:
    asked = set(to_do(calculated["capability"]))
    assert {f"Concerns {row} Capability meeting on" for row in (2, 3, 4)} <= asked
    assert {place for place in asked if place.startswith("Staff")} == {"Staff 4 Reviewer"}


@office
def test_what_a_stage_asks_for_appears_on_its_day(calculated: dict[str, Workbook]) -> None:
    assert to_do(calculated["summer"]) == {}
    planning = {
        "Objectives 2 Set by",
        "Start 17 Objectives quality assured by",
        "Start 18 Objectives quality assured on",
        "Start 19 Objectives moderated by",
        "Start 20 Objectives moderated on",
    }
    assert set(to_do(calculated["autumn"])) == planning
    assert set(to_do(calculated["winter"])) == planning | {
        "Staff 2 Pay point",
        "Objectives 2 Outcome",
        "Objectives 2 Summary of success",
        "Start 22 Authorised by",
        "Start 23 Position",
        "Start 24 Authorised on",
    }


@office
def test_working_days_are_school_days_for_term_time_staff(calculated: dict[str, Workbook]) -> None:
    assert to_do(calculated["confirmed in time"]) == {}
    assert set(to_do(calculated["confirmed late"])) == {"Concerns 2 Confirmed in writing on"}


@office
def test_without_term_dates_no_working_day_is_guessed(calculated: dict[str, Workbook]) -> None:
    asked = [place for place in to_do(calculated["no term dates"]) if place.startswith("Concerns")]
    assert asked == ["Concerns 2 Confirmed in writing on"]  # monitoring began in March: that is a date


@office
def test_checks_count_what_is_open_by_sheet_and_person(calculated: dict[str, Workbook]) -> None:
    page = calculated["half"][CHECKS]
    by_sheet = {page.cell(row, 1).value: page.cell(row, 3).value for row in range(8, 8 + len(SHEETS))}
    open_ = [place.split()[0] for place in OPEN_HALF_FILLED]
    assert by_sheet == {sheet.name: open_.count(sheet.name) for sheet in SHEETS}
    assert page["B5"].value == len(OPEN_HALF_FILLED)
    rows = {page.cell(row, 1).value: page for row in range(22, 25)}
    assert list(rows) == ["0000001", "0000002"]
    assert [page.cell(22, column).value for column in (2, 3)] == ["Ada Marsh 1", "In review"]
    assert [page.cell(row, 15).value for row in (22, 23, 24)] == [22, 7, 23]


@office
def test_a_sheet_without_rows_says_so_where_it_works_itself_out(calculated: dict[str, Workbook]) -> None:
    for sheet in (sheet for sheet in SHEETS if not sheet.form):
        says = [cell.value for cell in calculated["blank"][sheet.name][2]]
        assert says[headings(sheet).index(SHOWN_NAME if sheet.people else TO_DO)] == NOTHING_YET
        assert says.count(None) == len(headings(sheet)) - 1
    assert NOTHING_YET not in {cell.value for row in calculated["half"]["Objectives"].iter_rows() for cell in row}


@office
def test_a_row_handed_out_and_left_as_it_was_is_told_at_one_cell(calculated: dict[str, Workbook]) -> None:
    assert to_do(calculated["left alone"]) == {
        "Objectives 5 Objective": "fill in",
        "Objectives 6 Objective": "fill in",
        "Objectives 6 Measures and milestones": "fill in",
        "Objectives 6 What success looks like": "fill in",
        "Objectives 6 Improvement priority": "fill in",
        "Objectives 6 Set on": "fill in",
        "Objectives 6 Set by": "fill in",
        "Objectives 6 Outcome": "fill in",
        "Objectives 6 Summary of success": "fill in",
        "Objectives 7 Objective": "fill in",
    }


@office
def test_what_start_says_once_is_open_in_no_row_that_somebody_has_worked_on(calculated: dict[str, Workbook]) -> None:
    found = to_do(calculated["said once"])
    assert {place for place in found if place.split()[0] in ("Objectives", "Reviews")} >= {
        "Objectives 3 Measures and milestones",
        "Objectives 5 Objective",
        "Reviews 3 Recommended on",
    }
    assert not [place for place in found if place.startswith(("Objectives 2", "Objectives 4"))]


@office
def test_a_row_below_a_table_that_cannot_grow_counts_until_its_to_do_is_copied_down(
    calculated: dict[str, Workbook],
) -> None:
    page = calculated["below"][CHECKS]
    by_sheet = {page.cell(row, 1).value: page.cell(row, 3).value for row in range(8, 8 + len(SHEETS))}
    assert {name: count for name, count in by_sheet.items() if count} == {"Meetings": 1}


@office
def test_a_word_for_nothing_is_blank(calculated: dict[str, Workbook]) -> None:
    found = to_do(calculated["nothing said"])
    assert {place for place in found if place.startswith(("Staff", "Objectives", "Development", "Concerns 2 F"))} == {
        "Staff 3 FTE",
        "Objectives 4 Due on",
        "Objectives 4 Outcome",
        "Objectives 2 Objective",
        "Objectives 2 Measures and milestones",
        "Objectives 2 What success looks like",
        "Objectives 3 Summary of success",
        "Development 3 Development required",
        "Concerns 2 Further support offered",
    }


@office
def test_the_name_stands_beside_each_payroll_number(calculated: dict[str, Workbook]) -> None:
    page = calculated["half"]["Objectives"]
    column = headings(BY_NAME["Objectives"]).index(SHOWN_NAME) + 1
    assert [page.cell(row, column).value for row in range(2, 7)] == [
        "Ada Marsh 1",
        "Ada Marsh 1",
        "Ada Marsh 2",
        None,
        "Ada Marsh 2",
    ]


@office
@pytest.mark.parametrize(
    "name",
    [
        "complete",
        "half",
        "staff",
        "aspects",
        "capability",
        "summer",
        "autumn",
        "winter",
        "confirmed late",
        "left alone",
        "away",
        "said once",
        "nothing said",
    ],
)
def test_the_live_checks_say_what_check_says(name: str, calculated: dict[str, Workbook]) -> None:
    content = BOOKS[name]
    back = read_workbook("RIV.xlsx", content)
    settings = from_tables(back.settings, "RIV.xlsx", own=True)
    assert settings.as_of is not None
    told = set()
    for finding in validate([check_start(back, settings)], settings, settings.as_of).findings:
        column = _column(finding.sheet, finding.column)
        is_blank = column is not None and finding.value is None and finding.code in column.owners
        if is_blank or finding.code in ("PM006", "PM008", "PM010", "PM011", "PM013"):
            told.add(f"{finding.sheet} {finding.row} {finding.column}")
    live = set(to_do(calculated[name]))
    assert told <= live
    assert {place for place in live - told if _is_in_force(place)} == set()


def _is_in_force(place: str) -> bool:
    """Whether a rule in force reports the blank of the column at a place such as Staff 2 Pay point."""
    sheet, _, heading = place.split(" ", 2)
    column = _column(sheet, heading)
    return column is None or not column.owners or any(owner in RULES for owner in column.owners)


def _column(sheet: str | None, heading: str | None) -> Column | None:
    return next((column for column in BY_NAME[sheet] if column.heading == heading), None) if sheet in BY_NAME else None


def _owned() -> dict[str, list[Column]]:
    owned: dict[str, list[Column]] = {}
    for sheet in SHEETS:
        for column in sheet:
            for owner in (code for code in column.owners if column.required and code in RULES):
                owned.setdefault(owner, []).append(column)
    return owned


@pytest.mark.parametrize("code", _owned())
def test_a_column_is_required_from_no_other_stage_than_its_owner_asks_from(code: str) -> None:
    for column in _owned()[code]:
        assert _stages(column.required) <= {RULES[code].stage.value}, column


def _stages(condition: Any) -> set[str]:
    parts = getattr(condition, "parts", ())
    own = {condition.stage.value} if hasattr(condition, "stage") else set()
    return own.union(*map(_stages, parts))
