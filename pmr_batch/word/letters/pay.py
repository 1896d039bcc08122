"""The outcome of the pay decision, to whom it is about (1.4, 6.4): of concerns it says nothing (9.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pmr_batch.model.person import Decision, Dossier, Pay
from pmr_batch.word.appendix_a.stages import moves
from pmr_batch.word.filling.markup import where
from pmr_batch.word.letters.desk import Desk, Signer
from pmr_batch.word.letters.fields import document
from pmr_batch.word.letters.frame import gap, heading, last, letter, table, text
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


def _build() -> bytes:
    return letter(
        "The decision on your pay",
        "6.4",
        text(
            "On {{ decided_on }} the Trust Pay Committee decided on your pay progression, on the basis of your "
            "performance management review for {{ cycle_from }} to {{ cycle_to }}."
        ),
        where("progresses", text("I am pleased to tell you that pay progression has been agreed.")),
        where(
            "not progresses",
            text("The decision is that your place on the pay scales stays as it is."),
        ),
        table(
            "Your pay",
            "Pay at the end of the cycle, pay from now on, and the day from which it is paid.",
            ("At the end of the cycle", "{{ current_pay }}"),
            ("From {{ effective_from }}", "{{ decided_pay }}"),
        ),
        gap(),
        text(
            "These are full-time salaries for a year, before deductions and without allowances. If you work part time, "
            "you are paid your share of them."
        ),
        heading("If you have questions"),
        last(
            "Your reviewer or your head can talk the decision through with you. If you do not agree with it, the Pay "
            "Policy says how you can ask for it to be looked at again."
        ),
    )


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


PAY_OUTCOME = Kind(Key.PAY, "6.4", document("Outcome of the pay decision", "pay_outcome.docx", _build, PayOutcome))
