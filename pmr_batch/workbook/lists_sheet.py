"""The sheet Lists: what the drop-downs offer and the live checks compare with, each under a defined name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from pmr_batch.excel.writing.addresses import letter
from pmr_batch.layout.columns import Column, Kind, Sheet, key_of
from pmr_batch.layout.office_values import words_for_nothing
from pmr_batch.layout.own_ranges import values_of
from pmr_batch.layout.standard_workbook import (
    LISTS,
    MEETINGS,
    OBJECTIVES,
    PRIORITIES,
    REVIEWERS,
    REVIEWS,
    SETTINGS,
    SHEETS,
    STAFF,
    TO_DO,
)
from pmr_batch.model.terms import Value
from pmr_batch.workbook.column_places import column_letter, table_name, whole
from pmr_batch.workbook.days_off import DaysOff
from pmr_batch.workbook.input_limits import GrowsOn
from pmr_batch.workbook.new_sheet import NewSheet

#: Names of lists that grow as the office types.
STAFF_NUMBERS, REVIEWERS_NAMED, PRIORITY_NAMES = "Staff_numbers", "Reviewers_named", "Priority_names"
ACADEMY_CODES = "Academy_codes"
BANK_HOLIDAYS, CLOSED_DAYS = "Bank_holidays", "Closed_days"
SCHOOL_DAYS_FROM, SCHOOL_DAYS_TO = "School_days_from", "School_days_to"
TERM_ENDS, TERM_DAYS = "Term_ends", "Term_days"
#: Whether the numbers that are not on Staff may all be those left blank there: then the blanks are the fault.
NUMBERS_MISSED = "Numbers_missed"
PANEL = "Panel"
#: What counts as blank in a cell of text: all words for nothing, and those that are no answer; see `says_nothing`.
NOTHING_SAID, NOT_KNOWN, END = "Nil", "Not_known", "|"
#: How many reviewers the drop-down offers.
_REVIEWERS_OFFERED = 150
_LONGEST_NAME = 24
_PAGES = 3
#: Columns that choose from Reviewers, each shown with the name; a number alone is right as well.
BY_REVIEWERS = (
    STAFF.reviewer,
    REVIEWERS.stands_in_for,
    MEETINGS.held_by,
    REVIEWS.recommended_by,
    REVIEWS.report_sent_by,
)
#: A cell that is blank for ever: what a name refers to where a setting is missing.
NOTHING = f"{LISTS}!$A$2"


def list_name(column: Column) -> str:
    """The defined name of a column's values; columns with the same values share it."""
    return _names()[column.values]


@cache
def _names() -> dict[tuple[str, ...], str]:
    """A name for each list of values: of the values where they are short, else of the first column."""
    names: dict[tuple[str, ...], str] = {}
    for column in _list_columns():
        spoken = key_of(" ".join(column.values))
        fits = len(spoken) <= _LONGEST_NAME
        names.setdefault(column.values, f"List_{spoken if fits else key_of(f'{column.sheet} {column.heading}')}")
    return names


def _list_columns() -> Iterator[Column]:
    return (column for sheet in SHEETS for column in sheet if column.kind is Kind.LIST)


def grows_on(sheet: Sheet, column: Column) -> GrowsOn | None:
    """The list that a column chooses from, where it grows on another sheet."""
    if column in BY_REVIEWERS:
        return GrowsOn(REVIEWERS_NAMED, REVIEWERS.name, warns=False)
    if column is OBJECTIVES.improvement_priority:
        return GrowsOn(PRIORITY_NAMES, PRIORITIES.name)
    if column is STAFF.reviewed_at:
        return GrowsOn(ACADEMY_CODES, SETTINGS)
    if sheet.people and column is sheet.payroll_number:
        return GrowsOn(STAFF_NUMBERS, STAFF.name)
    return None


@dataclass(frozen=True)
class _Listed:
    """A column of the sheet: its heading, what stands below it, and the name by which it is called."""

    heading: str
    values: Sequence[Value]
    name: str
    style: str = "text"


def write_lists(
    page: NewSheet, days: DaysOff, codes: Sequence[Value], own_ranges: tuple[str, ...], footer: tuple[str, str]
) -> None:
    """The sheet Lists, protected; `own_ranges` are the trust's own pay ranges, behind the others."""
    page.width(0, 30)
    page.write(0, 0, "What the drop-downs offer", "head")
    page.height(0, 32)
    columns = {column.values: column for column in reversed(list(_list_columns()))}
    listed = [
        _Listed(column.heading, values_of(column, own_ranges), list_name(column))
        for column in reversed(columns.values())
    ]
    listed += _of_workbook(days, codes)
    for column, one in enumerate(listed, start=1):
        _write(page, column, one)
    _write_reviewers(page, len(listed) + 1)
    _write_missed(page, len(listed) + 2)
    _name_growing(page)
    page.freeze(1, 1)
    page.print_on_a4(footer, wide=_PAGES, repeat=0)
    page.protect()
    page.hide()


