"""Facts of the Start sheet: who may authorise a return (3.1)."""

from __future__ import annotations

import pandas as pd

from pmr_batch.layout.standard_workbook import START
from pmr_batch.rules.context import Context
from pmr_batch.rules.fact import Answer, fact
from pmr_batch.rules.facts.leaders import CEO, are_leaders, holders_in_words, leaders_of, positions


@fact(START, reads=(START.authorised_by,))
def may_authorise(start: pd.DataFrame, context: Context) -> Answer:
    """Authorised by is a head of the academy; for the central workbook, the CEO."""
    return are_leaders(start["authorised_by"], _codes(start, context), context)


@fact(START)
def authorising_heads(start: pd.DataFrame, context: Context) -> pd.Series:
    """Who may authorise the return, as a sentence has them."""
    return leaders_of(pd.Series(_codes(start, context), start.index, dtype="object"), context)


@fact(START, reads=(START.authorised_by,))
def authoriser(start: pd.DataFrame, context: Context) -> pd.Series:
    """Who authorised the return, with the position held where the settings have it."""
    holders = holders_in_words(start["authorised_by"], _codes(start, context), context)
    return pd.Series([words or "whoever authorised this return" for words in holders], start.index, dtype="str")


@fact(START, reads=(START.authorised_by, START.position))
def position_fits(start: pd.DataFrame, context: Context) -> pd.Series:
    """Position is the one that whoever authorised holds; a school's is never CEO, the centre's nothing else."""
    rows = zip(_codes(start, context), start["authorised_by"], start["position"], strict=True)
    fits = [_fits(positions(code, context), number, position, code, context) for code, number, position in rows]
    return pd.Series(fits, index=start.index, dtype=bool)


def _fits(allowed: dict[str, set[str]], number: str, position: str, code: str | None, context: Context) -> bool:
    academy = context.settings.academies.get(code or "")
    if number in allowed:
        return position in allowed[number]
    return academy is None or (position == CEO) == academy.central


def _codes(start: pd.DataFrame, context: Context) -> list[str | None]:
    """The academies' codes; Start's own column Academy is the name."""
    return [context.returns[number].academy for number in start["return_no"]]
