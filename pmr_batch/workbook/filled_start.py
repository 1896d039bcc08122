"""Start put together from the template: what is known already, what is told at its cells, the dates that matter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pmr_batch.excel.writing.addresses import address
from pmr_batch.excel.writing.comments import Notes
from pmr_batch.excel.writing.print_setup import in_margin
from pmr_batch.excel.writing.sheet_xml import Strings, cell_xml, escaped, fault_xml, formula_xml
from pmr_batch.layout.columns import Column
from pmr_batch.layout.standard_workbook import START
from pmr_batch.model.terms import Value
from pmr_batch.workbook import guidance
from pmr_batch.workbook.carried_settings import Carried, Row
from pmr_batch.workbook.cell_styles import style_of
from pmr_batch.workbook.column_places import START_FIRST_ROW, start_rows
from pmr_batch.workbook.contents import AtCells, Marks
from pmr_batch.workbook.live_checks import BULLET, FILL_IN
from pmr_batch.workbook.live_formulas import Formulas
from pmr_batch.workbook.new_sheet import PROTECTION, colour_xml
from pmr_batch.workbook.start_sheet import DATE_LOOK, DATES_ROW, GUIDE, GUIDE_LOOK, SIGN, TO_DO_AT, VALUE
from pmr_batch.workbook.template import Template, TemplateRow

#: Row and column of a cell, from 0.
Place = tuple[int, int]
_SUBTITLE: Place = (1, 0)


@dataclass(frozen=True)
class FilledStart:
    """Start as a part, and its notes where it has any."""

    sheet: str
    notes: Notes | None


def filled_form(
    template: Template, strings: Strings, formulas: Formulas, settings: Carried, values: Row, told: AtCells, title: str
) -> FilledStart:
    """Start with what is known; `title` stands at its head and at the foot of its page."""
    frame = template.sheet(START.name)
    cells = dict(_cells(template, strings, formulas, settings, values, told.marks))
    subtitle = "" if title == guidance.TITLE else title
    cells[_SUBTITLE] = cell_xml(address(*_SUBTITLE), _own(template).get(_SUBTITLE, 0), subtitle, strings)
    rows = {row.number: row for row in frame.rows}
    numbers = sorted(rows.keys() | {row + 1 for row, _ in cells})
    lines = [_row(rows.get(number, TemplateRow(number, "", {})), cells) for number in numbers]
    at = {column.key: start_rows()[column.heading] for column in START}
    notes = {(at[key] - 1, VALUE): text for (_, key), text in told.texts.items()}
    taken = {f"B{at[column.key]}" for column in START if _is_fixed(column, values)}
    limits = [xml for where, xml in frame.validations.items() if where not in taken]
    margin = escaped(in_margin(title, template.room))
    colours = _colours(template)
    after = frame.behind(margin, limits, bool(notes), sheetProtection=PROTECTION, conditionalFormatting=colours)
    heights = {row.number - 1: row.height for row in frame.rows if row.height}
    sheet = "".join((frame.before, *lines, "</sheetData>", after))
    return FilledStart(sheet, Notes(notes, frame.widths, heights) if notes else None)


def _is_fixed(column: Column, values: Row) -> bool:
    return column.prefilled and (values.get(column.key) is not None or column.required is None)


def _row(row: TemplateRow, cells: Mapping[Place, str]) -> str:
    """A row of the template with ours in it."""
    together = {column: xml for column, (_, xml) in row.cells.items()}
    together |= {column: xml for (at, column), xml in cells.items() if at == row.number - 1}
    return f'<row r="{row.number}"{row.attributes}>{"".join(xml for _, xml in sorted(together.items()))}</row>'


def _cells(
    template: Template, strings: Strings, formulas: Formulas, settings: Carried, values: Row, marks: Marks
) -> Iterator[tuple[Place, str]]:
    """The cells that are ours to fill, by place."""
    own = _own(template)
    for column in START:
        row = start_rows()[column.heading] - 1
        yield (row, VALUE), _answer(template, strings, row, column, values, marks)
        to_do = (row, TO_DO_AT)
        yield to_do, formula_xml(address(*to_do), own.get(to_do, 0), formulas.start[column.heading])
    for row, (day, says) in enumerate(_dates(settings), DATES_ROW + 1):
        when, what = template.styles[DATE_LOOK], template.styles[GUIDE_LOOK]
        yield (row, SIGN), cell_xml(address(row, SIGN), when, day, strings)
        yield (row, GUIDE), cell_xml(address(row, GUIDE), what, says, strings)


def _own(template: Template) -> dict[Place, int]:
    """The styles of the cells that the template has."""
    rows = template.sheet(START.name).rows
    return {(row.number - 1, at): style for row in rows for at, (style, _) in row.cells.items()}


def _answer(template: Template, strings: Strings, row: int, column: Column, values: Row, marks: Marks) -> str:
    """What is known of a line of the form, and how it looks."""
    mark = marks.get((0, column.key))
    verdict = (mark.verdict,) if mark and mark.verdict else ()
    is_known = "prefilled" if _is_fixed(column, values) else "unlocked"
    style = template.styles["cell", "wrap", style_of(column), "middle", "inset", is_known, *verdict]
    at = address(row, VALUE)
    if mark and mark.fault:
        return fault_xml(at, style, mark.fault)
    return cell_xml(at, style, values.get(column.key), strings, START.name)


def _dates(settings: Carried) -> Iterator[tuple[Value, str]]:
    """The cycle's dates, those of heads in the central workbook; what the trust does not set is left out."""
    cycle, central = settings.cycle(), settings.is_central()
    for says, own, heads in guidance.DATES:
        day = cycle.get((heads if central else own).key)
        if day is not None:
            yield day, says


def _colours(template: Template) -> str:
    """As on the other sheets: by the words of To do."""
    last = max(start_rows().values())
    to_do = f"$C{START_FIRST_ROW}"
    rules = [
        (f'ISNUMBER(FIND("{BULLET} {FILL_IN}",{to_do}))', template.colours["fill_in"]),
        (f'ISNUMBER(FIND("{BULLET}",{to_do}))', template.colours["wrong"]),
    ]
    return colour_xml(f"B{START_FIRST_ROW}:B{last}", rules)
