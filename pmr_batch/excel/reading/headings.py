"""Which row holds the headings, and which column of the sheet is which column of the layout."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pmr_batch.excel.reading.addresses import address, letter
from pmr_batch.excel.reading.cell_values import is_blank, typed
from pmr_batch.excel.reading.name_matching import bare, match
from pmr_batch.excel.reading.template_versions import CURRENT, columns_of
from pmr_batch.layout.columns import Column, Sheet
from pmr_batch.layout.standard_workbook import SHOWN_NAME, SHOWN_REVIEWER, TO_DO
from pmr_batch.model.returns import Spot

_TOOL = (TO_DO, SHOWN_NAME, SHOWN_REVIEWER)
_LOOK_FIRST = 12


@dataclass(frozen=True)
class Headings:
    """The heading row and the column numbers (from 1): of the layout by key, of the tool, of the office.

    `duplicates` are columns with the heading of another one, under a name of their own.
    """

    row: int
    columns: Mapping[str, int]
    tool: tuple[int, ...]
    others: Mapping[int, str]
    duplicates: Mapping[int, str]
    spots: tuple[Spot, ...]


def find_headings(sheet: Sheet, values: Sequence[Sequence[Any]], version: int = CURRENT) -> Headings | None:
    """The best fitting row of headings of a workbook issued with a template version; None where no row is one."""
    row = _best_row(columns_of(sheet, version, ()), values)
    if row is None:
        return None
    given = {at: typed(cell) for at, cell in enumerate(values[row - 1], 1) if not is_blank(cell)}
    columns = columns_of(sheet, version, given.values())
    matched = match([*(column.heading for column in columns), *_TOOL], given)
    spots = [
        *_missing(columns, row, given, matched.found, matched.near),
        *_twice(sheet, row, given, matched.duplicates),
    ]
    at = {**matched.found, **matched.near}
    return Headings(
        row,
        {column.key: at[column.heading] for column in columns if column.heading in at},
        tuple(at for at, text in given.items() if bare(text) in map(bare, _TOOL)),
        {at: " ".join(given[at].split()) for at in matched.unmatched},
        {at: f"{heading} (column {letter(at)})" for at, heading in matched.duplicates.items() if heading not in _TOOL},
        tuple(spots),
    )


def _best_row(columns: Iterable[Column], values: Sequence[Sequence[Any]]) -> int | None:
    wanted = {bare(column.heading) for column in columns}
    enough = (len(wanted) + 1) // 2
    best, row = _best_of(wanted, values[:_LOOK_FIRST])
    if best < enough:
        best, row = _best_of(wanted, values)
    return row if best >= min(2, len(wanted)) else None


def _best_of(wanted: set[str], values: Sequence[Sequence[Any]]) -> tuple[int, int]:
    names = ({bare(cell) for cell in cells if isinstance(cell, str)} for cells in values)
    best, row = max(((len(wanted & texts), -at) for at, texts in enumerate(names, 1)), default=(0, 0))
    return best, -row


def _missing(
    columns: Iterable[Column],
    row: int,
    given: Mapping[int, str],
    found: Mapping[str, int],
    near: Mapping[str, int],
) -> list[Spot]:
    spots = []
    for column in columns:
        if column.heading in found:
            continue
        at = near.get(column.heading)
        name = " ".join(given[at].split()) if at else ""
        what = f"is missing; “{name}” in {address((row, at))} looks like it" if at else "is missing"
        cell = address((row, at)) if at else None
        words = {"what": what, "near": name}
        spots.append(Spot("PM003", column.sheet, row, column.heading, cell, value=name or None, words=words))
    return spots


def _twice(sheet: Sheet, row: int, given: Mapping[int, str], duplicates: Mapping[int, str]) -> list[Spot]:
    return [
        Spot(
            "PM003",
            sheet.name,
            row,
            heading,
            address((row, at)),
            value=given[at],
            words={"what": f"is there twice; the one in column {letter(at)} is not read", "near": ""},
        )
        for at, heading in duplicates.items()
        if heading not in _TOOL
    ]
