"""Facts of the central workbook, which no academy's office sees (8.1)."""

from __future__ import annotations

import pandas as pd

from pmr_batch.layout.standard_workbook import STAFF
from pmr_batch.rules.context import Context
from pmr_batch.rules.fact import Answer, fact
from pmr_batch.rules.facts.leaders import is_central

_NO_CENTRAL = "an academy of Kind Central, on Academies of trust.xlsx"


@fact(STAFF)
def in_central_workbook(staff: pd.DataFrame, context: Context) -> Answer:
    """The row stands in the central workbook; not known where the trust has none."""
    there = any(academy.central for academy in context.settings.academies.values())
    known = pd.Series(there, index=staff.index, dtype=bool)
    return Answer(is_central(staff["academy"], context), known, "" if there else _NO_CENTRAL)
