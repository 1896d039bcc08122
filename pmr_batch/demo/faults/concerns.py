"""Faults of concerns about performance: a correct concern of the autumn with changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pmr_batch.demo.cycles import Year
from pmr_batch.demo.faults.edited_return import PAYROLL_NUMBER
from pmr_batch.demo.faults.planting import Fault, Incoming, PickedPerson
from pmr_batch.demo.phrases import data

CONTACTS = (date(2025, 11, 12), date(2025, 11, 21), date(2025, 12, 2))
#: Five working weeks that every school works.
_DAYS = {
    "Raised on": date(2025, 9, 15),
    "Discussed on": date(2025, 9, 17),
    "Confirmed in writing on": date(2025, 9, 22),
    "Monitoring from": date(2025, 11, 3),
    "Monitoring to": date(2025, 12, 5),
    "Review on": date(2025, 12, 5),
}
_WORDS = {
    "Raised by": "Deputy Headteacher",
    "Monitoring set": "Yes",
    "Monitored by": "Deputy Headteacher",
    "Consequences explained": "Yes",
    "Outcome": "Improved",
}


@dataclass(frozen=True)
class ConcernFault(Fault):
    """A correct concern with changed cells; `contacts` are the days of monitoring contacts."""

    contacts: Sequence[date] = CONTACTS

    def pick(self, incoming: Incoming) -> PickedPerson:
        """Somebody, with a concern added."""
        person = incoming.person(self.year, "Concerns", "Meetings", "Reviews", alone=self.alone, who=self.who)
        add_concern(incoming, person, self.year, self.contacts)
        return person


def add_concern(incoming: Incoming, person: PickedPerson, year: Year, contacts: Sequence[date] = CONTACTS) -> None:
    """Type a concern and its meetings."""
    for day, kind in ((_DAYS["Discussed on"], "Concern"), *((day, "Monitoring contact") for day in contacts)):
        meeting = {PAYROLL_NUMBER: person.number, "Date": day, "Kind": kind, "Written record": "Yes"}
        person.book.add("Meetings", meeting)
    texts, group = data("concerns"), "teaching" if year.teaching else "support"
    say = incoming.rng.choice
    words = {
        "Nature and seriousness": say(texts["nature"][group]),
        "Previous support": say(texts["previous"]),
        "Employee's response": say(texts["response"]),
        "Further support offered": say(texts["further"]),
        "Targets": say(texts["targets"][group]),
        "Support agreed": say(texts["support"]),
    }
    person.book.add("Concerns", {PAYROLL_NUMBER: person.number, **_DAYS, **_WORDS, **words})
