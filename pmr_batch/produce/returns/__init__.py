"""What goes back to each academy: its workbook healed and marked, the findings as a page, a covering note.

The office's own file is never written to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pmr_batch.files import write_bytes
from pmr_batch.model.findings import Finding
from pmr_batch.model.returns import Return
from pmr_batch.model.round import Moderated
from pmr_batch.model.run_facts import PAY_DECISIONS_BY, RunFacts
from pmr_batch.model.terms import FileState
from pmr_batch.produce.returns.finding_words import in_words
from pmr_batch.produce.returns.healed_workbook import healed
from pmr_batch.produce.returns.note import covering_note, email
from pmr_batch.produce.returns.page import findings_page
from pmr_batch.rules.messages import names_of
from pmr_batch.settings.trust_settings import Settings
from pmr_batch.words import day
from pmr_batch.workbook.carried_settings import carried
from pmr_batch.workbook.contents import Contents
from pmr_batch.workbook.days_off import days_off
from pmr_batch.workbook.renewed_return import next_number

RETURNS = "returns"


@dataclass(frozen=True)
class GoingBack:
    """All that goes back to one academy; `one` is None where no return of it could be used.

    `blank` is what its workbook holds without any rows.
    """

    output: Path
    run: RunFacts
    code: str
    name: str
    office: str | None
    one: Return | None
    findings: tuple[Finding, ...]
    names: Mapping[str, str]
    blank: Contents
    due: str


def going_back(
    output: Path,
    moderated: Moderated,
    returns: Sequence[Return],
    findings: Sequence[Finding],
    settings: Settings,
    template: bytes | None,
) -> Iterator[GoingBack]:
    """The academies that sent something, in the order of Academies, each with all its findings."""
    cycle = settings.cycles[moderated.run.cycle]
    sent = {one.academy for one in returns if one.state is not FileState.SKIPPED}
    accepted = {one.academy: one for one in returns if one.state is FileState.ACCEPTED}
    told, names = _by_academy(findings), _names(moderated)
    for academy in settings.academies.values():
        if academy.code not in sent:
            continue
        one = accepted.get(academy.code)
        yield GoingBack(
            output,
            moderated.run,
            academy.code,
            academy.name,
            academy.office_email,
            one,
            tuple(told[academy.code]),
            names[academy.code] | (names_of(one) if one else {}),
            Contents(
                carried=carried(settings.tables, academy.code, cycle.name),
                days_off=days_off(settings.calendar, academy.code, cycle.starts, cycle.ends),
                template=template,
            ),
            _by(moderated),
        )


def _by_academy(findings: Sequence[Finding]) -> Mapping[str | None, list[Finding]]:
    told: dict[str | None, list[Finding]] = defaultdict(list)
    for finding in findings:
        told[finding.academy].append(finding)
    return told


def _names(moderated: Moderated) -> Mapping[str | None, dict[str, str]]:
    """Names by academy and payroll number, those on the staff list only among them."""
    names: dict[str | None, dict[str, str]] = defaultdict(dict)
    for one in moderated.people:
        if one.payroll_number and one.name:
            names[one.academy][one.payroll_number] = one.name
    return names


def _by(moderated: Moderated) -> str:
    """By when it is to come back: in time for the committee."""
    due = next((each.due for each in moderated.deadlines if each.what == PAY_DECISIONS_BY), None)
    return f"by {day(due)}" if due and due >= moderated.run.as_of else "as soon as you can"


def send_back(task: GoingBack) -> dict[str, str]:
    """Write what goes back to one academy; SHA-256 by path below the output."""
    stem = f"{RETURNS}/{task.code}/{task.code}"
    workbook = f"{stem} return {next_number(task.one)}.xlsx" if task.one else None
    contents: dict[str, bytes] = {}
    if task.one and workbook:
        contents[workbook] = healed(
            task.one,
            task.findings,
            task.names,
            task.run.run,
            f"Checked on {day(task.run.as_of)}: {in_words(task.findings)}.",
            task.blank,
        )
    page = f"{stem} findings.html"
    contents[page] = findings_page(task.run, task.name, task.findings, task.one, task.names, task.due)
    named = (Path(workbook).name if workbook else None, Path(page).name)
    note = covering_note(task.run, task.name, task.findings, *named, task.due)
    contents[f"{stem} note.txt"] = note.encode()
    contents[f"{stem} note.eml"] = email(task.run, task.name, task.office, note)
    return {path: write_bytes(task.output / path, content) for path, content in contents.items()}
