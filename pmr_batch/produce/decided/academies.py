"""What goes to each academy: the decisions on its own people, and what to do next."""

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
    counts = Counter(one.decision.decision for one in decided)
    told = listed(f"{counts[each]:,} {each.lower()}" for each in DECISIONS if counts[each])
    about = f"{run.cycle}, {run.round.value.capitalize()} round"
    rows = sorted(decided, key=lambda one: (one.name.casefold(), one.payroll_number))
    write_list(
        book,
        List(
            name="Pay decisions",
            title=f"Pay decisions: {name}",
            note=f"{about}. {counted(len(rows), 'person', 'people')}: {told}. "
            "For the head and those who have to act on it (9.2).",
            fields=_FIELDS,
            rows=tuple(rows),
            freeze=2,
        ),
        run,
    )
    return book.bytes()


def next_step(one: Decided) -> str:
    """What the academy does next."""
    if one.is_settled:
        dated = "" if one.backdated_from is None else f" Payroll pays it backdated from {day(one.backdated_from)}."
        return f"Give the final Appendix A and the outcome to the employee, and sign.{dated}"
    if one.decision.decision == "Deferred":
        return "Wait: the committee takes it up again in the next run of this round."
    return "Put right what the committee asks for, and send the workbook in again for the next run of this round."


_FIELDS: tuple[Field[Decided], ...] = (
    Field("Payroll number", 11, lambda one: one.payroll_number),
    Field("Name", 22, lambda one: one.name),
    Field("Decision", 13, lambda one: one.decision.decision),
    Field("Recommended", 17, lambda one: place(one.recommended)),
    Field("Decided", 17, lambda one: place(one.decision.pay) if one.is_settled else None),
    Field("Effective from", 12, lambda one: one.decision.effective_from if one.is_settled else None),
    Field("Decided on", 12, lambda one: one.decision.decided_on),
    Field("Pay", 10, lambda one: one.decision.pay.amount if one.is_settled else None),
    Field("The committee's reason", 36, lambda one: one.decision.reason),
    Field("What to do next", 42, next_step),
)
