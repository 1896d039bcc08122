"""Answers typed on the sheet Findings explain the queries beside them; others are carried along and told."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import openpyxl
from workbooks import a_return, edited

from pmr_batch.layout.standard_workbook import FINDINGS_LIST
from pmr_batch.model.findings import Finding
from pmr_batch.model.returns import Return, Spot
from pmr_batch.produce.returns.healed_workbook import healed
from pmr_batch.read.worker import read_return
from pmr_batch.rules import RULES
from pmr_batch.rules.messages import names_of, stamp
from pmr_batch.workbook.contents import Contents

SENT = {
    "Staff": "| Payroll number | Name |\n| 0001041 | Ann Appleby |\n| 0001042 | Bo Birch |",
    "Objectives": "| Payroll number | No | Objective |\n| 0001041 | 1 | Phonics |\n| 0001041 | 2 | Number |",
}
TWO_WAYS = {"what": "was typed as “03/04/2026” and may be 3 April 2026 or 4 March 2026"}
BY = "the office of Riverside Academy"


def found(one: Return) -> list[Finding]:
    """A query about a person, two about objectives of another, and an error."""
    spots = [
        Spot("PM208", "Staff", 2, "Payroll number", "A2", "0001041", value="0001041"),
        Spot("PM016", "Objectives", 2, "Set on", "I2", "0001041", "1", value="03/04/2026", words=TWO_WAYS),
        Spot("PM016", "Objectives", 3, "Set on", "I3", "0001041", "2", value="03/04/2026", words=TWO_WAYS),
        Spot("PM009", "Staff", 3, "Role", "D3", "0001042"),
    ]
    return [stamp(spot, RULES[spot.code], one, names_of(one)) for spot in spots]


def sent_back() -> bytes:
    one = read_return("return.xlsx", a_return(SENT))
    return healed(one, found(one), names_of(one), "", Contents())


def answered(**answers: str) -> Return:
    """The workbook that went back, with answers beside the findings of a rule and item: PM016_2="…"."""

    def answer(book: Any) -> None:
        page = book["Findings"]
        heads = next(row for row in page.iter_rows() if any(cell.value == "Answer" for cell in row))
        at = {cell.value: cell.column for cell in heads}
        for row in range(heads[0].row + 1, page.max_row + 1):
            rule, what = (str(page.cell(row, at[name]).value) for name in ("Rule", "What was found"))
            key = f"{rule}_{what[10]}" if what.startswith("objective ") else rule
            if key in answers:
                page.cell(row, at["Answer"], answers.pop(key))
        assert not answers

    return read_return("return.xlsx", edited(sent_back(), answer))


def explained(one: Return) -> list[tuple[Any, ...]]:
    columns = one.tables["Explanations"].columns
    keys = ("rule", "payroll_number", "item", "explanation", "explained_by")
    return list(zip(*(columns[key] for key in keys), strict=True))


def told(one: Return, code: str) -> list[tuple[str | None, str | None, str]]:
    return [(spot.sheet, spot.column, spot.words["what"]) for spot in one.spots if spot.code == code]


def test_the_headings_of_the_list_are_declared_once() -> None:
    page = openpyxl.load_workbook(io.BytesIO(sent_back()))["Findings"]
    headings = next([cell.value for cell in row] for row in page.iter_rows() if row[0].value == "What it is")
    assert headings == [column.heading for column in FINDINGS_LIST]


def test_without_answers_nothing_is_said() -> None:
    one = answered()
    assert [each[3] for each in explained(one)] == [None, None, None]
    assert not [spot for spot in one.spots if spot.sheet in ("Findings", "Explanations")]


def test_an_answer_to_a_query_is_its_explanation_and_told() -> None:
    one = answered(PM208="She joined on Monday")
    assert ("PM208", "0001041", None, "She joined on Monday", BY) in explained(one)
    at = [rule for rule, *_ in explained(one)].index("PM208")
    on = one.tables["Explanations"].columns["explained_on"][at]
    assert isinstance(on, dt.date)
    assert on >= dt.date(2025, 9, 8)
    assert [(sheet, column) for sheet, column, _ in told(one, "PM015")] == [
        ("Explanations", "Explanation"), ("Explanations", "Explained by"), ("Explanations", "Explained on"),
    ]  # fmt: skip
    assert "as typed on Findings, G" in told(one, "PM015")[0][2]
    assert one.notes == ()


def test_answers_to_queries_of_one_kind_go_to_their_own_objectives() -> None:
    one = answered(PM016_2="Only for infants", PM016_1="For everybody")
    assert {(item, text) for rule, _, item, text, _ in explained(one) if rule == "PM016"} == {
        ("1", "For everybody"),
        ("2", "Only for infants"),
    }


def test_an_answer_to_an_error_is_carried_along_and_told() -> None:
    one = answered(PM009="ask payroll")
    assert [each[3] for each in explained(one)] == [None, None, None]
    assert [(note.sheet, note.text) for note in one.notes] == [("Findings", "ask payroll")]
    (line,) = told(one, "PM014")
    assert line[:2] == ("Findings", "Answer")
    assert "answers what only a correction settles" in line[2]


def test_an_answer_comes_back_on_explanations_and_is_not_taken_twice() -> None:
    one = answered(PM208="She joined on Monday")
    answer = f"She joined on Monday ({BY}, 1 October 2026)"
    query = Finding(**{**found(one)[0].__dict__, "explanation": answer})
    again = read_return("return.xlsx", healed(one, [query], names_of(one), "", Contents()))
    assert [each[3] for each in explained(again) if each[0] == "PM208"] == ["She joined on Monday"]
    assert again.notes == ()
    assert told(again, "PM014") == []
