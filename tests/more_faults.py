"""Faults beyond the demo's: each rule of the rule book has one among many others, in full returns; a new rule, too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from pmr_batch.demo.cycles import ON_LEAVE, SUPPORT, TEACHING
from pmr_batch.demo.faults.concerns import CONTACTS, ConcernFault, add_concern
from pmr_batch.demo.faults.edited_return import PAYROLL_NUMBER, EditedReturn, Row
from pmr_batch.demo.faults.files import on_start
from pmr_batch.demo.faults.planting import Fault, Incoming, NobodyFits, PickedPerson, Planted, Planter, planted
from pmr_batch.demo.faults.rows import (
    ABOUT_PEOPLE,
    at_two_academies,
    copied_row,
    explain,
    forgotten,
    off_the_panel,
    on_reviewers,
)
from pmr_batch.demo.faults.table import ASPECTS, FINAL, NOT_MET, OF_FILES, OF_PEOPLE, below_the_top, on_main
from pmr_batch.demo.phrases import data

ON_STAFF = ("Staff", PAYROLL_NUMBER)
GROUND = ("Staff", "Cycle adjusted because")
PAY_CRITERIA = ("Reviews", "Pay criteria")
MOST_REVIEWEES = 8
MONITORING = (
    "Targets", "Support agreed", "Monitored by", "Review on", "Monitoring from", "Monitoring to",
    "Consequences explained",
)  # fmt: skip


def moved(steps: int) -> Any:
    """The point so many steps above the current one, of somebody."""

    def point(person: PickedPerson) -> str:
        now = str(person.get("Staff", "Pay point"))
        letters = now.rstrip("0123456789")
        return f"{letters}{int(now.removeprefix(letters)) + steps}"

    return point


# -- sections 1 and 2 ---------------------------------------------------------------------------------


def undated_status(incoming: Incoming) -> Iterator[Planted]:
    """PM105: ill health, explained, but nobody says since when."""
    person = incoming.person(TEACHING, "Staff", alone=True)
    person.put("Staff", {"Status": "Ill health"})
    explain(person, "PM211", "Ill health", "Treatment under the sickness procedure; the review is to go on")
    yield person.planted("PM105", "Staff", "Status from")


def under_a_term(incoming: Incoming) -> Iterator[Planted]:
    """PM201: the same year's work, done in one term but for a day."""
    person, end = incoming.person(TEACHING, "Staff", alone=True), date(2025, 12, 18)
    dates = {"Employment start": TEACHING.starts, "Employment end": end, "Cycle to": end}
    person.put("Staff", {"Contract": "Fixed term", "Cycle adjusted because": "Fixed term", **dates})
    _, _, *more = rows = person.rows("Objectives")
    person.put("Objectives", {"Due on": date(2025, 12, 12)}, *rows)
    observed = {"Date": date(2025, 11, 12), "Feedback on": date(2025, 11, 14)}
    person.put("Meetings", observed, *person.rows("Meetings", {"Kind": "Observation"}))
    person.put("Meetings", {"Date": date(2025, 11, 25)}, *person.rows("Meetings", {"Kind": "Informal review"}))
    drop(person, "Objectives", more)
    drop(person, "Meetings", person.rows("Meetings", {"Kind": "Formal review"}))
    yield person.planted("PM201", "Staff", "Employment end")


def drop(person: PickedPerson, sheet: str, rows: list[int]) -> None:
    """Clear some rows, if any."""
    for row in rows:
        person.book.clear(sheet, row)


def recommended_under_capability(incoming: Incoming) -> Iterator[Planted]:
    """PM205: a recommendation on a review that capability has replaced."""
    person = incoming.special(TEACHING, lambda row: row["Status"] == "Capability" and not row["Status to"])
    values = {"Pay criteria": NOT_MET, "Recommended on": date(2026, 10, 1)}
    row = person.book.add("Reviews", {PAYROLL_NUMBER: person.number, **values})
    yield person.planted("PM205", *PAY_CRITERIA, row)


def other_return(incoming: Incoming) -> Iterator[Planted]:
    """PM206: an HLTA in the teachers' return."""
    person = incoming.person(SUPPORT, "Staff", alone=True, who=lambda row: row["Role"] == "HLTA")
    book = next((each for each in incoming.books(TEACHING) if each.academy == person.book.academy), None)
    if book is None:
        raise NobodyFits
    reviewer = book.get("Reviewers", 2, PAYROLL_NUMBER)
    own = {"Cycle from": TEACHING.starts, "Cycle to": TEACHING.ends, "Reviewer": reviewer, "Line manager": reviewer}
    yield planted("PM206", book, "Staff", copied(person, book, own), "Role")


