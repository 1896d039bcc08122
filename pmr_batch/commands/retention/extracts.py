"""What shared files say of people who are kept back: it stays in a workbook a person, and the files can go."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from email import message_from_bytes, policy
from typing import Any

from pmr_batch.commands.mapped_files.source_file import SourceSheet, read_source
from pmr_batch.commands.retention.people import KeptBack
from pmr_batch.errors import UsageError
from pmr_batch.excel.writing.book import Book
from pmr_batch.produce.list_sheets import Field, List, lay_out
from pmr_batch.settings.trust_settings import Settings
from pmr_batch.words import day

_WORKBOOKS = (".xlsx", ".xlsm")
_TEXTS = (".html", ".txt", ".csv", ".eml")
#: So many of the first rows of a sheet are looked at for its headings.
_HEADINGS_WITHIN = 12
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class ExtractLine:
    """A cell, a value or a line of a file, with its place there and what it is called."""

    file: str
    sheet: str
    row: int | None
    what: str
    value: str


def lines_on(
    name: str, content: bytes, people: Sequence[KeptBack], executor: Executor
) -> list[list[ExtractLine]] | None:
    """What a file says of each of some people; None where it cannot be searched.

    Of a workbook, whole rows that name the person; of JSON, the smallest objects that do; of text, lines.
    """
    if name.endswith(_WORKBOOKS):
        try:
            pages = read_source(name, content, executor).pages
        except UsageError:
            return None
        return [[line for page in pages for line in _on_page(name, page, person)] for person in people]
    try:
        if name.endswith((".json", ".json.gz")):
            read = json.loads(gzip.decompress(content) if name.endswith(".gz") else content)
            return [list(in_json(name, read, person)) for person in people]
        text = _text(name, content) if name.endswith(_TEXTS) else None
    except (OSError, EOFError, ValueError, LookupError):
        return None
    if text is None:
        return None
    return [list(_in_text(name, text, person)) for person in people]


def _on_page(name: str, page: SourceSheet, person: KeptBack) -> Iterator[ExtractLine]:
    """Formulas without a result, as of live checks, say nothing of anybody."""
    rows = list(page.by_row)[:_HEADINGS_WITHIN]
    headings = max(rows, key=lambda row: len(page.by_row[row]), default=0)
    for row, columns in page.by_row.items():
        texts = {column: page.text((row, column)) for column in columns if (row, column) in page.cells}
        if any(person.is_named_in(text) for text in texts.values()):
            for column, text in texts.items():
                yield ExtractLine(name, page.name, row, page.text((headings, column)), text)


def in_json(name: str, content: Any, person: KeptBack, within: str = "") -> Iterator[ExtractLine]:
    """The smallest objects of JSON that name a person, a line a value."""
    if isinstance(content, list):
        for inner in content:
            if isinstance(inner, str) and person.is_named_in(inner):
                yield ExtractLine(name, "", None, within, inner)
            yield from in_json(name, inner, person, within)
    if not isinstance(content, dict):
        return
    if any(isinstance(value, str) and person.is_named_in(value) for value in content.values()):
        for key, value in content.items():
            shown = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            yield ExtractLine(name, "", None, str(key), shown)
        return
    for key, value in content.items():
        yield from in_json(name, value, person, str(key))


def _text(name: str, content: bytes) -> str:
    if name.endswith(".eml"):
        mail = message_from_bytes(content, policy=policy.default)
        body = mail.get_body(("plain", "html"))
        return f"{mail['subject']}\n{body.get_content() if body else ''}"
    text = content.decode("utf-8", "replace")
    return _TAG.sub("\n", text) if name.endswith(".html") else text


def _in_text(name: str, text: str, person: KeptBack) -> Iterator[ExtractLine]:
    for number, line in enumerate(text.splitlines(), 1):
        if person.is_named_in(line):
            yield ExtractLine(name, "", number, "", " ".join(line.split()))


def extract_workbook(person: KeptBack, lines: Sequence[ExtractLine], settings: Settings, cycle: str) -> bytes:
    """The workbook of what is kept of a person; the same bytes for the same lines. Raises OutputError."""
    book = Book(f"Kept back, {cycle}")
    sheet = List(
        name="Kept back",
        title=f"Kept back of {cycle}: {person.name or ''} ({', '.join(person.numbers)})",
        note="What files about several people said of this person before they were destroyed. Why it is kept: "
        f"{person.why}.",
        fields=_FIELDS,
        rows=lines,
    )
    page = lay_out(book, sheet)
    review = f"{settings.policy}, next review {day(settings.next_review)}"
    page.print_on_a4((review, "CONFIDENTIAL"), repeat=sheet.headings)
    return book.bytes()


_FIELDS: tuple[Field[ExtractLine], ...] = (
    Field("File", 40, lambda line: line.file),
    Field("Sheet", 18, lambda line: line.sheet),
    Field("Row", 7, lambda line: line.row),
    Field("What", 24, lambda line: line.what),
    Field("Says", 60, lambda line: line.value),
)
