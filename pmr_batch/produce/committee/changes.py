"""Changes: who has moved since the run before of the same round, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from pmr_batch.model.earlier_runs import Kept
from pmr_batch.model.round import Moderated
from pmr_batch.model.run_changes import Change, Movement, PersonInRun
from pmr_batch.produce.list_sheets import Field, List
from pmr_batch.produce.outcome_words import COMMITTEE_SHORT
from pmr_batch.words import counted, day


def changes_sheet(moderated: Moderated, before: Kept) -> List[Change]:
    """One row a person who moved, by academy."""
    rows = moderated.changes
    kinds = Counter(row.movement for row in rows)
    summary = ", ".join(f"{kinds[kind]:,} {kind.value.lower()}" for kind in Movement if kinds[kind])
    return List(
        name="Changes",
        title=f"Changes since run {before.run}",
        note=f"{counted(len(rows), 'person', 'people')} of {len(moderated.people):,} stand otherwise than in run "
        f"{before.run}, as of {day(before.as_of)}{f': {summary}' if summary else ''}. Everybody else stands as before.",
        fields=_fields({academy.code: academy.name for academy in moderated.academies}),
        rows=rows,
        freeze=4,
    )


def _outcome(person_in_run: PersonInRun | None) -> str | None:
    return COMMITTEE_SHORT[person_in_run.outcome] if person_in_run else None


def _recommended(person_in_run: PersonInRun | None) -> str | None:
    pay = person_in_run.recommended if person_in_run else None
    return " ".join(filter(None, (pay.range, pay.point))) if pay else None


def _fields(academies: Mapping[str | None, str]) -> tuple[Field[Change], ...]:
    return (
        Field("Academy code", 9, lambda change: change.person.academy),
        Field("Academy", 22, lambda change: academies.get(change.person.academy)),
        Field("Payroll number", 10, lambda change: change.person.payroll_number),
        Field("Name", 20, lambda change: change.person.name),
        Field("Role", 14, lambda change: change.person.role),
        Field("What moved", 16, lambda change: change.movement.value),
        Field("Outcome before", 14, lambda change: _outcome(change.before)),
        Field("Outcome now", 14, lambda change: _outcome(change.now)),
        Field("Recommended before", 13, lambda change: _recommended(change.before)),
        Field("Recommended now", 13, lambda change: _recommended(change.now)),
        Field("Why", 62, lambda change: "\n".join(change.why)),
    )