def stranger(incoming: Incoming) -> Iterator[Planted]:
    """PM208: somebody whom the staff list does not have."""
    person = incoming.person(TEACHING, "Staff", alone=True)
    row = copied(person, person.book, {PAYROLL_NUMBER: "7700123", "Name": "Alex Newcombe"})
    yield planted("PM208", person.book, "Staff", row, PAYROLL_NUMBER)


def copied(person: PickedPerson, book: EditedReturn, own: Mapping[str, Any]) -> int:
    """All rows about a person copied to the end of a return, with something else on Staff; the new row there."""
    number = own.get(PAYROLL_NUMBER, person.number)
    rows = {sheet: [person.book.values(sheet, row) for row in person.rows(sheet)] for sheet in ABOUT_PEOPLE}
    for sheet in ABOUT_PEOPLE[1:]:
        for values in rows[sheet]:
            book.add(sheet, values | {PAYROLL_NUMBER: number})
    return book.add("Staff", {**rows["Staff"][0], **own})


def other_name(incoming: Incoming) -> Iterator[Planted]:
    """PM012: one payroll number, another name in the other academy."""
    home, away = at_two_academies(incoming)
    away.put("Staff", {"Name": "Robin Postlethwaite"})
    yield max((home, away), key=lambda person: person.book.path.name).planted("PM012", *ON_STAFF)


# -- section 3 --------------------------------------------------------------------------------------


def too_many_reviewees(incoming: Incoming) -> Iterator[Planted]:
    """PM312: one reviewee more than the parameter allows."""
    clear = (each for each in incoming.reviewers(SUPPORT) if all(map(incoming.is_clear, each.reviewees())))
    reviewer = incoming.pick([each for each in clear if each.reviewees()], "Reviewers")
    for person in reviewer.reviewees():
        incoming.mark(person, "Staff")
    for _ in range(MOST_REVIEWEES + 1 - len(reviewer.reviewees())):
        others = [row for row in reviewer.book.people.values() if row["Reviewer"] != reviewer.number]
        reviewed_by(incoming.person(SUPPORT, "Staff", who=others.__contains__), reviewer)
    yield reviewer.planted("PM312", "Reviewers", PAYROLL_NUMBER)


def reviewed_by(person: PickedPerson, reviewer: PickedPerson) -> None:
    """Somebody is reviewed by the line manager."""
    person.put("Staff", {"Reviewer": reviewer.number, "Line manager": reviewer.number})


def not_said_why(incoming: Incoming) -> Iterator[Planted]:
    """PM307: a reviewer who is not the line manager, and nobody says why that suits."""
    reviewer = incoming.reviewer(TEACHING)
    person = next(each for each in reviewer.reviewees() if incoming.is_clear(each))
    incoming.mark(person, "Staff")
    known = (number for _, number in reviewer.book.numbered_rows("Reviewers"))
    person.put("Staff", {"Line manager": next(each for each in known if each not in (reviewer.number, person.number))})
    reviewer.put("Reviewers", {"Suitability": None})
    yield reviewer.planted("PM307", "Reviewers", "Suitability")


def office_stands_in(incoming: Incoming) -> Iterator[Planted]:
    """PM309: somebody of the office stands in for a reviewer of teachers."""
    reviewer = incoming.reviewer(TEACHING)
    offices = sorted(incoming.books(SUPPORT), key=lambda book: book.academy != reviewer.book.academy)
    someone = next(row for row in reversed(offices[0].people.values()) if row["Role"] == "Support staff")
    own = {"Name": someone["Name"], "Position": someone["Job title"], PAYROLL_NUMBER: someone[PAYROLL_NUMBER]}
    stands_in = {"Stands in for": reviewer.number, "Stands in from": ON_LEAVE[0], "Suitability": None}
    kept = reviewer.book.values("Reviewers", reviewer.row("Reviewers"))
    row = reviewer.book.add("Reviewers", kept | own | stands_in | {"Qualified teacher": "No", "Teaching now": "No"})
    yield planted("PM309", reviewer.book, "Reviewers", row, "Stands in for")


