"""Faults of section 8: what an academy's office has no business to keep (PM802, PM803)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pmr_batch.demo.dates import TEACHING
from pmr_batch.demo.plant.book import PAYROLL_NUMBER
from pmr_batch.demo.plant.planted import Planted
from pmr_batch.demo.plant.site import NobodyFits, Site
from pmr_batch.demo.words import bank


def acting_head(site: Site) -> Iterator[Planted]:
    """PM803: a teacher acts as head, with a panel as it should be, and stays in the academy's workbook."""
    person = site.person(TEACHING, alone=True, test=lambda row: row["Pay range"] == "Upper")
    book = person.book
    acting = {"Role": "Head of School", "Reviewer": "Panel", "Professional_standards": "Headteachers' Standards 2020"}
    book.put("Staff", person.staff, **acting)
    for row in person.rows("Objectives"):
        book.put("Objectives", row, Set_by="Panel")
    for member, capacity in _panel(site):
        values = {PAYROLL_NUMBER: person.number, "Member": member, "Capacity": capacity}
        book.add("Panels", values | {"Appointed on": date(2025, 9, 15)})
    yield book.planted("PM803", "Staff", person.staff, "Role")


def _panel(site: Site) -> Iterator[tuple[str, str]]:
    """The members of a head's panel, each with their capacity."""
    names, (central,) = bank("names"), site.books(TEACHING, central=True)
    chief = next(row["Name"] for row in central.people.values() if row["Role"] == "CEO")
    yield from ((names["trustees"][0], "Trustee"), (names["chairs"][0], "Chair of Governors"), (chief, "CEO"))


def birthdays(site: Site) -> Iterator[Planted]:
    """PM802: the office keeps dates of birth beside the staff."""
    books = site.books(TEACHING)
    if len(books) < 2:
        raise NobodyFits
    book = books[1]
    page = book.book["Staff"]
    column = page.max_column + 2
    page.cell(1, column).value = "Date of birth"
    for row, born in ((2, date(1979, 3, 14)), (3, date(1984, 11, 2)), (5, date(1991, 6, 27))):
        page.cell(row, column).value = born
    book.touched = True
    place = ("Staff", 1, "Date of birth", page.cell(1, column).coordinate)
    yield Planted("PM802", book.cycle, book.academy, book.path.name, *place)


APART = (("PM803", acting_head),)
SPOILERS = (("PM802", birthdays),)
