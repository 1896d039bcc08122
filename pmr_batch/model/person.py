"""One person: everything the returns hold, the row before the committee, and what was decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

#: A row of a sheet by column key.
Row = Mapping[str, Any]


@dataclass(frozen=True)
class ObjectiveCounts:
    """How a person's objectives came out: numbers of objectives."""

    met: int = 0
    partly: int = 0
    not_met: int = 0
    not_assessed: int = 0

    @classmethod
    def of(cls, objectives: Iterable[Row]) -> ObjectiveCounts:
        """Of rows of Objectives."""
        counts = Counter(row["outcome"] for row in objectives)
        return cls(counts["Met"], counts["Partly met"], counts["Not met"], counts["Not assessed"])


@dataclass(frozen=True)
class Pay:
    """A place on the pay scales; `point` is None on a spot salary, `amount` where it is not known."""

    range: str | None
    point: str | None
    amount: Decimal | None


@dataclass(frozen=True)
class Decision:
    """What the committee decided on one person, in the words of its columns on Recommendations.

    `decision` is Approved, Not approved, Deferred or Referred back; `pay` is the decided pay, that holds from
    `effective_from` on: where the row was put off, the current one. `conflict` names the member who withdrew. With
    `reason_in_letter` the letter to the employee gives the reason.
    """

    decision: str
    pay: Pay
    reason: str | None
    decided_on: date
    effective_from: date
    conflict: str | None = None
    reason_in_letter: bool = False


#: The review state of a person who is reviewed at this academy in this cycle.
IN_REVIEW = "in review"


@dataclass(frozen=True)
class Dossier:
    """Everything the returns hold on one person, as read; an unreadable cell is None.

    `review_state` is `IN_REVIEW`, or why the person is not; `of_round` whether in review in the round requested.
    `start`, `staff` and `review` are rows by column key (`review` is empty where there is none), the
    others all rows about the person. `reviewers` are names: the reviewer's, or the panel's members.
    `recommender` is who made the pay recommendation, in words. `due` says by when objectives, final review, pay
    decision and report are due (heads by their own dates, a grievance that ended counted in): None
    where the trust sets no date, or term dates leave it open.
    """

    academy: str
    file: str
    review_state: str
    of_round: bool
    start: Row
    staff: Row
    review: Row
    objectives: tuple[Row, ...]
    development: tuple[Row, ...]
    meetings: tuple[Row, ...]
    concerns: tuple[Row, ...]
    priorities: tuple[Row, ...]
    reviewers: tuple[str, ...]
    recommender: str | None
    current: Pay
    recommended: Pay
    award_pending: bool
    due: Mapping[str, date | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Recommendation:
    """One person before the committee: a row of Recommendations.

    `last_point` is the current one of last cycle, `years_on_point` the cycles for which today's has been held, this
    one counted: None where last cycle's run is missing. `open_queries` and `explained` are codes, one a finding.
    `earlier` says what the committee decided when it deferred the row or referred it back, with its note. Of a
    concern there is only whether one is open. `reviewer_number` is what Staff has for the reviewer: a payroll number,
    or Panel. `pay_confirmed` is whether the scale of the recommended point is sure. `can_progress` is false of whoever
    is at the top of their range, or has a spot salary, and has not applied for the Upper pay range. `look_at` is what
    makes the row worth a thought, in words; such rows come first. `more_if_approved` is what the person costs more
    in a full year, pay and on-costs of all posts, `more_if_not` the same where the current point is kept; None where an
    amount is not known.
    """

    academy: str
    academy_name: str
    payroll_number: str
    name: str
    job_title: str | None
    role: str
    contract: str | None
    fte: Decimal | None
    pay_area: str | None
    current: Pay
    recommended: Pay
    criteria: str | None
    objectives: ObjectiveCounts
    reason: str | None
    reviewer: str | None
    recommender: str | None
    last_point: str | None = None
    years_on_point: int | None = None
    open_queries: tuple[str, ...] = ()
    explained: tuple[str, ...] = ()
    comments: str | None = None
    concern_open: bool = False
    award_pending: bool = False
    pay_confirmed: bool = True
    earlier: str | None = None
    reviewer_number: str | None = None
    can_progress: bool = True
    recommended_on: date | None = None
    look_at: tuple[str, ...] = ()
    more_if_approved: Decimal | None = None
    more_if_not: Decimal | None = None

    @property
    def change(self) -> Decimal | None:
        """Recommended less current pay, None where either is not known."""
        if self.current.amount is None or self.recommended.amount is None:
            return None
        return self.recommended.amount - self.current.amount
