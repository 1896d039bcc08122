"""The outcome of the pay decision, to the employee (1.4, 6.4); it does not mention concerns (9.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from pmr_batch.model.appeal import UPHELD_IN_PART, Appeal
from pmr_batch.model.person import Decision, Dossier, Pay
from pmr_batch.policy.calendar import TERM_TIME
from pmr_batch.policy.pay_ranges import NJC, UPPER
from pmr_batch.word.appendix_a.stages import is_awarded, moves_place
from pmr_batch.word.letters.fields import document
from pmr_batch.word.letters.keys import LetterKey
from pmr_batch.word.letters.letter import DueLetter, Letter, LetterKind
from pmr_batch.word.letters.letter_context import LetterContext, Signer
from pmr_batch.words import day, pounds

#: Who signs what the committee decides.
COMMITTEE = Signer(position="For the Trust Pay Committee")
_POUND, _SHOWN_SHARE = Decimal(1), Decimal("0.0001")


@dataclass(frozen=True)
class PayOutcome(Letter):
    """The decision. `progresses`: to another place on the scales, or another salary; else the place stays.

    `lower`: to one that is paid less. `award`: the place stays and is paid more. A `spot` salary has no place on the
    scales. `upper`: an application for the Upper pay range led to it, `upper_refused`: it did not. `reason` is the
    committee's, where it is to be told.

    `replaced` is the day of the decision that this one amends. Where an appeal led to it, that was lodged on
    `appealed_on` and upheld, or only `in_part`. `can_appeal`: so many working days after the decision, which is by
    `appeal_by`; where that is not known, or over as the letter is made, they count from the day it is received.

    `award_pending`: the scale is an old one, as the award that is due on it is not known yet.

    `actual_pay` is that of whoever works part time, with how it is reckoned; blank of all others. `term_time`: by a
    contract that may be for fewer weeks than the year has.
    """

    cycle_from: date | None = None
    cycle_to: date | None = None
    decided_on: date | None = None
    effective_from: date | None = None
    progresses: bool = False
    lower: bool = False
    award: bool = False
    award_pending: bool = False
    spot: bool = False
    upper: bool = False
    upper_refused: bool = False
    current_pay: Pay | None = None
    decided_pay: Pay | None = None
    reason: str = ""
    replaced: date | None = None
    appealed_on: date | None = None
    in_part: bool = False
    can_appeal: bool = False
    appeal_within: str = ""
    appeal_by: date | None = None
    actual_pay: str = ""
    term_time: bool = False


def outcome(
    dossier: Dossier,
    decision: Decision,
    context: LetterContext,
    replaced: date | None = None,
    appeal: Appeal | None = None,
) -> DueLetter:
    """The letter of a decision that settles pay; `appeal` is what led to it.

    It is dated on the day of the decision. It leaves out the committee's reason, which may mention concerns, unless the
    committee has said that it is to be told.
    """
    staff, pay, current = dossier.staff, decision.pay, dossier.current
    applied = dossier.review["upr_application"] == "Yes" and current.range != UPPER
    letter = PayOutcome(
        **context.common_fields(dossier) | {"written_on": decision.decided_on},
        signers=(COMMITTEE,),
        cycle_from=staff["cycle_from"],
        cycle_to=staff["cycle_to"],
        decided_on=decision.decided_on,
        effective_from=decision.effective_from,
        progresses=moves_place(pay, current),
        lower=_is_lower(pay, current),
        award=is_awarded(pay, current),
        award_pending=_is_award_pending(dossier, decision, context),
        spot=pay.point is None,
        upper=applied and pay.range == UPPER,
        upper_refused=applied and pay.range != UPPER,
        current_pay=current,
        decided_pay=pay,
        reason=(decision.reason or "") if decision.reason_in_letter else "",
        replaced=replaced,
        appealed_on=appeal.lodged_on if appeal else None,
        in_part=appeal is not None and appeal.outcome == UPHELD_IN_PART,
        can_appeal=appeal is None,
        **_appeals(dossier, decision, context) if appeal is None else {},
        actual_pay=_actual_pay(pay, None if staff["fte"] is None else Decimal(str(staff["fte"]))),
        term_time=pay.range == NJC and staff["working_pattern"] == TERM_TIME,
    )
    return DueLetter(letter, f"Pay decided on {day(decision.decided_on)}")


def _is_lower(decided: Pay, current: Pay) -> bool:
    return decided.amount is not None and current.amount is not None and decided.amount < current.amount


def _is_award_pending(dossier: Dossier, decision: Decision, context: LetterContext) -> bool:
    number, on = dossier.staff["payroll_number"], decision.effective_from
    scale = context.settings.scale_of(decision.pay, dossier.academy, number, on)
    return scale is not None and scale.is_older(context.number("scale_age", dossier), on)


def _appeals(dossier: Dossier, decision: Decision, context: LetterContext) -> dict[str, Any]:
    """Until when an appeal may be made; no day that is over as the letter is made."""
    within, by = context.number("appeal_within", dossier), context.after(dossier, decision.decided_on, "appeal_within")
    return {"appeal_within": str(within), "appeal_by": by if by and by >= context.as_of else None}


def _actual_pay(decided: Pay, share: Decimal | None) -> str:
    """0.6 × £40,440 = £24,264, to the nearest pound; blank where somebody works full time, or pay is not known."""
    if decided.amount is None or share is None or share >= 1:
        return ""
    actual = (decided.amount * share).quantize(_POUND, ROUND_HALF_UP)
    return f"{share.quantize(_SHOWN_SHARE).normalize():f}\u00a0×\u00a0{pounds(decided.amount)} =\u00a0{pounds(actual)}"


PAY_OUTCOME = LetterKind(LetterKey.PAY, "6.4", document("Outcome of the pay decision", "pay_outcome.docx", PayOutcome))
