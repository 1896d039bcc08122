"""What the workbook says to the people who fill it in: all its words in one place."""

from __future__ import annotations

from pmr_batch.layout.trust_workbook import CYCLES

TITLE = "Performance management"
HOW_TO = (
    "Staff: everybody of your academy in this cycle is there already. Put right what has changed.",
    "Reviewers and Priorities: add who reviews, and what your improvement plan aims at.",
    "Objectives and Development: as the cycle starts. What is the same for all, such as due on, is said once below.",
    "Meetings: date each row when it is held, and add others. Reviews: at the end of the cycle, one row a person.",
    "To do, beside the name on each sheet, says what is open in the row. Checks counts it.",
    "When Checks shows nothing to do, the head signs off below, and the workbook goes to trust HR.",
)
COLOURS = (
    ("fill_in", "To be filled in now: the To do column says so too"),
    ("wrong", "Cannot stand as it is: the To do column says why"),
    ("head_prefilled", "Heading of a column that is filled in for you: check it"),
    ("head", "Heading of a column for you to fill in"),
    ("head_shown", "Works itself out: leave it as it is"),
)
#: Beside the lines of Start that are said once for all rows.
ONCE = (
    "Said once for everybody: blank cells of Objectives, Meetings and Reviews hold it. What is typed in a row goes "
    "before it."
)
KEEP = (
    "Type below the last row to add one: the table grows. Keep sheet names and headings as they are, for the "
    "workbook is read by them. Your own columns, to the right, and your own sheets are carried along. Leave out "
    "medical details, dates of birth, National Insurance numbers, home addresses and bank details."
)
#: The dates that matter, in their order through the year: what is due, the column of Cycles, and that of heads.
DATES = (
    ("Objectives are set by", CYCLES.objectives_set_by, CYCLES.objectives_set_by),
    ("Final reviews are held by", CYCLES.final_reviews_by, CYCLES.heads_final_reviews_by),
    ("Written reports are sent by", CYCLES.reports_sent_by, CYCLES.heads_reports_sent_by),
    ("Pay is decided by", CYCLES.pay_decisions_by, CYCLES.heads_pay_decisions_by),
    ("Pay takes effect from", CYCLES.pay_effective_from, CYCLES.pay_effective_from),
)
TRUST_TITLE = "Settings of the trust"
CONFIDENTIAL = "CONFIDENTIAL"
#: Of the sheet Settings, beside its as-of date.
SETTINGS = "Blank: the live checks go by today. This sheet comes from the trust's settings; trust HR keeps them."
#: Of the sheet Checks.
CHECKS = (
    "Counted from the To do column of each sheet; a sheet's name leads to it.",
    "What is due later appears here on its day. The rules of the policy are checked when the workbook is returned.",
    "LibreOffice lets no table grow: a coloured row below one counts as one until To do is copied down to it.",
)
#: Of the sheet Findings, in a workbook that goes back.
FINDINGS = (
    "Where leads to the cell. Correct errors in their cells; correct queries, or answer each on the sheet Explanations."
)
