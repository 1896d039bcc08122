"""trust.xlsx: every sheet and column of the trust's settings."""

from __future__ import annotations

from dataclasses import replace

from pmr_batch.layout.columns import Column, Kind, Sheet, choice, day, number, text
from pmr_batch.layout.conditions import ALWAYS
from pmr_batch.layout.standard_workbook import STAFF
from pmr_batch.policy.on_costs import ON_COST_GROUPS, ON_COST_ITEMS
from pmr_batch.policy.pay_ranges import AREAS_OF_RANGES, FOR_SUPPORT, PAY_RANGES

PAY_AREAS = ("Rest of England", "London Fringe", "Outer London", "Inner London")
SUPPORT_PAY_AREAS = tuple(AREAS_OF_RANGES)
SCHOOL, CENTRAL = "School", "Central"
#: The code of the central workbook, for heads, executives and the central team.
HEADS_CODE = "HEADS"

TRUST = Sheet(
    "Trust",
    (
        text("Trust", ALWAYS, width=30),
        text("Policy", ALWAYS, note="Title of the policy, as forms and committee papers name it"),
        day("Approved on", ALWAYS),
        day("Next review", ALWAYS),
        text("Issued by", note="Who issued the model policy"),
    ),
    form=True,
    purpose="The trust and the policy it works by.",
)

ACADEMIES = Sheet(
    "Academies",
    (
        text("Academy code", ALWAYS, note=f"Short and for ever, such as RIV; {HEADS_CODE} for the central workbook"),
        text("Academy", ALWAYS, width=30),
        choice("Kind", (SCHOOL, CENTRAL), ALWAYS),
        text("URN"),
        text("Head payroll number", note="Headteacher"),
        text("Executive head payroll number"),
        text("Head of School payroll number"),
        text("Office e-mail", width=30),
        choice("Pay area", PAY_AREAS, ALWAYS, note="For teachers"),
        choice(
            "Support pay area",
            SUPPORT_PAY_AREAS,
            ALWAYS,
            note=f"For HLTAs and support staff ({', '.join(FOR_SUPPORT)})",
        ),
    ),
    unique=True,
    purpose="The academies, and the central team.",
)

CYCLES = Sheet(
    "Cycles",
    (
        text("Cycle", ALWAYS, note="Teaching 2025-26"),
        choice("Group", ("Teaching", "Support"), ALWAYS),
        day("From", ALWAYS),
        day("To", ALWAYS, not_before="From"),
        day("Objectives set by", ALWAYS),
        day("Final reviews by", ALWAYS, note="Mid-October; for support staff too"),
        day("Heads' final reviews by", note="Heads' dates hold for executives too"),
        day("Reports sent by", note="31 October; support: where the trust sets one"),
        day("Heads' reports sent by", note="31 December"),
        day("Pay decisions by", note="31 October; support: where the trust sets one"),
        day("Heads' pay decisions by", note="31 December"),
        day("Pay effective from", ALWAYS, note="1 September; support: 31 March, as the policy says, or 1 April"),
        text("Trust objective", ALWAYS, note="As the CEO designated it", width=60),
    ),
    unique=True,
    purpose="The cycles, with the dates that rule each.",
)

PARAMETERS = Sheet(
    "Parameters",
    (
        text("Parameter", ALWAYS, width=24),
        text("Value", ALWAYS, note="A number, two numbers such as 4 to 8, or a day such as 15 October"),
        text("Unit", ALWAYS),
        day("From", ALWAYS, note="First cycle start the value holds for"),
        text("Clause", ALWAYS),
        choice("Source", ("Policy", "Trust"), ALWAYS),
        text("Meaning", width=60),
    ),
    purpose="The numbers of the policy, each with its clause and the first cycle start it holds for.",
)

PAY_POINTS = Sheet(
    "Pay points",
    (
        choice("Area", (*PAY_AREAS, *SUPPORT_PAY_AREAS), ALWAYS),
        choice("Range", PAY_RANGES, ALWAYS),
        text("Point", ALWAYS),
        day("From", ALWAYS),
        number("Annual pay", Kind.MONEY, ALWAYS, note="Full-time, in pounds", least=0),
        text("Status", note="How sure: official, advisory; confirmed = right although unusual", width=30),
    ),
    purpose="The pay scales by area, range, point and first day.",
)

