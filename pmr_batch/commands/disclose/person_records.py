"""Everything that a trust folder has on one person, of all cycles: what a subject access request asks for."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

from pmr_batch.commands.current_workbooks import CurrentWorkbooks, RefusedReturn, read_current_workbooks
from pmr_batch.commands.disclose.cycle_records import CycleRecords
from pmr_batch.commands.disclose.pay_pack import before_committee
from pmr_batch.commands.disclose.person_ledger import ledger_sheet
from pmr_batch.commands.disclose.visible_cells import VisibleCells, pack_column
from pmr_batch.commands.folders import INCOMING, ISSUED, OUTPUT
from pmr_batch.commands.retention.people import CycleRecords as Recorded
from pmr_batch.commands.retention.people import SameNumbers
from pmr_batch.errors import UsageError
from pmr_batch.layout.audiences import columns_for
from pmr_batch.layout.standard_workbook import PANELS, SHEETS, START
from pmr_batch.layout.trust_workbook import ACCEPTED, EQUALITY, MEMBERS, STAFF_LIST
from pmr_batch.model.audience import Audience
from pmr_batch.model.members import Interest
from pmr_batch.model.pack import PackColumn, PackSheet
from pmr_batch.model.terms import Round, Value
from pmr_batch.settings.trust_settings import Accepted, Cycle, Settings
from pmr_batch.word.letters.letter_context import names_in

_REVIEWEE = Audience.REVIEWEE
_SHEETS = tuple(sheet for sheet in SHEETS if "payroll_number" in sheet.by_key)
_FINDING = ("code", "severity", "sheet", "column", "message", "remedy", "explanation", "accepted")


@dataclass(frozen=True)
class PersonRecords:
    """The records of a person, under all `numbers`: a provisional payroll number is followed by a real one.

    `names` are the person's own; `others` everybody else's, for what names them. `cycles` are those that have anything
    on the person, the earliest first. `not_read` says of which cycles and returns nothing could be read.
    """

    sheets: tuple[PackSheet, ...]
    names: tuple[str, ...]
    others: tuple[str, ...]
    not_read: tuple[str, ...]
    cycles: tuple[Cycle, ...] = ()
    numbers: tuple[str, ...] = ()
    refused: tuple[RefusedReturn, ...] = ()


def person_records(
    folder: Path, settings: Settings, payroll_number: str, as_of: date, executor: Executor
) -> PersonRecords:
    """What the returns of all cycles, trust.xlsx, the runs and the ledger have on a person, under all their numbers.

    Raises UsageError where nobody has the payroll number, and LedgerError.
    """
    workbooks, not_read = _workbooks(folder, settings, as_of, executor)
    names: dict[str, str] = {}
    for of_cycle in workbooks:
        names |= names_in(of_cycle.returns)
    names |= {row["payroll_number"]: row["name"] for row in settings.staff_list or () if row["name"]}
    numbers = _numbers(folder, settings, workbooks, payroll_number)
    sheets = [
        *_of_returns(workbooks, numbers),
        *_of_trust(settings, VisibleCells(_REVIEWEE, names), numbers),
        *_of_committee(folder, settings, numbers),
        *_findings(folder, settings, numbers),
        ledger_sheet(folder, numbers),
    ]
    refused = tuple(refused for of_cycle in workbooks for refused in of_cycle.refused)
    held = tuple(sheet for sheet in sheets if sheet.rows)
    if not held:
        raise UsageError(f"{payroll_number}: nothing is held under this number; write it with its leading zeros")
    own = dict.fromkeys(names[number] for number in numbers if number in names)
    others = {name for number, name in names.items() if number not in numbers} | set(_members(workbooks))
    cycles = _cycles(held, settings)
    return PersonRecords(held, tuple(own), tuple(sorted(others)), tuple(not_read), cycles, numbers, refused)


def _numbers(
    folder: Path, settings: Settings, workbooks: Iterable[CurrentWorkbooks], payroll_number: str
) -> tuple[str, ...]:
    """The payroll number that was given, and every other that the folder knows of the person."""
    people = [person for cycle in settings.cycles.values() for person in Recorded.of(folder, cycle).people]
    returns = [return_ for of_cycle in workbooks for return_ in of_cycle.returns]
    return SameNumbers.of(people, settings, returns).all_of(payroll_number)


def _cycles(sheets: Iterable[PackSheet], settings: Settings) -> tuple[Cycle, ...]:
    """The cycles that rows of some sheets are of, the earliest first."""
    named = {row[0] for sheet in sheets if sheet.columns[0].heading == START.cycle.heading for row in sheet.rows}
    return tuple(
        sorted((each for each in settings.cycles.values() if each.name in named), key=lambda each: each.starts)
    )


def _workbooks(
    folder: Path, settings: Settings, as_of: date, executor: Executor
) -> tuple[list[CurrentWorkbooks], list[str]]:
    """The workbooks of every cycle that has any, and what could not be read."""
    read, not_read = [], []
    for cycle in settings.cycles.values():
        if not any((folder / place / cycle.slug).is_dir() for place in (INCOMING, ISSUED)):
            continue
        try:
            workbooks = read_current_workbooks(folder, cycle.name, as_of, executor)
        except UsageError as error:
            not_read.append(f"{cycle.name}: {error}")
            continue
        read.append(workbooks)
        not_read += [f"{cycle.name}: {refused}" for refused in workbooks.refused]
    return read, not_read


def _members(workbooks: Iterable[CurrentWorkbooks]) -> Iterator[str]:
    """The members of panels, who stand on no staff list."""
    for of_cycle in workbooks:
        for return_ in of_cycle.returns:
            table = return_.tables.get(PANELS.name)
            yield from (name for name in (table.columns.get("member", ()) if table else ()) if isinstance(name, str))


# -- returns ---------------------------------------------------------------------------------------


def _of_returns(workbooks: Sequence[CurrentWorkbooks], numbers: Sequence[str]) -> Iterator[PackSheet]:
    cycles = [CycleRecords(of_cycle, _REVIEWEE, ()) for of_cycle in workbooks]
    for sheet in _SHEETS:
        rows = tuple(row for of_cycle in cycles for number in numbers for row in of_cycle.rows_of(sheet, number))
        columns = (START.cycle, START.academy_code, *columns_for(_REVIEWEE, sheet))
        yield PackSheet(sheet.name, sheet.purpose, tuple(map(pack_column, columns)), rows, records=True)
    added = tuple(row for of_cycle in cycles for row in _added(of_cycle, numbers))
    headings = ("Cycle", "Academy code", "Sheet", "Column", "What is written")
    note = "Columns of an office's own, and notes hung on cells, on rows about you."
    yield PackSheet("Added by the office", note, tuple(map(PackColumn, headings)), added, records=True)


def _added(of_cycle: CycleRecords, numbers: Sequence[str]) -> Iterator[tuple[Value, ...]]:
    """What an office has added of its own on the rows of a person."""
    for of_return in of_cycle.returns.values():
        return_, start = of_return.return_, of_return.start
        own = ((sheet, number) for sheet in _SHEETS for number in numbers)
        rows = {(sheet.name, row["row"]) for sheet, number in own for row in of_return.of(sheet, number)}
        where = (start.get("cycle"), start.get("academy_code"))
        for extra in return_.extras:
            for row, value in extra.cells.items() if extra.heading else ():
                if (extra.sheet, row) in rows and value not in (None, ""):
                    yield (*where, extra.sheet, extra.heading, str(value))
        for note in return_.notes:
            if (note.sheet, note.row) in rows:
                yield (*where, note.sheet, note.column or note.cell, note.text)


# -- the trust, the committee, the runs ------------------------------------------------------------


def _of_trust(settings: Settings, cells: VisibleCells, numbers: Sequence[str]) -> Iterator[PackSheet]:
    accepted = [_accepted(each) for each in settings.accepted]
    members = [_interest(each) for each in settings.interests]
    for sheet, rows in (
        (STAFF_LIST, settings.staff_list or ()),
        (EQUALITY, settings.equality),
        (ACCEPTED, accepted),
        (MEMBERS, members),
    ):
        columns = cells.columns(sheet)
        own = [row for row in rows if {row["payroll_number"], row.get("person")} & set(numbers)]
        values = tuple(tuple(cells.cell(column, row) for column in columns) for row in own)
        yield PackSheet(sheet.name, sheet.purpose, tuple(map(pack_column, columns)), values, records=True)


def _accepted(accepted: Accepted) -> dict[str, Any]:
    """A row of Accepted by column key."""
    values = (accepted.rule, accepted.academy, accepted.payroll_number, accepted.item, accepted.reason, accepted.by)
    return dict(zip((column.key for column in ACCEPTED), (*values, accepted.on), strict=True))


def _interest(interest: Interest) -> dict[str, Any]:
    """A row of Committee members by column key."""
    values = (interest.member, interest.payroll_number, interest.academy, interest.person, interest.what)
    return dict(zip((column.key for column in MEMBERS), (*values, interest.declared_on), strict=True))


def _of_committee(folder: Path, settings: Settings, numbers: Sequence[str]) -> Iterator[PackSheet]:
    """The row before the committee and its decision, of every round."""
    before: list[PackSheet] = []
    rows: list[tuple[Value, ...]] = []
    for cycle in settings.cycles.values():
        for round_, number in product(Round, numbers):
            if sheet := before_committee(folder, cycle, round_, number):
                before.append(sheet)
                rows += [(cycle.name, round_.value, *row) for row in sheet.rows]
    if before:
        columns = (PackColumn("Cycle"), PackColumn("Round"), *before[0].columns)
        note = "Your row before the pay committee, and what it decided, with the reason."
        yield PackSheet("Pay committee", note, columns, tuple(rows), records=True)


def _findings(folder: Path, settings: Settings, numbers: Sequence[str]) -> Iterator[PackSheet]:
    """What the last run of each round found about the person."""
    rows: list[tuple[Value, ...]] = []
    for cycle in settings.cycles.values():
        for round_ in Round:
            found = _read(folder / OUTPUT / cycle.slug / round_.value / "findings.json")
            own = (finding for finding in found if finding["payroll_number"] in numbers)
            rows += [(cycle.name, round_.value, *(finding[key] for key in _FINDING)) for finding in own]
    headings = ("cycle", "round", *_FINDING)
    columns = tuple(PackColumn(heading.capitalize()) for heading in headings)
    yield PackSheet("Findings", "What the last run of each round had to say of your rows.", columns, tuple(rows), True)


def _read(path: Path, load: Callable[[str], Any] = json.loads) -> list[dict[str, Any]]:
    """The findings of a run; none where they are not there, or are no findings."""
    try:
        found = load(path.read_text("utf-8"))
    except (OSError, ValueError):
        return []
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
