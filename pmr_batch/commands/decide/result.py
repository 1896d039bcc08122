"""The result of a committee's workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Any

from pmr_batch.commands.current_workbooks import RefusedReturn
from pmr_batch.commands.decide.alterations import PersonRow
from pmr_batch.commands.decide.committee_cells import DecisionFault
from pmr_batch.commands.decide.committee_decisions import ReadDecisions
from pmr_batch.commands.decide.decided_files import DecidedFiles
from pmr_batch.commands.decide.decided_workbook import DecidedWorkbook
from pmr_batch.commands.decide.run_lookup import DecidedRound, FoundRound
from pmr_batch.commands.decide.taken import ComparedWorkbook, Taken
from pmr_batch.commands.payroll.payable import Payable
from pmr_batch.model.appeal import Appeal, DecidedPerson
from pmr_batch.model.decision import Decided
from pmr_batch.model.findings import Finding
from pmr_batch.model.payroll import PayrollFile
from pmr_batch.model.person import Recommendation
from pmr_batch.model.run_facts import RunFacts
from pmr_batch.rules import RULES
from pmr_batch.rules.findings import cut, ordered
from pmr_batch.rules.messages import stamp
from pmr_batch.words import counted, listed


@dataclass(frozen=True)
class DecisionResult:
    """The result; nothing was recorded of a workbook that is `altered`.

    `new` and `amended` decisions were recorded now, `recorded_before` is how many were before; `in_force` are all of
    the round. `undecided` rows and those that are `wrong` were not recorded. `changed_returns` are not what the run
    read; nobody of an academy whose return is `refused` has a form. `appeals` are those recorded now, as they stand,
    `pending_appeals` all of the round that have no outcome yet; `wrong_appeals` are rows of Appeals that were not
    recorded. `waiting` are decisions of which no document and no payroll row is made; `payroll` is the payroll file
    that is new; `written_in` says which files somebody has written in. `folder` is decided/ of the round's output. Of a
    `preview` nothing was recorded, and `files` are those that would be made.
    """

    workbook: str
    run: RunFacts
    folder: Path
    findings: tuple[Finding, ...]
    notes: tuple[str, ...]
    altered: bool = False
    preview: bool = False
    new: tuple[Decided, ...] = ()
    amended: tuple[tuple[Decided, Decided], ...] = ()
    recorded_before: int = 0
    in_force: tuple[Decided, ...] = ()
    undecided: tuple[Recommendation, ...] = ()
    wrong: tuple[Recommendation, ...] = ()
    appeals: tuple[Appeal, ...] = ()
    amended_appeals: tuple[tuple[Appeal, Appeal], ...] = ()
    appeals_recorded_before: int = 0
    pending_appeals: tuple[Appeal, ...] = ()
    wrong_appeals: tuple[DecidedPerson, ...] = ()
    without_form: tuple[Decided, ...] = ()
    waiting: Payable = field(default_factory=Payable)
    payroll: PayrollFile | None = None
    written_in: tuple[str, ...] = ()
    changed_returns: tuple[str, ...] = ()
    refused: tuple[RefusedReturn, ...] = ()
    cleaned: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)

    @property
    def otherwise(self) -> tuple[Decided, ...]:
        """The decisions of this workbook that are not what was recommended, those put off among them."""
        taken = (*self.new, *(now for _, now in self.amended))
        return tuple(decided for decided in taken if not decided.is_as_recommended)

    @property
    def is_open(self) -> bool:
        """Whether any row was not recorded, or nothing can be made of it yet."""
        refused = self.wrong or self.wrong_appeals
        return bool(self.undecided or refused or self.without_form or self.waiting.unconfirmed)


def refused_result(
    decided_round: DecidedRound, workbook: DecidedWorkbook, found: FoundRound, rows: ComparedWorkbook
) -> DecisionResult:
    """The result of a workbook that is not as the run wrote it: nothing is recorded."""
    faults = (DecisionFault(RULES[spot.code], -1, spot) for spot in rows.altered)
    findings = _findings(workbook, faults, found)
    return DecisionResult(
        workbook.name, decided_round.run, decided_round.decided, findings, tuple(rows.notes), altered=True
    )


def decision_result(
    decided_round: DecidedRound,
    workbook: DecidedWorkbook,
    found: FoundRound,
    taken: Taken,
    files: DecidedFiles | None,
    *,
    preview: bool = False,
) -> DecisionResult:
    """The result of a workbook whose decisions and appeals were recorded, or would be."""
    decisions, compared, appeals = taken.decisions, taken.compared, taken.compared_appeals
    in_force = taken.history.in_force
    faults = (*_faults_of_filled_rows(decisions), *taken.appeals.faults)
    return DecisionResult(
        workbook=listed(each.name for each in workbook.handed_in),
        preview=preview,
        run=decided_round.run,
        folder=decided_round.decided,
        findings=_findings(workbook, faults, found),
        notes=(*taken.rows.notes, *_later_rows(found, in_force)),
        new=tuple(compared.new),
        amended=tuple(compared.amended),
        recorded_before=compared.recorded_before + len(compared.left_blank),
        in_force=tuple(in_force.values()),
        undecided=tuple(decisions.undecided.values()),
        wrong=tuple(decisions.wrong.values()),
        appeals=tuple(appeals.to_record),
        amended_appeals=tuple(appeals.amended),
        appeals_recorded_before=appeals.recorded_before,
        pending_appeals=tuple(appeal for appeal in taken.history.appeals_in_force.values() if appeal.is_pending),
        wrong_appeals=tuple(taken.appeals.wrong.values()),
        **(_of_files(files, preview=preview) if files else {}),
    )


def _of_files(files: DecidedFiles, *, preview: bool) -> dict[str, Any]:
    return {
        "without_form": files.without_form,
        "waiting": files.waiting,
        "payroll": files.payroll,
        "written_in": tuple(files.placed.written_in),
        "changed_returns": files.changed_returns,
        "refused": files.refused,
        "cleaned": {document.path: document.cleaned for document in files.new_documents if document.cleaned},
        "files": files.hashes if preview else files.files,
    }


def _faults_of_filled_rows(decisions: ReadDecisions) -> Iterator[DecisionFault]:
    """The faults without those of rows in which nothing is filled in: these are only counted and named."""
    for fault in decisions.faults:
        if fault.position not in decisions.undecided or fault.position in decisions.incomplete:
            yield fault


def _later_rows(found: FoundRound, in_force: Mapping[str, Decided]) -> Iterator[str]:
    """Whoever came before the committee only after the run of this workbook."""
    here = {row.payroll_number for row in found.rows}
    later = [row for row in found.last.recommendations if row.payroll_number not in {*here, *in_force}]
    if later:
        people = counted(len(later), "person is", "people are")
        yield f"{people} before the committee in the workbook of run {found.last.run} and not in this one"


def _findings(workbook: DecidedWorkbook, faults: Iterable[DecisionFault], found: FoundRound) -> tuple[Finding, ...]:
    rows: Iterable[PersonRow] = chain[PersonRow](found.rows, found.appeals)
    people = {row.payroll_number: row for row in rows}
    names = {number: row.name for number, row in people.items()}
    return tuple(cut(ordered(_finding(workbook, fault, people, names) for fault in faults)))


def _finding(
    workbook: DecidedWorkbook, fault: DecisionFault, people: Mapping[str, PersonRow], names: Mapping[str, str]
) -> Finding:
    finding = stamp(fault.spot, fault.rule, None, names, fault.reason)
    person = people.get(finding.payroll_number or "")
    return replace(finding, file=workbook.name, academy=person.academy if person else None)
