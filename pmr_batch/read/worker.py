"""One file's bytes to a return. This is what runs in a worker process, and may die there."""

from __future__ import annotations

import faulthandler
import hashlib
import multiprocessing
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from pmr_batch.excel.protection import opened
from pmr_batch.excel.reading.reading_limits import OF_A_RETURN, SAVE_AGAIN, SECONDS_TO_READ, Refused
from pmr_batch.excel.reading.workbook_tables import read_tables
from pmr_batch.layout.columns import Sheet
from pmr_batch.layout.standard_workbook import SHEETS, START, TOOL_SHEETS
from pmr_batch.layout.trust_workbook import CARRIED
from pmr_batch.model.returns import Return, Spot, Table
from pmr_batch.model.terms import FileState
from pmr_batch.passwords import NONE, Passwords
from pmr_batch.policy.pay import canonical_point
from pmr_batch.read.folder import refused

#: A workbook without a Start sheet is a return, sent without it, where so many other sheets have their headings.
_FEWEST = 3
#: Lines of Start without which nobody can tell whose return it is.
_LINES_OF_START = ("academy_code", "cycle", "return_number")
_NOT_OURS = (
    "is no standard workbook: its sheets have other headings; where it is a spreadsheet of the office's own, "
    "`pmr-batch adopt` makes the standard workbook of it"
)


def read_workbook(
    label: str, content: bytes, staff_list: str = "", own_ranges: tuple[str, ...] = (), passwords: Passwords = NONE
) -> Return:
    """Read a workbook; whatever goes wrong within becomes PM001. Only KeyboardInterrupt passes.

    `staff_list` has the payroll numbers of the trust's staff list, a number a line: one text goes to a worker as fast
    as a short one. `own_ranges` are the trust's own pay ranges; without any, those that the workbook carries.
    `passwords` are those to open it with, where it is protected.
    """
    return _read_safely(label, content, CARRIED, staff_list, own_ranges, passwords)


def read_return(
    label: str, content: bytes, staff_list: str = "", own_ranges: tuple[str, ...] = (), passwords: Passwords = NONE
) -> Return:
    """As `read_workbook`, without the settings that the workbook carries: the trust's own apply."""
    return _read_safely(label, content, (), staff_list, own_ranges, passwords)


def _read_safely(
    label: str,
    content: bytes,
    carried: Sequence[Sheet],
    staff_list: str,
    own_ranges: tuple[str, ...],
    passwords: Passwords,
) -> Return:
    try:
        with _at_most(SECONDS_TO_READ + 5):
            read = _read(label, opened(content, passwords, label), carried, staff_list, own_ranges)
    except KeyboardInterrupt:
        raise
    except Refused as reason:
        return refused(label, content, reason)
    except BaseException:  # noqa: BLE001  (a panic of the reader is no Exception; its text may hold staff data)
        return refused(label, content, Refused("cannot be read as a workbook", SAVE_AGAIN))
    return replace(read, sha256=hashlib.sha256(content).hexdigest())


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """End this worker when a file takes too long, even inside a library that never looks up."""
    if multiprocessing.parent_process() is None:
        yield
        return
    with Path(os.devnull).open("w") as nowhere:
        faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()


def _read(label: str, content: bytes, carried: Sequence[Sheet], staff_list: str, own_ranges: tuple[str, ...]) -> Return:
    book = read_tables(
        content,
        SHEETS,
        TOOL_SHEETS,
        points=canonical_point,
        settings=carried,
        staff_list=staff_list,
        own_ranges=own_ranges,
        limits=OF_A_RETURN,
    )
    start = book.tables.get(START.name, Table(START.name))
    if (
        not any(map(start.has, _LINES_OF_START))
        and sum(bool(table.columns) for table in book.tables.values()) < _FEWEST
    ):
        return _not_ours(label)
    number = _start_value(start, "return_number")
    return Return(
        path=label,
        sha256="",
        state=FileState.ACCEPTED,
        academy=_text(_start_value(start, "academy_code")),
        cycle=_text(_start_value(start, "cycle")),
        return_number=number if isinstance(number, int) else None,
        tables=book.tables,
        extras=book.extras,
        notes=book.notes,
        settings=book.settings,
        spots=book.spots,
    )


def _not_ours(label: str) -> Return:
    spot = Spot("PM004", words={"what": _NOT_OURS})
    return Return(label, "", FileState.REFUSED, spots=(spot,))


def _start_value(start: Table, key: str) -> Any:
    return next(iter(start.columns.get(key, ())), None)


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
