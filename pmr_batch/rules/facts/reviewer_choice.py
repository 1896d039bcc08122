"""Facts of the choice of a reviewer: whom a person's row names, and whether Reviewers knows them (3.1)."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pmr_batch.layout.standard_workbook import REVIEWERS, STAFF
from pmr_batch.rules.context import Context
from pmr_batch.rules.fact import Answer, fact
from pmr_batch.rules.facts.cell_texts import sorted_words
from pmr_batch.rules.facts.panel_members import says_panel
from pmr_batch.rules.facts.person_rows import has_panel
from pmr_batch.rules.facts.review_status import in_review
from pmr_batch.words import nearest_few

#: A sheet has a name of its own.
_NAME = STAFF.by_key["name"]
#: How like each other two payroll numbers must be for one to be a slip of the pen for the other.
_NEAR = 0.8


@fact(STAFF, reads=(STAFF.payroll_number, STAFF.reviewer, STAFF.role, has_panel, in_review))
def own_reviewer(staff: pd.DataFrame, context: Context) -> pd.Series:
    """The payroll number of the reviewer of somebody in review who may have one.

    Missing for heads and executives, who have a panel, and for whoever names Panel or themself.
    """
    numbers = staff["reviewer"]
    theirs = staff["in_review"] & ~staff["has_panel"] & ~says_panel(numbers) & (numbers != staff["payroll_number"])
    return numbers.where(theirs)


@fact(STAFF, reads=(STAFF.payroll_number, own_reviewer))
def reviewer_is_listed(staff: pd.DataFrame, context: Context) -> Answer:
    """The reviewer has a row on Reviewers of the same return; true where there is none to look for.

    Unknown where Reviewers is not there, or where the number may be the one left blank on it.
    """
    pairs = pd.MultiIndex.from_frame(staff[["return_no", "own_reviewer"]])
    rows = context.frames[REVIEWERS.name]
    there = pairs.isin(pd.MultiIndex.from_frame(rows[["return_no", "payroll_number"]]))
    is_listed = pd.Series(there, index=staff.index) | staff["own_reviewer"].isna()
    unknown = staff[~is_listed].groupby("return_no")["own_reviewer"].nunique()
    blanks = rows.loc[rows["payroll_number"].isna(), "return_no"].value_counts()
    explained = {number for number, missing in unknown.items() if missing <= blanks.get(number, 0)}
    absent = {number for number, workbook in enumerate(context.returns) if not _has_reviewers(workbook)}
    return Answer(is_listed, ~staff["return_no"].isin(explained | absent))


def _has_reviewers(workbook: Any) -> bool:
    table = workbook.tables.get(REVIEWERS.name)
    return table is not None and REVIEWERS.payroll_number.key in table.columns


@fact(STAFF, reads=(own_reviewer, reviewer_is_listed))
def reviewer_meant(staff: pd.DataFrame, context: Context) -> pd.Series:
    """Who on Reviewers may be meant by a number that is not there, in words; else empty."""
    lost = staff.loc[~staff["reviewer_is_listed"], ["return_no", "own_reviewer"]].drop_duplicates()
    rows = context.frames[REVIEWERS.name]
    rows = rows[rows["return_no"].isin(lost["return_no"])].dropna(subset=["payroll_number"])
    meant = {}
    for number, typed in zip(lost["return_no"], lost["own_reviewer"], strict=True):
        meant[number, typed] = _meant(typed, rows[rows["return_no"] == number])
    pairs = zip(staff["return_no"], staff["own_reviewer"], strict=True)
    return pd.Series([meant.get(pair, "") for pair in pairs], index=staff.index, dtype="str")


def _meant(typed: str, reviewers: pd.DataFrame) -> str:
    """By name, where a name was typed, else by a number that differs little."""
    (words,) = sorted_words(pd.Series([typed], dtype="str"))
    numbers = list(reviewers.loc[sorted_words(reviewers["name"]) == words, "payroll_number"])
    numbers = numbers or nearest_few(typed, reviewers["payroll_number"], 1, _NEAR)
    if not numbers:
        return ""
    name = reviewers.loc[reviewers["payroll_number"] == numbers[0], "name"].iloc[0]
    return f"; the number there is {numbers[0]}" + (f", {name}" if pd.notna(name) else "")


@fact(STAFF, reads=(STAFF.payroll_number, _NAME, own_reviewer))
def reviews_in_turn(staff: pd.DataFrame, context: Context) -> pd.Series:
    """The name of the reviewer whose own reviewer is this person, on the first row of the two."""
    rows = staff.dropna(subset=["payroll_number", "own_reviewer"])
    first = rows.drop_duplicates(["payroll_number", "own_reviewer"])
    back = first.set_index(["payroll_number", "own_reviewer"])[["person", "name"]]
    theirs = back.reindex(pd.MultiIndex.from_frame(first[["own_reviewer", "payroll_number"]])).set_axis(first.index)
    names = theirs["name"].fillna(first["own_reviewer"])
    return names[theirs["person"] > first["person"]].reindex(staff.index).astype("str")
