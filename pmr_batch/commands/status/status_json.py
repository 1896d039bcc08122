"""The status of a trust for machines; docs/status.md names every key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmr_batch.model.cycle_status import (
    AcademyStatus,
    CycleStatus,
    DatedFile,
    LettersStatus,
    RoundStatus,
    SentFile,
    Status,
)
from pmr_batch.model.findings import ToDo
from pmr_batch.model.terms import Outcome


def as_json(status: Status) -> dict[str, Any]:
    """Everything that the text says, and every file."""
    return {
        "trust": status.trust,
        "as_of": status.as_of,
        "cycles": [_cycle(cycle, status) for cycle in status.cycles],
        "next": [
            {"what": step.what, "detail": step.detail, "command": step.command, "due": step.due}
            for step in status.steps
        ],
    }


def _cycle(cycle: CycleStatus, status: Status) -> dict[str, Any]:
    return {
        "cycle": cycle.name,
        "folder": cycle.slug,
        "starts": cycle.starts,
        "ends": cycle.ends,
        "rounds": [_round(round_, status) for round_ in cycle.rounds],
        "academies": [_academy(academy) for academy in cycle.academies],
        "other_files": [_sent(file) for file in cycle.other_files],
        "letters": _letters(cycle.letters) if cycle.letters else None,
        "coming": [_coming(cell) for cell in cycle.coming],
    }


def _round(round_: RoundStatus, status: Status) -> dict[str, Any]:
    last = round_.last_run
    return {
        "round": round_.round,
        "state": round_.state,
        "opens": round_.opens,
        "deadlines": [
            {"what": deadline.what, "due": deadline.due, "days": (deadline.due - status.as_of).days}
            for deadline in round_.deadlines
        ],
        "last_run": {"run": last.run, "as_of": last.as_of, "made_on": last.made_on, "whole": last.is_whole}
        if last
        else None,
        "since": [_sent(file) | {"academy": file.academy} for file in last.since] if last else [],
        "people": _people(round_.people),
        "undecided": round_.undecided,
        "put_off": round_.put_off,
        "again": round_.again,
        "decided": round_.decided,
        "unconfirmed": round_.unconfirmed,
        "without_documents": round_.without_documents,
        "untold": round_.untold,
        "left": round_.left,
        "pending_appeals": round_.pending_appeals,
        "payroll": [{"number": file.number, "rows": file.rows, "made_on": file.made_on} for file in round_.payroll],
        "out": [
            {"file": out.path, "decisions": out.decisions, "not_taken": out.not_taken, "appeals": out.appeals}
            for out in round_.out
        ],
    }


def _academy(academy: AcademyStatus) -> dict[str, Any]:
    return {
        "academy": academy.code,
        "name": academy.name,
        "rounds": academy.rounds,
        "issued": _dated(academy.issued),
        "sent": [_sent(file) for file in academy.sent],
        "late": academy.late,
        "last_mail": _dated(academy.last_mail),
        "people": _people(academy.people),
    }


def _sent(file: SentFile) -> dict[str, Any]:
    return {"file": file.path, "state": file.state, "codes": file.codes}


def _dated(file: DatedFile | None) -> dict[str, Any] | None:
    return {"file": file.path, "made_on": file.made_on} if file else None


def _people(people: Mapping[Outcome, int]) -> dict[str, int]:
    return {outcome.value: people.get(outcome, 0) for outcome in Outcome}


def _letters(letters: LettersStatus) -> dict[str, Any]:
    return {"as_of": letters.as_of, "due": letters.due, "made": letters.made}


def _coming(cell: ToDo) -> dict[str, Any]:
    """What falls due, of nobody in particular."""
    return {
        "due": cell.due,
        "code": cell.code,
        "academy": cell.academy,
        "sheet": cell.sheet,
        "column": cell.column,
    }
