"""Which row holds the headings, and which column of the sheet is which column of the layout.

A heading is known by its own name, by a name that offices have for it, or, where it stands where the column stood, by
being nearly its name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from pmr_batch.excel.reading.addresses import address, letter
from pmr_batch.excel.reading.cell_values import is_blank, read, typed
from pmr_batch.excel.reading.name_matching import bare, match
from pmr_batch.excel.reading.template_versions import CURRENT, columns_of
from pmr_batch.layout.columns import Column, Kind, Sheet
from pmr_batch.layout.office_headings import columns_by_name, words_of
from pmr_batch.layout.standard_workbook import SHOWN_NAME, SHOWN_REVIEWER, TO_DO
from pmr_batch.model.returns import Spot
from pmr_batch.words import brief

_TOOL = (TO_DO, SHOWN_NAME, SHOWN_REVIEWER)
_LOOK_FIRST = 12
#: A heading is no prose, and cells of another column do not fit this one's type.
_LONGEST_HEADING, _MOST_CELLS_TRIED = 80, 30


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
    row = _best_row(sheet, columns_of(sheet, version, ()), values)
    if row is None:
        return None
    given = {at: typed(cell) for at, cell in enumerate(values[row - 1], 1) if not is_blank(cell)}
    columns = columns_of(sheet, version, given.values())
    matched = match([*(column.heading for column in columns), *_TOOL], given)
    unsettled = {at: given[at] for at in (*matched.unmatched, *matched.near.values())}
    named = _named(
        sheet, [column for column in columns if column.heading not in matched.found], unsettled, values[row:]
    )
    settled = {**matched.found, **named}
    near = {
        heading: at
        for heading, at in matched.near.items()
        if heading not in settled and at not in settled.values() and _is_in_place(heading, at, columns, settled)
    }
    at_heading = {**settled, **near}
    return Headings(
        row,
        {column.key: at_heading[column.heading] for column in columns if column.heading in at_heading},
        tuple(at for at, text in given.items() if bare(text) in map(bare, _TOOL)),
        {at: " ".join(given[at].split()) for at in sorted(unsettled) if at not in at_heading.values()},
        {at: f"{heading} (column {letter(at)})" for at, heading in matched.duplicates.items() if heading not in _TOOL},
        (
            *(_told_by_name(sheet, row, heading, at, given[at]) for heading, at in named.items()),
            *_missing(columns, row, given, settled, near),
            *_twice(sheet, row, given, matched.duplicates),
        ),
    )


# -- the row -------------------------------------------------------------------------------------


def _best_row(sheet: Sheet, columns: Sequence[Column], values: Sequence[Sequence[Any]]) -> int | None:
    """The row with the most headings of the sheet: by their own names near the top, by any name, or further down."""
    wanted = {bare(column.heading) for column in columns}
    best = _best_of(wanted, bare, values[:_LOOK_FIRST])
    if best[0] < (len(wanted) + 1) // 2:
        keys = {column.key for column in columns}
        names = {name for name, column in columns_by_name(sheet).items() if column.key in keys}
        others = (_best_of(names, _words, values[:_LOOK_FIRST]), _best_of(wanted, bare, values))
        best = max(best, *others, key=itemgetter(0))
    found, row = best
    return row if found >= min(2, len(wanted)) else None


def _words(heading: str) -> str:
    return words_of(heading).text if len(heading) <= _LONGEST_HEADING else ""


def _best_of(wanted: set[str], name: Callable[[str], str], values: Sequence[Sequence[Any]]) -> tuple[int, int]:
    names = ({name(cell) for cell in cells if isinstance(cell, str)} for cells in values)
    best, row = max(((len(wanted & texts), -at) for at, texts in enumerate(names, 1)), default=(0, 0))
    return best, -row


# -- its columns ---------------------------------------------------------------------------------


def _named(
    sheet: Sheet, missing: Iterable[Column], given: Mapping[int, str], below: Sequence[Sequence[Any]]
) -> dict[str, int]:
    """The missing columns under one of their other names: the only one such, whose cells may be the column's."""
    by_name, wanted = columns_by_name(sheet), {column.key for column in missing}
    found: dict[str, list[int]] = {}
    for at, text in given.items():
        words = words_of(text) if len(text) <= _LONGEST_HEADING else None
        column = by_name.get(words.text) if words and words.number is None else None
        if column and column.key in wanted and _fits(column, at, below):
            found.setdefault(column.heading, []).append(at)
    return {heading: places[0] for heading, places in found.items() if len(places) == 1}


def _fits(column: Column, at: int, below: Sequence[Sequence[Any]]) -> bool:
    """Whether most of the first filled cells of a column of the sheet have the type, or values, of this one."""
    if column.kind is Kind.TEXT:
        return True
    cells = [cells[at - 1] for cells in below if at <= len(cells) and not is_blank(cells[at - 1])][:_MOST_CELLS_TRIED]
    read_as = [read(column.kind, cell, column.values)[0] for cell in cells]
    right = sum(value in column.values if column.values else not isinstance(value, str) for value in read_as)
    return 2 * right >= len(cells)


def _is_in_place(heading: str, at: int, columns: Sequence[Column], settled: Mapping[str, int]) -> bool:
    """Whether a column stands between those that are next to it in the layout: elsewhere it is the office's own."""
    order = [column.heading for column in columns]
    if heading not in order:
        return True
    place = order.index(heading)
    before = [settled[name] for name in order[:place] if name in settled]
    after = [settled[name] for name in order[place + 1 :] if name in settled]
    return not (before and at < before[-1]) and not (after and at > after[0])


# -- what is told --------------------------------------------------------------------------------


def _told_by_name(sheet: Sheet, row: int, heading: str, at: int, text: str) -> Spot:
    name = " ".join(text.split())
    words = {"was": name, "became": heading, "how": "heading", "what": f"is headed “{brief(name)}”"}
    return Spot("PM015", sheet.name, row, heading, address((row, at)), value=name, words=words)


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
        what = f"is missing; “{brief(name)}” in {address((row, at))} looks like it" if at else "is missing"
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
