"""Faults of rows: too many, missing, about nobody, about several people; and of reviewers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from pmr_batch.demo.cycles import DEMO_AS_OF, TEACHING, Year
from pmr_batch.demo.faults.edited_return import PAYROLL_NUMBER, EditedReturn
from pmr_batch.demo.faults.planting import Incoming, NobodyFits, PickedPerson, Planted, Planter, StaffTest, planted

#: Sheets with rows about one person.
ABOUT_PEOPLE = ("Staff", "Objectives", "Development", "Meetings", "Reviews")
#: Nobody has it, and it is not like anybody's.
_STRANGER = "8675309"
_COPIED = "Improve the quality of work in books by checking a sample together each half term"
#: One more than the parameter allows.
_TOO_MANY_COPIES = 6


def copied_row(code: str, year: Year, sheet: str, alone: bool = False) -> Planter:
    """A row about somebody copied to the end of its sheet."""

    def plant(incoming: Incoming) -> Iterator[Planted]:
        person = incoming.person(year, sheet, alone=alone)
        row = person.book.add(sheet, person.book.values(sheet, person.row(sheet)))
        yield planted(code, person.book, sheet, row, PAYROLL_NUMBER)

    return plant


def about_nobody(incoming: Incoming) -> Iterator[Planted]:
    """PM010: a meeting with somebody who is not on Staff; in a return in which nobody is missed for having had none."""
    book = incoming.central(TEACHING)
    values = {PAYROLL_NUMBER: _STRANGER, "Date": date(2026, 1, 20), "Kind": "Drop-in", "Written record": "Yes"}
    row = book.add("Meetings", values | {"Feedback on": date(2026, 1, 21)})
    yield planted("PM010", book, "Meetings", row, PAYROLL_NUMBER)


def total_below(incoming: Incoming) -> Iterator[Planted]:
    """PM020: somebody counted the objectives."""
    book = incoming.books(TEACHING)[0]
    row = book.add("Objectives", {PAYROLL_NUMBER: "Total", "No": 57})
    yield Planted("PM020", book.cycle, book.academy, book.path.name, "Objectives", row, PAYROLL_NUMBER, f"A{row}")


def answers_nothing(incoming: Incoming) -> Iterator[Planted]:
    """PM018, which does not count: an explanation without a query."""
    person = incoming.person(TEACHING, "Explanations", "Objectives")
    explain(person, "PM401", None, "Set a week late after the trip abroad")
    yield from ()


def explain(person: PickedPerson, rule: str, about: str | None, text: str) -> None:
    """Type a row of Explanations."""
    values = {"Rule": rule, PAYROLL_NUMBER: person.number, "About": about, "Explanation": text}
    person.book.add("Explanations", values | {"Explained by": "School office", "Explained on": DEMO_AS_OF})


def forgotten(year: Year) -> Planter:
    """PM207: somebody of the staff list who is missing in the return."""

    def plant(incoming: Incoming) -> Iterator[Planted]:
        person = incoming.person(year, "Staff", alone=True)
        for sheet in ABOUT_PEOPLE:
            person.clear(sheet)
        yield Planted("PM207", year.name, person.book.academy, person.book.path.name, payroll_number=person.number)

    return plant


def over_full_time(incoming: Incoming) -> Iterator[Planted]:
    """PM209: at two academies, and more than full time at both together."""
    home, _ = at_two_academies(incoming)
    home.put("Staff", {"FTE": 0.7})
    yield home.planted("PM209", "Staff", "Reviewed at")


def at_two_academies(incoming: Incoming) -> tuple[PickedPerson, PickedPerson]:
    """Somebody in the return where they are reviewed, and in the other one, if both are read. Raises NobodyFits."""
    books = {book.academy: book for book in incoming.books(TEACHING)}
    away = incoming.special(TEACHING, lambda row: row["Reviewed at"] in books and row["Reviewer"] is None)
    home = PickedPerson(books[away.get("Staff", "Reviewed at")], away.number)
    return home, away


def same_words(incoming: Incoming) -> Iterator[Planted]:
    """PM408: the same words for more people than the parameter, in one academy."""
    book = max(incoming.books(TEACHING), key=lambda candidate: len(candidate.people))
    people = [incoming.person(TEACHING, "Objectives", who=is_in(book)) for _ in range(_TOO_MANY_COPIES)]
    rows = sorted(person.row("Objectives") for person in people)
    for row in rows:
        book.put("Objectives", row, {"Objective": _COPIED})
    yield planted("PM408", book, "Objectives", rows[0], "Objective")


def is_in(book: EditedReturn) -> StaffTest:
    """Whether somebody is on Staff of a return."""
    return lambda row: row[PAYROLL_NUMBER] in book.people


def on_reviewers(code: str, year: Year, column: str, value: Any) -> Planter:
    """A cell of somebody on Reviewers."""

    def plant(incoming: Incoming) -> Iterator[Planted]:
        reviewer = incoming.reviewer(year)
        reviewer.put("Reviewers", {column: value})
        yield reviewer.planted(code, "Reviewers", column)

    return plant


def off_the_panel(code: str, role: str, capacity: str) -> Planter:
    """The panel of the last person of a role has lost its last member of a capacity."""

    def plant(incoming: Incoming) -> Iterator[Planted]:
        person = last_of(incoming, role)
        person.book.clear("Panels", person.row("Panels", {"Capacity": capacity}))
        yield person.planted(code, "Staff", "Reviewer")

    return plant


def last_of(incoming: Incoming, role: str) -> PickedPerson:
    """The last person of a role in the central workbook. Raises NobodyFits."""
    book = incoming.central(TEACHING)
    numbers = [number for number, row in book.people.items() if row["Role"] == role]
    if not numbers:
        raise NobodyFits
    return PickedPerson(book, numbers[-1])
