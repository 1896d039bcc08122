"""Whose decided pay can be told to them and to payroll: it is confirmed, and they are employed when it begins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from pmr_batch.commands.payroll.payroll_rows import has_left
from pmr_batch.model.decision import Decided, place
from pmr_batch.policy.pay import Scale
from pmr_batch.settings.trust_settings import Settings
from pmr_batch.words import day, shown


@dataclass
class Payable:
    """The decisions that settle pay, with the pay of the confirmed scale; and those that have to wait, with why.

    Of `left`, whatever was decided or put off, nobody is told: they leave, on the day beside them, before pay changes.
    """

    decided: list[Decided] = field(default_factory=list)
    unconfirmed: list[tuple[Decided, str]] = field(default_factory=list)
    left: list[tuple[Decided, date]] = field(default_factory=list)


def payable(in_force: Iterable[Decided], settings: Settings) -> Payable:
    """Those of the decisions in force that settle pay."""
    result = Payable()
    for decided in in_force:
        if ends := has_left(decided, settings):
            result.left.append((decided, ends))
            continue
        if not decided.is_settled:
            continue
        decision = decided.decision
        scale = settings.scale_of(decision.pay, decided.academy, decided.payroll_number, decision.effective_from)
        if scale and not scale.is_confirmed(decision.pay.point):
            result.unconfirmed.append((decided, _doubt(decided, scale)))
        else:
            result.decided.append(_priced(decided, scale))
    return result


def awaiting_decision(in_force: Iterable[Decided], settings: Settings) -> Iterator[Decided]:
    """Those of the decisions in force that are deferred or referred back, but of whoever leaves before pay changes."""
    return (decided for decided in in_force if not decided.is_settled and not has_left(decided, settings))


def _doubt(decided: Decided, scale: Scale) -> str:
    return f"{place(decided.decision.pay)} from {day(scale.starts)} is {shown(scale.status)} on Pay points"


def _priced(decided: Decided, scale: Scale | None) -> Decided:
    """With the pay of the scale where it was taken while that was not confirmed."""
    amount = scale.annual(decided.decision.pay.point or "") if scale and not decided.confirmed else None
    if amount is None:
        return decided
    pay = replace(decided.decision.pay, amount=amount)
    return replace(decided, confirmed=True, decision=replace(decided.decision, pay=pay))
