"""findings.json and people.json: plain lists for machines, keys in the order they are documented in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pmr_batch.model import Finding, Person
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
