"""A round trip as people make it: blank forms, filled in by hand in LibreOffice, collected, every word at its cell."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from filled_forms import BODY, W, by_column, cells, changes, collected, edited, made, refusals, returned, trust, written
from lxml import etree
from typed_in_libreoffice import saved_again, typed_in
from workbooks import parts_of_zip

from pmr_batch.commands.collect import Collected
from pmr_batch.layout.columns import Kind
from pmr_batch.layout.standard_workbook import STAFF
from pmr_batch.word.appendix_a.controls import CONTROLS
from pmr_batch.word.appendix_a.stages import FormStage
from pmr_batch.words import day

#: What stands in the workbook before: the person, and nothing of the review.
NOTHING = {
    "Objectives": "| Payroll number | No |",
    "Development": "| Payroll number | Delivery |",
    "Meetings": "| Payroll number | Date |",
    "Reviews": "| Payroll number | Reason |",
    "Staff": "| Payroll number | Professional standards | Improvement plan aspects |\n| 0001041 | | |",
}


#: Days as a form has them.
DAYS = {day(one): one for one in (date(2025, 10, 1) + timedelta(days=number) for number in range(100))}


def words_for(form: Path) -> Iterator[tuple[str, str]]:
    """The tag of each content control of a form, with something to write there that is like nothing else."""
    body = etree.fromstring(parts_of_zip(form.read_bytes())[BODY])
    for number, tag in enumerate(each.get(f"{W}val", "") for each in body.iter(f"{W}tag")):
        control = CONTROLS[tag]
        if control.column.kind is Kind.DATE:
            yield tag, list(DAYS)[number]
        elif control.column.kind is Kind.LIST:
            yield tag, control.choices[number % 2]
        else:
            yield tag, f"Écrit {number}: “naïve” & <b>" + ("" if tag == "aspect" else f"|line two of {number}")


@pytest.mark.office
def test_every_word_that_is_typed_in_libreoffice_comes_to_its_cell(tmp_path: Path) -> None:
    folder = trust(tmp_path / "trust", NOTHING)
    blank = made(folder, FormStage.BLANK)
    (untouched,) = saved_again([blank], tmp_path / "profile", tmp_path / "saved")
    typed = list(words_for(blank))
    back = typed_in(blank, [text for _, text in typed], tmp_path / "profile", tmp_path / "back.docx")
    assert changes(collected(folder, untouched)) == {}
    result = collected(folder, back, take=True)
    assert refusals(result) == []
    there = cells(result.copies[0].copy)
    assert {at: there[at] for at in changes(result)} == changes(result)
    assert columns(result) == typed_by_column(typed)
    numbered = [(there[f"Objectives!A{row}"], there[f"Objectives!C{row}"]) for row in range(2, 6)]
    assert numbered == [("0001041", number) for number in range(1, 5)]


def columns(result: Collected) -> dict[tuple[str, str], list[Any]]:
    """What is taken, by sheet and column, in the order of the rows."""
    found: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for one in sorted(result.copies[0].changes, key=lambda one: int(re.sub(r"\D", "", one.cell))):
        if one.column.key not in ("payroll_number", "no"):
            found[one.column.sheet, one.column.heading].append(one.becomes)
    return dict(found)


def typed_by_column(typed: list[tuple[str, str]]) -> dict[tuple[str, str], list[Any]]:
    """The same of what was typed: a row a control, but aspects share a cell, and the final review comes second."""
    meetings = ["Initial meeting", "Final review", *["Informal review"] * 3]
    found: dict[tuple[str, str], list[Any]] = defaultdict(list, {("Meetings", "Kind"): meetings})
    for tag, text in sorted(typed, key=lambda one: one[0] == "informal_review"):
        column = CONTROLS[tag].column
        value = CONTROLS[tag].value_of(text.replace("|", "\n"))
        found[column.sheet, column.heading].append(DAYS[value] if column.kind is Kind.DATE else value)
    aspects = STAFF.improvement_plan_aspects
    found[aspects.sheet, aspects.heading] = ["\n".join(found[aspects.sheet, aspects.heading])]
    return dict(found)


@pytest.mark.office
def test_a_form_that_went_through_libreoffice_is_read_as_before(tmp_path: Path) -> None:
    folder = trust(tmp_path / "trust")
    form = made(folder)
    returned(folder, {"Reviews": "| Payroll number | CPD activity |\n| 0001041 | Typed by the office |"})
    back = edited(form, written("teaching", "First\n\nthird\tline"), written("cpd", "Written in Word"))
    saved = saved_again([back], tmp_path / "profile", tmp_path / "saved")
    assert Document(str(saved[0])).core_properties.author == ""
    direct, through = collected(folder, back), collected(folder, *saved)
    assert by_column(through) == by_column(direct) == {"Reviews.Quality of teaching": "First\n\nthird\tline"}
    assert refusals(through) == refusals(direct)
