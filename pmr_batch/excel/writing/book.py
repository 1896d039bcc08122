"""The one place that writes .xlsx: a workbook in memory, in which text stays text and nothing is lost unsaid.

Rows and columns count from 0. Every answer of the library is checked; what it refuses is an OutputError
that names sheet and cell, never a value.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

import xlsxwriter
from xlsxwriter.exceptions import InvalidWorksheetName, XlsxWriterException
from xlsxwriter.format import Format
from xlsxwriter.worksheet import CellBlankTuple, CellFormulaTuple, CellNumberTuple, CellStringTuple, Worksheet

from pmr_batch.errors import OutputError
from pmr_batch.excel.writing.addresses import address, letter
from pmr_batch.excel.writing.palette import FONT, STYLES
from pmr_batch.excel.writing.print_setup import BOTTOM, SIDES, TOP, TOP_WITH_PURPOSE, header
from pmr_batch.excel.writing.print_setup import footer as footer_of
from pmr_batch.excel.writing.sheet_xml import LONGEST_TEXT, is_too_long, number_of
from pmr_batch.model.terms import Value
from pmr_batch.packages import with_part

#: Excel's limits of an input message and its title.
LONGEST_MESSAGE, LONGEST_MESSAGE_TITLE = 255, 32
_FIXED_MOMENT = datetime(2000, 1, 1)  # noqa: DTZ001  (the library takes none with a time zone)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_A4 = 9
_PROPERTIES, _PROPERTIES_END = "docProps/core.xml", b"</cp:coreProperties>"
_LANGUAGE = b"<dc:language>en-GB</dc:language>"
#: Excel keeps this name of a sheet for itself.
_RESERVED = "history"


class Book:
    """A workbook in the making.

    `cleaned` lists the cells whose text held half characters (lone surrogates), which no XML can hold:
    each stands as U+FFFD, and whoever writes tells. Control characters are kept, as Excel escapes them.
    Text longer than a cell can hold is refused. A book with a title says its language too.
    """

    def __init__(self, title: str = "") -> None:
        self._bytes = io.BytesIO()
        self._title = title
        self._book = xlsxwriter.Workbook(
            self._bytes,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "default_format_properties": {"font_name": FONT, "font_size": 11},
            },
        )
        self._book.set_properties({"title": title, "author": "", "comments": "", "created": _FIXED_MOMENT})
        self._formats: dict[tuple[str, ...], Format] = {}
        self._by_properties: dict[str, Format] = {}
        self._pages: list[Page] = []
        self.cleaned: list[tuple[str, str]] = []

    def format(self, styles: Sequence[str]) -> Format:
        """The format of named styles, the last on top."""
        key = tuple(styles)
        if key not in self._formats:
            properties: dict[str, Any] = {}
            for name in key:
                properties |= STYLES.get(name, {})
            # Of two formats that are the same, the library would look for the number of one at each of its cells.
            alike = repr(sorted(properties.items()))
            if alike not in self._by_properties:
                self._by_properties[alike] = self._book.add_format(properties)
            self._formats[key] = self._by_properties[alike]
        return self._formats[key]

    def sheet(self, name: str, tab: str | None = None) -> Page:
        """A new sheet at the end. Raises OutputError for a name Excel does not take, or takes twice."""
        try:
            if name.casefold() == _RESERVED:
                raise InvalidWorksheetName
            page = Page(self, self._book.add_worksheet(name, _Sheet))
        except XlsxWriterException:
            raise OutputError(f"{name!r} cannot be the name of a sheet, or is one already; rename it") from None
        if tab:
            page.paper.set_tab_color(tab)
        self._pages.append(page)
        return page

    @property
    def sheets(self) -> list[str]:
        """The names of its sheets, from left to right."""
        return [page.name for page in self._pages]

    def name(self, name: str, refers_to: str) -> None:
        """A defined name for a range or formula, without the equals sign."""
        _check(self._book.define_name(name, f"={refers_to}"), "names", name)

    def chart(self, kind: str, **options: Any) -> Any:
        """A chart of a kind (bar, column, line …), to be placed with `Page.place`."""
        return self._book.add_chart({"type": kind, **options})

    def bytes(self) -> bytes:
        """The whole workbook; the same bytes for the same content. The book is closed by it."""
        try:
            self._book.close()
        except XlsxWriterException:
            raise OutputError("the workbook could not be put together") from None
        return _with_language(self._bytes.getvalue()) if self._title else self._bytes.getvalue()


def _with_language(package: bytes) -> bytes:
    """A workbook whose properties say that it is in British English, for whoever has it read aloud."""
    return with_part(package, _PROPERTIES, lambda part: part.replace(_PROPERTIES_END, _LANGUAGE + _PROPERTIES_END))


class _Unnoted(dict[tuple[int, int], str]):
    """Keeps nothing."""

    def __setitem__(self, *_: object) -> None: ...


class _Sheet(Worksheet):
    """A sheet of the library's, with four ways of its own.

    Rows in `growing` have a height that is not fixed: LibreOffice, and Excel until somebody types, show the
    height given here, as neither fits rows when it opens a file. Formulas are taken as they are: ours name
    newer functions with their prefix, and the library's search for them was four fifths of all the time.
    Cells that have a format, and hold a shared text, a number or nothing, are written at once: nearly all do.
    That no table lies over another is known by their corners, and not by a note of each of their cells.
    """

    def __init__(self) -> None:
        super().__init__()
        self.growing: set[int] = set()
        self.table_cells = _Unnoted()

    def _xml_start_tag_unencoded(self, tag: str, attributes: list[tuple[str, Any]] = []) -> None:  # noqa: B006
        if tag == "row" and dict(attributes)["r"] - 1 in self.growing:
            attributes = [each for each in attributes if each[0] != "customHeight"]
        super()._xml_start_tag_unencoded(tag, attributes)

    def _write_formula(
        self, row: int, col: int, formula: str, cell_format: Format | None = None, value: str | float = 0
    ) -> Literal[0, -1, -2]:
        if self._check_dimensions(row, col):
            return -1
        self.table[row][col] = CellFormulaTuple(formula.removeprefix("="), cell_format, value)
        return 0

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        kind = type(cell)
        if not cell.format or kind not in _WRITTEN_AT_ONCE:
            super()._write_cell(row, col, cell)
            return
        begin = f'<c r="{letter(col)}{row + 1}" s="{cell.format._get_xf_index()}"'
        if kind is CellStringTuple:
            xml = f'{begin} t="s"><v>{cell.string}</v></c>'
        elif kind is CellNumberTuple:
            xml = f"{begin}><v>{cell.number:.16G}</v></c>"
        else:
            xml = f"{begin}/>"
        self.fh.write(xml)  # type: ignore[attr-defined]


_WRITTEN_AT_ONCE = (CellStringTuple, CellNumberTuple, CellBlankTuple)


class Page:
    """One sheet of a book. `paper` is the library's own sheet, for what has no name here.

    `heights` are the points of its rows, as far as they are given.
    """

    def __init__(self, book: Book, paper: Any) -> None:
        self.book = book
        self.paper = paper
        self.heights: dict[int, float] = {}
        self.name: str = paper.get_name()
        self._tables: list[tuple[int, int, int, int]] = []

    # -- cells -----------------------------------------------------------------------------------

    def write(self, row: int, column: int, value: Value, *styles: str) -> None:
        """A value as what it is: text, date, number, or a blank with its format.

        Money as Decimal pounds is written as the number. A number or day that Excel cannot hold exactly
        stands as text. Raises TypeError for a truth value or anything else, OutputError for too long text.
        """
        look = self.book.format(styles) if styles else None
        if value in (None, ""):
            done = self.paper._write_blank(row, column, None, look)
        elif isinstance(exact := value if isinstance(value, str) else number_of(value), str):
            done = self._text(row, column, exact, look)
        else:
            done = self.paper._write_number(row, column, exact, look)
        if done:
            _check(done, self.name, address(row, column))

    def _text(self, row: int, column: int, text: str, look: Format | None) -> int:
        clean = _LONE_SURROGATE.sub("\ufffd", text)
        if clean != text:
            self.book.cleaned.append((self.name, address(row, column)))
        if is_too_long(clean):
            raise OutputError(
                f"{self.name} {address(row, column)}: text longer than Excel's {LONGEST_TEXT:,} characters"
            )
        if clean.startswith("<r>") and clean.endswith("</r>"):
            # The library takes such text for markup of its own; written in two runs it stays text.
            plain = self.book.format(())
            runs = ("<", plain, clean[1:], look) if look else ("<", plain, clean[1:])
            return int(self.paper.write_rich_string(row, column, *runs))
        return int(self.paper._write_string(row, column, clean, look))

    def formula(self, row: int, column: int, formula: str, *styles: str, result: str | float = "") -> None:
        """A formula of ours, without the equals sign; `result` is shown until it is calculated."""
        look = self.book.format(styles) if styles else None
        done = self.paper.write_formula(row, column, f"={formula}", look, result)
        _check(done, self.name, address(row, column))

    def link(self, row: int, column: int, sheet: str, to: str, text: str, *styles: str) -> None:
        """Text that leads to a cell of a sheet of this book."""
        quoted = sheet.replace("'", "''")
        look = self.book.format(styles or ("link",))
        done = self.paper.write_url(row, column, f"internal:'{quoted}'!{to}", look, text)
        _check(done, self.name, address(row, column))

    def fill(self, row: int, columns: Iterable[int], *styles: str) -> None:
        """Blank cells of one look, such as the rest of a title band."""
        for column in columns:
            self.write(row, column, None, *styles)

    def merge(self, row: int, column: int, down: int, across: int, *styles: str) -> None:
        """One cell out of several, over so many further rows and columns; it is written afterwards."""
        look = self.book.format(styles) if styles else None
        done = self.paper.merge_range(row, column, row + down, column + across, "", look)
        _check(done, self.name, address(row, column))

    # -- tables, limits and colours --------------------------------------------------------------

    def table(
        self,
        name: str,
        headings: Sequence[str],
        rows: int,
        *,
        row: int = 0,
        column: int = 0,
        looks: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """An Excel table of at least one row below its headings.

        Headings and cells are written by the caller afterwards, in their own styles.
        """
        looks = looks or {}
        columns = [
            {"header": heading} | ({"format": self.book.format(looks[heading])} if heading in looks else {})
            for heading in headings
        ]
        options = {"name": name, "columns": columns, "style": None}
        last_row, last_column = row + max(rows, 1), column + len(headings) - 1
        corners = (row, column, last_row, last_column)
        if any(_meet(corners, other) for other in self._tables):
            raise OutputError(f"{self.name} {address(row, column)}: a table cannot lie over another")
        self._tables.append(corners)
        _check(self.paper.add_table(row, column, last_row, last_column, options), self.name, name)

    def limit(self, first: tuple[int, int], last: tuple[int, int], rule: Mapping[str, Any]) -> None:
        """A data validation over a range, with its messages."""
        longest = {key: LONGEST_MESSAGE_TITLE if "title" in key else LONGEST_MESSAGE for key in _TEXTS & set(rule)}
        texts = {key: rule[key][:most] for key, most in longest.items()}
        _check(self.paper.data_validation(*first, *last, {**rule, **texts}), self.name, address(*first))

    def colour(self, first: tuple[int, int], last: tuple[int, int], formula: str, *styles: str) -> None:
        """A conditional colour: the look of cells for which the formula (of the first cell) is true."""
        rule = {"type": "formula", "criteria": f"={formula}", "format": self.book.format(styles), "stop_if_true": True}
        _check(self.paper.conditional_format(*first, *last, rule), self.name, address(*first))

    def place(self, row: int, column: int, chart: Any, **options: Any) -> None:
        """Put a chart at a cell."""
        _check(self.paper.insert_chart(row, column, chart, options), self.name, address(row, column))

    # -- the sheet as a whole --------------------------------------------------------------------

    def width(self, column: int, width: float, *styles: str, last: int | None = None, hidden: bool = False) -> None:
        """The width of a column, or of columns up to `last`, in characters; `styles` for its blank cells."""
        look = self.book.format(styles) if styles else None
        end = column if last is None else last
        _check(self.paper.set_column(column, end, width, look, {"hidden": hidden}), self.name, letter(column))

    def height(self, row: int, points: float, *, grows: bool = False) -> None:
        """The height of a row; one that `grows` is fitted anew when somebody types more into it."""
        _check(self.paper.set_row(row, points), self.name, str(row + 1))
        self.heights[row] = points
        if grows:
            self.paper.growing.add(row)

    def freeze(self, rows: int, columns: int) -> None:
        """Keep the first rows and columns in sight."""
        self.paper.freeze_panes(rows, columns)

    def text_numbers_are_meant(self, last_row: int, last_column: int) -> None:
        """No green corners on payroll numbers kept as text."""
        everywhere = f"A1:{address(last_row, last_column)}"
        _check(self.paper.ignore_errors({"number_stored_as_text": everywhere}), self.name, "A1")

    def print_on_a4(
        self,
        footer: tuple[str, str],
        *,
        purpose: str | None = None,
        wide: int = 1,
        tall: int = 0,
        repeat: int | None = None,
    ) -> None:
        """A4 landscape, `wide` by `tall` pages (0 = as many as it takes), heading row `repeat` on each.

        `footer` is what stands at its left and in its middle; page x of y stands at its right. A sheet with a
        `purpose` is named at the head of each page, with what it is for.
        """
        paper = self.paper
        paper.set_landscape()
        paper.set_paper(_A4)
        paper.set_margins(left=SIDES, right=SIDES, top=TOP if purpose is None else TOP_WITH_PURPOSE, bottom=BOTTOM)
        paper.fit_to_pages(wide, tall)
        if repeat is not None:
            paper.repeat_rows(repeat)
        if purpose is not None:
            paper.set_header(header(purpose), {"margin": 0.35})
        paper.set_footer(footer_of(*footer), {"margin": 0.3})


_TEXTS = frozenset({"input_title", "input_message", "error_title", "error_message"})


def _check(answer: Any, sheet: str, place: str) -> None:
    """The library answers None, 0 or an object when all went well, a negative number when not."""
    if isinstance(answer, int) and answer < 0:
        raise OutputError(f"{sheet} {place}: could not be written to the workbook")


def _meet(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    """Whether two areas, by their first and last rows and columns, share a cell."""
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]
