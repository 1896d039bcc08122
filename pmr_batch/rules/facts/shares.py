"""How many people of the trust a return shows: a count over all academies, in words that its office can check."""

from __future__ import annotations

import pandas as pd

from pmr_batch.words import counted


def people_in_words(numbers: pd.Series, groups: pd.Series, return_nos: pd.Series) -> pd.Series:
    """The people of each row's group, and how many of them stand in the row's return where the others do not.

    `numbers` are payroll numbers, `groups` what rows have in common (blank of none). Nobody of another academy is
    named: `9 people of the trust, 2 of them in this return and the others at other academies`.
    """
    everywhere = numbers.groupby(groups).transform("nunique").reindex(numbers.index).fillna(0).astype(int)
    here = numbers.groupby([groups, return_nos]).transform("nunique").reindex(numbers.index).fillna(0).astype(int)
    words = [_words(of_all, of_return) for of_all, of_return in zip(everywhere, here, strict=True)]
    return pd.Series(words, index=numbers.index, dtype="str")


def _words(everywhere: int, here: int) -> str:
    people = counted(everywhere, "person", "people")
    if here == everywhere:
        return people
    return f"{people} of the trust, {here:,} of them in this return and the others at other academies"
