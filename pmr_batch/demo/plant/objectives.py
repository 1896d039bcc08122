"""Faults of section 4: objectives, development needs and the improvement plan (PM401 to PM416)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from pmr_batch.demo.dates import SUPPORT, TEACHING, Year
from pmr_batch.demo.plant.book import PAYROLL_NUMBER
from pmr_batch.demo.plant.planted import Planted
from pmr_batch.demo.plant.site import Person, Site

_SHEET = "Objectives"
#: Typed, so that Appendix A does not want for what the objectives no longer name.
_ASPECTS = "Standards in reading and writing; attendance and conduct"
_COPIED = "Improve the quality of work in books by checking a sample together each half term"
#: One more than the parameter allows.
_TOO_MANY = 6


def _on_last(
    site: Site, code: str, column: str, value: Any, counts: bool = True, year: Year = TEACHING
) -> Iterator[Planted]:
    """A value at the last objective of somebody."""
    person = site.person(year, _SHEET)
    row = person.rows(_SHEET)[-1]
    person.book.enter(_SHEET, row, column, value)
    if counts:
        yield person.book.planted(code, _SHEET, row, column)


def set_late(site: Site) -> Iterator[Planted]:
    """PM401: set on the last day for it, and on the next working day."""
    for day, late in ((date(2025, 10, 31), False), (date(2025, 11, 3), True)):
        person = site.person(TEACHING, _SHEET)
        for row in person.rows(_SHEET):
            person.book.put(_SHEET, row, Set_on=day)
        if late:
            yield person.book.planted("PM401", _SHEET, person.rows(_SHEET)[0], "Set on")


def set_by_a_panel(site: Site) -> Iterator[Planted]:
    """PM402: a teacher has no panel."""
    yield from _on_last(site, "PM402", "Set by", "Panel")


def no_objective(site: Site) -> Iterator[Planted]:
    """PM403: an objective without words, and somebody without objectives."""
    yield from _on_last(site, "PM403", "Objective", None)
    person = site.person(SUPPORT, _SHEET, alone=True)
    _clear(person, person.rows(_SHEET))
    person.book.put("Staff", person.staff, Improvement_plan_aspects=_ASPECTS)
    yield person.book.planted("PM403", "Staff", person.staff, PAYROLL_NUMBER)


def _clear(person: Person, rows: list[int]) -> None:
    for row in rows:
        person.book.clear(_SHEET, row)


def too_many(site: Site) -> Iterator[Planted]:
    """PM404: the most that is usual for support staff, and one more; the least for a teacher."""
    for number, many in ((4, False), (5, True)):
        person = site.person(SUPPORT, _SHEET)
        values = person.book.values(_SHEET, person.rows(_SHEET)[-1])
        for no in range(len(person.rows(_SHEET)) + 1, number + 1):
            person.book.add(_SHEET, values | {"No": no, "Objective": f"{values['Objective']}, part {no} of the plan"})
        if many:
            yield person.book.planted("PM404", _SHEET, person.rows(_SHEET)[0], "No")
    person = site.person(TEACHING, _SHEET)
    _clear(person, person.rows(_SHEET)[2:])


def no_success(site: Site) -> Iterator[Planted]:
    """PM405: nobody says what success looks like."""
    yield from _on_last(site, "PM405", "What success looks like", None, year=SUPPORT)


def not_measurable(site: Site) -> Iterator[Planted]:
    """PM406: no measures."""
    yield from _on_last(site, "PM406", "Measures and milestones", None, year=SUPPORT)


def due_outside(site: Site) -> Iterator[Planted]:
    """PM407: due on the last day of the cycle, and a day after it; and never."""
    yield from _on_last(site, "PM407", "Due on", date(2026, 8, 31), counts=False)
    yield from _on_last(site, "PM407", "Due on", date(2026, 9, 1))
    yield from _on_last(site, "PM407", "Due on", None)


def says_too_little(site: Site) -> Iterator[Planted]:
    """PM408: five words, and three."""
    yield from _on_last(site, "PM408", "Objective", "Improve spelling across Year Five", counts=False)
    yield from _on_last(site, "PM408", "Objective", "Improve spelling results")


def same_for_many(site: Site) -> Iterator[Planted]:
    """PM408: the same words for more people than the parameter, in one academy."""
    book = max(site.books(TEACHING), key=lambda one: len(one.people))
    people = [site.person(TEACHING, _SHEET, test=lambda row: row in book.people.values()) for _ in range(_TOO_MANY)]
    rows = sorted(person.rows(_SHEET)[-1] for person in people)
    for row in rows:
        book.put(_SHEET, row, Objective=_COPIED)
    yield book.planted("PM408", _SHEET, rows[0], "Objective")


def no_trust_objective(site: Site) -> Iterator[Planted]:
    """PM409: the Trust objective is gone, or goes by another kind."""
    person = site.person(TEACHING, _SHEET, alone=True)
    _clear(person, person.rows(_SHEET)[:1])
    yield person.book.planted("PM409", "Staff", person.staff, PAYROLL_NUMBER)
    person = site.person(TEACHING, _SHEET)
    row = person.rows(_SHEET)[0]
    person.book.put(_SHEET, row, Kind="Individual")
    yield person.book.planted("PM409", _SHEET, row, "Kind")


def other_words(site: Site) -> Iterator[Planted]:
    """PM410: a Trust objective in words of one's own."""
    person = site.person(TEACHING, _SHEET)
    row = person.rows(_SHEET)[0]
    person.book.put(_SHEET, row, Objective="Work on reading with disadvantaged pupils as the Trust has asked")
    yield person.book.planted("PM410", _SHEET, row, "Objective")


