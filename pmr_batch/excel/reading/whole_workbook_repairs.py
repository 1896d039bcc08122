"""Repairs that need the whole workbook: lost zeros, and pay points in the form of their range."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from pmr_batch.excel.reading.cell_values import PointReader, Repair
from pmr_batch.excel.reading.draft_table import Draft
from pmr_batch.excel.reading.key_columns import PEOPLE, POINTS

_NUMBER = "payroll_number"
_STAFF = "Staff"
_OWNERS = ("Staff list", _STAFF, "Reviewers")


def restore_zeros(drafts: Mapping[str, Draft]) -> None:
    """A number that Excel stripped of its zeros is the one payroll number on Staff that fits, if it is one.

    Staff goes first, then whoever is on Reviewers only.
    """
    owners = [drafts[name] for name in _OWNERS if name in drafts]
    known: set[str] = set()
    for owner in owners:
        _restore_column(owner, _NUMBER, known)
        known.update(_texts(owner.columns.get(_NUMBER, ())))
    for draft in drafts.values():
        for key in draft.columns.keys() & PEOPLE:
            if key != _NUMBER or draft not in owners:
                _restore_column(draft, key, known)


def _restore_column(draft: Draft, key: str, known: set[str]) -> None:
    values = draft.columns.get(key, [])
    strange = {value for value in _texts(values) if value.isdecimal()} - known
    if not strange or not known:
        return
    by_digits: dict[str, set[str]] = defaultdict(set)
    for number in known:
        by_digits[number.lstrip("0")].add(number)
    for position, value in enumerate(values):
        if value.__class__ is str and value in strange:
            _restore(draft, key, position, value, by_digits.get(value.lstrip("0"), set()))


def _restore(draft: Draft, key: str, position: int, value: str, fits: set[str]) -> None:
    longer = [number for number in fits if len(number) > len(value)]
    if len(longer) == 1:
        draft.put(key, position, longer[0], Repair(value, longer[0], "leading zeros restored as on Staff"))


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


def _texts(values: Iterable[object]) -> list[str]:
    return [value for value in values if isinstance(value, str)]
