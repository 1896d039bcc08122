"""What is special about a person's year: some of everything that the policy knows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from pmr_batch.demo.people import Person

#: Deals so many kinds.
Deal = Callable[[int], list[str]]

#: What changes on the person, by kind and by cycle (teaching, support); the rest follows in the return.
_TEACHING: Mapping[str, Mapping[str, Any]] = {
    "capability": {"status": "Capability", "status_from": date(2026, 6, 8)},
    "part time": {"fte": "0.6"},
    "induction": {
        "start": date(2025, 9, 1),
        "induction": True,
        "pay_point": "M1",
        "status": "Out of scope",
        "out_of_scope": "In induction",
    },
    "grievance": {"status": "Suspended: grievance", "status_from": date(2026, 6, 15)},
    "misconduct": {"status": "Misconduct", "status_from": date(2026, 9, 14)},
    "joined": {"start": date(2026, 1, 5), "starts": date(2026, 1, 5), "adjusted": "Joined", "pay_point": "M2"},
    "maternity": {"absent": (date(2026, 3, 2), date(2026, 12, 18))},
    "upper range": {"start": date(2018, 9, 1), "pay_point": "M6"},
    "top of range": {"start": date(2010, 9, 1), "pay_range": "Upper", "pay_point": "U3"},
    "not progressing": {"pay_point": "M4"},
    "ill health": {"status": "Ill health", "status_from": date(2026, 9, 7)},
    "monitoring, last week": {"pay_point": "M3"},
    "monitoring, just over": {"pay_point": "M2"},
    "fixed term": {
        "contract": "Fixed term",
        "start": date(2025, 11, 3),
        "end": date(2026, 12, 18),
        "starts": date(2025, 11, 3),
        "adjusted": "Fixed term",
    },
    "left in June": {
        "end": date(2026, 6, 30),
        "ends": date(2026, 6, 30),
        "adjusted": "Leaving",
        "status": "Left",
        "status_from": date(2026, 7, 1),
    },
    "grievance ended": {
        "status": "Suspended: grievance",
        "status_from": date(2026, 9, 10),
        "status_to": date(2026, 10, 2),
    },
    "qualified": {"start": date(2024, 9, 1), "pay_range": "Unqualified", "pay_point": "UQ3"},
    "lead practitioner": {
        "start": date(2014, 9, 1),
        "pay_range": "Lead practitioner",
        "pay_point": None,
        "pay": 58_000,
    },
    "induction completed": {
        "start": date(2024, 1, 8),
        "induction_completed": date(2026, 1, 16),
        "starts": date(2026, 1, 17),
        "adjusted": "Induction completed",
        "pay_point": "M2",
    },
    "short contract": {
        "contract": "Fixed term",
        "start": date(2026, 6, 1),
        "end": date(2026, 7, 10),
        "starts": date(2026, 6, 1),
        "ends": date(2026, 7, 10),
        "adjusted": "Fixed term",
        "status": "Out of scope",
        "out_of_scope": "Contract of less than one term",
    },
    "returned": {"absent": (date(2025, 11, 10), date(2026, 2, 27))},
    "capability ended": {
        "status": "Capability",
        "status_from": date(2025, 11, 3),
        "status_to": date(2026, 3, 20),
        "pay_point": "M5",
    },
    "monitoring, first week": {"pay_point": "M4"},
    "monitoring, extended": {"pay_point": "M4"},
    "left in September": {"end": date(2026, 9, 30), "status": "Left", "status_from": date(2026, 10, 1)},
    "upper range refused": {"start": date(2019, 9, 1), "pay_point": "M6"},
    "reviewer concern": {},
}
_SUPPORT: Mapping[str, Mapping[str, Any]] = {
    "top of range": {},
    "joined": {"start": date(2025, 9, 1), "starts": date(2025, 9, 1), "adjusted": "Joined"},
    "maternity": {"absent": (date(2025, 11, 17), date(2026, 8, 28))},
    "monitoring, improved": {},
    "misconduct": {"status": "Misconduct", "status_from": date(2026, 3, 9)},
    "left in June": {
        "end": date(2025, 6, 27),
        "ends": date(2025, 6, 27),
        "adjusted": "Leaving",
        "status": "Left",
        "status_from": date(2025, 6, 28),
    },
    "not progressing": {},
    "fixed term": {
        "contract": "Fixed term",
        "start": date(2025, 9, 1),
        "end": date(2026, 8, 31),
        "starts": date(2025, 9, 1),
        "adjusted": "Fixed term",
    },
    "grievance ended": {
        "status": "Suspended: grievance",
        "status_from": date(2025, 11, 3),
        "status_to": date(2025, 12, 12),
    },
    "ill health": {"status": "Ill health", "status_from": date(2026, 2, 9)},
}


def make_special(people: list[Person], kinds: list[str]) -> None:
    """Give the last people of the list one kind each, in the order of the kinds."""
    for person, kind in zip(reversed(people), kinds, strict=False):
        person.kind = kind
        for name, value in (_TEACHING if person.year.teaching else _SUPPORT)[kind].items():
            setattr(person, name, value)
        if kind == "top of range" and person.grade:
            person.pay_point = person.grade[1]
        if person.pay_point and person.pay_point.startswith("M"):
            person.pay_range = "Main"


def dealer(teaching: bool) -> Deal:
    """Deals kinds out to one academy after the other, from the first again when all are dealt."""
    kinds = list(_TEACHING if teaching else _SUPPORT)
    dealt = 0

    def deal(number: int) -> list[str]:
        nonlocal dealt
        hand = [kinds[(dealt + n) % len(kinds)] for n in range(number)]
        dealt += number
        return hand

    return deal
