"""The sheet Checks: what is open, sheet by sheet and person by person, and who is in review from when on."""

from __future__ import annotations

from functools import lru_cache

from pmr_batch.excel.writing.addresses import address, letter
from pmr_batch.excel.writing.sheet_xml import escaped, formula_xml, row_xml
from pmr_batch.layout.columns import Sheet
from pmr_batch.layout.standard_workbook import CHECKS, SHEETS, STAFF, START, TO_DO
from pmr_batch.packages import Pressed, pressed
from pmr_batch.workbook import guidance
from pmr_batch.workbook.carried_settings import AS_OF_CELL, SettingsLayout
from pmr_batch.workbook.column_places import FIRST_ROW, LAST_ROW, START_FIRST_ROW, column_letter, start_rows, table_name
from pmr_batch.workbook.conditions_in_excel import AS_OF, DUE, IN_REVIEW, LONG_ABSENCE, STANDING
from pmr_batch.workbook.formula_pieces import quoted
from pmr_batch.workbook.live_checks import bullets
from pmr_batch.workbook.new_sheet import NewSheet
from pmr_batch.workbook.person_checks import Standing
from pmr_batch.workbook.template import Template

OPEN_IN_ALL = "Open_in_all"
_PERSON = ("Payroll number", "Name", "Review", "Objectives due", "Review due", "Report due", "Extended absence")
_WIDTHS = (16, 26, 18, 13, 13, 13, 11)
_COUNTED = (STAFF, *(sheet for sheet in SHEETS if sheet.people))
_COUNT_WIDTH, _ROW_HEIGHT = 12, 18
_FIRST_COUNT, _IN_ALL = len(_PERSON), len(_PERSON) + len(_COUNTED)
_AS_OF_ROW, _SHEETS_HEAD = 3, 6
_PEOPLE_HEAD = _SHEETS_HEAD + len(SHEETS) + 3
#: Room for people who join; a row of Staff beyond it says so itself.
_SPARE_PEOPLE, _LEAST_PEOPLE = 40, 100


def write_checks(
    page: NewSheet, template: Template, settings: SettingsLayout, people: int, title: str, footer: tuple[str, str]
) -> None:
    """The sheet Checks, protected, with room for more people than there are."""
    for column in range(_IN_ALL + 1):
        page.width(column, _WIDTHS[column] if column < len(_WIDTHS) else _COUNT_WIDTH)
    _write_title(page, title)
    _write_sheets(page)
    room = max(_LEAST_PEOPLE, people + _SPARE_PEOPLE)
    _write_people(page, room)
    page.append(_people_rows(template, settings, room))
    _name(page, room)
    page.hide_gridlines()
    page.freeze(2, 0)
    page.print_on_a4(footer, repeat=_PEOPLE_HEAD)
    page.print_area((0, 0), (_PEOPLE_HEAD + max(people, 1), _IN_ALL))
    page.protect()


def _write_title(page: NewSheet, title: str) -> None:
    for row, height in enumerate((36, 22)):
        page.height(row, height)
        page.fill(row, range(_IN_ALL + 1), "band")
    page.write(0, 0, CHECKS, "band", "title", "inset")
    page.write(0, _IN_ALL, guidance.CONFIDENTIAL, "band", "strong", "right", "indent")
    page.write(1, 0, title, "band", "subtitle", "inset")
    first, last = _SHEETS_HEAD + 2, _SHEETS_HEAD + 1 + len(SHEETS)
    page.write(_AS_OF_ROW, 0, "As of", "line", "strong", "inset")
    page.formula(_AS_OF_ROW, 1, f'IF({AS_OF_CELL}="",TODAY(),{AS_OF_CELL})', "line", "date")
    page.write(_AS_OF_ROW + 1, 0, "To do in all", "line", "strong", "inset")
    page.formula(_AS_OF_ROW + 1, 1, f"SUM(C{first}:C{last})", "line", "strong", "whole", "inset")
    for row, text in enumerate(guidance.CHECKS, start=_AS_OF_ROW):
        page.write(row, 3, text, "line", "quiet")


def _write_sheets(page: NewSheet) -> None:
    for column, heading in enumerate(("Sheet", "Rows", "To do", "What it holds")):
        page.write(_SHEETS_HEAD, column, heading, "head", *(("centre",) if column in (1, 2) else ()))
    page.fill(_SHEETS_HEAD, range(4, _IN_ALL + 1), "band")
    page.height(_SHEETS_HEAD, 24)
    for row, sheet in enumerate(SHEETS, start=_SHEETS_HEAD + 1):
        page.height(row, _ROW_HEIGHT)
        page.link(row, 0, sheet.name, "A1", sheet.name, "cell", "link", "inset", "middle")
        page.formula(row, 1, _rows_of(sheet), "cell", "count", "middle")
        page.formula(
            row, 2, f"SUMPRODUCT({bullets(_to_do_of(sheet))}){_below(sheet)}", "cell", "count", "strong", "middle"
        )
        page.write(row, 3, sheet.purpose, "line", "quiet", "inset", "middle")
    first = _SHEETS_HEAD + 1
    page.colour((first, 2), (first + len(SHEETS) - 1, 2), f"N(C{first + 1})>0", "fill_in")


