"""Rows put into an input sheet of the template: cells in the styles of the samples, formulas, notes, limits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from pmr_batch.excel.writing.addresses import address, letter
from pmr_batch.excel.writing.comments import Notes
from pmr_batch.excel.writing.parts import DECLARATION, MAIN
from pmr_batch.excel.writing.print_setup import with_pages
from pmr_batch.excel.writing.sheet_xml import Strings, cell_xml, fault_xml, formula_xml, markup, row_xml
from pmr_batch.layout.columns import Sheet
from pmr_batch.layout.standard_workbook import BY_NAME, REVIEWERS, SHOWN_NAME, SHOWN_REVIEWER, STAFF, TO_DO
from pmr_batch.model.terms import Value
from pmr_batch.workbook.carried_settings import Row, Rows
from pmr_batch.workbook.cell_styles import look
from pmr_batch.workbook.column_places import (
    FIRST_ROW,
    LAST_ROW,
    column_letter,
    headings,
    naming_columns,
    position,
    table_name,
)
from pmr_batch.workbook.conditions_in_excel import ROW
from pmr_batch.workbook.contents import AtCells, Beside, Mark
from pmr_batch.workbook.findings_sheet import cell_value
from pmr_batch.workbook.live_checks import BULLET, FILL_IN
from pmr_batch.workbook.live_formulas import Formulas
from pmr_batch.workbook.new_sheet import colour_xml, column_xml
from pmr_batch.workbook.sizes import height_of, height_of_to_do, lines_of, pages_wide
from pmr_batch.workbook.template import LAST, TABLE_ID, Template, TemplateSheet
from pmr_batch.workbook.to_do_space import foreseen

BESIDE_WIDTH = 24


def _column_at(sheet: Sheet, column: str, columns: int, beside: Sequence[Beside]) -> int:
    """The number, from 0, of a column of a sheet by its key, or of one that the office added by its heading."""
    if column in sheet.by_key:
        return position(sheet, sheet.by_key[column].heading)
    return columns + [each.heading for each in beside].index(column)


@dataclass(frozen=True)
class People:
    """The rows of Staff and of Reviewers, by payroll number."""

    staff: Mapping[Value, Row]
    reviewers: Mapping[Value, Row]

    @classmethod
    def of(cls, rows: Mapping[str, Rows]) -> People:
        """Of the rows of a workbook; the first where a number stands twice."""
        return cls(_by_number(rows.get(STAFF.name, ())), _by_number(rows.get(REVIEWERS.name, ())))

    def shown(self, heading: str, row: Row) -> str:
        """What a formula column says of the row, as far as it is known."""
        number, listed = {
            SHOWN_NAME: (row.get("payroll_number"), self.staff),
            SHOWN_REVIEWER: (row.get("reviewer"), self.reviewers),
        }.get(heading, (None, self.staff))
        return str(listed.get(number, {}).get("name") or "")


def _by_number(rows: Rows) -> dict[Value, Row]:
    return {row["payroll_number"]: row for row in reversed(rows) if row.get("payroll_number")}


@dataclass(frozen=True)
class _Place:
    """A column of a sheet: where it stands, its width, and its styles by verdict; `key` is None for a formula."""

    letter: str
    heading: str
    key: str | None
    width: float
    styles: Mapping[str, int]


@lru_cache(maxsize=64)
def _places(template: Template, frame: TemplateSheet) -> tuple[_Place, ...]:
    """The columns of an input sheet from left to right."""
    sheet = BY_NAME[frame.name]
    keys = {column.heading: column.key for column in sheet}
    found = []
    for at, heading in enumerate(headings(sheet)):
        styles = look(sheet, heading)
        verdicts = {verdict: template.styles.get((*styles, verdict), 0) for verdict in ("fill_in", "wrong")}
        found.append(
            _Place(letter(at), heading, keys.get(heading), frame.widths[at], {"": template.styles[styles], **verdicts})
        )
    return tuple(found)


@dataclass(frozen=True)
class FilledTable:
    """An input sheet with its rows: its part, the part of its table, and its notes where it has any."""

    sheet: str
    table: str
    notes: Notes | None


class TableFiller:
    """Puts the rows of one workbook into the input sheets of a template."""

    def __init__(self, template: Template, strings: Strings, formulas: Formulas, people: People, title: str) -> None:
        self._template = template
        self._strings = strings
        self._formulas = formulas
        self._people = people
        self._title = title

    def filled(
        self, sheet: Sheet, table_number: int, rows: Sequence[Row], at_cells: AtCells, beside: Sequence[Beside]
    ) -> FilledTable:
        """A sheet with its rows; `table_number` is that of its table in the workbook."""
        frame = self._template.sheet(sheet.name)
        places = _places(self._template, frame)
        heights = {0: frame.head_height}
        lines = [f"{frame.heading}{self._heads_beside(len(places), beside)}</row>"]
        marks_by_row: dict[int, dict[str, Mark]] = defaultdict(dict)
        for (at, key), mark in at_cells.marks.items():
            marks_by_row[at][key] = mark
        for at, row in enumerate(rows or ({},)):
            told, number = marks_by_row.get(at, {}), FIRST_ROW + at
            there = ((place, column) for place, column in enumerate(beside, len(places)) if at < len(column.values))
            own = {place: column.values[at] for place, column in there}
            cells = [*self._cells(sheet, places, number, row, told)]
            cells += [self._cell_beside(column, number, value) for column, value in own.items()]
            height = self._height(sheet, places, row, told, own.values())
            if height:
                heights[number - 1] = height
            lines.append(row_xml(number, "".join(cells), height))
        notes = {
            (FIRST_ROW + at - 1, _column_at(sheet, column, len(places), beside)): text
            for (at, column), text in at_cells.texts.items()
        }
        after = self._after(sheet, frame, places, len(rows), beside, bool(notes))
        part = "".join((self._before(frame, places, beside), *lines, "</sheetData>", after))
        table = self._table(sheet, frame, table_number, max(1, len(rows)))
        return FilledTable(part, table, Notes(notes, frame.widths, heights) if notes else None)

    # -- rows ------------------------------------------------------------------------------------

    def _cells(
        self, sheet: Sheet, places: Iterable[_Place], number: int, row: Row, told: Mapping[str, Mark]
    ) -> Iterator[str]:
        """The cells of an Excel row, `told` by column key."""
        shown = self._formulas.shown[sheet.name]
        for place in places:
            cell, key = f"{place.letter}{number}", place.key
            if key is None:
                formula = shown[place.heading].replace(ROW, str(number))
                yield formula_xml(cell, place.styles[""], formula, self._people.shown(place.heading, row))
                continue
            mark = told.get(key)
            style = place.styles[mark.verdict if mark else ""]
            if mark and mark.fault:
                yield fault_xml(cell, style, mark.fault)
            else:
                yield cell_xml(cell, style, row.get(key), self._strings, sheet.name)

    def _height(
        self, sheet: Sheet, places: Iterable[_Place], row: Row, told: Mapping[str, Mark], beside: Iterable[Value]
    ) -> float | None:
        """As high as its own texts, what To do may come to say, and what the office has beside them."""
        to_do = foreseen(sheet, row, self._people.staff.get(row.get("payroll_number"), {}), told)
        lines, of_to_do = 1, 0.0
        for place in places:
            if place.heading == TO_DO:
                of_to_do = height_of_to_do(to_do, place.width)
            elif place.key and isinstance(text := row.get(place.key), str):
                lines = max(lines, lines_of(text, place.width))
        lines = max((lines, *(lines_of(value, BESIDE_WIDTH) for value in beside)))
        height = max(height_of(lines), of_to_do)
        return height if height > height_of(1) else None

    def _heads_beside(self, columns: int, beside: Sequence[Beside]) -> str:
        style = self._template.styles["head_shown",]
        heads = ((address(0, at), column.heading) for at, column in enumerate(beside, columns))
        return "".join(cell_xml(at, style, heading, self._strings) for at, heading in heads)

    def _cell_beside(self, column: int, number: int, value: Value) -> str:
        styles = ("cell", "wrap", "date") if isinstance(value, date) else ("cell", "wrap")
        at = address(number - 1, column)
        return cell_xml(at, self._template.styles[styles], cell_value(value), self._strings)

    # -- what stands before and behind them --------------------------------------------------------

    def _before(self, frame: TemplateSheet, places: Sequence[_Place], beside: Sequence[Beside]) -> str:
        if not beside:
            return frame.before
        columns = column_xml(len(places), len(places) + len(beside) - 1, BESIDE_WIDTH)
        return frame.before.replace("</cols>", f"{columns}</cols>")

    def _after(
        self,
        sheet: Sheet,
        frame: TemplateSheet,
        places: Sequence[_Place],
        rows: int,
        beside: Sequence[Beside],
        has_notes: bool,
    ) -> str:
        last = LAST_ROW + rows
        meant = f"A1:{address(last, len(places))}"
        ignored = f'<ignoredError sqref="{meant}" numberStoredAsText="1"/>'
        if any(column.begins for column in sheet):
            ignored += f'<ignoredError sqref="{meant}" calculatedColumn="1"/>'
        after = frame.behind(
            self._title,
            [limit.replace(LAST, str(last)) for limit in frame.validations.values()],
            has_notes,
            conditionalFormatting=self._colours(sheet, len(places), last),
            ignoredErrors=f"<ignoredErrors>{ignored}</ignoredErrors>",
            tableParts=f'<tableParts count="1"><tablePart r:id="{TABLE_ID}"/></tableParts>',
        )
        if not beside:
            # A sheet without rows takes one page of a workbook that has some; the template stays as it is.
            return after if rows or not self._people.staff else with_pages(after, 1)
        widths = [*(place.width for place in places), *(BESIDE_WIDTH for _ in beside)]
        return with_pages(after, pages_wide(widths, naming_columns(sheet)))

    def _colours(self, sheet: Sheet, columns: int, last: int) -> str:
        """A cell is coloured where the row's To do names its heading, and a row below the table that has no To do."""
        to_do = f"${column_letter(sheet, TO_DO)}{FIRST_ROW}"
        named, colours = f'FIND("{BULLET} "&A$1&": ', self._template.colours
        rules = [
            (f'ISNUMBER({named}{FILL_IN}",{to_do}))', colours["fill_in"]),
            (f'ISNUMBER({named}",{to_do}))', colours["wrong"]),
            (f"AND(ISBLANK({to_do}),COUNTA($A{FIRST_ROW}:${letter(columns - 1)}{FIRST_ROW})>0)", colours["fill_in"]),
        ]
        return colour_xml(f"A{FIRST_ROW}:{address(last - 1, columns - 1)}", rules)

    def _table(self, sheet: Sheet, frame: TemplateSheet, number: int, rows: int) -> str:
        """The part of the sheet's table, whose new rows have the formulas."""
        names = headings(sheet)
        cells = f"A1:{address(rows, len(names) - 1)}"
        formulas = {**self._formulas.shown[sheet.name], **self._formulas.begins[sheet.name]}
        columns = []
        for at, heading in enumerate(names, 1):
            style = f' dataDxfId="{frame.table_styles[heading]}"' if heading in frame.table_styles else ""
            begin = f'<tableColumn id="{at}" name="{markup(heading)}"{style}'
            if heading in formulas:
                formula = formulas[heading].replace(ROW, str(FIRST_ROW))
                formula = f"<calculatedColumnFormula>{formula}</calculatedColumnFormula>"
                columns.append(f"{begin}>{formula}</tableColumn>")
            else:
                columns.append(f"{begin}/>")
        name = table_name(sheet)
        return (
            f'{DECLARATION}<table xmlns="{MAIN}" id="{number}" name="{name}" displayName="{name}" ref="{cells}" '
            f'totalsRowShown="0"><autoFilter ref="{cells}"/><tableColumns count="{len(names)}">{"".join(columns)}'
            '</tableColumns><tableStyleInfo showFirstColumn="0" showLastColumn="0" showRowStripes="1" '
            'showColumnStripes="0"/></table>'
        )
