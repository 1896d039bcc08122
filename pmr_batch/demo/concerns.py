"""Concerns about performance: raised, discussed, confirmed, monitored, and what came of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from pmr_batch.demo.people import Person
from pmr_batch.demo.words import Words, bank

Row = dict[str, Any]


@dataclass(frozen=True)
class Course:
    """The dates of one concern; `notified` is when capability began, `ended` when it did, `extended` to when."""

    raised: date
    discussed: date
    confirmed: date
    starts: date
    ends: date
    contacts: tuple[date, ...]
    outcome: str | None = None
    notified: date | None = None
    meeting: date | None = None
    ended: date | None = None
    extended: date | None = None


_COURSES = {
    "monitoring, last week": Course(
        date(2026, 7, 6),
        date(2026, 7, 8),
        date(2026, 7, 10),
        date(2026, 9, 14),
        date(2026, 10, 16),
        (date(2026, 9, 23), date(2026, 10, 2), date(2026, 10, 13)),
    ),
    "monitoring, just over": Course(
        date(2026, 6, 29),
        date(2026, 7, 1),
        date(2026, 7, 3),
        date(2026, 9, 7),
        date(2026, 10, 9),
        (date(2026, 9, 16), date(2026, 9, 25), date(2026, 10, 5)),
    ),
    "monitoring, extended": Course(
        date(2026, 5, 18),
        date(2026, 5, 20),
        date(2026, 5, 22),
        date(2026, 6, 8),
        date(2026, 7, 10),
        (
            *(date(2026, 6, 17), date(2026, 6, 26), date(2026, 7, 7), date(2026, 7, 15)),
            *(date(2026, 9, 4), date(2026, 9, 11), date(2026, 9, 16)),
        ),
        "Improved",
        extended=date(2026, 9, 16),
    ),
    "monitoring, first week": Course(
        date(2026, 9, 28), date(2026, 9, 30), date(2026, 10, 2), date(2026, 10, 12), date(2026, 11, 20), ()
    ),
    "monitoring, improved": Course(
        date(2025, 9, 15),
        date(2025, 9, 17),
        date(2025, 9, 22),
        date(2025, 11, 3),
        date(2025, 12, 5),
        (date(2025, 11, 12), date(2025, 11, 21), date(2025, 12, 2)),
        "Improved",
    ),
    "capability": Course(
        date(2026, 4, 15),
        date(2026, 4, 17),
        date(2026, 4, 20),
        date(2026, 4, 27),
        date(2026, 6, 5),
        (date(2026, 5, 6), date(2026, 5, 15), date(2026, 6, 2)),
        "Capability",
        date(2026, 6, 8),
        date(2026, 6, 18),
    ),
    "capability ended": Course(
        date(2025, 9, 8),
        date(2025, 9, 10),
        date(2025, 9, 12),
        date(2025, 9, 22),
        date(2025, 10, 24),
        (date(2025, 10, 1), date(2025, 10, 10), date(2025, 10, 20)),
        "Capability",
        date(2025, 11, 3),
        date(2025, 11, 12),
        date(2026, 3, 20),
    ),
}


def concern_rows(person: Person, words: Words, head: Person) -> tuple[list[Row], list[Row]]:
    """The rows of Concerns and of Meetings that a person's year brings with it; mostly none."""
    course = _COURSES.get(person.kind)
    if course is None:
        return [], []
    meetings = [
        _meeting(course.discussed, "Concern"),
        *(_meeting(day, "Monitoring contact") for day in course.contacts),
    ]
    if course.meeting:
        meetings.append(_meeting(course.meeting, "Capability"))
    return [_concern(course, words, head, person)], meetings


def _meeting(day: date, kind: str) -> Row:
    return {"date": day, "kind": kind, "written_record": "Yes"}


def _concern(course: Course, words: Words, head: Person, person: Person) -> Row:
    said, kind = bank("concerns"), "teaching" if person.year.teaching else "support"
    row = {
        "raised_on": course.raised,
        "raised_by": head.name,
        "nature_and_seriousness": words.say(said["nature"][kind]),
        "previous_support": words.say(said["previous"]),
        "discussed_on": course.discussed,
        "employees_response": words.say(said["response"]),
        "further_support_offered": words.say(said["further"]),
        "confirmed_in_writing_on": course.confirmed,
        "monitoring_set": "Yes",
        "targets": words.say(said["targets"][kind]),
        "support_agreed": words.say(said["support"]),
        "monitored_by": head.name,
        "review_on": course.ends,
        "monitoring_from": course.starts,
        "monitoring_to": course.ends,
        "consequences_explained": "Yes",
        "extended_to": course.extended,
        "reason_for_extension": "Significant improvement" if course.extended else None,
        "outcome": course.outcome,
    }
    if course.notified:
        row |= {
            "notified_by": "CEO",
            "notified_on": course.notified,
            "hr_adviser_consulted_on": course.notified,
            "capability_meeting_on": course.meeting,
            "capability_ended_on": course.ended,
        }
    return row
