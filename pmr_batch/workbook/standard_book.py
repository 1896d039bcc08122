"""The standard workbook of an academy and cycle: its rows, put into the template."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from pmr_batch.excel.writing import palette
from pmr_batch.excel.writing.addresses import letter
from pmr_batch.excel.writing.book import Book
from pmr_batch.excel.writing.print_setup import in_margin
from pmr_batch.excel.writing.sheet_xml import escaped, serial
from pmr_batch.files import WORKBOOK_TEMPLATES, shipped
from pmr_batch.layout.columns import Sheet
from pmr_batch.layout.own_ranges import own_names
from pmr_batch.layout.standard_workbook import BY_NAME, CHECKS, FINDINGS, LISTS, PANELS, SETTINGS, SHEETS, STAFF, START
from pmr_batch.layout.trust_workbook import ACADEMIES, PAY_POINTS
from pmr_batch.workbook.carried_settings import Carried, Row, Rows, write_settings
from pmr_batch.workbook.checks_sheet import write_checks
from pmr_batch.workbook.column_places import naming_columns
from pmr_batch.workbook.contents import Contents
from pmr_batch.workbook.days_off import NO_DAYS_OFF, DaysOff
from pmr_batch.workbook.filled_start import filled_form
from pmr_batch.workbook.filled_table import People, TableFiller
from pmr_batch.workbook.filled_workbook import FilledBook
from pmr_batch.workbook.findings_sheet import OwnSheet, cell_value, write_findings, write_own
from pmr_batch.workbook.guidance import CONFIDENTIAL, TITLE
from pmr_batch.workbook.input_sheet import draw_sheet
from pmr_batch.workbook.lists_sheet import write_lists
from pmr_batch.workbook.live_formulas import formulas
from pmr_batch.workbook.samples_sheet import SAMPLES, draw_samples
from pmr_batch.workbook.start_sheet import draw_start
from pmr_batch.workbook.template import TITLE_HERE, Template, TemplateSheet, prepared
from pmr_batch.workbook.trust_book import trust_workbook

#: The file of the template; a trust's own copy bears the same name.
STANDARD_WORKBOOK = "Standard workbook.xlsx"
_SAMPLES_PART = "xl/worksheets/samples.xml"


def standard_workbook(
    start: Row,
    rows: Mapping[str, Rows],
    carried: Mapping[str, Rows],
    days_off: DaysOff = NO_DAYS_OFF,
    as_of: date | None = None,
    template: bytes | None = None,
) -> bytes:
    """The standard workbook as .xlsx bytes; the same bytes for the same contents."""
    return standard_book(Contents(start, rows, carried, days_off, as_of, template=template)).bytes()


def standard_book(contents: Contents) -> FilledBook:
    """The standard workbook with all its sheets, open for more of them."""
    return _filled(contents, template_of(contents.template), _title(contents.start))


@cache
def standard_template() -> bytes:
    """The template that comes with the program."""
    return (shipped(WORKBOOK_TEMPLATES) / STANDARD_WORKBOOK).read_bytes()


def template_of(own: bytes | None) -> Template:
    """A trust's own copy of the template, else the standard one. Raises TemplateError where it cannot be filled."""
    return prepared(standard_template()) if own is None else prepared(own, standard_template())


def build_workbook_templates() -> dict[str, bytes]:
    """The blank workbooks that come with the program, as the declaration makes them, by file name."""
    book = Book()
    draw_start(book)
    for sheet in SHEETS:
        if not sheet.form:
            draw_sheet(book, sheet)
    draw_samples(book)
    template = prepared(book.bytes(), keeps_samples=True)
    filled = _filled(Contents(), template, TITLE_HERE)
    filled.put(TemplateSheet(SAMPLES, _SAMPLES_PART), [template.samples])
    return {STANDARD_WORKBOOK: filled.bytes(), "trust.xlsx": trust_workbook({})}


