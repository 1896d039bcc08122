"""Whom a fault in a row touches that people's own rows refer to: a reviewer's reviewees, a priority's objectives.

What rules would ask of such a row is not asked while it cannot be read: so whoever refers to it waits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from pmr_batch.layout.columns import Column
from pmr_batch.layout.standard_workbook import OBJECTIVES, PRIORITIES, REVIEWERS, STAFF
from pmr_batch.model.findings import Finding
from pmr_batch.model.returns import Return
from pmr_batch.model.terms import Severity

#: The sheets that rows of people refer to: their key, and the column that refers to it.
_REFERRED: Mapping[str, tuple[Column, Column]] = {
    REVIEWERS.name: (REVIEWERS.payroll_number, STAFF.reviewer),
    PRIORITIES.name: (PRIORITIES.priority, OBJECTIVES.improvement_priority),
}


def touching_referrers(
    findings: Iterable[Finding], returns: Sequence[Return], frames: Mapping[str, pd.DataFrame]
) -> list[Finding]:
    """The findings; an error on a row that is referred to, and names nobody, touches the people who refer to it.

    Of a row whose key cannot be read, those who refer to no row that can.
    """
    numbers = {each.path: number for number, each in enumerate(returns)}
    return [
        replace(finding, affects=_people(finding, numbers[finding.file or ""], frames))
        if _is_of_a_referred_row(finding) and finding.file in numbers
        else finding
        for finding in findings
    ]


def _is_of_a_referred_row(finding: Finding) -> bool:
    of_a_row = finding.sheet in _REFERRED and finding.row is not None
    return of_a_row and finding.severity is Severity.ERROR and not finding.affects


def _people(finding: Finding, return_no: int, frames: Mapping[str, pd.DataFrame]) -> tuple[str, ...]:
    key, reference = _REFERRED[finding.sheet or ""]
    rows = frames[key.sheet][frames[key.sheet]["return_no"] == return_no]
    referring = frames[reference.sheet][frames[reference.sheet]["return_no"] == return_no]
    referring = referring.dropna(subset=["payroll_number", reference.key])
    keys = rows.loc[rows["row"] == finding.row, key.key].dropna()
    to_it = referring[reference.key].isin(keys) if len(keys) else ~referring[reference.key].isin(rows[key.key])
    return tuple(sorted(set(referring.loc[to_it, "payroll_number"])))