def no_development(site: Site) -> Iterator[Planted]:
    """PM411: nothing is said of training and support."""
    person = site.person(SUPPORT, "Development")
    for row in person.rows("Development"):
        person.book.clear("Development", row)
    yield person.book.planted("PM411", "Staff", person.staff, PAYROLL_NUMBER)


def no_priority(site: Site) -> Iterator[Planted]:
    """PM412 and PM413: a school objective that serves no priority, and one that serves a priority nobody knows."""
    for code, priority in (("PM412", None), ("PM413", "SPORT")):
        person = site.person(TEACHING, _SHEET)
        row = next(row for row in person.rows(_SHEET) if person.book.get(_SHEET, row, "Kind") == "School")
        person.book.put(_SHEET, row, Improvement_priority=priority)
        person.book.put("Staff", person.staff, Improvement_plan_aspects=_ASPECTS)
        yield person.book.planted(code, _SHEET, row, "Improvement priority")


def revised_without_reason(site: Site) -> Iterator[Planted]:
    """PM415: no reason; and a date before the objective was set."""
    person = site.person(TEACHING, _SHEET)
    row = person.rows(_SHEET)[-1]
    person.book.put(_SHEET, row, Revised_on=date(2026, 2, 10))
    yield person.book.planted("PM415", _SHEET, row, "Reason for revision")
    person = site.person(TEACHING, _SHEET)
    row = person.rows(_SHEET)[-1]
    person.book.put(_SHEET, row, Revised_on=date(2025, 9, 2), Reason_for_revision="Moved to another year group")
    yield person.book.planted("PM415", _SHEET, row, "Revised on")


def not_looked_at_again(site: Site) -> Iterator[Planted]:
    """PM416: back from a long absence in February, and nobody spoke of the objectives."""
    person = site.person(TEACHING, _SHEET, alone=True)
    book = person.book
    book.put("Staff", person.staff, Absent_from=date(2025, 11, 10), Absent_to=date(2026, 2, 13))
    evidence = "Rests on the observation in March, books of spring and summer, and the review of last year"
    book.put("Reviews", person.rows("Reviews")[0], Evidence_if_absent=evidence)
    for row in person.rows("Meetings"):
        kind = book.get("Meetings", row, "Kind")
        if kind == "Observation":
            book.put("Meetings", row, Date=date(2026, 3, 10), Feedback_on=date(2026, 3, 12))
        elif kind == "Informal review":
            book.put("Meetings", row, Date=date(2025, 11, 6))
        elif kind == "Formal review":
            book.clear("Meetings", row)
    yield book.planted("PM416", _SHEET, person.rows(_SHEET)[0], "Revised on")


APART = (
    ("PM403", no_objective),
    ("PM409", no_trust_objective),
    ("PM416", not_looked_at_again),
)
PLANTERS = (
    ("PM401", set_late),
    ("PM402", set_by_a_panel),
    ("PM404", too_many),
    ("PM405", no_success),
    ("PM406", not_measurable),
    ("PM407", due_outside),
    ("PM408", says_too_little),
    ("PM410", other_words),
    ("PM411", no_development),
    ("PM412", no_priority),
    ("PM415", revised_without_reason),
    ("PM408", same_for_many),
)
