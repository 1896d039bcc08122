"""Provisional payroll numbers of a return become the real ones, once the staff list has them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from pmr_batch.excel.reading.key_columns import PEOPLE
from pmr_batch.layout.standard_workbook import STAFF
from pmr_batch.model.returns import Return, Spot, Table
from pmr_batch.model.terms import FileState
from pmr_batch.settings.provisional_numbers import NumberedPerson, real_numbers
from pmr_batch.settings.trust_settings import Settings
from pmr_batch.words import shown

_NUMBER = "payroll_number"


def with_real_numbers(return_: Return, settings: Settings) -> Return:
    """The return with the real number in every cell that has somebody's provisional one; told at the row on Staff."""
    staff = return_.tables.get(STAFF.name, Table(STAFF.name))
    if return_.state is not FileState.ACCEPTED or not settings.staff_list:
        return return_
    known = real_numbers(_people(return_.academy or "", staff), settings).known
    renumbered = {old: new for (_, old), new in known.items()}
    if not renumbered:
        return return_
    tables = {name: _renumbered(table, renumbered) for name, table in return_.tables.items()}
    numbered = (
        replace(spot, payroll_number=renumbered.get(spot.payroll_number or "", spot.payroll_number))
        for spot in return_.spots
    )
    spots = (*numbered, *_told(staff, renumbered))
    return replace(return_, tables=tables, spots=spots, renumbered=renumbered)


def _people(academy: str, staff: Table) -> Iterator[NumberedPerson]:
    columns = (staff.columns.get(key, (None,) * len(staff.rows)) for key in (_NUMBER, "name", "employment_start"))
    for number, name, starts in zip(*columns, strict=True):
        if isinstance(number, str):
            day = starts if isinstance(starts, date) else None
            yield NumberedPerson(academy, number, name if isinstance(name, str) else "", day)


def _renumbered(table: Table, renumbered: Mapping[str, str]) -> Table:
    columns = {
        key: tuple(renumbered.get(value, value) if isinstance(value, str) else value for value in values)
        if key in PEOPLE
        else values
        for key, values in table.columns.items()
    }
    return replace(table, columns=columns)


def _told(staff: Table, renumbered: Mapping[str, str]) -> Iterator[Spot]:
    heading = STAFF.by_key[_NUMBER].heading
    for row, number in zip(staff.rows, staff.columns.get(_NUMBER, ()), strict=False):
        if isinstance(number, str) and number in renumbered:
            _, cell = staff.place(_NUMBER, row)
            real = renumbered[number]
            how = "in every cell, as the staff list has the person now"
            words = {"was": number, "became": real, "how": how}
            words["what"] = f"was {shown(number)} and is read as {shown(real)} ({how})"
            yield Spot("PM015", STAFF.name, row, heading, cell, real, value=number, words=words)
