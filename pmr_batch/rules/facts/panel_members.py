"""Facts of panels: who sits on them, and whether they are made up as 3.1 asks."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Any

import pandas as pd

from pmr_batch.layout.standard_workbook import EXECUTIVES, PANEL, PANELS, STAFF
from pmr_batch.rules.context import Context
from pmr_batch.rules.fact import fact
from pmr_batch.rules.facts.cell_texts import plain_words, sorted_words
from pmr_batch.rules.facts.person_rows import has_panel, of_person, true_of
from pmr_batch.words import listed, shown

TRUSTEE, CHAIR, ADVISER = "Trustee", "Chair of Governors", "External adviser"
_CHIEFS = ("CEO", "Chief Learning Officer")
_LEAST_TRUSTEES = 2
#: A sheet has a name of its own.
_NAME = STAFF.by_key["name"]
Member = tuple[str, str, bool]
_MEMBERS = (PANELS.payroll_number, PANELS.member, PANELS.capacity)


def says_panel(cells: pd.Series) -> pd.Series:
    """Whether a cell holds the word Panel, however it is written."""
    return plain_words(cells) == PANEL.casefold()


@fact(PANELS, reads=(PANELS.payroll_number, PANELS.member))
def is_the_reviewee(panels: pd.DataFrame, context: Context) -> pd.Series:
    """The member is the very person the panel reviews, by payroll number or by name."""
    names = context.frames[STAFF.name]["name"].reindex(panels["person"].to_numpy()).set_axis(panels.index)
    same_name = sorted_words(panels["member"]) == sorted_words(names)
    return (panels["member"] == panels["payroll_number"]) | same_name.fillna(False).astype(bool)


@fact(STAFF, reads=(STAFF.payroll_number, _NAME, STAFF.reviewer, is_the_reviewee))
def sits_on_own_panel(staff: pd.DataFrame, context: Context) -> pd.Series:
    """Reviewed by a panel that the person is a member of."""
    on_it = true_of(context.frames[PANELS.name], context.answer(is_the_reviewee).values, staff)
    return says_panel(staff["reviewer"]) & on_it


@fact(STAFF, reads=(STAFF.role, STAFF.reviewer, has_panel, is_the_reviewee, *_MEMBERS))
def panel_wrong(staff: pd.DataFrame, context: Context) -> pd.Series:
    """What is wrong with a head's or executive's panel, in words; missing where nothing is.

    A member who is the reviewee counts as what they are there for: that is a fault of its own (PM302).
    """
    members = of_person(_members(context), staff)
    has_choice = staff["has_panel"] & staff["reviewer"].notna()
    by_panel = says_panel(staff["reviewer"])
    named = staff["reviewer"][has_choice & ~by_panel]
    faults: dict[Hashable, str | None] = {
        at: f"Reviewer is {shown(reviewer)}, not Panel" for at, reviewer in named.items()
    }
    for at in staff.index[has_choice & by_panel]:
        faults[at] = _fault(members[at], staff.at[at, "role"] in EXECUTIVES)
    return pd.Series(faults, dtype="str").reindex(staff.index)


def _members(context: Context) -> pd.Series:
    """Name, capacity, and whether it is the reviewee, of each member, in lists by person."""
    rows = context.frames[PANELS.name]
    sitting: dict[int, list[Member]] = {}
    of_members = zip(rows["member"], rows["capacity"], context.answer(is_the_reviewee).values, strict=True)
    for person, member in zip(rows["person"], of_members, strict=True):
        if person >= 0:
            sitting.setdefault(person, []).append(member)
    return pd.Series(sitting, dtype=object)


def _fault(members: Any, of_executive: bool) -> str | None:
    if not isinstance(members, list):
        return "Panels has no member of the panel"
    faults = list(_of_executive(members) if of_executive else _of_head(members))
    return "; ".join(faults) or None


def _of_executive(members: list[Member]) -> Iterator[str]:
    trustees = {" ".join(str(name).casefold().split()) for name, capacity, _ in members if capacity == TRUSTEE}
    if len(trustees) < _LEAST_TRUSTEES:
        yield f"the panel has {'only one' if trustees else 'no'} Trustee"
    for name, capacity, own in members:
        if capacity not in (TRUSTEE, ADVISER) and not own:
            yield f"{name} ({capacity}) does not belong on it"


def _of_head(members: list[Member]) -> Iterator[str]:
    there = {capacity for _, capacity, _ in members}
    lacking = [f"no {capacity}" for capacity in (TRUSTEE, CHAIR) if capacity not in there]
    if not there.intersection(_CHIEFS):
        lacking.append("neither the CEO nor the Chief Learning Officer")
    if lacking:
        yield f"the panel has {listed(lacking)}"
