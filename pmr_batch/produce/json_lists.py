"""Plain lists for machines, keys in the order they are documented in: findings, people, files, what was not checked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pmr_batch.model.findings import Finding, NotChecked, Person
from pmr_batch.model.returns import Return
from pmr_batch.model.run_facts import FileFact
from pmr_batch.words import plain


def findings_json(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Findings as objects, in the order given: dates ISO text, money text without float noise."""
    return [
        {
            "code": finding.code,
            "clause": finding.clause,
            "severity": finding.severity.value,
            "academy": finding.academy,
            "file": finding.file,
            "payroll_number": finding.payroll_number,
            "affects": list(finding.affects),
            "sheet": finding.sheet,
            "row": finding.row,
            "column": finding.column,
            "cell": finding.cell,
            "item": finding.item,
            "value": plain(finding.value),
            "message": finding.message,
            "remedy": finding.remedy,
            "explanation": finding.explanation,
            "accepted": finding.accepted,
        }
        for finding in findings
    ]


def people_json(people: Iterable[Person]) -> list[dict[str, Any]]:
    """Everybody's outcome as objects, in the order given."""
    return [
        {
            "academy": person.academy,
            "payroll_number": person.payroll_number,
            "name": person.name,
            "role": person.role,
            "file": person.file,
            "row": person.row,
            "outcome": person.outcome.value,
            "reasons": list(person.reasons),
        }
        for person in people
    ]


def inputs_json(files: Iterable[FileFact | Return]) -> list[dict[str, Any]]:
    """What became of each input file, as objects, in the order given."""
    return [
        {"path": each.path, "sha256": each.sha256, "academy": each.academy, "state": each.state.value} for each in files
    ]


def not_checked_json(not_checked: Iterable[NotChecked]) -> list[dict[str, str]]:
    """What could not be checked, and what it needs, as objects."""
    return [{"code": each.code, "needs": each.needs} for each in not_checked]
