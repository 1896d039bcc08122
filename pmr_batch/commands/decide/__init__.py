"""Reads the committee's decisions from its workbook, records them, and writes what payroll, academies and staff need.

- decided_workbook: reads the sheets Recommendations and Appeals of the committee's workbook
- run_lookup: finds the round of its run number
- merged_copies: copies filled in by several people, as one
- taken: what is taken of the workbook, step by step
- alterations: checks that all but the committee's columns is as the run wrote it
- committee_cells: the committee's cells as frames, for the rules
- decision_checks, decided_pay, committee_decisions: checks and prices the decision of each row
- in_one_go: rows with nothing to look at, approved by cells above the headings
- bound_rows: checks that each row is still before the committee as it was
- earlier_decisions: compares it with the decisions that are recorded already
- committee_appeals, earlier_appeals: the same for each appeal, and the decisions that appeals amend
- decided_documents: which forms and letters are not there yet, and what they are made of
- decided_files: makes the files of decided/
- result, decision_text: the result, and as text and JSON
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from datetime import date
from pathlib import Path
from typing import Any

from pmr_batch import __version__, records
from pmr_batch.commands.decide.decided_files import DecidedFiles, put_decided_files, write_decided_files
from pmr_batch.commands.decide.decided_workbook import DecidedWorkbook, read_decided_workbook
from pmr_batch.commands.decide.merged_copies import merged
from pmr_batch.commands.decide.result import DecisionResult, decision_result, refused_result
from pmr_batch.commands.decide.run_lookup import DecidedRound, RoundFolder, find_round
from pmr_batch.commands.decide.taken import Taken, compare_workbook, take, under_present_numbers
from pmr_batch.errors import UsageError
from pmr_batch.files import staged, sweep
from pmr_batch.locks import locked
from pmr_batch.model.decision import Decided
from pmr_batch.model.earlier_runs import Kept
from pmr_batch.model.payroll import PayrollFile
from pmr_batch.model.run_facts import RunFacts
from pmr_batch.records.json_form import as_json
from pmr_batch.settings.trust_file import read_trust
from pmr_batch.settings.trust_settings import Settings

__all__ = ["DecisionResult", "decide"]


def decide(
    paths: Path | Sequence[Path],
    folder: Path,
    as_of: date,
    executor: Executor,
    *,
    amend: bool = False,
    preview: bool = False,
    progress: Callable[[str], None] = lambda _: None,
) -> DecisionResult:
    """Record the decisions of a committee's workbook, and write the files of output/<cycle>/<round>/decided.

    Several `paths` are of copies of the workbook that several people filled in, and are merged. `amend` allows to
    change recorded decisions and appeals. A `preview` makes everything, and neither records nor leaves any of it.
    Raises UsageError, SettingsError, RuleCrash, TemplateError, LedgerError or OutputError where it cannot be done.
    """
    settings = read_trust(folder)
    progress("reading the workbook")
    given = [paths] if isinstance(paths, Path) else paths
    workbook, *copies = (read_decided_workbook(path, executor, settings.pay.own_ranges) for path in given)
    found = find_round(folder, settings, workbook.run, workbook.name)
    round_folder = found.round_folder
    last_run = _facts(settings, round_folder, found.last, as_of)
    decided_round = DecidedRound(folder, settings, round_folder, last_run, executor)
    with locked(folder):
        progress("comparing it with what the run made")
        rows = compare_workbook(workbook, found, last_run)
        others = [(copy, compare_workbook(copy, found, last_run)) for copy in copies]
        for copy, its_rows in ((workbook, rows), *others):
            if its_rows.altered:
                return refused_result(decided_round, copy, found, its_rows)
        workbook = merged((workbook, rows), others)
        found, rows, before = under_present_numbers(found, rows, decided_round)
        taken = take(workbook, found, rows, before, decided_round, amend=amend)
        _check_academies(taken.history.decisions, settings)
        progress("making forms, payroll file and the academies' sheets")
        files = None
        if taken.history.decisions:
            files = _write_and_record(decided_round, workbook, taken, preview=preview)
    return decision_result(decided_round, workbook, found, taken, files, preview=preview)


def _write_and_record(
    decided_round: DecidedRound, workbook: DecidedWorkbook, taken: Taken, *, preview: bool
) -> DecidedFiles:
    """Make the files, record decisions and appeals, then put the files into decided/; of a preview nothing is left."""
    sweep(decided_round.round_folder.output)
    with staged(decided_round.decided) as place:
        cycle, round_ = decided_round.run.cycle, decided_round.run.round.value
        payroll = records.payroll_files(decided_round.folder, cycle, round_, verified=True)
        new = _entries(taken, cycle, round_)
        before = records.entries(decided_round.folder, records.DECIDE, cycle, round_)
        known = {entry.body["workbook"]["sha256"] for entry in before}
        sources = workbook.handed_in if new else [each for each in workbook.handed_in if each.sha256 in known]
        files = write_decided_files(place, decided_round, taken.history, payroll, sources)
        if preview:
            return files
        if new or files.payroll:
            handed_in = [
                (records.DECIDE, _handed_in(decided_round, each, None if at else files.payroll))
                for at, each in enumerate(workbook.handed_in)
            ]
            records.append(decided_round.folder, [*new, *handed_in])
        return put_decided_files(files, place, decided_round)


def _entries(taken: Taken, cycle: str, round_: str) -> list[tuple[str, dict[str, Any]]]:
    """The decisions and appeals that the ledger does not have."""
    appeals = taken.compared_appeals.to_record
    return [
        *((records.DECISION, records.decision_body(decided, cycle, round_)) for decided in taken.decisions_to_record),
        *((records.APPEAL, records.appeal_body(appeal, cycle, round_)) for appeal in appeals),
    ]


def _handed_in(decided_round: DecidedRound, workbook: DecidedWorkbook, payroll: PayrollFile | None) -> dict[str, Any]:
    """The workbook in which they were, and what payroll is told now."""
    handed_in = {"name": workbook.name, "sha256": workbook.sha256}
    cycle, round_ = decided_round.run.cycle, decided_round.run.round.value
    body = {"cycle": cycle, "round": round_, "run": workbook.run, "workbook": handed_in}
    return body | ({"payroll": as_json(payroll)} if payroll else {})


def _check_academies(history: Sequence[Decided], settings: Settings) -> None:
    removed = sorted({decided.academy for decided in history} - set(settings.academies))
    if removed:
        raise UsageError(
            f"{', '.join(removed)}: decisions were taken there, and {settings.where} has no such academy any more; "
            "put it back on Academies"
        )


def _facts(settings: Settings, round_folder: RoundFolder, kept: Kept, as_of: date) -> RunFacts:
    """The facts of the run whose rows were decided, with the day on which its decisions are recorded."""
    return RunFacts(
        run=kept.run,
        fingerprint=kept.fingerprint,
        as_of=as_of,
        cycle=round_folder.cycle.name,
        round=round_folder.round,
        trust=settings.trust,
        policy=settings.policy,
        next_review=settings.next_review,
        version=__version__,
        pay_effective_from=round_folder.cycle.pay_effective_from,
    )
