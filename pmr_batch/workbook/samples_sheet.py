"""The sheet Samples of the template: how each kind of cell looks plain, to be filled in, and wrong.

Whoever wants other colours or typefaces changes the samples in Excel: what is handed out is written in the styles that
are found there, and without this sheet. A sample is found by its label, so it may be moved.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pmr_batch.excel.writing import palette
from pmr_batch.excel.writing.book import Book
from pmr_batch.model.terms import Value

SAMPLES = "Samples"
LABEL, PLAIN, FILL_IN, WRONG = "Cell", "Plain", "To be filled in", "Wrong"
#: The styles of what is said at a cell, and the column that shows it.
VERDICTS = {"": PLAIN, "fill_in": FILL_IN, "wrong": WRONG}
_TITLE_ROW, _NOTE_ROW, _HEAD_ROW = range(3)
_NOTE = (
    "Change colours, typefaces and borders here and at the headings of the sheets: what is handed out looks like it. "
    "The labels stay, and so do the formats of numbers. This sheet is not handed out."
)
_TEXT, _DAY, _AMOUNT, _SHARE = "Abc", date(2026, 1, 31), Decimal("31650.00"), 0.6

Styles = tuple[str, ...]


@dataclass(frozen=True)
class SampleCell:
    """A kind of cell: its label, the named styles that make it, and whether something is said at such cells."""

    label: str
    styles: Styles
    shown: Value = _TEXT
    verdicts: bool = False

    def looks(self) -> Iterator[tuple[str, Styles]]:
        """The columns of Samples in which it stands, each with its named styles."""
        for verdict, column in VERDICTS.items():
            if not verdict or self.verdicts:
                yield column, (*self.styles, *((verdict,) if verdict else ()))


def _cells(where: str, before: Styles, after: Styles = ()) -> Iterator[SampleCell]:
    """The formats of a table or form: text, date, amount, number and whole number."""
    kinds: Mapping[str, tuple[Styles, Value]] = {
        "text": (("wrap", "text") if "wrap" not in before else ("text",), _TEXT),
        "date": (("date",), _DAY),
        "amount": (("money",), _AMOUNT),
        "number": (("number",), _SHARE),
        "whole number": (("whole",), 1),
    }
    for kind, (styles, shown) in kinds.items():
        yield SampleCell(f"{where}: {kind}", (*before, *styles, *after), shown, verdicts=True)


GROUPS: Mapping[str, tuple[SampleCell, ...]] = {
    "Tables": (
        *_cells("To fill in", ("cell",)),
        *_cells("Filled in for you", ("cell",), ("prefilled",)),
        SampleCell("Works itself out", ("cell", "wrap", "shown")),
        SampleCell("To do", ("cell", "wrap", "to_do")),
        SampleCell("Office's own column: heading", ("head_shown",)),
        SampleCell("Office's own column: text", ("cell", "wrap")),
        SampleCell("Office's own column: date", ("cell", "wrap", "date"), _DAY),
    ),
    "Start": (
        *_cells("Answer", ("cell", "wrap"), ("middle", "inset", "unlocked")),
        *_cells("Known already", ("cell", "wrap"), ("middle", "inset", "prefilled")),
        SampleCell("Date that matters", ("line", "strong", "date", "middle", "indent"), _DAY),
        SampleCell("What the date is for", ("line", "middle", "inset")),
    ),
    "Sheets that are made anew": (
        SampleCell("Band", ("band",)),
        SampleCell("Band: title", ("band", "title", "inset")),
        SampleCell("Band: smaller title", ("band", "heading", "indent")),
        SampleCell("Band: second line", ("band", "subtitle", "inset")),
        SampleCell("Band: CONFIDENTIAL", ("band", "strong", "right", "indent")),
        SampleCell("Band: text", ("band", "inset")),
        SampleCell("Band: name", ("band", "strong", "inset")),
        SampleCell("Section", ("section",)),
        SampleCell("Heading", ("head",)),
        SampleCell("Heading of a number", ("head", "centre")),
        SampleCell("Label", ("label",)),
        SampleCell("Note", ("line", "quiet")),
        SampleCell("Note beside a cell", ("line", "quiet", "inset", "middle")),
        SampleCell("Line: text", ("line",)),
        SampleCell("Line: fixed text", ("line", "text")),
        SampleCell("Line: date", ("line", "date"), _DAY),
        SampleCell("Line: whole number", ("line", "whole"), 1),
        SampleCell("Line: name", ("line", "strong", "inset")),
        SampleCell("Line: sum", ("line", "strong", "whole", "inset"), 1),
    ),
    "Settings": (
        SampleCell("Setting: text", ("cell", "text")),
        SampleCell("Setting: share", ("cell", "percent"), _SHARE),
    ),
    "Checks": (
        SampleCell("Person", ("cell", "inset", "middle")),
        SampleCell("Person: date", ("cell", "date", "middle"), _DAY),
        SampleCell("Person: yes or no", ("cell", "centre", "middle")),
        SampleCell("Person: count", ("cell", "count", "middle"), 1),
        SampleCell("Sheet", ("cell", "link", "inset", "middle")),
        SampleCell("Sheet: count", ("cell", "count", "strong", "middle"), 1),
    ),
    "Findings and the office's own sheets": (
        SampleCell("Finding", ("cell", "wrap", "inset"), verdicts=True),
        SampleCell("Finding: link", ("cell", "wrap", "inset", "link")),
        SampleCell("Left over: date", ("cell", "wrap", "inset", "date"), _DAY),
        SampleCell("Own sheet: text", ("wrap", "top")),
        SampleCell("Own sheet: date", ("wrap", "top", "date"), _DAY),
    ),
}
ALL = tuple(sample for samples in GROUPS.values() for sample in samples)


def draw_samples(book: Book) -> None:
    """The sheet Samples, a line a kind of cell."""
    page = book.sheet(SAMPLES, palette.OCHRE)
    columns = (LABEL, *VERDICTS.values())
    for at, width in enumerate((34, 24, 24, 24)):
        page.width(at, width)
    page.height(_TITLE_ROW, 30)
    page.fill(_TITLE_ROW, range(len(columns)), "band")
    page.write(_TITLE_ROW, 0, SAMPLES, "band", "heading", "indent")
    page.height(_NOTE_ROW, 48)
    page.merge(_NOTE_ROW, 0, 0, len(columns) - 1, "plain", "inset", "middle")
    page.write(_NOTE_ROW, 0, _NOTE, "plain", "inset", "middle")
    for at, heading in enumerate(columns):
        page.write(_HEAD_ROW, at, heading, "head")
    lines: list[str | SampleCell] = []
    for group, samples in GROUPS.items():
        lines += [group, *samples]
    for row, line in enumerate(lines, _HEAD_ROW + 1):
        if isinstance(line, str):
            page.write(row, 0, line, "section")
            page.height(row, 28)
            continue
        page.write(row, 0, line.label, "label", "middle")
        for column, styles in line.looks():
            page.write(row, columns.index(column), line.shown, *styles)
    page.freeze(_HEAD_ROW + 1, 1)
    page.print_on_a4((SAMPLES, ""), repeat=_HEAD_ROW)
