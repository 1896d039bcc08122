"""Faults of sections 1 and 2: cycles, dates, status, and who is reviewed where (PM012, PM101 to PM211)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from pmr_batch.demo.dates import DEMO_AS_OF, SUPPORT, TEACHING, Year
from pmr_batch.demo.plant.book import PAYROLL_NUMBER, Book
from pmr_batch.demo.plant.planted import Planted
from pmr_batch.demo.plant.site import NobodyFits, Person, Site

_GROUND = "Cycle adjusted because"
#: Sheets with rows about one person.
ABOUT_PEOPLE = ("Staff", "Objectives", "Development", "Meetings", "Reviews")


def short_cycle(site: Site) -> Iterator[Planted]:
    """PM101 and PM102: a cycle that begins late, and nobody says why."""
    for code, year, first in (("PM101", TEACHING, date(2025, 9, 8)), ("PM102", SUPPORT, date(2025, 4, 14))):
        person = site.person(year, "Staff", alone=True)
        person.book.put("Staff", person.staff, Cycle_from=first)
        yield person.book.planted(code, "Staff", person.staff, _GROUND)


def late_review(site: Site) -> Iterator[Planted]:
    """PM103: held on the last day, and a day after it."""
    for day, late in ((date(2026, 10, 15), False), (date(2026, 10, 16), True)):
        person = site.person(TEACHING, "Meetings", alone=True)
        row = person.meeting("Final review")
        person.book.put("Meetings", row, Date=day)
        _recommended(person, DEMO_AS_OF, DEMO_AS_OF)
        if late:
            yield person.book.planted("PM103", "Meetings", row, "Date")


def late_recommendation(site: Site) -> Iterator[Planted]:
    """PM104: made on the last day for support staff, and a day after it."""
    for day, late in ((date(2026, 5, 31), False), (date(2026, 6, 1), True)):
        person = site.person(SUPPORT, "Reviews", alone=True)
        _recommended(person, day, date(2026, 6, 4))
        if late:
            yield person.book.planted("PM104", "Reviews", person.rows("Reviews")[0], "Recommended on")


def _recommended(person: Person, on: date, sent: date) -> None:
    (row,) = person.rows("Reviews")
    person.book.put(
        "Reviews", row, Recommended_on=on, Reviewer_signed_on=on, Report_sent_on=sent, Employee_signed_on=sent
    )


def undated_status(site: Site) -> Iterator[Planted]:
    """PM105: ill health, explained, but nobody says since when."""
    person = site.person(TEACHING, "Staff", alone=True)
    person.book.put("Staff", person.staff, Status="Ill health")
    why = "Treatment under the sickness procedure; the reviewee asked that the review go on"
    values = {"Rule": "PM211", PAYROLL_NUMBER: person.number, "About": "Ill health", "Explanation": why}
    person.book.add("Explanations", values | {"Explained by": "Headteacher", "Explained on": DEMO_AS_OF})
    yield person.book.planted("PM105", "Staff", person.staff, "Status from")


def grievance_not_explained(site: Site) -> Iterator[Planted]:
    """PM106: a suspension still open."""
    person = site.person(TEACHING, "Staff", alone=True)
    person.book.put("Staff", person.staff, Status="Suspended: grievance", Status_from=date(2026, 6, 8))
    yield person.book.planted("PM106", "Staff", person.staff, "Status from")


def not_yet_done(site: Site) -> Iterator[Planted]:
    """PM108: a reviewer appointed on the day of the check, and one a day later."""
    book = site.books(TEACHING)[0]
    book.put("Reviewers", 2, Appointed_on=DEMO_AS_OF)
    book = site.books(TEACHING)[-1]
    book.put("Reviewers", 2, Appointed_on=date(2026, 10, 17))
    yield book.planted("PM108", "Reviewers", 2, "Appointed on")


def under_a_term(site: Site) -> Iterator[Planted]:
    """PM201: a contract of the whole autumn term, and one that is a day shorter."""
    for end, short in ((date(2025, 12, 19), False), (date(2025, 12, 18), True)):
        person = site.person(TEACHING, "Staff", alone=True)
        _for_a_term(person, end)
        if short:
            yield person.book.planted("PM201", "Staff", person.staff, "Employment end")


def _for_a_term(person: Person, end: date) -> None:
    """The same year's work, done in one term."""
    book = person.book
    dates = {"Employment_start": TEACHING.starts, "Employment_end": end, "Cycle_to": end}
    book.put("Staff", person.staff, Contract="Fixed term", Cycle_adjusted_because="Fixed term", **dates)
    keep, *more = person.rows("Objectives")[:2], *person.rows("Objectives")[2:]
    for row in keep:
        book.put("Objectives", row, Due_on=date(2025, 12, 12))
    for row in more:
        book.clear("Objectives", row)
    for row in person.rows("Meetings"):
        kind = book.get("Meetings", row, "Kind")
        if kind == "Observation":
            book.put("Meetings", row, Date=date(2025, 11, 12), Feedback_on=date(2025, 11, 14))
        elif kind == "Informal review":
            book.put("Meetings", row, Date=date(2025, 11, 25))
        elif kind == "Formal review":
            book.clear("Meetings", row)


