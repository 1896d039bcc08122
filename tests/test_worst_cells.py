"""No cell that a workbook can hold stops a run: the longest texts, numbers beyond Excel's, errors, formulas."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from workbooks import edited

from pmr_batch.commands.rounds.run import run
from pmr_batch.demo import DEMO_AS_OF, build_correct
from pmr_batch.excel.reading.key_columns import is_key
from pmr_batch.layout.columns import Kind
from pmr_batch.layout.standard_workbook import EXPLANATIONS, SHEETS
from pmr_batch.model.terms import FileState, Round

LONGEST = "x" * 32_767
CYCLE = "teaching-2025-26"


@pytest.fixture
def trust(tmp_path: Path) -> Path:
    """A trust of one academy, whose return is as good as can be."""
    with ThreadPoolExecutor(1) as executor:
        build_correct(tmp_path, 1, 8, 1, executor)
    return tmp_path


def _headings(page: Any) -> dict[str, int]:
    return {cell.value: cell.column for row in page.iter_rows(max_row=1) for cell in row if cell.value}


def every_text_is_the_longest(book: Any) -> None:
    for sheet in SHEETS:
        if not sheet.form and sheet is not EXPLANATIONS:
            page, headings = book[sheet.name], _headings(book[sheet.name])
            prose = [each.heading for each in sheet if each.kind is Kind.TEXT and not is_key(each)]
            for row in range(2, page.max_row + 1):
                for heading in prose:
                    page.cell(row, headings[heading], LONGEST)
            page.cell(1, len(headings) + 3, LONGEST)
            page.cell(2, len(headings) + 3, "own")


def one_row_is_beyond_everything(book: Any) -> None:
    for sheet in SHEETS:
        if not sheet.form:
            page, headings = book[sheet.name], _headings(book[sheet.name])
            row = max(page.max_row, 2)
            for at, column in enumerate(sheet):
                kinds = [LONGEST, float("9" * 300), f"={'A1+' * 2_000}A1", "9" * 400]
                page.cell(row, headings[column.heading], kinds[at % len(kinds)])


@pytest.mark.parametrize("edit", [every_text_is_the_longest, one_row_is_beyond_everything])
def test_no_cell_stops_a_run(trust: Path, edit: Any) -> None:
    for path in (trust / "incoming" / CYCLE).glob("*.xlsx"):
        path.write_bytes(edited(path.read_bytes(), edit))
    with ThreadPoolExecutor(1) as executor:
        result = run(trust, CYCLE, Round.OCTOBER, DEMO_AS_OF, executor)
    assert {file.state for file in result.moderated.files} == {FileState.ACCEPTED}
    assert result.moderated.findings
