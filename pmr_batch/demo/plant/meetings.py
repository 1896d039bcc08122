"""Faults of sections 5 and 6: meetings, observations, feedback and development (PM501 to PM505, PM606 to PM608)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from pmr_batch.demo.dates import SUPPORT, TEACHING, school_days_after
from pmr_batch.demo.plant.book import PAYROLL_NUMBER
from pmr_batch.demo.plant.planted import Planted
from pmr_batch.demo.plant.site import Person, Site

_SHEET = "Meetings"


def _drop(person: Person, *kinds: str) -> None:
    """Take all meetings of some kinds away."""
    for row in person.rows(_SHEET):
        if person.book.get(_SHEET, row, "Kind") in kinds:
            person.book.clear(_SHEET, row)


def _without(site: Site, code: str, *kinds: str) -> Iterator[Planted]:
    """A teacher without meetings of some kinds."""
    person = site.person(TEACHING, _SHEET)
    _drop(person, *kinds)
    yield person.book.planted(code, "Staff", person.staff, PAYROLL_NUMBER)


def not_observed(site: Site) -> Iterator[Planted]:
    """PM501: a teacher whom nobody has seen teach."""
    yield from _without(site, "PM501", "Observation", "Drop-in")


def observed_often(site: Site) -> Iterator[Planted]:
    """PM502: three observations in the year, and four."""
    for days in ((6, 13), (6, 13, 20)):
        person = site.person(TEACHING, _SHEET)
        for day in days:
            on = date(2026, 5, day)
            row = person.book.add(_SHEET, {PAYROLL_NUMBER: person.number, "Date": on, "Kind": "Observation"})
            person.book.put(_SHEET, row, Feedback_on=on + timedelta(1))
        if len(days) > 2:
            yield person.book.planted("PM502", _SHEET, row, "Kind")


def no_feedback(site: Site) -> Iterator[Planted]:
    """PM503: feedback on the fifth school day, on the sixth, and none."""
    for days, late in ((5, False), (6, True), (None, True)):
        person = site.person(TEACHING, _SHEET)
        row = person.meeting("Observation")
        on = person.book.get(_SHEET, row, "Date")
        person.book.put(_SHEET, row, Feedback_on=school_days_after(on, days) if days else None)
        if late:
            yield person.book.planted("PM503", _SHEET, row, "Feedback on")


def no_delivery(site: Site) -> Iterator[Planted]:
    """PM504 and PM505: a need of which nobody says how it is met; what it changed; and no need at all."""
    for code, year, column in (
        ("PM504", TEACHING, "Delivery"),
        ("PM505", SUPPORT, "Application and impact"),
    ):
        person = site.person(year, "Development")
        row = person.row("Development")
        person.book.enter("Development", row, column, None)
        yield person.book.planted(code, "Development", row, column)
    person = site.person(SUPPORT, "Development")
    blank = {"Delivery": None, "Application_and_impact": None}
    person.book.put("Development", person.row("Development"), Development_required="None identified", **blank)


def no_review_in_the_year(site: Site) -> Iterator[Planted]:
    """PM606: nobody met between the first meeting and the last."""
    yield from _without(site, "PM606", "Informal review", "Formal review")


def in_ppa_time(site: Site) -> Iterator[Planted]:
    """PM607: a meeting in the time for planning and marking."""
    person = site.person(TEACHING, _SHEET)
    row = person.meeting("Informal review")
    person.book.put(_SHEET, row, Time="PPA")
    yield person.book.planted("PM607", _SHEET, row, "Time")


def no_review(site: Site) -> Iterator[Planted]:
    """PM608: no row on Reviews."""
    person = site.person(SUPPORT, alone=True)
    person.book.clear("Reviews", person.row("Reviews"))
    yield person.book.planted("PM608", "Staff", person.staff, PAYROLL_NUMBER)


def no_final_meeting(site: Site) -> Iterator[Planted]:
    """PM608: no final review meeting; and one on paper, though nobody was absent."""
    yield from _without(site, "PM608", "Final review")
    person = site.person(SUPPORT, _SHEET)
    row = person.meeting("Final review")
    person.book.put(_SHEET, row, Kind="Paper review")
    yield person.book.planted("PM608", _SHEET, row, "Kind")


def no_record(site: Site) -> Iterator[Planted]:
    """PM801: a meeting of which there is no record; an observation needs none."""
    person = site.person(SUPPORT, _SHEET)
    row = person.meeting("Informal review")
    person.book.put(_SHEET, row, Written_record="No")
    yield person.book.planted("PM801", _SHEET, row, "Written record")
    person = site.person(TEACHING, _SHEET)
    person.book.put(_SHEET, person.meeting("Observation"), Written_record="No")


def no_first_meeting(site: Site) -> Iterator[Planted]:
    """PM902: the form has no date of the initial meeting."""
    yield from _without(site, "PM902", "Initial meeting")


APART = (("PM608", no_review),)
PLANTERS = (
    ("PM501", not_observed),
    ("PM502", observed_often),
    ("PM503", no_feedback),
    ("PM504", no_delivery),
    ("PM606", no_review_in_the_year),
    ("PM607", in_ppa_time),
    ("PM608", no_final_meeting),
    ("PM801", no_record),
    ("PM902", no_first_meeting),
)
