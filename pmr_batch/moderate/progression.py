"""Who can progress: people are compared among those alone, for nobody's treatment shows at the top of a range."""

from __future__ import annotations

from pmr_batch.layout.columns import Sheet
from pmr_batch.layout.standard_workbook import STAFF
from pmr_batch.model.findings import Validated
from pmr_batch.model.person import Dossier
from pmr_batch.moderate.upper_pay_range import YES

#: An academy's code and a payroll number.
_Key = tuple[str, str]


def people_with(validated: Validated, sheet: Sheet, fact: str) -> frozenset[_Key]:
    """Academy and payroll number of the people for whom a fact of validation is true."""
    rows = validated.frames[sheet.name]
    matching = rows[rows[fact].astype(bool)]
    return frozenset(zip(matching["academy"], matching["payroll_number"], strict=True))


def at_the_top(validated: Validated) -> frozenset[_Key]:
    """Those with nothing above them in their range, spot salaries among them."""
    return people_with(validated, STAFF, "at_top")


def can_progress(dossier: Dossier, tops: frozenset[_Key]) -> bool:
    """Whether there is a point above in the range, or the Upper pay range was applied for; whatever is recommended."""
    key = (dossier.academy, dossier.staff["payroll_number"])
    return key not in tops or bool(dossier.review["upr_application"] == YES)
