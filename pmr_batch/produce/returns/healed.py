"""The healed workbook: a fresh standard workbook with the office's data, each finding marked at its cell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pmr_batch.layout.returns import BY_NAME, EXPLANATIONS, SHEETS, START
from pmr_batch.model import Finding, Return, Severity, Table, Unread, Value
from pmr_batch.produce.returns.places import Places
from pmr_batch.produce.returns.told import VERDICTS, answer_to, by_weight, item_of, kind_of
from pmr_batch.rules.stamp import said
from pmr_batch.words import shown
from pmr_batch.workbook.grid import headings
from pmr_batch.workbook.returned import OwnSheet, Told, cell_value
from pmr_batch.workbook.sheets import Beside, Mark
from pmr_batch.workbook.standard import Contents, standard_book

#: Where what stands beside no row of a table is kept.
LEFT_OVER = "Left over"
_LEFT_OVER_HEADINGS = ("Sheet", "Heading", "Row", "Value")
_SAYS_AT_MOST = 1_000
_FAULTY = "PM007"

Row = dict[str, Value]


def healed(
    one: Return,
    findings: Sequence[Finding],
    names: Mapping[str, str],
    run: str,
    summary: str,
    blank: Contents,
) -> bytes:
    """The workbook that goes back, as .xlsx bytes; the same bytes for the same return and findings.

    `blank` is what the academy's workbook holds without any rows: its settings, days off and look.
    """
    places = Places(one)
    rows = {sheet.name: _rows(one.tables.get(sheet.name, Table(sheet.name))) for sheet in SHEETS if not sheet.form}
    rows[EXPLANATIONS.name] += _to_explain(findings, rows[EXPLANATIONS.name])
    start = _rows(one.tables[START.name])[0]
    start |= {"return_number": next_number(one), "answers_run": run}
    beside, left = _beside(one)
    return standard_book(
        replace(
            blank,
            start=start,
            rows=rows,
            marks=_marks(one, findings, names, places),
            beside=beside,
            own=_own(one, left),
            told=[_told(one, each, names, places) for each in sorted(findings, key=by_weight)],
            summary=summary,
        )
    ).bytes()


def next_number(one: Return) -> int:
    """The return number of the workbook that goes back: one more than that of the one that came."""
    return (one.return_number or 0) + 1


# -- rows ----------------------------------------------------------------------------------------


def _rows(table: Table) -> list[Row]:
    """The rows as read; what could not be read stands as it was typed."""
    return [{key: _value(values[at]) for key, values in table.columns.items()} for at in range(len(table.rows))]


def _value(read: Any) -> Value:
    """An error, or a formula without its result, is left to its mark: as text it would pass for a value."""
    if isinstance(read, Unread):
        return None if read.code == _FAULTY else read.typed or None
    return cell_value(read)


def _to_explain(findings: Sequence[Finding], there: Sequence[Row]) -> Iterator[Row]:
    """A row for each open query that has none yet, with everything filled in but the explanation."""
    waiting = {_key(row) for row in there if not row.get("explanation")}
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
    one: Return, findings: Sequence[Finding], names: Mapping[str, str], places: Places
) -> dict[str, dict[tuple[int, str], Mark]]:
    """All that is said at each cell, the gravest first, in one note."""
    at_cell: dict[tuple[str, int, str], list[Finding]] = defaultdict(list)
    for finding in sorted(findings, key=by_weight):
        place = places.position(finding)
        if place is not None:
            sheet, at, key = place
            at_cell[sheet.name, at, key].append(finding)
    marks: dict[str, dict[tuple[int, str], Mark]] = defaultdict(dict)
    for (sheet_name, at, key), some in at_cell.items():
        says = "\n\n".join(_note(each, one, names) for each in some)
        verdict = VERDICTS[some[0].severity] if some[0].counts else ""
        fault = next((str(each.value) for each in some if each.code == _FAULTY), "")
        marks[sheet_name][at, key] = Mark(says[:_SAYS_AT_MOST], verdict, fault)
    return marks


def _note(finding: Finding, one: Return, names: Mapping[str, str]) -> str:
    todo = f"\n→ {finding.remedy}" if finding.counts else ""
    return f"{kind_of(finding)} {finding.code}: {said(finding, one, names)}{todo}"


def _told(one: Return, finding: Finding, names: Mapping[str, str], places: Places) -> Told:
    cell = places.cell(finding)
    place = " ".join(part for part in (finding.sheet, cell or _row(finding)) if part) or "The whole workbook"
    return Told(
        kind=kind_of(finding),
        verdict=VERDICTS[finding.severity] if finding.counts else "",
        where="\n".join(part for part in (place, item_of(finding)) if part),
        leads_to=(finding.sheet, cell) if finding.sheet and cell else None,
        payroll_number=finding.payroll_number,
        name=names.get(finding.payroll_number or ""),
        found=said(finding, one, names),
        remedy=finding.remedy if finding.counts else "",
        answer=answer_to(finding),
        code=finding.code,
    )


def _row(finding: Finding) -> str:
    return f"row {finding.row} as sent" if finding.row else ""


# -- what the office added -----------------------------------------------------------------------


def _beside(one: Return) -> tuple[dict[str, list[Beside]], list[tuple[str, str, int, Any]]]:
    """The office's own columns beside their rows, and what stands beside no row of a table."""
    beside: dict[str, list[Beside]] = defaultdict(list)
    left: list[tuple[str, str, int, Any]] = []
    for extra in one.extras:
        sheet = BY_NAME.get(extra.sheet)
        if extra.heading is None or sheet is None:
            continue
        rows = () if sheet.form else one.tables[extra.sheet].rows
        known = set(rows)
        left += [(extra.sheet, extra.heading, row, value) for row, value in extra.cells.items() if row not in known]
        if any(row in extra.cells for row in rows) or not (sheet.form or extra.cells):
            taken = {*headings(sheet), *(each.heading for each in beside[extra.sheet])}
            beside[extra.sheet].append(Beside(_free(extra.heading, taken), [extra.cells.get(row) for row in rows]))
    return beside, left


def _free(name: str, taken: set[str]) -> str:
    """A name that is not taken yet: Notes, Notes (2)."""
    folded = {each.casefold() for each in taken}
    number = 1
    free = name
    while free.casefold() in folded:
        number += 1
        free = f"{name} ({number})"
    return free


def _own(one: Return, left: Sequence[tuple[str, str, int, Any]]) -> list[OwnSheet]:
    """The office's own sheets, and one for what was left over."""
    whole = [extra for extra in one.extras if extra.heading is None]
    own = [OwnSheet(extra.sheet, extra.cells) for extra in whole]
    if left:
        lines = (_LEFT_OVER_HEADINGS, *left)
        name = _free(LEFT_OVER, {extra.sheet for extra in whole})
        own.append(OwnSheet(name, dict(enumerate(lines, 1))))
    return own
