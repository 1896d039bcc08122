"""The result of a committee's workbook as text for the terminal and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from pmr_batch.commands.decide.result import DecisionResult
from pmr_batch.files import file_hashes
from pmr_batch.layout.committee_workbook import DECISIONS
from pmr_batch.model.appeal import APPEAL_OUTCOMES, CHANGES_THE_DECISION, Appeal, DecidedPerson
from pmr_batch.model.decision import Decided
from pmr_batch.model.decision import place as place_of
from pmr_batch.model.findings import Finding
from pmr_batch.model.person import Recommendation
from pmr_batch.model.terms import Severity
from pmr_batch.words import counted, day, listed, plain

Person = Recommendation | Decided | Appeal | DecidedPerson
#: So many people are named; the rest is counted.
_NAMED = 20
_MARKS = {Severity.ERROR: "error", Severity.QUERY: "query", Severity.NOTE: "note "}
#: Each of these says in its own words how a row is not what it was, or cannot be.
_EACH_ITS_OWN = frozenset({"PM623", "PM628", "PM629", "PM631"})
_FILES = (
    ("forms/", "Appendix A, final"),
    ("letters/", "letters about the decisions"),
    ("payroll/", "the payroll files, as workbooks and as CSV"),
    ("academies/", "a sheet for each academy"),
    ("minutes/", "tables for the clerk's minutes"),
)


def as_text(result: DecisionResult) -> str:
    """What was recorded, what was not and why, and where the files are."""
    head = f"{result.workbook}: {result.run.cycle}, {result.run.round.value} round, run {result.run.run}"
    lines = [head, *_findings(result.findings), *(f"  note   {note}" for note in result.notes)]
    if result.altered:
        remedy = result.findings[0].remedy if result.findings else ""
        return "\n".join((*lines, f"Nothing was taken. {remedy}"))
    return "\n".join((*lines, *_otherwise(result), *_counts(result), *_incomplete(result), *_where(result)))


def _otherwise(result: DecisionResult) -> Iterator[str]:
    """What is decided otherwise than recommended, a line a person."""
    if not result.otherwise:
        return
    yield f"Otherwise than recommended, {counted(len(result.otherwise), 'decision')}:"
    for decided in result.otherwise[:_NAMED]:
        reason = f": {' '.join(decided.decision.reason.split())}" if decided.decision.reason else ""
        yield (
            f"  {_people([decided])}: {decided.decision.decision.lower()}, "
            f"{place_of(decided.decision.pay)}, recommended {place_of(decided.recommended)}{reason}"
        )
    if len(result.otherwise) > _NAMED:
        yield f"  and {len(result.otherwise) - _NAMED:,} more"


def _findings(findings: Sequence[Finding]) -> Iterator[str]:
    order = list(Severity)
    for finding, rows in _of_one_kind(sorted(findings, key=lambda finding: order.index(finding.severity))):
        also = f" The same in {counted(len(rows), 'more row')}: {_rows(rows)}." if rows else ""
        explanation = f"  ({' '.join(finding.explanation.split())})" if finding.explanation else ""
        yield f"  {_MARKS[finding.severity]}  {finding.code}  {finding.message}{also}{explanation}"
        if finding.counts and finding.code != "PM623":
            yield f"                → {finding.remedy}"


def _of_one_kind(findings: Sequence[Finding]) -> Iterator[tuple[Finding, list[int]]]:
    """The first of each kind in a column, with the rows of the others; where each says something else, one by one."""
    others: dict[tuple[Any, ...], list[int]] = {}
    firsts: list[tuple[Finding, list[int]]] = []
    for finding in findings:
        is_own = finding.code in _EACH_ITS_OWN or finding.severity is Severity.NOTE or finding.explanation
        kind = (finding.code, finding.sheet, finding.column, finding.remedy)
        if not is_own and kind in others:
            others[kind].append(finding.row or 0)
            continue
        rows: list[int] = []
        if not is_own:
            others[kind] = rows
        firsts.append((finding, rows))
    yield from firsts


def _rows(rows: Sequence[int]) -> str:
    more = [f"{len(rows) - _NAMED:,} more"] if len(rows) > _NAMED else []
    return listed([str(row) for row in rows[:_NAMED]] + more)


def _counts(result: DecisionResult) -> Iterator[str]:
    counts = Counter(decided.decision.decision for decided in (*result.new, *(now for _, now in result.amended)))
    for decision in DECISIONS:
        if counts[decision]:
            yield f"  {counts[decision]:>6,}  {decision.lower()}"
    rest = (
        (len(result.amended), "of these amended: both decisions stay in the ledger"),
        (result.recorded_before, "taken before, and the same"),
        (len(result.wrong), "not taken: see the errors above"),
        (len(result.undecided), "undecided: they can follow in the same workbook"),
    )
    yield from (f"  {number:>6,}  {what}" for number, what in (*rest, *_appeals(result)) if number)


def _appeals(result: DecisionResult) -> Iterator[tuple[int, str]]:
    """What was recorded of appeals, and what not."""
    ended = Counter(appeal.outcome for appeal in result.appeals)
    yield ended[None], "lodged an appeal that is still to be heard, or has no outcome yet"
    for outcome in APPEAL_OUTCOMES:
        change = "the decision is amended" if outcome in CHANGES_THE_DECISION else "the decision stands"
        yield ended[outcome], f"appealed, and the outcome is {outcome.lower()}: {change}"
    yield len(result.amended_appeals), "of these appeals amended: both entries stay in the ledger"
    yield result.appeals_recorded_before, "with an appeal recorded before, and the same"
    yield len(result.wrong_appeals), "with an appeal not taken: see the errors above"


def _incomplete(result: DecisionResult) -> Iterator[str]:
    if result.undecided:
        yield f"Undecided: {_people(result.undecided)}."
    if result.pending_appeals:
        yield f"Appeals without an outcome: {_people(result.pending_appeals)}."
    for decided, doubt in result.waiting.unconfirmed[:_NAMED]:
        yield f"Not told to anybody yet, as the pay is not confirmed: {_people([decided])}: {doubt}."
    if result.waiting.unconfirmed:
        number = counted(len(result.waiting.unconfirmed), "decision")
        yield f"{number} without letter and payroll row: confirm the Status of the pay points, and decide again."
    for decided, ends in result.waiting.left:
        who = _people([decided])
        yield f"No form, letter or payroll row: {who} leaves on {day(ends)}, before the pay takes effect."
    kept_back = {code for refused in result.refused for code in refused.academies}
    waiting = [decided for decided in result.without_form if decided.academy in kept_back]
    gone = [decided for decided in result.without_form if decided.academy not in kept_back]
    if waiting:
        yield f"No form and no letter yet, until the return of their academy can be read: {_people(waiting)}."
        yield from map(str, result.refused)
    if gone:
        yield f"No form, as no return has them any more: {_people(gone)}."
    yield from result.written_in
    for path in result.changed_returns:
        yield f"{path} has changed since the run; the forms made now say what it says."
    for path, lost in result.cleaned.items():
        yield f"{path}: lost what Word cannot hold in {', '.join(lost)}"


def _people(people: Sequence[Person]) -> str:
    named = [f"{person.name} ({person.academy} {person.payroll_number})" for person in people[:_NAMED]]
    more = [f"{len(people) - _NAMED:,} more"] if len(people) > _NAMED else []
    return listed(named + more)


def _where(result: DecisionResult) -> Iterator[str]:
    if not result.files:
        yield "No decision is taken yet."
        return
    if result.preview:
        yield f"Nothing is taken yet. With --take this is recorded, and made in {result.folder}:"
    else:
        yield f"Look at {result.folder}"
    for folder, what in _FILES:
        files = sum(path.startswith(folder) for path in result.files)
        if files:
            yield f"  {folder:<11} {what}: {counted(files, 'file')}"


# -- for machines ------------------------------------------------------------------------------------


def as_json(result: DecisionResult) -> dict[str, Any]:
    """The same as JSON values."""
    amended = [now for _, now in result.amended]
    return {
        "workbook": result.workbook,
        "cycle": result.run.cycle,
        "round": result.run.round,
        "run": result.run.run,
        "altered": result.altered,
        "preview": result.preview,
        "otherwise_than_recommended": [_decided(decided) for decided in result.otherwise],
        "counts": dict(Counter(decided.decision.decision for decided in (*result.new, *amended))),
        "taken_before": result.recorded_before,
        "taken": [_decided(decided) for decided in (*result.new, *amended)],
        "amended": [{"was": _decided(was), "now": _decided(now)} for was, now in result.amended],
        "undecided": [_person(person) for person in result.undecided],
        "not_taken": [_person(person) for person in result.wrong],
        "appeals": [_appeal(appeal) for appeal in result.appeals],
        "amended_appeals": [{"was": _appeal(was), "now": _appeal(now)} for was, now in result.amended_appeals],
        "appeals_taken_before": result.appeals_recorded_before,
        "pending_appeals": [_appeal(appeal) for appeal in result.pending_appeals],
        "appeals_not_taken": [_person(row) for row in result.wrong_appeals],
        "without_form": [_person(person) for person in result.without_form],
        "unconfirmed": [_person(person) | {"why": doubt} for person, doubt in result.waiting.unconfirmed],
        "left": [_person(person) | {"employment_end": ends} for person, ends in result.waiting.left],
        "payroll": result.payroll,
        "written_in": result.written_in,
        "changed_returns": result.changed_returns,
        "refused": [refused.as_json() for refused in result.refused],
        "findings": result.findings,
        "notes": result.notes,
        "folder": str(result.folder) if result.files else None,
        "files": file_hashes(result.files),
    }


def _person(person: Person) -> dict[str, Any]:
    return {"academy": person.academy, "payroll_number": person.payroll_number, "name": person.name}


def _decided(decided: Decided) -> dict[str, Any]:
    decision = decided.decision
    return _person(decided) | {
        "decision": decision.decision,
        "range": decision.pay.range,
        "point": decision.pay.point,
        "pay": plain(decision.pay.amount),
        "reason": decision.reason,
        "decided_on": decision.decided_on,
        "effective_from": decision.effective_from,
        "backdated_from": decided.backdated_from,
        "conflict": decision.conflict,
    }


def _appeal(appeal: Appeal) -> dict[str, Any]:
    return _person(appeal) | {
        "decided_on": appeal.against.decided_on,
        "lodged_on": appeal.lodged_on,
        "grounds": appeal.grounds,
        "heard_on": appeal.heard_on,
        "heard_by": appeal.heard_by,
        "outcome": appeal.outcome,
        "range": appeal.pay.range if appeal.pay else None,
        "point": appeal.pay.point if appeal.pay else None,
        "pay": plain(appeal.pay.amount) if appeal.pay else None,
        "effective_from": appeal.effective_from,
        "reason": appeal.reason,
        "conflict": appeal.conflict_declared,
    }
