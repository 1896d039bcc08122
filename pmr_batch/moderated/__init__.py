"""What merge and moderate hand to produce: a moderated round, plain and frozen.

Money is annual full-time pay in Decimal pounds, without allowances. Text that came out of a
workbook is data, in every field.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from pmr_batch.model import FileState, Finding, NotChecked, Outcome, Person, Round, Severity, Stage, ToDo


@dataclass(frozen=True)
class RunFacts:
    """Which run this is, and by what it went.

    `fingerprint` covers inputs, settings, templates, program version and as-of date; `run` is its
    first 8 characters. `pay_effective_from` is the default of the committee's Effective from.
    """

    run: str
    fingerprint: str
    as_of: date
    cycle: str
    round: Round
    trust: str
    policy: str
    next_review: date
    version: str
    pay_effective_from: date


#: The deadline by which returns must be in order.
PAY_DECISIONS_BY = "Pay decisions by"


@dataclass(frozen=True)
class Deadline:
    """A date of the cycle that matters in this round, in the words of the Cycles sheet."""

    what: str
    due: date


@dataclass(frozen=True)
class ObjectiveCounts:
    """How a person's objectives came out: numbers of objectives."""

    met: int = 0
    partly: int = 0
    not_met: int = 0
    not_assessed: int = 0


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
    `effective_from` on: where the row was put off, the current one. `conflict` names the member who withdrew.
    """

    decision: str
    pay: Pay
    reason: str | None
    decided_on: date
    effective_from: date
    conflict: str | None = None


Row = Mapping[str, Any]
#: The standing of whoever is reviewed here and now.
IN_REVIEW = "in review"


@dataclass(frozen=True)
class Dossier:
    """Everything the returns hold on one person, as read; an unreadable cell is None.

    `standing` is `IN_REVIEW`, or why the person is not; `of_round` whether in review in the round that is asked for.
    `start`, `staff` and `review` are rows by column key (`review` is empty where there is none), the
    others all rows about the person. `reviewers` are names: the reviewer's, or the panel's members.
    `recommender` is who made the pay recommendation, in words.
    """

    academy: str
    file: str
    standing: str
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


@dataclass(frozen=True)
class Recommendation:
    """One person before the committee: a row of Recommendations.

    `last_point` and `years_on_point` are the last cycle's, None where unknown. `open_queries` and
    `explained` are codes, one a finding. `earlier` says what the committee decided when it deferred
    the row or referred it back, with its note. Of a concern there is only whether one is open.
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
    last_point: str | None
    years_on_point: int | None
    criteria: str | None
    objectives: ObjectiveCounts
    reason: str | None
    reviewer: str | None
    recommender: str | None
    open_queries: tuple[str, ...] = ()
    explained: tuple[str, ...] = ()
    comments: str | None = None
    concern_open: bool = False
    award_pending: bool = False
    earlier: str | None = None

    @property
    def change(self) -> Decimal | None:
        """Recommended less current pay, None where either is not known."""
        if self.current.amount is None or self.recommended.amount is None:
            return None
        return self.recommended.amount - self.current.amount


@dataclass(frozen=True)
class AcademyCount:
    """One academy in the reconciliation.

    `code` is None for files of which the academy is not known. `state` is that of its return, None
    where there is none. `rows_in` counts the rows of all its Staff sheets, those of refused and
    superseded files included; `outcomes` counts people, missing ones (on the staff list only) too.
    """

    code: str | None
    name: str
    state: FileState | None
    rows_in: int
    outcomes: Mapping[Outcome, int] = field(default_factory=dict)
    refused_rows: int = 0
    superseded_rows: int = 0

    @property
    def missing(self) -> int:
        """People on the staff list only: in no row."""
        return self.outcomes.get(Outcome.MISSING, 0)

    @property
    def rows_out(self) -> int:
        """Rows with an outcome, and rows of refused and superseded files."""
        return sum(self.outcomes.values()) - self.missing + self.refused_rows + self.superseded_rows


@dataclass(frozen=True)
class Merged:
    """Everybody with an outcome; all findings in order; each academy's rows in and outcomes out;
    and what the returns hold on each person, by file and Excel row on Staff.
    """

    people: tuple[Person, ...]
    findings: tuple[Finding, ...]
    academies: tuple[AcademyCount, ...]
    dossiers: Mapping[tuple[str, int], Dossier]


@dataclass(frozen=True)
class FileFact:
    """What became of one input file; `path` is relative to the incoming folder, `why` says so in words."""

    path: str
    sha256: str
    academy: str | None
    state: FileState
    why: str = ""


@dataclass(frozen=True)
class RuleFact:
    """One rule in force, as a line of the rule book has it.

    `module` names the sheets it is about, `message` how its findings read, with ‹…› where they differ.
    """

    code: str
    clause: str
    severity: Severity
    must_hold: str
    remedy: str
    stage: Stage
    module: str
    message: str


@dataclass(frozen=True)
class Moderated:
    """A round as the stages before `produce` leave it; every sequence in the order it is shown in."""

    run: RunFacts
    academies: tuple[AcademyCount, ...]
    people: tuple[Person, ...]
    recommendations: tuple[Recommendation, ...]
    findings: tuple[Finding, ...]
    rules: tuple[RuleFact, ...]
    deadlines: tuple[Deadline, ...] = ()
    to_do: tuple[ToDo, ...] = ()
    not_checked: tuple[NotChecked, ...] = ()
    notices: tuple[str, ...] = ()
    files: tuple[FileFact, ...] = ()
