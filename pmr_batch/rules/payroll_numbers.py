"""Rules of payroll numbers and numbers of objectives (section 0): each stands where it should, once."""

from __future__ import annotations

import pandas as pd

from pmr_batch.layout.columns import Sheet
from pmr_batch.layout.standard_workbook import EXPLANATIONS, OBJECTIVES, REVIEWS, SHEETS, STAFF
from pmr_batch.rules.facts.cell_texts import sorted_words
from pmr_batch.rules.facts.employment import academy_elsewhere, name_elsewhere
from pmr_batch.rules.facts.known_numbers import known_on_staff_or_reviewers, on_staff
from pmr_batch.rules.rule import ALL, ALWAYS, ERROR, Code, Rule, rule

_IS_KNOWN = "Every payroll number used on the other sheets is on Staff; on Explanations it may be on Reviewers instead."


def _on_staff(sheet: Sheet) -> Rule:
    is_there = on_staff(sheet)

    @rule(
        Code("PM010", clause="workbook", severity=ERROR, stage=ALWAYS, group=ALL, everybody=True),
        "payroll-number-is-on-staff",
        reads=(is_there,),
        blames=(sheet.payroll_number,),
        says="{value} is not on Staff",
        must_hold=_IS_KNOWN,
        remedy="Correct the payroll number.",
    )
    def is_on_staff(rows: pd.DataFrame) -> pd.Series:
        """A row about nobody would be lost."""
        return rows[is_there.name] | rows["payroll_number"].isna()

    return is_on_staff


ON_STAFF = [_on_staff(sheet) for sheet in SHEETS if sheet.people]


@rule(
    Code("PM010", clause="workbook", severity=ERROR, stage=ALWAYS, group=ALL, everybody=True),
    "payroll-number-is-known",
    reads=(known_on_staff_or_reviewers,),
    blames=(EXPLANATIONS.payroll_number,),
    says="{value} is neither on Staff nor on Reviewers",
    must_hold=_IS_KNOWN,
    remedy="Correct the payroll number.",
)
def is_on_staff_or_reviewers(explanations: pd.DataFrame) -> pd.Series:
    """An explanation is about somebody of the workbook, or about nobody."""
    return explanations["known_on_staff_or_reviewers"] | explanations["payroll_number"].isna()


def _stands_once(sheet: Sheet, must_hold: str) -> Rule:
    @rule(
        Code("PM011", clause="workbook", severity=ERROR, stage=ALWAYS, group=ALL, everybody=True),
        "payroll-number-stands-once",
        blames=(sheet.payroll_number,),
        says="{value} stands already in a row above",
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
    Code("PM012", clause="workbook", severity=ERROR, stage=ALWAYS, group=ALL, everybody=True),
    "one-number-one-name",
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
    Code("PM013", clause="workbook", severity=ERROR, stage=ALWAYS, group=ALL, everybody=True),
    "objective-numbers-differ",
    reads=(OBJECTIVES.payroll_number,),
    blames=(OBJECTIVES.no,),
    says="{value} stands already in a row above",
    must_hold="The objectives of a person have different numbers.",
    remedy="Renumber the objectives.",
)
def has_its_own_number(objectives: pd.DataFrame) -> pd.Series:
    """Findings, forms and explanations name an objective by its number."""
    keys = ["return_no", "payroll_number", "no"]
    return objectives[keys].isna().any(axis=1) | ~objectives.duplicated(keys)


#: The main one of a code first.
RULES = (*ON_STAFF, is_on_staff_or_reviewers, *ONCE, has_one_name, has_its_own_number)
