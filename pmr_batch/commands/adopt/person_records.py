"""What is said of one person in labels and values, and the table of all of them: a row a person, a column a label."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pmr_batch.commands.adopt.form_labels import GROUP_NAMES
from pmr_batch.commands.adopt.vocabulary import group_of
from pmr_batch.commands.mapped_files.source_file import SourceSheet
from pmr_batch.commands.mapped_files.table_finding import SourceColumn, SourceTable
from pmr_batch.excel.reading.addresses import Place


@dataclass(frozen=True)
class Entry:
    """A value with the labels over it from the top down.

    `label_place` is where the last label stands, `place` where the value does; None where nothing was said. `text` is
    the value where it is only a part of its cell, as in “Name: Ann Appleby”.
    """

    labels: tuple[str, ...]
    label_place: Place
    place: Place | None
    text: str = ""


@dataclass(frozen=True)
class PersonRecord:
    """The entries of one person on a sheet."""

    page: SourceSheet
    entries: tuple[Entry, ...]


def without_strays(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The entries; what only the last of several objectives, or needs, would have is said of none of them."""
    below: dict[str, dict[str, set[str]]] = {}
    for entry in entries:
        group = group_of(entry.labels[0])
        if group and group.item and group.sheet in GROUP_NAMES:
            below.setdefault(group.sheet, {}).setdefault(entry.labels[0], set()).update(entry.labels[1:])
    strays = {
        (last, label)
        for groups in below.values()
        if len(groups) > 1
        for last in [list(groups)[-1]]
        for label in groups[last] - set().union(*(groups[other] for other in groups if other != last))
    }
    return tuple(replace(entry, labels=entry.labels[1:]) if entry.labels in strays else entry for entry in entries)


def table_of(name: str, records: Sequence[PersonRecord]) -> SourceTable:
    """The records as a table of a sheet that does not stand in the file; its cells know where they come from."""
    numbers: dict[tuple[tuple[str, ...], int], int] = {}
    tops: dict[int, Place] = {}
    places: dict[int, list[Place]] = {}
    cells: dict[Place, Any] = {}
    shown: dict[Place, str] = {}
    faults: dict[Place, str] = {}
    origins: dict[Place, tuple[str, Place]] = {}
    for row, record in enumerate(records, 2):
        counted: Counter[tuple[str, ...]] = Counter()
        for entry in record.entries:
            counted[entry.labels] += 1
            key = entry.labels, counted[entry.labels]
            column = numbers.setdefault(key, len(numbers) + 1)
            tops.setdefault(column, entry.label_place)
            places.setdefault(column, [])
            if entry.place is not None:
                at = row, column
                places[column].append(at)
                origins[at] = record.page.name, entry.place
                if entry.place in record.page.faults:
                    faults[at] = record.page.faults[entry.place]
                    continue
                cells[at] = entry.text or record.page.cells[entry.place]
                if entry.place in record.page.shown and not entry.text:
                    shown[at] = record.page.shown[entry.place]
    page = SourceSheet(name, cells, shown, faults, origins=origins)
    columns = tuple(
        SourceColumn(name, labels, nth, column, tops[column], tuple(places[column]))
        for (labels, nth), column in numbers.items()
    )
    return SourceTable(page, columns, frozenset(), tuple(page.by_row))


def consumed(records: Sequence[PersonRecord], labels: Mapping[str, set[Place]]) -> dict[str, set[Place]]:
    """The places of each sheet that records have: values, and labels, the keys of small tables among them."""
    found = {name: set(places) for name, places in labels.items()}
    for record in records:
        places = found.setdefault(record.page.name, set())
        places.update(place for entry in record.entries for place in (entry.place, entry.label_place) if place)
    return found
