"""Facts of payroll numbers: which of them stand where they should."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pandas as pd

from pmr_batch.layout.columns import Sheet
from pmr_batch.layout.standard_workbook import EXPLANATIONS, REVIEWERS, SHEETS, STAFF
from pmr_batch.rules.context import Context
from pmr_batch.rules.fact import Answer, Fact, fact
from pmr_batch.words import counted, listed


@cache
def on_staff(sheet: Sheet) -> Fact:
    """Whether the payroll numbers of a sheet stand on Staff of the same return.

    Unknown for a number that may be the one left blank on Staff: that cell is the fault.
    """

    def is_there(rows: pd.DataFrame, context: Context) -> Answer:
        missed = rows["return_no"].isin(explained_by_blanks(context))
        return Answer(rows["person"] >= 0, ~missed)

    return Fact(f"{sheet.name.lower()}_number_is_on_staff", sheet, (sheet.payroll_number,), is_there)


@cache
def rows_of_number(sheet: Sheet) -> Fact:
    """On how many rows of which sheets an unknown number stands, in words from two on; empty for one and for known."""

    def words(rows: pd.DataFrame, context: Context) -> pd.Series:
        if not (rows["person"] < 0).any():
            return pd.Series("", rows.index, dtype="str")
        unknown = _unknown(context)
        keys = zip(unknown["return_no"], unknown["payroll_number"], unknown["sheet"], strict=True)
        said: dict[tuple[int, str], list[str]] = {}
        for (number, typed, name), count in Counter(keys).items():
            said.setdefault((number, typed), []).append(f"{counted(count, 'row')} of {name}")
        alone = {place for place, parts in said.items() if len(parts) == 1 and parts[0].startswith("1 ")}
        places = zip(rows["return_no"], rows["payroll_number"], strict=True)
        texts = [f", on {listed(said[at])}" if at in said and at not in alone else "" for at in places]
        return pd.Series(texts, rows.index, dtype="str")

    return Fact("rows_of_number", sheet, (sheet.payroll_number,), words)


@cache
def told_before(sheet: Sheet) -> Fact:
    """Whether an unknown payroll number stands on a sheet before this one, too: the first of them tells it."""

    def is_told(rows: pd.DataFrame, context: Context) -> pd.Series:
        if not (rows["person"] < 0).any():
            return pd.Series(False, rows.index, dtype=bool)
        unknown = _unknown(context)
        names = [each.name for each in SHEETS if each.people]
        before = unknown[unknown["sheet"].isin(names[: names.index(sheet.name)])]
        known = set(zip(before["return_no"], before["payroll_number"], strict=True))
        places = zip(rows["return_no"], rows["payroll_number"], strict=True)
        return pd.Series([place in known for place in places], rows.index, dtype=bool)

    return Fact("told_before", sheet, (sheet.payroll_number,), is_told)


def _unknown(context: Context) -> pd.DataFrame:
    """The rows about people under numbers that are not on Staff, of all sheets in the order of the workbook."""
    frames = ((each.name, context.frames[each.name]) for each in SHEETS if each.people)
    orphans = [
        rows.loc[rows["person"] < 0, ["return_no", "payroll_number"]].assign(sheet=name) for name, rows in frames
    ]
    return pd.concat(orphans).dropna(subset="payroll_number")


@fact(EXPLANATIONS, reads=(EXPLANATIONS.payroll_number,))
def known_on_staff_or_reviewers(explanations: pd.DataFrame, context: Context) -> Answer:
    """Whether the payroll number stands on Staff or on Reviewers of the same return."""
    known = {
        pair
        for name in (STAFF.name, REVIEWERS.name)
        for pair in zip(context.frames[name]["return_no"], context.frames[name]["payroll_number"], strict=True)
    }
    pairs = zip(explanations["return_no"], explanations["payroll_number"], strict=True)
    values = pd.Series([pair in known for pair in pairs], index=explanations.index, dtype=bool)
    return Answer(values, ~explanations["return_no"].isin(explained_by_blanks(context)))


def explained_by_blanks(context: Context) -> list[int]:
    """Returns without Staff, or whose unknown payroll numbers are no more than the blank ones on Staff."""
    without = [number for number, each in enumerate(context.returns) if STAFF.name not in each.tables]
    staff = context.frames[STAFF.name]
    blanks = staff.loc[staff["payroll_number"].isna(), "return_no"].value_counts()
    if blanks.empty:
        return without
    unknown = _unknown(context).groupby("return_no")["payroll_number"].nunique()
    numbers = blanks.index.to_numpy(int)
    return without + list(numbers[blanks.to_numpy(int) >= unknown.reindex(numbers, fill_value=0).to_numpy(int)])
