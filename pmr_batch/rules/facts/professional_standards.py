"""Facts of professional standards: which of them fit a person's role (6.1)."""

from __future__ import annotations

import pandas as pd

from pmr_batch.layout.standard_workbook import ROLES, STAFF
from pmr_batch.policy.roles import standards_of
from pmr_batch.rules.context import Context
from pmr_batch.rules.fact import Answer, fact
from pmr_batch.rules.facts.cycle_dates import role_belongs

_ROLE = (STAFF.role, STAFF.qualified_teacher)


@fact(STAFF, reads=_ROLE)
def fitting_standards(staff: pd.DataFrame, context: Context) -> pd.Series:
    """The standards that fit the person's role, in words; missing without a role."""
    return _fitting(staff).map(" or ".join, na_action="ignore").astype("str")


@fact(STAFF, reads=(*_ROLE, STAFF.professional_standards, role_belongs))
def standards_fit(staff: pd.DataFrame, context: Context) -> Answer:
    """The standards chosen are among those that fit the person's role."""
    pairs = zip(staff["professional_standards"], _fitting(staff), strict=True)
    fits = [isinstance(fitting, tuple) and chosen in fitting for chosen, fitting in pairs]
    return Answer(pd.Series(fits, index=staff.index, dtype=bool), staff["role_belongs"])


def _fitting(staff: pd.DataFrame) -> pd.Series:
    """The standards that fit, as a tuple."""
    qualified = {role: standards_of(role) for role in ROLES}
    unqualified = {role: standards_of(role, qualified=False) for role in ROLES}
    pairs = zip(staff["role"], staff["qualified_teacher"], strict=True)
    standards = [(unqualified if said == "No" else qualified).get(role) for role, said in pairs]
    return pd.Series(standards, index=staff.index, dtype=object)
