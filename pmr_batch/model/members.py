"""The members of the pay committee, and in which rows each has an interest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pmr_batch.model.decision import Decided
from pmr_batch.model.person import Recommendation


@dataclass(frozen=True)
class Interest:
    """A member's interest, as declared: in all of an academy, by its code, or in a person, by payroll number.

    A member without any has one with neither. `payroll_number` is the member's own, where the trust employs them.
    """

    member: str
    payroll_number: str | None = None
    academy: str | None = None
    person: str | None = None
    what: str | None = None
    declared_on: date | None = None

    def touches(self, row: Recommendation) -> bool:
        """Whether the member has to withdraw: from their own row, that of somebody they review, or by what is declared.

        `person` is nobody where it is blank.
        """
        own = self.payroll_number is not None and self.payroll_number in (row.payroll_number, row.reviewer_number)
        return own or self.academy == row.academy or self.person == row.payroll_number


@dataclass(frozen=True)
class Member:
    """A member with all interests; the rows before the committee that they touch; the decisions withdrawn from.

    `is_listed` is false of a name in Conflict declared that is on no Committee members of trust.xlsx.
    """

    name: str
    interests: tuple[Interest, ...]
    rows: tuple[Recommendation, ...]
    withdrew: tuple[Decided, ...]
    is_listed: bool = True
