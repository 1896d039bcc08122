"""Faults of section 3: who reviews whom, panels, stand-ins, and who recommends pay (PM301 to PM314)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from pmr_batch.demo.dates import ON_LEAVE, SUPPORT, TEACHING
from pmr_batch.demo.plant.book import PAYROLL_NUMBER, Book
from pmr_batch.demo.plant.planted import Planted
from pmr_batch.demo.plant.site import NobodyFits, Person, Site, Test

_SHEET = "Reviewers"
#: Nobody on Reviewers has it.
_NOBODY = "0099123"
#: As many reviewees as the parameter allows.
_MOST = 8


def too_many_reviewees(site: Site) -> Iterator[Planted]:
    """PM312: as many reviewees as the parameter allows, and one more."""
    for number, many in ((_MOST, False), (_MOST + 1, True)):
        reviewer = site.reviewer(SUPPORT, settled=True)
        book = reviewer.book
        for person in reviewer.reviewees():
            site.hit(person, "Staff")
        while len(reviewer.reviewees()) < number:
            others = [row for row in book.people.values() if row["Reviewer"] != reviewer.number]
            person = site.person(SUPPORT, "Staff", test=others.__contains__)
            _reviewed_by(person, reviewer.number)
        if many:
            yield book.planted("PM312", _SHEET, reviewer.rows(_SHEET)[0], PAYROLL_NUMBER)


def _reviewed_by(person: Person, number: str) -> None:
    person.book.put("Staff", person.staff, Reviewer=number, Line_manager=number)


def unknown_reviewer(site: Site) -> Iterator[Planted]:
    """PM301: a reviewer who is not on Reviewers, and none."""
    for year, number in ((TEACHING, _NOBODY), (SUPPORT, None)):
        yield from _on_staff(site.person(year, "Staff"), "PM301", "Reviewer", number)


def _on_staff(person: Person, code: str, column: str, value: Any) -> Iterator[Planted]:
    person.book.enter("Staff", person.staff, column, value)
    yield person.book.planted(code, "Staff", person.staff, column)


def own_reviewer(site: Site) -> Iterator[Planted]:
    """PM302: somebody who is to review themself; and a head on the own panel."""
    person = site.person(TEACHING, "Staff")
    yield from _on_staff(person, "PM302", "Reviewer", person.number)
    head = _last_of(site, "Headteacher")
    member = {PAYROLL_NUMBER: head.number, "Member": head.book.people[head.number]["Name"], "Capacity": "Trustee"}
    head.book.add("Panels", member | {"Appointed on": TEACHING.starts})
    yield head.book.planted("PM302", "Staff", head.staff, "Reviewer")


def one_trustee(site: Site) -> Iterator[Planted]:
    """PM303: an executive's panel of one Trustee."""
    yield _without(site, "PM303", "Chief Operations Officer", "Trustee")


def no_chair(site: Site) -> Iterator[Planted]:
    """PM304: an Executive Headteacher's panel without a Chair of Governors."""
    yield _without(site, "PM304", "Executive Headteacher", "Chair of Governors")


def _without(site: Site, code: str, role: str, capacity: str) -> Planted:
    """A panel that has lost its last member of a capacity."""
    person = _last_of(site, role)
    book = person.book
    lost = [row for row in person.rows("Panels") if book.get("Panels", row, "Capacity") == capacity]
    book.clear("Panels", lost[-1])
    return book.planted(code, "Staff", person.staff, "Reviewer")


def _last_of(site: Site, role: str) -> Person:
    """The last person of a role in the central workbook. Raises NobodyFits."""
    (book,) = site.books(TEACHING, central=True)
    numbers = [number for number, row in book.people.items() if row["Role"] == role]
    if not numbers:
        raise NobodyFits
    return Person(book, numbers[-1])


def panel_of_a_teacher(site: Site) -> Iterator[Planted]:
    """PM305: a teacher has no panel."""
    yield from _on_staff(site.person(TEACHING, "Staff"), "PM305", "Reviewer", "Panel")


def does_not_teach(site: Site) -> Iterator[Planted]:
    """PM306: a reviewer of teachers who is no qualified teacher, and one who does not teach now."""
    for column in ("Qualified teacher", "Teaching now"):
        yield from _on_reviewers(site.reviewer(TEACHING), "PM306", column, "No")


def _on_reviewers(reviewer: Person, code: str, column: str, value: Any) -> Iterator[Planted]:
    row = reviewer.row(_SHEET)
    reviewer.book.enter(_SHEET, row, column, value)
    yield reviewer.book.planted(code, _SHEET, row, column)


def not_said_why(site: Site) -> Iterator[Planted]:
    """PM307: a reviewer who is not the line manager, and it is said why that suits; and one of whom it is not."""
    for words in ("Same phase, trained in performance management, ten years in post", None):
        reviewer = site.reviewer(TEACHING)
        book = reviewer.book
        person = next(one for one in reviewer.reviewees() if site.is_clear(one))
        site.hit(person, "Staff")
        book.put("Staff", person.staff, Line_manager=_another(reviewer, person))
        book.put(_SHEET, reviewer.row(_SHEET), Suitability=words)
        if words is None:
            yield book.planted("PM307", _SHEET, reviewer.row(_SHEET), "Suitability")


def _another(reviewer: Person, person: Person) -> str:
    """The payroll number of somebody else on Reviewers. Raises NobodyFits."""
    known = (str(number) for _, number in reviewer.book.each(_SHEET))
    others = [number for number in known if number not in (reviewer.number, person.number)]
    if not others:
        raise NobodyFits
    return others[0]


