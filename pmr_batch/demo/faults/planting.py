"""Plants faults in correct returns on disk, as offices make them, without the rules' code.

A `Fault` is data: which cells change, to what, and the cell at which it is to be found. Faults that are more than
changed cells (whole files, rows of several people) are functions of the returns.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Any

from pmr_batch.demo.cycles import YEARS, Year
from pmr_batch.demo.faults.edited_return import PAYROLL_NUMBER, EditedReturn, Row
from pmr_batch.layout.trust_workbook import HEADS_CODE

#: New values by heading; a value may be a function of the person whose row it is.
Changes = Mapping[str, Any]
#: Whether somebody fits a fault, by the row on Staff.
StaffTest = Callable[[Row], bool]
#: Plants one or more faults, and yields those that count. Raises NobodyFits.
Planter = Callable[["Incoming"], Iterable["Planted"]]
#: Recorded of a person who must have no other fault.
_ALONE = "alone"


class NobodyFits(Exception):
    """No return has somebody for this fault: it is not planted."""


@dataclass(frozen=True)
class Planted:
    """One fault that counts, or that trust HR accepts. `file` is relative to the cycle's folder below incoming/."""

    code: str
    cycle: str
    academy: str | None
    file: str | None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    cell: str | None = None
    payroll_number: str | None = None
    accepted: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The fault for planted.json."""
        return asdict(self)


@dataclass(frozen=True)
class PickedPerson:
    """Somebody picked for a fault: a payroll number in a return."""

    book: EditedReturn
    number: str

    def rows(self, sheet: str, having: Mapping[str, Any] | None = None) -> list[int]:
        """The person's rows on a sheet that have these values, by heading; a tuple has alternatives."""
        wanted = {key: value if isinstance(value, tuple) else (value,) for key, value in (having or {}).items()}
        rows = self.book.rows(sheet, self.number)
        return [row for row in rows if all(self.book.get(sheet, row, key) in any_ for key, any_ in wanted.items())]

    def row(self, sheet: str, having: Mapping[str, Any] | None = None) -> int:
        """The person's one row on a sheet, or the last of several. Raises NobodyFits where there is none."""
        rows = self.rows(sheet, having)
        if not rows:
            raise NobodyFits
        return rows[-1]

    def get(self, sheet: str, column: str, having: Mapping[str, Any] | None = None) -> Any:
        """The value of that row under a heading."""
        return self.book.get(sheet, self.row(sheet, having), column)

    def put(self, sheet: str, changes: Changes, *rows: int) -> None:
        """Type values into these rows, or into the one on the sheet."""
        values = {column: value(self) if callable(value) else value for column, value in changes.items()}
        for row in rows or [self.row(sheet)]:
            self.book.put(sheet, row, values)

    def clear(self, sheet: str, having: Mapping[str, Any] | None = None) -> None:
        """Clear those rows. Raises NobodyFits where there is none."""
        for row in self.rows(sheet, having) or [self.row(sheet, having)]:
            self.book.clear(sheet, row)

    def reviewees(self) -> list[PickedPerson]:
        """Everybody whose reviewer the person is now."""
        named = ((number, self.book.get("Staff", row, "Reviewer")) for row, number in self.book.numbered_rows("Staff"))
        return [PickedPerson(self.book, number) for number, reviewer in named if reviewer == self.number]

    def planted(self, code: str, sheet: str, column: str, row: int | None = None) -> Planted:
        """A fault at the cell of that row, or of the one on the sheet."""
        return planted(code, self.book, sheet, row or self.row(sheet), column)


def planted(code: str, book: EditedReturn, sheet: str, row: int, column: str) -> Planted:
    """A fault at a cell of a return."""
    number = book.get(sheet, row, PAYROLL_NUMBER) if PAYROLL_NUMBER in book.headings(sheet) else None
    cell = book.cell(sheet, row, column).coordinate
    return Planted(code, book.cycle, book.academy, book.path.name, sheet, row, column, cell, number)


def planted_on_start(code: str, book: EditedReturn, label: str) -> Planted:
    """A fault at a line of Start."""
    row = book.start_row(label)
    return Planted(code, book.cycle, book.academy, book.path.name, "Start", row, label, f"B{row}")


def anybody(_: Row) -> bool:
    """The test that everybody passes."""
    return True


@dataclass(frozen=True)
class Fault:
    """Changed cells of one ordinary person, in the last row on a sheet that has the values `having`, or in `every` one.

    No changes (None): those rows are cleared. `also_changed`: other changes, by sheet. `at`: sheet and column of
    the cell where it is found, if not the first changed one. `alone`: the person has no other fault. `counts` is
    false for a note; `accepted` is why trust HR accepts it.
    """

    code: str
    year: Year
    sheet: str
    changes: Changes | None
    having: Mapping[str, Any] = field(default_factory=dict)
    also_changed: Mapping[str, Changes | None] = field(default_factory=dict)
    at: tuple[str, str] | None = None
    who: StaffTest = anybody
    alone: bool = False
    every: bool = False
    counts: bool = True
    accepted: str | None = None

    def __call__(self, incoming: Incoming) -> Iterator[Planted]:
        """Plant it."""
        person = self.pick(incoming)
        rows = person.rows(self.sheet, self.having) if self.every else [person.row(self.sheet, self.having)]
        sheet, column = self.at or (self.sheet, next(iter(self.changes or {})))
        planted_fault = person.planted(self.code, sheet, column, rows[0] if sheet == self.sheet else None)
        for other, changes in {self.sheet: self.changes, **self.also_changed}.items():
            if changes is None:
                person.clear(other, self.having if other == self.sheet else None)
            else:
                person.put(other, changes, *(rows if other == self.sheet else ()))
        if self.counts:
            yield replace(planted_fault, accepted=self.accepted)

    def pick(self, incoming: Incoming) -> PickedPerson:
        """Somebody for it. Raises NobodyFits."""
        return incoming.person(self.year, self.sheet, *self.also_changed, alone=self.alone, who=self.who)


