"""Mismatches: recommendations that fit neither the outcomes of the objectives nor what is said of the criteria."""

from __future__ import annotations

from pmr_batch.model.consistency import Mismatch
from pmr_batch.model.round import Moderated
from pmr_batch.produce.list_sheets import Field, List
from pmr_batch.words import counted


def mismatches_sheet(moderated: Moderated) -> List[Mismatch]:
    """One row a person, in the order of Recommendations."""
    rows = moderated.consistency.mismatches
    without = sum(not one.reasons for one in rows)
    fit = counted(len(rows), "recommendation does", "recommendations do")
    return List(
        name="Mismatches",
        title="Recommendations that do not fit",
        note=f"{fit} not fit the outcomes of the objectives or the criteria, {without:,} of them without a reason. "
        "There may be good ones; objectives are not all there is to performance (6.1).",
        fields=_FIELDS,
        rows=rows,
    )


_FIELDS: tuple[Field[Mismatch], ...] = (
    Field("Academy code", 10, lambda one: one.person.academy),
    Field("Payroll number", 11, lambda one: one.person.payroll_number),
    Field("Name", 20, lambda one: one.person.name),
    Field("Role", 12, lambda one: one.person.role),
    Field("What does not fit", 34, lambda one: "\n".join(one.misfits)),
    Field("Pay criteria", 16, lambda one: one.person.criteria),
    Field("Met", 6, lambda one: one.person.objectives.met),
    Field("Partly met", 7, lambda one: one.person.objectives.partly),
    Field("Not met", 6, lambda one: one.person.objectives.not_met),
    Field("Not assessed", 9, lambda one: one.person.objectives.not_assessed),
    Field("Current point", 9, lambda one: one.person.current.point),
    Field("Recommended point", 13, lambda one: one.person.recommended.point),
    Field("Reason given", 40, lambda one: "\n".join(one.reasons), lambda one: None if one.reasons else "fill_in"),
    Field("Reviewer", 20, lambda one: one.person.reviewer),
)
