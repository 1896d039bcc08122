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


class _Teller:
    """Tells of findings in a return."""

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
    run: RunFacts, academy: str, findings: Iterable[Finding], return_: Return | None, names: Mapping[str, str], due: str
) -> bytes:
    """The page as UTF-8; cells are those of the workbook that goes back, where one does."""
    findings = list(findings)
    tell = _Teller(return_, names)
    errors, queries = open_counts(findings)
    notes = sum(each.severity is Severity.NOTE for each in findings)
    return page(
        _TEMPLATE,
        run=run,
        academy=academy,
        file=return_.path if return_ else None,
        errors=errors,
        queries=queries,
        answered=len(findings) - notes - errors - queries,
        notes=notes,
        sections=tuple(_sections(findings, tell)),
        due=due,
    )


def _sections(findings: Iterable[Finding], tell: _Teller) -> Iterator[SheetFindings]:
    by_sheet: dict[str, list[Finding]] = {}
    for finding in findings:
        by_sheet.setdefault(finding.sheet or "", []).append(finding)
    known = ["", *(sheet.name for sheet in SHEETS)]
    for sheet in sorted(by_sheet, key=lambda name: known.index(name) if name in known else len(known)):
        some = by_sheet[sheet]
        errors, queries = open_counts(some)
        people = tuple(_people(some, tell))
        yield SheetFindings(sheet or _WHOLE, errors, queries, len(some) - errors - queries, people)


def _people(findings: Iterable[Finding], tell: _Teller) -> Iterator[PersonFindings]:
    """In the order of the sheet's rows, everybody's findings together."""
    order: dict[str | None, int] = {}
    for finding in findings:
        order.setdefault(finding.payroll_number, len(order))
    together = sorted(findings, key=lambda each: order[each.payroll_number])
    for number, some in groupby(together, key=lambda each: each.payroll_number):
        lines = tuple(tell.line(each) for each in some)
        yield PersonFindings(tell.names.get(number or "", number or _NOBODY), number, lines)
