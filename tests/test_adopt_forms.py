"""Forms of an office with a sheet a person, and people across the top: what goes where, and nothing is lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import offices
import pytest
from click.testing import Result
from offices import office_file
from test_adopt import ask, assert_nothing_lost, correct, listed, proposed, rows, standard

from pmr_batch.model.returns import Return
from pmr_batch.workbook.carried_settings import rows_of

PEOPLE = (("0001041", "Ann Appleby"), ("0001042", "Ben Barlow"), ("0001043", "Cat O'Carver"))
Cells = Sequence[Sequence[Any]]


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A trust folder, in which the office's file lies, too."""
    return offices.trust(tmp_path)


def adopted(folder: Path, sheets: Mapping[str, Cells], merged: Mapping[str, Sequence[str]] | None = None,
            *more: str) -> tuple[Result, Return]:  # fmt: skip
    """What the command says of a file of these sheets, and its standard workbook."""
    (folder / "Own.xlsx").write_bytes(office_file(sheets, merged))
    result = ask(folder, "Own.xlsx", *more)
    assert result.exit_code in (0, 1), result.output
    assert_nothing_lost(folder, "Own")
    return result, standard(folder, "Own")


def of_staff(made: Return, *keys: str) -> dict[str, tuple[Any, ...]]:
    return {row["payroll_number"]: tuple(row[key] for key in keys) for row in rows_of(made.tables["Staff"])}


def of_people(made: Return, sheet: str, *keys: str) -> list[tuple[Any, ...]]:
    """The rows of the three people whose forms there are."""
    numbers = {number for number, _ in PEOPLE}
    return [row for row in rows(made, sheet, "payroll_number", *keys) if row[0] in numbers]


def form(number: str, name: str, *, objectives: int = 2) -> Cells:
    """A form as schools use them: pairs of labels and values, objectives below each other, small tables."""
    lines: list[list[Any]] = [
        ["Riverside Academy: appraisal form 2025/26"],
        ["Name of appraisee:", name, "Payroll number:", number],
        ["Post held:", "Class teacher", "Date of joining:", dt.date(2018, 9, 1)],
        ["Band", "Main", "Scale pt", "M4"],
        ["Line manager's name", "Helen Hughes", "Appraiser", "Erin Ellis"],
        ["Date of birth", dt.date(1980, 5, 4), "Home address", "1 High Street"],
        [],
    ]
    for at in range(1, objectives + 1):
        lines += [
            [f"Objective {at}", f"Lead project {at} of {name}"],
            ["Success criteria", f"Project {at} is done"],
            ["Evidence", ""],
            ["Outcome", "Partially met" if at == 2 else "Met"],
        ]
    return [
        *lines,
        [],
        ["Training and development"],
        ["Need", "How met", "Impact"],
        ["Phonics course", "The hub", "All staff trained"],
        ["Coaching", "In house", ""],
        [],
        ["Meetings"],
        ["Meeting", "Date", "Notes taken"],
        ["Planning meeting", dt.date(2025, 10, 3), "Yes"],
        ["Mid-year review", dt.date(2026, 2, 12), "Yes"],
        [],
        ["Overall assessment", "A strong year"],
        ["Appraisee's comments"],
        ["I was well supported"],
        ["New point", "M5"],
        ["Shoe cupboard", "B"],
    ]


def test_a_form_a_person_is_a_row_a_person(office: Path) -> None:
    sheets = {name: form(number, name, objectives=3 - at) for at, (number, name) in enumerate(PEOPLE)}
    result, made = adopted(office, sheets)
    assert result.exit_code == 0, result.output
    assert "3 rows of 3 placed, of 3 people" in result.output
    staff = of_staff(
        made, "name", "job_title", "employment_start", "pay_range", "pay_point", "line_manager", "reviewer"
    )
    for number, name in PEOPLE:
        assert staff[number] == (
            name, "Class teacher", dt.date(2018, 9, 1), "Main", "M4", "0001001", "0009002",
        )  # fmt: skip
    outcomes = {1: "Met", 2: "Partly met", 3: "Met"}
    assert of_people(made, "Objectives", "no", "objective", "what_success_looks_like", "outcome") == [
        (number, no, f"Lead project {no} of {name}", f"Project {no} is done", outcomes[no])
        for at, (number, name) in enumerate(PEOPLE)
        for no in range(1, 4 - at)
    ]
    assert of_people(made, "Development", "development_required", "delivery", "application_and_impact")[:2] == [
        ("0001041", "Phonics course", "The hub", "All staff trained"),
        ("0001041", "Coaching", "In house", None),
    ]
    assert of_people(made, "Meetings", "date", "kind", "written_record")[:2] == [
        ("0001041", dt.date(2025, 10, 3), "Initial meeting", "Yes"),
        ("0001041", dt.date(2026, 2, 12), "Formal review", "Yes"),
    ]
    reviews = of_people(made, "Reviews", "assessment_against_job_role", "employees_comments", "recommended_point")
    assert reviews[0] == ("0001041", "A strong year", "I was well supported", "M5")
    beside = {extra.heading: list(extra.cells.values()) for extra in made.extras if extra.sheet == "Staff"}
    assert beside == {"Shoe cupboard": ["B"] * 3}


