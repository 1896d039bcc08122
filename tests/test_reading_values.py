"""What offices write for a value of a list, a number, or nothing at all: read as what it plainly is, and told."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from workbooks import a_return, workbook

from pmr_batch.excel.reading.cell_values import read
from pmr_batch.excel.reading.workbook_tables import Workbook, read_tables
from pmr_batch.layout.columns import Column, Kind
from pmr_batch.layout.office_values import office_values
from pmr_batch.layout.standard_workbook import (
    CONCERNS,
    DEVELOPMENT,
    MEETING_KINDS,
    MEETINGS,
    OBJECTIVES,
    REVIEWERS,
    REVIEWS,
    SHEETS,
    STAFF,
    TOOL_SHEETS,
    YES_NO,
)
from pmr_batch.layout.trust_workbook import STAFF_LIST


def of(column: Column, typed: Any) -> Workbook:
    """A return with one cell of a column of people."""
    headings = [each.heading for each in (STAFF if column.sheet == "Staff" else _sheet(column))]
    row = [None] * len(headings)
    row[0], row[headings.index(column.heading)] = "0001041", typed
    return read_tables(a_return({column.sheet: [headings, row]}), SHEETS, TOOL_SHEETS)


def _sheet(column: Column) -> Any:
    return next(sheet for sheet in SHEETS if sheet.name == column.sheet)


def value(book: Workbook, column: Column) -> Any:
    return book.tables[column.sheet].columns[column.key][0]


@pytest.mark.parametrize(
    "typed",
    ["n/a", "N/A", "N.A.", "n / a", "(none)", "-", "–", "--", "none", "Nil", "tbc", "TBA", "?", "…", "To be confirmed"],
)
@pytest.mark.parametrize(
    "column",
    [
        STAFF.employment_end, STAFF.reviewer_concern, STAFF.line_manager, STAFF.fte, STAFF.current_pay,
        OBJECTIVES.objective, OBJECTIVES.due_on, OBJECTIVES.outcome, OBJECTIVES.what_success_looks_like,
        REVIEWS.additional_information, REVIEWS.recommended_point, REVIEWERS.suitability, MEETINGS.held_by,
    ],
    ids=str,
)  # fmt: skip
def test_nothing_said_in_a_word_is_blank_and_told(column: Column, typed: str) -> None:
    book = of(column, typed)
    assert value(book, column) is None
    (spot,) = [spot for spot in book.spots if spot.code == "PM015"]
    assert (spot.sheet, spot.column, spot.value) == (column.sheet, column.heading, typed)
    assert spot.words["what"].startswith(f"was “{typed}” and is read as blank")


@pytest.mark.parametrize(
    ("column", "typed", "read_as"),
    [
        (REVIEWS.pay_criteria, "n/a", "Not applicable"),
        (DEVELOPMENT.development_required, "None", "None identified"),
        (DEVELOPMENT.development_required, "tbc", None),
        (CONCERNS.previous_support, "none", "None"),
        (CONCERNS.employees_response, "Nil", "None given"),
    ],
)
def test_where_nothing_is_an_answer_it_is_the_answer(column: Column, typed: str, read_as: str | None) -> None:
    book = of(column, typed)
    assert value(book, column) == read_as
    assert [spot.code for spot in book.spots] == ["PM015"]


@pytest.mark.parametrize("column", [REVIEWS.employees_comments, REVIEWS.reason, CONCERNS.reason_for_length], ids=str)
def test_what_somebody_says_or_a_rule_weighs_stays_as_typed(column: Column) -> None:
    assert value(of(column, "n/a"), column) == "n/a"


@pytest.mark.parametrize("typed", ["#N/A!", "None of the group", "Nathan", "-1", "na na", "1/2", "tbc by Ann", "no"])
def test_text_that_says_something_is_text(typed: str) -> None:
    assert value(of(OBJECTIVES.objective, typed), OBJECTIVES.objective) == typed


def test_a_row_that_says_only_that_is_no_row() -> None:
    book = read_tables(
        a_return({"Concerns": "| Payroll number | Raised on |\n| None | |\n| - | n/a |"}), SHEETS, TOOL_SHEETS
    )
    assert book.tables["Concerns"].rows == ()
    assert [(spot.code, spot.cell, spot.value) for spot in book.spots] == [
        ("PM015", "A2", "None"),
        ("PM015", "A3", "-"),
    ]
    assert [dict(extra.cells) for extra in book.extras] == [{2: "None", 3: "-"}, {3: "n/a"}]


def test_the_staff_list_of_the_trust_may_have_no_dates_in_words_but_keeps_its_texts() -> None:
    rows = "| Payroll number | Name | Job title | Employment end |\n| 0001041 | Ann | n/a | n/a |"
    table = read_tables(workbook({"Staff list": rows}), [STAFF_LIST]).tables["Staff list"]
    assert (table.columns["employment_end"], table.columns["job_title"]) == ((None,), ("n/a",))


@pytest.mark.parametrize(
    ("typed", "values", "meant"),
    [
        *((word, OBJECTIVES.outcome.values, "Met") for word in ("Achieved", "fully met", "Fully Achieved")),
        *(
            (word, OBJECTIVES.outcome.values, "Partly met")
            for word in ("In part", "Partially", "partially met", "Part-met")
        ),
        *((word, OBJECTIVES.outcome.values, "Not met") for word in ("Not achieved", "unmet", "not met.")),
        *((word, YES_NO, "Yes") for word in ("Y", "yes", "TRUE", "✓", 1.0, "1", True)),
        *((word, YES_NO, "No") for word in ("n", "NO", "false", "✗", 0.0, "0", False)),
        *((word, MEETING_KINDS, "Formal review") for word in ("Mid-year review", "mid year review", "Interim review")),
        ("Learning walk", MEETING_KINDS, "Drop-in"),
        ("Lesson obs", MEETING_KINDS, "Observation"),
        ("met", REVIEWS.pay_criteria.values, "Have been met"),
        ("Not met", REVIEWS.pay_criteria.values, "Have not been met"),
        ("All year round", STAFF.working_pattern.values, "All year"),
        ("TTO", STAFF.working_pattern.values, "Term time"),
        ("52 weeks", STAFF.working_pattern.values, "All year"),
        ("QTS", YES_NO, "Yes"),
        ("Class teacher", STAFF.role.values, "Teacher"),
        ("UPS", STAFF.pay_range.values, "Upper"),
        ("Main pay range", STAFF.pay_range.values, "Main"),
        ("Individual objective", OBJECTIVES.kind.values, "Individual"),
        ("Mutually agreed", OBJECTIVES.set_by.values, "Agreed"),
        ("Initial", MEETING_KINDS, "Initial meeting"),
    ],
)
def test_a_value_in_other_words_is_the_value_and_told(typed: Any, values: tuple[str, ...], meant: str) -> None:
    read_as, repair = read(Kind.LIST, typed, values)
    assert read_as == meant
    assert repair is not None or typed == meant


@pytest.mark.parametrize("typed", ["Yes", "Mostly", "Exceeded", "Green", "1", "Nearly"])
def test_what_is_no_plain_word_of_a_list_stays_for_the_rules(typed: str) -> None:
    assert read(Kind.LIST, typed, OBJECTIVES.outcome.values) == (typed, None)


def test_no_word_is_two_values_of_a_list() -> None:
    words = office_values().values
    for column in (column for sheet in SHEETS for column in sheet if column.kind is Kind.LIST):
        known = [word for each in column.values for word in words.get(each, ())]
        assert len(known) == len(set(known)), column
    assert all(any(each in column.values for sheet in SHEETS for column in sheet) for each in words)


@pytest.mark.parametrize(
    "typed", ["2)", "2.", "(2", "2a", "2b)", "Obj 2", "objective 2:", "Target 2", "No. 2", "#2", "2nd", "OBJ2"]
)
def test_a_number_as_people_count_things_is_the_number(typed: str) -> None:
    number, repair = read(Kind.WHOLE, typed)
    assert (number, repair is not None) == (2 if typed != "(2" else "(2", typed != "(2")


@pytest.mark.parametrize("typed", ["(2)", "2 of 3", "№ 2"])
def test_a_number_in_brackets_or_of_several_is_the_number(typed: str) -> None:
    assert read(Kind.WHOLE, typed)[0] == 2


@pytest.mark.parametrize(
    ("typed", "day"),
    [("20260303", "2026-03-03"), ("2026-03-03T00:00:00.000Z", "2026-03-03"), ("46084", "2026-03-03")],
)
def test_a_date_as_programs_write_it_is_the_date(typed: str, day: str) -> None:
    assert read(Kind.DATE, typed)[0] == dt.date.fromisoformat(day)


@pytest.mark.parametrize("typed", ["2026-06-30T23:00:00.000Z", "20261303", "460840", "99999"])
def test_what_may_be_another_day_stays_as_typed(typed: str) -> None:
    assert read(Kind.DATE, typed) == (typed, None)


@pytest.mark.parametrize(("typed", "share"), [(".6", 0.6), ("0,6", 0.6), ("0·65", 0.65), (",05", 0.05)])
def test_a_share_with_another_point_is_the_number(typed: str, share: float) -> None:
    assert read(Kind.NUMBER, typed)[0] == share


@pytest.mark.parametrize("typed", ["1,6", "0,600,1", "3/5", "."])
def test_what_may_be_another_number_stays_as_typed(typed: str) -> None:
    assert read(Kind.NUMBER, typed) == (typed, None)


@pytest.mark.parametrize("typed", ["2 and 3", "1.2", "two", "Year 2", "2ab", "Objective", "2026-01-02", "obj x2"])
def test_what_is_no_plain_number_stays_as_typed(typed: str) -> None:
    assert read(Kind.WHOLE, typed)[0] in (typed, 1.2)


def test_numbers_of_other_columns_are_not_counted_things() -> None:
    assert read(Kind.NUMBER, "2a") == ("2a", None)
    assert read(Kind.MONEY, "Obj 2") == ("Obj 2", None)
    assert read(Kind.DATE, "2)") == ("2)", None)
    assert isinstance(read(Kind.DATE, "3 March 2026")[0], dt.date)
