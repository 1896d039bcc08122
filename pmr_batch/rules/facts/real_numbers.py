"""Facts of provisional payroll numbers: which numbers of the staff list may be the real ones."""

from __future__ import annotations

import pandas as pd

from pmr_batch.layout.standard_workbook import STAFF
from pmr_batch.rules.context import Context
from pmr_batch.rules.fact import fact
from pmr_batch.settings.provisional_numbers import NumberedPerson, real_numbers


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
