"""All returns that faults are planted in, and who has had one already."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any

from pmr_batch.demo.dates import SUPPORT, TEACHING, Year
from pmr_batch.demo.plant.book import Book
from pmr_batch.layout.trust_workbook import HEADS_CODE

Test = Callable[[Mapping[str, Any]], bool]
#: What is remembered of a fault beside which there must be no other, and the sheet of those who review.
_ALONE, _REVIEWERS = "alone", "Reviewers"
#: Of so many reviewees one at least is still in review when all faults are planted.
_FEWEST = 2


class NobodyFits(Exception):
    """No return of the demo has somebody for this fault: it is not planted."""


class Person:
    """Somebody picked for a fault: a payroll number in a return."""

    def __init__(self, book: Book, number: str) -> None:
        self.book, self.number = book, number

    @property
    def staff(self) -> int:
        """The person's row on Staff."""
        return self.book.rows("Staff", self.number)[0]

    def rows(self, sheet: str) -> list[int]:
        """The person's rows on a sheet."""
        return self.book.rows(sheet, self.number)

    def row(self, sheet: str) -> int:
        """The person's one row on a sheet, or the last of several. Raises NobodyFits where there is none."""
        rows = self.rows(sheet)
        if not rows:
            raise NobodyFits
        return rows[-1]

    def reviewees(self) -> list[Person]:
        """Everybody who names the person as reviewer, as it stands there now."""
        named = ((number, self.book.get("Staff", row, "Reviewer")) for row, number in self.book.each("Staff"))
        return [Person(self.book, str(number)) for number, reviewer in named if reviewer == self.number]

    def meeting(self, kind: str) -> int:
        """The row of the first meeting of a kind. Raises NobodyFits where there is none."""
        for row in self.rows("Meetings"):
            if self.book.get("Meetings", row, "Kind") == kind:
                return row
        raise NobodyFits


class Site:
    """The returns below incoming/ by cycle, who has been hit by which fault, and which returns are lost."""

    def __init__(self, incoming: Path, rng: Random) -> None:
        self.incoming, self.rng = incoming, rng
        self._hits: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._picks: Counter[Book] = Counter()
        self._lost: set[Book] = set()

    @cached_property
    def _books(self) -> dict[str, list[Book]]:
        years = (TEACHING, SUPPORT)
        return {
            year.slug: [Book(path) for path in sorted((self.incoming / year.slug).glob("*.xlsx"))] for year in years
        }

    def books(self, year: Year, central: bool = False) -> list[Book]:
        """The academies' returns of a cycle that are still to be read, or the central one, by academy code."""
        found = [book for book in self._books[year.slug] if book not in self._lost]
        return sorted((one for one in found if (one.academy == HEADS_CODE) == central), key=lambda one: one.academy)

    def lose(self, book: Book) -> None:
        """Nobody of this return is to be picked: it is not read."""
        self._lost.add(book)

    def person(self, year: Year, *sheets: str, alone: bool = False, test: Test = lambda _: True) -> Person:
        """An ordinary person for a fault that has to do with some sheets, from the return that was picked from least.

        Nobody is picked twice while there are others; then not for the same sheet, and never beside a
        fault that has to stand `alone`. Raises NobodyFits.
        """
        fresh, used = self._candidates(year, set(sheets), alone, test)
        return self._picked(fresh or used, *sheets, alone=alone)

    def _candidates(self, year: Year, sheets: set[str], alone: bool, test: Test) -> tuple[list[Person], list[Person]]:
        fresh, used = [], []
        for book in self.books(year):
            for number, row in book.people.items():
                hits = self._hits[year.slug, number]
                if number in book.ordinary and test(row):
                    if not hits:
                        fresh.append(Person(book, number))
                    elif not alone and not hits & {*sheets, _ALONE}:
                        used.append(Person(book, number))
        return fresh, used

    def _picked(self, some: list[Person], *sheets: str, alone: bool = False) -> Person:
        """One of those from the return that was picked from least. Raises NobodyFits."""
        if not some:
            raise NobodyFits
        fewest = min(self._picks[person.book] for person in some)
        chosen = self.rng.choice([person for person in some if self._picks[person.book] == fewest])
        self.hit(chosen, *sheets, alone=alone)
        return chosen

    def reviewer(self, year: Year, *, on_staff: bool = False, settled: bool = False) -> Person:
        """Somebody on Reviewers with reviewees, for the one fault there; `on_staff` of the same return, too.

        Where it is `settled` who is reviewed, no reviewee has a fault on Staff, nor a special year. Raises NobodyFits.
        """
        return self._picked([one for one in self._reviewers(year) if self._suits(one, on_staff, settled)], _REVIEWERS)

    def _reviewers(self, year: Year) -> Iterator[Person]:
        for book in self.books(year):
            for number in dict.fromkeys(str(number) for _, number in book.each(_REVIEWERS)):
                if _REVIEWERS not in self._hits[year.slug, number]:
                    yield Person(book, number)

    def _suits(self, reviewer: Person, on_staff: bool, settled: bool) -> bool:
        theirs = reviewer.reviewees()
        clear = [one for one in theirs if self.is_clear(one)]
        there = self.is_clear(reviewer) or not (on_staff or reviewer.rows("Staff"))
        return there and len(clear) >= _FEWEST and (len(clear) == len(theirs) or not settled)

    def is_clear(self, person: Person) -> bool:
        """Whether the person is at work and in review here, and has no fault that could end that."""
        row = person.book.people.get(person.number, {})
        plain = row.get("Status") == "In review" and not row.get("Reviewed at") and not row.get("Absent from")
        return plain and not self._hits[person.book.path.parent.name, person.number] & {"Staff", _ALONE}

    def special(self, year: Year, test: Test) -> Person:
        """Somebody by the row on Staff, ordinary or not, who has no fault yet. Raises NobodyFits."""
        for book in self.books(year):
            for number, row in book.people.items():
                if test(row) and not self._hits[year.slug, number]:
                    person = Person(book, number)
                    self.hit(person, alone=True)
                    return person
        raise NobodyFits

    def hit(self, person: Person, *sheets: str, alone: bool = False) -> None:
        """Remember that the person has a fault."""
        self._hits[person.book.path.parent.name, person.number] |= {_ALONE} if alone else set(sheets)
        self._picks[person.book] += 1

    def save(self) -> None:
        """Write every return that was touched."""
        for books in self._books.values():
            for book in books:
                if book not in self._lost:
                    book.save()
