"""The files that go back to each academy: its workbook repaired and marked, the findings as a page, a covering note.

Whoever has sent nothing gets a reminder. The office's own file is never written to.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pmr_batch.files import write_bytes
from pmr_batch.model.deadlines import Timing
from pmr_batch.model.findings import Finding
from pmr_batch.model.open_points import Progress
from pmr_batch.model.returns import Return
from pmr_batch.model.round import Moderated
from pmr_batch.model.run_facts import RunFacts
from pmr_batch.model.terms import FileState, Outcome, Round
from pmr_batch.produce.mails import reminder_mail
from pmr_batch.produce.returns.finding_words import in_words
from pmr_batch.produce.returns.healed_workbook import healed
from pmr_batch.produce.returns.note import Points, RoundPoints, covering_note, email
from pmr_batch.produce.returns.page import CORRECT, PageFacts, findings_page
from pmr_batch.rules.messages import names_of
from pmr_batch.rules.round_findings import RoundFindings
from pmr_batch.settings.trust_settings import Cycle, Settings
from pmr_batch.words import day
from pmr_batch.workbook.carried_settings import carried
from pmr_batch.workbook.contents import Contents
from pmr_batch.workbook.days_off import days_off
from pmr_batch.workbook.renewed_return import next_number

RETURNS = "returns"
_UNSENT = "PM021"


@dataclass(frozen=True)
class ReturnTask:
    """Everything that goes back to one academy; `return_` is None where no return of it could be used.

    `blank` is what its workbook holds without any rows. `points` are the findings, those of other rounds apart, and
    `progress` what has become of those of the run before; None where that had no return of the academy.
    """

    output: Path
    run: RunFacts
    code: str
    name: str
    office: str | None
    return_: Return | None
    findings: tuple[Finding, ...]
    names: Mapping[str, str]
    blank: Contents
    points: Points
    progress: Progress | None = None


def return_tasks(
    output: Path,
    moderated: Moderated,
    returns: Sequence[Return],
    findings: Sequence[Finding],
    settings: Settings,
    template: bytes | None,
) -> Iterator[ReturnTask]:
    """The academies that sent something, in the order of Academies, each with all its findings."""
    cycle = settings.cycles[moderated.run.cycle]
    sent = {return_.academy for return_ in returns if return_.state is not FileState.SKIPPED}
    accepted = {return_.academy: return_ for return_ in returns if return_.state is FileState.ACCEPTED}
    by_academy, names = _by_academy(findings), _names(moderated)
    rounds = RoundFindings(moderated.people, moderated.run.round)
    overdue = defaultdict(list)
    for step in moderated.lateness.steps:
        if step.timing is Timing.OVERDUE:
            overdue[step.academy].append(step)
    decided = Counter(person.academy for person in moderated.people if person.outcome is Outcome.DECIDED)
    for academy in settings.academies.values():
        if academy.code not in sent:
            continue
        return_ = accepted.get(academy.code)
        yield ReturnTask(
            output,
            moderated.run,
            academy.code,
            academy.name,
            academy.office_email,
            return_,
            tuple(by_academy[academy.code]),
            names[academy.code] | (names_of(return_) if return_ else {}),
            Contents(
                carried=carried(settings.tables, academy.code, cycle.name),
                days_off=days_off(settings.calendar, academy.code, cycle.starts, cycle.ends),
                template=template,
            ),
            Points(
                *_by_round(by_academy[academy.code], rounds, academy.code, cycle, moderated.run.as_of),
                decided[academy.code],
                tuple(overdue[academy.code]),
            ),
            _progress(moderated, academy.code),
        )


def _progress(moderated: Moderated, academy: str) -> Progress | None:
    """What is new, settled and unchanged since the run before, where it had a return of the academy."""
    last_run = moderated.earlier.last_run
    if last_run is None or last_run.open is None:
        return None
    if not any(person.academy == academy and person.file for person in last_run.people):
        return None
    points = [point for point in last_run.open if point.academy == academy]
    findings = (finding for finding in moderated.findings if finding.academy == academy)
    return Progress.since(last_run.as_of, points, findings)


def _by_academy(findings: Sequence[Finding]) -> Mapping[str | None, list[Finding]]:
    by_academy: dict[str | None, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_academy[finding.academy].append(finding)
    return by_academy


def _by_round(
    findings: Sequence[Finding], rounds: RoundFindings, academy: str, cycle: Cycle, as_of: date
) -> tuple[RoundPoints, tuple[RoundPoints, ...]]:
    """The findings of an academy about the round that its people are in, and those about others."""
    by_round: dict[Round, list[Finding]] = {rounds.of_academy(academy): []}
    for finding in findings:
        by_round.setdefault(rounds.of_finding(finding), []).append(finding)
    own, *others = (RoundPoints(round_, tuple(each), _by(cycle, round_, as_of)) for round_, each in by_round.items())
    return own, tuple(others)


def _names(moderated: Moderated) -> Mapping[str | None, dict[str, str]]:
    """Names by academy and payroll number, those on the staff list only among them."""
    names: dict[str | None, dict[str, str]] = defaultdict(dict)
    for person in moderated.people:
        if person.payroll_number and person.name:
            names[person.academy][person.payroll_number] = person.name
    return names


def _by(cycle: Cycle, round_: Round, as_of: date) -> str:
    """The date by which it is to come back: in time for the committee."""
    due = cycle.pay_decisions_of(round_)
    return f"by {day(due)}" if due and due >= as_of else "as soon as you can"


def write_reminders(output: Path, moderated: Moderated, settings: Settings) -> dict[str, str]:
    """Write a mail to each academy that has sent nothing; SHA-256 by path below the output."""
    cycle, hashes = settings.cycles[moderated.run.cycle], {}
    due = _by(cycle, moderated.run.round, moderated.run.as_of)
    for finding in moderated.open_findings(_UNSENT):
        academy = settings.academies.get(finding.academy or "")
        if academy:
            reviews_by = cycle.final_reviews_of(academy)
            content = reminder_mail(academy, moderated.run, len(finding.affects), due, reviews_by)
            path = f"{RETURNS}/{academy.code}/{academy.code} reminder.eml"
            hashes[path] = write_bytes(output / path, content)
    return hashes


def write_return_files(task: ReturnTask) -> dict[str, str]:
    """Write what goes back to one academy; SHA-256 by path below the output."""
    stem, checked_on = f"{RETURNS}/{task.code}/{task.code}", day(task.run.as_of)
    workbook = f"{stem} return {next_number(task.return_)}.xlsx" if task.return_ else None
    contents: dict[str, bytes] = {}
    if task.return_ and workbook:
        contents[workbook] = healed(
            task.return_,
            task.findings,
            task.names,
            " ".join((f"Checked on {checked_on}: {in_words(task.points.own.findings)}.", *_besides(task))),
            task.blank,
        )
    page = f"{stem} findings.html"
    contents[page] = findings_page(
        _page_facts(task),
        task.name,
        task.findings,
        task.return_,
        task.names,
        first=task.points.own.findings,
    )
    named = (Path(workbook).name if workbook else None, Path(page).name)
    note = covering_note(task.run, task.name, task.points, *named, task.progress)
    contents[f"{stem} note.txt"] = note.encode()
    contents[f"{stem} note.eml"] = email(task.run, task.name, task.office, note)
    return {path: write_bytes(task.output / path, content) for path, content in contents.items()}


def _besides(task: ReturnTask) -> Iterator[str]:
    """What is said of the findings besides their number: a sentence each."""
    if task.progress:
        yield task.progress.line
    yield from task.points.besides()


def _page_facts(task: ReturnTask) -> PageFacts:
    run, points = task.run, task.points
    return PageFacts(
        run.trust,
        f"{run.cycle}, {points.own.round.value.capitalize()} round",
        run.as_of,
        f"run {run.run}",
        run.policy,
        run.next_review,
        f"Please send the corrected workbook back {points.due}. {CORRECT}",
        tuple(points.besides()),
        points.outstanding,
        progress=task.progress,
    )