def _of_workbook(days: DaysOff, codes: Sequence[Value]) -> list[_Listed]:
    return [
        _Listed("Academy codes", codes, ACADEMY_CODES),
        _Listed("Bank holidays", days.bank_holidays, BANK_HOLIDAYS, "date"),
        _Listed("School closed", days.closed, CLOSED_DAYS, "date"),
        _Listed("School days known from", (days.known_from,), SCHOOL_DAYS_FROM, "date"),
        _Listed("School days known to", (days.known_to,), SCHOOL_DAYS_TO, "date"),
        _Listed("Terms end on", [last for last, _ in days.terms], TERM_ENDS, "date"),
        _Listed("School days in it", [number for _, number in days.terms], TERM_DAYS, "whole"),
        _Listed("Words for nothing", _ended(words_for_nothing()), NOTHING_SAID),
        _Listed("Words for not known", _ended(words_for_nothing(is_answer=True)), NOT_KNOWN),
    ]


def _ended(words: Sequence[str]) -> list[str]:
    """The words, and a blank, each with an end, so that a blank can be looked up like a word."""
    return [f"{word}{END}" for word in ("", *words)]


def _write(page: NewSheet, column: int, listed: _Listed) -> None:
    longest = max(len(value) for value in (listed.heading, *listed.values) if isinstance(value, str))
    page.width(column, max(13, min(longest + 2, 34)))
    page.write(0, column, listed.heading, "head")
    for row, value in enumerate(listed.values, start=1):
        page.write(row, column, value, "line", listed.style)
    at, last = letter(column), 1 + max(1, len(listed.values))
    page.names[listed.name] = f"{LISTS}!${at}$2:${at}${last}"


def _write_reviewers(page: NewSheet, column: int) -> None:
    """Panel, and everybody on Reviewers as the sheet grows."""
    page.width(column, 30)
    page.write(0, column, "Reviewers", "head")
    page.write(1, column, PANEL, "line")
    numbers, names = whole(REVIEWERS, "Payroll number"), whole(REVIEWERS, "Name")
    for row in range(2, _REVIEWERS_OFFERED + 2):
        page.formula(row, column, f'TRIM(INDEX({numbers},{row})&" "&INDEX({names},{row}))', "line")
    at = letter(column)
    filled = f"COUNTA({numbers})"
    page.names[REVIEWERS_NAMED] = f"{LISTS}!${at}$2:INDEX({LISTS}!${at}:${at},1+{filled})"


def _write_missed(page: NewSheet, column: int) -> None:
    """Whether no more numbers are unknown than are blank on Staff; counted only where some are."""
    page.width(column, 24)
    page.write(0, column, "Unknown are those left blank", "head")
    table = table_name(STAFF)
    blank = f'SUMPRODUCT(({table}[{STAFF.payroll_number.heading}]="")*({table}[{TO_DO}]<>""))'
    page.formula(1, column, f"IFERROR(IF({blank}=0,FALSE,{'+'.join(_unknown())}<={blank}),FALSE)", "line")
    page.names[NUMBERS_MISSED] = f"{LISTS}!${letter(column)}$2"


def _unknown() -> Iterator[str]:
    """How many numbers each sheet has that neither Staff nor a sheet before it has."""
    numbers = [f"{table_name(sheet)}[{sheet.payroll_number.heading}]" for sheet in SHEETS if sheet.people]
    for at, these in enumerate(numbers):
        new = "".join(f"*(COUNTIF({before},{these})=0)" for before in numbers[:at])
        unknown = f"ISNA(MATCH({these},{whole(STAFF, STAFF.payroll_number.heading)},0))"
        yield f'SUMPRODUCT(({these}<>"")*{unknown}{new}/COUNTIF({these},{these}&""))'


def _name_growing(page: NewSheet) -> None:
    for name, sheet, heading in (
        (STAFF_NUMBERS, STAFF, "Payroll number"),
        (PRIORITY_NAMES, PRIORITIES, "Priority"),
    ):
        column, at = whole(sheet, heading), column_letter(sheet, heading)
        page.names[name] = f"{sheet.name}!${at}$2:INDEX({column},MAX(2,COUNTA({column})))"
