"""The words of the policy's Appendix A that are read back out of a form; its template has each of them."""

from __future__ import annotations

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

#: The headings of columns.
OBJECTIVES = ("Objectives", "Measures/Milestones", "Summary of success/ achievements through the year")
DEVELOPMENT = ("Development required", "Delivery", "Examples of application/impact")
#: Within a cell of the tables above: not in Appendix A, required by 4.4 and 6.4.
OBJECTIVE_NUMBER = "Objective"
SUCCESS = "What success looks like"
DUE_ON = "Due on"
OUTCOME = "Outcome"

AGAINST_OBJECTIVES = "Assessment against Objectives"
JOB_ROLE = "Assessment of performance against job role"
#: Under the job role: clauses 6.6 and 6.4.
ABSENCE = "Evidence if absent"
ADDITIONAL = "Additional information"
TEACHING = "Assessment of overall quality of teaching against relevant Professional Standards"
CPD = "Assessment of reviewee's CPD activity"
PAY = "Pay Recommendation"
CRITERIA = "Performance Pay Progression criteria set out in the Pay Policy"
CURRENT_PAY = "Current Pay level:"
NEW_PAY = "Pay Progression recommendation: new pay level:"
SIGNED, DATE = "Signed", "Date"
COMMENTS = "Employee's comments"

#: In the footer.
PAYROLL_NUMBER = "Payroll number"

#: The labels of the body, each as often as it occurs: objectives have two tables, and two people sign.
READ_BACK = (
    *(NAME_OF_REVIEWEE, JOB_TITLE, NAME_OF_REVIEWER, CYCLE_DATES, FROM, TO, STANDARDS, ASPECTS),
    *(INITIAL_MEETING, INFORMAL_REVIEWS, FINAL_REVIEW),
    *(*OBJECTIVES, OBJECTIVE_NUMBER, SUCCESS, DUE_ON, OUTCOME) * 2,
    *DEVELOPMENT,
    *(AGAINST_OBJECTIVES, JOB_ROLE, ABSENCE, ADDITIONAL, TEACHING, CPD),
    *(PAY, CRITERIA, CURRENT_PAY, NEW_PAY, COMMENTS, *(SIGNED, DATE) * 2),
)

#: The status lines of a form that is not final.
START = "Objectives for the cycle"
DRAFT = "Draft for the pay committee"
