"""Facts of payroll numbers: which of them stand where they should."""

from __future__ import annotations

from functools import cache

import pandas as pd

from pmr_batch.layout.columns import Sheet
from pmr_batch.layout.standard_workbook import EXPLANATIONS, REVIEWERS, SHEETS, STAFF
from pmr_batch.rules.context import Context
from pmr_batch.rules.fact import Answer, Fact, fact


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
    """On how many rows of a sheet a payroll number stands, in words from two on; empty for one."""

    def words(rows: pd.DataFrame, _: Context) -> pd.Series:
        counts = rows.groupby(["return_no", "payroll_number"])["row"].transform("size").reindex(rows.index).fillna(1)
        said = [f", on {int(number)} rows of {sheet.name}" if number > 1 else "" for number in counts]
        return pd.Series(said, rows.index, dtype="str")

    return Fact("rows_of_number", sheet, (sheet.payroll_number,), words)


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
    sheets = [context.frames[sheet.name] for sheet in SHEETS if sheet.people]
    orphans = pd.concat([rows.loc[rows["person"] < 0, ["return_no", "payroll_number"]] for rows in sheets])
    unknown = orphans.groupby("return_no")["payroll_number"].nunique()
    numbers = blanks.index.to_numpy(int)
    return without + list(numbers[blanks.to_numpy(int) >= unknown.reindex(numbers, fill_value=0).to_numpy(int)])
