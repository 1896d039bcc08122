"""Rows that are approved in one go: those with nothing to look at, by cells above the headings of Recommendations."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from pmr_batch.commands.decide.committee_cells import is_begun
from pmr_batch.commands.decide.decided_workbook import CommitteeSheet
from pmr_batch.layout.committee_workbook import IN_ONE_GO, RECOMMENDATIONS
from pmr_batch.model.person import Recommendation

_DECISION, _DECIDED_ON = RECOMMENDATIONS.decision.key, RECOMMENDATIONS.decided_on.key


def approved_in_one_go(sheet: CommitteeSheet, people: Mapping[int, Recommendation]) -> CommitteeSheet:
    """The sheet with what stands above its headings in rows in which nothing is filled in, and nothing is to look at.

    A row that the committee has begun keeps what it says. A day that cannot be read is left blank, and asked for.
    """
    row = next((row for row in sheet.read.above if IN_ONE_GO in row), ())
    decision, on = _cell(sheet, row, _DECISION), _cell(sheet, row, _DECIDED_ON)
    if decision is None:
        return sheet
    rows = [at for at, person in people.items() if not person.look_at and not is_begun(sheet, at)]
    decided_on = on.date() if isinstance(on, datetime) else on if isinstance(on, date) else None
    return sheet.with_column(_DECISION, dict.fromkeys(rows, decision)).with_column(
        _DECIDED_ON, dict.fromkeys(rows, decided_on)
    )


def _cell(sheet: CommitteeSheet, row: tuple[Any, ...], key: str) -> Any:
    """The cell of a declared column in a row above the headings; None where it is blank."""
    at = sheet.read.columns.get(key)
    value = row[at] if at is not None and at < len(row) else None
    return value or None
