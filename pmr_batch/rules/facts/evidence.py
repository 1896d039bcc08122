"""Facts of evidence: on what the review of somebody absent rests (6.6)."""

from __future__ import annotations

import pandas as pd

from pmr_batch.layout.standard_workbook import REVIEWS, STAFF
from pmr_batch.rules.context import Context
from pmr_batch.rules.fact import fact
from pmr_batch.rules.facts.people import true_of
from pmr_batch.rules.facts.texts import says_something


@fact(STAFF, reads=(REVIEWS.evidence_if_absent,))
def evidence_given(staff: pd.DataFrame, context: Context) -> pd.Series:
    """The person's review says, under Evidence if absent, on what it rests."""
    reviews = context.frames[REVIEWS.name]
    return true_of(reviews, says_something(reviews["evidence_if_absent"]), staff)
