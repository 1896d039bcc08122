"""Sheets with people across the top, a column a person, and labels at the left."""

from __future__ import annotations

from collections.abc import Iterator

from pmr_batch.commands.adopt.form_labels import FormLabels, is_exactly, is_label, stands_over_several
from pmr_batch.commands.adopt.person_forms import IDENTITIES
from pmr_batch.commands.adopt.person_records import Entry, PersonRecord, without_strays
from pmr_batch.commands.adopt.staff_matching import ListedStaff
from pmr_batch.commands.mapped_files.source_file import SourceSheet
from pmr_batch.excel.reading.addresses import Place
from pmr_batch.words import bare

_FEWEST, _MOST_LABELS = 2, 2
_NAME = "Name"


class PeopleAcross:
    """A sheet read with a column a person: their records, and the places of labels."""

    def __init__(self, page: SourceSheet, head: int, columns: tuple[int, ...]) -> None:
        self.page, self._head, self._columns = page, head, columns
        self.labels: set[Place] = set()
        self._entries: dict[int, list[Entry]] = {column: [] for column in columns}
        self._context, self._above = FormLabels(), ""
        groups: dict[str, Place] = {}
        for row in sorted(page.by_row):
            labels = list(self._labels(row))
            if not set(page.by_row[row]) & set(columns) and len(labels) == 1 and stands_over_several(labels[0][1]):
                place, label = labels[0]
                self._context.open(label)
                groups[label] = place
            else:
                self._read_row(row, labels)
        used = {entry.labels[0] for entries in self._entries.values() for entry in entries}
        self.labels.update(place for label, place in groups.items() if label in used)

    @property
    def records(self) -> list[PersonRecord]:
        """A record a column."""
        return [PersonRecord(self.page, without_strays(self._entries[column])) for column in self._columns]

    def _read_row(self, row: int, labels: list[tuple[Place, str]]) -> None:
        """Read what a row says of each person; a title, or what stands beside no label, is nothing."""
        values = set(self.page.by_row[row])
        if row != self._head and not (labels and (values & set(self._columns) or is_label(labels[-1][1]))):
            return
        self.labels.update(place for place, _ in labels)
        if len(labels) > 1 and labels[0][1] != self._above:
            self._above = labels[0][1]
            if stands_over_several(self._above):
                self._context.open(self._above)
        place, label = labels[-1] if labels else ((row, self._columns[0]), _NAME)
        said = (label,) if row == self._head else self._context.of_value(label)
        for column in self._columns:
            self._entries[column].append(Entry(said, place, (row, column) if column in values else None))

    def _labels(self, row: int) -> Iterator[tuple[Place, str]]:
        """The labels at the left of a row; a merged one stands for all its rows."""
        for column in range(1, self._columns[0]):
            place = row, column
            if place not in self.page.cells:
                place = next((top for top, bottom in self.page.merged if _is_within(place, top, bottom)), place)
            value = self.page.cells.get(place)
            if isinstance(value, str) and value.strip():
                yield place, " ".join(value.split()).rstrip(":").strip()


def _is_within(place: Place, top: Place, bottom: Place) -> bool:
    return top[0] <= place[0] <= bottom[0] and top[1] <= place[1] <= bottom[1]


def people_across(page: SourceSheet, people: ListedStaff) -> PeopleAcross | None:
    """The sheet with its people across the top; None where there are none.

    The row that says who they are has names, or payroll numbers, of the staff list in most of its cells, and a label
    that says so, or none, at their left.
    """
    for row in sorted(page.by_row):
        places = [(row, column) for column in page.by_row[row]]
        persons = {place: person for place in places if (person := _person(page.text(place), people))}
        if len(set(persons.values())) < _FEWEST or len(set(persons.values())) < len(persons):
            continue
        first = min(persons)
        before = [page.text(place).strip().rstrip(":") for place in places if place < first]
        across = [place for place in places if place >= first]
        is_said = all(any(is_exactly(text, target) for target in IDENTITIES) for text in before)
        others = [page.text(place) for place in across if place not in persons]
        are_people = 2 * len(others) <= len(persons) and not any(map(is_label, others))
        if is_said and are_people and len(before) <= _MOST_LABELS and _has_labels(page, row, first[1]):
            return PeopleAcross(page, row, tuple(column for _, column in across))
    return None


def _person(text: str, people: ListedStaff) -> str | None:
    """Who of the staff list a cell names: by payroll number, else by name; None for nobody."""
    if people.has_number(text):
        return people.number(text)
    return (people.number_by_name(text) or bare(text)) if people.has_name(text) else None


def _has_labels(page: SourceSheet, head: int, first: int) -> bool:
    """Whether what stands at the left of the people, below who they are, is known to head something."""
    texts = [page.text((row, column)) for row, columns in page.by_row.items() if row > head for column in columns
             if column < first]  # fmt: skip
    return first > 1 and sum(map(is_label, texts)) >= _FEWEST
