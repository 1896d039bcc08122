"""The mapping as an Excel file that the office can correct."""

from __future__ import annotations

from collections.abc import Sequence

from pmr_batch.commands.adopt.mapping import FILLED, HEADINGS, INSTEAD, ITEM_INSTEAD, SavedLine
from pmr_batch.commands.adopt.proposal import CHOICES, Fate, MappingLine
from pmr_batch.commands.adopt.targets import Target, all_targets
from pmr_batch.commands.mapped_files.mapping_book import (
    ChoiceList,
    MappingColumn,
    MappingSheet,
    MappingText,
    mapping_book,
)
from pmr_batch.excel.reading.addresses import address
from pmr_batch.layout.standard_workbook import MEETING_KINDS

TITLE = "Where your headings go"
_HOW = (
    "One line for each column of your file. Look at those that are likely or not placed; correct a line in the two "
    "columns on the right, save this file, and run adopt again.",
    "Own column: carried along to the right of the standard columns. Leave out: stays in your file only. A number says "
    "which objective or need, a kind which meeting; blank: each row of yours is one of its own.",
)
_WIDTHS = (20, 38, 7, 8, 26, 20, 28, 18, 12, 40, 18)
_MOST_ITEMS = 8
_ITEMS = (*map(str, range(1, _MOST_ITEMS + 1)), *MEETING_KINDS, "first", "last")


def mapping_of(file: str, lines: Sequence[MappingLine], unused: Sequence[SavedLine] = ()) -> bytes:
    """The mapping of a file's columns, as .xlsx bytes; `unused` are lines for columns that the file no longer has."""
    columns = tuple(
        MappingColumn(heading, width, count=heading == FILLED, answer=heading in (INSTEAD, ITEM_INSTEAD))
        for heading, width in zip(HEADINGS, _WIDTHS, strict=True)
    )
    choices = {
        INSTEAD: ChoiceList("Standard_columns", INSTEAD, (*map(str, CHOICES), *all_targets())),
        ITEM_INSTEAD: ChoiceList("Numbers_and_kinds", ITEM_INSTEAD, _ITEMS, strict=False, width=24),
    }
    texts = [_line_of_file(line, choices) for line in lines] + [_line_of_mapping(line, choices) for line in unused]
    return mapping_book(TITLE, file, [MappingSheet("Mapping", TITLE, _HOW, columns, texts, choices)])


def _line_of_file(line: MappingLine, choices: dict[str, ChoiceList]) -> MappingText:
    column = line.content.column
    content = (line.content.filled, line.content.summary)
    texts = (column.page, column.heading, address(column.top), *content, *_goes_to(line.goes_to))
    return MappingText(texts, line.certainty, choices)


def _line_of_mapping(saved: SavedLine, choices: dict[str, ChoiceList]) -> MappingText:
    goes_to, certainty = saved.decision
    return MappingText((saved.sheet, saved.heading, "", "", "not in this file", *_goes_to(goes_to)), certainty, choices)


def _goes_to(goes_to: Target | Fate) -> tuple[str, str, str]:
    if isinstance(goes_to, Target):
        return goes_to.sheet, goes_to.column.heading, goes_to.item
    return str(goes_to), "", ""
