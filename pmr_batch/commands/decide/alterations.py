"""Is the workbook the run's own (PM623)? Every cell beside the committee's columns is held against what was made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from pmr_batch.commands.decide.recommendations_sheet import NUMBER, RUN_NUMBER, CameBack
from pmr_batch.excel.reading.cell_values import is_blank, read
from pmr_batch.excel.reading.single_sheet import OtherColumn
from pmr_batch.layout.columns import Kind
from pmr_batch.layout.committee_workbook import DECISIONS, RECOMMENDATIONS
from pmr_batch.model.person import Recommendation
from pmr_batch.model.returns import Spot, Unread
from pmr_batch.words import counted, shown

OWNER = "PM623"
#: What was made of one person's row, by heading; and of everybody's, by payroll number.
Made = Mapping[str, Any]
People = Mapping[str, Recommendation]
#: Two numbers closer than this are one: programs store them as binary fractions.
_NEAR = Decimal("0.000001")


@dataclass
class Compared:
    """Which row is whose, by position; what is not as the run made it; and what somebody wrote beside."""

    people: dict[int, Recommendation] = field(default_factory=dict)
    altered: list[Spot] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def compare(back: CameBack, made: Mapping[str, Made], rows: Sequence[Recommendation]) -> Compared:
    """Hold the rows that came back against those that the run made."""
    found, people = Compared(), {one.payroll_number: one for one in rows}
    places = _places(back, people, found)
    headings = next(iter(made.values()), {})
    columns = {heading: back.others[heading][0] for heading in headings if heading in back.others}
    found.altered += _columns_at_fault(back, headings)
    found.notes += _beside(back, headings)
    for number, one in people.items():
        if not places[number]:
            what = f"{one.name}, {number}: has no row any more"
            found.altered.append(Spot(OWNER, RECOMMENDATIONS.name, payroll_number=number, words={"what": what}))
            continue
        first, *again = places[number]
        also = f"stands on row {back.table.rows[first]} too"
        found.altered += (_at(back, NUMBER.key, at, also) for at in again)
        found.altered += _altered(back, columns, first, made[number])
        found.people[first] = one
    return found


def _places(back: CameBack, people: People, found: Compared) -> Mapping[str, list[int]]:
    """Where the rows about each person are; rows about nobody are somebody's notes, or were added."""
    places: dict[str, list[int]] = defaultdict(list)
    digits = _by_digits(people)
    for position in range(len(back.table.rows)):
        typed = back.value(NUMBER.key, position)
        number = typed if typed in people else digits.get(str(typed).lstrip("0"))
        if number is not None:
            places[number].append(position)
            if number != typed:
                found.notes.append(f"row {back.table.rows[position]} has lost the zeros of {number}; it is read")
        elif _is_a_note(back, position):
            found.notes.append(f"row {back.table.rows[position]} is none of the run's; it is not read")
        else:
            found.altered.append(_at(back, NUMBER.key, position, "is nobody that the run put before the committee"))
    return places


def _by_digits(people: People) -> Mapping[str, str]:
    """Payroll numbers without their leading zeros, which spreadsheets take off; where that leaves them apart."""
    found: dict[str, str | None] = {}
    for number in people:
        bare = number.lstrip("0")
        found[bare] = None if bare in found else number
    return {bare: number for bare, number in found.items() if number}


def _is_a_note(back: CameBack, position: int) -> bool:
    """Whether a row is somebody's remark, and no person: it bears no run number, and decides about nobody."""
    decides = back.value("decision", position) in DECISIONS and not is_blank(back.value(NUMBER.key, position))
    return is_blank(back.value(RUN_NUMBER.key, position)) and not decides


def _columns_at_fault(back: CameBack, headings: Made) -> Iterator[Spot]:
    """A heading of the run's, or of the committee's, that is not there, is there twice, or reads otherwise."""
    for spot in back.sheet.spots:
        if spot.code == "PM003":
            words = {"what": spot.words["what"]}
            yield Spot(OWNER, spot.sheet, spot.row, spot.column, spot.cell, words=words)
    declared = {column.heading for column in RECOMMENDATIONS}
    for heading in (heading for heading in headings if heading not in declared):
        there = back.others.get(heading, [])
        if len(there) != 1:
            what = "is there twice" if there else "is missing"
            yield Spot(OWNER, RECOMMENDATIONS.name, column=heading, words={"what": what})


def _beside(back: CameBack, headings: Made) -> Iterator[str]:
    """Columns of somebody's own, and what the reader saw and read all the same."""
    for heading, columns in back.others.items():
        if heading not in headings:
            letters = ", ".join(column.letter for column in columns)
            named = f"{shown(heading)} ({letters})" if heading else letters
            yield f"column {named} is none of the run's; it is not read"
    rows = {row for columns in back.others.values() for column in columns for row in column.cells}
    strays = sorted(rows - set(back.table.rows))
    if strays:
        yield f"{counted(len(strays), 'row')} below the people, from row {strays[0]}, are none of the run's"
    for spot in back.sheet.spots:
        if spot.code == "PM022":
            yield spot.words["what"]
        if spot.code == "PM020" and spot.row not in back.table.rows:
            yield f"row {spot.row} {spot.words['what']}"


def _altered(back: CameBack, columns: Mapping[str, OtherColumn], position: int, made: Made) -> Iterator[Spot]:
    row = back.table.rows[position]
    for heading, other in columns.items():
        there, expected = other.cells.get(row), made[heading]
        if there != expected and not _same(there, expected):
            what = f"is {_shown(there)}, and the run made {_shown(expected)}"
            cell = f"{other.letter}{row}"
            number = made[NUMBER.heading]
            yield Spot(
                OWNER, RECOMMENDATIONS.name, row, heading, cell, number, value=_shown(there), words={"what": what}
            )
    for column in (RECOMMENDATIONS.academy_code, RUN_NUMBER):
        there, expected = back.value(column.key, position), made[column.heading]
        if column.key in back.table.columns and there != expected:
            yield _at(back, column.key, position, f"is {_shown(there)}, and the run made {_shown(expected)}")


def _at(back: CameBack, key: str, position: int, what: str) -> Spot:
    return back.at(key, position, OWNER, {"what": what})


def _same(there: Any, expected: Any) -> bool:
    """Whether a cell holds what was made: blanks within a text do not matter, nor the last bit of a number."""
    if isinstance(expected, str):
        plain, _ = read(Kind.TEXT, expected)
        found, _ = read(Kind.TEXT, there) if isinstance(there, str) else (None, None)
        return (found or "").split() == (plain or "").split()
    if isinstance(expected, int | float | Decimal):
        number, _ = read(Kind.MONEY, there)
        return isinstance(number, Decimal) and abs(number - Decimal(str(expected))) < _NEAR
    if isinstance(expected, date):
        return bool(read(Kind.DATE, there)[0] == expected)
    return is_blank(there) and is_blank(expected)


def _shown(value: Any) -> str:
    return shown(value.typed if isinstance(value, Unread) else None if is_blank(value) else value)


def made_by(rows: Sequence[Recommendation], fields: Sequence[Any]) -> Mapping[str, Made]:
    """What the run made of each row, by payroll number and heading."""
    return {one.payroll_number: {field.heading: field.get(one) for field in fields} for one in rows}
