"""Fills in a return as its office would: believable, and correct by every rule."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from pmr_batch.demo.concerns import concern_rows
from pmr_batch.demo.cycles import ON_LEAVE, Year
from pmr_batch.demo.employees import Employee, School
from pmr_batch.demo.objectives import Objectives
from pmr_batch.demo.pay_recommendation import is_met, recommendation
from pmr_batch.demo.phrases import Phrases, data
from pmr_batch.demo.review_dates import ReviewDates, review_dates
from pmr_batch.demo.staffing import Trust
from pmr_batch.demo.typed_pay import TypedPay
from pmr_batch.layout.standard_workbook import EXECUTIVES, HEADS

Row = dict[str, Any]
Rows = dict[str, list[Row]]
#: Columns of Staff that the office fills in, or may correct.
_OF_PERSON = (
    *("working_pattern", "induction_completed_on", "cycle_from", "cycle_to", "cycle_adjusted_because", "reviewed_at"),
    *("status", "status_from", "status_to", "out_of_scope_because"),
)


class Filler:
    """Fills in one return; `rows` are the rows it was issued with."""

    def __init__(self, trust: Trust, school: School, year: Year, phrases: Phrases, pay: TypedPay) -> None:
        self.trust, self.school, self.year, self.phrases, self.pay = trust, school, year, phrases, pay
        self.objectives = Objectives(trust, year, phrases)
        self.plans = data("plans")
        assert school.head
        self.head = school.head
        at_work = (person for person in school.of(year) if person.stands_in_for)
        self.stand_ins = {person.stands_in_for: person.payroll_number for person in at_work}

    def start(self) -> Row:
        """The cells that the office fills in on Start."""
        rng = self.phrases.rng
        checked = self.year.set_by + timedelta(rng.randrange(6, 20))
        return {
            "objectives_quality_assured_by": rng.choice(self.plans["quality assured by"]),
            "objectives_quality_assured_on": checked,
            "objectives_moderated_by": rng.choice(self.plans["moderated by"]),
            "objectives_moderated_on": checked + timedelta(7),
            "authorised_by": self.head.payroll_number,
            "position": self.head.role,
            "authorised_on": self.year.authorised_on,
        }

    def rows(self, issued: Rows) -> Rows:
        """All sheets, filled in."""
        rows: Rows = {sheet: [dict(row) for row in given] for sheet, given in issued.items()}
        people = {person.payroll_number: person for person in self.school.of(self.year)}
        for row in rows["Staff"]:
            row.update(self._staff(people[row["payroll_number"]]))
        rows["Reviewers"] = [self._reviewer(row, people) for row in rows["Reviewers"]]
        rows["Reviewers"] += [self._stand_in(person, people) for person in people.values() if person.stands_in_for]
        rows["Priorities"] = self._priorities()
        for sheet in ("Panels", "Objectives", "Development", "Meetings", "Reviews", "Concerns", "Explanations"):
            rows[sheet] = []
        for person in people.values():
            for sheet, person_rows in self._year(person).items():
                rows[sheet] += [{"payroll_number": person.payroll_number, **row} for row in person_rows]
        rows["Meetings"].sort(key=lambda row: (row["date"], row["payroll_number"]))
        return rows

    def _staff(self, person: Employee) -> Row:
        row = {key: getattr(person, key) for key in _OF_PERSON}
        row["current_pay"] = person.current_pay or self.pay.current(person)
        row["absent_from"], row["absent_to"] = person.absent or (None, None)
        if person.role in EXECUTIVES:
            row["working_pattern"] = "All year"
        if person.kind == "reviewer concern":
            decided = {"reviewer_concern_decided_by": self.head.payroll_number}
            row |= {"reviewer_concern": "Alternative appointed", **decided}
        return row

    def _reviewer(self, row: Row, people: dict[str, Employee]) -> Row:
        """Heads teach now and then; the central team is led by people who do not."""
        everybody = (person for school in self.trust.schools for person in school.staff)
        reviewer = next(person for person in everybody if person.payroll_number == row["payroll_number"])
        teaches = "Yes" if reviewer.role in ("Teacher", *HEADS) else "No"
        others = any(p.reviewer != p.line_manager and p.reviewer == reviewer.payroll_number for p in people.values())
        return row | {
            "name": reviewer.name,
            "position": reviewer.job_title,
            "qualified_teacher": teaches,
            "teaching_now": teaches,
            "appointed_by": self.head.role,
            "appointed_on": self.year.starts + timedelta(8),
            "suitability": self.phrases.say(data("reviews")["suitability"]) if others else None,
        }

    def _stand_in(self, person: Employee, people: dict[str, Employee]) -> Row:
        """A colleague who does the reviews of somebody on leave."""
        first, last = ON_LEAVE
        appointed = {
            "appointed_on": first - timedelta(7),
            "suitability": self.phrases.say(data("reviews")["standing in"]),
        }
        stands_in = {"stands_in_for": person.stands_in_for, "stands_in_from": first, "stands_in_to": last}
        return self._reviewer({"payroll_number": person.payroll_number}, people) | appointed | stands_in

    def _priorities(self) -> list[Row]:
        priorities = self.plans["priorities"]["central" if self.school.central else "academy"]
        return [{"priority": short, "improvement_plan_priority": text} for short, text in priorities.items()]

    def _year(self, person: Employee) -> Rows:
        """All rows about one person, by sheet."""
        if person.out_of_scope_because or (person.reviewed_at and person.reviewed_at != self.school.code):
            return {}
        days = review_dates(person, self.phrases.rng)
        reviewed = person.kind not in {"grievance", "capability", "left in June"}
        objectives = self.objectives.of(person, days, reviewed)
        rows: Rows = {
            "Panels": self._panel(person) if person.by_panel else [],
            "Objectives": objectives,
            "Development": [self._development(reviewed)],
            "Meetings": self._meetings(person, days, reviewed),
            "Reviews": [self._review(person, days, objectives)] if reviewed else [],
            "Explanations": self._explanations(person),
        }
        concerns, meetings = concern_rows(person, self.phrases, self.head)
        rows["Concerns"] = concerns
        rows["Meetings"] += meetings
        return rows

    def _panel(self, person: Employee) -> list[Row]:
        names = data("names")
        rng = self.phrases.rng
        trustees = rng.sample(names["trustees"], 2)
        members = [(trustees[0], "Trustee")]
        if person.role in EXECUTIVES:
            members.append((trustees[1], "Trustee"))
        else:
            members.append((rng.choice(names["chairs"]), "Chair of Governors"))
            chief = self.trust.central.staff[rng.randrange(2)]
            members.append((chief.name, chief.role))
        if person.role in ("CEO", "Executive Headteacher"):
            members.append((names["adviser"], "External adviser"))
        on = self.year.starts + timedelta(10)
        return [{"member": name, "capacity": capacity, "appointed_on": on} for name, capacity in members]

    # -- development, meetings and review --------------------------------------------------------------

    def _development(self, reviewed: bool) -> Row:
        reviews = data("reviews")
        kind = "teaching" if self.year.teaching else "support"
        need = self.phrases.rng.choice(reviews["development"][kind])
        topic = self.phrases.rng.choice(reviews["topics"][kind])
        slots = {"topic": topic, "effect": self.phrases.say(reviews["effects"][kind])}
        row = {"development_required": need["need"].format(**slots), "delivery": need["delivery"]}
        return row | ({"application_and_impact": need["impact"].format(**slots)} if reviewed else {})

    def _meetings(self, person: Employee, days: ReviewDates, reviewed: bool) -> list[Row]:
        def row(day: date, kind: str, **more: Any) -> Row:
            return {"date": day, "kind": kind, "written_record": "Yes", "time": "Directed time", **more}

        rows = [row(days.initial, "Initial meeting")]
        if self.year.teaching or person.role == "HLTA":
            rows.append(row(days.observed, "Observation", feedback_on=days.feedback))
        time = self.phrases.rng.choice(("Directed time",) * 3 + ("Agreed otherwise",))
        rows.append(row(days.informal, "Informal review", time=time))
        if days.second:
            rows.append(row(days.second, "Formal review"))
        if reviewed:
            kind = "Paper review" if days.paper else "Final review"
            rows.append(row(days.final, kind, held_by=self.stand_ins.get(person.reviewer)))
        return [
            held for held in rows if held["date"] <= person.cycle_to or held["kind"] in ("Final review", "Paper review")
        ]

    def _review(self, person: Employee, days: ReviewDates, objectives: list[Row]) -> Row:
        reviews = data("reviews")
        kind = "good" if is_met(person) else "weak"
        say = self.phrases.say
        topic = self.phrases.rng.choice(reviews["topics"]["teaching" if self.year.teaching else "support"])
        in_part = sum(row["outcome"] == "Partly met" for row in objectives)
        partly = ", one of them in part" if in_part == 1 else ", some of them in part" if in_part else ""
        job = _in_a_sentence(person.job_title)
        row: Row = {
            "assessment_against_objectives": say(reviews["objectives"][kind], name=person.given, partly=partly),
            "assessment_against_job_role": say(reviews["role"][kind], name=person.given, job=job),
            "cpd_activity": say(reviews["cpd"], topic=topic),
            **recommendation(person, self.phrases, self.pay),
            "recommended_on": days.recommended,
            "reviewer_signed_on": days.recommended,
            "report_sent_by": self.stand_ins.get(person.reviewer),
            "report_sent_on": days.sent,
            "invited_to_comment": "Yes",
            "employee_signed_on": days.signed,
        }
        if person.role == "Teacher":
            row["quality_of_teaching"] = say(reviews["teaching"][kind], n=str(self.phrases.rng.randint(1, 8)))
        if person.absent:
            row["evidence_if_absent"] = say(reviews["evidence if absent"])
        if self.phrases.rng.random() < 0.3:
            row["employees_comments"] = say(reviews["comments"])
        return row

    def _explanations(self, person: Employee) -> list[Row]:
        """Queries that a correct return cannot avoid, explained."""
        queries = {
            "grievance": ("PM106", person.status_from),
            "misconduct": ("PM211", person.status),
            "ill health": ("PM211", person.status),
        }
        if person.kind not in queries:
            return []
        reviews = data("reviews")
        rule, about = queries[person.kind]
        text = self.phrases.rarely(reviews[person.kind], month=reviews["months"])
        row = {"rule": rule, "about": f"{about}", "explanation": text}
        return [row | {"explained_by": self.head.name, "explained_on": self.year.authorised_on}]


def _in_a_sentence(job: str) -> str:
    """A job title within a sentence: without the place, and small, but for SENCo and IT."""
    title = job.split(",", maxsplit=1)[0]
    return title if title[1].isupper() else title[0].lower() + title[1:]
