"""Facts of a person: who they are, and what other sheets and academies hold about them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pmr_batch.layout.columns import Column, Sheet, key_of
from pmr_batch.layout.conditions import All, Condition, Filled, Is
from pmr_batch.layout.standard_workbook import (
    DEVELOPMENT,
    EXECUTIVES,
    FINAL_REVIEWS,
    HEADS,
    MEETINGS,
    MET,
    NOT_MET,
    OBJECTIVES,
    REVIEWS,
    STAFF,
    SUPPORT_ROLES,
)
from pmr_batch.rules.context import Context
from pmr_batch.rules.fact import Answer, fact

TRUST = "Trust"


def of_person(by_person: pd.Series, staff: pd.DataFrame) -> pd.Series:
    """Values indexed by person (first row on Staff), on every row of Staff with that number.

    A payroll number that stands twice is one fault: its later rows share what the first one has.
    """
    return by_person.reindex(staff["first_row"].to_numpy()).set_axis(staff.index)


def true_of(rows: pd.DataFrame, holds: pd.Series, staff: pd.DataFrame) -> pd.Series:
    """Whether `holds` is true of any of the person's rows on another sheet, on Staff."""
    persons = rows["person"].to_numpy()
    theirs = persons[holds.to_numpy(bool) & (persons >= 0)]
    return pd.Series(np.isin(staff["first_row"].to_numpy(), theirs), index=staff.index)


def earliest(rows: pd.DataFrame, dates: pd.Series, staff: pd.DataFrame) -> pd.Series:
    """The earliest of the person's dates on another sheet, on Staff; missing where there is none."""
    about = rows["person"] >= 0
    return of_person(dates[about].groupby(rows.loc[about, "person"]).min(), staff).astype("datetime64[s]")


def has_rows(staff: pd.DataFrame, context: Context, sheet: Sheet) -> pd.Series:
    """Whether the person has any row on a sheet."""
    rows = context.frames[sheet.name]
    return true_of(rows, rows["person"] >= 0, staff)


@fact(STAFF, reads=(STAFF.role,))
def has_panel(staff: pd.DataFrame, context: Context) -> pd.Series:
    """Heads and executives, whose reviews are done by a panel (3.1)."""
    return staff["role"].isin((*HEADS, *EXECUTIVES))


@fact(STAFF, reads=(STAFF.role,))
def is_support(staff: pd.DataFrame, context: Context) -> pd.Series:
    """HLTAs and support staff."""
    return staff["role"].isin(SUPPORT_ROLES)


@fact(STAFF, reads=(OBJECTIVES.payroll_number,))
def has_objectives(staff: pd.DataFrame, context: Context) -> pd.Series:
    """Has a row on Objectives."""
    return has_rows(staff, context, OBJECTIVES)


@fact(STAFF, reads=(DEVELOPMENT.payroll_number,))
def has_development(staff: pd.DataFrame, context: Context) -> pd.Series:
    """Has a row on Development."""
    return has_rows(staff, context, DEVELOPMENT)


@fact(STAFF, reads=(REVIEWS.payroll_number,))
def has_review(staff: pd.DataFrame, context: Context) -> pd.Series:
    """Has a row on Reviews."""
    return has_rows(staff, context, REVIEWS)


@fact(
    STAFF,
    reads=(
        *(REVIEWS.payroll_number, REVIEWS.pay_criteria),
        *(REVIEWS.recommended_range, REVIEWS.recommended_point, REVIEWS.recommended_pay),
    ),
)
def has_recommendation(staff: pd.DataFrame, context: Context) -> pd.Series:
    """The person's review recommends on pay: the criteria have been met or not, or a place or a pay is named."""
    reviews = context.frames[REVIEWS.name]
    named = reviews[["recommended_range", "recommended_point", "recommended_pay"]].notna().any(axis=1)
    return true_of(reviews, reviews["pay_criteria"].isin((MET, NOT_MET)) | named, staff)


@fact(STAFF, reads=(OBJECTIVES.payroll_number, REVIEWS.payroll_number))
def review_begun(staff: pd.DataFrame, context: Context) -> pd.Series:
    """Has objectives or a review that somebody worked on; rows that were only issued do not count.

    The Trust objective and the payroll number on Reviews stand in the workbook when it is issued.
    """
    objectives, reviews = context.frames[OBJECTIVES.name], context.frames[REVIEWS.name]
    worked_on = is_worked_on(objectives, OBJECTIVES) | ((objectives["kind"] != TRUST) & objectives["objective"].notna())
    return true_of(objectives, worked_on, staff) | true_of(reviews, is_worked_on(reviews, REVIEWS), staff)


def is_worked_on(rows: pd.DataFrame, sheet: Sheet) -> pd.Series:
    """Rows of a sheet that hold more than they are issued with, or than Start says once for all rows."""
    typed = [_is_typed(rows, column).to_numpy(bool) for column in sheet.worked_on]
    return pd.Series(np.logical_or.reduce(typed), rows.index)


def _is_typed(rows: pd.DataFrame, column: Column) -> pd.Series:
    """Whether a cell holds anything but, perhaps, what Start says although nobody has worked on its row."""
    filled = rows[column.key].notna()
    return filled if column.default is None else filled & ~_meets(rows, column.default.where)


def _meets(rows: pd.DataFrame, where: Condition) -> pd.Series:
    """Whether the condition of a default is true of rows that nobody has worked on."""
    match where:
        case All(parts):
            return pd.concat([_meets(rows, part) for part in parts], axis=1).all(axis=1)
        case Filled(heading):
            return rows[key_of(heading)].notna()
        case Is(heading, values):
            return rows[key_of(heading)].isin(values)
    return pd.Series(False, index=rows.index)


@fact(MEETINGS, reads=(MEETINGS.date, MEETINGS.kind))
def is_first_final_review(meetings: pd.DataFrame, context: Context) -> pd.Series:
    """The person's first final review meeting or paper review, by date."""
    keys = ["return_no", "payroll_number"]
    final = meetings[[*keys, "date"]][meetings["kind"].isin(FINAL_REVIEWS) & meetings["date"].notna()]
    first = ~final.sort_values("date", kind="stable").duplicated(keys)
    return first.reindex(meetings.index, fill_value=False).astype(bool)


@fact(STAFF, reads=(STAFF.payroll_number,))
def on_staff_list(staff: pd.DataFrame, context: Context) -> Answer:
    """On the staff list for this academy; true where the trust keeps none for the academy."""
    listed = context.settings.staff_list
    entries = {(row["academy_code"], row["payroll_number"]) for row in listed or ()}
    kept = {academy for academy, _ in entries}
    pairs = zip(staff["academy"], staff["payroll_number"], strict=True)
    values = [academy not in kept or (academy, number) in entries for academy, number in pairs]
    known = pd.Series(listed is not None, index=staff.index, dtype=bool)
    return Answer(pd.Series(values, index=staff.index, dtype=bool), known)


@fact(STAFF, reads=(REVIEWS.recommended_range,))
def recommended_range(staff: pd.DataFrame, context: Context) -> pd.Series:
    """The recommended range of the person's review; missing where it is blank."""
    reviews = context.frames[REVIEWS.name]
    about = reviews[["person", "recommended_range"]][reviews["person"] >= 0].drop_duplicates("person")
    return of_person(about.set_index("person")["recommended_range"], staff)
