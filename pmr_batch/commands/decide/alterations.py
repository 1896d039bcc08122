"""Checks that the workbook is as the run wrote it (PM623): compares every cell outside of the committee's columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from pmr_batch.commands.decide.recommendations_sheet import NUMBER, RUN_NUMBER, DecidedWorkbook
from pmr_batch.excel.reading.cell_values import is_blank, read
from pmr_batch.excel.reading.single_sheet import OtherColumn
from pmr_batch.layout.columns import Kind
from pmr_batch.layout.committee_workbook import DECISIONS, RECOMMENDATIONS
from pmr_batch.model.person import Recommendation
from pmr_batch.model.returns import Spot, Unread
from pmr_batch.words import counted, shown

OWNER = "PM623"
#: The values that the run wrote in a person's row, by heading; the recommendations by payroll number.
ExpectedRow = Mapping[str, Any]
People = Mapping[str, Recommendation]
#: Numbers closer than this are equal: programs store them as binary fractions.
_NEAR = Decimal("0.000001")


@dataclass
class ComparedRows:
    """The person of each row, by position; what is not as the run wrote it; and notes on what is not read."""

    people: dict[int, Recommendation] = field(default_factory=dict)
    altered: list[Spot] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def compare_rows(
    workbook: DecidedWorkbook, expected: Mapping[str, ExpectedRow], rows: Sequence[Recommendation]
) -> ComparedRows:
    """Compare the rows of the workbook with those that the run wrote."""
    compared, people = ComparedRows(), {row.payroll_number: row for row in rows}
    places = _places(workbook, people, compared)
    headings = next(iter(expected.values()), {})
    columns = {heading: workbook.others[heading][0] for heading in headings if heading in workbook.others}
    compared.altered += _columns_at_fault(workbook, headings)
    compared.notes += _notes(workbook, headings)
    for number, person in people.items():
        if not places[number]:
            what = f"{person.name}, {number}: has no row any more"
            compared.altered.append(Spot(OWNER, RECOMMENDATIONS.name, payroll_number=number, words={"what": what}))
            continue
        first, *repeated = places[number]
        also = f"stands on row {workbook.table.rows[first]} too"
        compared.altered += (_at(workbook, NUMBER.key, at, also) for at in repeated)
        compared.altered += _altered(workbook, columns, first, expected[number])
        compared.people[first] = person
    return compared


def _places(workbook: DecidedWorkbook, people: People, compared: ComparedRows) -> Mapping[str, list[int]]:
    """The positions of each person's rows; rows about nobody are notes of somebody's, or alterations."""
    places: dict[str, list[int]] = defaultdict(list)
    digits = _by_digits(people)
    for position in range(len(workbook.table.rows)):
        typed = workbook.value(NUMBER.key, position)
        number = typed if typed in people else digits.get(str(typed).lstrip("0"))
        if number is not None:
            places[number].append(position)
            if number != typed:
                compared.notes.append(f"row {workbook.table.rows[position]} has lost the zeros of {number}; it is read")
        elif _is_note(workbook, position):
            compared.notes.append(f"row {workbook.table.rows[position]} is none of the run's; it is not read")
        else:
            compared.altered.append(
                _at(workbook, NUMBER.key, position, "is nobody that the run put before the committee")
            )
    return places


def _by_digits(people: People) -> Mapping[str, str]:
    """Payroll numbers by themselves without leading zeros, which spreadsheets remove; where they stay distinct."""
    by_digits: dict[str, str | None] = {}
    for number in people:
        bare = number.lstrip("0")
        by_digits[bare] = None if bare in by_digits else number
    return {bare: number for bare, number in by_digits.items() if number}


def _is_note(workbook: DecidedWorkbook, position: int) -> bool:
    """Whether a row is somebody's note: it has no run number, and decides about nobody."""
    decides = workbook.value("decision", position) in DECISIONS and not is_blank(workbook.value(NUMBER.key, position))
    return is_blank(workbook.value(RUN_NUMBER.key, position)) and not decides


def _columns_at_fault(workbook: DecidedWorkbook, headings: ExpectedRow) -> Iterator[Spot]:
    """Headings of the run, or of the committee's columns, that are missing, repeated or changed."""
    for spot in workbook.sheet.spots:
        if spot.code == "PM003":
            words = {"what": spot.words["what"]}
            yield Spot(OWNER, spot.sheet, spot.row, spot.column, spot.cell, words=words)
    declared = {column.heading for column in RECOMMENDATIONS}
    for heading in (heading for heading in headings if heading not in declared):
        columns = workbook.others.get(heading, [])
        if len(columns) != 1:
            what = "is there twice" if columns else "is missing"
            yield Spot(OWNER, RECOMMENDATIONS.name, column=heading, words={"what": what})


def _notes(workbook: DecidedWorkbook, headings: ExpectedRow) -> Iterator[str]:
    """Notes on columns and rows that are none of the run's, and on what the reader noticed."""
    for heading, columns in workbook.others.items():
        if heading not in headings:
            letters = ", ".join(column.letter for column in columns)
            named = f"{shown(heading)} ({letters})" if heading else letters
            yield f"column {named} is none of the run's; it is not read"
    rows = {row for columns in workbook.others.values() for column in columns for row in column.cells}
    strays = sorted(rows - set(workbook.table.rows))
    if strays:
        yield f"{counted(len(strays), 'row')} below the people, from row {strays[0]}, are none of the run's"
    for spot in workbook.sheet.spots:
        if spot.code == "PM022":
            yield spot.words["what"]
        if spot.code == "PM020" and spot.row not in workbook.table.rows:
            yield f"row {spot.row} {spot.words['what']}"


def _altered(
    workbook: DecidedWorkbook, columns: Mapping[str, OtherColumn], position: int, expected_row: ExpectedRow
) -> Iterator[Spot]:
    row = workbook.table.rows[position]
    for heading, other in columns.items():
        actual, expected = other.cells.get(row), expected_row[heading]
        if actual != expected and not _same(actual, expected):
            what = f"is {_shown(actual)}, and the run made {_shown(expected)}"
            cell = f"{other.letter}{row}"
            number = expected_row[NUMBER.heading]
            yield Spot(
                OWNER, RECOMMENDATIONS.name, row, heading, cell, number, value=_shown(actual), words={"what": what}
            )
    for column in (RECOMMENDATIONS.academy_code, RUN_NUMBER):
        actual, expected = workbook.value(column.key, position), expected_row[column.heading]
        if column.key in workbook.table.columns and actual != expected:
            yield _at(workbook, column.key, position, f"is {_shown(actual)}, and the run made {_shown(expected)}")


def _at(workbook: DecidedWorkbook, key: str, position: int, what: str) -> Spot:
    return workbook.at(key, position, OWNER, {"what": what})


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


def expected_rows(rows: Sequence[Recommendation], fields: Sequence[Any]) -> Mapping[str, ExpectedRow]:
    """The values that the run wrote, by payroll number and heading."""
    return {row.payroll_number: {field.heading: field.get(row) for field in fields} for row in rows}
