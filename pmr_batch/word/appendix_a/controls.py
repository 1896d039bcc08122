"""The places of Appendix A to write in: each a content control in Word, and a column of the standard workbook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pmr_batch.layout.columns import Column, Kind
from pmr_batch.layout.standard_workbook import (
    DEVELOPMENT,
    MEETINGS,
    MET,
    NOT_APPLICABLE,
    NOT_MET,
    OBJECTIVES,
    REVIEWS,
    STAFF,
)
from pmr_batch.word.appendix_a import labels

#: The prompt in a place where nothing is written yet, by the kind of its column.
PROMPTS: Mapping[Kind, str] = {
    Kind.TEXT: "Click to write",
    Kind.DATE: "Choose a date",
    Kind.LIST: "Choose",
}
#: The pay line while it is open, in the policy's words, and as chosen.
UNDECIDED = "have / have not been met:"
CRITERIA: Mapping[str, str] = {
    MET: "have been met:",
    NOT_MET: "have not been met:",
    NOT_APPLICABLE: f"{UNDECIDED} not applicable",
}


@dataclass(frozen=True)
class Control:
    """A place to write in: the tag and title of its content control, and the column it goes to.

    `form_words` has the values of the column that the form words differently; `prompt` is the text of a blank
    place where it is not that of the column's kind, empty where it is a line to write on by hand.
    """

    tag: str
    alias: str
    column: Column
    form_words: Mapping[str, str] = field(default_factory=dict)
    prompt: str | None = None

    @property
    def blank_text(self) -> str:
        """The text of a blank one."""
        return PROMPTS[self.column.kind] if self.prompt is None else self.prompt

    @property
    def choices(self) -> tuple[str, ...]:
        """The choices of its drop-down."""
        return tuple(self.form_words.get(value, value) for value in self.column.values)

    def value_of(self, text: str) -> str:
        """The value of the column for the words of the form."""
        folded = " ".join(text.split()).rstrip(":")
        return next((value for value, words in self.form_words.items() if words.rstrip(":") == folded), text)


_ALL = (
    Control("standards", labels.STANDARDS, STAFF.professional_standards),
    Control("aspect", labels.ASPECTS, STAFF.improvement_plan_aspects),
    Control("initial_meeting", labels.INITIAL_MEETING, MEETINGS.date),
    Control("informal_review", labels.INFORMAL_REVIEWS, MEETINGS.date),
    Control("final_review", labels.FINAL_REVIEW, MEETINGS.date),
    Control("objective.objective", "Objective", OBJECTIVES.objective),
    Control("objective.measures", labels.OBJECTIVES[1], OBJECTIVES.measures_and_milestones),
    Control("objective.success", labels.SUCCESS, OBJECTIVES.what_success_looks_like),
    Control("objective.due_on", labels.DUE_ON, OBJECTIVES.due_on),
    Control("objective.summary", "Summary of success", OBJECTIVES.summary_of_success),
    Control("objective.outcome", labels.OUTCOME, OBJECTIVES.outcome),
    Control("development.required", labels.DEVELOPMENT[0], DEVELOPMENT.development_required),
    Control("development.delivery", labels.DEVELOPMENT[1], DEVELOPMENT.delivery),
    Control("development.impact", labels.DEVELOPMENT[2], DEVELOPMENT.application_and_impact),
    Control("against_objectives", labels.AGAINST_OBJECTIVES, REVIEWS.assessment_against_objectives),
    Control("job_role", labels.JOB_ROLE, REVIEWS.assessment_against_job_role),
    Control("absence", labels.ABSENCE, REVIEWS.evidence_if_absent),
    Control("additional", labels.ADDITIONAL, REVIEWS.additional_information),
    Control("teaching", labels.TEACHING, REVIEWS.quality_of_teaching),
    Control("cpd", labels.CPD, REVIEWS.cpd_activity),
    Control("criteria", "Pay criteria", REVIEWS.pay_criteria, CRITERIA, UNDECIDED),
    Control("comments", labels.COMMENTS, REVIEWS.employees_comments),
    Control("reviewer_signed_on", "Reviewer signed on", REVIEWS.reviewer_signed_on, prompt=""),
    Control("employee_signed_on", "Employee signed on", REVIEWS.employee_signed_on, prompt=""),
)
#: Every place to write in, by its tag, in the order of the form.
CONTROLS: Mapping[str, Control] = {control.tag: control for control in _ALL}