def each_other(incoming: Incoming) -> Iterator[Planted]:
    """PM313, which does not count: two who review each other."""
    for reviewer in incoming.reviewers(TEACHING):
        known = {number for _, number in reviewer.book.numbered_rows("Reviewers")}
        others = [each for each in reviewer.reviewees() if each.number in known]
        if others and reviewer.rows("Staff") and incoming.is_clear(reviewer):
            incoming.mark(reviewer, "Staff")
            reviewed_by(reviewer, others[0])
            return
    yield from ()


def nobody_stands_in(incoming: Incoming) -> Iterator[Planted]:
    """PM314: a reviewer on maternity leave since June, and nobody stands in."""
    clear = [each for each in incoming.reviewers(TEACHING) if incoming.is_clear(each)]
    reviewer = incoming.pick([each for each in clear if any(map(incoming.is_clear, each.reviewees()))], alone=True)
    reviewer.put("Staff", dict(zip(("Absent from", "Absent to"), ON_LEAVE, strict=True)))
    reviewer.put("Reviews", {"Evidence if absent": "Rests on visits before the leave, and on last year's report"})
    yield reviewer.planted("PM314", "Reviewers", PAYROLL_NUMBER, reviewer.rows("Reviewers")[0])


# -- sections 4 to 8 --------------------------------------------------------------------------------


def too_many_objectives(incoming: Incoming) -> Iterator[Planted]:
    """PM404: one more than is usual for support staff."""
    person = incoming.person(SUPPORT, "Objectives")
    values = person.book.values("Objectives", person.row("Objectives"))
    for no in range(len(person.rows("Objectives")) + 1, 6):
        person.book.add("Objectives", values | {"No": no, "Objective": f"{values['Objective']}, part {no} of the plan"})
    yield person.planted("PM404", "Objectives", "No", person.rows("Objectives")[0])


def not_looked_at_again(incoming: Incoming) -> Iterator[Planted]:
    """PM416: back from a long absence in February, and nobody spoke of the objectives."""
    person = incoming.special(TEACHING, lambda row: row["Absent to"] == date(2026, 2, 27))
    rows = person.rows("Objectives")
    person.put("Objectives", {"Revised on": None, "Reason for revision": None}, *rows)
    person.put("Meetings", {"Date": date(2025, 11, 6)}, *person.rows("Meetings", {"Kind": "Informal review"}))
    drop(person, "Meetings", person.rows("Meetings", {"Kind": "Formal review"}))
    yield person.planted("PM416", "Objectives", "Revised on", rows[0])


def observed_often(incoming: Incoming) -> Iterator[Planted]:
    """PM502: four observations in the year."""
    person = incoming.person(TEACHING, "Meetings")
    for on in (date(2026, 5, 6), date(2026, 5, 13), date(2026, 5, 20)):
        values = {PAYROLL_NUMBER: person.number, "Date": on, "Kind": "Observation"}
        row = person.book.add("Meetings", values | {"Feedback on": on + timedelta(1)})
    yield person.planted("PM502", "Meetings", "Kind", row)


def no_contact(incoming: Incoming) -> Iterator[Planted]:
    """PM707: the first meeting in monitoring on its eleventh working day; reviews in the year were before it."""
    person = incoming.person(SUPPORT, "Concerns", "Meetings", "Reviews")
    reviews = person.rows("Meetings", {"Kind": ("Informal review", "Formal review")})
    person.put("Meetings", {"Date": date(2025, 10, 14)}, *reviews)
    add_concern(incoming, person, SUPPORT, (date(2025, 11, 18), date(2025, 12, 1)))
    yield person.planted("PM707", "Concerns", "Monitoring from")


def no_adviser(incoming: Incoming) -> Iterator[Planted]:
    """PM709: capability without the HR adviser."""
    person = incoming.special(TEACHING, lambda row: row["Status"] == "Capability")
    person.put("Concerns", {"HR adviser consulted on": None})
    yield person.planted("PM709", "Concerns", "HR adviser consulted on")


def acting_head(incoming: Incoming) -> Iterator[Planted]:
    """PM803: a teacher acts as head, with a panel as it should be, and stays in the academy's workbook."""
    person = incoming.person(TEACHING, alone=True, who=lambda row: row["Pay range"] == "Upper")
    standards = {"Professional standards": "Headteachers' Standards 2020"}
    person.put("Staff", {"Role": "Head of School", "Reviewer": "Panel", **standards})
    person.put("Objectives", {"Set by": "Panel"}, *person.rows("Objectives"))
    chief = next(row["Name"] for row in incoming.central(TEACHING).people.values() if row["Role"] == "CEO")
    members = {data("names")["trustees"][0]: "Trustee", data("names")["chairs"][0]: "Chair of Governors", chief: "CEO"}
    for member, capacity in members.items():
        values = {PAYROLL_NUMBER: person.number, "Member": member, "Capacity": capacity}
        person.book.add("Panels", values | {"Appointed on": date(2025, 9, 15)})
    yield person.planted("PM803", "Staff", "Role")


