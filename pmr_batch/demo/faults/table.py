"""The demo's faults: one or two of each kind, over every section of the policy and every round."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from pmr_batch.demo.cycles import DEMO_AS_OF, SUPPORT, TEACHING
from pmr_batch.demo.faults.concerns import CONTACTS, ConcernFault
from pmr_batch.demo.faults.edited_return import PAYROLL_NUMBER, Row
from pmr_batch.demo.faults.files import (
    dates_of_birth,
    not_readable,
    not_sent,
    office_additions,
    on_start,
    other_cycle,
    renamed,
    sent_twice,
)  # fmt: skip
from pmr_batch.demo.faults.planting import Fault, Planter
from pmr_batch.demo.faults.rows import (
    about_nobody,
    answers_nothing,
    copied_row,
    forgotten,
    off_the_panel,
    on_reviewers,
    over_full_time,
    same_words,
    total_below,
)  # fmt: skip

NOT_MET = "Have not been met"
#: Typed, so that Appendix A has aspects although the objectives no longer name a priority.
ASPECTS = {"Staff": {"Improvement plan aspects": "Standards in reading and writing; attendance and conduct"}}


def on_main(row: Row) -> bool:
    """A teacher of the Main range; nobody ordinary is at its top."""
    return bool(row["Pay range"] == "Main")


def below_the_top(row: Row) -> bool:
    """Support staff who may move up within the grade."""
    return bool(row["Pay range"] == "NJC" and row["Pay point"] != row["Range to"])


FINAL = {"Kind": "Final review"}
_REPORTED = ("Recommended on", "Reviewer signed on", "Report sent on", "Employee signed on")
_REVIEWED_LATE = Fault("PM103", TEACHING, "Meetings", {"Date": DEMO_AS_OF}, FINAL,
                       {"Reviews": dict.fromkeys(_REPORTED, DEMO_AS_OF)}, alone=True)  # fmt: skip
_IN_HOSPITAL = "The reviewee was in hospital in the week for which the review had been fixed"
_COACHED = "Two of three targets missed in spite of coaching; see both reviews of the spring"

#: Whole files go first, so that nobody is picked from a return that will not be read; then the faults of people who
#: must have no other, while there are people without any.
OF_FILES: tuple[Planter, ...] = (not_sent, sent_twice, not_readable, other_cycle)
OF_PEOPLE: tuple[Planter, ...] = (
    _REVIEWED_LATE,
    replace(_REVIEWED_LATE, accepted=_IN_HOSPITAL),
    Fault("PM202", TEACHING, "Staff", {"In induction": "Yes"}, alone=True),
    forgotten(TEACHING),
    copied_row("PM011", TEACHING, "Reviews", alone=True),
    Fault("PM211", SUPPORT, "Staff", {"Status": "Misconduct", "Status from": date(2026, 3, 2)}, alone=True),
    over_full_time,
    Fault("PM301", TEACHING, "Staff", {"Reviewer": "0099123"}),
    off_the_panel("PM304", "Executive Headteacher", "Chair of Governors"),
    on_reviewers("PM306", TEACHING, "Qualified teacher", "No"),
    Fault("PM401", TEACHING, "Objectives", {"Set on": date(2025, 11, 3)}, every=True),
    Fault("PM407", TEACHING, "Objectives", {"Due on": date(2026, 9, 1)}),
    same_words,
    Fault("PM413", TEACHING, "Objectives", {"Improvement priority": "SPORT"}, {"Kind": "School"}, ASPECTS),
    Fault("PM501", TEACHING, "Meetings", None, {"Kind": ("Observation", "Drop-in")}, at=("Staff", PAYROLL_NUMBER)),
    Fault("PM503", TEACHING, "Meetings", {"Feedback on": None}, {"Kind": "Observation"}),
    Fault("PM602", TEACHING, "Objectives", {"Outcome": None}),
    Fault("PM609", SUPPORT, "Reviews", {"Report sent on": None}),
    Fault("PM612", SUPPORT, "Reviews", {"Pay criteria": NOT_MET, "Reason": _COACHED},
          at=("Reviews", "Recommended point"), who=below_the_top),
    Fault("PM613", TEACHING, "Objectives", {"Outcome": "Not met"}, also_changed={"Reviews": {"Reason": None}},
          at=("Reviews", "Pay criteria")),
    Fault("PM618", TEACHING, "Reviews", {"UPR outcome": None, "Recommended range": "Upper", "Recommended point": "U1"},
          who=on_main),
    Fault("PM621", TEACHING, "Reviews", {"Report sent on": lambda person: person.get("Meetings", "Date", FINAL)},
          also_changed={"Meetings": {}}),
    ConcernFault("PM702", SUPPORT, "Concerns", {"Confirmed in writing on": None}),
    ConcernFault("PM704", SUPPORT, "Concerns", {"Monitoring to": date(2026, 1, 23), "Review on": date(2026, 1, 23)},
                 contacts=(*CONTACTS, date(2025, 12, 12), date(2025, 12, 19), date(2026, 1, 7), date(2026, 1, 16))),
    ConcernFault("PM711", TEACHING, "Concerns", {"Outcome": "Ended for another reason"},
                 at=("Reviews", "Pay criteria"), who=on_main),
    Fault("PM903", SUPPORT, "Reviews", {"Reviewer signed on": None}),
    Fault("PM006", TEACHING, "Objectives", {"Due on": "end of the summer term"}),
    Fault("PM007", TEACHING, "Development", {"Delivery": "#REF!"}),
    Fault("PM008", TEACHING, "Objectives", {"Outcome": "Exceeded"}),
    Fault("PM009", SUPPORT, "Staff", {"Job title": None}),
    Fault("PM015", TEACHING, "Objectives", {"Due on": "26 June 2026"}, counts=False),
    Fault("PM016", TEACHING, "Objectives", {"Set on": "10/09/2025"}),
    Fault("PM019", TEACHING, "Reviews", {"Reason": "as discussed"}),
    *(answers_nothing, about_nobody, total_below, dates_of_birth, renamed, office_additions),
    on_start("PM017", SUPPORT, -1, "Authorised on"),
)  # fmt: skip
FAULTS = (*OF_FILES, *OF_PEOPLE)
