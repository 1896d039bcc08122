"""The payroll files: what is new since the last one, and all of it, each as a workbook and as CSV; never made again."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from pmr_batch.excel.writing.book import Book
from pmr_batch.files import write_bytes
from pmr_batch.model.payroll import PayrollFile, PayrollRow, Why
from pmr_batch.model.run_facts import RunFacts
from pmr_batch.model.terms import Value
from pmr_batch.produce.list_sheets import Field, List, write_list
from pmr_batch.settings.trust_settings import Settings
from pmr_batch.words import counted, listed, plain

PAYROLL = "payroll"
#: Excel takes a cell of a CSV file that begins so for a formula; behind an apostrophe it is text.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_payroll_files(
    place: Path, folder: Path, files: Sequence[PayrollFile], run: RunFacts, settings: Settings
) -> dict[str, str]:
    """Make those below `place` that `folder` does not have yet: SHA-256 by path.

    Of each number one with what is new, amended or withdrawn since the file before it, and one in full.
    """
    hashes = {}
    title = f"{run.cycle} {run.round.value.capitalize()}"
    for file in files:
        everything = {row.post: row for earlier in files[: file.number] for row in earlier.rows}
        in_full = [row for row in everything.values() if row.why is not Why.WITHDRAWN]
        for name, rows in ((f"{title} {file.number}", file.rows), (f"{title} {file.number} in full", in_full)):
            for ending, made in ((".xlsx", payroll_workbook), (".csv", payroll_csv)):
                path = f"{PAYROLL}/Payroll {name}{ending}"
                if not (folder / path).exists():
                    hashes[path] = write_bytes(place / path, made(rows, file.number, run, settings))
    return hashes


def payroll_workbook(rows: Sequence[PayrollRow], number: int, run: RunFacts, settings: Settings) -> bytes:
    """A payroll file as a workbook; payroll numbers are text."""
    book = Book(f"Payroll {run.cycle}")
    counts = Counter(row.why for row in rows)
    kinds = listed(f"{counts[why]:,} {why.value.lower()}" for why in Why if counts[why])
    backdated = sum(row.backdated_from is not None for row in rows)
    also = f" {counted(backdated, 'row is', 'rows are')} backdated." if backdated else ""
    sheet = List(
        name="Payroll",
        title=f"Payroll file {number}: {run.cycle}, {run.round.value.capitalize()} round",
        note=f"{counted(len(rows), 'row')}, one a post: {kinds or 'none'}.{also} Pay is annual and full-time, without "
        "allowances: the old one as at the end of the cycle, the new one from Effective from on. Award is what the old "
        "point is paid more, Progression the rest.",
        fields=fields(settings),
        rows=tuple(rows),
        freeze=3,
    )
    write_list(book, sheet, run)
    return book.bytes()


def payroll_csv(rows: Iterable[PayrollRow], _: int, __: RunFacts, settings: Settings) -> bytes:
    """The same as CSV: UTF-8 with its mark, so that Excel takes it for that; dates ISO, money without signs."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    columns = fields(settings)
    writer.writerow(field.heading for field in columns)
    writer.writerows([_cell(field.get(row)) for field in columns] for row in rows)
    return out.getvalue().encode("utf-8-sig", "replace")


def _cell(value: Value) -> str:
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    if isinstance(value, Decimal | date | float | int):
        return str(plain(value))
    return ""


def fields(settings: Settings) -> tuple[Field[PayrollRow], ...]:
    """The columns of both."""
    return (
        Field("Why", 10, lambda row: row.why.value),
        Field("Payroll number", 11, lambda row: row.payroll_number),
        Field("Name", 22, lambda row: row.name),
        Field("Academy code", 9, lambda row: row.academy),
        Field("Academy", 24, lambda row: settings.academies[row.academy].name),
        Field("Decision", 13, lambda row: row.decision),
        Field("Old range", 12, lambda row: row.old.range),
        Field("Old point", 8, lambda row: row.old.point),
        Field("Old pay", 10, lambda row: row.old.amount),
        Field("New range", 12, lambda row: row.new.range),
        Field("New point", 8, lambda row: row.new.point),
        Field("New pay", 10, lambda row: row.new.amount),
        Field("Award", 10, lambda row: row.award),
        Field("Progression", 11, lambda row: row.progression),
        Field("FTE", 6, lambda row: None if row.fte is None else float(row.fte), style="number"),
        Field("Effective from", 12, lambda row: row.effective_from),
        Field("Backdated from", 12, lambda row: row.backdated_from),
        Field("Decided on", 12, lambda row: row.decided_on),
    )
