"""The sheet for each academy: the decisions on its own people, appeals against them, and what to do next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pmr_batch.excel.writing.book import Book
from pmr_batch.layout.committee_workbook import DECISIONS
from pmr_batch.model.appeal import DecidedPerson
from pmr_batch.model.decision import place
from pmr_batch.model.run_facts import RunFacts
from pmr_batch.model.terms import DEFERRED, Value
from pmr_batch.produce.list_sheets import Field, List, write_list
from pmr_batch.words import counted, day, listed


def academy_workbook(name: str, people: Sequence[DecidedPerson], run: RunFacts) -> bytes:
    """The decisions on the people of one academy, by name, and the appeals against them."""
    book = Book(f"Pay decisions {name}")
    counts = Counter(person.decided.decision.decision for person in people)
    summary = listed(f"{counts[decision]:,} {decision.lower()}" for decision in DECISIONS if counts[decision])
    about = f"{run.cycle}, {run.round.value.capitalize()} round"
    rows = sorted(people, key=lambda person: (person.name.casefold(), person.payroll_number))
    appealed = any(person.appeal for person in rows)
    write_list(
        book,
        List(
            name="Pay decisions",
            title=f"Pay decisions: {name}",
            note=f"{about}. {counted(len(rows), 'person', 'people')}: {summary}. "
            "For the head and those who have to act on it (9.2).",
            fields=(*_FIELDS, *((_APPEAL,) if appealed else ()), _NEXT),
            rows=tuple(rows),
            freeze=2,
        ),
        run,
    )
    return book.bytes()


def next_step(person: DecidedPerson) -> str:
    """What the academy does next."""
    decided, appeal = person.decided, person.appeal
    if decided.is_settled:
        dated = (
            "" if decided.backdated_from is None else f" Payroll pays it backdated from {day(decided.backdated_from)}."
        )
        given = f"Give the final Appendix A and the outcome to the employee, and sign.{dated}"
        if appeal is None or appeal.pay:
            return given
        if appeal.is_pending:
            return f"Wait for the outcome of the appeal; the decision holds until then. {given}"
        return f"Give the employee the letter about the appeal; the decision stands. {given}"
    given = "Give the employee the letter that says so."
    if decided.decision.decision == DEFERRED:
        return f"Wait: the committee takes it up again in the next run of this round. {given}"
    return (
        f"Put right what the committee asks for, and send the workbook in again for the next run of this round. {given}"
    )


_P = Field[DecidedPerson]
_FIELDS: tuple[_P, ...] = (
    Field("Payroll number", 11, lambda person: person.payroll_number),
    Field("Name", 22, lambda person: person.name),
    Field("Decision", 13, lambda person: person.decided.decision.decision),
    Field("Recommended", 17, lambda person: place(person.decided.recommended)),
    Field("Decided", 17, lambda person: _if_settled(person, place(person.decided.decision.pay))),
    Field("Effective from", 12, lambda person: _if_settled(person, person.decided.decision.effective_from)),
    Field("Decided on", 12, lambda person: person.decided.decision.decided_on),
    Field("Pay", 10, lambda person: _if_settled(person, person.decided.decision.pay.amount)),
    Field("The committee's reason", 36, lambda person: person.decided.decision.reason),
)
#: Only where somebody has appealed; never the grounds, which are for the committee.
_APPEAL = _P("Appeal", 22, lambda person: person.appeal.words if person.appeal else None)
_NEXT = _P("What to do next", 42, next_step)


def _if_settled(person: DecidedPerson, value: Value) -> Value:
    return value if person.decided.is_settled else None
