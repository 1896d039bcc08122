"""The sheet for each academy: the decisions on its own people, and what to do next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pmr_batch.excel.writing.book import Book
from pmr_batch.layout.committee_workbook import DECISIONS
from pmr_batch.model.decision import Decided, place
from pmr_batch.model.run_facts import RunFacts
from pmr_batch.produce.list_sheets import Field, List, write_list
from pmr_batch.words import counted, day, listed


def academy_workbook(name: str, decided: Sequence[Decided], run: RunFacts) -> bytes:
    """The decisions on the people of one academy, by name."""
    book = Book(f"Pay decisions {name}")
    counts = Counter(person.decision.decision for person in decided)
    summary = listed(f"{counts[decision]:,} {decision.lower()}" for decision in DECISIONS if counts[decision])
    about = f"{run.cycle}, {run.round.value.capitalize()} round"
    rows = sorted(decided, key=lambda person: (person.name.casefold(), person.payroll_number))
    write_list(
        book,
        List(
            name="Pay decisions",
            title=f"Pay decisions: {name}",
            note=f"{about}. {counted(len(rows), 'person', 'people')}: {summary}. "
            "For the head and those who have to act on it (9.2).",
            fields=_FIELDS,
            rows=tuple(rows),
            freeze=2,
        ),
        run,
    )
    return book.bytes()


def next_step(decided: Decided) -> str:
    """What the academy does next."""
    if decided.is_settled:
        dated = (
            "" if decided.backdated_from is None else f" Payroll pays it backdated from {day(decided.backdated_from)}."
        )
        return f"Give the final Appendix A and the outcome to the employee, and sign.{dated}"
    if decided.decision.decision == "Deferred":
        return "Wait: the committee takes it up again in the next run of this round."
    return "Put right what the committee asks for, and send the workbook in again for the next run of this round."


_FIELDS: tuple[Field[Decided], ...] = (
    Field("Payroll number", 11, lambda person: person.payroll_number),
    Field("Name", 22, lambda person: person.name),
    Field("Decision", 13, lambda person: person.decision.decision),
    Field("Recommended", 17, lambda person: place(person.recommended)),
    Field("Decided", 17, lambda person: place(person.decision.pay) if person.is_settled else None),
    Field("Effective from", 12, lambda person: person.decision.effective_from if person.is_settled else None),
    Field("Decided on", 12, lambda person: person.decision.decided_on),
    Field("Pay", 10, lambda person: person.decision.pay.amount if person.is_settled else None),
    Field("The committee's reason", 36, lambda person: person.decision.reason),
    Field("What to do next", 42, next_step),
)
