"""Pay points in the form of their range, which may stand on another sheet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from pmr_batch.excel.reading.cell_values import PointReader, Repair
from pmr_batch.excel.reading.draft_table import Draft
from pmr_batch.excel.reading.key_columns import POINTS

_NUMBER = "payroll_number"
_STAFF = "Staff"


def read_points(drafts: Mapping[str, Draft], points: PointReader) -> None:
    """Pay points in the form of the scales: MPS 3 and M3 are one.

    The range is that of the point's row; where that is blank on a sheet about people, the person's on
    Staff. A point unknown in its range, or without one, stays as typed, for the rules.
    """
    ranges = _ranges(drafts.get(_STAFF))
    for draft in drafts.values():
        for key in [key for key in POINTS if key in draft.columns]:
            row_ranges = draft.columns.get(POINTS[key]) or [None] * len(draft.rows)
            people = draft.columns.get(_NUMBER, []) if draft.sheet.name != _STAFF else []
            for position, typed in enumerate(draft.columns[key]):
                pay_range = row_ranges[position]
                if pay_range is None and people:
                    pay_range = ranges.get(people[position])
                if typed.__class__ is str and pay_range.__class__ is str:
                    _read_point(draft, key, position, points(typed, pay_range), pay_range)


def _read_point(draft: Draft, key: str, position: int, meant: str | None, pay_range: str) -> None:
    typed = draft.columns[key][position]
    if meant is not None and meant != typed:
        draft.put(key, position, meant, Repair(typed, meant, f"as points of {pay_range} are written"))


def _ranges(staff: Draft | None) -> dict[object, object]:
    """The range of each payroll number on Staff; none for one that is there with several."""
    columns = staff.columns if staff else {}
    ranges_by_number: dict[object, set[object]] = defaultdict(set)
    for number, pay_range in zip(columns.get(_NUMBER, ()), columns.get("pay_range", ()), strict=False):
        if number is not None:
            ranges_by_number[number].add(pay_range)
    return {number: ranges.pop() for number, ranges in ranges_by_number.items() if len(ranges) == 1}
