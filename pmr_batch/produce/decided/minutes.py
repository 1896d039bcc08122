"""For the clerk's minutes: every decision in force, conflicts of interest declared, what was amended, and appeals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pmr_batch.excel.writing.book import Book
from pmr_batch.layout.committee_workbook import DECISIONS
from pmr_batch.model.appeal import Appeal
from pmr_batch.model.decision import Decided, decision_words, place, place_words
from pmr_batch.model.run_facts import RunFacts
from pmr_batch.produce.list_sheets import Field, List, write_list
from pmr_batch.words import counted, listed

_D = Field[Decided]


@dataclass(frozen=True)
class Amended:
    """An earlier decision, and the one that replaces it."""

    was: Decided
    now: Decided


def minutes_workbook(
    decided: Sequence[Decided], amended: Sequence[Amended], appeals: Iterable[Appeal], run: RunFacts
) -> bytes:
    """The tables, by the day of the decision or of the appeal's last step, academy and name."""
    book = Book(f"Minutes {run.cycle}")
    rows = tuple(
        sorted(decided, key=lambda person: (person.decision.decided_on, person.academy, person.name.casefold()))
    )
    counts = Counter(row.decision.decision for row in rows)
    summary = listed(f"{counts[decision]:,} {decision.lower()}" for decision in DECISIONS if counts[decision])
    title = f"{run.cycle}, {run.round.value.capitalize()} round"
    conflicts = tuple(row for row in rows if row.decision.conflict)
    write_list(book, List("Decisions", f"Decisions: {title}", f"{summary}.".capitalize(), _DECISIONS, rows), run)
    note = f"{counted(len(conflicts), 'decision')} on which a member withdrew."
    write_list(book, List("Conflicts declared", f"Conflicts declared: {title}", note, _CONFLICTS, conflicts), run)
    if amended:
        note = f"{counted(len(amended), 'decision')} changed after it was taken; both stay in the ledger."
        write_list(book, List("Amended", f"Amended decisions: {title}", note, _AMENDED, tuple(amended)), run)
    lodged = sorted(appeals, key=lambda appeal: (appeal.last_step_on, appeal.academy, appeal.name.casefold()))
    if lodged:
        states = Counter(appeal.state for appeal in lodged)
        note = f"{counted(len(lodged), 'appeal')}: {listed(f'{count:,} {state}' for state, count in states.items())}."
        write_list(book, List("Appeals", f"Appeals: {title}", note, _APPEALS, tuple(lodged)), run)
    return book.bytes()


def _place(appeal: Appeal) -> str | None:
    if appeal.pay is None or appeal.effective_from is None:
        return None
    return place_words(appeal.pay, appeal.effective_from)


_WHO: tuple[_D, ...] = (
    Field("Decided on", 12, lambda person: person.decision.decided_on),
    Field("Academy code", 9, lambda person: person.academy),
    Field("Payroll number", 11, lambda person: person.payroll_number),
    Field("Name", 24, lambda person: person.name),
)
_DECISIONS: tuple[_D, ...] = (
    *_WHO,
    Field("Current", 17, lambda person: place(person.current)),
    Field("Recommended", 17, lambda person: place(person.recommended)),
    Field("Decision", 13, lambda person: person.decision.decision),
    Field("Decided", 17, lambda person: place(person.decision.pay) if person.is_settled else None),
    Field("Effective from", 12, lambda person: person.decision.effective_from if person.is_settled else None),
    Field("Pay", 10, lambda person: person.decision.pay.amount if person.is_settled else None),
    Field("Reason", 44, lambda person: person.decision.reason),
)
_CONFLICTS: tuple[_D, ...] = (
    *_WHO,
    Field("Member who withdrew", 60, lambda person: person.decision.conflict),
    Field("Decision", 13, lambda person: person.decision.decision),
    Field("Recommended", 17, lambda person: place(person.recommended)),
    Field("Decided", 17, lambda person: place(person.decision.pay) if person.is_settled else None),
)
_AMENDED: tuple[Field[Amended], ...] = (
    Field("Academy code", 9, lambda amended: amended.now.academy),
    Field("Payroll number", 11, lambda amended: amended.now.payroll_number),
    Field("Name", 24, lambda amended: amended.now.name),
    Field("Decided first", 44, lambda amended: amended.was.words),
    Field("Decided now", 44, lambda amended: amended.now.words),
    Field("Reason", 44, lambda amended: amended.now.decision.reason),
)
_APPEALS: tuple[Field[Appeal], ...] = (
    Field("Academy code", 8, lambda appeal: appeal.academy),
    Field("Payroll number", 10, lambda appeal: appeal.payroll_number),
    Field("Name", 18, lambda appeal: appeal.name),
    Field("Decision appealed against", 26, lambda appeal: decision_words(appeal.against)),
    Field("Lodged on", 11, lambda appeal: appeal.lodged_on),
    Field("Grounds", 26, lambda appeal: appeal.grounds),
    Field("Heard on", 11, lambda appeal: appeal.heard_on),
    Field("Heard by", 18, lambda appeal: appeal.heard_by),
    Field("Outcome", 13, lambda appeal: appeal.outcome or "Pending"),
    Field("Decided on appeal", 20, _place),
    Field("Reason", 26, lambda appeal: appeal.reason),
    Field("Member who withdrew", 16, lambda appeal: appeal.conflict_declared),
)
