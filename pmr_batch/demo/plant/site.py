"""All returns that faults are planted in, and who has had one already."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any

from pmr_batch.demo.dates import SUPPORT, TEACHING, Year
from pmr_batch.demo.plant.book import Book
from pmr_batch.layout.trust import HEADS_CODE

Test = Callable[[Mapping[str, Any]], bool]


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

    def person(self, year: Year, sheet: str, *, alone: bool = False, test: Test = lambda _: True) -> Person:
        """An ordinary person for a fault on a sheet, from the return that was picked from least.

        Nobody is picked twice while there are others; then not for the same sheet, and never beside a
        fault that has to stand `alone`. Raises NobodyFits.
        """
        fresh, used = self._candidates(year, sheet, alone, test)
        some = fresh or used
        if not some:
            raise NobodyFits
        fewest = min(self._picks[person.book] for person in some)
        chosen = self.rng.choice([person for person in some if self._picks[person.book] == fewest])
        self.hit(chosen, sheet, alone=alone)
        return chosen

    def _candidates(self, year: Year, sheet: str, alone: bool, test: Test) -> tuple[list[Person], list[Person]]:
        fresh, used = [], []
        for book in self.books(year):
            for number, row in book.people.items():
                hits = self._hits[year.slug, number]
                if book.is_ordinary(number) and test(row):
                    if not hits:
                        fresh.append(Person(book, number))
                    elif not alone and not hits & {sheet, "alone"}:
                        used.append(Person(book, number))
        return fresh, used

    def special(self, year: Year, test: Test) -> Person:
        """Somebody by the row on Staff, ordinary or not, who has no fault yet. Raises NobodyFits."""
        for book in self.books(year):
            for number, row in book.people.items():
                if test(row) and not self._hits[year.slug, number]:
                    person = Person(book, number)
                    self.hit(person, "", alone=True)
                    return person
        raise NobodyFits

    def hit(self, person: Person, sheet: str, *, alone: bool = False) -> None:
        """Remember that the person has a fault."""
        self._hits[person.book.path.parent.name, person.number].add("alone" if alone else sheet)
        self._picks[person.book] += 1

    def save(self) -> None:
        """Write every return that was touched."""
        for books in self._books.values():
            for book in books:
                if book not in self._lost:
                    book.save()
