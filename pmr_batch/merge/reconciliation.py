"""Rows in and outcomes out, academy by academy."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from pmr_batch.layout.standard_workbook import STAFF
from pmr_batch.model.findings import Person
from pmr_batch.model.returns import Return, Table
from pmr_batch.model.round import AcademyCount
from pmr_batch.model.terms import FileState, Outcome
from pmr_batch.settings.trust_settings import Settings


def reconciliation(people: Sequence[Person], returns: Sequence[Return], settings: Settings) -> Iterator[AcademyCount]:
    """A line for every academy with people or rows, and one for rows of files that name none."""
    outcomes: dict[str | None, Counter[Outcome]] = defaultdict(Counter)
    for person in people:
        outcomes[person.academy][person.outcome] += 1
    rows: dict[str | None, Counter[FileState]] = defaultdict(Counter)
    for return_ in returns:
        rows[return_.academy][return_.state] += len(return_.tables.get(STAFF.name, Table(STAFF.name)).rows)
    for code in sorted({*outcomes, *(code for code, counts in rows.items() if counts.total())}, key=str):
        academy = settings.academies.get(code or "")
        states = [
            return_.state for return_ in returns if return_.academy == code and return_.state is not FileState.SKIPPED
        ]
        yield AcademyCount(
            code,
            academy.name if academy else "Files that name no academy of the trust",
            min(states, key=list(FileState).index) if states and code else None,
            rows[code].total(),
            outcomes[code],
            rows[code][FileState.REFUSED],
            rows[code][FileState.SUPERSEDED],
        )
