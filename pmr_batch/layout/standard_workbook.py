"""The standard workbook: every sheet and column that an academy fills in."""

from __future__ import annotations

from pmr_batch.layout.columns import Default, Kind, Sheet, choice, day, key_of, number, text
from pmr_batch.layout.conditions import (
    ALWAYS,
    FINAL,
    PLANNING,
    REPORT,
    AbsentThroughout,
    Begun,
    Differs,
    Filled,
    Has,
    Is,
    IsNot,
    LongAbsence,
    Not,
    OtherThan,
    Passed,
)
from pmr_batch.policy import roles
from pmr_batch.policy.pay_ranges import PAY_RANGES, POINT_EXAMPLES, WITHOUT_POINTS

YES_NO = ("Yes", "No")
HEADS, EXECUTIVES, SUPPORT_ROLES, ROLES = roles.HEADS, roles.EXECUTIVES, roles.SUPPORT_ROLES, roles.ROLES
PANEL, STANDARDS = roles.PANEL, roles.STANDARDS
STATUSES = (
    "In review",
    "Suspended: grievance",
    "Capability",
    "Misconduct",
    "Ill health",
    "Out of scope",
    "Left",
)
#: Kinds of meetings without a written record, for they are observations (8.1).
OBSERVATIONS = ("Observation", "Drop-in")
#: Meetings in the year to consider progress (6.2), and those that end the cycle: a paper review replaces one
#: in an extended absence (6.3).
REVIEW_MEETINGS = ("Informal review", "Formal review")
FINAL_REVIEWS = ("Final review", "Paper review")
#: Kinds of meetings of which a row is issued, observations to those who teach; it is none while nothing is added to it.
ISSUED_MEETINGS = ("Initial meeting", "Observation", "Informal review", "Final review")
#: The values of Pay criteria, the criteria for pay progression.
MET, NOT_MET, NOT_APPLICABLE = "Have been met", "Have not been met", "Not applicable"
MEETING_KINDS = (
    "Initial meeting",
    "Informal review",
    "Formal review",
    "Observation",
    "Drop-in",
    "Final review",
    "Paper review",
    "Concern",
    "Monitoring contact",
    "Capability",
)

MEETING_TIMES = ("Directed time", "Agreed otherwise", "PPA")
SET_BY = ("Agreed", "Reviewer", "Panel")
#: Of the lines of Start that are said once for all rows of a sheet.
_ONCE = "For all rows where the cell is blank; what is typed in a row goes before it"
_ONCE_FOR_TRUST = "Of the Trust objective, for all rows where the cell is blank; what is typed in a row goes before it"


START = Sheet(
    "Start",
    (
        text("Trust", ALWAYS, "PM004", "The trust that issued this workbook", prefilled=True),
        text("Academy code", ALWAYS, "PM004", "As in the trust's settings", prefilled=True),
        text("Academy", ALWAYS, "PM004", prefilled=True),
        text("Cycle", ALWAYS, "PM004", "The review cycle this workbook is for", prefilled=True),
        day("Cycle from", ALWAYS, "PM004", prefilled=True),
        day("Cycle to", ALWAYS, "PM004", not_before="Cycle from", prefilled=True),
        text(
            "Trust objective",
            ALWAYS,
            "PM004",
            "The overall Trust objective, as the CEO designated it for this cycle",
            prefilled=True,
        ),
        text("Template version", ALWAYS, "PM004", prefilled=True),
        day("Issued on", ALWAYS, "PM004", prefilled=True),
        number(
            "Return number",
            Kind.WHOLE,
            ALWAYS,
            "PM004",
            "1 when issued, one more in each workbook that comes back to you",
            least=1,
            prefilled=True,
        ),
        text(
            "Answers run",
            note="Names the return that this workbook was made from; filled in by the tool",
            prefilled=True,
        ),
        text("Objectives quality assured by", PLANNING, "PM414", "Who held them against the improvement plan"),
        day("Objectives quality assured on", PLANNING, "PM414"),
        text("Objectives moderated by", PLANNING, "PM417", "Who compared them across the school"),
        day("Objectives moderated on", PLANNING, "PM417"),
        text("Authorised by", FINAL, "PM017", "Payroll number of the head who authorises this return"),
        choice("Position", (*HEADS, "CEO"), FINAL, "PM017"),
        day("Authorised on", FINAL, "PM017"),
        day("Objectives: due on", note=_ONCE, since=2),
        day("Objectives: set on", note=_ONCE, since=2),
        choice("Objectives: set by", SET_BY, note=_ONCE, since=2),
        text("Trust objective: measures", note=_ONCE_FOR_TRUST, since=2),
        text("Trust objective: success", note=_ONCE_FOR_TRUST, since=2),
        choice("Meetings: time", MEETING_TIMES, note=_ONCE, since=2),
        day("Reviews: recommended on", note=_ONCE, since=2),
        day("Reviews: signed on", note="By reviewers; " + _ONCE, since=2),
        day("Reviews: report sent on", note=_ONCE, since=2),
        choice("Reviews: invited to comment", YES_NO, note=_ONCE, since=2),
    ),
    form=True,
    purpose="Which academy and cycle this is, who quality assured and moderated, and who authorises the return.",
)

