"""What a new trust.xlsx begins with: the policy's numbers, the reference data, the dates of the school year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np

from pmr_batch.layout.trust_workbook import CENTRAL, HEADS_CODE, SUPPORT_PAY_AREAS, TRUST_SHEETS
from pmr_batch.policy import reference
from pmr_batch.policy.parameters import defaults
from pmr_batch.policy.values import DayOfYear
from pmr_batch.policy.working_days import WorkingDays

Row = dict[str, Any]


def seed_rows(as_of: date) -> dict[str, list[Row]]:
    """The rows of a new trust.xlsx by column key, by sheet name, without what only the trust knows."""
    rows: dict[str, list[Row]] = {sheet.name: [] for sheet in TRUST_SHEETS}
    rows["Trust"] = [_trust()]
    rows["Academies"] = [_central()]
    rows["Cycles"] = list(_cycles(as_of))
    rows["Parameters"] = list(_parameters())
    rows["Pay points"] = reference.pay_points()
    rows["Terms"] = reference.term_dates()
    rows["On-costs"] = [row for row in reference.on_costs() if row["rate"] is not None]
    return rows


def _trust() -> Row:
    return {
        "policy": "Performance Management Policy",
        "approved_on": date(2019, 10, 3),
        "next_review": date(2020, 9, 30),  # the policy says "Annually - Sept 2020" and no day
        "issued_by": "EES for Schools, Education HR service",
    }


def _central() -> Row:
    """The central workbook, which every trust has; its pay area is for the trust to enter."""
    return {
        "academy_code": HEADS_CODE,
        "academy": "Heads and central team",
        "kind": CENTRAL,
        "support_pay_area": SUPPORT_PAY_AREAS[0],
    }


def _parameters() -> Iterator[Row]:
    for parameter in defaults().entries.values():
        for first, value in parameter.values:
            yield {
                "parameter": parameter.name,
                "value": str(value),
                "unit": parameter.unit,
                "from_": first,
                "clause": parameter.clause,
                "source": parameter.source,
                "meaning": parameter.meaning,
            }


def _cycles(as_of: date) -> Iterator[Row]:
    """The cycles running on a day, and those that ended with a date still to come; none before the policy's numbers."""
    begins = max(parameter.values[0][0] for parameter in defaults().entries.values())
    for year in (as_of.year - 2, as_of.year - 1, as_of.year):
        for starts, cycle in ((date(year, 9, 1), _teaching), (date(year, 4, 1), _support)):
            row = cycle(year) if begins <= starts <= as_of else {}
            if as_of <= max((value for value in row.values() if isinstance(value, date)), default=date.min):
                yield row


def _teaching(year: int) -> Row:
    """Clauses 1.4 and 6.3: September to August; 31 October, for heads 31 December; reviews by mid-October."""
    starts = date(year, 9, 1)
    reviewed = defaults().value("final_review_day", starts)
    assert isinstance(reviewed, DayOfYear)
    return {
        "cycle": f"Teaching {year}-{(year + 1) % 100:02}",
        "group": "Teaching",
        "from_": starts,
        "to": date(year + 1, 8, 31),
        "objectives_set_by": _objectives_set_by(starts),
        "final_reviews_by": reviewed.after_cycle(starts),
        "reports_sent_by": date(year + 1, 10, 31),
        "heads_reports_sent_by": date(year + 1, 12, 31),
        "pay_decisions_by": date(year + 1, 10, 31),
        "heads_pay_decisions_by": date(year + 1, 12, 31),
        "pay_effective_from": date(year + 1, 9, 1),
    }


def _support(year: int) -> Row:
    """Clause 1.5: April to March, pay backdated to 31 March; the policy has no other date for support staff.

    Reviews are required by the end of April, the month of the round.
    """
    starts = date(year, 4, 1)
    return {
        "cycle": f"Support {year}-{(year + 1) % 100:02}",
        "group": "Support",
        "from_": starts,
        "to": date(year + 1, 3, 31),
        "objectives_set_by": _objectives_set_by(starts),
        "final_reviews_by": date(year + 1, 4, 30),
        "pay_effective_from": date(year + 1, 3, 31),
    }


def _objectives_set_by(starts: date) -> date:
    """Clause 4.1: as soon as possible after the start; the parameter's days, as all-year staff count them."""
    within = defaults().value("objectives_set_within", starts)
    assert isinstance(within, int)
    last_day: date = WorkingDays().after(np.array([starts], "datetime64[D]"), np.array([within]))[0].item()
    return last_day
