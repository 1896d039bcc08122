"""Appeals: one row a person whose pay of the round is decided, and the columns in which an appeal is entered.

The policy leaves appeals to the Pay Policy: who may appeal, until when, and who hears it is not checked.
"""

from __future__ import annotations

from collections import Counter

from pmr_batch.excel.writing.book import Book, Page
from pmr_batch.layout.committee_workbook import APPEALED, APPEALS, IN_LETTER
from pmr_batch.model.appeal import Appeal, DecidedPerson
from pmr_batch.model.decision import place
from pmr_batch.model.round import Moderated
from pmr_batch.model.run_facts import RunFacts
from pmr_batch.produce.committee.decision_sheet import (
    Band,
    DecisionSheet,
    made_fields,
    positions,
    write_decision_sheet,
)
from pmr_batch.produce.committee.to_do import DONE, HEARD, NEEDS, TO_DO, TO_HEAR, appeal_to_do_formula
from pmr_batch.produce.list_sheets import Field
from pmr_batch.words import counted, day, listed

_COMMITTEE = tuple(APPEALS.by_key[key] for key in APPEALED)
_P = Field[DecidedPerson]
_WHO: tuple[_P, ...] = (
    _P("Academy code", 7, lambda person: person.academy),
    _P("Payroll number", 8.5, lambda person: person.payroll_number),
    _P("Name", 14, lambda person: person.name),
)
_DECISION: tuple[_P, ...] = (
    _P("Recommended", 14, lambda person: place(person.decided.recommended)),
    _P("Recommended pay", 11.5, lambda person: person.decided.recommended.amount),
    _P("Decision", 12, lambda person: person.decided.decision.decision),
    _P("Decided on", 10.5, lambda person: person.decided.decision.decided_on),
    _P("Decided", 14, lambda person: place(person.decided.decision.pay)),
    _P("Paid from", 10.5, lambda person: person.decided.decision.effective_from),
    _P("Decided pay", 10, lambda person: person.decided.decision.pay.amount),
)
#: Hidden where nobody has appealed yet.
_SO_FAR: tuple[_P, ...] = (
    _P("Appeal so far", 23, lambda person: so_far(person.appeal) if person.appeal else None),
    _P("Appealed on", 10.5, lambda person: person.appeal.lodged_on if person.appeal else None),
    _P("Grounds given", 20, lambda person: person.appeal.grounds if person.appeal else None),
)
_WIDTHS = {
    "lodged_on": 10.5,
    "grounds": 20,
    "heard_on": 10.5,
    "heard_by": 14,
    "outcome": 11,
    "decided_range": 11,
    "decided_point": 8,
    "effective_from": 10.5,
    "reason": 19,
    "reason_in_letter": 8,
    "conflict_declared": 11,
}


def so_far(appeal: Appeal) -> str:
    """To hear; Heard on 3 December 2026, outcome to come; Upheld on 3 December 2026: Main M4 from 1 September 2026."""
    if appeal.is_pending:
        return f"{HEARD} on {day(appeal.heard_on)}, outcome to come" if appeal.heard_on else TO_HEAR
    words = appeal.words.removeprefix("Appeal ")
    return f"{words[0].upper()}{words[1:]}"


def bands(run: RunFacts) -> tuple[Band[DecidedPerson], ...]:
    """All columns of the sheet, from left to right."""
    entered = tuple(_P(column.heading, _WIDTHS[column.key], lambda _: None) for column in _COMMITTEE)
    to_do = _P(TO_DO, 13, lambda _: None)
    return (
        Band("Who", "head", _WHO),
        Band("The decision", "head", _DECISION),
        Band("The appeal so far", "head", _SO_FAR),
        Band("The appeal: these columns are yours to fill in", "head_decide", (*entered, to_do)),
        Band("", "head_prefilled", (_P("Run number", 10, lambda _: run.run),)),
    )


def columns(run: RunFacts) -> dict[str, int]:
    """The column of each heading, from 0."""
    return positions(bands(run))


def appeal_fields(run: RunFacts) -> tuple[_P, ...]:
    """The columns that the run fills in; `decide` compares them with the workbook that comes back."""
    return made_fields(bands(run), _COMMITTEE)


def appeals_sheet(moderated: Moderated) -> DecisionSheet[DecidedPerson]:
    """The sheet as it is to be written."""
    run = moderated.run
    return DecisionSheet(
        name=APPEALS.name,
        title=f"Appeals: {run.cycle}",
        note=_note(moderated),
        bands=bands(run),
        rows=moderated.appeals,
        committee=_COMMITTEE,
        formula=appeal_to_do_formula,
        result=_to_do,
        amber=[(heading, heading) for heading in ("Lodged on", "Heard on", "Outcome", "Decided point", "Reason")],
        messages=_MESSAGES,
        across="Lodged on",
        unused=tuple(field.heading for field in _SO_FAR),
    )


def write_appeals(book: Book, moderated: Moderated) -> Page:
    """Add the sheet to the book."""
    return write_decision_sheet(book, appeals_sheet(moderated), moderated.run)


def _to_do(person: DecidedPerson) -> str:
    """What To do says before anything is filled in."""
    if person.appeal is None:
        return ""
    if not person.appeal.is_pending:
        return DONE
    return f"{NEEDS} Outcome" if person.appeal.heard_on else TO_HEAR


_MESSAGES = {
    "lodged_on": "The day on which the appeal was lodged. With nothing else, it is recorded as still to be heard.",
    "grounds": "In a few words, and nothing about anybody's health: the clerk's minutes have it.",
    "heard_on": "The day of the hearing; of an appeal that is withdrawn, the day of that.",
    "heard_by": "The panel that heard it, by name.",
    "outcome": "Upheld and Upheld in part change the decision, Not upheld and Withdrawn leave it. Blank while it is "
    "pending.",
    "reason": "Every outcome has one. It goes into the ledger and the minutes, and into the letter only where that is "
    "said beside it.",
    "reason_in_letter": IN_LETTER,
}


def _note(moderated: Moderated) -> str:
    lodged = Counter(row.appeal.state for row in moderated.appeals if row.appeal)
    appealed = f" Appeals so far: {listed(f'{count:,} {state}' for state, count in lodged.items())}." if lodged else ""
    return (
        f"{counted(len(moderated.appeals), 'person', 'people')} whose pay is decided.{appealed} Enter an appeal when "
        "it is lodged, and its outcome when it was heard; leave blank what is recorded already. Grounds in a few "
        "words, and nothing about anybody's health. Who may appeal, until when and to whom, says the Pay Policy."
    )