STAFF = Sheet(
    "Staff",
    (
        text(
            "Payroll number",
            ALWAYS,
            "PM009",
            "The key of every sheet; text, so that leading zeros stay",
            prefilled=True,
        ),
        text("Name", ALWAYS, "PM009", width=20, prefilled=True),
        text("Job title", ALWAYS, "PM009", width=20, prefilled=True),
        choice("Role", ROLES, ALWAYS, "PM009", prefilled=True),
        choice("Contract", ("Permanent", "Fixed term"), ALWAYS, "PM009", prefilled=True),
        day("Employment start", ALWAYS, "PM009", prefilled=True),
        day(
            "Employment end",
            Is("Contract", ("Fixed term",)) | Is("Status", ("Left",)),
            "PM009",
            "For a fixed-term contract, or when the person has left",
            not_before="Employment start",
            prefilled=True,
        ),
        number(
            "FTE",
            Kind.NUMBER,
            ALWAYS,
            "PM009",
            "Full-time equivalent: 1 is full time, 0.6 three days a week",
            least=0.01,
            most=1,
            prefilled=True,
        ),
        choice(
            "Working pattern",
            ("Term time", "All year"),
            ALWAYS,
            "PM009",
            "How working weeks are counted",
            prefilled=True,
        ),
        choice(
            "In induction",
            YES_NO,
            Is("Role", ("Teacher",)),
            "PM009",
            "Serving induction as a newly qualified (early career) teacher",
            prefilled=True,
        ),
        day("Induction completed on", Is("Cycle adjusted because", ("Induction completed",)), "PM204"),
        choice("Qualified teacher", YES_NO, Is("Role", ("Teacher",)), "PM009", prefilled=True),
        text("Line manager", note="Payroll number, where one is kept", prefilled=True),
        text(
            "Reviewer",
            PLANNING,
            "PM301",
            "Payroll number of somebody on Reviewers; Panel for heads and executives",
            prefilled=True,
        ),
        choice(
            "Reviewer concern",
            ("Alternative appointed", "Reviewer kept"),
            note="Only where the person voiced a concern about the choice of reviewer",
        ),
        text(
            "Reviewer concern decided by",
            Filled("Reviewer concern"),
            "PM308",
            "Payroll number of the head who decided",
        ),
        day("Cycle from", ALWAYS, "PM009", "First day of the person's own cycle", prefilled=True),
        day(
            "Cycle to",
            ALWAYS,
            "PM009",
            "Last day of the person's own cycle",
            not_before="Cycle from",
            prefilled=True,
        ),
        choice(
            "Cycle adjusted because",
            ("Joined", "Fixed term", "Induction completed", "Moved within the trust", "Leaving"),
            Differs("Cycle from", "Cycle from") | Differs("Cycle to", "Cycle to"),
            "PM101; PM102",
            "Only where the person's cycle is not the whole cycle",
            prefilled=True,
        ),
        text("Reviewed at", note="Academy code, where a person of several academies is reviewed; blank = here"),
        choice("Status", STATUSES, ALWAYS, "PM009", prefilled=True),
        day(
            "Status from",
            IsNot("Status", ("In review", "Out of scope")),
            "PM105",
            "Since when the status holds",
        ),
        day("Status to", note="When it ended; the person is then in review again", not_before="Status from"),
        choice(
            "Out of scope because",
            ("In induction", "Contract of less than one term", "Other procedure applies"),
            Is("Status", ("Out of scope",)),
            "PM009",
            prefilled=True,
        ),
        day("Absent from", note="An extended absence in the cycle, such as maternity leave"),
        day("Absent to", not_before="Absent from"),
        choice("Professional standards", STANDARDS, PLANNING, "PM901", prefilled=True),
        text(
            "Improvement plan aspects",
            # A school objective without its priority is reported there (PM412), and a lack of objectives as PM403.
            PLANNING
            & Has("Objectives")
            & Not(Has("Objectives", "Improvement priority") | Has("Objectives", "Kind", ("School",))),
            "PM901",
            "Blank = the priorities of the person's objectives",
            width=22,
        ),
        choice("Pay range", PAY_RANGES, ALWAYS, "PM009", prefilled=True),
        text(
            "Pay point",
            IsNot("Pay range", WITHOUT_POINTS),
            "PM614",
            ", ".join(POINT_EXAMPLES),
            prefilled=True,
        ),
        text("Range from", note="Lowest point of the own range or grade", prefilled=True),
        text("Range to", note="Highest point of the own range or grade", prefilled=True),
        number(
            "Current pay",
            Kind.MONEY,
            Is("Pay range", WITHOUT_POINTS),
            "PM614",
            "Annual full-time pay in pounds, without allowances; only where the pay points do not have it",
            least=0,
        ),
    ),
    unique=True,
    purpose="One row for everybody of the academy in this cycle.",
)