TERMS = Sheet(
    "Terms",
    (
        text("School year", ALWAYS, note="2025/26"),
        text("Term", ALWAYS, note="Half terms by name: Autumn 1 and Autumn 2 are one term"),
        day("From", ALWAYS),
        day("To", ALWAYS, not_before="From"),
        text("Academy code", note="Blank = every academy"),
    ),
    purpose="Term dates, from which working weeks of term-time staff are counted.",
)


def _as_on_staff(heading: str) -> Column:
    """A column of the staff list that means what it means on Staff; required where always required there."""
    column = STAFF.by_key[heading.lower().replace(" ", "_")]
    always = heading in {"Payroll number", "Name", "Role", "Contract", "Employment start", "FTE"}
    return replace(
        column,
        required=ALWAYS if always else None,
        owners=(),
        not_before="Employment start" if heading == "Employment end" else None,
        prefilled=False,
    )


STAFF_LIST = Sheet(
    "Staff list",
    (
        _as_on_staff("Payroll number"),
        _as_on_staff("Name"),
        text("Academy code", ALWAYS, note=f"{HEADS_CODE} for heads, executives and the central team"),
        *(
            _as_on_staff(heading)
            for heading in (
                "Job title",
                "Role",
                "Contract",
                "Employment start",
                "Employment end",
                "FTE",
                "In induction",
                "Qualified teacher",
                "Line manager",
                "Reviewer",
                "Pay range",
                "Pay point",
                "Range from",
                "Range to",
                "Out of scope because",
            )
        ),
    ),
    purpose="Everybody employed, one row a person and academy; workbooks are pre-filled from it.",
)

UNDISCLOSED = "Prefer not to say"
EQUALITY = Sheet(
    "Equality",
    (
        text("Payroll number", ALWAYS),
        choice("Sex", ("Female", "Male", UNDISCLOSED)),
        choice("Ethnic group", ("Asian", "Black", "Mixed", "White", "Other", UNDISCLOSED)),
        choice("Disability", ("Yes", "No", UNDISCLOSED)),
        choice("Age band", ("Under 30", "30 to 39", "40 to 49", "50 and over", UNDISCLOSED)),
    ),
    unique=True,
    purpose="Held centrally, never in an academy's workbook; blank = not asked.",
)

ON_COSTS = Sheet(
    "On-costs",
    (
        text("Item", ALWAYS, note="; ".join(ON_COST_ITEMS), width=30),
        day("From", ALWAYS),
        number("Rate", Kind.NUMBER, ALWAYS, note="0.2868 is 28.68 %", least=0, most=1),
        number("Threshold", Kind.MONEY, note="Annual, in pounds", least=0),
        text("Group", note=f"{', '.join(ON_COST_GROUPS)}, or blank = everybody"),
    ),
    purpose="What employment costs on top of pay.",
)

RETURNS = Sheet(
    "Returns",
    (
        text("Academy code", ALWAYS),
        text("Cycle", ALWAYS),
        text("File", ALWAYS, note="Below incoming/<cycle>: the file that stands where two claim to be it", width=40),
    ),
    purpose="Which file stands, where two claim to be one academy's return.",
)

ACCEPTED = Sheet(
    "Accepted",
    (
        text("Rule", ALWAYS),
        text("Academy code", note="Blank = every academy"),
        text("Payroll number", note="Blank = findings about no person"),
        text("Item"),
        text("Reason", ALWAYS, width=50),
        text("Accepted by", ALWAYS),
        day("Accepted on", ALWAYS),
    ),
    purpose="Findings that trust HR accepts although they stand.",
)

MEMBERS = Sheet(
    "Committee members",
    (
        text("Member", ALWAYS, width=30),
        text("Payroll number", note="Only of a member whom the trust employs"),
        text("Academy code", note="An academy in which the member has an interest, and withdraws from all its rows"),
        text("Person", note="Payroll number of somebody in whom the member has an interest"),
        text("Interest", note="What it is, in a few words", width=50),
        day("Declared on"),
    ),
    since=2,
    purpose="Who is on the pay committee: a row an interest, and one for a member without any. May be left out.",
)

TRUST_SHEETS: tuple[Sheet, ...] = (
    TRUST,
    ACADEMIES,
    CYCLES,
    PARAMETERS,
    PAY_POINTS,
    TERMS,
    STAFF_LIST,
    EQUALITY,
    ON_COSTS,
    RETURNS,
    ACCEPTED,
    MEMBERS,
)
#: The settings an academy's workbook carries on its Settings sheet.
CARRIED = (TRUST, ACADEMIES, CYCLES, PARAMETERS, PAY_POINTS, TERMS)
