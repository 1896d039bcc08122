"""What the committee decided on whom, as it is recorded, and as forms, letters, payroll and minutes use it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pmr_batch.model.person import Decision, Pay, Recommendation
from pmr_batch.model.terms import APPROVED, NOT_APPROVED
from pmr_batch.words import day


@dataclass(frozen=True)
class Decided:
    """A decision on one person: the row of Recommendations it was made on, in short, and what was decided."""

    run: str
    academy: str
    payroll_number: str
    name: str
    fte: Decimal | None
    current: Pay
    recommended: Pay
    decision: Decision

    @property
    def is_settled(self) -> bool:
        """Whether the decision is final; a row deferred or referred back comes again in the next run."""
        return self.decision.decision in (APPROVED, NOT_APPROVED)

    @property
    def backdated_from(self) -> date | None:
        """The day the decided pay is paid from, where it was decided only after that day (1.5)."""
        late = self.is_settled and self.decision.decided_on > self.decision.effective_from
        return self.decision.effective_from if late else None

    @property
    def words(self) -> str:
        """Approved on 22 October 2026: Main M4 from 1 September 2026."""
        outcome = f"{self.decision.decision} on {day(self.decision.decided_on)}"
        if self.is_settled:
            return f"{outcome}: {place(self.decision.pay)} from {day(self.decision.effective_from)}"
        return f"{outcome}: {self.decision.reason}" if self.decision.reason else outcome

    def differs(self, now: Recommendation) -> str | None:
        """How today's recommendation differs from the one decided on, in words; None where it is the same."""
        decided_places = [(self.current.range, self.current.point), (self.recommended.range, self.recommended.point)]
        todays_places = [(now.current.range, now.current.point), (now.recommended.range, now.recommended.point)]
        spot_pay_differs = self.recommended.point is None and self.recommended.amount != now.recommended.amount
        if decided_places == todays_places and not spot_pay_differs:
            return None
        before, after = (f"{place(decided.current)} to {place(decided.recommended)}" for decided in (self, now))
        return f"The recommendation it was taken on was {before}, and is {after} now."


def place(pay: Pay) -> str:
    """A place on the pay scales, in words: Main M4, or the range alone where it has no points."""
    return " ".join(filter(None, (pay.range, pay.point))) or "no pay range"
