"""What holds for findings whatever found them: their order, what trust HR accepts, how many are shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pmr_batch.layout.standard_workbook import REVIEWERS, SHEETS
from pmr_batch.model.findings import Finding
from pmr_batch.model.terms import Severity
from pmr_batch.settings.trust_settings import Accepted
from pmr_batch.words import clipped, counted, day

#: Findings of one code in one academy that are shown one by one.
MOST_SHOWN = 200
#: Characters of a reason that go along with its finding; it stands whole in trust.xlsx.
_LONGEST = 2_000
_SHEETS = {sheet.name: number for number, sheet in enumerate(SHEETS)}
_COLUMNS = {(sheet.name, c.heading): number for sheet in SHEETS for number, c in enumerate(sheet)}


def ordered(findings: Iterable[Finding]) -> list[Finding]:
    """By academy, sheet in workbook order, row, column in sheet order, code; none first."""
    return sorted(findings, key=order)


def order(finding: Finding) -> tuple[object, ...]:
    """The key by which findings are ordered."""
    sheet = -1 if finding.sheet is None else _SHEETS.get(finding.sheet, len(_SHEETS))
    column = -1 if finding.column is None else _COLUMNS.get((finding.sheet or "", finding.column), 999)
    return (
        finding.academy or "",
        sheet,
        finding.row or 0,
        column,
        finding.code,
        finding.file or "",
        finding.payroll_number or "",
        finding.message,
    )


def accept(findings: Iterable[Finding], accepted: Sequence[Accepted]) -> list[Finding]:
    """The findings, those that trust HR accepts bearing who accepts them, when and why."""
    by_rule = defaultdict(list)
    for one in accepted:
        by_rule[one.rule].append(one)
    return [_accepted(finding, by_rule[finding.code]) if finding.code in by_rule else finding for finding in findings]


def _accepted(finding: Finding, accepted: Sequence[Accepted]) -> Finding:
    fits = next((one for one in accepted if _fits(one, finding)), None)
    if fits is None or finding.severity is Severity.NOTE:
        return finding
    return replace(finding, accepted=f"{clipped(fits.reason, _LONGEST)} ({clipped(fits.by, _LONGEST)}, {day(fits.on)})")


def _fits(one: Accepted, finding: Finding) -> bool:
    return (
        one.academy in (None, finding.academy)
        and one.payroll_number == finding.payroll_number
        and one.item in (None, finding.item)
    )


def touched(finding: Finding) -> tuple[str, ...]:
    """Whose outcome it bears on: what is wrong with a reviewer touches the reviewees, and not their own review."""
    return finding.affects if finding.sheet == REVIEWERS.name else finding.people


def cut(findings: Iterable[Finding]) -> list[Finding]:
    """The first 200 of each code and severity in each academy; the others as one line with their count, which
    bears the payroll numbers they touch. What is about a whole file is never cut: each is named.
    """
    kept: list[Finding] = []
    rest: dict[tuple[str | None, str, Severity], list[Finding]] = defaultdict(list)
    seen: dict[tuple[str | None, str, Severity], int] = defaultdict(int)
    for finding in findings:
        if finding.sheet is None:
            kept.append(finding)
            continue
        key = (finding.academy, finding.code, finding.severity)
        seen[key] += 1
        (kept if seen[key] <= MOST_SHOWN else rest[key]).append(finding)
    return ordered(kept + [_rest(others) for others in rest.values()]) if rest else kept


def _rest(others: Sequence[Finding]) -> Finding:
    people = sorted({number for other in others for number in touched(other)})
    return replace(
        others[0],
        payroll_number=None,
        affects=tuple(people),
        sheet=None,
        row=None,
        column=None,
        cell=None,
        item=None,
        value=None,
        message=f"{counted(len(others), 'more finding')} of {others[0].code} in {others[0].academy}, "
        f"after the first {MOST_SHOWN}: the same fault in many places usually has one cause.",
        explanation=None,
        accepted=None,
    )
