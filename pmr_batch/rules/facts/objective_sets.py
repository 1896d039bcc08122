"""Facts of objectives (section 4): who set how many when, and in whose words."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pmr_batch.layout.standard_workbook import OBJECTIVES, PRIORITIES, STAFF
from pmr_batch.rules.context import Context
from pmr_batch.rules.fact import fact
from pmr_batch.rules.facts.cell_texts import plain_words, word_count
from pmr_batch.rules.facts.cycle_dates import cycle_ends, cycle_starts, trust_objective
from pmr_batch.rules.facts.person_rows import TRUST, has_panel, is_support, of_person, true_of
from pmr_batch.rules.facts.review_status import in_review
from pmr_batch.rules.facts.shares import people_in_words
from pmr_batch.words import counted, listed

_COUNTS = ("objectives_teacher", "objectives_head", "objectives_support")


@fact(STAFF, reads=(OBJECTIVES.payroll_number,))
def objective_count(staff: pd.DataFrame, context: Context) -> pd.Series:
    """How many rows the person has on Objectives."""
    rows = context.frames[OBJECTIVES.name]
    counts = rows.loc[rows["person"] >= 0, "person"].value_counts()
    return of_person(counts, staff).fillna(0).astype(int)


@fact(STAFF, reads=(STAFF.cycle_from, STAFF.cycle_to, cycle_starts, cycle_ends))
def cycle_share(staff: pd.DataFrame, context: Context) -> pd.Series:
    """The length of the person's cycle as a share of the whole, at most 1; 1 where it is not given."""
    own = (staff["cycle_to"] - staff["cycle_from"]).dt.days + 1
    whole = (staff["cycle_ends"] - staff["cycle_starts"]).dt.days + 1
    return (own / whole).clip(0, 1).fillna(1.0)


@fact(STAFF, reads=(STAFF.role, has_panel, is_support, cycle_share), parameters=_COUNTS)
def objectives_least(staff: pd.DataFrame, context: Context) -> pd.Series:
    """The fewest objectives that are reasonable, scaled to the cycle: rounded down, at least 1."""
    return _bound(staff, "least").floordiv(1).clip(lower=1)


@fact(STAFF, reads=(STAFF.role, has_panel, is_support, cycle_share), parameters=_COUNTS)
def objectives_most(staff: pd.DataFrame, context: Context) -> pd.Series:
    """The most objectives that are reasonable, scaled to the cycle: rounded up."""
    return -(-_bound(staff, "most")).floordiv(1)


@fact(STAFF, reads=(objective_count, objectives_least, objectives_most))
def objectives_beside_usual(staff: pd.DataFrame, context: Context) -> pd.Series:
    """How many objectives the person has, and how many are usual: the first of 7 objectives, where 2 to 5 are usual.

    Missing where it is not known how many are.
    """
    counts = staff[["objective_count", "objectives_least", "objectives_most"]].dropna().astype(int)
    words = {
        at: f"{_in_all(number)}, where {f'{least} to {most} are' if least < most else f'{least} is'} usual"
        for at, number, least, most in counts.itertuples()
    }
    return pd.Series(words, dtype="str").reindex(staff.index)


def _in_all(number: int) -> str:
    return "the only objective" if number == 1 else f"the first of {number} objectives"


def _bound(staff: pd.DataFrame, end: str) -> pd.Series:
    """The parameter of the role by the share of the cycle; rounded where floats are a hair off a whole."""
    number = staff[f"objectives_teacher_{end}"].mask(staff["has_panel"], staff[f"objectives_head_{end}"])
    number = number.mask(staff["is_support"], staff[f"objectives_support_{end}"])
    return (number * staff["cycle_share"]).round(9)


@fact(STAFF, reads=(OBJECTIVES.kind,))
def has_trust_objective(staff: pd.DataFrame, context: Context) -> pd.Series:
    """Has an objective of Kind Trust."""
    rows = context.frames[OBJECTIVES.name]
    return true_of(rows, rows["kind"] == TRUST, staff)


@fact(OBJECTIVES, reads=(OBJECTIVES.objective, trust_objective))
def has_trust_words(rows: pd.DataFrame, context: Context) -> pd.Series:
    """The objective carries the words that the CEO designated for the cycle."""
    own, designated = plain_words(rows["objective"]).fillna(""), plain_words(rows["trust_objective"]).fillna("")
    carried = [bool(words) and words in text for words, text in zip(designated, own, strict=True)]
    return pd.Series(carried, index=rows.index, dtype=bool)


@fact(STAFF, reads=(has_trust_words,))
def has_trust_words_somewhere(staff: pd.DataFrame, context: Context) -> pd.Series:
    """One of the person's objectives carries the words of the Trust objective, whatever its Kind."""
    rows = context.frames[OBJECTIVES.name]
    return true_of(rows, context.answer(has_trust_words).values, staff)


@fact(OBJECTIVES, reads=(OBJECTIVES.payroll_number,))
def is_first_objective(rows: pd.DataFrame, context: Context) -> pd.Series:
    """The person's first row on the sheet."""
    return ~rows.duplicated(["return_no", "payroll_number"]) & (rows["person"] >= 0)