# -- all of them --------------------------------------------------------------------------------------


def part_time(row: Row) -> bool:
    return bool(row["FTE"] < 1)


def at_the_top(row: Row) -> bool:
    return bool(row["Pay range"] == "NJC" and row["Pay point"] == row["Range to"])


INFORMAL = {"Kind": "Informal review"}
#: What Start may say of the Trust objective alone.
MEASURED = {
    "Measures and milestones": "Reading ages in December and in March",
    "What success looks like": "Every pupil gains a year by July",
}
IN_THE_YEAR = {"Kind": ("Informal review", "Formal review")}
LATE = {
    "Reviewer signed on": date(2026, 6, 1),
    **dict.fromkeys(("Report sent on", "Employee signed on"), date(2026, 6, 4)),
}
NOTICE = {"Notified by": "CEO", "Notified on": date(2025, 12, 12), "HR adviser consulted on": date(2025, 12, 11)}
OTHER_WORDS = "Work on reading with disadvantaged pupils as the Trust has asked"
IMPROVED = "Targets of the monitoring reached by Christmas, and work sound ever since"
NO_PROGRESS = {"Reviews": {"Pay criteria": NOT_MET, "Recommended point": None}}
CAPABILITY = {"Outcome": "Capability", "Capability meeting on": date(2026, 1, 8), **NOTICE}

#: Faults that have to stand alone with a person.
ALONE: tuple[Planter, ...] = (
    each_other,
    copied_row("PM011", SUPPORT, "Staff", alone=True),
    too_many_reviewees,
    nobody_stands_in,
    Fault("PM101", TEACHING, "Staff", {"Cycle from": date(2025, 9, 8)}, at=GROUND, alone=True),
    Fault("PM102", SUPPORT, "Staff", {"Cycle from": date(2025, 4, 14)}, at=GROUND, alone=True),
    Fault("PM104", SUPPORT, "Reviews", {"Recommended on": date(2026, 6, 1), **LATE}, alone=True),
    undated_status,
    Fault("PM106", TEACHING, "Staff", {"Status from": date(2026, 6, 8), "Status": "Suspended: grievance"}, alone=True),
    under_a_term,
    Fault("PM203", TEACHING, "Staff", {"Employment start": date(2025, 9, 15)}, at=("Staff", "Cycle from"), alone=True),
    Fault("PM204", SUPPORT, "Staff", {"Cycle adjusted because": "Joined"}, alone=True),
    recommended_under_capability,
    other_return,
    forgotten(SUPPORT),
    stranger,
    other_name,
    Fault("PM210", TEACHING, "Staff", {"Qualified teacher": "No"}, at=("Staff", "Pay range"), who=on_main, alone=True),
    Fault("PM211", TEACHING, "Staff", {"Status": "Misconduct", "Status from": date(2026, 9, 21)}, alone=True),
    Fault("PM212", TEACHING, "Staff", {"Employment end": date(2026, 7, 31)}, alone=True),
    Fault(
        "PM213",
        SUPPORT,
        "Staff",
        {"Status": "Out of scope", "Out of scope because": "Contract of less than one term"},
        alone=True,
    ),
    Fault("PM024", SUPPORT, "Staff", {"Name": "Robin Postlethwaite"}, alone=True),
    Fault("PM403", SUPPORT, "Objectives", None, also_changed=ASPECTS, at=ON_STAFF, alone=True),
    Fault("PM409", TEACHING, "Objectives", None, {"Kind": "Trust"}, at=ON_STAFF, alone=True),
    not_looked_at_again,
    Fault("PM608", SUPPORT, "Reviews", None, at=ON_STAFF, alone=True),
    Fault("PM619", SUPPORT, "Staff", {"Absent from": date(2026, 3, 2), "Absent to": date(2026, 3, 27)},
          at=("Reviews", "Evidence if absent"), alone=True),
    ConcernFault("PM620", SUPPORT, "Concerns", {}, also_changed={"Objectives": {"Outcome": "Not met"}, **NO_PROGRESS},
                 at=PAY_CRITERIA, who=part_time, alone=True),
    ConcernFault("PM710", TEACHING, "Concerns", CAPABILITY, also_changed={"Reviews": None},
                 at=("Staff", "Status"), alone=True),
    Fault("PM713", TEACHING, "Staff", {"Status": "Capability", "Status from": date(2026, 6, 8)},
          also_changed={"Reviews": None}, alone=True),
    acting_head,
)  # fmt: skip

