"""The result of `check` as text for the terminal, and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from pmr_batch.commands.check import CheckResult, RowView
from pmr_batch.model.findings import Finding
from pmr_batch.model.run_facts import inputs_json
from pmr_batch.model.terms import FileState, Severity
from pmr_batch.records.json_form import as_json
from pmr_batch.rules.not_checked import lacks
from pmr_batch.validate.why import FINDING, NOT_ASKED, TO_DO, Question
from pmr_batch.words import counted, day

_MARKS = {Severity.ERROR: "error", Severity.QUERY: "query", Severity.NOTE: "note "}


def check_json(checked: CheckResult) -> dict[str, Any]:
    """The result of a check as JSON."""
    return {
        "findings": checked.findings,
        "to_do": [
            {name: value for name, value in as_json(to_do).items() if name != "academy"} for to_do in checked.to_do
        ],
        "not_checked": checked.not_checked,
        "files": inputs_json(checked.files),
    }


def check_text(checked: CheckResult) -> str:
    """The findings file by file, errors first; then what is to do, and what was not checked."""
    lines: list[str] = []
    for file in checked.files:
        findings = [finding for finding in checked.findings if finding.file == file.path]
        lines += [f"{file.path}: {_counts(findings, file.state)}", *_findings(findings), ""]
    return "\n".join((*lines, *_later(checked))).rstrip()


def _counts(findings: list[Finding], state: FileState) -> str:
    counts = Counter(finding.severity for finding in findings if finding.counts)
    counts_text = f"{counted(counts[Severity.ERROR], 'error')}, {counted(counts[Severity.QUERY], 'query', 'queries')}"
    if state is FileState.SKIPPED:
        return "skipped, it is no workbook"
    return f"refused, {counts_text}" if state is FileState.REFUSED else counts_text


def _findings(findings: list[Finding]) -> Iterator[str]:
    order = list(Severity)
    for finding in sorted(findings, key=lambda finding: order.index(finding.severity)):
        answered = finding.explanation or finding.accepted
        mark = "done " if answered else _MARKS[finding.severity]
        yield f"  {mark} {finding.code}  {finding.message}"
        if answered:
            yield f"               {'Accepted' if finding.accepted else 'Explained'}: {' '.join(answered.split())}"
        elif finding.severity is not Severity.NOTE:
            yield f"               → {finding.remedy}"


def _later(checked: CheckResult) -> Iterator[str]:
    for due, number in sorted(Counter(to_do.due for to_do in checked.to_do).items()):
        yield f"To do by {day(due)}: {counted(number, 'cell')}."
    yield from (f"Not checked: {lack.line}" for lack in lacks(checked.not_checked))


def why_json(why: RowView) -> dict[str, Any]:
    """How a rule saw a row, as JSON: a question for each of its rules, and each required cell of its code."""
    return {
        "file": why.file,
        "cell": why.place,
        "code": why.code,
        "questions": [
            {
                "slug": question.slug,
                "column": question.column,
                "stage": question.stage,
                "due": question.due.isoformat() if question.due else None,
                "asked": not question.not_asked,
                "not_asked": list(question.not_asked),
                "verdict": question.verdict,
                "values": [{"kind": value.kind, "name": value.name, "value": value.value} for value in question.values],
                "findings": [question.finding] if question.finding else [],
            }
            for question in why.questions
        ],
    }


def why_text(why: RowView) -> str:
    """How a rule saw a row: the values it reads, whether it was checked, since when, and its verdict."""
    lines = [f"{why.code} on the row of {why.place}, {why.file}"]
    for question in why.questions:
        lines += ["", f"{question.slug.replace('-', ' ').capitalize()} ({question.column})"]
        width = max((len(value.name) for value in question.values), default=0)
        lines += [f"  {value.kind:6}  {value.name:{width}}  {value.words}" for value in question.values]
        lines += [f"  {line}" for line in (_status_line(question), *_verdict(question))]
    return "\n".join(lines)


def _status_line(question: Question) -> str:
    if question.not_asked:
        return f"Not asked: {'; '.join(question.not_asked)}."
    if question.due is None:
        return f"Asked at any time (stage {question.stage})."
    when = f"from {day(question.due)} on" if question.early else f"since {day(question.due)}"
    return f"Asked {when} (stage {question.stage})."


def _verdict(question: Question) -> Iterator[str]:
    if question.verdict == TO_DO and question.due:
        yield f"Does not hold: to do by {day(question.due)}."
    elif question.verdict == FINDING:
        finding = question.finding
        yield f"Does not hold: {finding.message if finding else 'a finding'}"
        if finding and (answer := finding.accepted or finding.explanation):
            yield f"{'Accepted' if finding.accepted else 'Explained'}: {' '.join(answer.split())}"
    elif question.verdict != NOT_ASKED:
        yield "Holds."
