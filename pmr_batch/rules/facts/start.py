"""Facts of the Start sheet: who may authorise a return (3.1)."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pmr_batch.layout.returns import STAFF, START
from pmr_batch.rules.rule import Answer, fact

_HEADS_UNKNOWN = "payroll numbers of the academy's heads, on Academies of trust.xlsx"
_CEO_UNKNOWN = "the CEO, on the staff list of trust.xlsx or in the central workbook"


@fact(START, reads=(START.authorised_by,))
def may_authorise(start: pd.DataFrame, around: Any) -> Answer:
    """Authorised by is a head of the academy; for the central workbook, the CEO."""
    allowed = [_positions(code, around) for code in _codes(start, around)]
    values = [number in numbers for number, numbers in zip(start["authorised_by"], allowed, strict=True)]
    known = pd.Series([bool(numbers) for numbers in allowed], index=start.index, dtype=bool)
    return Answer(pd.Series(values, index=start.index, dtype=bool), known, _lacking(start[~known], around))


@fact(START, reads=(START.authorised_by, START.position))
def position_fits(start: pd.DataFrame, around: Any) -> pd.Series:
    """Position is the one that whoever authorised holds; a school's is never CEO, the centre's nothing else."""
    rows = zip(_codes(start, around), start["authorised_by"], start["position"], strict=True)
    fits = [_fits(_positions(code, around), number, position, code, around) for code, number, position in rows]
    return pd.Series(fits, index=start.index, dtype=bool)


def _fits(allowed: dict[str, set[str]], number: str, position: str, code: str | None, around: Any) -> bool:
    academy = around.settings.academies.get(code)
    if number in allowed:
        return position in allowed[number]
    return academy is None or (position == "CEO") == academy.central


def _positions(code: str | None, around: Any) -> dict[str, set[str]]:
    """Payroll numbers of those who may authorise, with the positions each holds."""
    academy = around.settings.academies.get(code)
    if academy is None:
        return {}
    if academy.central:
        return {number: {"CEO"} for number in _chief_executives(around)}
    held = {
        "Executive Headteacher": academy.executive_head,
        "Headteacher": academy.head,
        "Head of School": academy.head_of_school,
    }
    found: dict[str, set[str]] = {}
    for position, number in held.items():
        if number:
            found.setdefault(number, set()).add(position)
    return found


def _chief_executives(around: Any) -> set[str]:
    staff = around.frames[STAFF.name]
    listed = {row["payroll_number"] for row in around.settings.staff_list or () if row.get("role") == "CEO"}
    return listed | set(staff.loc[staff["role"] == "CEO", "payroll_number"].dropna())


def _codes(start: pd.DataFrame, around: Any) -> list[str | None]:
    """The academies' codes; Start's own column Academy is the name."""
    return [around.returns[number].academy for number in start["return_no"]]


def _lacking(start: pd.DataFrame, around: Any) -> str:
    academies = [around.settings.academies.get(code) for code in _codes(start, around)]
    needs = {_CEO_UNKNOWN if one.central else _HEADS_UNKNOWN for one in academies if one}
    return "; ".join(sorted(needs))
