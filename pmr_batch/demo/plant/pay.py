"""Faults of section 6.4: the recommendation on pay, and points of pay (PM611 to PM626, PM712)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pmr_batch.demo.dates import SUPPORT, TEACHING
from pmr_batch.demo.plant.planted import Planted
from pmr_batch.demo.plant.site import Person, Site

_SHEET = "Reviews"
_NOT_MET = "Have not been met"


def _on_main(row: Mapping[str, Any]) -> bool:
    """A teacher of the Main range; nobody ordinary is at its top."""
    return bool(row["Pay range"] == "Main")


def _below_the_top(row: Mapping[str, Any]) -> bool:
    return bool(row["Pay range"] == "NJC" and row["Pay point"] != row["Range to"])


def _moved(person: Person, steps: int) -> str:
    """The point so many steps above the current one."""
    point = str(person.book.people[person.number]["Pay point"])
    letters = point.rstrip("0123456789")
    return f"{letters}{int(point.removeprefix(letters)) + steps}"


def _recommended(person: Person, code: str, column: str, **values: Any) -> Iterator[Planted]:
    """Something else in a row of Reviews, and the cell at which that is a fault."""
    row = person.row(_SHEET)
    person.book.put(_SHEET, row, **values)
    yield person.book.planted(code, _SHEET, row, column)


def not_recommended(site: Site) -> Iterator[Planted]:
    """PM611: nobody says whether the criteria have been met; or when that was recommended."""
    yield from _recommended(site.person(SUPPORT, _SHEET), "PM611", "Pay criteria", Pay_criteria=None)
    yield from _recommended(site.person(TEACHING, _SHEET), "PM611", "Recommended on", Recommended_on=None)


def not_earned(site: Site) -> Iterator[Planted]:
    """PM612: a higher point, though the criteria have not been met."""
    person = site.person(SUPPORT, _SHEET, test=_below_the_top)
    reason = "Two of three targets missed in spite of coaching; see both reviews of the spring"
    yield from _recommended(person, "PM612", "Recommended point", Pay_criteria=_NOT_MET, Reason=reason)


def objective_not_met(site: Site) -> Iterator[Planted]:
    """PM613: criteria met in spite of an objective that was not, with a reason; and with none."""
    for reason in ("The objective fell away when a supply teacher took the class from Easter", None):
        person = site.person(TEACHING, _SHEET, "Objectives")
        person.book.put("Objectives", person.row("Objectives"), Outcome="Not met")
        person.book.put(_SHEET, person.row(_SHEET), Reason=reason)
        if reason is None:
            yield person.book.planted("PM613", _SHEET, person.row(_SHEET), "Pay criteria")


def no_such_point(site: Site) -> Iterator[Planted]:
    """PM614: a point that the Main range does not have; and a typed pay that is nobody's."""
    person = site.person(TEACHING, _SHEET, "Staff", test=_on_main)
    person.book.put("Staff", person.staff, Pay_point="M9")
    yield person.book.planted("PM614", "Staff", person.staff, "Pay point")
    person = site.person(SUPPORT, _SHEET, "Staff")
    person.book.put("Staff", person.staff, Current_pay=19_999)
    yield person.book.planted("PM614", "Staff", person.staff, "Current pay")


def point_of_another_range(site: Site) -> Iterator[Planted]:
    """PM615: from the Main range to U1, with no word of the Upper range; and a typed pay that is nobody's."""
    person = site.person(TEACHING, _SHEET, test=_on_main)
    yield from _recommended(person, "PM615", "Recommended point", Recommended_point="U1")
    person = site.person(SUPPORT, _SHEET, "Staff")
    yield from _recommended(person, "PM615", "Recommended pay", Recommended_pay=19_999)


def two_points(site: Site) -> Iterator[Planted]:
    """PM616: two points up with a reason, and with none."""
    for reason in ("Has led mathematics in all but name since January, with gains in every year", None):
        person = site.person(TEACHING, _SHEET, test=lambda row: row["Pay point"] in ("M1", "M2", "M3", "M4"))
        row = person.row(_SHEET)
        person.book.put(_SHEET, row, Recommended_point=_moved(person, 2), Reason=reason)
        if reason is None:
            yield person.book.planted("PM616", _SHEET, row, "Recommended point")


def below(site: Site) -> Iterator[Planted]:
    """PM617: a point lower than now."""
    person = site.person(TEACHING, _SHEET, test=lambda row: row["Pay point"] in ("M3", "M4", "M5"))
    yield from _recommended(person, "PM617", "Recommended point", Recommended_point=_moved(person, -1))


def upper_without_application(site: Site) -> Iterator[Planted]:
    """PM618: to the Upper range, and nobody applied; and an application that nobody assessed."""
    person = site.person(TEACHING, _SHEET, test=_on_main)
    upper = {"Recommended_range": "Upper", "Recommended_point": "U1"}
    yield from _recommended(person, "PM618", "UPR outcome", **upper)
    person = site.person(TEACHING, _SHEET, test=_on_main)
    yield from _recommended(person, "PM618", "UPR outcome", UPR_application="Yes")


def not_applicable(site: Site) -> Iterator[Planted]:
    """PM624: criteria that are said not to apply, below the top."""
    person = site.person(SUPPORT, _SHEET, test=_below_the_top)
    values = {"Pay_criteria": "Not applicable", "Recommended_point": None}
    yield from _recommended(person, "PM624", "Pay criteria", **values)


def stays(site: Site) -> Iterator[Planted]:
    """PM625: criteria met below the top, and no higher point."""
    person = site.person(TEACHING, _SHEET, test=_on_main)
    yield from _recommended(person, "PM625", "Recommended point", Recommended_point=None)


def above_the_grade(site: Site) -> Iterator[Planted]:
    """PM626: a point above the top of the grade."""
    person = site.person(SUPPORT, _SHEET, test=lambda row: row["Pay point"] == row["Range to"])
    yield from _recommended(person, "PM626", "Recommended point", Recommended_point=_moved(person, 1))


def surprise(site: Site) -> Iterator[Planted]:
    """PM712: criteria not met, nobody said so in the year, and nobody says why."""
    person = site.person(TEACHING, _SHEET, "Objectives")
    person.book.put("Objectives", person.row("Objectives"), Outcome="Not met")
    values = {"Pay_criteria": _NOT_MET, "Recommended_point": None}
    yield from _recommended(person, "PM712", "Pay criteria", **values)


PLANTERS = (
    ("PM611", not_recommended),
    ("PM612", not_earned),
    ("PM613", objective_not_met),
    ("PM614", no_such_point),
    ("PM615", point_of_another_range),
    ("PM616", two_points),
    ("PM617", below),
    ("PM618", upper_without_application),
    ("PM624", not_applicable),
    ("PM625", stays),
    ("PM626", above_the_grade),
    ("PM712", surprise),
)
