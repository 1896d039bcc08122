"""Holds as entries of the ledger: whose records are kept back from destruction (6.5), why, and until they are reviewed.

What a hold says is from a list, or a name, number or day: there is no place in it for a person's circumstances.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from pmr_batch.errors import UsageError
from pmr_batch.records.decision_entries import read_body
from pmr_batch.records.json_form import as_json
from pmr_batch.records.ledger import append, check, entries
from pmr_batch.words import bare, day

#: The kinds of entries: a hold as it was put; its end.
HOLD, RELEASE = "hold", "release"
#: Characters of the longest name of whoever puts or releases a hold.
_LONGEST_NAME = 80


class HoldReason(StrEnum):
    """Why records are kept longer than the policy says."""

    APPEAL = "appeal"
    GRIEVANCE = "grievance"
    TRIBUNAL = "tribunal"
    SUBJECT_ACCESS = "subject access"
    AUDIT = "audit"


@dataclass(frozen=True)
class Hold:
    """Records of one person that are kept back; `cycle` is the name of the only cycle it is about, None for all.

    `also` are other payroll numbers that the person has had or got. `by` is who put it, on the day `on`; `review_on` is
    the day on which it is looked at again.
    """

    payroll_number: str
    name: str | None
    reason: HoldReason
    by: str
    on: date
    review_on: date
    cycle: str | None = None
    also: tuple[str, ...] = ()

    @property
    def numbers(self) -> tuple[str, ...]:
        """Every payroll number of the person that is known."""
        return (self.payroll_number, *self.also)

    def is_about(self, cycle: str, payroll_number: str | None, name: str | None) -> bool:
        """Whether it keeps back what a cycle has on somebody, known by a number of theirs or by the name."""
        if self.cycle not in (None, cycle):
            return False
        same_name = bool(self.name and name) and bare(self.name or "") == bare(name or "")
        return payroll_number in self.numbers or same_name

    def is_overdue(self, on: date) -> bool:
        """Whether the day of its review has passed."""
        return self.review_on < on


@dataclass(frozen=True)
class _Release:
    """The end of the hold of an entry's number."""

    hold: int
    by: str
    on: date


def put_hold(folder: Path, hold: Hold) -> int:
    """Record a hold, and return its number; the number of the same one, where it stands already.

    Raises UsageError where it names nobody or is to be reviewed on a day that has passed, and LedgerError.
    """
    _check_name(hold.by)
    if not hold.payroll_number.strip():
        raise UsageError("A hold is on a person; name the payroll number")
    if hold.review_on <= hold.on:
        raise UsageError(f"{day(hold.review_on)} is no later than the hold itself; name a later day for its review")
    for number, standing in holds(folder).items():
        if standing == hold:
            return number
    append(folder, [(HOLD, as_json(hold))])
    return entries(folder, HOLD)[-1].number


def release_hold(folder: Path, number: int, by: str, on: date) -> Hold:
    """End the hold of a number, and return it. Raises UsageError where none of that number stands, and LedgerError."""
    _check_name(by)
    standing = holds(folder)
    if number not in standing:
        known = ", ".join(map(str, standing)) or "none"
        raise UsageError(f"No hold {number} stands; those that do: {known}")
    append(folder, [(RELEASE, as_json(_Release(number, by, on)))])
    return standing[number]


def holds(folder: Path) -> Mapping[int, Hold]:
    """The holds that stand, by their numbers, the oldest first.

    Raises LedgerError where any entry of the ledger is not as it was recorded.
    """
    check(folder)
    released = {read_body(entry, entry.body, _Release).hold for entry in entries(folder, RELEASE)}
    recorded = ((entry.number, read_body(entry, entry.body, Hold)) for entry in entries(folder, HOLD))
    return {number: hold for number, hold in recorded if number not in released}


def holds_on(
    standing: Iterable[Hold], cycle: str, payroll_number: str | None, name: str | None = None
) -> tuple[Hold, ...]:
    """Those of some holds that keep back what a cycle has on somebody."""
    return tuple(hold for hold in standing if hold.is_about(cycle, payroll_number, name))


def _check_name(name: str) -> None:
    if not name.strip() or len(name) > _LONGEST_NAME or not name.isprintable():
        raise UsageError(f"Name who does it, on one line of at most {_LONGEST_NAME} characters")