@fact(OBJECTIVES, reads=(OBJECTIVES.set_on,))
def is_first_set(rows: pd.DataFrame, context: Context) -> pd.Series:
    """The first row of those that were set first."""
    set_first = rows["set_on"] == rows.groupby(["return_no", "payroll_number"])["set_on"].transform("min")
    return set_first & ~rows[set_first].duplicated(["return_no", "payroll_number"]).reindex(rows.index, fill_value=True)


@fact(OBJECTIVES, reads=(OBJECTIVES.objective,))
def words_said(rows: pd.DataFrame, context: Context) -> pd.Series:
    """How many words the objective has."""
    return word_count(rows["objective"])


@fact(OBJECTIVES, reads=(OBJECTIVES.objective, OBJECTIVES.kind, words_said, in_review), parameters=("objective_words",))
def own_words(rows: pd.DataFrame, context: Context) -> pd.Series:
    """The objective in plain words, where it is to be somebody's own.

    Blank for the Trust objective, where too little is said, and of people who are not in review.
    """
    trusts = (rows["kind"] == TRUST) | context.answer(has_trust_words).values
    somebodys_own = rows["in_review"] & ~trusts & (rows["words_said"] >= rows["objective_words"])
    return plain_words(rows["objective"]).where(somebodys_own)


@fact(OBJECTIVES, reads=(own_words,))
def people_with_these_words(rows: pd.DataFrame, context: Context) -> pd.Series:
    """How many people of the whole trust have an objective in the same words."""
    people = rows.groupby(["cycle", "own_words"])["payroll_number"].transform("nunique")
    return people.reindex(rows.index).fillna(0).astype(int)


@fact(OBJECTIVES, reads=(own_words,))
def share_with_these_words(rows: pd.DataFrame, context: Context) -> pd.Series:
    """The same in words, with how many of them stand in the return."""
    texts = rows["own_words"].where(rows["own_words"].isna(), rows["cycle"] + ": " + rows["own_words"])
    return people_in_words(rows["payroll_number"], texts, rows["return_no"])


@fact(OBJECTIVES, reads=(own_words,))
def is_first_of_these_words(rows: pd.DataFrame, context: Context) -> pd.Series:
    """The first row of the academy with these words."""
    return rows["own_words"].notna() & ~rows.duplicated(["return_no", "own_words"])


@fact(OBJECTIVES, reads=(own_words, is_first_of_these_words, people_with_these_words))
def others_with_these_words(rows: pd.DataFrame, context: Context) -> pd.Series:
    """On the first row: the payroll numbers of the others of the academy with the same words."""
    others: dict[Any, tuple[str, ...]] = dict.fromkeys(rows.index, ())
    many = rows[rows["people_with_these_words"] > 1]
    for _, same in many.groupby(["return_no", "own_words"], sort=False)["payroll_number"]:
        others[same.index[0]] = tuple(sorted(set(same.dropna()) - {same.iloc[0]}))
    return pd.Series([others[at] for at in rows.index], index=rows.index, dtype=object)


@fact(OBJECTIVES, reads=(OBJECTIVES.improvement_priority, PRIORITIES.priority))
def is_on_priorities(rows: pd.DataFrame, context: Context) -> pd.Series:
    """The priority named is one of the return's Priorities, by its reference or its text."""
    sheet = context.frames[PRIORITIES.name]
    named: set[tuple[int, str]] = set()
    for key in ("priority", "improvement_plan_priority"):
        named |= set(zip(sheet["return_no"], plain_words(sheet[key]), strict=True))
    pairs = zip(rows["return_no"], plain_words(rows["improvement_priority"]), strict=True)
    return pd.Series([pair in named for pair in pairs], index=rows.index, dtype=bool)


@fact(STAFF, reads=(OBJECTIVES.outcome,))
def has_unmet_objective(staff: pd.DataFrame, context: Context) -> pd.Series:
    """An objective of the person was not met; one that was partly met is not among them."""
    objectives = context.frames[OBJECTIVES.name]
    return true_of(objectives, objectives["outcome"] == "Not met", staff)


@fact(STAFF, reads=(OBJECTIVES.outcome, OBJECTIVES.no))
def unmet_objectives(staff: pd.DataFrame, context: Context) -> pd.Series:
    """Which those are, and that they were not: objective 2 was not met."""
    rows = context.frames[OBJECTIVES.name]
    unmet = rows[(rows["outcome"] == "Not met") & (rows["person"] >= 0)]
    words = {person: _not_met(list(numbers)) for person, numbers in unmet.groupby("person")["no"]}
    return of_person(pd.Series(words, dtype="str"), staff)


def _not_met(numbers: list[float]) -> str:
    """The objectives by number, or how many they are where one has none."""
    if any(number != number for number in numbers):  # noqa: PLR0124  (NaN)
        return f"{counted(len(numbers), 'objective')} {'was' if len(numbers) == 1 else 'were'} not met"
    named = listed(f"{number:g}" for number in sorted(numbers))
    return f"objective {named} was not met" if len(numbers) == 1 else f"objectives {named} were not met"


@fact(STAFF, reads=(OBJECTIVES.outcome,))
def met_all_objectives(staff: pd.DataFrame, context: Context) -> pd.Series:
    """All objectives of the person that were assessed were met, and one was."""
    objectives = context.frames[OBJECTIVES.name]
    met = true_of(objectives, objectives["outcome"] == "Met", staff)
    return met & ~true_of(objectives, objectives["outcome"].isin(("Partly met", "Not met")), staff)
