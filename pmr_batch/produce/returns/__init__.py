"""The files that go back to each academy: its workbook repaired and marked, the findings as a page, a covering note.

Whoever has sent nothing gets a reminder. The office's own file is never written to.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from pmr_batch.excel.protection import all_protected
from pmr_batch.files import write_bytes
from pmr_batch.model.coming_due import lines_by_day
from pmr_batch.model.deadlines import Timing
from pmr_batch.model.earlier_runs import Kept, KeptReturn
from pmr_batch.model.findings import Finding
from pmr_batch.model.open_points import Progress
from pmr_batch.model.returns import Return
from pmr_batch.model.round import Moderated
from pmr_batch.model.terms import FileState, Outcome, Round
from pmr_batch.produce.mails import reminder_mail
from pmr_batch.produce.returns.finding_words import in_words
from pmr_batch.produce.returns.healed_workbook import healed
from pmr_batch.produce.returns.note import Points, ReturnFacts, RoundPoints, covering_note, email
from pmr_batch.produce.returns.page import CORRECT, PageFacts, findings_page
from pmr_batch.records.made_from import OutputKeys
from pmr_batch.rules.messages import names_of
from pmr_batch.rules.round_findings import RoundFindings
from pmr_batch.settings.trust_settings import Cycle, Settings
from pmr_batch.words import day
from pmr_batch.workbook.carried_settings import CarriedRows
from pmr_batch.workbook.contents import Contents
from pmr_batch.workbook.days_off import days_off
from pmr_batch.workbook.renewed_return import next_number
from pmr_batch.workbook.standard_book import standard_template

RETURNS = "returns"
_UNSENT = "PM021"
_REFERENCE_LENGTH = 8


@dataclass(frozen=True)
class ReturnTask:
    """Everything that goes back to one academy; `return_` is None where no return of it could be used.

    `blank` is what its workbook holds without any rows. `points` are the findings, those of other rounds apart, and
    `progress` what has become of those of the check before, which is `kept` for the next run; None where there was
    none. Files whose paths are in `standing` are left: they would be the same. With a `password` its workbook is
    protected, and left as it lies in `lies_in` where nothing but the salt would differ.
    """

    output: Path
    facts: ReturnFacts
    code: str
    name: str
    office: str | None
    return_: Return | None
    findings: tuple[Finding, ...]
    names: Mapping[str, str]
    blank: Contents
    points: Points
    kept: KeptReturn
    progress: Progress | None = None
    standing: Collection[str] = ()
    password: str | None = field(default=None, repr=False)
    lies_in: Path = Path()

    @property
    def is_to_make(self) -> bool:
        """Whether a file of it is to be made anew; a protected workbook is held against the one that lies there."""
        return len(self.standing) < len({*self.keys, *([self.workbook] if self.workbook else [])})

    @property
    def workbook(self) -> str | None:
        """The path of the workbook that goes back, below the output; None where there is none."""
        return f"{self._stem} return {next_number(self.return_)}.xlsx" if self.return_ else None

    @property
    def page(self) -> str:
        """The path of the findings page."""
        return f"{self._stem} findings.html"

    @property
    def note(self) -> str:
        """The path of the covering note."""
        return f"{self._stem} note.txt"

    @property
    def mail(self) -> str:
        """The path of the note as a mail."""
        return f"{self._stem} note.eml"

    @property
    def _stem(self) -> str:
        return f"{RETURNS}/{self.code}/{self.code}"

    @property
    def summary(self) -> str:
        """What the workbook says above its findings."""
        checked = f"Checked, reference {self.facts.reference}: {in_words(self.points.own.findings)}."
        return " ".join((checked, *([self.progress.line] if self.progress else []), *self.points.besides()))

    @cached_property
    def keys(self) -> dict[str, str]:
        """What each file is made from, by path: of the workbook less than of the others, which show deadlines too.

        A protected workbook has none: it hangs on its password, of which nothing is recorded.
        """
        keys = OutputKeys(self.blank.template or standard_template())
        blank = replace(self.blank, template=None)
        of_all = keys.key(self.return_, self.findings, self.names, self.facts, self.name, self.office, self.points,
                          self.progress, self.password is None)  # fmt: skip
        by_path = dict.fromkeys((self.page, self.note, self.mail), of_all)
        if self.workbook and self.password is None:
            by_path[self.workbook] = keys.key(self.return_, self.findings, self.names, self.summary, blank)
        return by_path


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
    to_carry = CarriedRows(settings.tables)
    for academy in settings.academies.values():
        if academy.code not in sent:
            continue
        return_, of_academy = accepted.get(academy.code), tuple(by_academy[academy.code])
        kept = _kept(moderated.earlier.last_run, academy.code, _reference(return_, of_academy))
        outstanding = tuple(overdue[academy.code])
        yield ReturnTask(
            output,
            ReturnFacts(
                moderated.run.trust,
                moderated.run.cycle,
                moderated.run.policy,
                moderated.run.next_review,
                kept.reference,
                moderated.run.as_of if outstanding else None,
            ),
            academy.code,
            academy.name,
            academy.office_email,
            return_,
            of_academy,
            names[academy.code] | (names_of(return_) if return_ else {}),
            Contents(
                carried=to_carry.of(academy.code, cycle.name),
                days_off=days_off(settings.calendar, academy.code, cycle.starts, cycle.ends),
                template=template,
            ),
            Points(
                *_by_round(of_academy, rounds, academy.code, cycle, moderated.run.as_of),
                decided[academy.code],
                outstanding,
                tuple(lines_by_day(cell for cell in moderated.to_do if cell.academy == academy.code)),
            ),
            kept,
            _progress(moderated, kept),
        )


def _reference(return_: Return | None, findings: Sequence[Finding]) -> str:
    """8 hexadecimal characters that are the same for the same rows and findings, whatever the run."""
    content = (return_.tables, return_.extras, return_.notes) if return_ else None
    return hashlib.sha256(repr((content, findings)).encode()).hexdigest()[:_REFERENCE_LENGTH]


def _kept(last_run: Kept | None, academy: str, reference: str) -> KeptReturn:
    """What is kept of what goes back, with the points of the check before, of other rows or findings."""
    if last_run is None:
        return KeptReturn(academy, reference)
    for kept in last_run.returns:
        if (kept.academy, kept.reference) == (academy, reference):
            return kept
    if last_run.open is None or not any(person.academy == academy and person.file for person in last_run.people):
        return KeptReturn(academy, reference)
    points = tuple(point for point in last_run.open if point.academy == academy)
    return KeptReturn(academy, reference, last_run.as_of, points)


def _progress(moderated: Moderated, kept: KeptReturn) -> Progress | None:
    """What is new, settled and unchanged since the check before."""
    if kept.before is None or kept.open is None:
        return None
    findings = (finding for finding in moderated.findings if finding.academy == kept.academy)
    return Progress.since(kept.before, kept.open, findings)


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
    """Write what goes back to one academy, but for what stands; SHA-256 by path below the output."""
    contents: dict[str, bytes] = {}
    if task.return_ and task.workbook and task.workbook not in task.standing:
        workbook = healed(task.return_, task.findings, task.names, task.summary, task.blank)
        contents = all_protected({task.workbook: workbook}, task.password, task.lies_in)
    if task.page not in task.standing:
        own = task.points.own.findings
        contents[task.page] = findings_page(
            _page_facts(task), task.name, task.findings, task.return_, task.names, first=own
        )
    if not {task.note, task.mail} <= {*task.standing}:
        named = (Path(task.workbook).name if task.workbook else None, Path(task.page).name)
        is_protected = task.password is not None
        note = covering_note(task.facts, task.name, task.points, *named, task.progress, is_protected=is_protected)
        contents[task.note] = note.encode()
        contents[task.mail] = email(task.facts.cycle, task.name, task.office, note)
    return {path: write_bytes(task.output / path, content) for path, content in contents.items()}


def _page_facts(task: ReturnTask) -> PageFacts:
    facts, points = task.facts, task.points
    return PageFacts(
        facts.trust,
        f"{facts.cycle}, {points.own.round.value.capitalize()} round",
        facts.as_of,
        facts.reference,
        facts.policy,
        facts.next_review,
        f"Please send the corrected workbook back {points.due}. {CORRECT}",
        tuple(points.besides()),
        points.outstanding,
        tuple(f"{line}." for line in points.later),
        progress=task.progress,
    )
