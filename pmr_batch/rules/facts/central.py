"""Facts of the central workbook, which no academy's office sees (8.1)."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pmr_batch.layout.returns import STAFF
from pmr_batch.rules.rule import Answer, fact

_NO_CENTRAL = "an academy of Kind Central, on Academies of trust.xlsx"


@fact(STAFF)
def in_central_workbook(staff: pd.DataFrame, around: Any) -> Answer:
    """The row stands in the central workbook; not known where the trust has none."""
    central = {code for code, academy in around.settings.academies.items() if academy.central}
    known = pd.Series(bool(central), index=staff.index, dtype=bool)
    return Answer(staff["academy"].isin(central), known, "" if central else _NO_CENTRAL)