def concern_not_decided(site: Site) -> Iterator[Planted]:
    """PM308: a concern about the reviewer on which nobody decided, and one on which the reviewer did."""
    person = site.person(TEACHING, "Staff")
    person.book.put("Staff", person.staff, Reviewer_concern="Reviewer kept")
    yield person.book.planted("PM308", "Staff", person.staff, "Reviewer concern decided by")
    person = site.person(SUPPORT, "Staff", test=lambda row: row["Role"] == "HLTA")
    reviewer = person.book.get("Staff", person.staff, "Reviewer")
    person.book.put("Staff", person.staff, Reviewer_concern="Reviewer kept")
    yield from _on_staff(person, "PM308", "Reviewer concern decided by", reviewer)


def office_stands_in(site: Site) -> Iterator[Planted]:
    """PM309: the office manager stands in for a reviewer of teachers; and a teacher does, nobody knows since when."""
    reviewer = site.reviewer(TEACHING)
    someone = _of_the_office(site, reviewer.book.academy)
    row = _stand_in(reviewer, someone, "No", ON_LEAVE[0])
    yield reviewer.book.planted("PM309", _SHEET, row, "Stands in for")
    reviewer = site.reviewer(TEACHING)
    book = reviewer.book
    colleague = site.person(TEACHING, "Staff", test=list(book.people.values()).__contains__)
    row = _stand_in(reviewer, book.people[colleague.number], "Yes", None)
    yield book.planted("PM309", _SHEET, row, "Stands in from")


def _of_the_office(site: Site, academy: str) -> Mapping[str, Any]:
    """The row on Staff of somebody who supports an academy, or another one where it has sent no return."""
    offices = sorted(site.books(SUPPORT), key=lambda book: book.academy != academy)
    return next(row for row in reversed(offices[0].people.values()) if row["Role"] == "Support staff")


def _stand_in(reviewer: Person, someone: Mapping[str, Any], teaches: str, since: date | None) -> int:
    """A row of Reviewers below the last, appointed as the absent reviewer was."""
    kept = reviewer.book.values(_SHEET, reviewer.row(_SHEET)) | {"Suitability": None}
    own = {"Name": someone["Name"], "Position": someone["Job title"], PAYROLL_NUMBER: someone[PAYROLL_NUMBER]}
    teaching = {"Qualified teacher": teaches, "Teaching now": teaches}
    return reviewer.book.add(
        _SHEET, kept | own | teaching | {"Stands in for": reviewer.number, "Stands in from": since}
    )


def wrong_recommender(site: Site) -> Iterator[Planted]:
    """PM310: pay recommended by the reviewer; and by the head, as it should be."""
    person = site.person(TEACHING, "Reviews")
    person.book.put("Reviews", person.row("Reviews"), Recommended_by=person.book.start("Authorised by"))
    person = site.person(TEACHING, "Reviews", test=_not_of_the_head(site))
    row = person.row("Reviews")
    person.book.put("Reviews", row, Recommended_by=person.book.people[person.number]["Reviewer"])
    yield person.book.planted("PM310", "Reviews", row, "Recommended by")


def _not_of_the_head(site: Site) -> Test:
    heads = {book.start("Authorised by") for book in site.books(TEACHING)}
    return lambda row: row["Reviewer"] not in heads


def appointed_by_the_board(site: Site) -> Iterator[Planted]:
    """PM311: the Board appoints panels, and no reviewer."""
    yield from _on_reviewers(site.reviewer(SUPPORT), "PM311", "Appointed by", "Board of Trustees")


def each_other(site: Site) -> Iterator[Planted]:
    """PM313, which does not count: two who review each other."""
    for book in site.books(TEACHING):
        for one, other in _reviewers_of_reviewers(book):
            if site.is_clear(one):
                site.hit(one, "Staff")
                _reviewed_by(one, other.number)
                return
    yield from ()


def _reviewers_of_reviewers(book: Book) -> Iterator[tuple[Person, Person]]:
    """Pairs of reviewers on Staff, of whom the first reviews the second."""
    numbers = [str(number) for _, number in book.each(_SHEET)]
    for number in numbers:
        for other in Person(book, number).reviewees():
            if other.number in numbers and book.rows("Staff", number):
                yield Person(book, number), other


def nobody_stands_in(site: Site) -> Iterator[Planted]:
    """PM314: a reviewer on maternity leave since June, and nobody stands in."""
    reviewer = site.reviewer(TEACHING, on_staff=True)
    site.hit(reviewer, alone=True)
    book, (first, last) = reviewer.book, ON_LEAVE
    book.put("Staff", reviewer.staff, Absent_from=first, Absent_to=last)
    evidence = "Rests on lesson visits and the informal review before the leave began, and on last year's report"
    book.put("Reviews", reviewer.row("Reviews"), Evidence_if_absent=evidence)
    yield book.planted("PM314", _SHEET, reviewer.rows(_SHEET)[0], PAYROLL_NUMBER)


APART = (
    ("PM312", too_many_reviewees),
    ("PM314", nobody_stands_in),
)
PLANTERS = (
    ("PM301", unknown_reviewer),
    ("PM302", own_reviewer),
    ("PM303", one_trustee),
    ("PM304", no_chair),
    ("PM305", panel_of_a_teacher),
    ("PM306", does_not_teach),
    ("PM307", not_said_why),
    ("PM308", concern_not_decided),
    ("PM309", office_stands_in),
    ("PM310", wrong_recommender),
    ("PM311", appointed_by_the_board),
    ("PM313", each_other),
)
