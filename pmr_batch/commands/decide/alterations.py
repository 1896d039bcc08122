"""Checks that the workbook is as the run wrote it (PM623): compares every cell outside of the committee's columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Generic, Protocol, TypeVar

from pmr_batch.commands.decide.decided_workbook import NUMBER, RUN_NUMBER, CommitteeSheet
from pmr_batch.excel.reading.cell_values import is_blank, read
from pmr_batch.excel.reading.single_sheet import OtherColumn
from pmr_batch.layout.columns import Kind
from pmr_batch.layout.committee_workbook import RECOMMENDATIONS
from pmr_batch.model.returns import Spot, Unread
from pmr_batch.produce.committee.to_do import CALCULATED
from pmr_batch.words import counted, shown

OWNER = "PM623"
#: The values that the run wrote in a person's row, by heading.
ExpectedRow = Mapping[str, Any]
#: Numbers closer than this are equal: programs store them as binary fractions.
_NEAR = Decimal("0.000001")


class PersonRow(Protocol):
    """A row about a person that a run wrote."""

    @property
    def academy(self) -> str:
        """The code of the person's academy."""

    @property
    def payroll_number(self) -> str:
        """The person's payroll number."""

    @property
    def name(self) -> str:
        """The person's name."""


Row = TypeVar("Row", bound=PersonRow)


@dataclass
class ComparedRows(Generic[Row]):
    """The person of each row, by position; what is not as the run wrote it; and notes on what is not read."""

    people: dict[int, Row] = field(default_factory=dict)
    altered: list[Spot] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def compare_rows(sheet: CommitteeSheet, expected: Mapping[str, ExpectedRow], rows: Sequence[Row]) -> ComparedRows[Row]:
    """Compare the rows of a sheet with those that the run wrote."""
    compared, people = ComparedRows[Row](), {row.payroll_number: row for row in rows}
    places = _places(sheet, people, compared)
    headings = next(iter(expected.values()), {})
    columns = {heading: sheet.others[heading][0] for heading in headings if heading in sheet.others}
    compared.altered += _columns_at_fault(sheet, headings)
    compared.notes += _notes(sheet, headings)
    for number, person in people.items():
        if not places[number]:
            what = f"{person.name}, {number}: has no row any more"
            compared.altered.append(Spot(OWNER, sheet.declared.name, payroll_number=number, words={"what": what}))
            continue
        first, *repeated = places[number]
        also = f"stands on row {sheet.table.rows[first]} too"
        compared.altered += (_at(sheet, NUMBER.key, at, also) for at in repeated)
        compared.altered += _altered(sheet, columns, first, expected[number])
        compared.people[first] = person
    return compared


def without_sheet(name: str) -> Spot:
    """That a sheet which the run wrote is not there any more."""
    return Spot(OWNER, name, words={"what": "is missing"})


def _places(sheet: CommitteeSheet, people: Mapping[str, Row], compared: ComparedRows[Row]) -> Mapping[str, list[int]]:
    """The positions of each person's rows; rows about nobody are notes of somebody's, or alterations."""
    places: dict[str, list[int]] = defaultdict(list)
    digits = _by_digits(people)
    for position in range(len(sheet.table.rows)):
        typed = sheet.value(NUMBER.key, position)
        number = typed if typed in people else digits.get(str(typed).lstrip("0"))
        if number is not None:
            places[number].append(position)
            if number != typed:
                compared.notes.append(f"{_row(sheet, position)} has lost the zeros of {number}; it is read")
        elif _is_note(sheet, position):
            compared.notes.append(f"{_row(sheet, position)} is none of the run's; it is not read")
        else:
            compared.altered.append(_at(sheet, NUMBER.key, position, "is nobody whom the run put here"))
    return places


def _by_digits(people: Iterable[str]) -> Mapping[str, str]:
    """Payroll numbers by themselves without leading zeros, which spreadsheets remove; where they stay distinct."""
    by_digits: dict[str, str | None] = {}
    for number in people:
        bare = number.lstrip("0")
        by_digits[bare] = None if bare in by_digits else number
    return {bare: number for bare, number in by_digits.items() if number}


def _row(sheet: CommitteeSheet, position: int) -> str:
    """Row 7; on the second sheet with its name."""
    where = "" if sheet.declared is RECOMMENDATIONS else f" of {sheet.declared.name}"
    return f"row {sheet.table.rows[position]}{where}"


