"""Deadlines of the round: done in time, done late, overdue, or still to come; and whom to ask for what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from pmr_batch.model.terms import FileState


class Timing(StrEnum):
    """The status of a deadline on the as-of date."""

    IN_ORDER = "In order"
    LATE = "Done late"
    OVERDUE = "Overdue"
    TO_COME = "Still to come"


#: The steps required for every person in review, in order, in the words of the sheets that show them.
OBJECTIVES, FINAL_REVIEW, RECOMMENDATION = "Objectives set", "Final review held", "Pay recommended"
REPORT, REVIEWER_SIGNED, EMPLOYEE_SIGNED = "Report sent", "Reviewer signed", "Employee signed"
STEPS = (OBJECTIVES, FINAL_REVIEW, RECOMMENDATION, REPORT, REVIEWER_SIGNED, EMPLOYEE_SIGNED)


@dataclass(frozen=True)
class Step:
    """A step that one person's review requires by a day; `explained` is the explanation of a delay."""

    academy: str
    payroll_number: str | None
    name: str | None
    role: str | None
    what: str
    due: date
    done: date | None
    timing: Timing
    days: int
    explained: str | None = None


@dataclass(frozen=True)
class AcademyLateness:
    """An academy: the steps of its people by status, and what to ask its office for.

    `state` is that of its return, None where none came. `requests` are sentences, the most pressing first.
    """

    code: str | None
    name: str
    email: str | None
    state: FileState | None
    counts: Mapping[Timing, int]
    requests: tuple[str, ...]


@dataclass(frozen=True)
class StepCount:
    """One of `STEPS` over the whole trust; `first` and `last` are the days it is due, which differ with people."""

    what: str
    first: date
    last: date
    counts: Mapping[Timing, int]


@dataclass(frozen=True)
class Lateness:
    """The round by its days: everything late or overdue by person, the rest counted."""

    steps: tuple[Step, ...] = ()
    by_step: tuple[StepCount, ...] = ()
    academies: tuple[AcademyLateness, ...] = field(default=())
