"""Rules of sections 6.2 and 6.3 of the policy: the initial meeting, reviews in the year, and the final review."""

from __future__ import annotations

import pandas as pd

from pmr_batch.layout.standard_workbook import MEETINGS, STAFF
from pmr_batch.rules.facts.absence import absent_throughout, long_absence
from pmr_batch.rules.facts.meetings_held import has_final_meeting, has_final_review, has_initial_meeting, met_in_between
from pmr_batch.rules.facts.person_rows import has_review, is_first_final_review
from pmr_batch.rules.facts.presence import present_for_a_term
from pmr_batch.rules.rule import ALL, ALWAYS, ERROR, FINAL, PLANNING, QUERY, TEACHING, Code, rule


@rule(
    Code("PM606", clause="6.2", severity=QUERY, stage=FINAL, group=ALL),
    "progress-is-considered-in-the-year",
    reads=(met_in_between, present_for_a_term, has_review),
    blames=(STAFF.payroll_number,),
    parameters=("presence",),
    of_person=True,
    says="has no informal or formal review on Meetings between the initial meeting and the final review",
    must_hold="Whoever was there for a term has at least one review meeting in the year, to consider progress.",
    remedy="Add the review meeting on Meetings where there was one, or explain on Explanations why there was none.",
)
def met_in_the_year(staff: pd.DataFrame) -> pd.Series:
    """Whoever has no row on Reviews is told as PM608."""
    return staff["met_in_between"] | ~staff["present_for_a_term"] | ~staff["has_review"]


@rule(
    Code("PM607", clause="6.2", severity=QUERY, stage=ALWAYS, group=TEACHING),
    "meetings-leave-ppa-time-alone",
    blames=(MEETINGS.time,),
    says="is {value}",
    must_hold="Meetings take place in working or directed time, not in PPA time unless otherwise agreed.",
    remedy="Explain on Explanations, or choose Agreed otherwise where it was agreed.",
)
def leaves_ppa_time_alone(meetings: pd.DataFrame) -> pd.Series:
    """Time for planning, preparation and assessment is the teacher's own."""
    return meetings["time"] != "PPA"


@rule(
    Code("PM608", clause="6.3", severity=ERROR, stage=FINAL, group=ALL),
    "everybody-has-a-review",
    reads=(has_review,),
    blames=(STAFF.payroll_number,),
    of_person=True,
    says="has no row on Reviews",
    must_hold="Everybody in review is assessed at the end of the cycle: with a row on Reviews and a final review "
    "meeting or, in an extended absence, a paper review.",
    remedy="Add a row on Reviews, or say on Staff why there is no review.",
)
def is_reviewed(staff: pd.DataFrame) -> pd.Series:
    """Nothing else about the review is asked of whoever has none."""
    return staff["has_review"]


@rule(
    Code("PM608", clause="6.3", severity=ERROR, stage=FINAL, group=ALL),
    "everybody-has-a-final-review-meeting",
    reads=(has_review, has_final_review),
    blames=(STAFF.payroll_number,),
    of_person=True,
    says="has no final review on Meetings",
    must_hold=is_reviewed.must_hold,
    remedy="Add the final review meeting on Meetings, or in an extended absence the paper review.",
)
def is_met_with(staff: pd.DataFrame) -> pd.Series:
    """A paper review outside an extended absence is told at its own row."""
    return staff["has_final_review"] | ~staff["has_review"]


@rule(
    Code("PM608", clause="6.3", severity=ERROR, stage=FINAL, group=ALL),
    "paper-review-in-an-extended-absence",
    reads=(
        MEETINGS.date,
        STAFF.absent_from,
        STAFF.absent_to,
        has_review,
        has_final_meeting,
        is_first_final_review,
        long_absence,
    ),
    blames=(MEETINGS.kind,),
    parameters=("extended_absence",),
    says="is {value}, and on Staff there is no absence on that day, or of {extended_absence} working days in the cycle",
    must_hold=is_reviewed.must_hold,
    remedy="Fill in Absent from and Absent to on Staff, or add the final review meeting on Meetings.",
)
def is_paper_for_a_reason(meetings: pd.DataFrame) -> pd.Series:
    """One finding a person, at the first paper review, where no meeting was held besides.

    Reviews are held when the cycle is over: an absence that began since, and runs on that day, is as good a ground.
    """
    alone = meetings["is_first_final_review"] & ~meetings["has_final_meeting"] & meetings["has_review"]
    away = (meetings["absent_from"] <= meetings["date"]) & ~(meetings["absent_to"] < meetings["date"])
    return ~((meetings["kind"] == "Paper review") & alone) | meetings["long_absence"] | away


@rule(
    Code("PM902", clause="Appendix A", severity=ERROR, stage=PLANNING, group=ALL),
    "initial-meeting-is-there",
    reads=(has_initial_meeting, absent_throughout),
    blames=(STAFF.payroll_number,),
    of_person=True,
    says="has no initial meeting on Meetings",
    must_hold="Appendix A can be filled in: it has the date of the initial meeting.",
    remedy="Add the initial meeting on Meetings.",
)
def is_met_with_at_first(staff: pd.DataFrame) -> pd.Series:
    """The form asks for its date; with whoever was away for all of the cycle there was none."""
    return staff["has_initial_meeting"] | staff["absent_throughout"]


#: The main one of a code first.
RULES = (met_in_the_year, leaves_ppa_time_alone, is_reviewed, is_met_with, is_paper_for_a_reason, is_met_with_at_first)
