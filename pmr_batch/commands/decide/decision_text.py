"""What came of the committee's workbook, as whoever handed it in reads it on a terminal, and as machines do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from pmr_batch.commands.decide.result import Taken
from pmr_batch.files import file_hashes
from pmr_batch.layout.committee_workbook import DECISIONS
from pmr_batch.model.decision import Decided
from pmr_batch.model.findings import Finding
from pmr_batch.model.person import Recommendation
from pmr_batch.model.terms import Severity
from pmr_batch.words import counted, listed, plain

#: So many people are named; the rest is counted.
_NAMED = 20
_MARKS = {Severity.ERROR: "error", Severity.QUERY: "query", Severity.NOTE: "note "}
_PAPERS = (
    ("forms/", "Appendix A, final"),
    ("letters/", "outcome letters"),
    ("payroll/", "the payroll file, as a workbook and as CSV"),
    ("academies/", "a sheet for each academy"),
    ("minutes/", "tables for the clerk's minutes"),
)


def as_text(taken: Taken) -> str:
    """What was taken, what was not and why, and where to look."""
    head = f"{taken.workbook}: {taken.run.cycle}, {taken.run.round.value} round, run {taken.run.run}"
    lines = [head, *_findings(taken.findings), *(f"  note   {note}" for note in taken.notes)]
    if taken.altered:
        remedy = taken.findings[0].remedy if taken.findings else ""
        return "\n".join((*lines, f"Nothing was taken. {remedy}"))
    return "\n".join((*lines, *_counts(taken), *_open(taken), *_where(taken)))


def _findings(findings: Sequence[Finding]) -> Iterator[str]:
    order = list(Severity)
    for one in sorted(findings, key=lambda each: order.index(each.severity)):
        answered = f"  ({' '.join(one.explanation.split())})" if one.explanation else ""
        yield f"  {_MARKS[one.severity]}  {one.code}  {one.message}{answered}"
        if one.counts and one.code != "PM623":
            yield f"                → {one.remedy}"


def _counts(taken: Taken) -> Iterator[str]:
    counts = Counter(one.decision.decision for one in (*taken.new, *(now for _, now in taken.amended)))
    for decision in DECISIONS:
        if counts[decision]:
            yield f"  {counts[decision]:>6,}  {decision.lower()}"
    rest = (
        (len(taken.amended), "of these amended: both decisions stay in the ledger"),
        (taken.taken_before, "taken before, and the same"),
        (len(taken.wrong), "not taken: see the errors above"),
        (len(taken.undecided), "undecided: they can follow in the same workbook"),
    )
    yield from (f"  {number:>6,}  {what}" for number, what in rest if number)


def _open(taken: Taken) -> Iterator[str]:
    if taken.undecided:
        yield f"Undecided: {_people(taken.undecided)}."
    if taken.without_form:
        yield f"No form, as no return has them any more: {_people(taken.without_form)}."
    for path in taken.changed:
        yield f"{path} has changed since the run; the forms made now say what it says."
    for path, lost in taken.cleaned.items():
        yield f"{path}: lost what Word cannot hold in {', '.join(lost)}"


def _people(people: Sequence[Recommendation | Decided]) -> str:
    named = [f"{one.name} ({one.academy} {one.payroll_number})" for one in people[:_NAMED]]
    more = [f"{len(people) - _NAMED:,} more"] if len(people) > _NAMED else []
    return listed(named + more)


def _where(taken: Taken) -> Iterator[str]:
    if not taken.files:
        yield "No decision is taken yet."
        return
    yield f"Look at {taken.room}"
    for room, what in _PAPERS:
        files = sum(path.startswith(room) for path in taken.files)
        if files:
            yield f"  {room:<11} {what}: {counted(files, 'file')}"


# -- for machines ------------------------------------------------------------------------------------


def as_json(taken: Taken) -> dict[str, Any]:
    """The same for machines."""
    amended = [now for _, now in taken.amended]
    return {
        "workbook": taken.workbook,
        "cycle": taken.run.cycle,
        "round": taken.run.round,
        "run": taken.run.run,
        "altered": taken.altered,
        "counts": dict(Counter(one.decision.decision for one in (*taken.new, *amended))),
        "taken_before": taken.taken_before,
        "taken": [_decided(one) for one in (*taken.new, *amended)],
        "amended": [{"was": _decided(was), "now": _decided(now)} for was, now in taken.amended],
        "undecided": [_person(one) for one in taken.undecided],
        "not_taken": [_person(one) for one in taken.wrong],
        "without_form": [_person(one) for one in taken.without_form],
        "changed_returns": taken.changed,
        "findings": taken.findings,
        "notes": taken.notes,
        "folder": str(taken.room) if taken.files else None,
        "files": file_hashes(taken.files),
    }


def _person(one: Recommendation | Decided) -> dict[str, Any]:
    return {"academy": one.academy, "payroll_number": one.payroll_number, "name": one.name}


def _decided(one: Decided) -> dict[str, Any]:
    made = one.decision
    return _person(one) | {
        "decision": made.decision,
        "range": made.pay.range,
        "point": made.pay.point,
        "pay": plain(made.pay.amount),
        "reason": made.reason,
        "decided_on": made.decided_on,
        "effective_from": made.effective_from,
        "backdated_from": one.backdated_from,
        "conflict": made.conflict,
    }
