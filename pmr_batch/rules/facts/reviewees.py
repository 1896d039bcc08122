"""Facts of a row of Reviewers: whom the reviewer reviews, in own right or for somebody absent (3.1).

Reviewees are people in review of the same return who have a reviewer (not a panel, not themselves). They
are counted at the first row of a reviewer, for a second one says only for whom they stand in. A
person whose cells cannot be read is nobody's reviewee yet; the others are.
"""

from __future__ import annotations

from collections import defaultdict

import pandas as pd

from pmr_batch.layout.standard_workbook import REVIEWERS, STAFF
from pmr_batch.rules.context import Context
from pmr_batch.rules.fact import fact
from pmr_batch.rules.facts.reviewer_choice import own_reviewer
from pmr_batch.rules.facts.stand_ins import is_executive_head, is_of_teaching_staff
from pmr_batch.words import counted, listed

_OF_STAFF = ["return_no", "academy", "cycle", "payroll_number", "role", "line_manager"]


def _pairs(context: Context) -> pd.DataFrame:
    """One row a reviewee, once a return: the person's row on Staff with `own_reviewer`."""
    answer = context.answer(own_reviewer)
    theirs = context.frames[STAFF.name].loc[answer.known & answer.values.notna(), _OF_STAFF]
    pairs: pd.DataFrame = theirs.assign(own_reviewer=answer.values).dropna(subset=["payroll_number"])
    return pairs.drop_duplicates(["return_no", "payroll_number"])


def _of(numbers: pd.Series, rows: pd.DataFrame, pairs: pd.DataFrame) -> pd.Series:
    """Payroll numbers of the reviewees of a number beside each row, in order (tuples)."""
    by_reviewer: dict[tuple[int, str], list[str]] = defaultdict(list)
    for number, reviewer, reviewee in zip(
        pairs["return_no"], pairs["own_reviewer"], pairs["payroll_number"], strict=True
    ):
        by_reviewer[number, reviewer].append(reviewee)
    keys = zip(rows["return_no"], numbers, strict=True)
    return pd.Series([tuple(sorted(by_reviewer.get(key, ()))) for key in keys], index=rows.index, dtype=object)


def _own(reviewers: pd.DataFrame, pairs: pd.DataFrame) -> pd.Series:
    first = ~reviewers.duplicated(["return_no", "payroll_number"])
    return _of(reviewers["payroll_number"].where(first), reviewers, pairs)


def _both(own: pd.Series, stood_in: pd.Series) -> pd.Series:
    together = [tuple(sorted({*first, *second})) for first, second in zip(own, stood_in, strict=True)]
    return pd.Series(together, index=own.index, dtype=object)


@fact(REVIEWERS, reads=(REVIEWERS.payroll_number,))
def own_reviewees(reviewers: pd.DataFrame, context: Context) -> pd.Series:
    """Whom the reviewer was appointed for (tuples of payroll numbers)."""
    return _own(reviewers, context.shared(_pairs))


@fact(REVIEWERS, reads=(REVIEWERS.stands_in_for,))
def stood_in_reviewees(reviewers: pd.DataFrame, context: Context) -> pd.Series:
    """The reviewees of whom the reviewer stands in for (tuples of payroll numbers)."""
    return _of(reviewers["stands_in_for"], reviewers, context.shared(_pairs))


@fact(REVIEWERS, reads=(own_reviewees, stood_in_reviewees))
def all_reviewees(reviewers: pd.DataFrame, context: Context) -> pd.Series:
    """Own reviewees, and those of whom the reviewer stands in for."""
    return _both(reviewers["own_reviewees"], reviewers["stood_in_reviewees"])


@fact(REVIEWERS, reads=(REVIEWERS.payroll_number, REVIEWERS.stands_in_for, is_of_teaching_staff, is_executive_head))
def teachers_reviewed(reviewers: pd.DataFrame, context: Context) -> pd.Series:
    """The teachers among all reviewees.

    Not those whom somebody stands in for who may not (PM309), or as the Executive Headteacher may.
    """
    pairs = context.shared(_pairs)
    teachers = pairs[pairs["role"] == "Teacher"]
    may_be_judged = reviewers["is_of_teaching_staff"] & ~reviewers["is_executive_head"]
    return _both(_own(reviewers, teachers), _of(reviewers["stands_in_for"].where(may_be_judged), reviewers, teachers))


@fact(REVIEWERS, reads=(REVIEWERS.payroll_number,))
def managed_by_others(reviewers: pd.DataFrame, context: Context) -> pd.Series:
    """The own reviewees whose line manager is given, and is somebody else."""
    pairs = context.shared(_pairs)
    others = pairs["line_manager"].notna() & (pairs["line_manager"] != pairs["own_reviewer"])
    return _own(reviewers, pairs[others])


@fact(REVIEWERS, reads=(managed_by_others,))
def managed_by_others_told(reviewers: pd.DataFrame, context: Context) -> pd.Series:
    """Those of `managed_by_others` by name, as a sentence has them."""
    staff = context.frames[STAFF.name].dropna(subset=["payroll_number", "name"])
    names = dict(zip(zip(staff["return_no"], staff["payroll_number"], strict=True), staff["name"], strict=True))
    pairs = zip(reviewers["return_no"], reviewers["managed_by_others"], strict=True)
    words = [
        _in_words([names.get((number, reviewee), reviewee) for reviewee in reviewees]) for number, reviewees in pairs
    ]
    return pd.Series(words, index=reviewers.index, dtype="str")


def _in_words(names: list[str]) -> str:
    return listed(names) if len(names) < 4 else f"{names[0]} and {counted(len(names) - 1, 'other')}"


@fact(REVIEWERS, reads=(REVIEWERS.payroll_number,))
def reviewee_count(reviewers: pd.DataFrame, context: Context) -> pd.Series:
    """How many people the reviewer reviews in the cycle, over all academies whose returns are here.

    At the reviewer's first row in a return with reviewees of theirs; 0 on all others.
    """
    pairs = context.shared(_pairs)
    counts = pairs.groupby(["cycle", "own_reviewer"])["payroll_number"].nunique()
    return _at_first(reviewers, _own(reviewers, pairs), counts).fillna(0).astype(int)


@fact(REVIEWERS, reads=(REVIEWERS.payroll_number,))
def reviewee_academies(reviewers: pd.DataFrame, context: Context) -> pd.Series:
    """The codes of the academies of `reviewee_count`, as a sentence has them."""
    pairs = context.shared(_pairs)
    codes = pairs.groupby(["cycle", "own_reviewer"])["academy"].agg(
        lambda codes_of_reviewer: listed(sorted(set(codes_of_reviewer)))
    )
    return _at_first(reviewers, _own(reviewers, pairs), codes).fillna("").astype("str")


def _at_first(reviewers: pd.DataFrame, own: pd.Series, of_reviewers: pd.Series) -> pd.Series:
    """Values by cycle and number, on the first row of each that has reviewees in its return."""
    reviewing = reviewers[own.astype(bool)]
    first = reviewing[~reviewing.duplicated(["cycle", "payroll_number"])]
    values = of_reviewers.reindex(pd.MultiIndex.from_frame(first[["cycle", "payroll_number"]])).set_axis(first.index)
    return values.reindex(reviewers.index)
