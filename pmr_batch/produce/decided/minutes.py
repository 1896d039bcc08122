"""For the clerk's minutes: every decision in force, the conflicts of interest declared, and what was amended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pmr_batch.excel.writing.book import Book
from pmr_batch.layout.committee_workbook import DECISIONS
from pmr_batch.model.decision import Decided, place
from pmr_batch.model.run_facts import RunFacts
from pmr_batch.produce.list_sheets import Field, List, write_list
from pmr_batch.words import counted, listed

_D = Field[Decided]


@dataclass(frozen=True)
class Amended:
    """A decision that was taken, and the one that stands in its place."""

    was: Decided
    now: Decided


def minutes_workbook(decided: Sequence[Decided], amended: Sequence[Amended], run: RunFacts) -> bytes:
    """The tables, by the day of the decision, academy and name."""
    book = Book(f"Minutes {run.cycle}")
    rows = tuple(sorted(decided, key=lambda one: (one.decision.decided_on, one.academy, one.name.casefold())))
    counts = Counter(one.decision.decision for one in rows)
    told = listed(f"{counts[each]:,} {each.lower()}" for each in DECISIONS if counts[each])
    title = f"{run.cycle}, {run.round.value.capitalize()} round"
    conflicts = tuple(one for one in rows if one.decision.conflict)
    write_list(book, List("Decisions", f"Decisions: {title}", f"{told}.".capitalize(), _DECISIONS, rows), run)
    note = f"{counted(len(conflicts), 'decision')} on which a member withdrew."
    write_list(book, List("Conflicts declared", f"Conflicts declared: {title}", note, _CONFLICTS, conflicts), run)
    if amended:
        note = f"{counted(len(amended), 'decision')} changed after it was taken; both stay in the ledger."
        write_list(book, List("Amended", f"Amended decisions: {title}", note, _AMENDED, tuple(amended)), run)
    return book.bytes()


_WHO: tuple[_D, ...] = (
    Field("Decided on", 12, lambda one: one.decision.decided_on),
    Field("Academy code", 9, lambda one: one.academy),
    Field("Payroll number", 11, lambda one: one.payroll_number),
    Field("Name", 24, lambda one: one.name),
)
_DECISIONS: tuple[_D, ...] = (
    *_WHO,
    Field("Current", 17, lambda one: place(one.current)),
    Field("Recommended", 17, lambda one: place(one.recommended)),
    Field("Decision", 13, lambda one: one.decision.decision),
    Field("Decided", 17, lambda one: place(one.decision.pay) if one.is_settled else None),
    Field("Effective from", 12, lambda one: one.decision.effective_from if one.is_settled else None),
    Field("Pay", 10, lambda one: one.decision.pay.amount if one.is_settled else None),
    Field("Reason", 44, lambda one: one.decision.reason),
)
_CONFLICTS: tuple[_D, ...] = (
    *_WHO,
    Field("Member who withdrew", 60, lambda one: one.decision.conflict),
    Field("Decision", 13, lambda one: one.decision.decision),
    Field("Recommended", 17, lambda one: place(one.recommended)),
    Field("Decided", 17, lambda one: place(one.decision.pay) if one.is_settled else None),
)
_AMENDED: tuple[Field[Amended], ...] = (
    Field("Academy code", 9, lambda one: one.now.academy),
    Field("Payroll number", 11, lambda one: one.now.payroll_number),
    Field("Name", 24, lambda one: one.now.name),
    Field("Decided first", 44, lambda one: one.was.words),
    Field("Decided now", 44, lambda one: one.now.words),
    Field("Reason", 44, lambda one: one.now.decision.reason),
)
