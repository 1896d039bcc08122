"""Faults of section 7: concerns, monitoring and capability (PM701 to PM715)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from pmr_batch.demo.dates import SUPPORT, TEACHING, Year
from pmr_batch.demo.plant.book import PAYROLL_NUMBER
from pmr_batch.demo.plant.planted import Planted
from pmr_batch.demo.plant.site import Person, Site
from pmr_batch.demo.words import bank

_SHEET = "Concerns"
#: What a concern has to do with: its contacts are on Meetings, and Pay criteria are asked about beside it.
_ABOUT = (_SHEET, "Meetings", "Reviews")
_CONTACTS = (date(2025, 11, 12), date(2025, 11, 21), date(2025, 12, 2))
#: Five working weeks that every school works.
_COURSE = {
    "Raised on": date(2025, 9, 15),
    "Discussed on": date(2025, 9, 17),
    "Confirmed in writing on": date(2025, 9, 22),
    "Monitoring from": date(2025, 11, 3),
    "Monitoring to": date(2025, 12, 5),
    "Review on": date(2025, 12, 5),
}
_MONITORING = (
    "Targets", "Support agreed", "Monitored by", "Review on", "Monitoring from", "Monitoring to",
    "Consequences explained",
)  # fmt: skip


def _with_concern(
    site: Site,
    year: Year,
    changes: Mapping[str, Any],
    contacts: Sequence[date] = _CONTACTS,
    **more: Any,
) -> tuple[Person, int]:
    """Somebody with a concern of the autumn that ended well, but for what is changed; with its row."""
    person = site.person(year, *_ABOUT, **more)
    return person, _concern(site, person, year, changes, contacts)


def _concern(site: Site, person: Person, year: Year, changes: Mapping[str, Any], contacts: Sequence[date]) -> int:
    said, kind = bank("concerns"), "teaching" if year.teaching else "support"
    for day, what in ((_COURSE["Discussed on"], "Concern"), *((day, "Monitoring contact") for day in contacts)):
        meeting = {PAYROLL_NUMBER: person.number, "Date": day, "Kind": what, "Written record": "Yes"}
        person.book.add("Meetings", meeting)
    words = {
        "Raised by": "Deputy Headteacher",
        "Nature and seriousness": site.rng.choice(said["nature"][kind]),
        "Previous support": site.rng.choice(said["previous"]),
        "Employee's response": site.rng.choice(said["response"]),
        "Further support offered": site.rng.choice(said["further"]),
        "Monitoring set": "Yes",
        "Targets": site.rng.choice(said["targets"][kind]),
        "Support agreed": site.rng.choice(said["support"]),
        "Monitored by": "Deputy Headteacher",
        "Consequences explained": "Yes",
        "Outcome": "Improved",
    }
    return person.book.add(_SHEET, {PAYROLL_NUMBER: person.number, **_COURSE, **words, **changes})


def _changed(site: Site, code: str, year: Year, column: str, value: Any, **more: Any) -> Iterator[Planted]:
    """A concern with one cell changed, which is at fault."""
    person, row = _with_concern(site, year, {column: value}, **more)
    yield person.book.planted(code, _SHEET, row, column)


def not_explained(site: Site) -> Iterator[Planted]:
    """PM701: nothing of what was offered before, and nothing of the employee's response."""
    yield from _changed(site, "PM701", SUPPORT, "Previous support", None)
    yield from _changed(site, "PM701", TEACHING, "Employee's response", None)


def not_confirmed(site: Site) -> Iterator[Planted]:
    """PM702: no letter."""
    yield from _changed(site, "PM702", SUPPORT, "Confirmed in writing on", None)


def without_targets(site: Site) -> Iterator[Planted]:
    """PM703: monitoring without targets; and consequences that nobody explained."""
    yield from _changed(site, "PM703", TEACHING, "Targets", None)
    yield from _changed(site, "PM703", SUPPORT, "Consequences explained", "No")


def short_monitoring(site: Site) -> Iterator[Planted]:
    """PM704: four working weeks, and a day less; the same day less, with a reason."""
    _with_concern(site, SUPPORT, {"Monitoring to": date(2025, 11, 28)})
    day_less = {"Monitoring to": date(2025, 11, 27)}
    person, row = _with_concern(site, SUPPORT, day_less)
    yield person.book.planted("PM704", _SHEET, row, "Monitoring to")
    reason = "Ended a day early at the employee's wish, when all targets had been reached"
    _with_concern(site, SUPPORT, day_less | {"Reason for length": reason})


def extended_for_no_reason(site: Site) -> Iterator[Planted]:
    """PM705: two weeks more, and nobody says why."""
    contacts = (*_CONTACTS, date(2025, 12, 12))
    person, row = _with_concern(site, TEACHING, {"Extended to": date(2025, 12, 19)}, contacts)
    yield person.book.planted("PM705", _SHEET, row, "Reason for extension")


def long_extension(site: Site) -> Iterator[Planted]:
    """PM706: extended by four working weeks over the Christmas holidays, and by a day more."""
    contacts = (*_CONTACTS, date(2025, 12, 12), date(2026, 1, 7), date(2026, 1, 15))
    for end, long in ((date(2026, 1, 16), False), (date(2026, 1, 19), True)):
        changes = {"Extended to": end, "Reason for extension": "Significant improvement"}
        person, row = _with_concern(site, TEACHING, changes, contacts)
        if long:
            yield person.book.planted("PM706", _SHEET, row, "Extended to")


