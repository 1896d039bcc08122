"""Was the workbook issued for this trust, an academy it has, this cycle and template (PM004)?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from pmr_batch.excel.reading.cell_values import key_text
from pmr_batch.layout.columns import Column, Kind
from pmr_batch.layout.standard_workbook import ACCEPTED_TEMPLATE_VERSIONS, START
from pmr_batch.model.returns import Return, Spot, Table, Unread
from pmr_batch.model.terms import FileState
from pmr_batch.settings.trust_settings import Cycle, Settings
from pmr_batch.words import day, shown

_OWNER = "PM004"
#: The code under which a sheet is told that is missing.
_MISSING = "PM002"
#: Without these nobody can tell whose return it is: a missing line is a fault.
_NEEDED = ("trust", "academy_code", "cycle", "template_version", "return_number")
_TYPES: dict[Kind, type] = {Kind.TEXT: str, Kind.DATE: date, Kind.WHOLE: int}


def check_start(return_: Return, settings: Settings | None = None, cycle: Cycle | None = None) -> Return:
    """The return, refused with what does not fit; its academy and cycle as in the settings."""
    if return_.state is not FileState.ACCEPTED:
        return return_
    return_ = replace(return_, academy=_academy(return_, settings), cycle=_cycle(return_, settings))
    if START.name not in return_.tables:
        return _without_start(return_)
    spots = tuple(_faults(return_, return_.tables[START.name], settings, cycle))
    return replace(return_, state=FileState.REFUSED, spots=(*return_.spots, *spots)) if spots else return_


def _without_start(return_: Return) -> Return:
    """Refused with what was said of the missing sheet: one cause, one finding."""
    said = next((spot for spot in return_.spots if (spot.code, spot.sheet) == (_MISSING, START.name)), None)
    what = said.words["what"] if said else "is missing"
    spot = Spot(_OWNER, START.name, words={"what": f"{what}, so that nobody can tell whose return this is"})
    others = (each for each in return_.spots if each is not said)
    return replace(return_, state=FileState.REFUSED, spots=(*others, spot))


def _faults(return_: Return, start: Table, settings: Settings | None, cycle: Cycle | None) -> Iterator[Spot]:
    for column in START:
        if _OWNER in column.owners:
            fault = _fault_of_line(column, start, return_, settings, cycle)
            if fault:
                yield _spot(column, start, fault)


def _spot(column: Column, start: Table, fault: str) -> Spot:
    present = start.has(column.key)
    row, cell = start.place(column.key, 1) if present else (None, None)
    value = start.columns[column.key][0] if present else None
    value = value.typed if isinstance(value, Unread) else value
    return Spot(_OWNER, START.name, row, column.heading, cell, value=value, words={"what": fault})


def _fault_of_line(
    column: Column, start: Table, return_: Return, settings: Settings | None, cycle: Cycle | None
) -> str | None:
    """What is wrong with a line of Start; None where it fits, or where only its label is missing (PM003)."""
    if not start.has(column.key):
        return "is missing" if column.key in _NEEDED else None
    value = start.columns[column.key][0]
    if value is None:
        return "is blank"
    if isinstance(value, Unread) or not isinstance(value, _TYPES[column.kind]):
        return f"is no {column.kind.value} that can be read"
    return _fault_of_value(column.key, value, return_, settings, cycle)


def _fault_of_value(
    key: str, value: Any, return_: Return, settings: Settings | None, cycle: Cycle | None
) -> str | None:
    if key == "template_version" and value not in ACCEPTED_TEMPLATE_VERSIONS:
        return f"is {shown(value)}; accepted is {' or '.join(ACCEPTED_TEMPLATE_VERSIONS)}"
    if key == "return_number" and value < 1:
        return f"is {value}; the first is 1"
    return _fault_by_settings(key, value, return_, settings, cycle) if settings else None


def _fault_by_settings(key: str, value: Any, return_: Return, settings: Settings, cycle: Cycle | None) -> str | None:
    if key == "trust" and _bare(value) != _bare(settings.trust):
        return f"is {shown(value)}; this trust is {shown(settings.trust)}"
    if key == "academy_code" and return_.academy not in settings.academies:
        return f"is {shown(value)}, which is no academy of this trust"
    expected = cycle or settings.cycle(return_.cycle or "")
    if key == "cycle" and (expected is None or return_.cycle != expected.name):
        return f"is {shown(value)}" + (f"; this is the cycle {shown(expected.name)}" if expected else ", unknown here")
    if expected and return_.cycle == expected.name:
        required = {"cycle_from": expected.starts, "cycle_to": expected.ends}.get(key)
        if required and value != required:
            return f"is {day(value)}; the cycle has {day(required)}"
    return None


def _academy(return_: Return, settings: Settings | None) -> str | None:
    codes = [code for code in (settings.academies if settings else ()) if _bare(code) == _bare(return_.academy or "")]
    return codes[0] if len(codes) == 1 else return_.academy


def _cycle(return_: Return, settings: Settings | None) -> str | None:
    names = [name for name in (settings.cycles if settings else ()) if _bare(name) == _bare(return_.cycle or "")]
    return names[0] if len(names) == 1 else return_.cycle


def _bare(text: str) -> str:
    return key_text(text).casefold()