class Incoming:
    """The returns below incoming/ by cycle, the faults of each person, and the returns that are not read."""

    def __init__(self, folder: Path, rng: Random, ordinary: Collection[str]) -> None:
        self.rng, self._ordinary = rng, ordinary
        self._books = {y: [EditedReturn(path) for path in sorted((folder / y.slug).glob("*.xlsx"))] for y in YEARS}
        self._faults: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._picked: Counter[EditedReturn] = Counter()
        self._unread: set[EditedReturn] = set()

    def books(self, year: Year) -> list[EditedReturn]:
        """The academies' returns of a cycle that are still to be read, by academy code."""
        books = (book for book in self._books[year] if book not in self._unread and book.academy != HEADS_CODE)
        return sorted(books, key=lambda book: book.academy)

    def central(self, year: Year) -> EditedReturn:
        """The return of the central team."""
        return next(book for book in self._books[year] if book.academy == HEADS_CODE)

    def leave_unread(self, book: EditedReturn) -> None:
        """Nobody of this return is to be picked, and it is not saved again."""
        self._unread.add(book)

    def person(self, year: Year, *sheets: str, alone: bool = False, who: StaffTest = anybody) -> PickedPerson:
        """An ordinary person for a fault of these sheets, from the return with the fewest picked.

        Nobody is picked twice while there are others; then not for the same sheet, and never with an
        `alone` fault. Raises NobodyFits.
        """
        fits = [
            PickedPerson(book, number)
            for book in self.books(year)
            for number, row in book.people.items()
            if number in self._ordinary and who(row)
        ]
        used = [] if alone else [person for person in fits if not self.faults_of(person) & {*sheets, _ALONE}]
        return self.pick([person for person in fits if not self.faults_of(person)] or used, *sheets, alone=alone)

    def pick(self, people: Sequence[PickedPerson], *sheets: str, alone: bool = False) -> PickedPerson:
        """One of the people, from the return with the fewest picked. Raises NobodyFits."""
        if not people:
            raise NobodyFits
        fewest = min(self._picked[person.book] for person in people)
        chosen = self.rng.choice([person for person in people if self._picked[person.book] == fewest])
        self.mark(chosen, *sheets, alone=alone)
        return chosen

    def mark(self, person: PickedPerson, *sheets: str, alone: bool = False) -> None:
        """Record that the person has a fault."""
        self._faults[person.book.cycle, person.number] |= {_ALONE} if alone else set(sheets)
        self._picked[person.book] += 1

    def faults_of(self, person: PickedPerson) -> set[str]:
        """The sheets of the faults that the person has."""
        return self._faults[person.book.cycle, person.number]

    def is_clear(self, person: PickedPerson) -> bool:
        """Whether the person is at work and in review here, and has no fault that could end that."""
        row = person.book.people.get(person.number, {})
        plain = row.get("Status") == "In review" and not row.get("Reviewed at") and not row.get("Absent from")
        return plain and not self.faults_of(person) & {"Staff", _ALONE}

    def reviewer(self, year: Year) -> PickedPerson:
        """Somebody on Reviewers with two reviewees at least in review, for the one fault there. Raises NobodyFits."""
        busy = [person for person in self.reviewers(year) if sum(map(self.is_clear, person.reviewees())) > 1]
        return self.pick(busy, "Reviewers")

    def reviewers(self, year: Year) -> Iterator[PickedPerson]:
        """Everybody on Reviewers who is at work and has no fault there yet."""
        for book in self.books(year):
            for number in dict.fromkeys(number for _, number in book.numbered_rows("Reviewers")):
                person = PickedPerson(book, number)
                at_work = not person.rows("Staff") or self.is_clear(person)
                if at_work and "Reviewers" not in self.faults_of(person):
                    yield person

    def special(self, year: Year, who: StaffTest) -> PickedPerson:
        """Somebody by the row on Staff, ordinary or not, who has no fault yet. Raises NobodyFits."""
        for book in self.books(year):
            for number, row in book.people.items():
                if who(row) and not self.faults_of(PickedPerson(book, number)):
                    self.mark(PickedPerson(book, number), alone=True)
                    return PickedPerson(book, number)
        raise NobodyFits

    def save(self) -> None:
        """Write every return that was touched."""
        for book in (book for books in self._books.values() for book in books):
            if book not in self._unread:
                book.save()


def plant(folder: Path, seed: int, faults: Sequence[Planter], ordinary: Collection[str]) -> list[Planted]:
    """Plant in the returns below incoming/ and return the planted faults; a fault that nobody fits is left out.

    `ordinary` are the payroll numbers of people whose year is ordinary.
    """
    incoming = Incoming(folder, Random(f"faults {seed}"), ordinary)  # noqa: S311  (no secret)
    planted_faults: list[Planted] = []
    for fault in faults:
        with suppress(NobodyFits):  # what it planted before stays
            planted_faults.extend(fault(incoming))
    incoming.save()
    return planted_faults
