"""What employment costs on top of pay: rates by item, group and first day. A rate holds until the next of its item.

Rates are shares of annual pay (0.15 is 15 %) over an annual threshold in pounds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from pmr_batch.policy.pay_ranges import RANGES
from pmr_batch.policy.roles import EXECUTIVES, SUPPORT_ROLES
from pmr_batch.policy.years import Days
from pmr_batch.words import day, pounds

ON_COST_ITEMS = ("Teachers' Pension employer", "LGPS employer", "Employer National Insurance", "Apprenticeship levy")
ON_COST_GROUPS = ("Teachers", "Support staff")
TEACHERS_PENSION, LOCAL_PENSION, INSURANCE, LEVY = ON_COST_ITEMS
TEACHERS, SUPPORT = ON_COST_GROUPS
#: The group whose pension scheme an item pays for.
SCHEME_OF = {TEACHERS_PENSION: TEACHERS, LOCAL_PENSION: SUPPORT}
PENSION_OF = {group: item for item, group in SCHEME_OF.items()}


def group_of(role: str, pay_range: str | None) -> str | None:
    """Teachers and heads are TEACHERS, HLTAs and support staff SUPPORT; executives are in the group of their range.

    An executive on a spot salary, or on a range of the trust's own, may be in either pension scheme: None.
    """
    if role not in EXECUTIVES:
        return SUPPORT if role in SUPPORT_ROLES else TEACHERS
    named = RANGES.get(pay_range or "")
    if named is None or not named.has_points:
        return None
    return SUPPORT if named.for_support else TEACHERS


@dataclass(frozen=True)
class Rate:
    """What an item costs from a first day on; `group` is None where it holds for everybody.

    `threshold` is annual pay of each person that costs nothing. Of the apprenticeship levy it is the allowance that the
    whole trust has once a year, as an amount of levy: no person's, and the same before and after a decision.
    """

    item: str
    group: str | None
    starts: date
    share: Decimal
    threshold: Decimal

    def of(self, annual: Decimal) -> Decimal:
        """The cost on annual pay, in pounds a year."""
        free = Decimal(0) if self.item == LEVY else self.threshold
        return self.share * max(annual - free, Decimal(0))

    def __str__(self) -> str:
        threshold_text = f" of pay over {pounds(self.threshold)} a year" if self.threshold else ""
        if self.threshold and self.item == LEVY:
            threshold_text = f", before the allowance of {pounds(self.threshold)} a year for the whole trust,"
        group_text = f" ({self.group})" if self.group else ""
        return f"{self.item}{group_text}: {(self.share * 100).normalize():f} %{threshold_text} from {day(self.starts)}"


@dataclass(frozen=True)
class OnCosts:
    """All rates, oldest first."""

    rates: tuple[Rate, ...] = ()

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping[str, Any]]) -> OnCosts:
        """Of the rows of On-costs, by column key. A rate is read as it is typed, not as the nearest binary number."""
        rates = (_rate(row) for row in rows)
        return cls(tuple(sorted(rates, key=lambda rate: (rate.starts, rate.item, rate.group or ""))))

    def rate(self, item: str, group: str | None, on: date) -> Rate | None:
        """The rate that holds on a day; a group's own goes before everybody's. None where none is known."""
        held = [rate for rate in self.rates if rate.item == item and rate.starts <= on]
        own = [rate for rate in held if rate.group == group] or [rate for rate in held if rate.group is None]
        return own[-1] if own else None

    def cost(self, item: str, group: str | None, annual: Decimal, days: Days) -> Decimal | None:
        """What an item costs on annual pay over days, unrounded pounds; None where a day has no rate.

        Each rate counts for its own days, and an annual threshold for their share of it.
        """
        changes = {rate.starts for rate in self.rates if rate.item == item and days.starts < rate.starts <= days.ends}
        spent = Decimal(0)
        for first, after in pairwise([days.starts, *sorted(changes), days.ends + timedelta(days=1)]):
            rate = self.rate(item, group, first)
            if rate is None:
                return None
            spent += rate.of(annual) * (after - first).days
        return spent / days.of

    def holding(self, days: Days) -> tuple[Rate, ...]:
        """The rates that hold on any of the days, by item and date."""
        current = {(rate.item, rate.group): rate for rate in self.rates if rate.starts <= days.starts}
        later = [rate for rate in self.rates if days.starts < rate.starts <= days.ends]
        rates = [*current.values(), *later]
        return tuple(sorted(rates, key=lambda rate: (ON_COST_ITEMS.index(rate.item), rate.starts, rate.group or "")))


def _rate(row: Mapping[str, Any]) -> Rate:
    return Rate(
        item=row["item"],
        group=row.get("group"),
        starts=row["from_"],
        share=Decimal(str(row["rate"])),
        threshold=row.get("threshold") or Decimal(0),
    )
