"""Rules of payroll numbers and numbers of objectives (section 0): each stands where it should, once."""

from __future__ import annotations

import pandas as pd

from pmr_batch.layout.columns import Sheet
from pmr_batch.layout.standard_workbook import EXPLANATIONS, OBJECTIVES, REVIEWS, SHEETS, STAFF
from pmr_batch.rules.facts.cell_texts import sorted_words
from pmr_batch.rules.facts.employment import academy_elsewhere, name_elsewhere
from pmr_batch.rules.facts.known_numbers import known_on_staff_or_reviewers, on_staff, rows_of_number, told_before
from pmr_batch.rules.facts.names import (
    listed_name,
    name_fits,
    names_that_misfit,
    number_has_one_name,
    others_that_misfit,
)
from pmr_batch.rules.rule import ALL, ALWAYS, ERROR, QUERY, Code, Rule, rule

_IS_KNOWN = "Every payroll number used on the other sheets is on Staff; on Explanations it may be on Reviewers instead."


def _on_staff(sheet: Sheet) -> Rule:
    is_there, rows_of_it, is_told = on_staff(sheet), rows_of_number(sheet), told_before(sheet)

    @rule(
        Code("PM010", clause="workbook", severity=ERROR, stage=ALWAYS, group=ALL, everybody=True),
        "payroll-number-is-on-staff",
        reads=(is_there, rows_of_it, is_told),
        blames=(sheet.payroll_number,),
        says="{value} is not on Staff{rows_of_number}",
        must_hold=_IS_KNOWN,
        remedy="Correct the payroll number, wherever it stands.",
    )
    def is_on_staff(rows: pd.DataFrame) -> pd.Series:
        """A row about nobody would be lost. One finding a number, at its first row on the first sheet that has it."""
        again = rows.duplicated(["return_no", "payroll_number"]) | rows[is_told.name]
        return rows[is_there.name] | rows["payroll_number"].isna() | again

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


@rule(
    Code("PM024", clause="workbook", severity=QUERY, stage=ALWAYS, group=ALL, everybody=True),
    "name-is-that-of-the-staff-list",
    needs=("Staff list",),
    reads=(STAFF.payroll_number, listed_name, name_fits, number_has_one_name, names_that_misfit),
    blames=(STAFF.by_key["name"],),
    says="is {value}, and the staff list has {listed_name} under {payroll_number}",
    must_hold="The name beside a payroll number is the one of the staff list; titles, initials, accents and the order "
    "of names do not matter.",
    remedy="Put the name or the number right, or explain on Explanations.",
)
def is_the_listed_name(staff: pd.DataFrame) -> pd.Series:
    """Two names of one number are told as PM012, many names that do not fit as one finding."""
    told = ~staff["number_has_one_name"] | (staff["names_that_misfit"] > 0)
    return staff["name_fits"] | told


@rule(
    Code("PM024", clause="workbook", severity=ERROR, stage=ALWAYS, group=ALL, everybody=True),
    "names-stand-beside-their-numbers",
    needs=("Staff list",),
    reads=(STAFF.payroll_number, listed_name, name_fits, names_that_misfit, others_that_misfit),
    affects=others_that_misfit,
    blames=(STAFF.by_key["name"],),
    says="is {value}, and the staff list has {listed_name} under {payroll_number}: the first of {names_that_misfit} "
    "names that do not fit; only some columns may have been sorted, or cells shifted",
    must_hold=is_the_listed_name.must_hold,
    remedy="Put names and numbers together again; sort whole rows, never single columns.",
)
def names_are_in_their_rows(staff: pd.DataFrame) -> pd.Series:
    """Of rows that were torn apart nothing else can be believed."""
    first = ~staff["name_fits"] & ~staff[~staff["name_fits"]].duplicated("return_no").reindex(
        staff.index, fill_value=True
    )
    return ~(first & (staff["names_that_misfit"] > 0))


#: The main one of a code first.
RULES = (
    *(*ON_STAFF, is_on_staff_or_reviewers, *ONCE, has_one_name, has_its_own_number),
    *(is_the_listed_name, names_are_in_their_rows),
)
