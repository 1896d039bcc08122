"""The first question to every cell: its type (PM006) and its list (PM008)."""

from __future__ import annotations

import numpy as np

from pmr_batch.layout.schemas import cell_checks, cell_words, refusals
from pmr_batch.rules import RULES
from pmr_batch.validate.collector import Collector
from pmr_batch.validate.frames import Raw


def check_cells(raw: Raw, collector: Collector) -> None:
    """Validate a sheet's rows of all returns, once; cells that fail are bad from here on."""
    checks = {check.name: check for check in cell_checks(raw.sheet)}
    for name, holds in refusals(checks, raw.rows).items():
        check = checks[name]
        fails = ~holds.to_numpy() & ~raw.bad[check.column.key].to_numpy()
        cells = raw.rows[check.column.key].to_numpy()
        for position in np.flatnonzero(fails):
            value = cells[position]
            words = cell_words(check.column, check.why, value)
            collector.add(RULES[check.code], check.column, int(position), words)
        raw.bad.loc[fails, check.column.key] = True
