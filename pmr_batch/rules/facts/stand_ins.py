"""Facts of whoever stands in for an absent reviewer (3.1): for whom, and whether they may."""

from __future__ import annotations

import pandas as pd

from pmr_batch.layout.standard_workbook import HEADS, REVIEWERS, STAFF, SUPPORT_ROLES
from pmr_batch.rules.context import Context
from pmr_batch.rules.fact import fact
from pmr_batch.rules.facts.cell_texts import plain_words
from pmr_batch.rules.facts.leaders import positions

_TEACHING_ROLES = {"Teacher", *HEADS}
_EXECUTIVE_HEAD = "Executive Headteacher"


@fact(REVIEWERS, reads=(REVIEWERS.payroll_number, REVIEWERS.position))
def is_executive_head(reviewers: pd.DataFrame, context: Context) -> pd.Series:
    """Is the Executive Headteacher, by Academies of trust.xlsx, by role, or by the position given."""
    by_position = plain_words(reviewers["position"]).isin(("executive headteacher", "executive head"))
    roles = _roles(reviewers, context)
    by_code = {code: positions(code, context) for code in reviewers["academy"].unique()}
    rows = zip(reviewers["academy"], reviewers["payroll_number"], strict=True)
    known = [
        _EXECUTIVE_HEAD in by_code[code].get(number, ()) or _EXECUTIVE_HEAD in roles.get(number, ())
        for code, number in rows
    ]
    return by_position | pd.Series(known, index=reviewers.index, dtype=bool)


@fact(REVIEWERS, reads=(REVIEWERS.payroll_number, REVIEWERS.qualified_teacher, REVIEWERS.teaching_now))
def is_of_teaching_staff(reviewers: pd.DataFrame, context: Context) -> pd.Series:
    """A teacher or head by role; where Staff and the staff list do not know them, qualified or teaching now."""
    known = _roles(reviewers, context)
    roles = [known.get(number, set()) for number in reviewers["payroll_number"]]
    teaching = [bool(held & _TEACHING_ROLES) for held in roles]
    support = [bool(held) and held <= set(SUPPORT_ROLES) for held in roles]
    by_row = (reviewers["qualified_teacher"] == "Yes") | (reviewers["teaching_now"] == "Yes")
    not_support = ~pd.Series(support, index=reviewers.index, dtype=bool)
    return pd.Series(teaching, index=reviewers.index, dtype=bool) | (by_row & not_support)


def _roles(reviewers: pd.DataFrame, context: Context) -> dict[str, set[str]]:
    """The roles of each reviewer's payroll number, on Staff of all returns and on the staff list."""
    staff = context.frames[STAFF.name][["payroll_number", "role"]].dropna()
    staff = staff[staff["payroll_number"].isin(reviewers["payroll_number"])]
    known = [*zip(staff["payroll_number"], staff["role"], strict=True)]
    known += [(row["payroll_number"], row["role"]) for row in context.settings.staff_list or () if row.get("role")]
    roles: dict[str, set[str]] = {}
    for number, role in known:
        roles.setdefault(number, set()).add(role)
    return roles


@fact(REVIEWERS, reads=(REVIEWERS.payroll_number, REVIEWERS.stands_in_for))
def stands_in_wrongly(reviewers: pd.DataFrame, context: Context) -> pd.Series:
    """What is wrong with the number stood in for, in words; missing where it is somebody else the return knows."""
    named = reviewers.dropna(subset=["stands_in_for"])
    known: set[tuple[int, str]] = set()
    for name in (REVIEWERS.name, STAFF.name):
        rows = context.frames[name]
        rows = rows[rows["return_no"].isin(named["return_no"])]
        known |= set(zip(rows["return_no"], rows["payroll_number"], strict=True))
    pairs = zip(named["return_no"], named["payroll_number"], named["stands_in_for"], strict=True)
    faults = [_fault(number, absent, (return_no, absent) in known) for return_no, number, absent in pairs]
    return pd.Series(faults, index=named.index, dtype="str").reindex(reviewers.index)


def _fault(number: str, absent: str, known: bool) -> str | None:
    if number == absent:
        return "who cannot stand in for themself"
    return None if known else "whom neither Reviewers nor Staff has"