def _rows_of(sheet: Sheet) -> str:
    filled = f"{table_name(sheet)}[{sheet.columns[0].heading}]"
    return "1" if sheet.form else f"SUMPRODUCT(--(LEN({filled})>0))"


def _to_do_of(sheet: Sheet) -> str:
    if sheet is START:
        return f"Start!$C${START_FIRST_ROW}:$C${max(start_rows().values())}"
    return f"{table_name(sheet)}[{TO_DO}]"


def _below(sheet: Sheet) -> str:
    """One more for each row below the table: LibreOffice lets no table grow, so no To do is worked out there."""
    if sheet.form:
        return ""
    first, to_do = (f"{sheet.name}!${at}${FIRST_ROW}:${at}${LAST_ROW}" for at in ("A", column_letter(sheet, TO_DO)))
    return f"+SUMPRODUCT((LEN({first})>0)*ISBLANK({to_do}))"


def _write_people(page: NewSheet, room: int) -> None:
    page.write(_PEOPLE_HEAD - 1, 0, "Person by person", "section")
    page.fill(_PEOPLE_HEAD - 1, range(1, _IN_ALL + 1), "section")
    page.height(_PEOPLE_HEAD - 1, 28)
    page.height(_PEOPLE_HEAD, 34)
    for column, heading in enumerate((*_PERSON, *(sheet.name for sheet in _COUNTED), "In all")):
        page.write(_PEOPLE_HEAD, column, heading, "head", *(("centre",) if column >= _FIRST_COUNT else ()))
    first, last = _PEOPLE_HEAD + 1, _PEOPLE_HEAD + room
    page.colour((first, _FIRST_COUNT), (last, _IN_ALL), f"N({letter(_FIRST_COUNT)}{first + 1})>0", "fill_in")
    page.filter((_PEOPLE_HEAD, 0), (last, _IN_ALL))


@lru_cache(maxsize=16)
def _people_rows(template: Template, settings: SettingsLayout, room: int) -> Pressed:
    """The rows of people: the same in every workbook of a trust that has room for as many."""
    styles = [template.styles[_style(column)] for column in range(_IN_ALL + 1)]
    rows = []
    for row in range(_PEOPLE_HEAD + 1, _PEOPLE_HEAD + 1 + room):
        formulas = _of_person(Standing(settings, row - _PEOPLE_HEAD + 1), row + 1)
        cells = (
            formula_xml(address(row, column), styles[column], escaped(formula))
            for column, formula in enumerate(formulas)
        )
        rows.append(row_xml(row + 1, "".join(cells), _ROW_HEIGHT, fixed=True))
    return pressed("".join(rows).encode())


def _of_person(person: Standing, here: int) -> list[str]:
    """What stands in the person's row of Checks (`here`, an Excel row), from left to right."""
    in_review = f"$C{here}={quoted(IN_REVIEW)}"
    dues = (person.planning_due, person.final_due, person.report_due)
    counts = f"{letter(_FIRST_COUNT)}{here}:{letter(_IN_ALL - 1)}{here}"
    return [
        f'{person.cell("Payroll number")}&""',
        f'{person.cell("Name")}&""',
        person.standing,
        *(f'IF({in_review},IFERROR({due},""),"")' for due in dues),
        person.long_absence,
        *(_count(sheet, person, here) for sheet in _COUNTED),
        f'IF($C{here}="","",SUM({counts}))',
    ]


def _count(sheet: Sheet, person: Standing, here: int) -> str:
    if sheet is STAFF:
        return f'IF($C{here}="","",{bullets(person.cell(TO_DO))})'
    to_do, number = f"{table_name(sheet)}[{TO_DO}]", f"{table_name(sheet)}[Payroll number]"
    return f'IF($A{here}="","",SUMPRODUCT(({number}=$A{here})*({bullets(to_do)})))'


def _style(column: int) -> tuple[str, ...]:
    if column < len(_PERSON) - len(DUE) - 1:
        return ("cell", "inset", "middle")
    if column < len(_PERSON) - 1:
        return ("cell", "date", "middle")
    return ("cell", "centre", "middle") if column == len(_PERSON) - 1 else ("cell", "count", "middle")


def _name(page: NewSheet, room: int) -> None:
    """The names by which the other sheets ask; the first cell of a column stands for row 1 of Staff."""
    page.names[AS_OF] = f"{CHECKS}!$B${_AS_OF_ROW + 1}"
    page.names[OPEN_IN_ALL] = f"{CHECKS}!$B${_AS_OF_ROW + 2}"
    for column, name in enumerate((STANDING, *DUE.values(), LONG_ABSENCE), start=2):
        at = letter(column)
        page.names[name] = f"{CHECKS}!${at}${_PEOPLE_HEAD + 1}:${at}${_PEOPLE_HEAD + 1 + room}"
