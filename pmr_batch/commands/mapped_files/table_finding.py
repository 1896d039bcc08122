"""Finds the tables in the sheets of a file: their heading rows, one or several, and the columns below them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from pmr_batch.commands.mapped_files.source_file import SourceSheet
from pmr_batch.excel.reading.addresses import Place
from pmr_batch.words import bare

#: Headings are short, and a row of them has at least two that are known, or all of three distinct texts.
_LONGEST_HEADING = 120
_ENOUGH, _FEWEST_UNKNOWN = 3, 3
#: Rows of group labels above the headings, at most.
_MOST_GROUP_ROWS = 2


@dataclass(frozen=True)
class HeadingNames:
    """What is known of headings: whether a label heads a column, and the item of a label over several columns.

    `group_item` is None for a label that heads no group, and empty for a group without a number or kind.
    """

    is_known: Callable[[str], bool]
    group_item: Callable[[str], str | None]

    def is_group(self, label: str) -> bool:
        """Whether a label stands over several columns."""
        return self.group_item(label) is not None


@dataclass(frozen=True)
class SourceColumn:
    """A column of a table: its labels from the top down, and the cells below them.

    `nth` counts columns of the same labels in one table from the left, from 1.
    """

    page: str
    labels: tuple[str, ...]
    nth: int
    number: int
    top: Place
    cells: tuple[Place, ...]

    @property
    def heading(self) -> str:
        """The labels joined: Objective 1 › Measures."""
        return " › ".join(self.labels)

    @property
    def last(self) -> str:
        """The label right over the cells."""
        return self.labels[-1] if self.labels else ""


@dataclass(frozen=True)
class SourceTable:
    """A table: its columns, the places of its headings, and the numbers of its filled rows."""

    page: SourceSheet
    columns: tuple[SourceColumn, ...]
    headings: frozenset[Place]
    rows: tuple[int, ...]


def find_tables(page: SourceSheet, names: HeadingNames) -> list[SourceTable]:
    """The tables of a sheet, from the top down."""
    starts = list(_starts(page, names))
    if not starts:
        return []
    ends = [*(top for top, _ in starts[1:]), max(page.by_row, default=0) + 1]
    return [_table(page, names, (top, bottom), end) for (top, bottom), end in zip(starts, ends, strict=True)]


def _starts(page: SourceSheet, names: HeadingNames) -> Iterator[tuple[int, int]]:
    """First and last heading row of each table."""
    rows = sorted(page.by_row)
    first = next((row for row in rows if _is_headings(page, names, row)), None)
    if first is None:
        first = next((row for row in rows if _may_be_headings(page, row)), None)
        if first is not None:
            yield _first_heading_row(page, names, first), first
        return
    last = _last_heading_row(page, names, first)
    yield _first_heading_row(page, names, first), last
    above = {bare(page.text((first, column))) for column in page.by_row[first]}
    for row in rows:
        if row > last and _starts_table(page, row, above) and _is_headings(page, names, row):
            last = _last_heading_row(page, names, row)
            yield _first_heading_row(page, names, row), last


def _is_headings(page: SourceSheet, names: HeadingNames, row: int) -> bool:
    """Texts only, of which enough are known to head a column."""
    texts = [page.text((row, column)) for column in page.by_row[row]]
    if not all(_is_label(page, (row, column)) for column in page.by_row[row]):
        return False
    known = {bare(text) for text in texts if names.is_known(text)}
    return len(known) >= 2 and (len(known) >= _ENOUGH or 2 * len(known) >= len(texts))


def _may_be_headings(page: SourceSheet, row: int) -> bool:
    """A first row of distinct texts with something below it, though none is known."""
    columns = page.by_row[row]
    texts = {bare(page.text((row, column))) for column in columns}
    labels = all(_is_label(page, (row, column)) for column in columns)
    return labels and len(texts) == len(columns) >= _FEWEST_UNKNOWN and row + 1 in page.by_row


def _is_label(page: SourceSheet, place: Place) -> bool:
    value: Any = page.cells.get(place)
    return isinstance(value, str) and len(value) <= _LONGEST_HEADING


def _starts_table(page: SourceSheet, row: int, above: set[str]) -> bool:
    """Headings after a gap, or the same ones again: rows of a table are neither."""
    texts = {bare(page.text((row, column))) for column in page.by_row[row]}
    return row - 1 not in page.by_row or 2 * len(texts & above) > len(texts)


def _last_heading_row(page: SourceSheet, names: HeadingNames, row: int) -> int:
    """The last row of the headings: the one below where this one holds groups of columns."""
    below = row + 1
    if below not in page.by_row or not (_has_groups(page, names, row) or _are_numbered(page, names, row)):
        return row
    texts = [page.text((below, column)) for column in page.by_row[below]]
    known = [text for text in texts if names.is_known(text)]
    labels = all(_is_label(page, (below, column)) for column in page.by_row[below])
    return below if labels and 2 * len(known) >= len(texts) else row


def _first_heading_row(page: SourceSheet, names: HeadingNames, row: int) -> int:
    """The first row of the headings: those above with labels over several columns, or where this one is blank."""
    top = row
    while row - top < _MOST_GROUP_ROWS and top - 1 in page.by_row:
        above = page.by_row[top - 1]
        if len(above) < 2 and not any(names.is_group(page.text((top - 1, column))) for column in above):
            break
        stands_apart = not set(above) & set(page.by_row[row])
        spans = _has_groups(page, names, top - 1) or stands_apart or _are_numbered(page, names, top - 1)
        if not spans or not all(_is_label(page, (top - 1, column)) for column in above):
            break
        top -= 1
    return top


def _has_groups(page: SourceSheet, names: HeadingNames, row: int) -> bool:
    """Labels that are merged across columns, repeated, or followed by blanks that they are plainly meant for."""
    if any(top == row and left < right for (top, left), (_, right) in page.merged):
        return True
    texts = {column: page.text((row, column)) for column in page.by_row[row]}
    groups = [column for column, text in texts.items() if names.is_group(text)]
    return any(
        texts.get(column + 1) == texts[column] or (column + 1 not in texts and (row + 1, column + 1) in page.cells)
        for column in groups
    )


def _are_numbered(page: SourceSheet, names: HeadingNames, row: int) -> bool:
    """Nothing but groups with a number or kind, such as Objective 1."""
    return all(names.group_item(page.text((row, column))) for column in page.by_row[row])


def _table(page: SourceSheet, names: HeadingNames, head: tuple[int, int], end: int) -> SourceTable:
    top, bottom = head
    headings = frozenset(place for row in range(top, bottom + 1) for place in _places(page, row))
    rows = tuple(row for row in sorted(page.by_row) if bottom < row < end)
    filled = {column for row in rows for column in page.by_row[row]} | {column for _, column in headings}
    columns: list[SourceColumn] = []
    for column in sorted(filled):
        labels = _labels(page, names, head, column)
        nth = 1 + sum(other.labels == labels for other in columns)
        cells = tuple((row, column) for row in rows if column in page.by_row[row])
        columns.append(SourceColumn(page.name, labels, nth, column, (bottom, column), cells))
    return SourceTable(page, tuple(columns), headings, rows)


def _places(page: SourceSheet, row: int) -> list[Place]:
    return [(row, column) for column in page.by_row.get(row, ())]


def _labels(page: SourceSheet, names: HeadingNames, head: tuple[int, int], column: int) -> tuple[str, ...]:
    """The labels over a column, each once."""
    top, bottom = head
    labels = [_label(page, names, (row, column), bottom) for row in range(top, bottom + 1)]
    texts = [" ".join(text.split()) for text in labels if text]
    return tuple(dict.fromkeys(texts))


def _label(page: SourceSheet, names: HeadingNames, place: Place, bottom: int) -> str:
    row, column = place
    if place in page.cells:
        return page.text(place)
    for (upper, left), (lower, right) in page.merged:
        if upper <= row <= lower and left <= column <= right:
            return page.text((upper, left))
    if row == bottom or (bottom, column) not in page.cells:
        return ""
    lefts = [at for at in page.by_row.get(row, ()) if at < column]
    text = page.text((row, lefts[-1])) if lefts else ""
    return text if text and names.is_group(text) else ""
