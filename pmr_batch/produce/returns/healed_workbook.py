"""The healed workbook: a fresh standard workbook with the office's data, each finding marked at its cell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pmr_batch.layout.standard_workbook import EXPLANATIONS
from pmr_batch.model.findings import Finding
from pmr_batch.model.returns import Return
from pmr_batch.model.terms import Severity
from pmr_batch.produce.returns.finding_words import VERDICTS, answer_to, by_weight, item_of, kind_of
from pmr_batch.produce.returns.positions import Places
from pmr_batch.rules.messages import said
from pmr_batch.words import shown
from pmr_batch.workbook.carried_settings import Row
from pmr_batch.workbook.contents import Contents, Mark
from pmr_batch.workbook.findings_sheet import Told
from pmr_batch.workbook.renewed_return import renewed
from pmr_batch.workbook.return_content import FAULTY
from pmr_batch.workbook.standard_book import standard_book

_SAYS_AT_MOST = 1_000


def healed(
    return_: Return,
    findings: Sequence[Finding],
    names: Mapping[str, str],
    summary: str,
    blank: Contents,
) -> bytes:
    """The workbook that goes back, as .xlsx bytes; the same bytes for the same return and findings.

    `blank` is what the academy's workbook holds without any rows: its settings, days off and template.
    """
    places = Places(return_)
    contents = renewed(return_, blank)
    explanations = contents.rows[EXPLANATIONS.name]
    return standard_book(
        replace(
            contents,
            rows={**contents.rows, EXPLANATIONS.name: [*explanations, *_to_explain(findings, explanations)]},
            marks=_marks(return_, findings, names, places),
            told=[_told(return_, finding, names, places) for finding in sorted(findings, key=by_weight)],
            summary=summary,
        )
    ).bytes()


# -- what is asked -------------------------------------------------------------------------------


def _to_explain(findings: Sequence[Finding], explanations: Sequence[Row]) -> Iterator[Row]:
    """A row for each open query that has none yet, with everything filled in but the explanation."""
    waiting = {_key(row) for row in explanations if not row.get("explanation")}
    for finding in findings:
        if finding.counts and finding.severity is Severity.QUERY and finding.sheet != EXPLANATIONS.name:
            row: Row = {
                "rule": finding.code,
                "payroll_number": finding.payroll_number,
                "item": finding.item,
                "about": shown(finding.value).strip("“”"),
            }
            if _key(row) not in waiting:
                waiting.add(_key(row))
                yield row


def _key(row: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(row.get(key) or "").casefold() for key in ("rule", "payroll_number", "item", "about"))


# -- what is said --------------------------------------------------------------------------------


def _marks(
    return_: Return, findings: Sequence[Finding], names: Mapping[str, str], places: Places
) -> dict[str, dict[tuple[int, str], Mark]]:
    """The findings on each cell, the gravest first, in one note."""
    at_cell: dict[tuple[str, int, str], list[Finding]] = defaultdict(list)
    for finding in sorted(findings, key=by_weight):
        place = places.position(finding)
        if place is not None:
            sheet, position, key = place
            at_cell[sheet.name, position, key].append(finding)
    marks: dict[str, dict[tuple[int, str], Mark]] = defaultdict(dict)
    for (sheet_name, position, key), of_cell in at_cell.items():
        note = "\n\n".join(_note(finding, return_, names) for finding in of_cell)
        verdict = VERDICTS[of_cell[0].severity] if of_cell[0].counts else ""
        fault = next((str(finding.value) for finding in of_cell if finding.code == FAULTY), "")
        marks[sheet_name][position, key] = Mark(note[:_SAYS_AT_MOST], verdict, fault)
    return marks


def _note(finding: Finding, return_: Return, names: Mapping[str, str]) -> str:
    todo = f"\n→ {finding.remedy}" if finding.counts else ""
    return f"{kind_of(finding)} {finding.code}: {said(finding, return_, names)}{todo}"


def _told(return_: Return, finding: Finding, names: Mapping[str, str], places: Places) -> Told:
    cell = places.cell(finding)
    place = " ".join(part for part in (finding.sheet, cell or _row(finding)) if part) or "The whole workbook"
    return Told(
        kind=kind_of(finding),
        verdict=VERDICTS[finding.severity] if finding.counts else "",
        where=place,
        leads_to=(finding.sheet, cell) if finding.sheet and cell else None,
        payroll_number=finding.payroll_number,
        name=names.get(finding.payroll_number or ""),
        found=": ".join(part for part in (item_of(finding), said(finding, return_, names)) if part),
        remedy=finding.remedy if finding.counts else "",
        answer=answer_to(finding),
        code=finding.code,
    )


def _row(finding: Finding) -> str:
    return f"row {finding.row} as sent" if finding.row else ""
