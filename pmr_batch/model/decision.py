"""What the committee decided on whom, as it is recorded, and as forms, letters, payroll and minutes use it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pmr_batch.model.person import Decision, Pay, Recommendation
from pmr_batch.model.terms import APPROVED, NOT_APPROVED
from pmr_batch.words import day, shown


@dataclass(frozen=True)
class Decided:
    """A decision on one person: the row of Recommendations it was made on, in short, and what was decided.

    `confirmed` is whether the pay scale was sure when it was taken; else the pay is that of the scale once it is.
    """

    run: str
    academy: str
    payroll_number: str
    name: str
    fte: Decimal | None
    current: Pay
    recommended: Pay
    decision: Decision
    confirmed: bool = True

    @property
    def is_settled(self) -> bool:
        """Whether the decision is final; a row deferred or referred back comes again in the next run."""
        return settles_pay(self.decision)

    @property
    def is_as_recommended(self) -> bool:
        """Whether the recommended place is what was decided; on a spot salary the pay is the place."""
        return self.is_settled and _place_or_pay(self.decision.pay) == _place_or_pay(self.recommended)

    @property
    def backdated_from(self) -> date | None:
        """The day the decided pay is paid from, where it was decided only after that day (1.5)."""
        late = self.is_settled and self.decision.decided_on > self.decision.effective_from
        return self.decision.effective_from if late else None

    @property
    def words(self) -> str:
        """Approved on 22 October 2026: Main M4 from 1 September 2026."""
        return decision_words(self.decision)

    def differs(self, now: Recommendation) -> str | None:
        """How today's recommendation differs from the one decided on, in words; None where it is the same."""
        moved = change_of_place(self, now)
        return f"The recommendation it was taken on was {moved[0]}, and is {moved[1]} now." if moved else None


def settles_pay(decision: Decision) -> bool:
    """Whether a decision is final."""
    return decision.decision in (APPROVED, NOT_APPROVED)


def decision_words(decision: Decision) -> str:
    """Approved on 22 October 2026: Main M4 from 1 September 2026; or what a row that was put off is waiting for."""
    outcome = f"{decision.decision} on {day(decision.decided_on)}"
    if settles_pay(decision):
        return f"{outcome}: {place_words(decision.pay, decision.effective_from)}"
    return f"{outcome}: {decision.reason}" if decision.reason else outcome


def place_words(pay: Pay, effective_from: date) -> str:
    """Main M4 from 1 September 2026."""
    return f"{place(pay)} from {day(effective_from)}"


def change_of_place(was: Decided | Recommendation, now: Recommendation) -> tuple[str, str] | None:
    """A recommendation before and now, in words, where it is not from the same place to the same place any more.

    On a spot salary the pay is the place.
    """
    places = [
        [(pay.range, pay.point, None if pay.point else pay.amount) for pay in (row.current, row.recommended)]
        for row in (was, now)
    ]
    if places[0] == places[1]:
        return None
    before, after = (f"{_place_or_pay(row.current)} to {_place_or_pay(row.recommended)}" for row in (was, now))
    return before, after


def _place_or_pay(pay: Pay) -> str:
    return place(pay) if pay.point or pay.amount is None else f"{place(pay)} {shown(pay.amount)}"


def place(pay: Pay) -> str:
    """A place on the pay scales, in words: Main M4, or the range alone where it has no points."""
    return " ".join(filter(None, (pay.range, pay.point))) or "no pay range"
