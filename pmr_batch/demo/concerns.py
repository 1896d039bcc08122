"""Concerns about performance: raised, discussed, confirmed, monitored, and their outcomes."""

from __future__ import annotations

from datetime import date
from typing import Any

from pmr_batch.demo.employees import Employee
from pmr_batch.demo.phrases import Phrases, data

Row = dict[str, Any]


def concern_rows(person: Employee, phrases: Phrases, head: Employee) -> tuple[list[Row], list[Row]]:
    """The rows of Concerns and of Meetings for a person's year; mostly none."""
    days = data("concerns")["courses"].get(person.kind)
    if days is None:
        return [], []
    contacts = [_meeting(day, "Monitoring contact") for day in days["contacts"]]
    meetings = [_meeting(days["discussed"], "Concern"), *contacts]
    if "meeting" in days:
        meetings.append(_meeting(days["meeting"], "Capability"))
    return [_concern(days, phrases, head, "teaching" if person.year.teaching else "support")], meetings


def _meeting(day: date, kind: str) -> Row:
    return {"date": day, "kind": kind, "written_record": "Yes", "time": "Directed time"}


def _concern(days: Row, phrases: Phrases, head: Employee, group: str) -> Row:
    texts = data("concerns")
    row = {
        "raised_on": days["raised"],
        "raised_by": head.name,
        "nature_and_seriousness": phrases.say(texts["nature"][group]),
        "previous_support": phrases.say(texts["previous"]),
        "discussed_on": days["discussed"],
        "employees_response": phrases.say(texts["response"]),
        "further_support_offered": phrases.say(texts["further"]),
        "confirmed_in_writing_on": days["confirmed"],
        "monitoring_set": "Yes",
        "targets": phrases.say(texts["targets"][group]),
        "support_agreed": phrases.say(texts["support"]),
        "monitored_by": head.name,
        "review_on": days["ends"],
        "monitoring_from": days["starts"],
        "monitoring_to": days["ends"],
        "consequences_explained": "Yes",
        "extended_to": days.get("extended"),
        "reason_for_extension": "Significant improvement" if "extended" in days else None,
        "outcome": days.get("outcome"),
    }
    if "notified" in days:
        row |= {
            "notified_by": "CEO",
            "notified_on": days["notified"],
            "hr_adviser_consulted_on": days["notified"],
            "capability_meeting_on": days["meeting"],
            "capability_ended_on": days.get("ended"),
        }
    return row