def _is_note(sheet: CommitteeSheet, position: int) -> bool:
    """Whether a row is somebody's note: it has no run number, and decides about nobody."""
    values = ((column, sheet.value(column.key, position)) for column in sheet.committee_columns)
    entered = any(isinstance(value, date) or sheet.lists(column, value) for column, value in values)
    decides = entered and not is_blank(sheet.value(NUMBER.key, position))
    return is_blank(sheet.value(RUN_NUMBER.key, position)) and not decides


def _columns_at_fault(sheet: CommitteeSheet, headings: ExpectedRow) -> Iterator[Spot]:
    """Headings of the run, or of the committee's columns, that are missing, repeated or changed."""
    for spot in sheet.read.spots:
        if spot.code == "PM003":
            words = {"what": spot.words["what"]}
            yield Spot(OWNER, spot.sheet, spot.row, spot.column, spot.cell, words=words)
    declared = {column.heading for column in sheet.declared}
    for heading in (heading for heading in headings if heading not in declared):
        columns = sheet.others.get(heading, [])
        if len(columns) != 1:
            what = "is there twice" if columns else "is missing"
            yield Spot(OWNER, sheet.declared.name, column=heading, words={"what": what})


def _notes(sheet: CommitteeSheet, headings: ExpectedRow) -> Iterator[str]:
    """Notes on columns and rows that are none of the run's, and on what the reader noticed."""
    where = "" if sheet.declared is RECOMMENDATIONS else f" of {sheet.declared.name}"
    for heading, columns in sheet.others.items():
        if heading not in headings and heading not in CALCULATED:
            letters = ", ".join(column.letter for column in columns)
            named = f"{shown(heading)} ({letters})" if heading else letters
            yield f"column {named}{where} is none of the run's; it is not read"
    rows = {row for columns in sheet.others.values() for column in columns for row in column.cells}
    strays = sorted(rows - set(sheet.table.rows))
    if strays:
        yield f"{counted(len(strays), 'row')}{where} below the people, from row {strays[0]}, are none of the run's"
    for spot in sheet.read.spots:
        if spot.code == "PM022":
            yield spot.words["what"]
        if spot.code == "PM020" and spot.row not in sheet.table.rows:
            yield f"row {spot.row}{where} {spot.words['what']}"


def _altered(
    sheet: CommitteeSheet, columns: Mapping[str, OtherColumn], position: int, expected_row: ExpectedRow
) -> Iterator[Spot]:
    row, name = sheet.table.rows[position], sheet.declared.name
    for heading, other in columns.items():
        actual, expected = other.cells.get(row), expected_row[heading]
        if actual != expected and not _same(actual, expected):
            what = f"is {_shown(actual)}, and the run made {_shown(expected)}"
            cell = f"{other.letter}{row}"
            number = expected_row[NUMBER.heading]
            yield Spot(OWNER, name, row, heading, cell, number, value=_shown(actual), words={"what": what})
    for column in (RECOMMENDATIONS.academy_code, RUN_NUMBER):
        actual, expected = sheet.value(column.key, position), expected_row[column.heading]
        if column.key in sheet.table.columns and actual != expected:
            yield _at(sheet, column.key, position, f"is {_shown(actual)}, and the run made {_shown(expected)}")


def _at(sheet: CommitteeSheet, key: str, position: int, what: str) -> Spot:
    return sheet.at(key, position, OWNER, {"what": what})


def _same(actual: Any, expected: Any) -> bool:
    """Whether a cell has the expected value; blanks within a text and the last bit of a number do not matter."""
    if isinstance(expected, str):
        expected_text, _ = read(Kind.TEXT, expected)
        actual_text, _ = read(Kind.TEXT, actual) if isinstance(actual, str) else (None, None)
        return (actual_text or "").split() == (expected_text or "").split()
    if isinstance(expected, int | float | Decimal):
        number, _ = read(Kind.MONEY, actual)
        return isinstance(number, Decimal) and abs(number - Decimal(str(expected))) < _NEAR
    if isinstance(expected, date):
        return bool(read(Kind.DATE, actual)[0] == expected)
    return is_blank(actual) and is_blank(expected)


def _shown(value: Any) -> str:
    return shown(value.typed if isinstance(value, Unread) else None if is_blank(value) else value)


def expected_rows(rows: Sequence[Row], fields: Sequence[Any]) -> Mapping[str, ExpectedRow]:
    """The values that the run wrote, by payroll number and heading."""
    return {row.payroll_number: {field.heading: field.get(row) for field in fields} for row in rows}
