"""What can be repaired only with the whole workbook in hand: lost zeros, and what a pay point means."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from pmr_batch.intake.cells import PointReader, Repair
from pmr_batch.intake.draft import Draft
from pmr_batch.intake.keys import PEOPLE, POINTS

_NUMBER = "payroll_number"
_OWNERS = ("Staff list", "Staff", "Reviewers")


def restore_zeros(drafts: Mapping[str, Draft]) -> None:
    """A number that Excel stripped of its zeros is the one payroll number on Staff that fits, if it is one.

    Staff rules; then whoever is on Reviewers only.
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
    """Pay points in the form of the scales: MPS 3 and M3 are one."""
    ranges = _ranges(drafts.get("Staff"))
    for draft in drafts.values():
        for key in [key for key in POINTS if key in draft.columns]:
            beside = draft.columns.get(POINTS[key], [])
            people = draft.columns.get(_NUMBER, [])
            for position, typed in enumerate(draft.columns[key]):
                if typed.__class__ is not str:
                    continue
                pay_range = beside[position] if beside else None
                if pay_range is None and people:
                    pay_range = ranges.get(people[position])
                meant = points(typed, pay_range) if isinstance(pay_range, str) else None
                if meant is not None and meant != typed:
                    draft.put(key, position, meant, Repair(typed, meant, "read as the pay point it means"))


def _ranges(staff: Draft | None) -> dict[object, object]:
    columns = staff.columns if staff else {}
    return dict(zip(columns.get(_NUMBER, ()), columns.get("pay_range", ()), strict=False))


def _texts(values: Iterable[object]) -> list[str]:
    return [value for value in values if isinstance(value, str)]
