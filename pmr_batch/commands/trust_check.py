"""A check of trust.xlsx itself: its problems and notices as findings, as those of a return are."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pmr_batch.files import read_file
from pmr_batch.model.findings import Finding
from pmr_batch.model.run_facts import FileFact
from pmr_batch.model.terms import FileState, Severity
from pmr_batch.read.folder import found_file, label_of
from pmr_batch.settings.problems import Problem
from pmr_batch.settings.trust_file import check_trust, is_trust

#: What findings about the settings bear in place of a rule's code and clause.
CODE, CLAUSE = "TRUST", "settings"


@dataclass(frozen=True)
class CheckedTrustFile:
    """A trust.xlsx, accepted or refused, and its findings: errors for which no command uses it first."""

    file: FileFact
    findings: tuple[Finding, ...]


def trust_files(paths: Sequence[Path]) -> list[Path]:
    """Those of the files that are settings of a trust, by their sheets, whatever they are called."""
    workbooks = [path for path in paths if path.is_file() and found_file(path, path.name).workbook]
    return [path for path in workbooks if is_trust(path.name, read_file(path))]


def check_trust_file(path: Path) -> CheckedTrustFile:
    """Check a trust.xlsx: what is wrong as errors, what may be right as queries, what was repaired as notes."""
    content, label = read_file(path), label_of(path)
    checked = check_trust(content)
    state = FileState.REFUSED if checked.problems else FileState.ACCEPTED
    findings = (
        *(_finding(problem, label, Severity.ERROR) for problem in checked.problems),
        *(_finding(notice, label, Severity.QUERY if notice.remedy else Severity.NOTE) for notice in checked.notices),
    )
    return CheckedTrustFile(FileFact(label, hashlib.sha256(content).hexdigest(), None, state), findings)


def _finding(problem: Problem, file: str, severity: Severity) -> Finding:
    remedy = f"{problem.remedy[:1].upper()}{problem.remedy[1:]}."
    return Finding(
        code=CODE,
        clause=CLAUSE,
        severity=severity,
        academy=None,
        file=file,
        payroll_number=None,
        affects=(),
        sheet=problem.sheet or None,
        row=problem.row or None,
        column=problem.heading if problem.cell else None,
        cell=problem.cell or None,
        item=None,
        value=problem.value,
        message=problem.what,
        remedy=remedy if problem.remedy else "Nothing to do.",
    )
