"""Recommendations that do not fit: with the outcomes of the objectives, or with what is said of the criteria (6.4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from pmr_batch.layout.standard_workbook import MET
from pmr_batch.model.consistency import Mismatch, MismatchKind
from pmr_batch.model.findings import Finding
from pmr_batch.model.person import Recommendation


def mismatches(people: Sequence[Recommendation], findings: Sequence[Finding]) -> Iterator[Mismatch]:
    """Everybody with a finding on the recommendation, in the order of the people; explained and accepted ones too."""
    by_person: defaultdict[tuple[str | None, str | None], list[tuple[Finding, MismatchKind]]] = defaultdict(list)
    by_key = {(person.academy, person.payroll_number): person for person in people}
    for finding in findings:
        key = (finding.academy, finding.payroll_number)
        if key in by_key and (kind := _mismatch_kind(finding.code, by_key[key].criteria)):
            by_person[key].append((finding, kind))
    for key, person in by_key.items():
        if person_findings := by_person.get(key):
            kinds = tuple(dict.fromkeys(kind for _, kind in person_findings))
            explanations = dict.fromkeys(finding.explanation or finding.accepted for finding, _ in person_findings)
            yield Mismatch(person, kinds, tuple(filter(None, explanations)))


def _mismatch_kind(code: str, criteria: str | None) -> MismatchKind | None:
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
