"""Mismatches: recommendations that do not fit the outcomes of the objectives or the pay criteria."""

from __future__ import annotations

from pmr_batch.model.consistency import Mismatch
from pmr_batch.model.round import Moderated
from pmr_batch.produce.list_sheets import Field, List
from pmr_batch.words import counted


def mismatches_sheet(moderated: Moderated) -> List[Mismatch]:
    """One row a person, in the order of Recommendations."""
    rows = moderated.consistency.mismatches
    without = sum(not row.explanations for row in rows)
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
    Field("Academy code", 8, lambda mismatch: mismatch.person.academy),
    Field("Payroll number", 9, lambda mismatch: mismatch.person.payroll_number),
    Field("Name", 17, lambda mismatch: mismatch.person.name),
    Field("Role", 12, lambda mismatch: mismatch.person.role),
    Field("What does not fit", 30, lambda mismatch: "\n".join(mismatch.kinds)),
    Field("Pay criteria", 13, lambda mismatch: mismatch.person.criteria),
    Field("Met", 6, lambda mismatch: mismatch.person.objectives.met),
    Field("Partly met", 7, lambda mismatch: mismatch.person.objectives.partly),
    Field("Not met", 6, lambda mismatch: mismatch.person.objectives.not_met),
    Field("Not assessed", 9, lambda mismatch: mismatch.person.objectives.not_assessed),
    Field("Current point", 8, lambda mismatch: mismatch.person.current.point),
    Field("Recommended point", 12.5, lambda mismatch: mismatch.person.recommended.point),
    Field(
        "Reason given",
        40,
        lambda mismatch: "\n".join(mismatch.explanations),
        lambda mismatch: None if mismatch.explanations else "fill_in",
    ),
    Field("Reviewer", 17, lambda mismatch: mismatch.person.reviewer),
)
