"""The committee's decisions as entries of the ledger: the last on a person is in force, all before it stay."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from pmr_batch.model.decision import Decided
from pmr_batch.model.person import Decision, Pay
from pmr_batch.records.entries import Entry
from pmr_batch.records.ledger import entries

#: The kinds of entries: a run; a decision on one person; what came of the workbook that decisions stood in.
RUN, DECISION, DECIDE = "run", "decision", "decide"


def decision_body(one: Decided, cycle: str, round_: str) -> dict[str, Any]:
    """A decision as the body of an entry: money and dates as text."""
    made = one.decision
    return {
        "cycle": cycle,
        "round": round_,
        "run": one.run,
        "academy": one.academy,
        "payroll_number": one.payroll_number,
        "name": one.name,
        "fte": _text(one.fte),
        "current": _pay(one.current),
        "recommended": _pay(one.recommended),
        "decision": made.decision,
        "pay": _pay(made.pay),
        "reason": made.reason,
        "decided_on": made.decided_on.isoformat(),
        "effective_from": made.effective_from.isoformat(),
        "conflict": made.conflict,
    }


def taken(folder: Path, cycle: str, round_: str | None = None) -> list[Decided]:
    """Every decision of a cycle, of one round where it is named, oldest first: those since amended, too."""
    return [_decided(one) for one in entries(folder, DECISION, cycle, round_)]


def in_force(folder: Path, cycle: str, round_: str | None = None) -> dict[str, Decided]:
    """The decisions that hold, by payroll number: of each person the last."""
    return {one.payroll_number: one for one in taken(folder, cycle, round_)}


def settled(folder: Path, cycle: str) -> dict[str, Decided]:
    """Those in force that settle pay, of all rounds of a cycle, by payroll number."""
    return {number: one for number, one in in_force(folder, cycle).items() if one.is_settled}


def _decided(entry: Entry) -> Decided:
    body = entry.body
    return Decided(
        run=body["run"],
        academy=body["academy"],
        payroll_number=body["payroll_number"],
        name=body["name"],
        fte=_number(body["fte"]),
        current=_read(body["current"]),
        recommended=_read(body["recommended"]),
        decision=Decision(
            decision=body["decision"],
            pay=_read(body["pay"]),
            reason=body["reason"],
            decided_on=date.fromisoformat(body["decided_on"]),
            effective_from=date.fromisoformat(body["effective_from"]),
            conflict=body["conflict"],
        ),
    )


def _pay(pay: Pay) -> Mapping[str, Any]:
    return {"range": pay.range, "point": pay.point, "amount": _text(pay.amount)}


def _read(body: Mapping[str, Any]) -> Pay:
    return Pay(body["range"], body["point"], _number(body["amount"]))


def _text(number: Decimal | None) -> str | None:
    return None if number is None else str(number)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
