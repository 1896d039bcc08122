"""The terms of a round that every package uses: severities, stages, groups, rounds, outcomes, decisions."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum

#: What a repaired cell may hold. Money is Decimal pounds, whole numbers int, other numbers float.
Value = str | int | float | Decimal | date | None


class Severity(StrEnum):
    """Errors must be corrected, queries corrected or explained, notes only read."""

    ERROR = "error"
    QUERY = "query"
    NOTE = "note"


class Stage(StrEnum):
    """From when on a rule is checked."""

    ALWAYS = "always"
    PLANNING = "planning"
    FINAL = "final"
    REPORT = "report"
    DECISION = "decision"


class Group(StrEnum):
    """Whom a rule applies to: by the cycle of the return, or by role."""

    ALL = "all"
    TEACHING = "teaching"
    SUPPORT = "support"
    TEACHERS = "teachers"
    HEADS = "heads"
    EXECUTIVES = "executives"
    HEADS_AND_EXECUTIVES = "heads and executives"
    TEACHERS_AND_HEADS = "teachers and heads"


class Round(StrEnum):
    """The three moderation rounds of a year."""

    OCTOBER = "october"
    DECEMBER = "december"
    APRIL = "april"


class Outcome(StrEnum):
    """What becomes of a person in a run; the first that fits, in this order."""

    MISSING = "missing"
    LEFT = "left"
    OUT_OF_SCOPE = "out of scope"
    REVIEWED_ELSEWHERE = "reviewed elsewhere"
    OTHER_ROUND = "other round"
    SUSPENDED = "suspended"
    OTHER_PROCEDURE = "other procedure"
    DECIDED = "decided"
    RETURNED = "returned"
    READY_WITH_QUERIES = "ready with queries"
    READY = "ready"


#: The outcomes that take a person before the committee.
BEFORE_THE_COMMITTEE = (Outcome.READY, Outcome.READY_WITH_QUERIES)


class FileState(StrEnum):
    """What became of an input file."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    SUPERSEDED = "superseded"
    SKIPPED = "skipped"


#: What settles a row of Recommendations; and what brings it back in the next run.
APPROVED, NOT_APPROVED = "Approved", "Not approved"
DEFERRED, REFERRED_BACK = "Deferred", "Referred back"
