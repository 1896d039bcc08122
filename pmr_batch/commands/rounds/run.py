"""The moderation batch, top to bottom: read, validate, merge, moderate, produce."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from pmr_batch import __version__, records, templates
from pmr_batch.commands.committee_workbooks import workbooks_out
from pmr_batch.commands.folders import OUTPUT, find_cycle, incoming
from pmr_batch.commands.numbers_since import (
    appeals_since,
    decided_since,
    earlier_since,
    numbers_since,
    renumbered_notices,
)
from pmr_batch.commands.rounds.finished_run import FinishedRun
from pmr_batch.commands.rounds.run_date import check_run_date
from pmr_batch.errors import UsageError
from pmr_batch.files import file_hash, room_for_names
from pmr_batch.locks import locked
from pmr_batch.merge import merge
from pmr_batch.model.appeal import Appeal
from pmr_batch.model.decision import Decided
from pmr_batch.model.returns import Return
from pmr_batch.model.round import Moderated
from pmr_batch.model.run_facts import RunFacts
from pmr_batch.model.terms import Round
from pmr_batch.moderate import moderate
from pmr_batch.passwords import NONE, Passwords
from pmr_batch.produce import produce
from pmr_batch.produce.draft_forms import FORMS
from pmr_batch.produce.run_summary import summary_of
from pmr_batch.read import read_returns
from pmr_batch.records.json_form import as_json
from pmr_batch.records.kept_runs import earlier_runs
from pmr_batch.records.made_files import MadeFiles, hash_of
from pmr_batch.records.run_key import run_key
from pmr_batch.settings.trust_file import TRUST_FILE, read_trust
from pmr_batch.settings.trust_settings import Cycle, Settings
from pmr_batch.validate import validate
from pmr_batch.words import listed


@dataclass(frozen=True)
class RunResult(FinishedRun):
    """A run that was done, with its result."""

    moderated: Moderated


def run(  # noqa: PLR0913  (one argument an option)
    folder: Path,
    cycle_name: str,
    round_: Round,
    as_of: date,
    executor: Executor,
    progress: Callable[[str], None] = lambda _: None,
    *,
    confirmed: date | None = None,
    passwords: Passwords = NONE,
) -> RunResult:
    """Moderate a round of a cycle; output/<cycle>/<round> then holds this run and no other, and the ledger records it.

    What the committee decided after earlier runs of the round, appeals too, is one more of its inputs. `confirmed` is
    an as-of date that is meant although it looks like a slip (see `run_date`); `passwords` are those that returns and
    the committee's workbook are protected with. Raises UsageError, SettingsError,
    RuleCrash, TemplateError, LedgerError or OutputError when it cannot be done.
    """
    settings_as_read = hash_of(folder / TRUST_FILE)
    settings = read_trust(folder)
    in_use = templates.in_use(folder)
    cycle = find_cycle(settings, cycle_name, round_)
    returns_folder, output = incoming(folder, cycle), folder / OUTPUT / cycle.slug / round_.value
    check_run_date(output, cycle, round_, as_of, confirmed)
    _check_passwords(passwords, settings)
    room_for_names(output / FORMS / max(settings.academies, key=len, default=""))
    with locked(folder):
        key = partial(run_key, folder, returns_folder, output, cycle.name, as_of, confirmed)
        made_from = key() if hash_of(folder / TRUST_FILE) == settings_as_read else None
        recorded = records.recorded_decisions(folder, cycle.name, round_.value)
        progress("reading the returns")
        returns = read_returns(returns_folder, cycle, settings, executor)
        numbers = numbers_since(recorded, settings, returns)
        settings = replace(settings, notices=(*settings.notices, *renumbered_notices(numbers, recorded)))
        decided = {decision.payroll_number: decision for decision in decided_since(recorded, numbers)}
        recorded_appeals = records.recorded_appeals(folder, cycle.name, round_.value, verified=True)
        appealed = appeals_since(recorded_appeals, numbers)
        appeals = {appeal.payroll_number: appeal for appeal in appealed}
        progress("validating")
        validated = validate(returns, settings, as_of, round_)
        progress("merging")
        settled = {number for number, decision in decided.items() if decision.is_settled}
        merged = merge(returns, validated, settings, cycle, round_, as_of, settled)
        progress("moderating")
        facts = run_facts(folder, returns, settings, cycle, round_, as_of, decided, appeals)
        facts = replace(facts, made_from=made_from if made_from == key() else None)
        before = earlier_runs(output, _outputs_before(folder, settings, cycle, round_), facts.fingerprint)
        before = replace(earlier_since(before, settings, returns), decided=decided, appeals=appeals)
        moderated = moderate(facts, merged, validated, returns, settings, cycle, before)
        progress("producing forms, returns, committee workbook and report")
        made = MadeFiles.recorded(folder)
        produced = produce(made, output, moderated, merged, returns, settings, in_use, executor, passwords)
        _record(folder, moderated, produced.rows)
    return RunResult(output, summary_of(moderated), produced.placed, workbooks_out(output, made), moderated)


def _check_passwords(passwords: Passwords, settings: Settings) -> None:
    """Where returns are protected, all are, each with the academy's own password."""
    without = [code for code in settings.academies if passwords.of(code) is None]
    if passwords.of_academies and without:
        raise UsageError(
            f"--encrypt-with: no password of {listed(without)}; write a line of each, such as `{without[0]}: …`, so "
            "that no return goes back unprotected"
        )


