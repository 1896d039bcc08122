"""The findings of one academy as a page to read or print: counts first, then by sheet and person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from pmr_batch import __version__
from pmr_batch.layout.standard_workbook import BY_NAME, SHEETS
from pmr_batch.model.deadlines import Step
from pmr_batch.model.findings import Finding
from pmr_batch.model.open_points import OpenPoint, Progress
from pmr_batch.model.returns import Return
from pmr_batch.model.terms import Severity
from pmr_batch.produce.pages import page
from pmr_batch.produce.returns.finding_words import VERDICTS, answer_to, item_of, kind_of, open_counts
from pmr_batch.produce.returns.positions import Places
from pmr_batch.rules.messages import item_words, said

_TEMPLATE = "findings.html.j2"
#: What an office does about what is open.
CORRECT = "Correct errors in their cells; correct queries, or answer each on the sheet Explanations."
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
    is_new: bool


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


@dataclass(frozen=True)
class PageFacts:
    """What stands at the head and foot of a page.

    `subject` is what was checked, such as a cycle and round, `as_of` the day of the check, None where nothing on the
    page depends on it. `reference` is that of what goes back with it, blank of a page that goes alone. `asks` says
    what the office is to do where anything is open, `besides` what is counted apart. `outstanding` are overdue steps
    of reviews, `later` says what will be due. `progress` is held against the check before, None where there was none.
    """

    trust: str
    subject: str
    as_of: date | None
    reference: str
    policy: str
    next_review: date | None
    asks: str
    besides: tuple[str, ...] = ()
    outstanding: tuple[Step, ...] = ()
    later: tuple[str, ...] = ()
    progress: Progress | None = None


class _FindingLines:
    """The lines of the page, from the findings on a return; `places` are those of the workbook that goes back."""

    def __init__(
        self, return_: Return | None, names: Mapping[str, str], places: Places | None, new: Iterable[Finding]
    ) -> None:
        self.return_, self.names = return_, names
        self.places = places
        self.new = frozenset(new)

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
            finding in self.new,
        )

    def settled(self, point: OpenPoint) -> str:
        """Ann Appleby, objective 2: Due on, of Objectives (PM407)."""
        person = self.names.get(point.payroll_number or "", point.payroll_number or "")
        item = item_words(point.item, BY_NAME.get(point.sheet or "")) if point.item else ""
        who = ", ".join(part for part in (person, item) if part)
        what = ", of ".join(part for part in (point.column, point.sheet) if part) or _WHOLE
        return f"{f'{who}: {what}' if who else what} ({point.code})"


def findings_page(  # noqa: PLR0913  (what a page is about, and how it is shown)
    facts: PageFacts,
    academy: str,
    findings: Iterable[Finding],
    return_: Return | None,
    names: Mapping[str, str],
    *,
    first: Iterable[Finding] | None = None,
    goes_back: bool = True,
    kept: str | None = None,
) -> bytes:
    """The page as UTF-8; its cells are those of the workbook that goes back, else those of the file itself.

    The counts that come first are of the findings `first`, such as those of the round that the academy's people are
    in; of all where it is None. `kept` is a text for the program itself, which nobody sees.
    """
    findings = list(findings)
    places = Places(return_) if return_ and goes_back else None
    finding_lines = _FindingLines(return_, names, places, facts.progress.new if facts.progress else ())
    errors, queries = open_counts(findings if first is None else first)
    still_open = sum(open_counts(findings))
    notes = sum(finding.severity is Severity.NOTE for finding in findings)
    return page(
        _TEMPLATE,
        facts=facts,
        academy=academy,
        file=return_.path if return_ else None,
        errors=errors,
        queries=queries,
        answered=len(findings) - notes - still_open,
        notes=notes,
        sections=tuple(_sections(findings, finding_lines)),
        still_open=still_open,
        settled=tuple(map(finding_lines.settled, facts.progress.settled)) if facts.progress else (),
        kept=kept,
        version=__version__,
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
