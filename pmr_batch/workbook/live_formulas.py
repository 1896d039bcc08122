"""The formulas of the live checks, compiled once for all workbooks whose settings stand at the same cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from pmr_batch.excel.writing.sheet_xml import escaped
from pmr_batch.layout.columns import Sheet
from pmr_batch.layout.standard_workbook import REVIEWERS, SHEETS, SHOWN_NAME, SHOWN_REVIEWER, STAFF, START, TO_DO
from pmr_batch.workbook.carried_settings import SettingsLayout
from pmr_batch.workbook.column_places import whole
from pmr_batch.workbook.conditions_in_excel import Asked
from pmr_batch.workbook.live_checks import Live


@dataclass(frozen=True)
class Formulas:
    """Formulas as a sheet's XML has them, by heading; those of a table hold `ROW` where the row's number goes.

    `shown` stand in every row of a table, by sheet; `begins` are what new rows begin with, by sheet; `start` are those
    beside the labels of Start.
    """

    shown: Mapping[str, Mapping[str, str]]
    begins: Mapping[str, Mapping[str, str]]
    start: Mapping[str, str]


@lru_cache(maxsize=8)
def formulas(settings: SettingsLayout) -> Formulas:
    """All formulas that ask for settings, and those of the same rows."""
    checks = {sheet.name: Live(Asked(sheet, settings)) for sheet in SHEETS}
    tables = [sheet for sheet in SHEETS if not sheet.form]
    return Formulas(
        {sheet.name: _escaped(_shown(sheet, checks[sheet.name])) for sheet in tables},
        {
            sheet.name: _escaped(
                {column.heading: checks[sheet.name].begins(column) for column in sheet if column.begins}
            )
            for sheet in tables
        },
        _escaped({column.heading: checks[START.name].to_do_of(column) for column in START}),
    )


def _escaped(by_heading: Mapping[str, str]) -> dict[str, str]:
    return {heading: escaped(formula) for heading, formula in by_heading.items()}


def _shown(sheet: Sheet, live: Live) -> dict[str, str]:
    """The formulas of the sheet's own columns, for any row."""
    found = {TO_DO: live.to_do()}
    if sheet.people:
        found[SHOWN_NAME] = live.name_shown()
    if sheet is STAFF:
        found[SHOWN_REVIEWER] = _reviewer(live.asked.own("Reviewer"))
    return found


def _reviewer(at: str) -> str:
    """The name on Reviewers, of a number with or without a name beside it; Panel and whatever is not there: none."""
    number = f'LEFT({at}&" ",FIND(" ",{at}&" ")-1)'
    return f'IFERROR(INDEX({whole(REVIEWERS, "Name")},MATCH({number},{whole(REVIEWERS, "Payroll number")},0))&"","")'
