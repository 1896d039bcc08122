"""The words of the policy's Appendix A, in its order; builder and reader of forms share them."""

from __future__ import annotations

TITLE = "PERFORMANCE MANAGEMENT"
CONFIDENTIAL = "CONFIDENTIAL"

NAME_OF_REVIEWEE = "NAME OF REVIEWEE"
JOB_TITLE = "JOB TITLE"
NAME_OF_REVIEWER = "NAME OF REVIEWER"
CYCLE_DATES = "PM CYCLE DATES"
FROM, TO = "From", "To"
STANDARDS = "Professional Standards applicable to the role"
ASPECTS = "Key aspects of the improvement plan relevant to the role"
INITIAL_MEETING = "Date of initial meeting"
INFORMAL_REVIEWS = "Date(s) of informal review meeting(s)"
FINAL_REVIEW = "Date of final review meeting"

#: Heading and sub-caption of each column.
OBJECTIVES = (
    ("Objectives", "(Key performance priorities for the year)"),
    ("Measures/Milestones", "(How/when will objective be achieved)"),
    ("Summary of success/ achievements through the year", "(Record of evidence)"),
)
DEVELOPMENT = (
    ("Development required", "(Skills, knowledge etc.)"),
    ("Delivery", "(How will development needs be met?)"),
    ("Examples of application/impact", "(Has this added value to the role, how has this been applied?)"),
)
#: Within a cell of the tables above: not in Appendix A, asked for by 4.4 and 6.4.
OBJECTIVE_NUMBER = "Objective"
SUCCESS = "What success looks like"
DUE_ON = "Due on"
OUTCOME = "Outcome"

END_OF_YEAR = "End of Year Review"
AGAINST_OBJECTIVES = ("Assessment against Objectives", "(Summary of achievements, evidence etc)")
JOB_ROLE = "Assessment of performance against job role"
#: Under the job role: clauses 6.6 and 6.4.
ABSENCE = "Evidence if absent"
ADDITIONAL = "Additional information"
TEACHING = "Assessment of overall quality of teaching against relevant Professional Standards"
CPD = "Assessment of reviewee's CPD activity"
PAY = ("Pay Recommendation", "(if applicable)")
CRITERIA = "Performance Pay Progression criteria set out in the Pay Policy"
CURRENT_PAY = "Current Pay level:"
NEW_PAY = "Pay Progression recommendation: new pay level:"
SIGNED, DATE = "Signed", "Date"
REVIEWER = "(Reviewer)"
COMMENTS = "Employee's comments"

PAYROLL_NUMBER = "Payroll number"

#: The status lines of a form that is not final.
START = "Objectives for the cycle"
DRAFT = "Draft for the pay committee"
