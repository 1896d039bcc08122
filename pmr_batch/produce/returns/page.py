"""The findings of one academy as a page to read or print: counts first, then by sheet and person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pmr_batch.model.findings import Finding
from pmr_batch.model.returns import Return
from pmr_batch.model.run_facts import RunFacts
from pmr_batch.model.terms import Severity
from pmr_batch.produce.pages import page
from pmr_batch.produce.returns.finding_lines import FindingLines
from pmr_batch.produce.returns.finding_words import open_counts
from pmr_batch.produce.returns.note import Points
from pmr_batch.produce.returns.positions import Places

_TEMPLATE = "findings.html.j2"


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
    finding_lines = FindingLines(return_, names, Places(return_) if return_ else None)
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
        sections=tuple(finding_lines.sections(findings)),
        still_open=still_open,
        round=points.own.round,
        besides=tuple(points.besides()),
        due=points.due,
        outstanding=points.outstanding,
    )
