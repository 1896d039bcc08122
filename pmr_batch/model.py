"""What the stages hand to each other: plain, frozen, picklable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

#: What a repaired cell may hold. Money is Decimal pounds, whole numbers int, other numbers float.
Value = str | int | float | Decimal | date | None


class Severity(StrEnum):
    """Errors must be corrected, queries corrected or explained, notes only read."""

    ERROR = "error"
    QUERY = "query"
    NOTE = "note"


class Stage(StrEnum):
    """From when on a rule is asked."""

    ALWAYS = "always"
    PLANNING = "planning"
    FINAL = "final"
    REPORT = "report"
    DECISION = "decision"


class Group(StrEnum):
    """Whom a rule is asked about: by the cycle of the return, or by role."""

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


@dataclass(frozen=True)
class Unread:
    """A cell whose content was seen but not taken as a value; `code` is the finding that tells."""

    typed: str
    code: str


@dataclass(frozen=True)
class Table:
    """One sheet of one workbook, as read: repaired values by column key, with their places.

    `rows` are Excel row numbers; `columns[key]` is as long as `rows`. A value that does not have
    the column's type stays as typed (PM006 tells); one already told by the reader is `Unread`.
    `letters[key]` is the Excel column letter; in a form sheet `cells[key]` is the row instead, and
    there is one row in each column.
    """

    sheet: str
    rows: tuple[int, ...] = ()
    columns: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    letters: Mapping[str, str] = field(default_factory=dict)
    form_rows: Mapping[str, int] = field(default_factory=dict)

    def place(self, key: str, row: int) -> tuple[int, str | None]:
        """The Excel row and cell of a column at `row`; the cell is None where the column is not there."""
        if key in self.form_rows:
            return self.form_rows[key], f"B{self.form_rows[key]}"
        return row, f"{self.letters[key]}{row}" if key in self.letters else None


@dataclass(frozen=True)
class Extra:
    """A column or a whole sheet that the standard workbook does not have, carried along.

    `heading` is None for a whole sheet; then `cells` are its filled rows as lists, else the values of the
    column, by Excel row. Under the heading of a column of the layout stands what is there on rows that are
    none of the table, such as titles and totals. What looks like personal data that the procedure does not need
    (PM802) is none: it is left where it was read, so that nothing made later can hold it.
    """

    sheet: str
    heading: str | None
    cells: Mapping[int, Any]


@dataclass(frozen=True)
class Spot:
    """Something a stage saw, before it is stamped as a finding.

    `column` is a heading, `words` fill the rule's message. `value` is what stands in the cell.
    """

    code: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    cell: str | None = None
    payroll_number: str | None = None
    item: str | None = None
    value: Value = None
    words: Mapping[str, str] = field(default_factory=dict)
    affects: tuple[str, ...] = ()


@dataclass(frozen=True)
class Return:
    """One input file, read: its tables, and what the reader saw in it.

    `path` is relative to the incoming folder, with forward slashes. A refused file has no tables
    or tables that are counted only. `academy` and `cycle` are as the Start sheet has them.
    """

    path: str
    sha256: str
    state: FileState
    academy: str | None = None
    cycle: str | None = None
    return_number: int | None = None
    tables: Mapping[str, Table] = field(default_factory=dict)
    extras: tuple[Extra, ...] = ()
    settings: Mapping[str, Table] = field(default_factory=dict)
    spots: tuple[Spot, ...] = ()


@dataclass(frozen=True)
class Finding:
    """One fault, at one place, as findings.json has it (one type, whatever found it)."""

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
    """A finding to be, not due yet."""

    due: date
    code: str
    academy: str | None
    payroll_number: str | None
    sheet: str
    column: str


@dataclass(frozen=True)
class NotChecked:
    """A rule that could not be asked, and what it needs."""

    code: str
    needs: str


@dataclass(frozen=True)
class Person:
    """A row of a Staff sheet, or a person on the staff list only, with the outcome."""

    academy: str | None
    payroll_number: str | None
    name: str | None
    role: str | None
    file: str | None
    row: int | None
    outcome: Outcome
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Validated:
    """What validation hands to merge: every finding in order (not cut to a readable number), what is
    to do by a date, what could not be checked, and the accepted returns' typed frames by sheet name.

    Frames are as rules see them (`rules.rule`); Staff has besides `standing`, `round`, `long_absence` and by when what
    is asked of each person, Reviews `progresses`, and every people sheet `person`, the index of its row on Staff.
    """

    findings: tuple[Finding, ...]
    to_do: tuple[ToDo, ...]
    not_checked: tuple[NotChecked, ...]
    frames: Mapping[str, pd.DataFrame]
    accepted: tuple[Return, ...]
