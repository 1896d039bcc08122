"""The words and the order in which findings are shown to an office."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from pmr_batch.layout.standard_workbook import BY_NAME
from pmr_batch.model.findings import Finding
from pmr_batch.model.terms import Severity
from pmr_batch.rules.findings import order
from pmr_batch.rules.messages import item_words
from pmr_batch.words import counted

KINDS: Mapping[Severity, str] = {Severity.ERROR: "Error", Severity.QUERY: "Query", Severity.NOTE: "Note"}
#: An error or query with nothing left to do.
ANSWERED = "Answered"
#: The styles of open findings.
VERDICTS: Mapping[Severity, str] = {Severity.ERROR: "wrong", Severity.QUERY: "fill_in", Severity.NOTE: ""}
_WEIGHTS = {Severity.ERROR: 0, Severity.QUERY: 1, Severity.NOTE: 3}
_WEIGHT_ANSWERED = 2


def kind_of(finding: Finding) -> str:
    """Error, Query, Answered or Note."""
    return KINDS[finding.severity] if finding.counts or finding.severity is Severity.NOTE else ANSWERED


def by_weight(finding: Finding) -> tuple[object, ...]:
    """Open errors first, then open queries, answered ones, notes; each in the order of the workbook."""
    answered = finding.severity is not Severity.NOTE and not finding.counts
    return (_WEIGHT_ANSWERED if answered else _WEIGHTS[finding.severity], *order(finding))


def answer_to(finding: Finding) -> str | None:
    """The explanation or acceptance, with who gave it."""
    if finding.accepted:
        return f"Accepted: {finding.accepted}"
    return f"Explained: {finding.explanation}" if finding.explanation else None


def open_counts(findings: Iterable[Finding]) -> tuple[int, int]:
    """Numbers of open errors and queries."""
    counts = Counter(finding.severity for finding in findings if finding.counts)
    return counts[Severity.ERROR], counts[Severity.QUERY]


def in_words(findings: Iterable[Finding]) -> str:
    """2 errors to correct, 1 query to correct or explain."""
    errors, queries = open_counts(findings)
    if not errors and not queries:
        return "nothing is open"
    parts = [f"{counted(errors, 'error')} to correct"] if errors else []
    parts += [f"{counted(queries, 'query', 'queries')} to correct or explain"] if queries else []
    return ", ".join(parts)


def item_of(finding: Finding) -> str:
    """Which of the person's rows it is about, in words; empty where there is but one."""
    return item_words(finding.item, BY_NAME.get(finding.sheet or "")) if finding.item else ""
