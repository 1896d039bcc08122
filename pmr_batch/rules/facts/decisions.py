"""What the run knows about a row of Recommendations: `decide` lays it into the frame, one column a fact.

Points and ranges are text, missing on a spot salary; pay is annual full-time pence; dates are of the cycle.
"""

from __future__ import annotations

from pmr_batch.layout.committee_workbook import RECOMMENDATIONS
from pmr_batch.rules.fact import Fact


def _laid_in(name: str) -> Fact:
    return Fact(name, RECOMMENDATIONS, (), lambda rows, _: rows[name])


current_range, current_point, current_pay = map(_laid_in, ("current_range", "current_point", "current_pay"))
recommended_range, recommended_point, recommended_pay = map(
    _laid_in, ("recommended_range", "recommended_point", "recommended_pay")
)
#: The last day of the cycle, from when its pay holds, and the last day to decide; missing where none is set.
cycle_to, pay_effective_from, pay_decision_due = map(_laid_in, ("cycle_to", "pay_effective_from", "pay_decision_due"))
