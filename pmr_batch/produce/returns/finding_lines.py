"""The findings on one workbook as a page shows them: by sheet and person, in the order of their rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from pmr_batch.layout.standard_workbook import SHEETS
from pmr_batch.model.findings import Finding
from pmr_batch.model.returns import Return
from pmr_batch.produce.returns.finding_words import VERDICTS, answer_to, item_of, kind_of, open_counts
from pmr_batch.produce.returns.positions import Places
from pmr_batch.rules.messages import said

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
    is_new: bool = False


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


class FindingLines:
    """The lines of a page, from the findings on a return.

    Cells are those of `places`, the workbook that goes back, else those of the return itself; `known` are findings
    that a page before had.
    """

    def __init__(
        self,
        return_: Return | None,
        names: Mapping[str, str],
        places: Places | None = None,
        known: Callable[[Finding], bool] = lambda _: True,
    ) -> None:
        self.return_, self.names = return_, names
        self.places, self.known = places, known

    def sections(self, findings: Iterable[Finding]) -> Iterator[SheetFindings]:
        """Findings sheet by sheet; those on the whole workbook first."""
        by_sheet: dict[str, list[Finding]] = {}
        for finding in findings:
            by_sheet.setdefault(finding.sheet or "", []).append(finding)
        known = ["", *(sheet.name for sheet in SHEETS)]
        for sheet in sorted(by_sheet, key=lambda name: known.index(name) if name in known else len(known)):
            of_sheet = by_sheet[sheet]
            errors, queries = open_counts(of_sheet)
            others = len(of_sheet) - errors - queries
            yield SheetFindings(sheet or _WHOLE, errors, queries, others, tuple(self._people(of_sheet)))

    def _people(self, findings: Iterable[Finding]) -> Iterator[PersonFindings]:
        """In the order of the sheet's rows, everybody's findings together."""
        order: dict[str | None, int] = {}
        for finding in findings:
            order.setdefault(finding.payroll_number, len(order))
        together = sorted(findings, key=lambda finding: order[finding.payroll_number])
        for number, of_person in groupby(together, key=lambda finding: finding.payroll_number):
            lines = tuple(map(self._line, of_person))
            yield PersonFindings(self.names.get(number or "", number or _NOBODY), number, lines)

    def _line(self, finding: Finding) -> FindingLine:
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
            not self.known(finding),
        )