#: All others.
MORE: tuple[Planter, ...] = (
    *(not_said_why, office_stands_in, no_adviser),
    Fault("PM301", SUPPORT, "Staff", {"Reviewer": None}),
    Fault("PM302", TEACHING, "Staff", {"Reviewer": lambda person: person.number}),
    off_the_panel("PM303", "Chief Operations Officer", "Trustee"),
    Fault("PM023", TEACHING, "Objectives", {"Set on": date(2024, 10, 9)}),
    Fault("PM630", SUPPORT, "Reviews", {"Report sent by": "Uma Unknown"}),
    Fault("PM305", TEACHING, "Staff", {"Reviewer": "Panel"}),
    Fault("PM308", TEACHING, "Staff", {"Reviewer concern": "Reviewer kept"},
          at=("Staff", "Reviewer concern decided by")),
    on_reviewers("PM108", TEACHING, "Appointed on", date(2026, 10, 17)),
    on_reviewers("PM306", TEACHING, "Teaching now", "No"),
    on_reviewers("PM311", SUPPORT, "Appointed by", "Board of Trustees"),
    Fault("PM310", TEACHING, "Reviews", {"Recommended by": lambda person: person.number}),
    Fault("PM402", TEACHING, "Objectives", {"Set by": "Panel"}),
    Fault("PM403", TEACHING, "Objectives", {"Objective": None}),
    too_many_objectives,
    Fault("PM405", SUPPORT, "Objectives", {"What success looks like": None}),
    Fault("PM406", SUPPORT, "Objectives", {"Measures and milestones": None}),
    Fault("PM407", TEACHING, "Objectives", {"Due on": None}),
    Fault("PM408", TEACHING, "Objectives", {"Objective": "Improve spelling results"}),
    Fault("PM409", TEACHING, "Objectives", {"Kind": "Individual", **MEASURED}, {"Kind": "Trust"}),
    Fault("PM410", TEACHING, "Objectives", {"Objective": OTHER_WORDS}, {"Kind": "Trust"}),
    Fault("PM411", SUPPORT, "Development", None, at=ON_STAFF),
    Fault("PM412", TEACHING, "Objectives", {"Improvement priority": None}, {"Kind": "School"}, ASPECTS),
    Fault("PM415", TEACHING, "Objectives", {"Revised on": date(2026, 2, 10)}, at=("Objectives", "Reason for revision")),
    observed_often,
    Fault("PM504", TEACHING, "Development", {"Delivery": None}),
    Fault("PM505", SUPPORT, "Development", {"Application and impact": None}),
    Fault("PM601", TEACHING, "Reviews", {"Assessment against objectives": None}),
    Fault("PM602", SUPPORT, "Objectives", {"Summary of success": None}),
    Fault("PM602", SUPPORT, "Objectives", {"Outcome": "Not assessed"}),
    Fault("PM603", SUPPORT, "Reviews", {"Assessment against job role": "to be done"}),
    Fault("PM604", TEACHING, "Reviews", {"Quality of teaching": None}),
    Fault("PM605", SUPPORT, "Reviews", {"CPD activity": None}),
    Fault("PM606", TEACHING, "Meetings", None, IN_THE_YEAR, at=ON_STAFF),
    Fault("PM607", TEACHING, "Meetings", {"Time": "PPA"}, INFORMAL),
    Fault("PM608", TEACHING, "Meetings", None, FINAL, at=ON_STAFF),
    Fault("PM608", SUPPORT, "Meetings", {"Kind": "Paper review"}, FINAL),
    Fault("PM609", SUPPORT, "Reviews", {"Report sent on": date(2026, 7, 1), "Employee signed on": date(2026, 7, 3)}),
    Fault("PM610", SUPPORT, "Reviews", {"Invited to comment": "No"}),
    Fault("PM611", SUPPORT, "Reviews", {"Pay criteria": None}),
    Fault("PM611", TEACHING, "Reviews", {"Recommended on": None}),
    Fault("PM614", TEACHING, "Staff", {"Pay point": "M9"}, also_changed={"Reviews": {}}, who=on_main),
    Fault("PM614", SUPPORT, "Staff", {"Current pay": 19_999}, also_changed={"Reviews": {}}),
    Fault("PM615", TEACHING, "Reviews", {"Recommended point": "U1"}, who=on_main),
    Fault("PM615", SUPPORT, "Reviews", {"Recommended pay": 19_999}, also_changed={"Staff": {}}),
    Fault("PM616", TEACHING, "Reviews", {"Recommended point": moved(2), "Reason": None},
          who=lambda row: row["Pay point"] in ("M1", "M2", "M3", "M4")),
    Fault("PM617", TEACHING, "Reviews", {"Recommended point": moved(-1)},
          who=lambda row: row["Pay point"] in ("M3", "M4", "M5")),
    Fault("PM621", SUPPORT, "Meetings", {"Date": date(2025, 4, 2)}, FINAL, also_changed={"Reviews": {}}),
    Fault("PM624", SUPPORT, "Reviews", {"Pay criteria": "Not applicable", "Recommended point": None},
          who=below_the_top),
    Fault("PM625", TEACHING, "Reviews", {"Recommended point": None}, who=on_main),
    Fault("PM626", SUPPORT, "Reviews", {"Recommended point": moved(1)}, who=at_the_top),
    Fault("PM627", TEACHING, "Staff", {"Professional standards": "Job description"}),
    Fault("PM712", TEACHING, "Objectives", {"Outcome": "Not met"}, also_changed=NO_PROGRESS, at=PAY_CRITERIA),
    ConcernFault("PM701", SUPPORT, "Concerns", {"Previous support": None}),
    ConcernFault("PM701", TEACHING, "Concerns", {"Employee's response": None}),
    ConcernFault("PM703", TEACHING, "Concerns", {"Targets": None}),
    ConcernFault("PM704", SUPPORT, "Concerns", {"Monitoring to": date(2025, 11, 27)}),
    ConcernFault("PM705", TEACHING, "Concerns", {"Extended to": date(2025, 12, 19)},
                 at=("Concerns", "Reason for extension"), contacts=(*CONTACTS, date(2025, 12, 12))),
    ConcernFault("PM706", TEACHING, "Concerns",
                 {"Extended to": date(2026, 1, 19), "Reason for extension": "Significant improvement"},
                 contacts=(*CONTACTS, date(2025, 12, 12), date(2026, 1, 7), date(2026, 1, 15))),
    no_contact,
    ConcernFault("PM708", SUPPORT, "Concerns", {"Outcome": None}, also_changed={"Reviews": {"Reason": IMPROVED}}),
    ConcernFault("PM714", TEACHING, "Concerns", {"Monitoring set": None, **dict.fromkeys(MONITORING)}, contacts=()),
    ConcernFault("PM715", SUPPORT, "Concerns", {"Confirmed in writing on": date(2025, 10, 2)}),
    Fault("PM801", SUPPORT, "Meetings", {"Written record": "No"}, INFORMAL),
    Fault("PM901", SUPPORT, "Staff", {"Professional standards": None}),
    Fault("PM901", TEACHING, "Objectives", {"Kind": "Individual", "Improvement priority": None}, {"Kind": "School"},
          also_changed={"Staff": {}}, at=("Staff", "Improvement plan aspects"), every=True),
    Fault("PM902", TEACHING, "Meetings", None, {"Kind": "Initial meeting"}, at=ON_STAFF),
    Fault("PM904", SUPPORT, "Reviews", {"Employee signed on": None}),
    Fault("PM006", SUPPORT, "Staff", {"FTE": "three days"}),
    Fault("PM007", SUPPORT, "Reviews", {"Additional information": "#N/A"}),
    Fault("PM008", SUPPORT, "Meetings", {"Time": "Lunch break"}, INFORMAL),
    Fault("PM009", TEACHING, "Staff", {"Job title": None}),
    Fault("PM013", TEACHING, "Objectives", {"No": lambda person: len(person.rows("Objectives")) - 1}),
    on_start("PM414", TEACHING, 0, "Objectives quality assured by"),
    on_start("PM417", TEACHING, -1, "Objectives moderated on"),
)  # fmt: skip

EVERY_FAULT = (*OF_FILES, *ALONE, *OF_PEOPLE[:-1], *MORE, OF_PEOPLE[-1])
