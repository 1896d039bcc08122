"""The payroll file: everybody whose pay was decided, once, as a workbook and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from pmr_batch.excel.writing.book import Book
from pmr_batch.model.decision import Decided
from pmr_batch.model.run_facts import RunFacts
from pmr_batch.model.terms import Value
from pmr_batch.produce.list_sheets import Field, List, write_list
from pmr_batch.settings.trust_settings import Settings
from pmr_batch.words import counted, plain

#: Excel takes a cell of a CSV file that begins so for a formula; behind an apostrophe it is text.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def payroll_workbook(decided: Sequence[Decided], run: RunFacts, settings: Settings) -> bytes:
    """The workbook; payroll numbers are text."""
    book = Book(f"Payroll {run.cycle}")
    backdated = sum(person.backdated_from is not None for person in decided)
    also = f" {counted(backdated, 'decision is', 'decisions are')} backdated." if backdated else ""
    listed = List(
        name="Payroll",
        title=f"Pay decisions: {run.cycle}, {run.round.value.capitalize()} round",
        note=f"{counted(len(decided), 'person', 'people')}, each once.{also} Pay is annual and full-time, without "
        "allowances: the old one as at the end of the cycle, the new one from Effective from on.",
        fields=fields(settings),
        rows=tuple(decided),
        freeze=2,
    )
    write_list(book, listed, run)
    return book.bytes()


def payroll_csv(decided: Sequence[Decided], settings: Settings) -> bytes:
    """The same as CSV: UTF-8 with its mark, so that Excel takes it for that; dates ISO, money without signs."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    columns = fields(settings)
    writer.writerow(field.heading for field in columns)
    writer.writerows([_cell(field.get(person)) for field in columns] for person in decided)
    return out.getvalue().encode("utf-8-sig", "replace")


def _cell(value: Value) -> str:
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    if isinstance(value, Decimal | date | float | int):
        return str(plain(value))
    return ""


def fields(settings: Settings) -> tuple[Field[Decided], ...]:
    """The columns of both."""
    return (
        Field("Payroll number", 11, lambda person: person.payroll_number),
        Field("Name", 22, lambda person: person.name),
        Field("Academy code", 9, lambda person: person.academy),
        Field("Academy", 24, lambda person: settings.academies[person.academy].name),
        Field("Decision", 13, lambda person: person.decision.decision),
        Field("Old range", 12, lambda person: person.current.range),
        Field("Old point", 8, lambda person: person.current.point),
        Field("Old pay", 10, lambda person: person.current.amount),
        Field("New range", 12, lambda person: person.decision.pay.range),
        Field("New point", 8, lambda person: person.decision.pay.point),
        Field("New pay", 10, lambda person: person.decision.pay.amount),
        Field("FTE", 6, lambda person: None if person.fte is None else float(person.fte)),
        Field("Effective from", 12, lambda person: person.decision.effective_from),
        Field("Backdated from", 12, lambda person: person.backdated_from),
        Field("Decided on", 12, lambda person: person.decision.decided_on),
    )
