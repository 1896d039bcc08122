"""Writes a mapping as an Excel file to correct: sheets of lines with answers to choose, and the choices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby

from pmr_batch.excel.writing import palette
from pmr_batch.excel.writing.addresses import letter
from pmr_batch.excel.writing.book import Book, Page
from pmr_batch.workbook.sizes import lines_of


class Certainty(StrEnum):
    """How sure a proposal is; YOURS is what was decided in the mapping, OPEN what has to be."""

    OPEN = "open"
    SURE = "sure"
    LIKELY = "likely"
    NOT_PLACED = "not placed"
    NOT_NEEDED = "not needed"
    YOURS = "yours"


@dataclass(frozen=True)
class MappingColumn:
    """A column of a mapping's sheet; a `count` holds whole numbers, an `answer` is for whoever corrects it."""

    heading: str
    width: int
    count: bool = False
    answer: bool = False


@dataclass(frozen=True)
class ChoiceList:
    """A drop-down: its defined name, the heading over its values on Choices; a `strict` one takes nothing else."""

    name: str
    heading: str
    values: tuple[str, ...]
    strict: bool = True
    width: int = 46


@dataclass(frozen=True)
class MappingText:
    """A line: the texts up to how sure it is, and a drop-down for each answer that has one, by its column's heading."""

    texts: tuple[str | int, ...]
    certainty: Certainty
    choices: Mapping[str, ChoiceList] = field(default_factory=dict)


@dataclass(frozen=True)
class MappingSheet:
    """A sheet of a mapping: what it is, how to correct it, its columns, and its lines.

    `goes_on` are the drop-downs of lines that somebody adds below the last one.
    """

    name: str
    title: str
    notes: tuple[str, ...]
    columns: tuple[MappingColumn, ...]
    lines: Sequence[MappingText]
    goes_on: Mapping[str, ChoiceList] = field(default_factory=dict)


_CHOICES = "Choices"
_LINE, _MOST_LINES, _DOWN_TO = 15, 6, 400
_VERDICTS = {
    Certainty.OPEN: "wrong",
    Certainty.SURE: "done",
    Certainty.LIKELY: "fill_in",
    Certainty.NOT_PLACED: "wrong",
    Certainty.NOT_NEEDED: "shown",
    Certainty.YOURS: "shown",
}


def mapping_book(title: str, file: str, sheets: Sequence[MappingSheet]) -> bytes:
    """The mapping of a file, as .xlsx bytes."""
    book = Book(title)
    lists: dict[str, ChoiceList] = {}
    for sheet in sheets:
        _write_sheet(book.sheet(sheet.name, palette.DEEP), sheet, file)
        every = [line.choices for line in sheet.lines] + [sheet.goes_on]
        lists |= {choices.name: choices for of_line in every for choices in of_line.values()}
    _write_choices(book, list(lists.values()))
    return book.bytes()


def _write_sheet(page: Page, sheet: MappingSheet, file: str) -> None:
    head, last_column = len(sheet.notes) + 1, len(sheet.columns) - 1
    page.fill(0, range(last_column + 1), "band")
    page.write(0, 0, sheet.title, "band", "heading", "indent")
    page.write(0, last_column, file, "band", "right", "indent")
    page.height(0, 32)
    for row, text in enumerate(sheet.notes, 1):
        page.write(row, 0, text, "line", "quiet", "inset", "middle")
        page.height(row, 20)
    for at, column in enumerate(sheet.columns):
        page.width(at, column.width)
        page.write(head, at, column.heading, "head_decide" if column.answer else "head")
    page.height(head, 36)
    for row, line in enumerate(sheet.lines, head + 1):
        _write_line(page, row, line, sheet.columns)
    last = head + max(1, len(sheet.lines))
    _limit(page, sheet, head)
    page.paper.autofilter(head, 0, last, last_column)
    page.freeze(head + 1, 2)
    page.text_numbers_are_meant(last + 1, len(sheet.columns))
    page.print_on_a4((file, ""), repeat=head)


def _write_line(page: Page, row: int, line: MappingText, columns: Sequence[MappingColumn]) -> None:
    for at, text in enumerate(line.texts):
        page.write(row, at, text, "cell", *(("whole",) if columns[at].count else ("text", "wrap")))
    page.write(row, len(line.texts), str(line.certainty), "cell", "inset", _VERDICTS[line.certainty])
    for at in range(len(line.texts) + 1, len(columns)):
        page.write(row, at, None, "cell", "text", "decide")
    widths = (column.width for column in columns)
    texts = zip(line.texts, widths, strict=False)
    lines = max(lines_of(text, width) for text, width in texts if isinstance(text, str))
    page.height(row, _LINE * min(lines, _MOST_LINES), grows=True)


def _limit(page: Page, sheet: MappingSheet, head: int) -> None:
    """The drop-downs, a run of lines with the same one at a time; the last goes on below them."""
    below = max(head + len(sheet.lines), _DOWN_TO)
    for at, column in enumerate(sheet.columns):
        for first, last, choices in _runs(sheet, column.heading, head + 1, below):
            page.limit(
                (first, at),
                (last, at),
                {
                    "validate": "list",
                    "source": f"={choices.name}",
                    "error_type": "stop" if choices.strict else "warning",
                    "error_title": "Not in the list",
                    "error_message": "Please choose from the list: the arrow beside the cell opens it.",
                },
            )


def _runs(sheet: MappingSheet, heading: str, first: int, below: int) -> Iterator[tuple[int, int, ChoiceList]]:
    row = first
    of_lines = [line.choices.get(heading) for line in sheet.lines]
    rows_below = below - first - len(of_lines) + 1
    for choices, run in groupby([*of_lines, *[sheet.goes_on.get(heading)] * rows_below]):
        length = len(list(run))
        if choices is not None:
            yield row, row + length - 1, choices
        row += length


def _write_choices(book: Book, lists: Sequence[ChoiceList]) -> None:
    """The values of the drop-downs, a column each, on a sheet of their own."""
    page = book.sheet(_CHOICES)
    for at, choices in enumerate(lists):
        page.width(at, choices.width)
        page.write(0, at, choices.heading, "head")
        for row, value in enumerate(choices.values, 1):
            page.write(row, at, value, "line", "text")
        book.name(choices.name, f"{_CHOICES}!${letter(at)}$2:${letter(at)}${len(choices.values) + 1}")
    page.freeze(1, 0)
    page.text_numbers_are_meant(max((len(each.values) for each in lists), default=0) + 1, len(lists))
