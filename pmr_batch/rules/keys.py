"""Rules of payroll numbers and numbers of objectives (section 0): each stands where it should, once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from pmr_batch.layout.columns import Sheet
from pmr_batch.layout.standard_workbook import EXPLANATIONS, OBJECTIVES, REVIEWS, SHEETS, STAFF
from pmr_batch.rules.facts.keys import stands_on, stands_on_staff_or_reviewers
from pmr_batch.rules.facts.scope import academy_elsewhere, name_elsewhere
from pmr_batch.rules.facts.texts import sorted_words
from pmr_batch.rules.rule import Rule, rule
from pmr_batch.rules.workbook import WORKBOOK

_UNKNOWN: dict[str, Any] = WORKBOOK | {
    "must_hold": "Every payroll number used on the other sheets is on Staff; "
    "on Explanations it may be on Reviewers instead.",
    "remedy": "Correct the payroll number.",
}


def _on_staff(sheet: Sheet) -> Rule:
    stands = stands_on(sheet)

    @rule(
        "PM010",
        "payroll-number-is-on-staff",
        **_UNKNOWN,
        says="{value} is not on Staff",
        reads=(stands,),
        blames=(sheet.payroll_number,),
    )
    def is_on_staff(rows: pd.DataFrame) -> pd.Series:
        """A row about nobody would be lost."""
        return rows[stands.name] | rows["payroll_number"].isna()

    return is_on_staff


ON_STAFF = [_on_staff(sheet) for sheet in SHEETS if sheet.people]


@rule(
    "PM010",
    "payroll-number-is-known",
    **_UNKNOWN,
    says="{value} is neither on Staff nor on Reviewers",
    reads=(stands_on_staff_or_reviewers,),
    blames=(EXPLANATIONS.payroll_number,),
)
def is_on_staff_or_reviewers(explanations: pd.DataFrame) -> pd.Series:
    """An explanation is about somebody of the workbook, or about nobody."""
    return explanations["stands_on_staff_or_reviewers"] | explanations["payroll_number"].isna()


_REPEATED: dict[str, Any] = WORKBOOK | {"says": "{value} stands already in a row above"}


def _stands_once(sheet: Sheet, must_hold: str) -> Rule:
    @rule(
        "PM011",
        "payroll-number-stands-once",
        **_REPEATED,
        blames=(sheet.payroll_number,),
        must_hold=must_hold,
        remedy="Remove the later row.",
    )
    def stands_once(rows: pd.DataFrame) -> pd.Series:
        """Of two rows about one person, nobody could say which holds."""
        return rows["payroll_number"].isna() | ~rows.duplicated(["return_no", "payroll_number"])

    return stands_once


ONCE = [
    _stands_once(STAFF, "A person has one row on Staff."),
    _stands_once(REVIEWS, "A person has one row on Reviews."),
]


@rule(
    "PM012",
    "one-number-one-name",
    **WORKBOOK,
    reads=(STAFF.payroll_number, STAFF.by_key["name"], name_elsewhere, academy_elsewhere),
    blames=(STAFF.payroll_number,),
    says="{value} is {name} here, and {name_elsewhere} in {academy_elsewhere}",
    must_hold="A payroll number belongs to one person in the whole trust.",
    remedy="Correct the payroll number, or the name.",
)
def has_one_name(staff: pd.DataFrame) -> pd.Series:
    """The order of the names, and commas between them, do not matter."""
    elsewhere = sorted_words(staff["name_elsewhere"])
    return elsewhere.isna() | (sorted_words(staff["name"]) == elsewhere)


@rule(
    "PM013",
    "objective-numbers-differ",
    **_REPEATED,
    reads=(OBJECTIVES.payroll_number,),
    blames=(OBJECTIVES.no,),
    must_hold="The objectives of a person have different numbers.",
    remedy="Renumber the objectives.",
)
def has_its_own_number(objectives: pd.DataFrame) -> pd.Series:
    """Findings, forms and explanations name an objective by its number."""
    keys = ["return_no", "payroll_number", "no"]
    return objectives[keys].isna().any(axis=1) | ~objectives.duplicated(keys)


def rules() -> Iterator[Rule]:
    """All of them, the main one of a code first."""
    yield from (*ON_STAFF, is_on_staff_or_reviewers, *ONCE, has_one_name, has_its_own_number)
