"""Reads a text file of columns (CSV) into plain cells, as Excel would show them: all of them text."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import Executor
from pathlib import PurePath

from pmr_batch.commands.mapped_files.source_file import SourceFile, SourceSheet, read_source
from pmr_batch.errors import UsageError
from pmr_batch.excel.reading.cell_values import is_blank
from pmr_batch.excel.reading.reading_limits import OF_THE_TRUST, Limits

_LIMITS = OF_THE_TRUST.named("staff list")
_SEPARATORS = ",;\t|"
#: Lines that tell the separator.
_FIRST_LINES = 60
_TEXT_ENDINGS = (".csv", ".txt", ".tsv", ".tab")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
#: What Excel is told about the separator, and how systems keep it from making numbers of texts.
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_KEPT_AS_TEXT = re.compile(r'="(.*)"', re.DOTALL)


def read_export(name: str, content: bytes, executor: Executor) -> SourceFile:
    """The cells of a workbook or a text file of columns. Raises UsageError, naming the file, where it is neither."""
    ending = PurePath(name).suffix.lower()
    if ending in _TEXT_ENDINGS and not content.startswith(b"PK\x03\x04"):
        return text_source(name, content)
    return read_source(name, content, executor, _LIMITS)


def text_source(name: str, content: bytes, limits: Limits = _LIMITS) -> SourceFile:
    """The cells of a text file, as one sheet of the file's name. Raises UsageError."""
    if len(content) > limits.file_bytes:
        raise UsageError(f"{name}: the file is {len(content):,} bytes large, more than are read")
    text = _decoded(name, content)
    named = _SEPARATOR_LINE.match(text)
    if named:
        text = text[named.end() :]
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=named[1] if named else _separator(text), strict=True))
    except csv.Error:
        why = "has a quotation mark that is not closed, or lines that are no columns; export it again"
        raise UsageError(f"{name}: the file {why}") from None
    if sum(map(len, rows)) > limits.area:
        raise UsageError(f"{name}: the file has far more cells than a staff list has")
    first = 2 if named else 1
    cells = {
        (row, column): _plain(cell)
        for row, values in enumerate(rows, first)
        for column, cell in enumerate(values, 1)
        if not is_blank(_plain(cell))
    }
    return SourceFile((SourceSheet(PurePath(name).stem, cells),))


def _decoded(name: str, content: bytes) -> str:
    """The text: UTF-8, with or without its mark, UTF-16 with it, else as Windows writes it (cp1252)."""
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise UsageError(f"{name}: the file is empty")
    for encoding in ("utf-16",) if content.startswith(_UTF_16) else ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeError:
            continue
        if "\x00" not in text:
            return text
    raise UsageError(f"{name}: the file is no text file of columns (CSV); export it again, or save it as .xlsx")


def _separator(text: str) -> str:
    """The separator that divides most lines into the same number of columns, and into the most."""
    lines = text.splitlines(keepends=True)[:_FIRST_LINES]
    return max(_SEPARATORS, key=lambda separator: _regularity(lines, separator))


def _regularity(lines: Sequence[str], separator: str) -> int:
    widths = Counter(len(row) for row in csv.reader(lines, delimiter=separator) if len(row) > 1)
    return max((times * width for width, times in widths.items()), default=0)


def _plain(cell: str) -> str:
    kept = _KEPT_AS_TEXT.fullmatch(cell.strip())
    return kept[1].replace('""', '"') if kept else cell
