"""Writes the mapping as an Excel file that the office can correct."""

from __future__ import annotations

from collections.abc import Sequence

from pmr_batch.commands.adopt.mapping import FILLED, HEADINGS, INSTEAD, ITEM_INSTEAD, SavedLine
from pmr_batch.commands.adopt.proposal import CHOICES, Certainty, Fate, MappingLine
from pmr_batch.commands.adopt.targets import Target, all_targets
from pmr_batch.excel.reading.addresses import address
from pmr_batch.excel.writing import palette
from pmr_batch.excel.writing.book import Book, Page
from pmr_batch.layout.standard_workbook import MEETING_KINDS
from pmr_batch.workbook.sizes import lines_of

TITLE = "Where your headings go"
_HOW = (
    "One line for each column of your file. Look at those that are likely or not placed; correct a line in the two "
    "columns on the right, save this file, and run adopt again with --replace.",
    "Own column: carried along to the right of the standard columns. Leave out: stays in your file only. A number says "
    "which objective or need, a kind which meeting; blank: each row of yours is one of its own.",
)
_MAPPING, _CHOICES = "Mapping", "Choices"
_WIDTHS = (20, 38, 7, 8, 26, 20, 28, 18, 12, 40, 18)
_HEAD, _LINE, _MOST_LINES = 3, 15, 6
_COLUMNS_NAME, _ITEMS_NAME = "Standard_columns", "Numbers_and_kinds"
_VERDICTS = {
    Certainty.SURE: "done",
    Certainty.LIKELY: "fill_in",
    Certainty.NOT_PLACED: "wrong",
    Certainty.YOURS: "shown",
}
_DOWN_TO = 400
Texts = tuple[str | int, ...]
_ITEMS = 8


def mapping_book(file: str, lines: Sequence[MappingLine], unused: Sequence[SavedLine] = ()) -> bytes:
    """The mapping of a file's columns, as .xlsx bytes; `unused` are lines for columns that the file no longer has."""
    book = Book(TITLE)
    page = book.sheet(_MAPPING, palette.DEEP)
    _write_title(page, file)
    for column, (heading, width) in enumerate(zip(HEADINGS, _WIDTHS, strict=True)):
        page.width(column, width)
        page.write(_HEAD, column, heading, "head_decide" if heading in (INSTEAD, ITEM_INSTEAD) else "head")
    page.height(_HEAD, 36)
    lines_of_sheet = [*map(_line_of_file, lines), *map(_line_of_mapping, unused)]
    for row, (texts, certainty) in enumerate(lines_of_sheet, _HEAD + 1):
        _write_line(page, row, texts, certainty)
    last = _HEAD + max(1, len(lines_of_sheet))
    page.paper.autofilter(_HEAD, 0, last, len(HEADINGS) - 1)
    _write_choices(book, page, max(last, _DOWN_TO))
    page.freeze(_HEAD + 1, 2)
    page.text_numbers_are_meant(last + 1, len(HEADINGS))
    page.print_on_a4((file, ""), repeat=_HEAD)
    return book.bytes()


def _write_title(page: Page, file: str) -> None:
    last = len(HEADINGS) - 1
    page.fill(0, range(last + 1), "band")
    page.write(0, 0, TITLE, "band", "heading", "indent")
    page.write(0, last, file, "band", "right", "indent")
    page.height(0, 32)
    for row, text in enumerate(_HOW, 1):
        page.write(row, 0, text, "line", "quiet", "inset", "middle")
        page.height(row, 20)


def _line_of_file(line: MappingLine) -> tuple[Texts, Certainty]:
    column = line.content.column
    content = (line.content.filled, line.content.summary)
    return (column.page, column.heading, address(column.top), *content, *_goes_to(line.goes_to)), line.certainty


def _line_of_mapping(saved: SavedLine) -> tuple[Texts, Certainty]:
    goes_to, certainty = saved.decision
    return (saved.sheet, saved.heading, "", "", "not in this file", *_goes_to(goes_to)), certainty


def _goes_to(goes_to: Target | Fate) -> tuple[str, str, str]:
    if isinstance(goes_to, Target):
        return goes_to.sheet, goes_to.column.heading, goes_to.item
    return str(goes_to), "", ""


def _write_line(page: Page, row: int, texts: Texts, certainty: Certainty) -> None:
    for column, text in enumerate(texts):
        kind = ("whole",) if HEADINGS[column] == FILLED else ("text", "wrap")
        page.write(row, column, text, "cell", *kind)
    page.write(row, len(texts), str(certainty), "cell", "inset", _VERDICTS[certainty])
    for column in range(len(texts) + 1, len(HEADINGS)):
        page.write(row, column, None, "cell", "text", "decide")
    lines = max(lines_of(text, width) for text, width in zip(texts, _WIDTHS, strict=False) if isinstance(text, str))
    page.height(row, _LINE * min(lines, _MOST_LINES), grows=True)


def _write_choices(book: Book, page: Page, last: int) -> None:
    """The choices, on a sheet of their own, and the drop-downs that offer them."""
    choices = book.sheet(_CHOICES)
    columns = [*CHOICES, *all_targets()]
    items = [*map(str, range(1, _ITEMS + 1)), *MEETING_KINDS, "first", "last"]
    for at, (name, heading, values) in enumerate(
        ((_COLUMNS_NAME, INSTEAD, columns), (_ITEMS_NAME, ITEM_INSTEAD, items))
    ):
        choices.width(at, 46 if at == 0 else 24)
        choices.write(0, at, heading, "head")
        for row, value in enumerate(values, 1):
            choices.write(row, at, str(value), "line", "text")
        book.name(name, f"{_CHOICES}!${'AB'[at]}$2:${'AB'[at]}${len(values) + 1}")
        column = HEADINGS.index(heading)
        strict = "stop" if at == 0 else "warning"
        rule = {
            "validate": "list",
            "source": f"={name}",
            "error_type": strict,
            "error_title": "Not in the list",
            "error_message": "Please choose from the list: the arrow beside the cell opens it.",
        }
        page.limit((_HEAD + 1, column), (last, column), rule)
    choices.freeze(1, 0)
    choices.text_numbers_are_meant(len(columns) + 1, 2)
