"""Facts of payroll numbers that the staff list does not have: which of its numbers may be the real ones."""

from __future__ import annotations

import pandas as pd

from pmr_batch.layout.standard_workbook import STAFF
from pmr_batch.rules.context import Context
from pmr_batch.rules.fact import fact
from pmr_batch.rules.facts.cell_texts import sorted_words
from pmr_batch.rules.facts.person_rows import on_staff_list
from pmr_batch.settings.provisional_numbers import NumberedPerson, is_provisional, real_numbers
from pmr_batch.words import listed


@fact(STAFF, reads=(STAFF.payroll_number, STAFF.by_key["name"], STAFF.employment_start))
def numbers_that_fit(staff: pd.DataFrame, context: Context) -> pd.Series:
    """The numbers on the staff list that may be a provisional one's, as a sentence has them; else blank.

    Of one that fits alone the row has the real number already.
    """
    rows = staff[staff["payroll_number"].notna() & staff["name"].notna()]
    starts = rows["employment_start"].dt.date.where(rows["employment_start"].notna(), None)
    people = [
        NumberedPerson(academy, number, name, day)
        for academy, number, name, day in zip(
            rows["academy"], rows["payroll_number"], rows["name"], starts, strict=True
        )
    ]
    doubtful = real_numbers(people, context.settings).doubtful
    keys = zip(staff["academy"], staff["payroll_number"], strict=True)
    texts = [" or ".join(doubtful[key]) if key in doubtful else None for key in keys]
    return pd.Series(texts, index=staff.index, dtype="str")


@fact(STAFF, reads=(STAFF.payroll_number, STAFF.by_key["name"], on_staff_list))
def listed_under(staff: pd.DataFrame, context: Context) -> pd.Series:
    """Of a number that is not listed, the number under which the staff list of the academy has the name; else blank.

    Numbers that stand on Staff are somebody's own. Provisional ones are those of `numbers_that_fit`.
    """
    stranger = ~staff["on_staff_list"] & ~staff["payroll_number"].fillna("").map(is_provisional).astype(bool)
    if not stranger.any():
        return pd.Series(None, staff.index, dtype="str")
    rows = pd.DataFrame(context.settings.staff_list or (), columns=["academy_code", "payroll_number", "name"])
    here = zip(staff["academy"], staff["payroll_number"], strict=True)
    taken = set(here)
    free = [place not in taken for place in zip(rows["academy_code"], rows["payroll_number"], strict=True)]
    rows = rows[pd.Series(free, rows.index, dtype=bool)]
    people = pd.MultiIndex.from_arrays([rows["academy_code"], sorted_words(rows["name"].astype("str"))])
    of_person = rows.set_axis(people).groupby(level=[0, 1])["payroll_number"].agg(listed)
    named = pd.MultiIndex.from_arrays([staff["academy"], sorted_words(staff["name"])])
    return pd.Series(of_person.reindex(named).to_numpy(), staff.index, dtype="str").where(stranger)
