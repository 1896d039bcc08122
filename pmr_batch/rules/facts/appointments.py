"""Facts of what heads do: decide on concerns about a reviewer, appoint, recommend pay (3.1), send reports (6.3)."""

from __future__ import annotations

import pandas as pd

from pmr_batch.layout.standard_workbook import HEADS, PANELS, REVIEWERS, REVIEWS, STAFF, START
from pmr_batch.rules.context import Context
from pmr_batch.rules.fact import Answer, fact
from pmr_batch.rules.facts.cell_texts import sorted_words
from pmr_batch.rules.facts.leaders import CEO, are_leaders, is_central, leaders_of
from pmr_batch.rules.facts.panel_members import says_panel
from pmr_batch.rules.facts.person_rows import has_panel


@fact(STAFF, reads=(STAFF.reviewer_concern_decided_by,))
def may_decide_concern(staff: pd.DataFrame, context: Context) -> Answer:
    """Whoever decided on the concern is a head of the academy; in the central workbook, the CEO."""
    return are_leaders(staff["reviewer_concern_decided_by"], staff["academy"], context)


@fact(STAFF)
def own_leaders(staff: pd.DataFrame, context: Context) -> pd.Series:
    """The heads of the academy, or the CEO, by payroll number and position, as a sentence has them."""
    return leaders_of(staff["academy"], context)


@fact(REVIEWERS)
def appointing_positions(reviewers: pd.DataFrame, context: Context) -> pd.Series:
    """The positions that appoint reviewers here, as a sentence has them."""
    central = is_central(reviewers["academy"], context)
    words = pd.Series(f"{', '.join(HEADS[:-1])} or {HEADS[-1]}", index=reviewers.index, dtype="str")
    return words.where(~central, CEO)


@fact(REVIEWERS, reads=(REVIEWERS.appointed_by,))
def may_appoint(reviewers: pd.DataFrame, context: Context) -> pd.Series:
    """A head's position in an academy, the CEO's in the central workbook; true where it is blank."""
    central = is_central(reviewers["academy"], context)
    by = reviewers["appointed_by"]
    return by.isna() | (by.isin(HEADS) & ~central) | ((by == CEO) & central)


@fact(REVIEWS, reads=(REVIEWS.recommended_by, STAFF.role, has_panel))
def may_recommend(reviews: pd.DataFrame, context: Context) -> Answer:
    """Recommended by is a head of the academy or the CEO; for heads and executives, Panel."""
    leaders = are_leaders(reviews["recommended_by"], reviews["academy"], context)
    values = leaders.values.where(~reviews["has_panel"], says_panel(reviews["recommended_by"]))
    return Answer(values.astype(bool), leaders.known | reviews["has_panel"], leaders.needs)


@fact(REVIEWS, reads=(STAFF.role, has_panel, own_leaders))
def who_recommends(reviews: pd.DataFrame, context: Context) -> pd.Series:
    """Who may recommend the person's pay, as a sentence has them."""
    return reviews["own_leaders"].where(~reviews["has_panel"], "Panel")


@fact(REVIEWS, reads=(REVIEWS.payroll_number, REVIEWS.recommended_by, STAFF.role, has_panel))
def recommends_own_pay(reviews: pd.DataFrame, context: Context) -> Answer:
    """Whoever recommends, where Recommended by is blank whoever authorised the return, is the person.

    Never so of heads and executives: anybody but their panel is told as such. Where nobody authorised the
    return, or somebody who may not (PM017), a blank stands for nobody yet.
    """
    start = context.frames[START.name].drop_duplicates("return_no").set_index("return_no")["authorised_by"]
    authorised = start.reindex(reviews["return_no"]).set_axis(reviews.index)
    leaders = are_leaders(authorised, reviews["academy"], context)
    has_leader = authorised.notna() & (leaders.values | ~leaders.known)
    recommender = reviews["recommended_by"].fillna(authorised)
    own = (recommender == reviews["payroll_number"]) & ~reviews["has_panel"]
    return Answer(own, reviews["recommended_by"].notna() | has_leader)


@fact(REVIEWS, reads=(REVIEWS.report_sent_by, STAFF.reviewer, STAFF.role, has_panel))
def may_send_report(reviews: pd.DataFrame, context: Context) -> Answer:
    """Report sent by is a head of the academy or the CEO, a teacher, or the person's reviewer; true where it is blank.

    The reviewer operates the whole review (3.1): the head who appointed them designated them. Of heads and executives
    it is their panel, or a member of it. Names are read as payroll numbers are.
    """
    numbers = _numbers_meant(reviews["report_sent_by"], context)
    leaders = are_leaders(numbers, reviews["academy"], context)
    reviewer = (numbers == reviews["reviewer"]) | (reviews["has_panel"] & says_panel(reviews["report_sent_by"]))
    may = leaders.values | reviewer | numbers.isin(_teachers(context)) | _is_on_panel(reviews, context)
    may |= reviews["report_sent_by"].isna()
    return Answer(may.astype(bool), leaders.known | may, leaders.needs)


def _numbers_meant(typed: pd.Series, context: Context) -> pd.Series:
    """Payroll numbers; of somebody who is named, the number that Staff, Reviewers or the staff list has."""
    meant = sorted_words(typed).map(context.shared(_numbers_by_name), na_action="ignore")
    return meant.fillna(typed).astype("str")


def _numbers_by_name(context: Context) -> dict[str, str]:
    """Payroll numbers by the words of the name in order; the staff list's stand over Staff's, those over Reviewers'."""
    known: dict[str, str] = {}
    for sheet in (REVIEWERS.name, STAFF.name):
        rows = context.frames[sheet][["payroll_number", "name"]].dropna()
        known |= dict(zip(sorted_words(rows["name"]), rows["payroll_number"], strict=True))
    listed = {row["payroll_number"]: row["name"] for row in context.settings.staff_list or ()}
    known |= dict(zip(sorted_words(pd.Series(listed.values(), dtype="str")), listed, strict=True))
    return known


def _teachers(context: Context) -> set[str]:
    """Payroll numbers of teachers and heads by role, and of qualified teachers on Reviewers."""
    staff, reviewers = context.frames[STAFF.name], context.frames[REVIEWERS.name]
    roles = [*zip(staff["role"], staff["payroll_number"], strict=True)]
    roles += [(row.get("role"), row["payroll_number"]) for row in context.settings.staff_list or ()]
    qualified = reviewers.loc[reviewers["qualified_teacher"] == "Yes", "payroll_number"].dropna()
    return {number for role, number in roles if role in ("Teacher", *HEADS)} | set(qualified)


def _is_on_panel(reviews: pd.DataFrame, context: Context) -> pd.Series:
    """The sender is named among the members of the person's panel."""
    panels = context.frames[PANELS.name]
    members = set(zip(panels["person"], sorted_words(panels["member"]), strict=True))
    senders = zip(reviews["person"], sorted_words(reviews["report_sent_by"]), strict=True)
    named = [isinstance(sender, str) and (person, sender) in members for person, sender in senders]
    return reviews["has_panel"] & pd.Series(named, reviews.index, dtype=bool)


@fact(REVIEWS, reads=(REVIEWS.payroll_number, REVIEWS.report_sent_by))
def sends_own_report(reviews: pd.DataFrame, context: Context) -> pd.Series:
    """Report sent by is the very person whom the report is about."""
    return _numbers_meant(reviews["report_sent_by"], context) == reviews["payroll_number"]
