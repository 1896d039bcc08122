"""The outcome of an appeal that left the decision on pay as it was, to the employee (6.4).

Of appeals the policy says nothing: whatever else holds of them, the letter leaves to the Pay Policy.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pmr_batch.model.appeal import WITHDRAWN, Appeal
from pmr_batch.word.letters.fields import document
from pmr_batch.word.letters.keys import LetterKey
from pmr_batch.word.letters.letter import DueLetter, Letter, LetterKind
from pmr_batch.word.letters.letter_context import LetterContext
from pmr_batch.word.letters.pay import COMMITTEE
from pmr_batch.words import day


@dataclass(frozen=True)
class AppealOutcome(Letter):
    """The appeal, the decision that stands, and the day on which it was `heard`, or else withdrawn.

    `reason` is that of the outcome, where it is to be told. `replaced` is the day of the outcome that this one amends.
    """

    lodged_on: date | None = None
    decided_on: date | None = None
    heard_on: date | None = None
    heard_by: str = ""
    heard: bool = False
    reason: str = ""
    replaced: date | None = None


def appeal_outcome(appeal: Appeal, job_title: str, context: LetterContext, replaced: date | None = None) -> DueLetter:
    """The letter of an appeal that is not upheld, or withdrawn, dated on the day of that.

    It leaves out grounds and reason, which may mention concerns; but for a reason that the panel wants told.
    """
    heard = appeal.outcome != WITHDRAWN
    letter = AppealOutcome(
        trust=context.settings.trust,
        academy=context.settings.academies[appeal.academy].name,
        policy=context.settings.policy,
        name=appeal.name,
        job_title=job_title,
        payroll_number=appeal.payroll_number,
        written_on=appeal.last_step_on,
        signers=(COMMITTEE,),
        lodged_on=appeal.lodged_on,
        decided_on=appeal.against.decided_on,
        heard_on=appeal.heard_on,
        heard_by=(appeal.heard_by or "") if heard else "",
        heard=heard,
        reason=(appeal.reason or "") if appeal.reason_in_letter else "",
        replaced=replaced,
    )
    return DueLetter(letter, f"Appeal {appeal.state} on {day(appeal.last_step_on)}")


APPEAL_OUTCOME = LetterKind(
    LetterKey.APPEAL, "6.4", document("Outcome of the appeal", "appeal_outcome.docx", AppealOutcome)
)
