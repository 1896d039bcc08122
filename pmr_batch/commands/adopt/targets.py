"""The columns of the standard workbook that a column of an office's file may go to."""

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
#: Sheets on which a person may have several rows, distinguished by a number or by the kind of meeting.
SEVERAL_ROWS = (OBJECTIVES.name, DEVELOPMENT.name, MEETINGS.name, PANELS.name, CONCERNS.name)
#: Sheets whose rows belong to nobody on Staff.
WITHOUT_STAFF = (REVIEWERS.name, PRIORITIES.name)
FIRST, LAST = "first", "last"


@dataclass(frozen=True)
class Target:
    """A column of the standard workbook.

    `item` is the number of the objective or need, the kind of the meeting, or the part of a text that fills several
    columns; blank where each row of the file is a row of the sheet.
    """

    sheet: str
    key: str
    item: str = ""

    @property
    def column(self) -> Column:
        """The column as declared."""
        return BY_NAME[self.sheet].by_key[self.key]

    @property
    def label(self) -> str:
        """Its name in the mapping: Objectives: Outcome."""
        return f"{self.sheet}: {self.column.heading}"


#: The columns that identify the person of a row.
NUMBER, NAME = Target(STAFF.name, "payroll_number"), Target(STAFF.name, "name")


def all_targets() -> dict[str, Target]:
    """Every target by its label, in the order of the mapping's drop-down."""
    targets: dict[str, Target] = {}
    for sheet in SHEETS:
        keys = [column.key for column in sheet if not _is_person(sheet, column)]
        targets |= {(target := Target(sheet.name, key)).label: target for key in keys}
    return targets


def _is_person(sheet: Sheet, column: Column) -> bool:
    """Whether it is the payroll number of a sheet about people: that goes to Staff, and is the same on all sheets."""
    return sheet.people and column.key == NUMBER.key


def target_of(sheet: str, heading: str, item: str = "") -> Target:
    """The target of a sheet and heading by their names. Raises UsageError where there is none."""
    by_label = {label.casefold(): target for label, target in all_targets().items()}
    target = by_label.get(f"{sheet}: {heading}".casefold())
    if target is None:
        raise UsageError(f"“{sheet}: {heading}” is no column of the standard workbook")
    return Target(target.sheet, target.key, item)
