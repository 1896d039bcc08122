"""An appeal against a decision on somebody's pay: as it is recorded, and as letters, minutes and academies have it.

The policy leaves appeals to the Pay Policy: who may appeal, to whom and until when is not checked here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pmr_batch.model.decision import Decided, place_words
from pmr_batch.model.person import Decision, Pay
from pmr_batch.model.terms import APPROVED
from pmr_batch.words import day

UPHELD, UPHELD_IN_PART, NOT_UPHELD, WITHDRAWN = "Upheld", "Upheld in part", "Not upheld", "Withdrawn"
#: How an appeal may end: the first two change the decision, the others leave it.
APPEAL_OUTCOMES = (UPHELD, UPHELD_IN_PART, NOT_UPHELD, WITHDRAWN)
CHANGES_THE_DECISION = (UPHELD, UPHELD_IN_PART)


@dataclass(frozen=True)
class Appeal:
    """An appeal as far as it has come, in the words of the committee's columns on Appeals.

    `against` is the decision appealed against; `run` that of the workbook in which this was entered. `heard_on` is the
    day of the hearing, or on which the appeal was withdrawn. Where it was upheld, `pay` holds from `effective_from` on.
    With `reason_in_letter` the letter to the employee gives the reason.
    """

    run: str
    academy: str
    payroll_number: str
    name: str
    against: Decision
    lodged_on: date
    grounds: str | None = None
    heard_on: date | None = None
    heard_by: str | None = None
    outcome: str | None = None
    pay: Pay | None = None
    effective_from: date | None = None
    reason: str | None = None
    conflict_declared: str | None = None
    reason_in_letter: bool = False

    @property
    def is_pending(self) -> bool:
        """Whether its outcome is still to come."""
        return self.outcome is None

    @property
    def has_a_letter(self) -> bool:
        """Whether it ended, and left the decision as it was; else the letter about the new decision tells of it."""
        return not self.is_pending and self.outcome not in CHANGES_THE_DECISION

    @property
    def last_step_on(self) -> date:
        """The day of its last step: of the hearing or withdrawal, before that of its lodging."""
        return self.heard_on or self.lodged_on

    @property
    def result(self) -> Decision | None:
        """The decision that it led to, where it was upheld."""
        if self.pay is None or self.effective_from is None:
            return None
        on = self.last_step_on
        return Decision(
            APPROVED, self.pay, self.reason, on, self.effective_from, self.conflict_declared, self.reason_in_letter
        )

    @property
    def state(self) -> str:
        """Where it stands, in a word or two: pending, upheld, upheld in part, not upheld, withdrawn."""
        return (self.outcome or "pending").lower()

    @property
    def words(self) -> str:
        """Appeal upheld on 3 December 2026: Main M4 from 1 September 2026."""
        if self.is_pending:
            heard = f"heard on {day(self.heard_on)}, outcome to come" if self.heard_on else "still to be heard"
            return f"Appeal lodged on {day(self.lodged_on)}, {heard}"
        ended = f"Appeal {self.state} on {day(self.last_step_on)}"
        if self.pay is None or self.effective_from is None:
            return ended
        return f"{ended}: {place_words(self.pay, self.effective_from)}"

    def is_on(self, decision: Decision) -> bool:
        """Whether it is about a decision: the one appealed against, or the one that it led to."""
        return decision in (self.against, self.result)

    def bears_on(self, decision: Decision) -> bool:
        """Whether it has to be told beside a decision in force; one that is pending whatever was decided since."""
        return self.is_pending or self.is_on(decision)


@dataclass(frozen=True)
class DecidedPerson:
    """A decision on a person, and the appeal that bears on it, where there is one; a row of Appeals."""

    decided: Decided
    appeal: Appeal | None = None

    @classmethod
    def of(cls, decided: Decided, appeals: Mapping[str, Appeal]) -> DecidedPerson:
        """With the appeal among those in force, by payroll number."""
        appeal = appeals.get(decided.payroll_number)
        return cls(decided, appeal if appeal and appeal.bears_on(decided.decision) else None)

    @property
    def academy(self) -> str:
        """The code of the person's academy."""
        return self.decided.academy

    @property
    def payroll_number(self) -> str:
        """The person's payroll number."""
        return self.decided.payroll_number

    @property
    def name(self) -> str:
        """The person's name."""
        return self.decided.name