def in_induction(site: Site) -> Iterator[Planted]:
    """PM202: a newly qualified teacher with objectives."""
    person = site.person(TEACHING, "Staff", alone=True)
    person.book.put("Staff", person.staff, In_induction="Yes")
    yield person.book.planted("PM202", "Staff", person.staff, "In induction")


def before_employment(site: Site) -> Iterator[Planted]:
    """PM203: employed from the day on which the cycle starts, and two weeks after it."""
    for first, late in ((date(2025, 9, 1), False), (date(2025, 9, 15), True)):
        person = site.person(TEACHING, "Staff", alone=True)
        person.book.put("Staff", person.staff, Employment_start=first)
        if late:
            yield person.book.planted("PM203", "Staff", person.staff, "Cycle from")


def ground_without_cause(site: Site) -> Iterator[Planted]:
    """PM204: Joined, of somebody who has been here for years."""
    person = site.person(SUPPORT, "Staff", alone=True)
    person.book.put("Staff", person.staff, Cycle_adjusted_because="Joined")
    yield person.book.planted("PM204", "Staff", person.staff, _GROUND)


def recommended_under_capability(site: Site) -> Iterator[Planted]:
    """PM205: a recommendation on a review that capability has replaced."""
    person = site.special(TEACHING, lambda row: row["Status"] == "Capability" and not row["Status to"])
    values = {"Pay criteria": "Have not been met", "Recommended on": date(2026, 10, 1)}
    row = person.book.add("Reviews", {PAYROLL_NUMBER: person.number, **values})
    yield person.book.planted("PM205", "Reviews", row, "Pay criteria")


def other_return(site: Site) -> Iterator[Planted]:
    """PM206: an HLTA in the teachers' return."""
    person = site.person(SUPPORT, "Staff", alone=True, test=lambda row: row["Role"] == "HLTA")
    book = next((one for one in site.books(TEACHING) if one.academy == person.book.academy), None)
    if book is None:
        raise NobodyFits
    reviewer = book.get("Reviewers", 2, PAYROLL_NUMBER)
    own = {"Cycle from": TEACHING.starts, "Cycle to": TEACHING.ends, "Reviewer": reviewer, "Line manager": reviewer}
    row = _copied(person, book, own)
    yield book.planted("PM206", "Staff", row, "Role")


def _copied(person: Person, book: Book, own: Mapping[str, Any]) -> int:
    """All rows about a person copied to the end of a return, with something else on Staff; the new row there."""
    number = own.get(PAYROLL_NUMBER, person.number)
    copies = {sheet: [person.book.values(sheet, row) for row in person.rows(sheet)] for sheet in ABOUT_PEOPLE}
    for sheet in ABOUT_PEOPLE[1:]:
        for values in copies[sheet]:
            book.add(sheet, values | {PAYROLL_NUMBER: number})
    return book.add("Staff", {**copies["Staff"][0], **own})


