"""Where a column of an office's file may go: a column of the standard workbook, and for which item."""

from __future__ import annotations

from dataclasses import dataclass

from pmr_batch.errors import UsageError
from pmr_batch.layout.columns import Column, Sheet
from pmr_batch.layout.standard_workbook import (
    BY_NAME,
    CONCERNS,
    DEVELOPMENT,
    MEETINGS,
    OBJECTIVES,
    PANELS,
    PRIORITIES,
    REVIEWERS,
    REVIEWS,
    STAFF,
)

#: The sheets that an office's columns may go to; Start and Explanations are no tables of people.
SHEETS: tuple[Sheet, ...] = (
    STAFF, OBJECTIVES, DEVELOPMENT, MEETINGS, REVIEWS, REVIEWERS, PANELS, PRIORITIES, CONCERNS,
)  # fmt: skip
#: Of these a person may have several rows, told apart by a number, or by the kind of meeting.
SEVERAL = (OBJECTIVES.name, DEVELOPMENT.name, MEETINGS.name, PANELS.name, CONCERNS.name)
#: These hold people or things of their own, and name nobody of Staff.
OF_THEIR_OWN = (REVIEWERS.name, PRIORITIES.name)
FIRST, LAST = "first", "last"


@dataclass(frozen=True)
class Target:
    """A column of the standard workbook. `item` is the number of the objective or need, the kind of the meeting,
    the part of a text that stands in several columns, or blank: each row of the file is a row of its own.
    """

    sheet: str
    key: str
    item: str = ""

    @property
    def column(self) -> Column:
        """The column as declared."""
        return BY_NAME[self.sheet].by_key[self.key]

    @property
    def said(self) -> str:
        """As the mapping has it: Objectives: Outcome."""
        return f"{self.sheet}: {self.column.heading}"


#: What tells whose row it is.
NUMBER, NAME = Target(STAFF.name, "payroll_number"), Target(STAFF.name, "name")


def offered() -> dict[str, Target]:
    """Everything a column may go to, as the drop-down of the mapping offers it."""
    found: dict[str, Target] = {}
    for sheet in SHEETS:
        keys = [column.key for column in sheet if not _is_person(sheet, column)]
        found |= {(target := Target(sheet.name, key)).said: target for key in keys}
    return found


def _is_person(sheet: Sheet, column: Column) -> bool:
    """Of the sheets about people, whose row it is; that goes to Staff, and is the same on all."""
    return sheet.people and column.key == NUMBER.key


def target_of(sheet: str, heading: str, item: str = "") -> Target:
    """The target of a sheet and heading by their names. Raises UsageError where there is none."""
    found = {said.casefold(): target for said, target in offered().items()}.get(f"{sheet}: {heading}".casefold())
    if found is None:
        raise UsageError(f"“{sheet}: {heading}” is no column of the standard workbook")
    return Target(found.sheet, found.key, item)
