"""That the pay of somebody is not decided yet, as the committee deferred the row or referred it back (1.4).

The policy has pay decided by a day; whoever is put off is told that it is not, and what happens next.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pmr_batch.model.person import Decision, Dossier
from pmr_batch.model.terms import REFERRED_BACK
from pmr_batch.word.letters.fields import document
from pmr_batch.word.letters.keys import LetterKey
from pmr_batch.word.letters.letter import DueLetter, Letter, LetterKind
from pmr_batch.word.letters.letter_context import LetterContext
from pmr_batch.word.letters.pay import COMMITTEE
from pmr_batch.words import day


@dataclass(frozen=True)
class PutOff(Letter):
    """The day of the meeting, and whether the row was `referred_back` to the academy, or else deferred.

    `decide_by` is the day by which pay is to be decided, blank where it is over as the letter is made; `effective_from`
    that from which what is recommended would hold. `reason` is the committee's, where it is to be told. `replaced` is
    the day of a decision that was taken back by this.
    """

    cycle_from: date | None = None
    cycle_to: date | None = None
    decided_on: date | None = None
    referred_back: bool = False
    decide_by: date | None = None
    effective_from: date | None = None
    reason: str = ""
    replaced: date | None = None


def put_off(dossier: Dossier, decision: Decision, context: LetterContext, replaced: date | None = None) -> DueLetter:
    """The letter of a decision that settles nothing, dated on the day of the meeting.

    It leaves out the committee's reason, which may mention concerns, unless the committee has said that it is to be
    told.
    """
    by = context.moved(context.dates(dossier).pay_decision, dossier)
    letter = PutOff(
        **context.common_fields(dossier) | {"written_on": decision.decided_on},
        signers=(COMMITTEE,),
        cycle_from=dossier.staff["cycle_from"],
        cycle_to=dossier.staff["cycle_to"],
        decided_on=decision.decided_on,
        referred_back=decision.decision == REFERRED_BACK,
        decide_by=by if by and by >= context.as_of else None,
        effective_from=decision.effective_from,
        reason=(decision.reason or "") if decision.reason_in_letter else "",
        replaced=replaced,
    )
    return DueLetter(letter, f"{decision.decision} on {day(decision.decided_on)}")


PUT_OFF = LetterKind(LetterKey.PUT_OFF, "1.4", document("Pay decision put off", "pay_decision_put_off.docx", PutOff))
