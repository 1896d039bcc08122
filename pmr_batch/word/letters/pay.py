"""The outcome of the pay decision, to the employee (1.4, 6.4); it does not mention concerns (9.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from pmr_batch.model.appeal import UPHELD_IN_PART, Appeal
from pmr_batch.model.person import Decision, Dossier, Pay
from pmr_batch.word.appendix_a.stages import moves_place
from pmr_batch.word.letters.fields import document
from pmr_batch.word.letters.keys import LetterKey
from pmr_batch.word.letters.letter import DueLetter, Letter, LetterKind
from pmr_batch.word.letters.letter_context import LetterContext, Signer
from pmr_batch.words import day

#: Who signs what the committee decides.
COMMITTEE = Signer(position="For the Trust Pay Committee")


@dataclass(frozen=True)
class PayOutcome(Letter):
    """The decision. `progresses`: to another place on the scales, or another salary; else the place stays.

    `replaced` is the day of the decision that this one amends. Where an appeal led to it, that was lodged on
    `appealed_on` and upheld, or only `in_part`. A `spot` salary has no place on the scales. `award`: the place stays
    and is paid more. `actual_pay` is that of whoever works part time, at their share of full time; blank of all others.
    """

    cycle_from: date | None = None
    cycle_to: date | None = None
    decided_on: date | None = None
    effective_from: date | None = None
    progresses: bool = False
    current_pay: Pay | None = None
    decided_pay: Pay | None = None
    replaced: date | None = None
    appealed_on: date | None = None
    in_part: bool = False
    spot: bool = False
    award: bool = False
    actual_pay: str = ""


def outcome(
    dossier: Dossier,
    decision: Decision,
    context: LetterContext,
    replaced: date | None = None,
    appeal: Appeal | None = None,
) -> DueLetter:
    """The letter of a decision that settles pay, dated on the day of the decision; `appeal` is what led to it.

    It leaves out the committee's reason, which may mention concerns.
    """
    letter = PayOutcome(
        **context.common_fields(dossier) | {"written_on": decision.decided_on},
        signers=(COMMITTEE,),
        cycle_from=dossier.staff["cycle_from"],
        cycle_to=dossier.staff["cycle_to"],
        decided_on=decision.decided_on,
        effective_from=decision.effective_from,
        progresses=moves_place(decision.pay, dossier.current),
        spot=decision.pay.point is None,
        award=_is_awarded(decision.pay, dossier.current),
        actual_pay=_actual_pay(decision.pay, dossier.staff["fte"]),
        current_pay=dossier.current,
        decided_pay=decision.pay,
        replaced=replaced,
        appealed_on=appeal.lodged_on if appeal else None,
        in_part=appeal is not None and appeal.outcome == UPHELD_IN_PART,
    )
    return DueLetter(letter, f"Pay decided on {day(decision.decided_on)}")


def _is_awarded(decided: Pay, current: Pay) -> bool:
    """Whether a place that stays is paid more from the day on."""
    if moves_place(decided, current) or decided.amount is None or current.amount is None:
        return False
    return decided.amount > current.amount


def _actual_pay(decided: Pay, fte: Any) -> str:
    """£24,264.00 (0.6 of full time); blank where somebody works full time, or the pay is not known."""
    share = None if fte is None else Decimal(str(fte))
    if decided.amount is None or share is None or share >= 1:
        return ""
    return f"£{decided.amount * share:,.2f} ({share.normalize():f} of full time)"


PAY_OUTCOME = LetterKind(LetterKey.PAY, "6.4", document("Outcome of the pay decision", "pay_outcome.docx", PayOutcome))
