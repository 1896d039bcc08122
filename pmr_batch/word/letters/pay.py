"""The outcome of the pay decision, to whom it is about (1.4, 6.4): of concerns it says nothing (9.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pmr_batch.model.person import Decision, Dossier, Pay
from pmr_batch.word.appendix_a.stages import moves
from pmr_batch.word.letters.desk import Desk, Signer
from pmr_batch.word.letters.fields import document
from pmr_batch.word.letters.keys import Key
from pmr_batch.word.letters.letter import Due, Kind, Letter
from pmr_batch.words import day

_COMMITTEE = Signer(position="For the Trust Pay Committee")


@dataclass(frozen=True)
class PayOutcome(Letter):
    """What was decided. `progresses`: to another place on the scales, or another salary; else the place stays."""

    cycle_from: date | None = None
    cycle_to: date | None = None
    decided_on: date | None = None
    effective_from: date | None = None
    progresses: bool = False
    current_pay: Pay | None = None
    decided_pay: Pay | None = None


def outcome(dossier: Dossier, decision: Decision, desk: Desk) -> Due:
    """The letter of a decision that settles pay, of the day of that decision, whenever it is made.

    The committee's reason is not for it, as it may tell of concerns.
    """
    made = PayOutcome(
        **desk.head(dossier) | {"written_on": decision.decided_on},
        signers=(_COMMITTEE,),
        cycle_from=dossier.staff["cycle_from"],
        cycle_to=dossier.staff["cycle_to"],
        decided_on=decision.decided_on,
        effective_from=decision.effective_from,
        progresses=moves(decision.pay, dossier.current),
        current_pay=dossier.current,
        decided_pay=decision.pay,
    )
    return Due(made, f"Pay decided on {day(decision.decided_on)}")


PAY_OUTCOME = Kind(Key.PAY, "6.4", document("Outcome of the pay decision", "pay_outcome.docx", PayOutcome))
