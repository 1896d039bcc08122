"""What is late, in order, overdue or still to come, by each person's own due dates; and whom to ask for what."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from pmr_batch.layout.standard_workbook import FINAL_REVIEWS
from pmr_batch.model.deadlines import (
    EMPLOYEE_SIGNED,
    FINAL_REVIEW,
    OBJECTIVES,
    RECOMMENDATION,
    REPORT,
    REVIEWER_SIGNED,
    STEPS,
    AcademyLateness,
    Lateness,
    Step,
    StepCount,
    Timing,
)
from pmr_batch.model.findings import Finding
from pmr_batch.model.person import Dossier
from pmr_batch.model.round import AcademyCount, Merged
from pmr_batch.model.terms import FileState, Outcome, Round
from pmr_batch.policy.roles import round_of
from pmr_batch.settings.trust_settings import Academy
from pmr_batch.words import counted

#: The due date of each step, by its key in dossiers. Signatures are due when the report is.
_DUE = {
    OBJECTIVES: "planning_due",
    FINAL_REVIEW: "final_due",
    RECOMMENDATION: "pay_decision_due",
    REPORT: "report_due",
    REVIEWER_SIGNED: "report_due",
    EMPLOYEE_SIGNED: "report_due",
}
#: The rules whose queries ask why a step is late, or missing.
_STEP_OF_RULE = {"PM401": OBJECTIVES, "PM103": FINAL_REVIEW, "PM104": RECOMMENDATION, "PM609": REPORT}
_STEP_OF_RULE |= {"PM903": REVIEWER_SIGNED, "PM904": EMPLOYEE_SIGNED}
#: The rules that find an academy, or people, missing.
_NO_RETURN, _NOT_ON_STAFF = "PM021", "PM207"


def lateness(merged: Merged, academies: Mapping[str, Academy], round_: Round, as_of: date) -> Lateness:
    """Everybody in review in the round, by the days that hold for them; every academy with something to ask for."""
    explained = _explanations(merged.findings)
    steps = [
        step for dossier in merged.dossiers.values() if dossier.of_round for step in _steps(dossier, as_of, explained)
    ]
    return Lateness(
        tuple(sorted((step for step in steps if step.timing in (Timing.LATE, Timing.OVERDUE)), key=_order)),
        tuple(_by_step(steps)),
        tuple(_academies(merged, steps, academies, round_)),
    )


def _order(step: Step) -> tuple[object, ...]:
    return (
        step.academy,
        step.timing is Timing.LATE,
        step.name or "",
        step.payroll_number or "",
        STEPS.index(step.what),
    )


# -- by person -------------------------------------------------------------------------------------


def _steps(dossier: Dossier, as_of: date, explained: Mapping[tuple[object, ...], str]) -> Iterator[Step]:
    """The steps required of a person, where they have a due date; a date in the future is not done (PM108)."""
    staff = dossier.staff
    for what, done in _done(dossier).items():
        due = dossier.due.get(_DUE[what])
        if due is not None:
            done = done if done and done <= as_of else None  # noqa: PLW2901  (the same thing, as far as it has come)
            yield Step(
                academy=dossier.academy,
                payroll_number=staff["payroll_number"],
                name=staff["name"],
                role=staff["role"],
                what=what,
                due=due,
                done=done,
                timing=_timing(due, done, as_of),
                days=((done or as_of) - due).days,
                explained=explained.get((dossier.file, staff["payroll_number"], what)),
            )


def _done(dossier: Dossier) -> dict[str, date | None]:
    """When each was done; of objectives and final reviews the first counts."""
    review = dossier.review
    finals = [row["date"] for row in dossier.meetings if row["kind"] in FINAL_REVIEWS]
    return {
        OBJECTIVES: _first(row["set_on"] for row in dossier.objectives),
        FINAL_REVIEW: _first(finals),
        RECOMMENDATION: review["recommended_on"],
        REPORT: review["report_sent_on"],
        REVIEWER_SIGNED: review["reviewer_signed_on"],
        EMPLOYEE_SIGNED: review["employee_signed_on"],
    }


def _first(dates: Iterable[date | None]) -> date | None:
    return min((day for day in dates if day), default=None)


def _timing(due: date, done: date | None, as_of: date) -> Timing:
    """The last day itself is in time."""
    if done is None:
        return Timing.OVERDUE if as_of > due else Timing.TO_COME
    return Timing.LATE if done > due else Timing.IN_ORDER


def _explanations(findings: Sequence[Finding]) -> dict[tuple[object, ...], str]:
    """Explanations of delays, by academies or trust HR: by file, person and step."""
    return {
        (finding.file, finding.payroll_number, _STEP_OF_RULE[finding.code]): explanation
        for finding in findings
        if finding.code in _STEP_OF_RULE and (explanation := finding.explanation or finding.accepted)
    }


# -- counted ---------------------------------------------------------------------------------------


def _by_step(steps: Sequence[Step]) -> Iterator[StepCount]:
    """The steps that are required of anybody, in their order."""
    for what in STEPS:
        of_step = [step for step in steps if step.what == what]
        if of_step:
            due_dates = [step.due for step in of_step]
            yield StepCount(what, min(due_dates), max(due_dates), Counter(step.timing for step in of_step))


def _academies(
    merged: Merged, steps: Sequence[Step], academies: Mapping[str, Academy], round_: Round
) -> Iterator[AcademyLateness]:
    """Academies with people of the round, or with a request to make of them."""
    by_academy: dict[str | None, list[Step]] = defaultdict(list)
    for step in steps:
        by_academy[step.academy].append(step)
    absent = _absent(merged, round_)
    for count in merged.academies:
        academy_steps = by_academy[count.code]
        requests = tuple(_requests(count, academy_steps, absent))
        academy = academies.get(count.code or "")
        if academy and (academy_steps or requests):
            counts = Counter(step.timing for step in academy_steps)
            yield AcademyLateness(count.code, count.name, academy.office_email, count.state, counts, requests)


def _absent(merged: Merged, round_: Round) -> Counter[tuple[str | None, str]]:
    """How many people of the round are on the staff list only: in all (no rule), and by the rule that reported them."""
    of_round = {
        (person.academy, person.payroll_number)
        for person in merged.people
        if person.outcome is Outcome.MISSING and round_of(person.role) is round_
    }
    reported = {
        (finding.academy, number, finding.code)
        for finding in merged.findings
        if finding.code in (_NO_RETURN, _NOT_ON_STAFF) and finding.counts
        for number in finding.people
        if (finding.academy, number) in of_round
    }
    return Counter((academy, code) for academy, _, code in reported) + Counter((academy, "") for academy, _ in of_round)


def _requests(count: AcademyCount, steps: Sequence[Step], absent: Counter[tuple[str | None, str]]) -> Iterator[str]:
    """What to ask an academy for; `absent` is as `_absent` has it."""
    if unsent := absent[count.code, _NO_RETURN]:
        yield f"The return: {counted(unsent, 'person', 'people')} on the staff list"
    if count.state is FileState.REFUSED and (refused := absent[count.code, ""]):
        yield f"A return that can be read: {counted(refused, 'person', 'people')} on the staff list"
    if returned := count.outcomes.get(Outcome.RETURNED, 0):
        yield f"Corrections for {counted(returned, 'person', 'people')} with errors"
    if missing := absent[count.code, _NOT_ON_STAFF]:
        yield f"{counted(missing, 'person', 'people')} on the staff list, but not in the return"
    overdue = Counter(step.what for step in steps if step.timing is Timing.OVERDUE)
    for what in STEPS:
        if overdue[what]:
            yield f"{what}: overdue for {counted(overdue[what], 'person', 'people')}"
