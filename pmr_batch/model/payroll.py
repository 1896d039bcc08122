"""What payroll is told of a decision: one row a post."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from pmr_batch.model.person import Pay


class Why(StrEnum):
    """Why a row is in a payroll file."""

    NEW = "New"
    AMENDED = "Amended"
    WITHDRAWN = "Withdrawn"


@dataclass(frozen=True)
class PayrollRow:
    """One post of somebody whose pay was decided.

    Pay is annual and full-time, in pounds: `old` at the end of the cycle, `new` from `effective_from` on. `award` is
    what the old place is paid more from then on, `progression` the rest: None where that is not known.
    `backdated_from` is set where the decision was made later.
    """

    why: Why
    academy: str
    payroll_number: str
    name: str
    decision: str
    old: Pay
    new: Pay
    award: Decimal | None
    progression: Decimal | None
    fte: Decimal | None
    effective_from: date
    backdated_from: date | None
    decided_on: date

    @property
    def post(self) -> tuple[str, str]:
        """What identifies it: the payroll number and the academy."""
        return self.payroll_number, self.academy

    @property
    def content(self) -> tuple[str, Pay, date]:
        """What a later row of the same post is compared by."""
        return self.decision, self.new, self.effective_from


@dataclass(frozen=True)
class PayrollFile:
    """What one numbered file tells payroll that those before it did not; the first has number 1."""

    number: int
    rows: tuple[PayrollRow, ...]
