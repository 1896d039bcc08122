"""Who is in a cycle, and the row on Staff that each of them begins with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from pmr_batch.layout.standard_workbook import EXECUTIVES, HEADS, PANEL
from pmr_batch.policy.calendar import ALL_YEAR, TERM_TIME, Calendar
from pmr_batch.policy.roles import is_teaching, standards_of
from pmr_batch.settings.trust_settings import Academy, Cycle

Row = Mapping[str, Any]

IN_REVIEW, OUT_OF_SCOPE = "In review", "Out of scope"
IN_INDUCTION, UNDER_A_TERM = "In induction", "Contract of less than one term"
#: Columns of the staff list that mean on Staff what they mean there.
_SAME = (
    "payroll_number", "name", "job_title", "role", "contract", "employment_start", "employment_end", "fte",
    "in_induction", "qualified_teacher", "line_manager", "reviewer", "pay_range", "pay_point", "range_from", "range_to",
)  # fmt: skip
#: A contract of a year is longer than any term.
_A_YEAR = timedelta(days=365)


def employed(staff_list: Iterable[Row], academy: str, cycle: Cycle) -> list[dict[str, Any]]:
    """The rows of the staff list of an academy whose role is in the cycle, employed for some of it."""
    return [
        dict(row)
        for row in staff_list
        if row["academy_code"] == academy
        and is_teaching(row["role"]) == cycle.teaching
        and row["employment_start"] <= cycle.ends
        and (row["employment_end"] is None or row["employment_end"] >= cycle.starts)
    ]


def staff_row(person: Row, cycle: Cycle, academy: Academy, calendar: Calendar) -> dict[str, Any]:
    """A person's first row on Staff: the own cycle with its ground (2.1), status, pattern and standards."""
    role = person["role"]
    scope = _out_of_scope(person, cycle, academy, calendar)
    return {
        **{key: person[key] for key in _SAME},
        **_own_cycle(person, cycle),
        "reviewer": person["reviewer"] or (PANEL if role in (*HEADS, *EXECUTIVES) else None),
        "working_pattern": ALL_YEAR if role in EXECUTIVES or _is_central_support(role, academy) else TERM_TIME,
        "professional_standards": standards_of(role)[0],
        "status": OUT_OF_SCOPE if scope else IN_REVIEW,
        "out_of_scope_because": scope,
    }


def _own_cycle(person: Row, cycle: Cycle) -> dict[str, Any]:
    """From when employed, until the contract ends; with the ground where that is not the whole cycle."""
    starts = max(cycle.starts, person["employment_start"])
    ends = min(cycle.ends, person["employment_end"] or cycle.ends)
    fixed = person["contract"] == "Fixed term"
    ground = None
    if ends < cycle.ends:
        ground = "Fixed term" if fixed else "Leaving"
    elif starts > cycle.starts:
        ground = "Joined"
    return {"cycle_from": starts, "cycle_to": ends, "cycle_adjusted_because": ground}


def _is_central_support(role: str, academy: Academy) -> bool:
    """The central team's offices are open in the holidays."""
    return academy.central and not is_teaching(role)


def _out_of_scope(person: Row, cycle: Cycle, academy: Academy, calendar: Calendar) -> str | None:
    """Why the procedure does not apply (2.1); what the staff list says has precedence."""
    listed_reason: str | None = person["out_of_scope_because"]
    if listed_reason or not cycle.teaching:
        return listed_reason
    if person["in_induction"] == "Yes":
        return IN_INDUCTION
    return UNDER_A_TERM if _is_under_a_term(person, academy, calendar) else None


def _is_under_a_term(person: Row, academy: Academy, calendar: Calendar) -> bool:
    """A fixed-term contract of fewer school days than the term it starts in; not where term dates are missing."""
    start, end = person["employment_start"], person["employment_end"]
    if person["contract"] != "Fixed term" or end is None or not start <= end < start + _A_YEAR:
        return False
    closed, term = calendar.closed_days(academy.code, start, end), calendar.term_days(academy.code, start)
    return closed is not None and term is not None and _weekdays(start, end) - len(closed) < term


def _weekdays(start: date, end: date) -> int:
    return sum((start + timedelta(days=day)).weekday() < 5 for day in range((end - start).days + 1))
