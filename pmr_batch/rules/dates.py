"""Rules of dates that cannot be (section 0): too early or too late for what they date, in any column.

What is done in a cycle lies within it, or in the weeks around it. `WINDOWS` says for each column how many; a cell
outside is told as it is read, and no other rule goes by it. So is a date of something done that lies in the future:
PM108 tells it of people in review, the rules here of people under capability. Due on and Revised on have rules of
their own for people in review (PM407, PM415).
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from pmr_batch.layout.columns import Column, Kind
from pmr_batch.layout.standard_workbook import (
    CONCERNS,
    EXPLANATIONS,
    MEETINGS,
    OBJECTIVES,
    OBSERVATIONS,
    PANELS,
    REVIEW_MEETINGS,
    REVIEWERS,
    REVIEWS,
    SHEETS,
    STAFF,
    START,
)
from pmr_batch.rules.cycles import AHEAD
from pmr_batch.rules.facts.cycle_dates import cycle_ends, cycle_starts
from pmr_batch.rules.facts.review_status import in_review
from pmr_batch.rules.rule import ALL, ALWAYS, QUERY, Code, Rule, declare


@dataclass(frozen=True)
class Window:
    """Where a date may lie: so many weeks before the cycle starts, and after it ends.

    `years` instead of weeks before counts them back from the day of the check.
    """

    before: int = 0
    after: int = 0
    years: int | None = None


#: What is planned may be so before the cycle, what is seen in it hardly; what ends it takes its time.
PLANNED, IN_THE_YEAR, AT_THE_END = Window(13, 4), Window(4, 26), Window(0, 52)
#: What began in an earlier cycle, and what may outlast this one.
BEGUN, LASTING = Window(104, 52), Window(104, 156)
#: A birth of a contract, and whatever else may be as old as that.
WORKING_LIFE = Window(after=52, years=55)

#: Of a concern carried over from an earlier cycle there may be dates of its own years.
_OF_CONCERNS = {column: BEGUN for column in CONCERNS if column.kind is Kind.DATE}
_OF_REVIEWS = {column: AT_THE_END for column in REVIEWS if column.kind is Kind.DATE}
#: Where dates may lie, by column; MEETING_WINDOWS has Date of Meetings.
WINDOWS: dict[Column, Window] = {
    START.objectives_quality_assured_on: Window(13, 26),
    START.objectives_moderated_on: Window(13, 26),
    START.authorised_on: AT_THE_END,
    STAFF.employment_start: Window(years=55),
    STAFF.employment_end: Window(52, 520),
    STAFF.induction_completed_on: WORKING_LIFE,
    STAFF.cycle_from: Window(26, 0),
    STAFF.cycle_to: Window(26, 26),
    STAFF.status_from: BEGUN,
    STAFF.status_to: LASTING,
    STAFF.absent_from: BEGUN,
    STAFF.absent_to: LASTING,
    REVIEWERS.appointed_on: WORKING_LIFE,
    REVIEWERS.stands_in_from: BEGUN,
    REVIEWERS.stands_in_to: LASTING,
    PANELS.appointed_on: WORKING_LIFE,
    OBJECTIVES.set_on: PLANNED,
    MEETINGS.feedback_on: IN_THE_YEAR,
    **_OF_REVIEWS,
    **_OF_CONCERNS,
    CONCERNS.capability_ended_on: LASTING,
    EXPLANATIONS.explained_on: Window(13, 52),
}
#: Of Date of Meetings, by Kind; meetings about a concern may be as old as the concern.
MEETING_WINDOWS = {
    "Initial meeting": PLANNED,
    **dict.fromkeys((*REVIEW_MEETINGS, *OBSERVATIONS), IN_THE_YEAR),
    **dict.fromkeys(("Final review", "Paper review"), AT_THE_END),
    **dict.fromkeys(("Concern", "Monitoring contact", "Capability"), Window(4, 52)),
}
#: The dates of one concern, in the order in which they come.
COURSE_OF_A_CONCERN = (
    *(CONCERNS.raised_on, CONCERNS.discussed_on, CONCERNS.confirmed_in_writing_on, CONCERNS.monitoring_from),
    *(CONCERNS.review_on, CONCERNS.monitoring_to, CONCERNS.extended_to),
    *(CONCERNS.hr_adviser_consulted_on, CONCERNS.notified_on, CONCERNS.capability_meeting_on),
)
#: The dates of one report, of which PM621 has the order but for the last.
COURSE_OF_A_REPORT = (
    *(REVIEWS.recommended_on, REVIEWS.reviewer_signed_on),
    *(REVIEWS.report_sent_on, REVIEWS.employee_signed_on),
)

can_be = declare(
    Code("PM023", clause="workbook", severity=QUERY, stage=ALWAYS, group=ALL, everybody=True, found_by="schema"),
    "date-lies-where-it-can",
    says="is {value}, {where}",
    must_hold="A date lies where it can: what is done in a cycle within it or in the weeks around it, "
    "and the start of a contract within a working life.",
    remedy="Correct the date, or explain on Explanations.",
)


def _has_come(column: Column) -> Rule:
    """Of whoever is in review PM108 asks it."""
    return declare(
        Code("PM023", clause="workbook", severity=QUERY, stage=ALWAYS, group=ALL, under_capability=True),
        "done-things-lie-behind",
        lambda rows: ~(rows[column.key] > rows["as_of"]) | rows["in_review"],
        reads=(in_review,),
        blames=(column,),
        unmasked=(column, in_review),
        says="is {value}, later than the day of this check, {as_of}",
        must_hold=can_be.must_hold,
        remedy=can_be.remedy,
    )


def _is_near_the_cycle(column: Column) -> Rule:
    """Of whoever is in review PM407 and PM415 ask it, more narrowly."""
    before, after = pd.Timedelta(weeks=13), pd.Timedelta(weeks=26)

    def lies_near(rows: pd.DataFrame) -> pd.Series:
        early = rows[column.key] < rows["cycle_starts"] - before
        late = rows[column.key] > rows["cycle_ends"] + after
        return ~(early | late) | rows["in_review"]

    return declare(
        Code("PM023", clause="workbook", severity=QUERY, stage=ALWAYS, group=ALL, under_capability=True),
        "objective-lies-near-the-cycle",
        lies_near,
        reads=(in_review, cycle_starts, cycle_ends),
        blames=(column,),
        unmasked=(in_review,),
        says="is {value}, far from the cycle of {cycle_starts} to {cycle_ends}",
        must_hold=can_be.must_hold,
        remedy=can_be.remedy,
    )


COME = [
    _has_come(column)
    for sheet in SHEETS
    if sheet is STAFF or sheet.people
    for column in sheet
    if column.kind is Kind.DATE and column.key not in AHEAD.get(sheet, set())
]
NEAR = [_is_near_the_cycle(column) for column in (OBJECTIVES.due_on, OBJECTIVES.revised_on)]


#: The main one of a code first.
RULES = (can_be, *COME, *NEAR)