def _filled(contents: Contents, template: Template, title: str) -> FilledBook:
    """The template's sheets with what goes into them, and behind them those that are made anew."""
    book = FilledBook(template)
    settings = Carried(contents.carried, contents.start.get("academy_code"), contents.start.get("cycle"))
    footer = (title, CONFIDENTIAL)
    own = [each for each in contents.own if not _is_guidance(each, template)]
    replaced = {each.name.casefold() for each in own}
    put_in = _Puts(book, contents, settings, title)
    for frame in template.sheets:
        if frame.whole is None:
            put_in.sheet(frame)
        elif frame.name.casefold() not in replaced:
            book.put(frame, [frame.whole])
    for each in own:
        write_own(book.sheet(each.name), each, footer)
    people = len(contents.rows.get(STAFF.name, ()))
    write_checks(book.sheet(CHECKS), template, settings.layout(), people, title, footer)
    write_settings(book.sheet(SETTINGS), template, settings, contents.as_of, footer)
    codes = [row.get("academy_code") for row in contents.carried.get(ACADEMIES.name, ())]
    own_ranges = own_names(row.get("range") for row in contents.carried.get(PAY_POINTS.name, ()))
    write_lists(book.sheet(LISTS), contents.days_off, codes, own_ranges, footer)
    return book


class _Puts:
    """Puts what a workbook holds into the sheets of its template."""

    def __init__(self, book: FilledBook, contents: Contents, settings: Carried, title: str) -> None:
        self._book, self._contents, self._settings, self._title = book, contents, settings, title
        self._formulas = formulas(settings.layout())
        in_margins = escaped(in_margin(title, book.template.room))
        people = People.of(contents.rows)
        self._filler = TableFiller(book.template, book.strings, self._formulas, people, in_margins)
        self._number = book.template.first_table

    def sheet(self, frame: TemplateSheet) -> None:
        """One sheet of ours; Findings follows Start."""
        if frame.name != START.name:
            self._table(frame, BY_NAME[frame.name])
            return
        book, contents = self._book, self._contents
        told = contents.at_cells(START.name)
        form = filled_form(
            book.template, book.strings, self._formulas, self._settings, contents.start, told, self._title
        )
        book.put(frame, [form.sheet.encode()], notes=form.notes)
        if contents.told is not None:
            page = book.sheet(FINDINGS, palette.OCHRE)
            write_findings(page, contents.told, contents.summary, (self._title, CONFIDENTIAL))

    def _table(self, frame: TemplateSheet, sheet: Sheet) -> None:
        contents = self._contents
        rows, told = contents.rows.get(sheet.name, ()), contents.at_cells(sheet.name)
        table = self._filler.filled(sheet, self._number, rows, told, contents.beside.get(sheet.name, ()))
        self._book.put(
            frame,
            [table.sheet.encode()],
            _print_titles(sheet),
            table=table.table,
            notes=table.notes,
            is_hidden=sheet is PANELS and not rows and self._settings.is_of_a_school(),
        )
        self._number += 1


def _print_titles(sheet: Sheet) -> dict[str, str]:
    """The heading row, and the columns that name the row, on every page."""
    last = letter(naming_columns(sheet) - 1)
    return {"_xlnm.Print_Titles": f"'{sheet.name}'!$A:${last},'{sheet.name}'!$1:$1"}


def _is_guidance(own: OwnSheet, template: Template) -> bool:
    """Whether a sheet that came back is the trust's guidance, as it was handed out."""
    known = (frame.texts for frame in template.sheets if frame.whole is not None and frame.name == own.name)
    return any(texts == _texts(own) for texts in known)


def _texts(own: OwnSheet) -> dict[tuple[int, int], str]:
    cells = (((row, at), value) for row, values in own.rows.items() for at, value in enumerate(values, 1))
    return {place: _stored(value) for place, value in cells if value not in (None, "")}


def _stored(value: Any) -> str:
    """A value as a sheet's XML stores it."""
    if isinstance(value, date | datetime):
        return f"{serial(value):.16G}"
    return str(cell_value(value)) if isinstance(value, str | bool) else f"{value:.16G}"


def _title(start: Row) -> str:
    return " · ".join(str(start[key]) for key in ("academy", "cycle") if start.get(key)) or TITLE