REVIEWERS = Sheet(
    "Reviewers",
    (
        text("Payroll number", ALWAYS, "PM009", prefilled=True),
        text("Name", ALWAYS, "PM009", width=20, prefilled=True),
        text("Position", ALWAYS, "PM009", width=20, prefilled=True),
        choice("Qualified teacher", YES_NO, ALWAYS, "PM009", prefilled=True),
        choice("Teaching now", YES_NO, ALWAYS, "PM009", "Current teaching experience", prefilled=True),
        choice("Appointed by", (*HEADS, "CEO", "Board of Trustees"), ALWAYS, "PM009", prefilled=True),
        day("Appointed on"),
        text(
            "Suitability",
            by="PM307",
            note="Position, background, experience and training, where the reviewer is not the line manager",
            width=34,
        ),
        text("Stands in for", note="Payroll number of an absent reviewer"),
        day("Stands in from", Filled("Stands in for"), "PM309"),
        day("Stands in to", not_before="Stands in from"),
    ),
    purpose="Everybody who reviews somebody; they need not stand on Staff.",
)

PANELS = Sheet(
    "Panels",
    (
        text("Payroll number", ALWAYS, "PM009", "Of the person reviewed by the panel"),
        text("Member", ALWAYS, "PM009", width=20),
        choice(
            "Capacity",
            ("Trustee", "Chair of Governors", "CEO", "Chief Learning Officer", "External adviser"),
            ALWAYS,
            "PM009",
        ),
        day("Appointed on"),
    ),
    people=True,
    purpose="The panels that review heads and executives, one row a member.",
)

PRIORITIES = Sheet(
    "Priorities",
    (
        text("Priority", ALWAYS, "PM009", "A short reference, such as 2 or READ"),
        text("Improvement plan priority", ALWAYS, "PM009", width=60),
    ),
    purpose="The key aspects of the improvement plan that objectives serve.",
)

