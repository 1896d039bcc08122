"""Facts of how a person's objectives came out (6.4)."""

from __future__ import annotations

import pandas as pd

from pmr_batch.layout.standard_workbook import OBJECTIVES, STAFF
from pmr_batch.rules.context import Context
from pmr_batch.rules.fact import fact
from pmr_batch.rules.facts.people import true_of


@fact(STAFF, reads=(OBJECTIVES.outcome,))
def has_unmet_objective(staff: pd.DataFrame, context: Context) -> pd.Series:
    """An objective of the person was not met; one that was partly met is not among them."""
    objectives = context.frames[OBJECTIVES.name]
    return true_of(objectives, objectives["outcome"] == "Not met", staff)


@fact(STAFF, reads=(OBJECTIVES.outcome,))
def met_all_objectives(staff: pd.DataFrame, context: Context) -> pd.Series:
    """All objectives of the person that were assessed were met, and one was."""
    objectives = context.frames[OBJECTIVES.name]
    met = true_of(objectives, objectives["outcome"] == "Met", staff)
    return met & ~true_of(objectives, objectives["outcome"].isin(("Partly met", "Not met")), staff)
