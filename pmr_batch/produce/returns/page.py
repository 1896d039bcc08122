"""The findings of one academy as a page to read or print: counts first, then by sheet and person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from pmr_batch.layout.standard_workbook import SHEETS
from pmr_batch.model.findings import Finding
from pmr_batch.model.returns import Return
from pmr_batch.model.run_facts import RunFacts
from pmr_batch.model.terms import Severity
from pmr_batch.produce.pages import page
from pmr_batch.produce.returns.finding_words import VERDICTS, answer_to, item_of, kind_of, open_counts
from pmr_batch.produce.returns.note import Points
from pmr_batch.produce.returns.positions import Places
from pmr_batch.rules.messages import said

_TEMPLATE = "findings.html.j2"
_WHOLE = "The whole workbook"
_NOBODY = ""


@dataclass(frozen=True)
class FindingLine:
    """A finding as the page shows it."""

    kind: str
    verdict: str
    cell: str
    code: str
    item: str
    found: str
    remedy: str
    answer: str | None


@dataclass(frozen=True)
class PersonFindings:
    """The findings about one person on one sheet; no name for what is about nobody."""

    name: str
    payroll_number: str | None
    lines: tuple[FindingLine, ...]


@dataclass(frozen=True)
class SheetFindings:
    """The findings on one sheet."""

    sheet: str
    errors: int
    queries: int
    others: int
    people: tuple[PersonFindings, ...]


class _FindingLines:
    """The lines of the page, from the findings on a return."""

    def __init__(self, return_: Return | None, names: Mapping[str, str]) -> None:
        self.return_, self.names = return_, names
        self.places = Places(return_) if return_ else None

    def line(self, finding: Finding) -> FindingLine:
        """The finding as the page shows it."""
        cell = self.places.cell(finding) if self.places else finding.cell
        return FindingLine(
            kind_of(finding),
            VERDICTS[finding.severity] if finding.counts else "",
            cell or (f"row {finding.row}" if finding.row else ""),
            finding.code,
            item_of(finding),
            said(finding, self.return_, self.names),
            finding.remedy if finding.counts else "",
            answer_to(finding),
        )


def findings_page(
    run: RunFacts,
    academy: str,
    findings: Iterable[Finding],
    return_: Return | None,
    names: Mapping[str, str],
    points: Points,
) -> bytes:
    """The page as UTF-8; cells are those of the workbook that goes back, where one does.

    The counts that come first are of the round that the academy's people are in, as in the covering note.
    """
    findings = list(findings)
    finding_lines = _FindingLines(return_, names)
    errors, queries = open_counts(points.own.findings)
    still_open = sum(open_counts(findings))
    notes = sum(finding.severity is Severity.NOTE for finding in findings)
    return page(
        _TEMPLATE,
        run=run,
        academy=academy,
        file=return_.path if return_ else None,
        errors=errors,
        queries=queries,
        answered=len(findings) - notes - still_open,
        notes=notes,
        sections=tuple(_sections(findings, finding_lines)),
        still_open=still_open,
        round=points.own.round,
        besides=tuple(points.besides()),
        due=points.due,
        outstanding=points.outstanding,
    )


def _sections(findings: Iterable[Finding], finding_lines: _FindingLines) -> Iterator[SheetFindings]:
    by_sheet: dict[str, list[Finding]] = {}
    for finding in findings:
        by_sheet.setdefault(finding.sheet or "", []).append(finding)
    known = ["", *(sheet.name for sheet in SHEETS)]
    for sheet in sorted(by_sheet, key=lambda name: known.index(name) if name in known else len(known)):
        of_sheet = by_sheet[sheet]
        errors, queries = open_counts(of_sheet)
        people = tuple(_people(of_sheet, finding_lines))
        yield SheetFindings(sheet or _WHOLE, errors, queries, len(of_sheet) - errors - queries, people)


def _people(findings: Iterable[Finding], finding_lines: _FindingLines) -> Iterator[PersonFindings]:
    """In the order of the sheet's rows, everybody's findings together."""
    order: dict[str | None, int] = {}
    for finding in findings:
        order.setdefault(finding.payroll_number, len(order))
    together = sorted(findings, key=lambda finding: order[finding.payroll_number])
    for number, of_person in groupby(together, key=lambda finding: finding.payroll_number):
        lines = tuple(finding_lines.line(finding) for finding in of_person)
        yield PersonFindings(finding_lines.names.get(number or "", number or _NOBODY), number, lines)