# With somebody who was away for all of the cycle nothing could be set: what was issued may stay as it is (6.6).
_PRESENT = Not(AbsentThroughout())
# An objective that was issued and left blank is reported at its first blank only.
_SET = (Filled("Objective") & _PRESENT) | Begun("Objectives")
#: An objective that there is, or that somebody has begun: Start speaks for it.
_BEGUN = Filled("Objective") | Begun("Objectives")
_SETS_TRUSTS = _BEGUN & Is("Kind", ("Trust",))
# Who has no row on Reviews is reported once (PM608), without the outcomes.
_ASSESSED = FINAL & Has("Reviews") & _SET
OBJECTIVES = Sheet(
    "Objectives",
    (
        text("Payroll number", ALWAYS, "PM009", prefilled=True),
        number("No", Kind.WHOLE, ALWAYS, "PM009", "1, 2, 3 … for each person", least=1, prefilled=True),
        text(
            "Objective",
            _PRESENT | Begun("Objectives"),
            "PM403",
            "Key performance priority for the year",
            width=42,
            prefilled=True,
        ),
        text(
            "Measures and milestones",
            PLANNING & _SET,
            "PM406",
            "How and when it will be achieved",
            width=34,
            default=Default("Trust objective: measures", _SETS_TRUSTS),
        ),
        text(
            "What success looks like",
            PLANNING & _SET,
            "PM405",
            width=34,
            default=Default("Trust objective: success", _SETS_TRUSTS),
        ),
        choice("Kind", ("Trust", "School", "Individual"), ALWAYS, "PM009", prefilled=True),
        text("Improvement priority", _SET & Is("Kind", ("School",)), "PM412", "A reference on Priorities"),
        day("Due on", PLANNING & _SET, "PM407", default=Default("Objectives: due on", _BEGUN)),
        day("Set on", PLANNING & _SET, "PM401", default=Default("Objectives: set on", _BEGUN)),
        choice(
            "Set by",
            SET_BY,
            PLANNING & _SET,
            "PM402",
            "Reviewer: where there was no agreement",
            default=Default("Objectives: set by", _BEGUN),
        ),
        day("Revised on"),
        text("Reason for revision", Filled("Revised on"), "PM415", width=30),
        choice("Outcome", ("Met", "Partly met", "Not met", "Not assessed"), _ASSESSED, "PM602"),
        text(
            "Summary of success",
            _ASSESSED,
            "PM602",
            "Achievements through the year, record of evidence",
            width=46,
        ),
    ),
    people=True,
    identity="no",
    issued=("Payroll number", "No", "Objective", "Kind", "Set by"),
    in_view="Objective",
    purpose="One row an objective; the Trust objective of teachers is there already.",
)

#: "None identified" is an answer: nothing is to be delivered, and nothing was changed by it.
A_NEED = OtherThan("Development required", ("None identified",))
DEVELOPMENT = Sheet(
    "Development",
    (
        text("Payroll number", ALWAYS, "PM009", prefilled=True),
        text("Development required", _PRESENT, "PM411", nothing="None identified", width=46),
        text("Delivery", PLANNING & A_NEED, "PM504", "How the need will be met", width=34),
        text("Application and impact", FINAL & A_NEED, "PM505", "What it changed", width=46),
    ),
    people=True,
    purpose="Training, development and support, one row a need.",
)

MEETINGS = Sheet(
    "Meetings",
    (
        text("Payroll number", ALWAYS, "PM009"),
        day("Date", Not(Is("Kind", ISSUED_MEETINGS)) | Begun("Meetings"), "PM009"),
        choice("Kind", MEETING_KINDS, ALWAYS, "PM009"),
        text("Held by", note="Payroll number; blank = the reviewer or panel"),
        day("Feedback on", by="PM503", note="After an observation or drop-in", not_before="Date"),
        choice(
            "Written record",
            YES_NO,
            IsNot("Kind", OBSERVATIONS),
            "PM801",
            "Of every meeting, observations aside",
            prefilled=True,
            begins="Yes",
        ),
        text("Record made by", note="Blank = whoever held it"),
        choice(
            "Time",
            MEETING_TIMES,
            note="When it was held",
            default=Default("Meetings: time", Begun("Meetings")),
        ),
    ),
    people=True,
    identity="date",
    issued=("Payroll number", "Kind", "Written record"),
    waiting=ISSUED_MEETINGS,
    purpose="Meetings, observations and drop-ins, one row each.",
)

