"""Faults of cells, keys and explanations (PM006 to PM020)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pmr_batch.demo.dates import DEMO_AS_OF, SUPPORT, TEACHING
from pmr_batch.demo.plant.book import PAYROLL_NUMBER
from pmr_batch.demo.plant.planted import Planted
from pmr_batch.demo.plant.site import NobodyFits, Site

#: Nobody has it, and it is not like anybody's.
_STRANGER = "8675309"


def words_for_a_date(site: Site) -> Iterator[Planted]:
    """PM006: a date in words, and an FTE in days."""
    person = site.person(TEACHING, "Objectives")
    row = person.rows("Objectives")[-1]
    person.book.put("Objectives", row, Due_on="end of the summer term")
    yield person.book.planted("PM006", "Objectives", row, "Due on")
    person = site.person(SUPPORT, "Staff")
    person.book.put("Staff", person.staff, FTE="three days")
    yield person.book.planted("PM006", "Staff", person.staff, "FTE")


def broken_formula(site: Site) -> Iterator[Planted]:
    """PM007: an error value, and a formula without a stored result."""
    person = site.person(TEACHING, "Development")
    (row,) = person.rows("Development")
    person.book.put("Development", row, Delivery="#REF!")
    yield person.book.planted("PM007", "Development", row, "Delivery")
    person = site.person(SUPPORT, "Reviews")
    (row,) = person.rows("Reviews")
    person.book.put("Reviews", row, Additional_information="=VLOOKUP(A2,Notes!A:B,2,0)")
    yield person.book.planted("PM007", "Reviews", row, "Additional information")


def not_in_the_list(site: Site) -> Iterator[Planted]:
    """PM008: words of one's own in columns with a list."""
    person = site.person(TEACHING, "Objectives")
    row = person.rows("Objectives")[-1]
    person.book.put("Objectives", row, Outcome="Achieved")
    yield person.book.planted("PM008", "Objectives", row, "Outcome")
    person = site.person(SUPPORT, "Meetings")
    row = person.meeting("Informal review")
    person.book.put("Meetings", row, Time="Lunch break")
    yield person.book.planted("PM008", "Meetings", row, "Time")


def left_blank(site: Site) -> Iterator[Planted]:
    """PM009: a cell that is always needed."""
    for year in (TEACHING, SUPPORT):
        person = site.person(year, "Staff")
        person.book.put("Staff", person.staff, Job_title=None)
        yield person.book.planted("PM009", "Staff", person.staff, "Job title")


def about_nobody(site: Site) -> Iterator[Planted]:
    """PM010: a meeting with somebody who is not on Staff."""
    book = site.books(TEACHING)[-1]
    values = {PAYROLL_NUMBER: _STRANGER, "Date": date(2026, 1, 20), "Kind": "Drop-in", "Written record": "Yes"}
    row = book.add("Meetings", values | {"Feedback on": date(2026, 1, 21)})
    yield book.planted("PM010", "Meetings", row, PAYROLL_NUMBER)


def twice(site: Site) -> Iterator[Planted]:
    """PM011: a row copied to the end, on Reviews and on Staff."""
    person = site.person(TEACHING, "Reviews")
    (row,) = person.rows("Reviews")
    row = person.book.add("Reviews", person.book.values("Reviews", row))
    yield person.book.planted("PM011", "Reviews", row, PAYROLL_NUMBER)
    person = site.person(SUPPORT, "Staff", alone=True)
    row = person.book.add("Staff", person.book.values("Staff", person.staff))
    yield person.book.planted("PM011", "Staff", row, PAYROLL_NUMBER)


def same_number_again(site: Site) -> Iterator[Planted]:
    """PM013: two objectives of one number."""
    person = site.person(TEACHING, "Objectives")
    *_, before, row = person.rows("Objectives")
    person.book.put("Objectives", row, No=person.book.get("Objectives", before, "No"))
    yield person.book.planted("PM013", "Objectives", row, "No")


def untidy(site: Site) -> Iterator[Planted]:
    """PM015, which does not count: a date as text, and blanks around a name."""
    person = site.person(TEACHING, "Objectives")
    row = person.rows("Objectives")[-1]
    person.book.put("Objectives", row, Due_on="26 June 2026")
    person.book.put("Staff", person.staff, Name=f"  {person.book.people[person.number]['Name']} ")
    yield from ()


def two_readings(site: Site) -> Iterator[Planted]:
    """PM016: 10 September or 9 October."""
    person = site.person(TEACHING, "Objectives")
    row = person.rows("Objectives")[-1]
    person.book.put("Objectives", row, Set_on="10/09/2025")
    yield person.book.planted("PM016", "Objectives", row, "Set on")


def answers_nothing(site: Site) -> Iterator[Planted]:
    """PM018, which does not count: an explanation of what nobody asked."""
    person = site.person(TEACHING, "Explanations")
    values = {"Rule": "PM401", PAYROLL_NUMBER: person.number, "Explanation": "Set a week late after the trip abroad"}
    person.book.add("Explanations", values | {"Explained by": "School office", "Explained on": DEMO_AS_OF})
    yield from ()


def says_nothing(site: Site) -> Iterator[Planted]:
    """PM019: a reason, and an explanation, that give none."""
    person = site.person(TEACHING, "Reviews")
    (row,) = person.rows("Reviews")
    person.book.put("Reviews", row, Reason="as discussed")
    yield person.book.planted("PM019", "Reviews", row, "Reason")
    for book in site.books(TEACHING):
        for row in range(2, book.book["Explanations"].max_row + 1):
            if book.get("Explanations", row, "Rule") == "PM211":
                book.put("Explanations", row, Explanation="see file")
                yield book.planted("PM019", "Explanations", row, "Explanation")
                return


def total_below(site: Site) -> Iterator[Planted]:
    """PM020: somebody counted the objectives."""
    books = site.books(TEACHING)
    if not books:
        raise NobodyFits
    book = books[0]
    row = book.add("Objectives", {PAYROLL_NUMBER: "Total", "No": 57})
    yield Planted("PM020", book.cycle, book.academy, book.path.name, "Objectives", row, PAYROLL_NUMBER, f"A{row}")


APART = (("PM011", twice),)
PLANTERS = (
    ("PM006", words_for_a_date),
    ("PM007", broken_formula),
    ("PM008", not_in_the_list),
    ("PM009", left_blank),
    ("PM013", same_number_again),
    ("PM015", untidy),
    ("PM016", two_readings),
    ("PM018", answers_nothing),
    ("PM019", says_nothing),
    ("PM010", about_nobody),
    ("PM020", total_below),
)
