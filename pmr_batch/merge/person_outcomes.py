"""What becomes of everybody on a Staff sheet: the first outcome that fits, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from pmr_batch.layout.standard_workbook import STAFF
from pmr_batch.model.findings import Finding, Person, Validated
from pmr_batch.model.returns import Return
from pmr_batch.model.terms import Outcome, Round, Severity, Stage
from pmr_batch.rules import RULES
from pmr_batch.rules.findings import touched

#: Faults of a whole workbook that return everybody in it.
RETURNS_EVERYBODY = frozenset({"PM002", "PM003", "PM017"})
_OUTCOME_OF_STATE = {
    "left": Outcome.LEFT,
    "out of scope": Outcome.OUT_OF_SCOPE,
    "reviewed elsewhere": Outcome.REVIEWED_ELSEWHERE,
    "suspended": Outcome.SUSPENDED,
    "other procedure": Outcome.OTHER_PROCEDURE,
}


def outcomes(
    validated: Validated, findings: Sequence[Finding], round_: Round, settled: Collection[str] = ()
) -> Iterator[Person]:
    """Everybody on the Staff sheets that were read, in their order."""
    staff = validated.frames[STAFF.name]
    codes = _Touched(findings)
    for row in staff.to_dict("records"):
        return_ = validated.accepted[row["return_no"]]
        number = _text(row["payroll_number"])
        errors, queries = codes.by(return_, row["row"], number)
        outcome = _outcome(row, round_, number in settled, bool(errors), bool(queries))
        reasons = {
            Outcome.DECIDED: errors or queries,
            Outcome.RETURNED: errors,
            Outcome.READY_WITH_QUERIES: queries,
        }.get(outcome, set())
        yield Person(
            return_.academy,
            number,
            _text(row["name"]),
            _text(row["role"]),
            return_.path,
            row["row"],
            outcome,
            tuple(sorted(reasons)),
            has_errors=bool(reasons and errors),
        )


def _outcome(row: Mapping[Any, Any], round_: Round, is_settled: bool, errors: bool, queries: bool) -> Outcome:
    not_reviewed = Outcome.LEFT if row["leaves_before_pay"] else _OUTCOME_OF_STATE.get(row["review_state"])
    if not_reviewed in (Outcome.LEFT, Outcome.OUT_OF_SCOPE, Outcome.REVIEWED_ELSEWHERE):
        return not_reviewed
    if row["round"] != round_.value:
        return Outcome.OTHER_ROUND
    if not_reviewed is not None:
        return not_reviewed
    if is_settled:
        return Outcome.DECIDED
    if errors:
        return Outcome.RETURNED
    return Outcome.READY_WITH_QUERIES if queries else Outcome.READY


class _Touched:
    """Which counting errors and queries touch a person: at their row of Staff, by payroll number in
    their return, or by a fault of the whole return. What is wrong with a reviewer touches the reviewees.
    What is asked once the report is due is chased, and keeps nobody back: reports are sent and signed after the run.
    """

    def __init__(self, findings: Iterable[Finding]) -> None:
        self._codes: dict[tuple[object, ...], tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
        for finding in findings:
            if finding.counts and RULES[finding.code].stage is not Stage.REPORT:
                for key in self._keys(finding):
                    self._codes[key][finding.severity is Severity.QUERY].add(finding.code)

    @staticmethod
    def _keys(finding: Finding) -> Iterator[tuple[object, ...]]:
        if finding.code in RETURNS_EVERYBODY:
            yield (finding.file,)
        of_a_row = finding.sheet == STAFF.name and finding.row is not None
        if of_a_row:
            yield (finding.file, finding.row)
        for number in finding.affects if of_a_row else touched(finding):
            yield (finding.file, number)

    def by(self, return_: Return, row: int, number: str | None) -> tuple[set[str], set[str]]:
        """Codes of errors and of queries."""
        keys: list[tuple[object, ...]] = [
            (return_.path,),
            (return_.path, row),
            *([(return_.path, number)] if number else []),
        ]
        codes = [self._codes[key] for key in keys if key in self._codes]
        return set().union(*(errors for errors, _ in codes)), set().union(*(queries for _, queries in codes))


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
