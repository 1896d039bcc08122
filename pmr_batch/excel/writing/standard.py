"""The standard workbook of an academy and cycle, made from the declaration and whatever is known already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from pmr_batch.excel.writing.asked import Asked
from pmr_batch.excel.writing.book import Book
from pmr_batch.excel.writing.carried import Carried, Row, Rows, write_settings
from pmr_batch.excel.writing.checks import write_checks
from pmr_batch.excel.writing.days import NO_DAYS_OFF, DaysOff
from pmr_batch.excel.writing.guidance import CONFIDENTIAL, TITLE
from pmr_batch.excel.writing.lists import write_lists
from pmr_batch.excel.writing.live import Live
from pmr_batch.excel.writing.look import STANDARD_LOOK, Look, lay, says, write_guidance
from pmr_batch.excel.writing.returned import OwnSheet, Told, write_findings, write_own
from pmr_batch.excel.writing.sheets import Beside, Marks, People, write_sheet
from pmr_batch.excel.writing.start import write_start
from pmr_batch.excel.writing.trust import trust_workbook
from pmr_batch.layout.standard_workbook import SHEETS, STAFF, START
from pmr_batch.layout.trust_workbook import ACADEMIES

#: The file of the blank one; a trust's edited copy bears the same name.
STANDARD_WORKBOOK = "Standard workbook.xlsx"


@dataclass(frozen=True)
class Contents:
    """What a workbook holds. Rows are mappings by column key, `rows` and `carried` by sheet name.

    `marks` are told at cells, by sheet name; `beside` are the office's own columns, by sheet name, `own` its
    sheets. `told` are the lines of the sheet Findings, below their `summary`; None where it has not been checked.
    `as_of` is the day the live checks go by, None = the day on which the workbook is open. `look` is how the
    trust has it.
    """

    start: Row = field(default_factory=dict)
    rows: Mapping[str, Rows] = field(default_factory=dict)
    carried: Mapping[str, Rows] = field(default_factory=dict)
    days_off: DaysOff = NO_DAYS_OFF
    as_of: date | None = None
    marks: Mapping[str, Marks] = field(default_factory=dict)
    beside: Mapping[str, Sequence[Beside]] = field(default_factory=dict)
    own: Sequence[OwnSheet] = ()
    told: Sequence[Told] | None = None
    summary: str = ""
    look: Look = STANDARD_LOOK


def standard_workbook(
    start: Row,
    rows: Mapping[str, Rows],
    carried: Mapping[str, Rows],
    days_off: DaysOff = NO_DAYS_OFF,
    as_of: date | None = None,
    look: Look = STANDARD_LOOK,
) -> bytes:
    """The standard workbook as .xlsx bytes; the same bytes for the same contents."""
    return standard_book(Contents(start, rows, carried, days_off, as_of, look=look)).bytes()


def build_workbook_templates() -> dict[str, bytes]:
    """The blank workbooks that come with the program, by file name."""
    return {STANDARD_WORKBOOK: standard_workbook({}, {}, {}), "trust.xlsx": trust_workbook({})}


def standard_book(contents: Contents) -> Book:
    """The standard workbook with all its sheets, open for more of them."""
    book = Book(dress=contents.look.dress)
    settings = Carried(contents.carried, contents.start.get("academy_code"), contents.start.get("cycle"))
    footer = _footer(contents.start)
    start_marks = contents.marks.get(START.name, {})
    start = write_start(book, Live(Asked(START, settings)), contents.start, settings, start_marks, footer)
    lay(start, contents.look.start)
    if contents.told is not None:
        write_findings(book, contents.told, contents.summary, footer)
    _write_guidance(book, START.name, contents, footer)
    people = People.of(contents.rows)
    for sheet in SHEETS:
        if not sheet.form:
            write_sheet(
                book,
                Live(Asked(sheet, settings)),
                contents.rows.get(sheet.name, ()),
                footer,
                people,
                contents.marks.get(sheet.name, {}),
                contents.beside.get(sheet.name, ()),
            )
            _write_guidance(book, sheet.name, contents, footer)
    for own in contents.own:
        if not _is_guidance(own, contents.look):
            write_own(book, own, footer)
    write_checks(book, settings, len(contents.rows.get(STAFF.name, ())), _title(contents.start), footer)
    write_settings(book, settings, contents.as_of, footer)
    codes = [row.get("academy_code") for row in contents.carried.get(ACADEMIES.name, ())]
    write_lists(book, contents.days_off, codes, footer)
    return book


def _write_guidance(book: Book, after: str, contents: Contents, footer: tuple[str, str]) -> None:
    """The trust's own sheets that follow one of ours; an office's, changed under the same name, goes before."""
    changed = {own.name.casefold() for own in contents.own if not _is_guidance(own, contents.look)}
    for name, layer in contents.look.own.get(after, ()):
        if name.casefold() not in changed:
            write_guidance(book, name, layer, footer)


def _is_guidance(own: OwnSheet, look: Look) -> bool:
    """Whether a sheet that came back is the trust's guidance, as it was handed out."""
    known = (layer for some in look.own.values() for name, layer in some if name == own.name)
    return any({row: list(cells) for row, cells in own.rows.items()} == says(layer) for layer in known)


def _title(start: Row) -> str:
    return " · ".join(str(start[key]) for key in ("academy", "cycle") if start.get(key)) or TITLE


def _footer(start: Row) -> tuple[str, str]:
    return _title(start), CONFIDENTIAL
