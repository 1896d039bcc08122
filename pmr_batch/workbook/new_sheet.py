"""A sheet that is made anew in a workbook, such as Checks or Findings: its cells in the styles of the samples.

Rows and columns count from 0.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from pmr_batch.excel.writing.addresses import address, letter
from pmr_batch.excel.writing.parts import DECLARATION, MAIN, OFFICE
from pmr_batch.excel.writing.print_setup import footer as footer_of
from pmr_batch.excel.writing.print_setup import header
from pmr_batch.excel.writing.sheet_xml import Strings, cell_xml, escaped, formula_xml, markup, row_xml
from pmr_batch.model.terms import Value
from pmr_batch.packages import Pieces, Pressed
from pmr_batch.workbook.template import Template

#: A guard against slips, without a password: this is no security.
PROTECTION = (
    '<sheetProtection sheet="1" objects="1" scenarios="1" formatColumns="0" formatRows="0" sort="0" autoFilter="0"/>'
)
#: Points of a pixel: rows are as high as whole ones.
_PIXEL = 0.75
_PLAIN_HEIGHT = 15


class NewSheet:
    """A sheet in the making; `names` are its defined names, those that begin with _xlnm. its own."""

    def __init__(self, template: Template, strings: Strings, name: str, tab: str | None = None) -> None:
        self.name = name
        self.names: dict[str, str] = {}
        self._template = template
        self._strings = strings
        self._tab = tab
        self._cells: dict[int, dict[int, str]] = defaultdict(dict)
        self._heights: dict[int, tuple[float, bool]] = {}
        self._widths: list[tuple[int, int, float]] = []
        self._blocks: list[Pressed] = []
        self._view = ""
        self._grid = True
        self.is_hidden = False
        self._filter = self._protection = self._print = self._meant = ""
        self._colours: list[str] = []
        self._links: list[str] = []

    # -- cells -----------------------------------------------------------------------------------

    def style(self, *styles: str) -> int:
        """The number of the style that named styles make, as the samples show it; none is Excel's plain one."""
        return self._template.styles[styles] if styles else 0

    def write(self, row: int, column: int, value: Value, *styles: str) -> None:
        """A value as what it is."""
        at = address(row, column)
        self._cells[row][column] = cell_xml(at, self.style(*styles), value, self._strings, self.name)

    def formula(self, row: int, column: int, formula: str, *styles: str) -> None:
        """A formula of ours, without the equals sign."""
        self._cells[row][column] = formula_xml(address(row, column), self.style(*styles), escaped(formula))

    def link(self, row: int, column: int, sheet: str, to: str, text: str, *styles: str) -> None:
        """Text that leads to a cell of a sheet of this workbook."""
        self.write(row, column, text, *styles)
        leads = markup("'" + sheet.replace("'", "''") + f"'!{to}")
        self._links.append(
            f'<hyperlink ref="{address(row, column)}" location="{leads}" display="{markup(escaped(text))}"/>'
        )

    def fill(self, row: int, columns: Iterable[int], *styles: str) -> None:
        """Blank cells of one look, such as the rest of a title band."""
        for column in columns:
            self.write(row, column, None, *styles)

    def append(self, rows: Pressed) -> None:
        """Rows that are the same in many workbooks, below all others."""
        self._blocks.append(rows)

    # -- the sheet as a whole --------------------------------------------------------------------

    def width(self, column: int, width: float, *, last: int | None = None) -> None:
        """The width of a column, or of columns up to `last`, in characters."""
        self._widths.append((column, column if last is None else last, width))

    def height(self, row: int, points: float, *, grows: bool = False) -> None:
        """The height of a row; one that `grows` is fitted anew when somebody types more into it."""
        if points != _PLAIN_HEIGHT:
            self._heights[row] = (int(points / _PIXEL + 0.5) * _PIXEL, grows)

    def freeze(self, rows: int, columns: int) -> None:
        """Keep the first rows and columns in sight."""
        split = (f' xSplit="{columns}"' if columns else "") + (f' ySplit="{rows}"' if rows else "")
        pane = "bottomRight" if rows and columns else "bottomLeft" if rows else "topRight"
        corner = address(rows, columns)
        self._view = (
            f'<pane{split} topLeftCell="{corner}" activePane="{pane}" state="frozen"/><selection pane="{pane}"/>'
        )

    def hide_gridlines(self) -> None:
        """No lines between cells on the screen."""
        self._grid = False

    def colour(self, first: tuple[int, int], last: tuple[int, int], formula: str, verdict: str) -> None:
        """The look of cells, by its sample, for which the formula (of the first cell) is true."""
        cells = f"{address(*first)}:{address(*last)}"
        self._colours.append(colour_xml(cells, [(formula, self._template.colours[verdict])], len(self._colours) + 1))

    def filter(self, first: tuple[int, int], last: tuple[int, int]) -> None:
        """Arrows over the columns, to sort and filter by."""
        self._filter = f'<autoFilter ref="{address(*first)}:{address(*last)}"/>'
        self.names["_xlnm._FilterDatabase"] = f"{quoted(self.name)}!{_fixed(*first)}:{_fixed(*last)}"

    def text_numbers_are_meant(self, last_row: int, last_column: int) -> None:
        """No green corners on payroll numbers kept as text."""
        cells = f"A1:{address(last_row, last_column)}"
        self._meant = f'<ignoredErrors><ignoredError sqref="{cells}" numberStoredAsText="1"/></ignoredErrors>'

    def hide(self) -> None:
        """Leave the sheet out of sight and of print; Unhide shows it."""
        self.is_hidden = True

    def protect(self) -> None:
        """Guard against slips."""
        self._protection = PROTECTION

    def print_on_a4(
        self, footer: tuple[str, str], *, purpose: str | None = None, wide: int = 1, repeat: int | None = None
    ) -> None:
        """A4 landscape, `wide` pages across, heading row `repeat` on each; `footer` stands left and in the middle."""
        top, margin = (0.5, 0.3) if purpose is None else (0.65, 0.3)
        across = f' fitToWidth="{wide}"' if wide != 1 else ""
        head = "" if purpose is None else f"<oddHeader>{escaped(header(purpose))}</oddHeader>"
        self._print = (
            f'<pageMargins left="0.25" right="0.25" top="{top}" bottom="0.55" header="{margin}" footer="0.3"/>'
            f'<pageSetup paperSize="9"{across} fitToHeight="0" orientation="landscape"/>'
            f"<headerFooter>{head}<oddFooter>{escaped(footer_of(*footer))}</oddFooter></headerFooter>"
        )
        if repeat is not None:
            self.names["_xlnm.Print_Titles"] = f"{quoted(self.name)}!${repeat + 1}:${repeat + 1}"

    def print_area(self, first: tuple[int, int], last: tuple[int, int]) -> None:
        """Print these cells and no others."""
        self.names["_xlnm.Print_Area"] = f"{quoted(self.name)}!{_fixed(*first)}:{_fixed(*last)}"

    def xml(self) -> Pieces:
        """The sheet's part."""
        tab = f'<tabColor rgb="FF{self._tab.lstrip("#")}"/>' if self._tab else ""
        lines = "" if self._grid else ' showGridLines="0"'
        before = (
            f'{DECLARATION}<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}">'
            f'<sheetPr>{tab}<pageSetUpPr fitToPage="1"/></sheetPr>'
            f'<sheetViews><sheetView{lines} workbookViewId="0">{self._view}</sheetView></sheetViews>'
            f'<sheetFormatPr defaultRowHeight="{_PLAIN_HEIGHT}"/>{self._columns()}<sheetData>'
        )
        rows = "".join(self._rows())
        links = f"<hyperlinks>{''.join(self._links)}</hyperlinks>" if self._links else ""
        colours = "".join(self._colours)
        after = f"</sheetData>{self._protection}{self._filter}{colours}{links}{self._print}{self._meant}</worksheet>"
        return [(before + rows).encode(), *self._blocks, after.encode()]

    def _columns(self) -> str:
        columns = "".join(column_xml(*each) for each in sorted(self._widths))
        return f"<cols>{columns}</cols>" if columns else ""

    def _rows(self) -> Iterable[str]:
        for row in sorted({*self._cells, *self._heights}):
            height, grows = self._heights.get(row, (None, False))
            cells = "".join(xml for _, xml in sorted(self._cells.get(row, {}).items()))
            yield row_xml(row + 1, cells, height, fixed=not grows)


def colour_xml(cells: str, rules: Sequence[tuple[str, int]], priority: int = 1) -> str:
    """Conditional colours of cells: the first formula that is true gives the colour of its number."""
    inside = "".join(
        f'<cfRule type="expression" dxfId="{colour}" priority="{at}" stopIfTrue="1">'
        f"<formula>{escaped(formula)}</formula></cfRule>"
        for at, (formula, colour) in enumerate(rules, priority)
    )
    return f'<conditionalFormatting sqref="{cells}">{inside}</conditionalFormatting>'


def column_xml(first: int, last: int, width: float) -> str:
    """Columns from 0, with their width in characters."""
    return f'<col min="{first + 1}" max="{last + 1}" width="{_stored(width)}" customWidth="1"/>'


def quoted(sheet: str) -> str:
    """A sheet's name as references have it."""
    doubled = sheet.replace("'", "''")
    return f"'{doubled}'"


def _stored(width: float) -> float:
    """A width as Excel stores it: with the edges of the cell, in 256ths of a character."""
    pixels = int(width * 7 + 0.5) + 5
    return int(pixels / 7 * 256) / 256


def _fixed(row: int, column: int) -> str:
    return f"${letter(column)}${row + 1}"
