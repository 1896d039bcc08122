"""Whether a committee workbook holds decisions: then it is nobody's to overwrite."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pmr_batch.excel.reading.cell_grid import InputWorkbook
from pmr_batch.excel.reading.reading_limits import OF_THE_TRUST, Refused
from pmr_batch.layout.committee_workbook import DECIDED, RECOMMENDATIONS

_HEADINGS = frozenset(RECOMMENDATIONS.by_key[key].heading for key in DECIDED)


def holds_decisions(content: bytes) -> bool:
    """Whether any of the committee's cells is filled in; a workbook that cannot be read may hold some."""
    try:
        grid = InputWorkbook(content, OF_THE_TRUST).grids([RECOMMENDATIONS.name])[RECOMMENDATIONS.name]
    except (Refused, KeyError):
        return True
    headings = next((row for row, values in enumerate(grid.values) if set(map(str, values)) >= _HEADINGS), None)
    if headings is None:
        return True
    places = [place for place, value in enumerate(grid.values[headings]) if value in _HEADINGS]
    return any(_filled(values, places) for values in grid.values[headings + 1 :])


def _filled(values: Sequence[Any], places: Sequence[int]) -> bool:
    return any(str(values[place]).strip() for place in places)
