"""A round trip as people make it: blank forms, filled in by hand in LibreOffice, collected, every word at its cell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from docx import Document
from filled_forms import BODY, W, by_column, cells, changes, collected, edited, made, refusals, returned, trust, written
from lxml import etree
from typed_in_libreoffice import saved_again, typed_in
from workbooks import parts_of_zip

from pmr_batch.forms.controls import CONTROLS
from pmr_batch.forms.stages import FormStage
from pmr_batch.layout.column import Kind
from pmr_batch.words import day

#: What stands in the workbook before: the person, and nothing of the review.
NOTHING = {
    "Objectives": "| Payroll number | No |",
    "Development": "| Payroll number | Delivery |",
    "Meetings": "| Payroll number | Date |",
    "Reviews": "| Payroll number | Reason |",
    "Staff": "| Payroll number | Professional standards | Improvement plan aspects |\n| 0001041 | | |",
}


def words_for(form: Path) -> Iterator[tuple[str, str]]:
    """The tag of each content control of a form, with something to write there that is like nothing else."""
    body = etree.fromstring(parts_of_zip(form.read_bytes())[BODY])
    for number, tag in enumerate(each.get(f"{W}val", "") for each in body.iter(f"{W}tag")):
        control = CONTROLS[tag]
        if control.column.kind is Kind.DATE:
            yield tag, day(date(2025, 10, 1) + timedelta(days=number))
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
    stands = [day(value) if isinstance(value, date) else str(value) for value in changes(result).values()]
    for tag, text in typed:
        said = CONTROLS[tag].value_of(text.replace("|", "\n"))
        assert any(said in value.split("\n") or said == value for value in stands), (tag, text)
    assert [there[f"Objectives!{at}4"] for at in "ACDO"] == [
        "0001041",
        3,
        nth(typed, "objective.objective", 2),
        nth(typed, "objective.summary", 2),
    ]


def nth(typed: list[tuple[str, str]], tag: str, number: int) -> str:
    """The words for the nth control of a tag, as a cell holds them."""
    return [text for each, text in typed if each == tag][number].replace("|", "\n")


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
