"""A pack as it is printed: a list that is wider than its paper lies on two pages, and says on both whom it is about."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from test_settings import filled, read

from pmr_batch.model.audience import Audience
from pmr_batch.model.pack import Disclosure, Pack, PackColumn, PackSheet
from pmr_batch.produce.pack_workbook import pack_workbook


@pytest.mark.parametrize(("width", "pages"), [(34, 1), (35, 1), (36, 2)])
def test_a_list_lies_on_two_pages_where_it_is_wider_than_one(width: float, pages: int) -> None:
    page = printed([30, 30, 40, 40, width])
    assert (page.page_setup.fitToWidth or 1) == pages
    assert bool(page.print_title_cols) == (pages > 1)


def printed(widths: list[float]) -> Worksheet:
    """The sheet of a pack with a list of columns so wide, in characters."""
    columns = tuple(PackColumn(f"Column {at}", width) for at, width in enumerate(widths))
    sheet = PackSheet("Reviews", "As the academies sent them.", columns, (tuple("abcde"),))
    pack = Pack(Audience.STANDARDS, "Teaching 2025-26", "Standards (8.1)", "Pay", (sheet,), ("0000001",))
    content = pack_workbook(pack, Disclosure("A", "B", "C"), read(filled()), date(2026, 12, 1))
    return openpyxl.load_workbook(io.BytesIO(content))["Reviews"]
