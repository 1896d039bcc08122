"""Rules of section 1.1 and 2.1 of the policy: nobody is forgotten, and nobody reviewed twice."""

from __future__ import annotations

import pandas as pd

from pmr_batch.layout.standard_workbook import STAFF
from pmr_batch.rules.facts.employment import (
    academy_can_be,
    reviewing_academy,
    rows_agree,
    their_choices,
    their_ftes,
    total_fte,
)
from pmr_batch.rules.facts.person_rows import on_staff_list
from pmr_batch.rules.facts.real_numbers import listed_under, numbers_that_fit
from pmr_batch.rules.facts.review_status import in_review, review_state
from pmr_batch.rules.rule import ALL, ALWAYS, ERROR, NOTE, QUERY, Code, declare, rule

everybody_is_there = declare(
    Code("PM207", clause="1.1", severity=ERROR, stage=ALWAYS, group=ALL, found_by="merge"),
    "everybody-is-on-staff",
    says="is on the staff list for {academy}, and not on Staff",
    must_hold="The policy covers all staff: everybody employed now and in scope is on Staff.",
    remedy="Add a row for the person on Staff, or have the staff list corrected.",
)


stands_elsewhere = declare(
    Code("PM214", clause="2.1", severity=NOTE, stage=ALWAYS, group=ALL, everybody=True, found_by="merge"),
    "reviewed-where-the-return-has-them",
    blames=(STAFF.payroll_number,),
    says="is on the staff list for {listed}, and stands in the return of {academy}",
    must_hold="Whoever moves within the trust, or works at several academies, is reviewed at one of them: the return "
    "in which they stand settles it for the others.",
    remedy="Nothing to do, where the review is to be at {academy}.",
)


@rule(
    Code("PM208", clause="1.1", severity=QUERY, stage=ALWAYS, group=ALL),
    "everybody-is-on-the-staff-list",
    needs=("Staff list",),
    reads=(on_staff_list, numbers_that_fit, listed_under),
    blames=(STAFF.payroll_number,),
    says="{value} is not on the trust's staff list for this academy",
    must_hold="Everybody on Staff is on the staff list of the academy, where the trust keeps one.",
    remedy="Correct the payroll number, or have the staff list corrected.",
)
def is_listed(staff: pd.DataFrame) -> pd.Series:
    """A stranger on Staff is a slip of the pen, or somebody whom the trust does not know it employs."""
    told = staff["numbers_that_fit"].notna() | staff["listed_under"].notna()
    return staff["on_staff_list"] | staff["payroll_number"].isna() | told


@rule(
    Code("PM208", clause="1.1", severity=ERROR, stage=ALWAYS, group=ALL),
    "number-is-that-of-the-person",
    needs=("Staff list",),
    reads=(STAFF.by_key["name"], listed_under),
    blames=(STAFF.payroll_number,),
    says="{value} is not on the trust's staff list for this academy, which has {name} under {listed_under}",
    must_hold="Somebody of the staff list stands on Staff under their own payroll number: payroll knows no other.",
    remedy="Type the payroll number of the staff list, on every sheet, or have the list corrected.",
)
def has_own_number(staff: pd.DataFrame) -> pd.Series:
    """One person under two numbers would be missing under one, and before the committee under the other."""
    return staff["payroll_number"].isna() | staff["listed_under"].isna()


@rule(
    Code("PM208", clause="1.1", severity=QUERY, stage=ALWAYS, group=ALL),
    "provisional-number-is-one-persons",
    needs=("Staff list",),
    reads=(numbers_that_fit,),
    blames=(STAFF.payroll_number,),
    says="{value} is provisional, and may be {numbers_that_fit} of the staff list by now",
    must_hold="A provisional number gives way to the real one that the staff list has for the name, academy and start.",
    remedy="Type the real payroll number here, and on the other sheets.",
)
def is_one_persons(staff: pd.DataFrame) -> pd.Series:
    """Of several that fit, nobody but the office can say which it is."""
    return staff["numbers_that_fit"].isna()


@rule(
    Code("PM209", clause="2.1", severity=ERROR, stage=ALWAYS, group=ALL, everybody=True),
    "reviewed-at-an-academy-of-theirs",
    reads=(STAFF.payroll_number, review_state, academy_can_be),
    blames=(STAFF.reviewed_at,),
    says="is {value}, an academy without a row for this person",
    must_hold="A person of several academies is reviewed at exactly one of them, and every row says which.",
    remedy="Agree the academy, and give its code on every row.",
)
def is_reviewed_somewhere(staff: pd.DataFrame) -> pd.Series:
    """Sent to an academy that does not know them, a person is reviewed nowhere.

    Who reviews is settled first: of a row that fails here, no rule about people in review is asked.
    """
    return staff["academy_can_be"] | (staff["review_state"] != "in review")


@rule(
    Code("PM209", clause="2.1", severity=ERROR, stage=ALWAYS, group=ALL, everybody=True),
    "reviewed-at-one-academy",
    reads=(
        STAFF.payroll_number,
        review_state,
        academy_can_be,
        rows_agree,
        reviewing_academy,
        their_choices,
    ),
    blames=(STAFF.reviewed_at,),
    says="is {value}, which means a review at {reviewing_academy}, and the person's rows do not agree: {their_choices}",
    must_hold=is_reviewed_somewhere.must_hold,
    remedy=is_reviewed_somewhere.remedy,
)
def reviewed_once(staff: pd.DataFrame) -> pd.Series:
    """Two reviews of one person would be two recommendations on pay. Told on each row after the first."""
    return staff["rows_agree"] | ~staff["academy_can_be"] | (staff["review_state"] != "in review")


@rule(
    Code("PM209", clause="2.1", severity=ERROR, stage=ALWAYS, group=ALL, everybody=True),
    "total-fte-is-at-most-one",
    reads=(STAFF.payroll_number, in_review, rows_agree, total_fte, their_ftes),
    blames=(STAFF.reviewed_at,),
    of_person=True,
    says="works {their_ftes}, which adds up to {total_fte}",
    must_hold="A person of several academies works no more than full time in all of them together.",
    remedy="Agree the FTE of each academy, and correct FTE where it is wrong.",
)
def is_one_person(staff: pd.DataFrame) -> pd.Series:
    """Told once, where the person is reviewed, as soon as that is agreed."""
    agreed = staff.groupby(["cycle", "payroll_number"], dropna=False)["rows_agree"].transform("all")
    return ~(staff["total_fte"] > 1) | ~staff["in_review"] | ~agreed


#: The main one of a code first.
RULES = (
    everybody_is_there,
    stands_elsewhere,
    is_listed,
    has_own_number,
    is_one_persons,
    is_reviewed_somewhere,
    reviewed_once,
    is_one_person,
)
