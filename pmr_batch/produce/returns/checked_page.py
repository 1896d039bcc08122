"""The findings on a workbook that an office has checked, as a page that lies beside it.

The page carries what the next one is compared with, and a seal by which it is known for the program's own: one that
somebody has changed is theirs.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePosixPath

from pmr_batch import __version__
from pmr_batch.model.findings import Finding, NotChecked, ToDo
from pmr_batch.model.returns import Return
from pmr_batch.model.terms import Severity
from pmr_batch.produce.pages import page
from pmr_batch.produce.returns.finding_lines import FindingLines
from pmr_batch.produce.returns.finding_words import open_counts
from pmr_batch.rules.messages import names_of
from pmr_batch.rules.not_checked import lacks
from pmr_batch.words import counted, listed

_RECORD = re.compile(rb'(<meta name="pmr-check" content=")([0-9a-f ]*)(">)')


@dataclass(frozen=True)
class CheckedWorkbook:
    """What a check found in one file; `academy` is its code, blank where nobody knows."""

    file: str
    return_: Return | None
    academy: str
    sha256: str
    findings: Sequence[Finding]
    to_do: Sequence[ToDo] = ()
    not_checked: Sequence[NotChecked] = ()


@dataclass(frozen=True)
class PageRecord:
    """What a page says of itself: the SHA-256 of the workbook, and a digest for each finding that was open."""

    sha256: str = ""
    findings: Mapping[str, int] = field(default_factory=dict)


def record_of(content: bytes) -> PageRecord | None:
    """The record of a page that is as it was made; None for any other file."""
    found = _RECORD.search(content)
    sealed, *parts = found[2].decode("ascii").split(" ") if found else [""]
    if not found or _seal(_with_record(content, " ".join(parts))) != sealed:
        return None
    return PageRecord(parts[0] if parts else "", Counter(parts[1:]))


def page_record(checked: CheckedWorkbook) -> PageRecord:
    """What the page of a check says of itself."""
    return PageRecord(checked.sha256, Counter(_digest(finding) for finding in checked.findings if finding.counts))


def checked_page(checked: CheckedWorkbook, as_of: date, before: PageRecord | None = None) -> bytes:
    """The page as UTF-8. What is new since the page before is marked, and what is settled is counted."""
    findings = list(checked.findings)
    errors, queries = open_counts(findings)
    still_open = [finding for finding in findings if finding.counts]
    notes = sum(finding.severity is Severity.NOTE for finding in findings)
    known = before.findings if before else Counter(map(_digest, still_open))
    names = names_of(checked.return_) if checked.return_ else {}
    lines = FindingLines(checked.return_, names, known=lambda finding: not finding.counts or _digest(finding) in known)
    due = Counter(to_do.due for to_do in checked.to_do)
    content = page(
        "checked.html.j2",
        record="",
        file=PurePosixPath(checked.file).name,
        academy=f"{checked.academy} · " if checked.academy else "",
        as_of=as_of,
        errors=errors,
        queries=queries,
        answered=len(findings) - notes - errors - queries,
        notes=notes,
        changes=_changes(still_open, before) if before else "",
        still_open=len(still_open),
        to_do=sorted(due.items()),
        not_checked=[lack.line for lack in lacks(checked.not_checked)],
        sections=tuple(lines.sections(findings)),
        version=__version__,
    )
    own = page_record(checked)
    record = " ".join((own.sha256, *sorted(Counter(own.findings).elements())))
    return _with_record(content, f"{_seal(_with_record(content, record))} {record}")


def _changes(still_open: Iterable[Finding], before: PageRecord) -> str:
    """Since the last check 2 are new, 3 settled and 4 as before."""
    now, then = Counter(map(_digest, still_open)), Counter(before.findings)
    new, settled, same = (sum(part.values()) for part in (now - then, then - now, now & then))
    if not new and not settled:
        return "Nothing has changed since the last check." if same else ""
    parts = (
        (new, "is new", "are new"),
        (settled, "is settled", "are settled"),
        (same, "is as before", "are as before"),
    )
    return f"Since the last check {listed(counted(number, *words) for number, *words in parts if number)}."


def _digest(finding: Finding) -> str:
    """A finding in short, whatever row it stands on."""
    whole = (finding.code, finding.payroll_number, finding.sheet, finding.column, finding.item, finding.message)
    return hashlib.sha256(repr(whole).encode("utf-8", "backslashreplace")).hexdigest()[:12]


def _seal(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _with_record(content: bytes, record: str) -> bytes:
    return _RECORD.sub(lambda found: found[1] + record.encode("ascii") + found[3], content, count=1)
