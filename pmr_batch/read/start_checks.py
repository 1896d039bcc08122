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
#: Without these nobody can tell whose return it is: their lines must be there, too.
_NEEDED = ("trust", "academy_code", "cycle", "template_version", "return_number")
_TYPES: dict[Kind, type] = {Kind.TEXT: str, Kind.DATE: date, Kind.WHOLE: int}


def fits(one: Return, settings: Settings | None = None, cycle: Cycle | None = None) -> Return:
    """The return, refused with what does not fit; its academy and cycle as the settings write them."""
    if one.state is not FileState.ACCEPTED:
        return one
    one = replace(one, academy=_academy(one, settings), cycle=_cycle(one, settings))
    spots = tuple(_faults(one, settings, cycle))
    return replace(one, state=FileState.REFUSED, spots=(*one.spots, *spots)) if spots else one


def _faults(one: Return, settings: Settings | None, cycle: Cycle | None) -> Iterator[Spot]:
    start = one.tables.get(START.name)
    if start is None:
        yield Spot(_OWNER, START.name, words={"what": "is missing, so that nobody can tell whose return this is"})
        return
    for column in START:
        if _OWNER in column.owners:
            what = _what(column, start, one, settings, cycle)
            if what:
                yield _spot(column, start, what)


def _spot(column: Column, start: Table, what: str) -> Spot:
    there = start.has(column.key)
    row, cell = start.place(column.key, 1) if there else (None, None)
    value = start.columns[column.key][0] if there else None
    value = value.typed if isinstance(value, Unread) else value
    return Spot(_OWNER, START.name, row, column.heading, cell, value=value, words={"what": what})


def _what(column: Column, start: Table, one: Return, settings: Settings | None, cycle: Cycle | None) -> str | None:
    """What is wrong with a line of Start; None where it fits, or where only its label is missing (PM003)."""
    if not start.has(column.key):
        return "is missing" if column.key in _NEEDED else None
    value = start.columns[column.key][0]
    if value is None:
        return "is blank"
    if isinstance(value, Unread) or not isinstance(value, _TYPES[column.kind]):
        return f"is no {column.kind.value} that can be read"
    return _against(column.key, value, one, settings, cycle)


def _against(key: str, value: Any, one: Return, settings: Settings | None, cycle: Cycle | None) -> str | None:
    if key == "template_version" and value not in ACCEPTED_TEMPLATE_VERSIONS:
        return f"is {shown(value)}; accepted is {' or '.join(ACCEPTED_TEMPLATE_VERSIONS)}"
    if key == "return_number" and value < 1:
        return f"is {value}; the first is 1"
    return _against_settings(key, value, one, settings, cycle) if settings else None


def _against_settings(key: str, value: Any, one: Return, settings: Settings, cycle: Cycle | None) -> str | None:
    if key == "trust" and _bare(value) != _bare(settings.trust):
        return f"is {shown(value)}; this trust is {shown(settings.trust)}"
    if key == "academy_code" and one.academy not in settings.academies:
        return f"is {shown(value)}, which is no academy of this trust"
    expected = cycle or settings.cycle(one.cycle or "")
    if key == "cycle" and (expected is None or one.cycle != expected.name):
        return f"is {shown(value)}" + (f"; this is the cycle {shown(expected.name)}" if expected else ", unknown here")
    if expected and one.cycle == expected.name:
        ruled = {"cycle_from": expected.starts, "cycle_to": expected.ends}.get(key)
        if ruled and value != ruled:
            return f"is {day(value)}; the cycle has {day(ruled)}"
    return None


def _academy(one: Return, settings: Settings | None) -> str | None:
    codes = [code for code in (settings.academies if settings else ()) if _bare(code) == _bare(one.academy or "")]
    return codes[0] if len(codes) == 1 else one.academy


def _cycle(one: Return, settings: Settings | None) -> str | None:
    names = [name for name in (settings.cycles if settings else ()) if _bare(name) == _bare(one.cycle or "")]
    return names[0] if len(names) == 1 else one.cycle


def _bare(text: str) -> str:
    return key_text(text).casefold()