REVIEWS = Sheet(
    "Reviews",
    (
        text("Payroll number", ALWAYS, "PM009", prefilled=True),
        text("Assessment against objectives", FINAL, "PM601", width=46),
        text("Assessment against job role", FINAL, "PM603", width=46),
        text(
            "Quality of teaching",
            FINAL & Is("Role", ("Teacher",)),
            "PM604",
            "Against the professional standards",
            width=46,
        ),
        text("CPD activity", FINAL, "PM605", width=34),
        text("Evidence if absent", FINAL & LongAbsence(), "PM619", "After an extended absence", width=34),
        text("Additional information", width=30),
        choice("Pay criteria", (MET, NOT_MET, NOT_APPLICABLE), FINAL, "PM611"),
        choice("Recommended range", PAY_RANGES, note="Blank = the current one"),
        text("Recommended point", by="PM612", note="Blank = the current one"),
        number(
            "Recommended pay",
            Kind.MONEY,
            Is("Pay range", WITHOUT_POINTS) & Is("Pay criteria", (MET,)),
            "PM615",
            "Annual full-time pay in pounds; only where the pay points do not have it",
            least=0,
        ),
        text("Reason", note="One reason for whatever on this row needs one", width=34),
        choice("UPR application", YES_NO, note="Applied for the Upper pay range"),
        choice(
            "UPR outcome",
            ("Meets", "Does not meet"),
            Is("UPR application", ("Yes",)),
            "PM618",
            "As the head assessed it",
        ),
        text(
            "Recommended by",
            note="Payroll number, or Panel; blank = whoever authorised the return, or the panel",
        ),
        day("Recommended on", FINAL, "PM611", default=Default("Reviews: recommended on", Begun("Reviews"))),
        day("Reviewer signed on", REPORT, "PM903", default=Default("Reviews: signed on", Begun("Reviews"))),
        text("Report sent by", note="Blank = the reviewer"),
        day("Report sent on", REPORT, "PM609", default=Default("Reviews: report sent on", Begun("Reviews"))),
        choice(
            "Invited to comment",
            YES_NO,
            REPORT,
            "PM610",
            default=Default("Reviews: invited to comment", Begun("Reviews")),
        ),
        text("Employee's comments", width=46),
        day("Employee signed on", REPORT, "PM904"),
    ),
    people=True,
    unique=True,
    issued=("Payroll number",),
    purpose="The end-of-year review, one row a person.",
)

CONCERNS = Sheet(
    "Concerns",
    (
        text("Payroll number", ALWAYS, "PM009"),
        day("Raised on", ALWAYS, "PM009"),
        text("Raised by", ALWAYS, "PM009"),
        text("Nature and seriousness", ALWAYS, "PM701", width=34),
        text("Previous support", ALWAYS, "PM701", nothing="None", width=34),
        day("Discussed on", by="PM702"),
        text("Employee's response", Filled("Discussed on"), "PM701", nothing="None given", width=34),
        text("Further support offered", Filled("Discussed on"), "PM701", width=34),
        day(
            "Confirmed in writing on",
            Passed(("Discussed on",), "confirmed_within") | Passed(("Monitoring from",)),
            "PM702",
        ),
        choice("Monitoring set", YES_NO, Filled("Discussed on"), "PM714"),
        text("Targets", Is("Monitoring set", ("Yes",)), "PM703", width=34),
        text("Support agreed", Is("Monitoring set", ("Yes",)), "PM703", width=34),
        text("Monitored by", Is("Monitoring set", ("Yes",)), "PM703"),
        day("Review on", Is("Monitoring set", ("Yes",)), "PM703"),
        day("Monitoring from", Is("Monitoring set", ("Yes",)), "PM703"),
        day("Monitoring to", Is("Monitoring set", ("Yes",)), "PM703", not_before="Monitoring from"),
        choice("Consequences explained", YES_NO, Is("Monitoring set", ("Yes",)), "PM703"),
        text("Reason for length", by="PM704", note="Where monitoring is shorter or longer than is normal", width=30),
        day("Extended to", not_before="Monitoring to"),
        choice(
            "Reason for extension",
            ("Significant improvement", "Significant absence"),
            Filled("Extended to"),
            "PM705",
        ),
        choice(
            "Outcome",
            ("Improved", "Capability", "Ended for another reason"),
            Passed(("Monitoring to", "Extended to"), "outcome_within"),
            "PM708",
        ),
        choice(
            "Notified by",
            ("CEO", "Chief Learning Officer", "CEO and Chief Learning Officer"),
            Is("Outcome", ("Capability",)),
            "PM709",
        ),
        day("Notified on", Is("Outcome", ("Capability",)), "PM709"),
        day("HR adviser consulted on", Is("Outcome", ("Capability",)), "PM709"),
        day("Capability meeting on", Is("Outcome", ("Capability",)), "PM709"),
        day("Capability ended on", not_before="Notified on"),
    ),
    people=True,
    identity="raised_on",
    purpose="Concerns about performance, with monitoring and what came of it, one row each.",
)