def _outputs_before(folder: Path, settings: Settings, cycle: Cycle, round_: Round) -> Iterator[Path]:
    """Where the same round of the cycles before left its files, the latest first."""
    before = settings.before(cycle)
    while before is not None:
        yield folder / OUTPUT / before.slug / round_.value
        before = settings.before(before)


def _record(folder: Path, moderated: Moderated, rows: str) -> None:
    """The run as an entry of the ledger, once its files are there; the same run again adds nothing."""
    run = moderated.run
    body = as_json(
        {
            "cycle": run.cycle,
            "round": run.round,
            "run": run.run,
            "fingerprint": run.fingerprint,
            "as_of": run.as_of,
            "version": run.version,
            "inputs": [{"path": file.path, "sha256": file.sha256, "state": file.state} for file in moderated.files],
            "rows": rows,
        }
    )
    last = records.entries(folder, records.RUN, run.cycle, run.round.value)[-1:]
    if [entry.body for entry in last] != [body]:
        records.append(folder, [(records.RUN, body)])


def run_facts(  # noqa: PLR0913, PLR0917  (all that a run is made from)
    folder: Path,
    returns: Sequence[Return],
    settings: Settings,
    cycle: Cycle,
    round_: Round,
    as_of: date,
    decided: Mapping[str, Decided],
    appeals: Mapping[str, Appeal],
) -> RunFacts:
    """Which run it is: by inputs, settings, templates, version and date, and what the committee has decided."""
    inputs: dict[str, Any] = {
        "inputs": [[return_.path, return_.sha256] for return_ in returns],
        "settings": file_hash(folder / TRUST_FILE),
        "templates": templates.fingerprints(folder),
        "version": __version__,
        "cycle": cycle.name,
        "round": round_.value,
        "as_of": as_of.isoformat(),
    }
    if decided:
        in_order = (decided[number] for number in sorted(decided))
        inputs["decisions"] = [records.decision_body(decision, cycle.name, round_.value) for decision in in_order]
    if appeals:
        lodged = (appeals[number] for number in sorted(appeals))
        inputs["appeals"] = [records.appeal_body(appeal, cycle.name, round_.value) for appeal in lodged]
    fingerprint = hashlib.sha256(json.dumps(inputs, sort_keys=True).encode()).hexdigest()
    return RunFacts(
        run=fingerprint[:8],
        fingerprint=fingerprint,
        as_of=as_of,
        cycle=cycle.name,
        round=round_,
        trust=settings.trust,
        policy=settings.policy,
        next_review=settings.next_review,
        version=__version__,
        pay_effective_from=cycle.pay_effective_from,
        own_ranges=settings.pay.own_ranges,
    )