def no_contact(site: Site) -> Iterator[Planted]:
    """PM707: a meeting on the tenth working day, and one on the eleventh."""
    for first, long in ((date(2025, 11, 17), False), (date(2025, 11, 18), True)):
        person, row = _with_concern(site, SUPPORT, {}, (first, date(2025, 12, 1)))
        _met_before(person, date(2025, 10, 14))
        if long:
            yield person.book.planted("PM707", _SHEET, row, "Monitoring from")


def _met_before(person: Person, day: date) -> None:
    """Reviews in the year that would be contacts, too, were held before monitoring began."""
    for row in person.rows("Meetings"):
        during = _COURSE["Monitoring from"] <= person.book.get("Meetings", row, "Date") <= _COURSE["Monitoring to"]
        if during and person.book.get("Meetings", row, "Kind") != "Monitoring contact":
            person.book.put("Meetings", row, Date=day)


def no_outcome(site: Site) -> Iterator[Planted]:
    """PM708: monitoring is long over; that pay goes up beside it has its reason."""
    person, row = _with_concern(site, SUPPORT, {"Outcome": None})
    reason = "Targets of the monitoring reached by Christmas, and work sound ever since"
    person.book.put("Reviews", person.row("Reviews"), Reason=reason)
    yield person.book.planted("PM708", _SHEET, row, "Outcome")


def no_adviser(site: Site) -> Iterator[Planted]:
    """PM709: capability without the HR adviser."""
    person = site.special(TEACHING, lambda row: row["Status"] == "Capability")
    row = person.row(_SHEET)
    person.book.enter(_SHEET, row, "HR adviser consulted on", None)
    yield person.book.planted("PM709", _SHEET, row, "HR adviser consulted on")


def status_behind(site: Site) -> Iterator[Planted]:
    """PM710: capability was notified, and the person is still said to be in review."""
    person = site.person(TEACHING, alone=True)
    notice = {"Notified by": "CEO", "Notified on": date(2025, 12, 12), "HR adviser consulted on": date(2025, 12, 11)}
    _concern(site, person, TEACHING, {"Outcome": "Capability", **notice, **_MEETING}, _CONTACTS)
    person.book.clear("Reviews", person.row("Reviews"))
    yield person.book.planted("PM710", "Staff", person.staff, "Status")


_MEETING = {"Capability meeting on": date(2026, 1, 8)}


def capability_from_nowhere(site: Site) -> Iterator[Planted]:
    """PM713: capability, and no concern."""
    person = site.person(TEACHING, alone=True)
    person.book.put("Staff", person.staff, Status="Capability", Status_from=date(2026, 6, 8))
    person.book.clear("Reviews", person.row("Reviews"))
    yield person.book.planted("PM713", "Staff", person.staff, "Status")


def led_nowhere(site: Site) -> Iterator[Planted]:
    """PM714: a concern that was discussed, and nobody says whether to monitor; and one that was let be."""
    for year, answer in ((TEACHING, None), (SUPPORT, "No")):
        changes = dict.fromkeys(_MONITORING) | {"Monitoring set": answer}
        person, row = _with_concern(site, year, changes, ())
        yield person.book.planted("PM714", _SHEET, row, "Monitoring set")


def late_letter(site: Site) -> Iterator[Planted]:
    """PM715: confirmed on the tenth working day, and on the eleventh."""
    for day, late in ((date(2025, 10, 1), False), (date(2025, 10, 2), True)):
        person, row = _with_concern(site, SUPPORT, {"Confirmed in writing on": day})
        if late:
            yield person.book.planted("PM715", _SHEET, row, "Confirmed in writing on")


def more_pay_beside_it(site: Site) -> Iterator[Planted]:
    """PM711: a concern that did not end in improvement, and more pay."""
    ended = {"Outcome": "Ended for another reason"}
    person, _ = _with_concern(site, TEACHING, ended, test=lambda row: row["Pay range"] == "Main")
    yield person.book.planted("PM711", "Reviews", person.row("Reviews"), "Pay criteria")


def part_time(site: Site) -> Iterator[Planted]:
    """PM620: a part-timer after a concern has not met the criteria, and nobody says why."""
    person = site.person(SUPPORT, alone=True, test=lambda row: row["FTE"] < 1)
    _concern(site, person, SUPPORT, {}, _CONTACTS)
    person.book.put("Objectives", person.row("Objectives"), Outcome="Not met")
    row = person.row("Reviews")
    person.book.put("Reviews", row, Pay_criteria="Have not been met", Recommended_point=None)
    yield person.book.planted("PM620", "Reviews", row, "Pay criteria")


APART = (
    ("PM710", status_behind),
    ("PM713", capability_from_nowhere),
    ("PM620", part_time),
)
PLANTERS = (
    ("PM701", not_explained),
    ("PM702", not_confirmed),
    ("PM703", without_targets),
    ("PM704", short_monitoring),
    ("PM705", extended_for_no_reason),
    ("PM706", long_extension),
    ("PM707", no_contact),
    ("PM708", no_outcome),
    ("PM709", no_adviser),
    ("PM711", more_pay_beside_it),
    ("PM714", led_nowhere),
    ("PM715", late_letter),
)
