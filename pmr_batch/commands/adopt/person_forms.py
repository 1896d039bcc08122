"""Forms of an office: a sheet a person, with labels and what is said beside or below them, and small tables in it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from pmr_batch.commands.adopt.form_labels import (
    GROUP_NAMES,
    FormLabels,
    is_exactly,
    is_label,
    is_list_value,
    is_meeting,
    stands_over_several,
)
from pmr_batch.commands.adopt.person_records import Entry, PersonRecord, without_strays
from pmr_batch.commands.adopt.staff_matching import ListedStaff
from pmr_batch.commands.adopt.targets import FIRST, LAST, NAME, NUMBER, Target
from pmr_batch.commands.adopt.vocabulary import MAIN_COLUMN, group_of, meanings
from pmr_batch.commands.mapped_files.source_file import SourceFile, SourceSheet
from pmr_batch.excel.reading.addresses import Place
from pmr_batch.layout.office_headings import words_of
from pmr_batch.layout.standard_workbook import MEETINGS, OBJECTIVES

#: The name of the table that all forms together are.
FORMS = "Forms, a sheet a person"
IDENTITIES = (NUMBER, NAME, Target(NAME.sheet, NAME.key, FIRST), Target(NAME.sheet, NAME.key, LAST))
#: A date of which only what stands beside it says what it is of.
_ANY_DATE = Target(MEETINGS.name, "date")
_LONGEST_IN_ONE = 60


class PersonForm:
    """A sheet read as a form. `entries` are what it says, `labels` the places of labels, with or without a value."""

    def __init__(self, page: SourceSheet, people: ListedStaff) -> None:
        self.page, self._people = page, people
        self.entries: list[Entry] = []
        self.labels: set[Place] = set()
        self._said: list[tuple[str, str]] = []
        self._groups: dict[str, Place] = {}
        self._context = FormLabels()
        self._done: set[int] = set()
        self._counted: Counter[str] = Counter()
        rows = sorted(page.by_row)
        steps = Counter(below - row for row, below in pairwise(rows))
        usual = max(steps, key=lambda step: (steps[step], -step)) if steps else 1
        for above, row in zip([0, *rows], rows, strict=False):
            if row - above > usual:
                self._context.group = ""
            if row in self._done:
                continue
            if self._heads_table(row):
                self._read_table(row)
            else:
                self._read_row(row)
        used = {entry.labels[0] for entry in self.entries}
        self.labels.update(place for label, place in self._groups.items() if label in used)

    @property
    def record(self) -> PersonRecord:
        """The form as a record."""
        return PersonRecord(self.page, without_strays(self.entries))

    def person(self) -> str | None:
        """The payroll number of the only person of the staff list who is named; None where nobody is, or several."""
        found = set()
        texts = self._identities()
        number = self._people.number(texts.get(NUMBER, ""))
        if texts.get(NUMBER) and self._people.has_number(number):
            found.add(number)
        names = [texts.get(NAME, ""), " ".join(filter(None, (texts.get(part, "") for part in IDENTITIES[2:])))]
        named = (self._people.number_by_name(name) for name in names if name)
        found.update(number for number in named if number is not None)
        return next(iter(found)) if len(found) == 1 else None

    def known_labels(self) -> set[tuple[str, ...]]:
        """The labels of its values."""
        return {entry.labels for entry in self.entries}

    def names_somebody(self) -> bool:
        """Whether a label for a name or payroll number has somebody beside it, known or not."""
        return bool(self._identities())

    def _identities(self) -> dict[Target, str]:
        """What is said beside labels for a name or payroll number, the first of each; a table is no form."""
        said: dict[Target, str] = {}
        for label, text in self._said:
            for target in IDENTITIES:
                if is_exactly(label, target):
                    said.setdefault(target, text)
        return said

    # -- labels and what stands beside or below them -----------------------------------------------

    def _read_row(self, row: int) -> None:
        columns = self.page.by_row[row]
        if len(columns) == 1:
            self._read_alone((row, columns[0]))
            return
        at, before = 0, ""
        while at < len(columns):
            place = row, columns[at]
            if self._read_in_one(place):
                at += 1
                continue
            label = self._label(place, at, columns)
            if label is None:
                at += 1
                continue
            if before and is_exactly(label, _ANY_DATE):
                label = f"{before} {label.lower()}"
            before = label
            self.labels.add(place)
            value = (row, columns[at + 1]) if at + 1 < len(columns) else None
            if value is None or self._is_next_label(value):
                self._add(self._context.of_value(label), place, None)
                at += 1
                continue
            self._add(self._context.of_value(label), place, value)
            at += 2

    def _label(self, place: Place, at: int, columns: Sequence[int]) -> str | None:
        """The label in a cell; where it is unknown, the first of each pair of cells is one."""
        text = self._text(place)
        if text is None:
            return None
        if is_label(text) or self.page.text(place).rstrip().endswith(":"):
            return text
        return text if len(columns) % 2 == 0 and at % 2 == 0 and len(text) <= _LONGEST_IN_ONE else None

    def _is_next_label(self, place: Place) -> bool:
        """Whether a cell beside a label is itself a label, so that nothing was said."""
        raw = self.page.text(place).rstrip()
        if raw.endswith(":"):
            return True
        text = self._text(place)
        return text is not None and is_label(text) and not (self._is_somebody(text) or is_list_value(text))

    def _read_alone(self, place: Place) -> None:
        """A cell alone in its row: a label and its value in one, the label of a group, or a label above its value."""
        if self._read_in_one(place):
            return
        label = self._text(place)
        if label is None or not (is_label(label) or self.page.text(place).rstrip().endswith(":")):
            return
        below = place[0] + 1, place[1]
        text = self.page.text(below)
        is_value = (
            self.page.by_row.get(below[0]) == (below[1],)
            and not self._says_in_one(below)
            and (not is_label(text) or is_list_value(text))
        )
        if is_value:
            self._done.add(below[0])
            self._add(self._context.of_value(label), place, below)
        elif stands_over_several(label):
            self._context.open(label)
            self._groups[label] = place
        else:
            self._add(self._context.of_value(label), place, None)

    def _says_in_one(self, place: Place) -> tuple[str, str] | None:
        """The label and the value of a cell that has both: Name: Ann Appleby."""
        value = self.page.cells.get(place)
        label, colon, rest = value.partition(":") if isinstance(value, str) else ("", "", "")
        if colon and rest.strip() and len(label) <= _LONGEST_IN_ONE and is_label(label):
            return label.strip(), rest.strip()
        return None

    def _read_in_one(self, place: Place) -> bool:
        both = self._says_in_one(place)
        if both:
            self._add(self._context.of_value(both[0]), place, place, both[1])
        return both is not None

    def _add(self, labels: tuple[str, ...], label_place: Place, place: Place | None, text: str = "") -> None:
        """Keep what is said beside or below a label."""
        self.labels.add(label_place)
        self.entries.append(Entry(labels, label_place, place, text))
        if place is not None:
            self._said.append((labels[-1], text or self.page.text(place)))

    def _text(self, place: Place) -> str | None:
        """The text of a cell without a colon at its end; None of a number, a date or an error."""
        value = self.page.cells.get(place)
        if not isinstance(value, str) or isinstance(value, dt.date):
            return None
        return " ".join(value.split()).rstrip(":").strip() or None

    def _is_somebody(self, text: str) -> bool:
        return self._people.has_name(text) or self._people.has_number(text)

    # -- small tables ------------------------------------------------------------------------------

    def _heads_table(self, row: int) -> bool:
        """Known labels alone, and below them a row that is not of labels."""
        columns, below = self.page.by_row[row], self.page.by_row.get(row + 1, ())
        texts = [self._text((row, column)) for column in columns]
        if len(columns) < 2 or not set(columns) & set(below):
            return False
        known = [text for text in texts if text and is_label(text)]
        values = [text for text in known if is_list_value(text)]
        if len(texts) - len(known) > len(texts) // 4 or len(known) - len(values) < 2 or len(values) > 1:
            return False
        if any(text is None or self._is_somebody(text) for text in texts):
            return False
        if any(self.page.text((row, column)).rstrip().endswith(":") for column in columns):
            return False
        first = self._text((row + 1, below[0]))
        if first is None or is_meeting(first) or not is_label(first) or is_list_value(first):
            return True
        return below[0] < columns[0] and _number_in(first) is not None

    def _read_table(self, head: int) -> None:
        columns = self.page.by_row[head]
        headings = {column: self._text((head, column)) or "" for column in columns}
        self.labels.update((head, column) for column in columns)
        sheet = self._sheet_of(list(headings.values()))
        if sheet not in MAIN_COLUMN:
            self._context.group = ""
        keys = [column for column in columns if self._is_key(headings[column], sheet)]
        self.entries += [Entry((headings[column],), (head, column), None) for column in keys]
        row = head + 1
        while self._is_of_table(row, columns):
            self._done.add(row)
            self._read_record(head, row, headings, sheet)
            row += 1
        self._context.group = ""

    def _is_of_table(self, row: int, head: Sequence[int]) -> bool:
        """Whether a row stands below the headings in these columns, but for its number, and does not begin anew."""
        columns = self.page.by_row.get(row, ())
        others = [column for column in columns if column not in head]
        is_numbered = not others or (
            others == [columns[0]] and others[0] < head[0] and _number_in(self.page.text((row, others[0]))) is not None
        )
        return bool(columns) and is_numbered and not self._ends_table(row, is_numbered=bool(others))

    def _ends_table(self, row: int, *, is_numbered: bool) -> bool:
        """Whether a row begins what comes after a table: other headings, or a label with what is said beside it."""
        columns = self.page.by_row[row]
        if is_numbered:
            return False
        first = self._text((row, columns[0]))
        says = first is not None and is_label(first) and not is_meeting(first) and not is_list_value(first)
        return self._heads_table(row) or (says and len(columns) <= 2)

    def _read_record(self, head: int, row: int, headings: dict[int, str], sheet: str) -> None:
        group = self._group_of_record(row, headings, sheet)
        filled = self.page.by_row[row]
        self.labels.update((row, column) for column in filled if column not in headings)
        for column, heading in headings.items():
            place = (row, column) if column in filled else None
            if group is not None and self._is_key(heading, sheet):
                self.labels.update(() if place is None else (place,))
            else:
                labels = (heading,) if group is None else (group, heading)
                self.entries.append(Entry(labels, (head, column), place))

    def _group_of_record(self, row: int, headings: dict[int, str], sheet: str) -> str | None:
        """The label over what a row says: its number, or the kind of its meeting."""
        columns = self.page.by_row[row]
        key = next((at for at in columns if at not in headings or self._is_key(headings[at], sheet)), None)
        typed = "" if key is None else self.page.text((row, key)).strip()
        if sheet == MEETINGS.name and is_meeting(typed):
            return typed
        if sheet not in GROUP_NAMES:
            return None
        self._counted[sheet] += 1
        number = _number_in(typed) or self._counted[sheet]
        return f"{GROUP_NAMES[sheet]} {number}"

    @staticmethod
    def _is_key(heading: str, sheet: str) -> bool:
        """Whether a heading of a small table is that of numbers, or of kinds of meetings."""
        if sheet == MEETINGS.name:
            return is_exactly(heading, Target(sheet, "kind")) or heading.casefold() in ("meeting", "meetings", "review")
        return sheet in GROUP_NAMES and heading.casefold().rstrip(".") in ("no", "number", "#", "ref", "objective no")

    def _sheet_of(self, headings: Sequence[str]) -> str:
        """The sheet that the headings of a small table are about: that of the label over it, else of most of them."""
        over = (
            next((target.sheet for target, _ in meanings(self._context.group, None)), "") if self._context.group else ""
        )
        votes: Counter[str] = Counter()
        for heading in headings:
            votes.update({target.sheet for target, sure in meanings(heading, None) if sure})
        if over in votes and over in MAIN_COLUMN:
            return over
        best = [sheet for sheet, count in votes.most_common() if count == max(votes.values())]
        return next((sheet for sheet in (OBJECTIVES.name, *best) if sheet in best), "")


def _number_in(text: str) -> int | None:
    """The number of an objective or need that a cell holds: 2, 2. or Objective 2; None of any other text."""
    words = words_of(text)
    is_alone = not words.text or (group_of(text) is not None and stands_over_several(text))
    return words.number if is_alone else None


def forms_of(source: SourceFile, people: ListedStaff) -> list[PersonForm]:
    """The sheets that are forms: of one person of the staff list each, or in the same labels as such a form."""
    read = [PersonForm(page, people) for page in source.pages]
    known = [form for form in read if form.person() is not None]
    labels = {label for form in known for label in form.known_labels()}
    return [form for form in read if form in known or (known and _is_like(form, labels))]


def _is_like(form: PersonForm, labels: set[tuple[str, ...]]) -> bool:
    own = form.known_labels()
    return form.names_somebody() and len(own & labels) > len(own) // 2 and len(own) > 2