def forgotten(site: Site) -> Iterator[Planted]:
    """PM207: somebody of the staff list of whom the return says nothing."""
    for year in (TEACHING, SUPPORT):
        person = site.person(year, "Staff", alone=True)
        book = person.book
        for sheet in ABOUT_PEOPLE:
            for row in person.rows(sheet):
                book.clear(sheet, row)
        yield Planted("PM207", book.cycle, book.academy, book.path.name, payroll_number=person.number)


def stranger(site: Site) -> Iterator[Planted]:
    """PM208: somebody whom the staff list does not have."""
    person = site.person(TEACHING, "Staff", alone=True)
    row = _copied(person, person.book, {PAYROLL_NUMBER: "7700123", "Name": "Alex Newcombe"})
    yield person.book.planted("PM208", "Staff", row, PAYROLL_NUMBER)


def over_full_time(site: Site) -> Iterator[Planted]:
    """PM209: two academies, exactly full time together, and more than that."""
    for fte, over in ((0.6, False), (0.7, True)):
        home, _ = _of_two_academies(site)
        home.book.put("Staff", home.staff, FTE=fte)
        if over:
            yield home.book.planted("PM209", "Staff", home.staff, "Reviewed at")


def other_name(site: Site) -> Iterator[Planted]:
    """PM012: one payroll number, another name in the other academy."""
    home, there = _of_two_academies(site)
    there.book.put("Staff", there.staff, Name="Robin Postlethwaite")
    later = max((home, there), key=lambda person: person.book.path.name)
    yield later.book.planted("PM012", "Staff", later.staff, PAYROLL_NUMBER)


def _of_two_academies(site: Site) -> tuple[Person, Person]:
    """Somebody who is reviewed at the one and works at the other, too, where both are read."""
    numbers: dict[str, Book] = {}
    for book in site.books(TEACHING):
        numbers |= {
            number: book for number, row in book.people.items() if row["Reviewed at"] not in (None, book.academy)
        }
    home = site.special(TEACHING, lambda row: row[PAYROLL_NUMBER] in numbers)
    if home.book.people[home.number]["Reviewed at"] == home.book.academy:
        return home, Person(numbers[home.number], home.number)
    other = next(one for one in site.books(TEACHING) if one.academy == home.book.people[home.number]["Reviewed at"])
    return Person(other, home.number), home


def unqualified(site: Site) -> Iterator[Planted]:
    """PM210: on the Main or Upper range, and not a qualified teacher."""
    person = site.person(TEACHING, "Staff", alone=True, test=lambda row: row["Pay range"] in ("Main", "Upper"))
    person.book.put("Staff", person.staff, Qualified_teacher="No")
    yield person.book.planted("PM210", "Staff", person.staff, "Pay range")


def case_not_explained(site: Site) -> Iterator[Planted]:
    """PM211: a review that goes on beside a misconduct case."""
    cases: tuple[tuple[Year, date], ...] = ((TEACHING, date(2026, 9, 21)), (SUPPORT, date(2026, 3, 2)))
    for year, since in cases:
        person = site.person(year, "Staff", alone=True)
        person.book.put("Staff", person.staff, Status="Misconduct", Status_from=since)
        yield person.book.planted("PM211", "Staff", person.staff, "Status")


PLANTERS = (
    ("PM101", short_cycle),
    ("PM103", late_review),
    ("PM104", late_recommendation),
    ("PM105", undated_status),
    ("PM106", grievance_not_explained),
    ("PM108", not_yet_done),
    ("PM201", under_a_term),
    ("PM202", in_induction),
    ("PM203", before_employment),
    ("PM204", ground_without_cause),
    ("PM205", recommended_under_capability),
    ("PM206", other_return),
    ("PM207", forgotten),
    ("PM208", stranger),
    ("PM209", over_full_time),
    ("PM012", other_name),
    ("PM210", unqualified),
    ("PM211", case_not_explained),
)