def test_personal_data_of_forms_stay_in_the_file(office: Path) -> None:
    sheets = {name: form(number, name) for number, name in PEOPLE}
    result, _ = adopted(office, sheets)
    private = result.output.partition("Private by the look of it, so left in your file:")[2]
    assert "Date of birth" in private
    assert "Home address" in private
    lost = {(page, cells): value for page, cells, _, value, _ in listed(office / "Own standard.xlsx", "Not placed")}
    assert (lost["Ann Appleby", "B6"], lost["Ann Appleby", "D6"]) == ("not repeated here", "not repeated here")


def test_a_form_is_corrected_once_for_everybody(office: Path) -> None:
    sheets = {name: form(number, name) for number, name in PEOPLE}
    adopted(office, sheets)
    correct(office / "Own mapping.xlsx", "Shoe cupboard", "Reviews: Additional information")
    _, made = adopted(office, sheets)
    assert of_people(made, "Reviews", "additional_information") == [(number, "B") for number, _ in PEOPLE]


#: The same of one objective in other layouts: labels above what is said, in one cell with it, in tables.
LAYOUTS: Mapping[str, Any] = {
    "labels above": lambda number, name: [
        ["Name of employee"],
        [name],
        ["Payroll number"],
        [number],
        ["Objective 1"],
        ["Lead phonics"],
        ["Success criteria"],
        ["All trained"],
        ["Outcome"],
        ["Met"],
    ],
    "in one cell": lambda number, name: [
        [f"Name: {name}", f"Payroll number: {number}"],
        ["Objective 1: Lead phonics"],
        ["Success criteria: All trained"],
        ["Outcome: Met"],
    ],
    "numbered table": lambda number, name: [
        ["Appraisee", name],
        [],
        ["No", "Objective", "Success criteria", "Outcome"],
        [1, "Lead phonics", "All trained", "Met"],
    ],
    "a table without a heading over its numbers": lambda number, name: [
        ["Appraisee", "", name],
        [],
        ["", "Objective", "Success criteria", "Outcome"],
        [1, "Lead phonics", "All trained", "Met"],
    ],
    "a table of objectives by name": lambda number, name: [
        ["Name of post holder", name],
        [],
        ["", "Target", "Success criteria", "Met?"],
        ["Objective 1", "Lead phonics", "All trained", "Met"],
    ],
    "forename and surname": lambda number, name: [
        ["Forename", name.split()[0], "Surname", name.split()[1]],
        ["Objective", "Lead phonics"],
        ["Success criteria", "All trained"],
        ["Outcome (met / partly met / not met)", "Met"],
    ],
    "values further right": lambda number, name: [
        ["", "Employee name", "", "", name],
        ["", "Target 1", "", "", "Lead phonics"],
        ["", "Success criteria", "", "", "All trained"],
        ["", "Achieved?", "", "", "Met"],
    ],
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_forms_of_many_layouts(office: Path, layout: str) -> None:
    result, made = adopted(office, {f"Form {at}": LAYOUTS[layout](*one) for at, one in enumerate(PEOPLE)})
    assert of_people(made, "Objectives", "no", "objective", "what_success_looks_like", "outcome") == [
        (number, 1, "Lead phonics", "All trained", "Met") for number, _ in PEOPLE
    ], result.output
    assert result.exit_code == 0, result.output


def test_one_form_alone_blank_forms_and_those_of_strangers(office: Path) -> None:
    sheets = {
        "Ann": form("0001041", "Ann Appleby"),
        "Stranger": form("", "Nell Nobody"),
        "Blank": form("", ""),
        "How to fill this in": [["Write in the boxes."], ["Ask the office."]],
    }
    result, made = adopted(office, sheets)
    assert result.exit_code == 1
    assert len(of_people(made, "Meetings")) == 2
    lost = listed(office / "Own standard.xlsx", "Not placed")
    nobody = {page for page, _, _, _, why in lost if "nobody on the staff list" in why}
    assert "Stranger" in nobody
    assert "Nell Nobody" not in {row[1] for row in rows(made, "Staff", "payroll_number", "name")}


def test_a_list_beside_forms_is_read_as_a_list(office: Path) -> None:
    sheets = {
        "Everybody": [
            ["Payroll number", "Name", "Pay point"],
            ["0001041", "Ann Appleby", "M5"],
            ["0001044", "Dee Dawson", "M3"],
        ],
        **{name: form(number, name) for number, name in PEOPLE[1:]},
    }
    result, made = adopted(office, sheets)
    assert result.exit_code == 0, result.output
    points = of_staff(made, "pay_point")
    assert (points["0001041"], points["0001044"], points["0001042"]) == (("M5",), ("M3",), ("M4",))


def statement(number: str, name: str) -> Cells:
    """A statement with what could be taken for something else: dates of signatures, comments, meetings as headings."""
    return [
        ["Appraisal statement 2025-26"],
        [],
        ["Teacher:", name, None, "Appraiser:", "Helen Hughes"],
        ["Academic year:", "2025-26", None, "Date:", dt.date(2026, 7, 6)],
        [],
        ["Objectives"],
        ["#", "Objective", "Success criteria", "Mid-year review", "End of year review", "Met?"],
        [1, "Raise writing", "80%", "On track", "Done", "Met"],
        [2, "Lead maths", "Plan", "Slow", "Partly", "Partly met"],
        [3, "Pupil progress", None, None, None, None],
        [],
        ["Comments"],
        ["I am happy."],
        [],
        ["Signed (appraiser)", "H. Hughes", None, "Date", dt.date(2026, 7, 7)],
        ["Signed (teacher)", name, None, "Date", dt.date(2026, 7, 8)],
    ]


def test_dates_of_signatures_are_no_meetings_and_comments_no_objectives(office: Path) -> None:
    result, made = adopted(office, {name: statement(number, name) for number, name in PEOPLE})
    assert result.exit_code == 0, result.output
    assert of_people(made, "Objectives", "no", "objective", "outcome", "summary_of_success")[:3] == [
        ("0001041", 1, "Raise writing", "Met", None),
        ("0001041", 2, "Lead maths", "Partly met", None),
        ("0001041", 3, "Pupil progress", None, None),
    ]
    assert of_people(made, "Meetings") == []
    signed = of_people(made, "Reviews", "reviewer_signed_on", "employee_signed_on", "employees_comments")
    assert signed[0] == ("0001041", dt.date(2026, 7, 7), dt.date(2026, 7, 8), None)


def test_what_only_the_last_objective_would_have_is_said_of_none(office: Path) -> None:
    cells = [*ACROSS["names"][:-3], ["Comments", "Happy", "Content", "Glad"]]
    _, made = adopted(office, {"Appraisal": cells})
    assert len(of_people(made, "Objectives")) == 5
    assert {extra.heading for extra in made.extras if extra.heading} == {"Comments"}


# -- people across the top -------------------------------------------------------------------------


def across(*heads: Sequence[Any]) -> Cells:
    return [
        ["Appraisal 2025-26"],
        [],
        *heads,
        ["Post held", "Y2", "Y5", "SENCO"],
        ["Reviewer", "Helen Hughes", "Ann Appleby", "Ann Appleby"],
        ["Objective 1"],
        ["Target", "Phonics", "Maths", "Interventions"],
        ["Success criteria", "80%", "75%", "Gap narrows"],
        ["Met?", "Met", "Partly met", "Not met"],
        ["Objective 2"],
        ["Target", "Writing", "Reading", None],
        ["Success criteria", "Books", "Scores", None],
        ["Met?", "Not met", "Met", None],
        ["Mid-year review", dt.date(2026, 2, 12), dt.date(2026, 2, 13), dt.date(2026, 2, 14)],
        ["Overall assessment", "Strong", "Good", "Good"],
        ["Room", "R1", "R2", "R3"],
    ]


NAMES = ["Name", *(name for _, name in PEOPLE)]
ACROSS: Mapping[str, Cells] = {
    "names": across(NAMES),
    "names without a label": across(["", *NAMES[1:]]),
    "numbers and names": across(["Payroll number", *(number for number, _ in PEOPLE)], NAMES),
    "numbers without zeros": across(["Emp no", 1041, 1042, 1043]),
}


@pytest.mark.parametrize("heads", ACROSS)
def test_people_across_the_top(office: Path, heads: str) -> None:
    result, made = adopted(office, {"Appraisal": ACROSS[heads]})
    assert result.exit_code == 0, result.output
    assert of_people(made, "Objectives", "no", "objective", "what_success_looks_like", "outcome") == [
        ("0001041", 1, "Phonics", "80%", "Met"),
        ("0001041", 2, "Writing", "Books", "Not met"),
        ("0001042", 1, "Maths", "75%", "Partly met"),
        ("0001042", 2, "Reading", "Scores", "Met"),
        ("0001043", 1, "Interventions", "Gap narrows", "Not met"),
    ]
    staff = of_staff(made, "job_title", "reviewer")
    assert [staff[number] for number, _ in PEOPLE] == [("Y2", "0001001"), ("Y5", "0001041"), ("SENCO", "0001041")]
    assert of_people(made, "Meetings", "date", "kind") == [
        (number, dt.date(2026, 2, 12 + at), "Formal review") for at, (number, _) in enumerate(PEOPLE)
    ]
    beside = {extra.heading: list(extra.cells.values()) for extra in made.extras if extra.sheet == "Staff"}
    assert beside == {"Room": ["R1", "R2", "R3"]}


def test_people_across_with_groups_in_a_column_of_their_own(office: Path) -> None:
    cells = [
        ["", "", *NAMES[1:], "Nell Nobody"],
        ["Staff", "Post", "Y2", "Y5", "SENCO", "Y1"],
        ["Objective 1", "Target", "A", "B", "C", "X"],
        ["", "Outcome", "Met", "Met", "Not met", "Met"],
        ["Objective 2", "Target", "D", "E", "F", "Y"],
        ["", "Outcome", "Met", "Met", "Not met", "Met"],
    ]
    result, made = adopted(office, {"Appraisal": cells}, {"Appraisal": ["A3:A4", "A5:A6"]})
    assert result.exit_code == 1, "one of them is on no staff list"
    assert of_people(made, "Objectives", "no", "objective", "outcome")[:2] == [
        ("0001041", 1, "A", "Met"),
        ("0001041", 2, "D", "Met"),
    ]
    lost = {cells for _, cells, *_ in listed(office / "Own standard.xlsx", "Not placed")}
    assert {"F1", "F2", "F3"} <= lost


# -- whose it is -----------------------------------------------------------------------------------


def names_in(folder: Path, *cells: Sequence[Any]) -> tuple[Result, Return]:
    return adopted(folder, {"Sheet1": cells})


def test_half_a_name_takes_no_whole_ones_place(office: Path) -> None:
    result, made = names_in(
        office,
        ["Payroll number", "Forename", "Objective 1"],
        ["0001041", "Ann", "Lead phonics"],
        ["0001042", "Benny", "Lead maths"],
        ["0001043", "Mrs O'Carver", "Lead art"],
    )
    assert [name for (name,) in of_staff(made, "name").values()][:3] == [name for _, name in PEOPLE]
    lost = {cells: why for _, cells, _, _, why in listed(office / "Own standard.xlsx", "Not placed")}
    assert lost == {"B3": "the name stands as “Ben Barlow” already"}
    assert result.exit_code == 1


@pytest.mark.parametrize(
    "heads", [("Forename", "Surname"), ("Name", "Surname"), ("First name", "Name"), ("Legal forename", "Family name")]
)
def test_the_halves_of_a_name_are_joined(office: Path, heads: tuple[str, str]) -> None:
    result, made = names_in(
        office,
        [*heads, "Objective 1", "Outcome"],
        *([*name.split(), "Lead phonics", "Met"] for _, name in PEOPLE),
    )
    assert result.exit_code == 0, result.output
    assert of_people(made, "Objectives", "objective") == [(number, "Lead phonics") for number, _ in PEOPLE]
    assert [name for (name,) in of_staff(made, "name").values()][:3] == [name for _, name in PEOPLE]


def test_an_initial_and_a_surname_are_somebody_where_only_one_fits(office: Path) -> None:
    result, made = names_in(
        office,
        ["Name", "Objective 1"],
        ["A Appleby", "Lead phonics"],
        ["Mr B. Barlow", "Lead maths"],
        ["O'Carver, C", "Lead art"],
        ["S Smith", "Lead music"],
        ["D Barlow", "Lead drama"],
    )
    assert of_people(made, "Objectives", "objective") == [
        ("0001041", "Lead phonics"),
        ("0001042", "Lead maths"),
        ("0001043", "Lead art"),
    ]
    lost = {value for _, _, _, value, _ in listed(office / "Own standard.xlsx", "Not placed")}
    assert {"S Smith", "Lead music", "D Barlow", "Lead drama"} <= lost
    assert result.exit_code == 1
    assert [name for (name,) in of_staff(made, "name").values()][:3] == [name for _, name in PEOPLE]


@pytest.mark.parametrize(
    "cells",
    [
        [["Objective", "Outcome", "Evidence"], ["Lead phonics", "Met", "Register"]],
        [["Name", "Objective"], ["Nell Nobody", "Lead phonics"]],
        [["Colour", "Size", "Shape"], ["red", "small", "round"]],
    ],
)
def test_where_nobody_was_placed_it_says_so_and_ends_with_1(office: Path, cells: Cells) -> None:
    result, _ = names_in(office, *cells)
    assert result.exit_code == 1
    assert "NOBODY WAS PLACED" in result.output


# -- headings and cells as forms have them ---------------------------------------------------------


HEADINGS = {
    "Post held": ("Staff", "Job title"),
    "Date of joining": ("Staff", "Employment start"),
    "Band": ("Staff", "Pay range"),
    "Scale pt": ("Staff", "Pay point"),
    "Spine pt (Sept 2025)": ("Staff", "Pay point"),
    "Line manager's name": ("Staff", "Line manager"),
    "Name of appraiser": ("Staff", "Reviewer"),
    "Mid-year discussion": ("Meetings", "Date"),
    "Date of final appraisal meeting": ("Meetings", "Date"),
    "Job holder's comments": ("Reviews", "Employee's comments"),
    "Appraiser's remarks": ("Own column", None),
}


def test_headings_as_real_forms_have_them(office: Path) -> None:
    values = ["Class teacher", dt.date(2018, 9, 1), "Main", "M4", "M4", "Helen Hughes", "Erin Ellis"]
    values += [dt.date(2026, 2, 12), dt.date(2026, 7, 6), "Well supported", "Good"]
    heads = ["Appraisee", *(heading for heading in HEADINGS if heading != "Spine pt (Sept 2025)")]
    values.pop(4)
    names_in(office, heads, ["Ann Appleby", *values], ["Ben Barlow", *values])
    found = {heading: line[:2] for heading, line in proposed(office / "Own mapping.xlsx").items()}
    assert {heading: found[heading] for heading in heads[1:]} == {heading: HEADINGS[heading] for heading in heads[1:]}
    names_in(office, ["Appraisee", "Spine pt (Sept 2025)"], ["Ann Appleby", "M4"])
    mapping = proposed(
        office / "Own mapping (2).xlsx" if (office / "Own mapping (2).xlsx").exists() else office / "Own mapping.xlsx"
    )
    assert mapping.get("Spine pt (Sept 2025)", ("Staff", "Pay point"))[:2] == ("Staff", "Pay point")


def test_ticks_are_what_they_tick_and_colours_words_of_the_office(office: Path) -> None:
    result, made = names_in(
        office,
        ["Name", "ECT?", "QTS", "Objective 1", "Met", "Partly met", "Not met", "RAG"],
        ["Ann Appleby", "✗", "✓", "Phonics", "✓", "", "", "Green"],
        ["Ben Barlow", "✗", "✓", "Maths", "", "", "x", "Red"],
        ["Cat O'Carver", "✓", "✓", "Art", "", "✓", "", "Amber"],
    )
    assert result.exit_code == 0, result.output
    assert of_people(made, "Objectives", "objective", "outcome") == [
        ("0001041", "Phonics", "Met"),
        ("0001042", "Maths", "Not met"),
        ("0001043", "Art", "Partly met"),
    ]
    assert of_staff(made, "in_induction", "qualified_teacher")["0001043"] == ("Yes", "Yes")
    beside = {extra.heading: list(extra.cells.values()) for extra in made.extras if extra.heading}
    assert beside == {"RAG": ["Green", "Red", "Amber"]}
    again, _ = names_in(office, ["Name", "Objective 1", "Met", "Not met"], ["Ann Appleby", "Phonics", "✓", "✓"])
    assert again.exit_code == 1, "both are ticked"


def test_characteristics_and_private_contacts_stay_in_the_file(office: Path) -> None:
    heads = ["Name", "Objective 1", "Ethnicity", "Gender", "Mobile", "Next of kin", "Work e-mail", "Age group taught"]
    result, made = names_in(office, heads, ["Ann Appleby", "Phonics", "White", "F", "07700 900123", "Al", "a@b", "5-6"])
    beside = {extra.heading for extra in made.extras if extra.heading}
    assert beside == {"Work e-mail", "Age group taught"}
    assert "07700 900123" not in result.output