EXPLANATIONS = Sheet(
    "Explanations",
    (
        text("Rule", ALWAYS, "PM009", "Code of the query that is answered", prefilled=True),
        text("Payroll number", note="Blank where the query is about no person", prefilled=True),
        text("Item", note="Objective number or date, where the query is about one", prefilled=True),
        text("About", note="The value the query is about; blank = any value", width=20, prefilled=True),
        text("Explanation", note="Blank = still open", width=60),
        text("Explained by", Filled("Explanation"), "PM009"),
        day("Explained on", Filled("Explanation"), "PM009"),
    ),
    purpose="Answers to queries, one row each.",
)

SHEETS: tuple[Sheet, ...] = (
    START,
    STAFF,
    REVIEWERS,
    PANELS,
    PRIORITIES,
    OBJECTIVES,
    DEVELOPMENT,
    MEETINGS,
    REVIEWS,
    CONCERNS,
    EXPLANATIONS,
)
BY_NAME = {sheet.name: sheet for sheet in SHEETS}
#: The keys of the lines of Start that are said once for rows of other sheets.
SAID_ONCE = frozenset(key_of(column.default.start) for sheet in SHEETS for column in sheet if column.default)

#: Sheets that the tool writes for its own use or for show; they are not read as data, and are not extra.
CHECKS, SETTINGS, LISTS, FINDINGS = "Checks", "Settings", "Lists", "Findings"
TOOL_SHEETS = (CHECKS, SETTINGS, LISTS, FINDINGS)
#: Sheets that a workbook is handed out with out of sight: nobody in a school is reviewed by a panel.
HIDDEN_WHEN_ISSUED = (PANELS.name, SETTINGS, LISTS)
#: The list of findings in a workbook that goes back; what an office types as an answer is read.
FINDINGS_LIST = Sheet(
    FINDINGS,
    (
        text("What it is", width=12),
        text("Where", width=19),
        text("Payroll number", width=12),
        text("Name", width=20),
        text("What was found", width=66),
        text("What to do", width=34),
        text("Answer", width=32),
        text("Rule", width=9),
    ),
    purpose="Every finding, one line each.",
)
#: The heading of the live-check column beside the name, and of the name shown by formula.
TO_DO, SHOWN_NAME, SHOWN_REVIEWER = "To do", "Name shown", "Reviewer shown"

#: Words that begin a row of sums below a table, which is none of its rows; in small letters.
TOTALS = (
    *("total", "totals", "grand total", "grand totals", "subtotal", "subtotals", "sub-total", "sub-totals"),
    *("sub total", "sub totals", "sum", "count", "average", "mean"),
)

#: The template version on Start of a new workbook. A new column or sheet raises it, and has it as its `since`.
TEMPLATE_VERSION = "2"
#: The template versions of workbooks that are still read.
ACCEPTED_TEMPLATE_VERSIONS = tuple(str(version) for version in range(1, int(TEMPLATE_VERSION) + 1))
