"""Faults of section 6: what a review says, and the report that goes out (PM601 to PM610, PM619, PM621, PM627)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from pmr_batch.demo.dates import SUPPORT, TEACHING, Year
from pmr_batch.demo.plant.planted import Planted
from pmr_batch.demo.plant.site import Site

_SHEET = "Reviews"


def _in_review(site: Site, code: str, year: Year, column: str, value: Any = None) -> Iterator[Planted]:
    """A cell of somebody's review, blank or with something else in it."""
    person = site.person(year, _SHEET)
    row = person.row(_SHEET)
    person.book.enter(_SHEET, row, column, value)
    yield person.book.planted(code, _SHEET, row, column)


def not_assessed(site: Site) -> Iterator[Planted]:
    """PM601, PM603, PM604 and PM605: parts of a review that nobody wrote, or that say nothing."""
    yield from _in_review(site, "PM601", TEACHING, "Assessment against objectives")
    yield from _in_review(site, "PM603", SUPPORT, "Assessment against job role", "to follow")
    yield from _in_review(site, "PM604", TEACHING, "Quality of teaching")
    yield from _in_review(site, "PM605", SUPPORT, "CPD activity")


def no_outcome(site: Site) -> Iterator[Planted]:
    """PM602: an objective without an outcome, without a summary; and one not assessed, for no reason."""
    for year, column, value in (
        (TEACHING, "Outcome", None),
        (SUPPORT, "Summary of success", None),
        (SUPPORT, "Outcome", "Not assessed"),
    ):
        person = site.person(year, "Objectives")
        row = person.row("Objectives")
        person.book.enter("Objectives", row, column, value)
        yield person.book.planted("PM602", "Objectives", row, column)


def no_evidence(site: Site) -> Iterator[Planted]:
    """PM619: absent for nineteen working days, and for twenty."""
    for last, long in ((date(2026, 3, 26), False), (date(2026, 3, 27), True)):
        person = site.person(SUPPORT, alone=True)
        person.book.put("Staff", person.staff, Absent_from=date(2026, 3, 2), Absent_to=last)
        if long:
            yield person.book.planted("PM619", _SHEET, person.row(_SHEET), "Evidence if absent")


def out_of_order(site: Site) -> Iterator[Planted]:
    """PM621: a report before the recommendation; one on the same day; a final review in the wrong year."""
    person = site.person(TEACHING, _SHEET, "Meetings")
    on = person.book.get("Meetings", person.meeting("Final review"), "Date")
    person.book.put(_SHEET, person.row(_SHEET), Report_sent_on=on)
    yield person.book.planted("PM621", _SHEET, person.row(_SHEET), "Report sent on")
    person = site.person(TEACHING, _SHEET, "Meetings")
    row = person.row(_SHEET)
    person.book.put(_SHEET, row, Report_sent_on=person.book.get(_SHEET, row, "Recommended on"))
    person = site.person(SUPPORT, _SHEET, "Meetings")
    row = person.meeting("Final review")
    person.book.put("Meetings", row, Date=date(2025, 4, 2))
    yield person.book.planted("PM621", "Meetings", row, "Date")


def other_standards(site: Site) -> Iterator[Planted]:
    """PM627: a teacher held against the job description."""
    person = site.person(TEACHING, "Staff")
    person.book.put("Staff", person.staff, Professional_standards="Job description")
    yield person.book.planted("PM627", "Staff", person.staff, "Professional standards")


def late_report(site: Site) -> Iterator[Planted]:
    """PM609: sent on the last day, a day later, and never."""
    for sent, late in ((date(2026, 6, 30), False), (date(2026, 7, 1), True), (None, True)):
        person = site.person(SUPPORT, _SHEET)
        row = person.row(_SHEET)
        person.book.put(_SHEET, row, Report_sent_on=sent, Employee_signed_on=date(2026, 7, 3))
        if late:
            yield person.book.planted("PM609", _SHEET, row, "Report sent on")


def not_invited(site: Site) -> Iterator[Planted]:
    """PM610: nobody was asked for comments; and nobody says whether they were."""
    yield from _in_review(site, "PM610", SUPPORT, "Invited to comment", "No")
    yield from _in_review(site, "PM610", SUPPORT, "Invited to comment")


def not_signed(site: Site) -> Iterator[Planted]:
    """PM903 and PM904: a report that the reviewer has not signed, and one that the employee has not."""
    yield from _in_review(site, "PM903", SUPPORT, "Reviewer signed on")
    yield from _in_review(site, "PM904", SUPPORT, "Employee signed on")


def no_heading(site: Site) -> Iterator[Planted]:
    """PM901: no standards; and no aspect of the improvement plan, neither typed nor named by an objective."""
    person = site.person(SUPPORT, "Staff")
    person.book.put("Staff", person.staff, Professional_standards=None)
    yield person.book.planted("PM901", "Staff", person.staff, "Professional standards")
    person = site.person(TEACHING, "Staff", "Objectives")
    for row in person.rows("Objectives"):
        if person.book.get("Objectives", row, "Kind") == "School":
            person.book.put("Objectives", row, Kind="Individual", Improvement_priority=None)
    yield person.book.planted("PM901", "Staff", person.staff, "Improvement plan aspects")


APART = (("PM619", no_evidence),)
PLANTERS = (
    ("PM601", not_assessed),
    ("PM602", no_outcome),
    ("PM609", late_report),
    ("PM610", not_invited),
    ("PM621", out_of_order),
    ("PM627", other_standards),
    ("PM901", no_heading),
    ("PM903", not_signed),
)
