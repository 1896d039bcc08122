"""The committee's own columns on Recommendations and Appeals, and the tool's columns that name a row."""

from __future__ import annotations

from pmr_batch.layout.columns import Sheet, choice, day, text
from pmr_batch.layout.conditions import DECISION
from pmr_batch.model.appeal import APPEAL_OUTCOMES
from pmr_batch.model.terms import APPROVED, DEFERRED, NOT_APPROVED, REFERRED_BACK
from pmr_batch.policy.pay_ranges import PAY_RANGES

#: The folder of the workbook in the output of a run.
COMMITTEE = "committee"
_LIKE_THE_DECISION = "Blank = the recommended one where approved, the current one where not"
_LIKE_THE_OUTCOME = "Only where upheld. Blank = the recommended one; where upheld in part, the decided one"
_REASON_IN_LETTER = "Yes = the employee's letter gives the reason in these words; blank = it does not"
#: The answer that puts a reason into the letter.
YES = "Yes"

#: What the committee may decide: the first two settle a row, the others bring the row back in the next run.
DECISIONS = (APPROVED, NOT_APPROVED, DEFERRED, REFERRED_BACK)

RECOMMENDATIONS = Sheet(
    "Recommendations",
    (
        text("Academy code"),
        text("Payroll number"),
        text("Run number"),
        choice("Decision", DECISIONS, DECISION, "PM622"),
        choice("Decided range", PAY_RANGES, note=_LIKE_THE_DECISION),
        text("Decided point", note=_LIKE_THE_DECISION),
        text("Decision reason", note="Needed where the decision differs from the recommendation", width=30),
        choice("Reason in letter", (YES, "No"), note=_REASON_IN_LETTER),
        day("Decided on", DECISION, "PM622"),
        day("Effective from", note="Blank = Pay effective from of the cycle"),
        text("Conflict declared", note="Member who withdrew", width=20),
    ),
    purpose="One row a person; the committee fills in the columns from Decision on.",
)
#: What stands before the cells above the headings in which all rows are approved that have nothing to look at.
IN_ONE_GO = "All rows below with nothing to look at:"
#: What is said at the cells of Reason in letter.
IN_LETTER = (
    f"{YES}: the employee's letter gives the reason in these words. Then it says nothing of concerns, of health or of "
    "other people (9.2)."
)
#: The keys of the columns that the committee fills in.
DECIDED = tuple(column.key for column in RECOMMENDATIONS)[3:]

#: Appeals against decisions that settle pay; what is blank stays as it was recorded before.
APPEALS = Sheet(
    "Appeals",
    (
        text("Academy code"),
        text("Payroll number"),
        text("Run number"),
        day("Lodged on", note="The day on which the appeal was lodged"),
        text("Grounds", note="In a few words, and nothing about anybody's health", width=30),
        day("Heard on", note="The day of the hearing, or on which the appeal was withdrawn"),
        text("Heard by", note="The panel that heard it", width=20),
        choice("Outcome", APPEAL_OUTCOMES, note="Blank while the appeal is pending"),
        choice("Decided range", PAY_RANGES, note=_LIKE_THE_OUTCOME),
        text("Decided point", note=_LIKE_THE_OUTCOME),
        day("Effective from", note="Only where upheld. Blank = as in the decision appealed against"),
        text("Reason", note="Needed with the outcome", width=30),
        choice("Reason in letter", (YES, "No"), note=_REASON_IN_LETTER),
        text("Conflict declared", note="Member who withdrew", width=20),
    ),
    purpose="One row a person whose pay is decided; the committee fills in the columns from Lodged on.",
)
#: The keys of the columns that the committee fills in.
APPEALED = tuple(column.key for column in APPEALS)[3:]

#: A moderator's notes on each objective of a sample (4.6).
SAMPLE = Sheet(
    "Objectives sample",
    (
        choice("SMART", ("Yes", "Partly", "No"), note="Specific, measurable, achievable, realistic, time-bound (4.4)"),
        choice("Serves the plan", ("Yes", "Partly", "No"), note="If achieved, it contributes to the plan (4.6)"),
        choice("Consistent", ("Yes", "Asks more", "Asks less"), note="With what is asked of others in a like role"),
        text("Moderator's comment", note="What to take up with reviewer or academy", width=26),
    ),
    purpose="One row an objective; the moderator fills in the last columns.",
)
