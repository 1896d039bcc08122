"""Reads the committee's decisions from its workbook, records them, and writes what payroll, academies and staff need.

- recommendations_sheet: reads the sheet Recommendations of the committee's workbook
- run_lookup: finds the round of its run number
- alterations: checks that all but the committee's columns is as the run wrote it
- decision_checks, decided_pay, committee_decisions: checks and prices the decision of each row
- bound_rows: checks that each row is still before the committee as it was
- earlier_decisions: compares it with the decisions that are recorded already
- decided_files: makes the files of decided/
- result, decision_text: the result, and as text and JSON
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from pmr_batch import __version__, records
from pmr_batch.commands.decide.alterations import compare_rows, expected_rows
from pmr_batch.commands.decide.bound_rows import changed_rows
from pmr_batch.commands.decide.committee_decisions import read_decisions
from pmr_batch.commands.decide.decided_files import DecidedFiles, put_decided_files, write_decided_files
from pmr_batch.commands.decide.earlier_decisions import ComparedDecisions, EarlierDecisions, compare_with_earlier
from pmr_batch.commands.decide.recommendations_sheet import DecidedWorkbook, read_decided_workbook
from pmr_batch.commands.decide.result import DecisionResult, decision_result, refused_result
from pmr_batch.commands.decide.run_lookup import DecidedRound, RoundFolder, find_round
from pmr_batch.commands.numbers_since import decided_since, kept_since, numbers_since, rows_since
from pmr_batch.errors import UsageError
from pmr_batch.files import locked, staged, sweep
from pmr_batch.model.decision import Decided
from pmr_batch.model.earlier_runs import Kept
from pmr_batch.model.payroll import PayrollFile
from pmr_batch.model.run_facts import RunFacts
from pmr_batch.produce.committee.recommendations import run_fields
from pmr_batch.records.json_form import as_json
from pmr_batch.settings.trust_file import read_trust
from pmr_batch.settings.trust_settings import Settings

__all__ = ["DecisionResult", "decide"]

Progress = Callable[[str], None]


def decide(
    path: Path,
    folder: Path,
    as_of: date,
    executor: Executor,
    *,
    amend: bool = False,
    progress: Progress = lambda _: None,
) -> DecisionResult:
    """Record the decisions of a committee's workbook, and write the files of output/<cycle>/<round>/decided.

    `amend` allows to change recorded decisions. Raises UsageError, SettingsError, RuleCrash, TemplateError,
    LedgerError or OutputError where it cannot be done.
    """
    settings = read_trust(folder)
    progress("reading the workbook")
    workbook = read_decided_workbook(path, executor)
    found = find_round(folder, settings, workbook.run, workbook.name)
    round_folder = found.round_folder
    last_run = _facts(settings, round_folder, found.last, as_of)
    decided_round = DecidedRound(folder, settings, round_folder, last_run, executor)
    with locked(round_folder.output):
        progress("comparing it with what the run made")
        fields = run_fields(replace(last_run, run=found.run))
        rows = compare_rows(workbook, expected_rows(found.rows, fields), found.rows)
        if rows.altered:
            return refused_result(decided_round, workbook, found, rows)
        recorded = records.recorded_decisions(folder, decided_round.run.cycle, decided_round.run.round.value)
        numbers = numbers_since((*found.rows, *found.last.recommendations, *recorded), settings)
        rows = replace(rows, people=dict(zip(rows.people, rows_since(rows.people.values(), numbers), strict=True)))
        found = replace(found, rows=rows_since(found.rows, numbers), last=kept_since(found.last, numbers))
        decisions = read_decisions(workbook, rows.people, settings, round_folder.cycle, round_folder.round, as_of)
        history = decided_since(recorded, numbers)
        earlier = EarlierDecisions.of(history, found.run, found.last)
        changed = dict(changed_rows(rows.people, found.last, earlier.in_force))
        compared = compare_with_earlier(workbook, decisions, rows.people, earlier, changed, amend=amend)
        history = [*history, *compared.to_record]
        _check_academies(history, settings)
        progress("making forms, payroll file and the academies' sheets")
        files = _write_and_record(decided_round, workbook, compared, history) if history else None
    return decision_result(decided_round, workbook, found, rows, decisions, compared, history, files)


def _write_and_record(
    decided_round: DecidedRound, workbook: DecidedWorkbook, compared: ComparedDecisions, history: Sequence[Decided]
) -> DecidedFiles:
    """Make the files, record the decisions, then put the files into decided/."""
    sweep(decided_round.round_folder.output)
    with staged(decided_round.decided) as place:
        cycle, round_ = decided_round.run.cycle, decided_round.run.round.value
        payroll = records.payroll_files(decided_round.folder, cycle, round_)
        before = records.entries(decided_round.folder, records.DECIDE, cycle, round_)
        is_source = compared.to_record or workbook.sha256 in {entry.body["workbook"]["sha256"] for entry in before}
        taken_from = workbook if is_source else None
        files = write_decided_files(place, decided_round, history, payroll, taken_from)
        if entries := _entries(decided_round, workbook, compared, files.payroll):
            records.append(decided_round.folder, entries)
        return put_decided_files(files, place, decided_round)


def _entries(
    decided_round: DecidedRound,
    workbook: DecidedWorkbook,
    compared: ComparedDecisions,
    payroll: PayrollFile | None,
) -> list[tuple[str, dict[str, Any]]]:
    """The decisions that the ledger does not have, and the workbook they were in, with what payroll is told now."""
    cycle, round_ = decided_round.run.cycle, decided_round.run.round.value
    added = [(records.DECISION, records.decision_body(decided, cycle, round_)) for decided in compared.to_record]
    if not added and payroll is None:
        return []
    handed_in = {"name": workbook.name, "sha256": workbook.sha256}
    body = {"cycle": cycle, "round": round_, "run": workbook.run, "workbook": handed_in}
    return [*added, (records.DECIDE, body | ({"payroll": as_json(payroll)} if payroll else {}))]


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
