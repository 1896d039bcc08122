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
    backdated = sum(one.backdated_from is not None for one in decided)
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
    writer.writerows([_cell(field.get(one)) for field in columns] for one in decided)
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
        Field("Payroll number", 11, lambda one: one.payroll_number),
        Field("Name", 22, lambda one: one.name),
        Field("Academy code", 9, lambda one: one.academy),
        Field("Academy", 24, lambda one: settings.academies[one.academy].name),
        Field("Decision", 13, lambda one: one.decision.decision),
        Field("Old range", 12, lambda one: one.current.range),
        Field("Old point", 8, lambda one: one.current.point),
        Field("Old pay", 10, lambda one: one.current.amount),
        Field("New range", 12, lambda one: one.decision.pay.range),
        Field("New point", 8, lambda one: one.decision.pay.point),
        Field("New pay", 10, lambda one: one.decision.pay.amount),
        Field("FTE", 6, lambda one: None if one.fte is None else float(one.fte)),
        Field("Effective from", 12, lambda one: one.decision.effective_from),
        Field("Backdated from", 12, lambda one: one.backdated_from),
        Field("Decided on", 12, lambda one: one.decision.decided_on),
    )
