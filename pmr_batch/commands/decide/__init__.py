"""The committee's decisions, taken in from its workbook: recorded, and told to payroll, academies and employees.

- sheet: Recommendations as it came back
- which, sitting: the round that its run number is of
- compare: is it as the run made it, beside the committee's columns
- asked, priced, decisions: each row's decision, whole and priced, or named with what is wrong
- against: held against what was decided before
- papers: what comes of it, in decided/
- taken: what came of it, for whoever asked
- told: the same in words
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from datetime import date
from pathlib import Path
from typing import Any

from pmr_batch import __version__, records
from pmr_batch.commands.decide.alterations import compare, made_by
from pmr_batch.commands.decide.committee_decisions import read_decisions
from pmr_batch.commands.decide.decided_files import Papers, make_papers, put
from pmr_batch.commands.decide.decided_round import Sitting
from pmr_batch.commands.decide.earlier_decisions import EarlierDecisions, Held, hold
from pmr_batch.commands.decide.recommendations_sheet import CameBack, read_back
from pmr_batch.commands.decide.result import Taken, altered, taken
from pmr_batch.commands.decide.run_lookup import DECIDED, OfRound, of_run
from pmr_batch.errors import UsageError
from pmr_batch.files import file_hashes, locked, staged, sweep
from pmr_batch.model.decision import Decided
from pmr_batch.model.earlier_runs import Kept
from pmr_batch.model.run_facts import RunFacts
from pmr_batch.produce.committee.recommendations import run_fields
from pmr_batch.records.json_form import as_json
from pmr_batch.settings.trust_file import read_trust
from pmr_batch.settings.trust_settings import Settings

__all__ = ["Taken", "decide"]

Progress = Callable[[str], None]


def decide(
    workbook: Path,
    folder: Path,
    as_of: date,
    executor: Executor,
    *,
    amend: bool = False,
    progress: Progress = lambda _: None,
) -> Taken:
    """Take in the decisions of a committee's workbook; output/<cycle>/<round>/decided then holds what comes of them.

    Raises UsageError, SettingsError, RuleCrash, TemplateError, LedgerError or OutputError where it cannot be done.
    """
    settings = read_trust(folder)
    progress("reading the workbook")
    back = read_back(workbook, executor)
    found = of_run(folder, settings, back.run, back.name, amend=amend)
    of_round, kept = found.of_round, found.kept
    sitting = Sitting(folder, settings, of_round, _facts(settings, of_round, found.last, as_of), executor)
    fields = run_fields(_facts(settings, of_round, kept, as_of))
    with locked(of_round.output):
        progress("comparing it with what the run made")
        compared = compare(back, made_by(kept.recommendations, fields), kept.recommendations)
        if compared.altered:
            return altered(sitting, back, kept, compared)
        read = read_decisions(back, compared.people, settings, of_round.cycle, of_round.round, as_of)
        history = records.recorded_decisions(folder, sitting.run.cycle, sitting.run.round.value)
        before = EarlierDecisions.of(history, kept.run, found.last.run)
        held = hold(back, read, compared.people, before, amend=amend)
        history = [*history, *held.to_record]
        _check_academies(history, settings)
        progress("making forms, payroll file and the academies' sheets")
        papers = _take(sitting, back, held, history) if history else None
    return taken(sitting, back, kept, compared, read, held, history, papers)


def _take(sitting: Sitting, back: CameBack, held: Held, history: Sequence[Decided]) -> Papers:
    """Make the papers, record the decisions with them, then put the papers in their place."""
    sweep(sitting.of_round.output)
    sitting.room.mkdir(exist_ok=True)
    with staged(sitting.room) as place:
        papers = make_papers(place, sitting, history, str(back.run))
        if entries := _entries(sitting, back, held, papers):
            records.append(sitting.folder, entries)
        put(papers, place, sitting.room)
    return papers


def _entries(sitting: Sitting, back: CameBack, held: Held, papers: Papers) -> list[tuple[str, dict[str, Any]]]:
    """Each decision that the ledger does not have, and the documents; nothing where both are as the last time."""
    cycle, round_ = sitting.run.cycle, sitting.run.round.value
    added = [(records.DECISION, records.decision_body(one, cycle, round_)) for one in held.to_record]
    documents = file_hashes({f"{DECIDED}/{path}": sha256 for path, sha256 in papers.files.items()})
    body = {
        "cycle": cycle,
        "round": round_,
        "run": back.run,
        "workbook": {"name": back.name, "sha256": back.sha256},
        "documents": as_json(documents),
    }
    last = records.entries(sitting.folder, records.DECIDE, cycle, round_)[-1:]
    same = not added and [one.body["documents"] for one in last] == [body["documents"]]
    return [] if same else [*added, (records.DECIDE, body)]


def _check_academies(history: Sequence[Decided], settings: Settings) -> None:
    gone = sorted({one.academy for one in history} - set(settings.academies))
    if gone:
        raise UsageError(
            f"{', '.join(gone)}: decisions were taken there, and {settings.where} has no such academy any more; "
            "put it back on Academies"
        )


def _facts(settings: Settings, of_round: OfRound, kept: Kept, as_of: date) -> RunFacts:
    """The run whose rows were decided, with the day on which its decisions are taken in."""
    return RunFacts(
        run=kept.run,
        fingerprint=kept.fingerprint,
        as_of=as_of,
        cycle=of_round.cycle.name,
        round=of_round.round,
        trust=settings.trust,
        policy=settings.policy,
        next_review=settings.next_review,
        version=__version__,
        pay_effective_from=of_round.cycle.pay_effective_from,
    )
