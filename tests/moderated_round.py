"""A moderated round of made-up people, as merge and moderate would hand it to produce."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from pmr_batch.model.findings import Finding, NotChecked, Person, ToDo
from pmr_batch.model.person import ObjectiveCounts, Pay, Recommendation
from pmr_batch.model.round import AcademyCount, Moderated
from pmr_batch.model.run_facts import Deadline, FileFact, RuleFact, RunFacts
from pmr_batch.model.terms import FileState, Outcome, Round, Severity, Stage
from pmr_batch.moderate.comparisons import compare
from pmr_batch.moderate.mismatches import mismatches

#: Texts that must arrive as typed, wherever a workbook's text may go.
AWKWARD = (
    "=1+1",
    '=HYPERLINK("http://example.invalid","x")',
    "{=SUM(A1:A2)}",
    "+44 1245 000000",
    "-2 steps",
    "@home & away",
    "A < B & C > D",
    "{{ 7 * 7 }} {% raw %}",
    "Line one\nline two",
    "Zoë O’Brien-Núñez 🎓",
    "http://example.invalid/a",
    "mailto:a@example.invalid",
    "0012345",
    " leading and trailing ",
    "_x000D_ stays",
)
_NAMES = ("Achterberg", "Bâlan", "Chukwu", "Dřímal", "Eriksen", "Fontaine", "Ghosh", "Hallström", "Ibáñez", "Jaworska")
_FIRST = ("Ada", "Ben", "Chidi", "Dana", "Eskil", "Flora", "Gita", "Håkan", "Inés", "Jo")
_REASONS = (
    "All objectives met; quality of teaching consistently strong over the year.",
    "Two of three objectives met, the third in large part. Attendance at moderation was excellent, and the outcomes "
    "in Year 4 reading were above the target set in the improvement plan.",
    None,
    "Absent for two terms; prior performance taken into account (6.6).",
)
_ENDS = {Outcome.READY: 11, Outcome.READY_WITH_QUERIES: 15, Outcome.RETURNED: 17, Outcome.LEFT: 18}


def facts(policy: str = "Performance Management Policy & Procedure") -> RunFacts:
    return RunFacts(
        run="3fa85c01",
        fingerprint="3fa85c01" + "9d" * 28,
        as_of=date(2025, 10, 13),
        cycle="Teaching 2024-25",
        round=Round.OCTOBER,
        trust="Estuary & Fen Learning Trust",
        policy=policy,
        next_review=date(2026, 9, 1),
        version="0.1.0",
        pay_effective_from=date(2025, 9, 1),
    )


def a_round(academies: int = 8, staff: int = 25) -> Moderated:
    """A round of `academies` by `staff` rows; the last academy but one is refused, the last sent nothing."""
    counts, people, recommendations, findings, files = [], [], [], [], []
    for number in range(academies):
        code, name = f"A{number:03d}", f"{_NAMES[number % 10]} Primary Academy {number}"
        file = f"{code.lower()}.xlsx"
        state = {academies - 1: None, academies - 2: FileState.REFUSED}.get(number, FileState.ACCEPTED)
        outcomes = dict.fromkeys(Outcome, 0)
        for index in range(staff):
            outcome = _outcome(index, state)
            outcomes[outcome] += 1
            person = _person(number, index, code, file, outcome, state)
            people.append(person)
            if outcome in (Outcome.READY, Outcome.READY_WITH_QUERIES):
                recommendations.append(_recommendation(number * staff + index, name, person))
            findings.extend(_findings(person, index))
        counts.append(
            AcademyCount(
                code,
                name,
                state,
                rows_in={None: 0, FileState.REFUSED: staff - 3}.get(state, staff - 1),
                outcomes=outcomes,
                refused_rows=staff - 3 if state is FileState.REFUSED else 0,
            )
        )
        if state:
            why = "The file is cut short; save it again from Excel and send it." if state is FileState.REFUSED else ""
            files.append(FileFact(file, f"{number:064x}", code, state, why))
    files.append(FileFact("notes <for HR> & others.docx", "f" * 64, None, FileState.SKIPPED, "It is no workbook."))
    return Moderated(
        run=facts(),
        academies=tuple(counts),
        people=tuple(people),
        recommendations=tuple(recommendations),
        findings=tuple(findings),
        rules=_RULES,
        deadlines=(
            Deadline("Final reviews by", date(2025, 10, 10)),
            Deadline("Reports sent by", date(2025, 10, 31)),
            Deadline("Pay decisions by", date(2025, 10, 31)),
        ),
        consistency=replace(
            compare(recommendations, ()), mismatches=tuple(mismatches(recommendations, findings)), copies=5
        ),
        to_do=(
            ToDo(date(2025, 10, 31), "PM903", "A000", "0010001", "Reviews", "Reviewer signed on"),
            ToDo(date(2025, 10, 31), "PM903", "A000", "0010002", "Reviews", "Reviewer signed on"),
        ),
        not_checked=(NotChecked("PM504", "Terms of 2025/26"),),
        files=tuple(files),
    )


_RULES = (
    RuleFact(
        "PM001",
        "workbook",
        Severity.ERROR,
        "The file can be opened as a workbook, whole.",
        "Save it again from Excel.",
        Stage.ALWAYS,
        "Whole return",
        "‹file› is damaged",
    ),
    RuleFact(
        "PM405",
        "4.4",
        Severity.ERROR,
        "Each agreed objective contains a description of what success looks like.",
        "Write what success looks like.",
        Stage.PLANNING,
        "Objectives",
        "What success looks like is blank",
    ),
    RuleFact(
        "PM504",
        "5.3",
        Severity.QUERY,
        "Development needs are met within the year.",
        "Explain.",
        Stage.PLANNING,
        "Development",
        "Delivery is blank",
    ),
    RuleFact(
        "PM612",
        "6.4",
        Severity.QUERY,
        "The recommended point is the next of the range.",
        "Explain the step.",
        Stage.FINAL,
        "Reviews",
        "Recommended point is ‹value›, two above ‹current point›",
    ),
    RuleFact(
        "PM903",
        "Appendix A",
        Severity.ERROR,
        "The reviewer has signed.",
        "Fill in the date.",
        Stage.REPORT,
        "Reviews",
        "Reviewer signed on is blank",
    ),
)


def _outcome(index: int, state: FileState | None) -> Outcome:
    if state is not FileState.ACCEPTED or index == 0:
        return Outcome.MISSING
    ready = next((outcome for outcome, end in _ENDS.items() if index < end), None)
    return ready or tuple(Outcome)[2 + index % 5]


def _person(number: int, index: int, code: str, file: str, outcome: Outcome, state: FileState | None) -> Person:
    missing = outcome is Outcome.MISSING
    reasons = {
        Outcome.RETURNED: ("PM405",),
        Outcome.READY_WITH_QUERIES: ("PM612",),
        Outcome.MISSING: ("PM001",) if state is FileState.REFUSED else (),
    }.get(outcome, ())
    return Person(
        academy=code,
        payroll_number=f"{1_000_0000 + number * 1000 + index:08d}"[1:],
        name=f"{_FIRST[index % 10]} {_NAMES[(index * 7 + number) % 10]}",
        role=("Teacher", "Teacher", "Teacher", "HLTA")[index % 4],
        file=None if missing else file,
        row=None if missing else index + 2,
        outcome=outcome,
        reasons=reasons,
        has_errors=outcome is Outcome.RETURNED or (missing and bool(reasons)),
    )


def _recommendation(number: int, academy: str, person: Person) -> Recommendation:
    step = number % 5
    met = step < 4
    spot = number % 17 == 3
    current = Decimal(("33483", "35674", "38034", "40439.50", "43607")[step])
    raised = Decimal(("35674", "38034", "40439.50", "43607", "43607")[step])
    awkward = AWKWARD[number % len(AWKWARD)]
    return Recommendation(
        academy=person.academy or "",
        academy_name=academy,
        payroll_number=person.payroll_number or "",
        name=person.name or "",
        job_title=awkward if number % 3 == 0 else "Class teacher, Key Stage 2, and subject leader for science",
        role=person.role or "",
        contract="Permanent" if number % 6 else "Fixed term",
        fte=Decimal("0.6") if number % 4 == 0 else Decimal(1),
        pay_area="London Fringe",
        current=Pay("Spot salary" if spot else "Main", None if spot else f"M{step + 1}", current),
        recommended=Pay("Spot salary" if spot else "Main", None if spot else f"M{min(step + 2, 5)}", raised),
        last_point=None if number % 7 == 0 else f"M{step or 1}",
        years_on_point=None if number % 7 == 0 else 1 + number % 3,
        criteria="Have been met" if met else "Have not been met",
        objectives=ObjectiveCounts(met=3 if met else 1, partly=number % 2, not_met=0 if met else 2, not_assessed=0),
        reason=_REASONS[number % 4],
        reviewer=f"{_FIRST[number % 7]} {_NAMES[number % 3]}",
        reviewer_number=f"9{number // 7:06d}",
        recommender=_NAMES[number % 2] + ", Headteacher",
        open_queries=person.reasons,
        explained=("PM504",) if number % 9 == 0 else (),
        comments=awkward if number % 2 else None,
        concern_open=number % 23 == 5,
        award_pending=number % 29 == 7,
        earlier="Deferred on 2 October 2025: evidence of the third objective" if number % 31 == 4 else None,
    )


def _findings(person: Person, index: int) -> list[Finding]:
    found = []
    for code in person.reasons:
        if person.row is None:
            continue
        error = code == "PM405"
        found.append(
            Finding(
                code=code,
                clause="4.4" if error else "6.4",
                severity=Severity.ERROR if error else Severity.QUERY,
                academy=person.academy,
                file=person.file,
                payroll_number=person.payroll_number,
                affects=(),
                sheet="Objectives" if error else "Reviews",
                row=person.row,
                column="What success looks like" if error else "Recommended point",
                cell=f"E{person.row}",
                item=None,
                value=None if error else "M5",
                message=f"Objectives row {person.row}: is blank; each objective says what success looks like (4.4)."
                if error
                else f"Reviews row {person.row}: M5 is two points above M3; the recommendation is one point (6.4).",
                remedy="Write what success looks like." if error else "Explain the step.",
            )
        )
    if index in (3, 6, 9) and person.row:
        found.append(_explained(person, index))
    return found


def _explained(person: Person, index: int) -> Finding:
    return Finding(
        code="PM504",
        clause="5.3",
        severity=Severity.QUERY,
        academy=person.academy,
        file=person.file,
        payroll_number=person.payroll_number,
        affects=(),
        sheet="Development",
        row=person.row,
        column="Delivery",
        cell=f"C{person.row}",
        item=None,
        value=Decimal("31650.50") if index == 6 else date(2025, 7, 4),
        message=f"Development row {person.row}: the need was not met within the year (5.3).",
        remedy="Explain.",
        explanation=AWKWARD[(person.row or 0) % len(AWKWARD)] if index != 9 else None,
        accepted="Accepted by trust HR, 12 October 2025: course moved to November" if index == 9 else None,
    )
