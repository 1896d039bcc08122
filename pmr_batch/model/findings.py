"""The results of validation: findings, what is to do by a date, and everybody with an outcome."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from pmr_batch.model.returns import Return
from pmr_batch.model.terms import Outcome, Severity, Value

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Finding:
    """One fault, at one place, as findings.json has it (one type, whichever stage found it)."""

    code: str
    clause: str
    severity: Severity
    academy: str | None
    file: str | None
    payroll_number: str | None
    affects: tuple[str, ...]
    sheet: str | None
    row: int | None
    column: str | None
    cell: str | None
    item: str | None
    value: Value
    message: str
    remedy: str
    explanation: str | None = None
    accepted: str | None = None

    @property
    def counts(self) -> bool:
        """Whether it still asks for something: notes, explained and accepted findings do not."""
        return self.severity is not Severity.NOTE and not self.explanation and not self.accepted

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody it touches."""
        return self.affects + ((self.payroll_number,) if self.payroll_number else ())


@dataclass(frozen=True)
class ToDo:
    """A cell that will be a finding unless it is filled in by `due`."""

    due: date
    code: str
    academy: str | None
    payroll_number: str | None
    sheet: str
    column: str


@dataclass(frozen=True)
class NotChecked:
    """A rule that could not be checked, and what it needs."""

    code: str
    needs: str


@dataclass(frozen=True)
class Person:
    """A row of a Staff sheet, or a person on the staff list only, with the outcome.

    `reasons` are the codes of what counts, and `has_errors` says whether they are of errors, or else of queries: one
    code may stand for both. It is known of the run that found them only, and is not kept.
    """

    academy: str | None
    payroll_number: str | None
    name: str | None
    role: str | None
    file: str | None
    row: int | None
    outcome: Outcome
    reasons: tuple[str, ...]
    has_errors: bool = field(default=False, compare=False)


@dataclass(frozen=True)
class Validated:
    """What validation hands to merge: every finding in order (not cut to a readable number), what is
    to do by a date, what could not be checked, and the accepted returns' typed frames by sheet name.

    Frames are as rules see them (`rules.rule`); Staff also has `review_state`, `leaves_before_pay`, `round`,
    `long_absence`, `at_top` and the due dates of each person, Reviews `progresses`, and every people sheet `person`,
    the index of its row on Staff.
    """

    findings: tuple[Finding, ...]
    to_do: tuple[ToDo, ...]
    not_checked: tuple[NotChecked, ...]
    frames: Mapping[str, pd.DataFrame]
    accepted: tuple[Return, ...]
