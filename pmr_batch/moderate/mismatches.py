"""Recommendations that do not fit: with the outcomes of the objectives, or with what is said of the criteria (6.4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from pmr_batch.layout.standard_workbook import MET
from pmr_batch.model.consistency import Mismatch, MismatchKind
from pmr_batch.model.findings import Finding
from pmr_batch.model.person import Recommendation


def mismatches(people: Sequence[Recommendation], findings: Sequence[Finding]) -> Iterator[Mismatch]:
    """Whoever the rules found not to fit, in the order of the people; explained and accepted ones too."""
    told: defaultdict[tuple[str | None, str | None], list[tuple[Finding, MismatchKind]]] = defaultdict(list)
    by_key = {(person.academy, person.payroll_number): person for person in people}
    for finding in findings:
        key = (finding.academy, finding.payroll_number)
        if key in by_key and (misfit := _misfit(finding.code, by_key[key].criteria)):
            told[key].append((finding, misfit))
    for key, person in by_key.items():
        if found := told.get(key):
            misfits = tuple(dict.fromkeys(misfit for _, misfit in found))
            said = dict.fromkeys(each.explanation or each.accepted for each, _ in found)
            yield Mismatch(person, misfits, tuple(filter(None, said)))


def _misfit(code: str, criteria: str | None) -> MismatchKind | None:
    """What a rule's code means of somebody of whom this is said of the criteria."""
    match code:
        case "PM612" if criteria != MET:
            return MismatchKind.UNEARNED
        case "PM613":
            return MismatchKind.MET_WITHOUT if criteria == MET else MismatchKind.NOT_MET_WITH_ALL
        case "PM616":
            return MismatchKind.MORE_THAN_A_POINT
        case "PM625":
            return MismatchKind.STAYS
    return None
