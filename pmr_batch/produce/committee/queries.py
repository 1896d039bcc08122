"""Queries: open and answered ones about people before the committee."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pmr_batch.model.earlier_runs import Key
from pmr_batch.model.findings import Finding
from pmr_batch.model.round import Moderated
from pmr_batch.model.terms import Severity
from pmr_batch.produce.list_sheets import Field, List
from pmr_batch.rules.findings import touched
from pmr_batch.rules.personal import PERSONAL_MATTER, is_personal
from pmr_batch.words import counted


@dataclass(frozen=True)
class _QueryLine:
    """One query, with those on Recommendations whom it touches, by number and by name."""

    finding: Finding
    academy: str | None
    numbers: tuple[str, ...]
    names: tuple[str, ...]

    @property
    def is_personal(self) -> bool:
        """Whether the committee is told no more of it than that it is there (9.2)."""
        return bool(self.names) and is_personal(self.finding)

    @property
    def state(self) -> str:
        if self.is_personal:
            return "Personal"
        if self.finding.explanation:
            return "Explained"
        return "Accepted" if self.finding.accepted else "Open"

    @property
    def is_open(self) -> bool:
        return self.finding.counts and not self.is_personal

    @property
    def rule(self) -> str:
        return "" if self.is_personal else self.finding.code

    @property
    def query(self) -> str:
        return PERSONAL_MATTER if self.is_personal else self.finding.message

    @property
    def explanation(self) -> str | None:
        return None if self.is_personal else self.finding.explanation or self.finding.accepted


def queries_sheet(moderated: Moderated) -> List[_QueryLine]:
    """Queries about people on Recommendations, and about nobody in particular; by academy, then person."""
    rows = sorted(_query_lines(moderated), key=lambda row: (row.finding.academy or "", row.names, row.rule))
    still_open, personal = sum(row.is_open for row in rows), sum(row.is_personal for row in rows)
    return List(
        name="Queries",
        title="Queries about people before the committee",
        note=f"{counted(still_open, 'query is', 'queries are')} open, "
        f"{len(rows) - still_open - personal:,} explained or accepted. Open ones are marked.{_of_personal(personal)}",
        fields=_FIELDS,
        rows=tuple(rows),
    )


def _of_personal(queries: int) -> str:
    verb = "is about a personal matter" if queries == 1 else "are about personal matters"
    return f" {queries:,} more {verb}, of which no more is told here (9.2)." if queries else ""


def _query_lines(moderated: Moderated) -> Iterator[_QueryLine]:
    names_by_key: dict[Key, str] = {(row.academy, row.payroll_number): row.name for row in moderated.recommendations}
    academies = {academy.code: academy.name for academy in moderated.academies}
    told: set[tuple[str | None, tuple[str, ...]]] = set()
    for finding in moderated.findings:
        numbers = [number for number in dict.fromkeys(touched(finding)) if (finding.academy, number) in names_by_key]
        if finding.severity is Severity.QUERY and (numbers or not finding.people):
            names = tuple(names_by_key[finding.academy, number] for number in numbers)
            line = _QueryLine(finding, academies.get(finding.academy), tuple(numbers), names)
            if not (line.is_personal and (finding.academy, names) in told):
                yield line
            if line.is_personal:
                told.add((finding.academy, names))


_FIELDS: tuple[Field[_QueryLine], ...] = (
    Field("State", 11, lambda row: row.state, lambda row: "fill_in" if row.is_open else None),
    Field("Academy code", 10, lambda row: row.finding.academy),
    Field("Academy", 20, lambda row: row.academy),
    Field("Payroll number", 11, lambda row: ", ".join(row.numbers)),
    Field("Name", 18, lambda row: ", ".join(row.names)),
    Field("Rule", 8, lambda row: row.rule),
    Field("Query", 56, lambda row: row.query),
    Field("Explanation", 44, lambda row: row.explanation),
)
