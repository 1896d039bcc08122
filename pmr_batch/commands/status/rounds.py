"""How far a round has come: its last run, what the committee decided, what was made of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from pmr_batch.commands.committee_workbooks import EnteredAppeal, EnteredDecision, workbooks_out
from pmr_batch.commands.status.decided_papers import papers
from pmr_batch.commands.status.finished_runs import FinishedRun
from pmr_batch.commands.status.incoming_files import SentFiles
from pmr_batch.commands.status.recorded import Recorded, RecordedCycle, day_of
from pmr_batch.layout.committee_workbook import COMMITTEE
from pmr_batch.model.appeal import Appeal
from pmr_batch.model.cycle_status import (
    SINCE_THE_RUN,
    DatedPayroll,
    LastRun,
    OutWorkbook,
    RoundState,
    RoundStatus,
)
from pmr_batch.model.decision import Decided
from pmr_batch.model.findings import Person
from pmr_batch.model.terms import BEFORE_THE_COMMITTEE, Outcome, Round
from pmr_batch.policy.roles import round_of
from pmr_batch.records.decided_record import DECIDED, HANDED_IN
from pmr_batch.records.entries import Entry
from pmr_batch.settings.trust_settings import Cycle

#: The round of heads is opened so many days before the first of their own dates.
_DAYS_BEFORE_HEADS = 30
#: The outcomes that a decision of the committee takes the place of.
_OPEN = (*BEFORE_THE_COMMITTEE, Outcome.RETURNED)


def rounds_of(cycle: Cycle) -> tuple[Round, ...]:
    """The rounds in which people of a cycle are decided."""
    return (Round.OCTOBER, Round.DECEMBER) if cycle.teaching else (Round.APRIL,)


def opens(cycle: Cycle, round_: Round) -> date:
    """The first day on which a round is usually run: after the cycle's end; heads', before the first of their dates."""
    first = cycle.ends + timedelta(1)
    own = [date_ for date_ in (cycle.heads_final_reviews_by, cycle.heads_pay_decisions_by) if date_]
    if round_ is Round.DECEMBER and own:
        return max(first, min(own) - timedelta(_DAYS_BEFORE_HEADS))
    return first


def with_decisions(people: Iterable[Person], in_force: Mapping[str, Decided]) -> list[Person]:
    """The people of a run, those on whom the committee has decided since as decided."""
    settled = {number for number, decided in in_force.items() if decided.is_settled}
    return [
        replace(person, outcome=Outcome.DECIDED)
        if person.outcome in _OPEN and person.payroll_number in settled
        else person
        for person in people
    ]


def round_status(of_cycle: RecordedCycle, round_: Round, run: FinishedRun | None, sent: SentFiles) -> RoundStatus:
    """A round; `run` is what its last run left, `sent` what lies in incoming."""
    cycle, recorded, output = of_cycle.cycle, of_cycle.recorded, of_cycle.output(round_)
    in_force, payroll = recorded.in_force(cycle, round_), recorded.payroll_of(cycle, round_)
    appeals = recorded.appeals_in_force(cycle, round_)
    told = [file for _, file in payroll]
    made = papers(output / DECIDED, in_force, appeals, told, of_cycle.settings, cycle, round_)
    ready = {person.payroll_number for person in run.people if person.outcome in BEFORE_THE_COMMITTEE} if run else set()
    of_round = [person for person in run.people if round_of(person.role) is round_] if run else []
    people = with_decisions(of_round, in_force)
    put_off = [decided for decided in in_force.values() if not decided.is_settled]
    last_run = _last_run(run, recorded.runs_of(cycle, round_), sent, of_cycle.expected_rounds, round_)
    status = RoundStatus(
        round=round_,
        state=RoundState.NOT_BEGUN,
        opens=opens(cycle, round_),
        deadlines=cycle.deadlines(round_),
        last_run=last_run,
        people=Counter(person.outcome for person in people),
        undecided=len(ready - in_force.keys()),
        put_off=len(put_off),
        again=sum(_comes_again(decided, ready, last_run) for decided in put_off),
        decided=sum(decided.is_settled for decided in in_force.values()),
        unconfirmed=made.unconfirmed,
        without_documents=made.without_documents,
        untold=made.untold,
        left=made.left,
        pending_appeals=sum(appeal.is_pending for appeal in appeals.values()),
        payroll=tuple(DatedPayroll(file.number, len(file.rows), made_on) for made_on, file in payroll),
        out=tuple(_out(output, recorded, recorded.history(cycle, round_), appeals)),
        committee_workbook=_committee_workbook(run, output, recorded),
        handed_in=_handed_in(output, recorded),
        to_correct=tuple(sorted({person.academy or "" for person in people if person.outcome is Outcome.RETURNED})),
    )
    return replace(status, state=_state(status))


def _comes_again(decided: Decided, ready: Collection[str | None], last_run: LastRun | None) -> bool:
    """Whether a row that was put off stands before the committee in a later run."""
    return last_run is not None and decided.run != last_run.run and decided.payroll_number in ready


def _last_run(
    run: FinishedRun | None,
    entries: Sequence[Entry],
    sent: SentFiles,
    expected: Mapping[str, Collection[Round]],
    round_: Round,
) -> LastRun | None:
    """The last run, and what has come in since of academies with people of the round, by `expected`.

    One whose files are not there any more is not whole.
    """
    if not entries:
        return None
    last = entries[-1]
    if run is None or run.record.run != last.body["run"]:
        return LastRun(last.body["run"], date.fromisoformat(last.body["as_of"]), day_of(last.at), False, ())
    since = tuple(
        file
        for file in sent.after(run)
        if file.state in SINCE_THE_RUN and round_ in expected.get(file.academy or "", (round_,))
    )
    return LastRun(run.record.run, run.record.as_of, day_of(last.at), run.is_whole, since)


def _state(status: RoundStatus) -> RoundState:
    if status.last_run is None:
        return RoundState.NOT_BEGUN
    if any(workbook.not_taken != 0 for workbook in status.out) or (status.out and status.undecided):
        return RoundState.WITH_THE_COMMITTEE
    if status.decided and not status.undecided and not status.put_off:
        return RoundState.DECIDED
    return RoundState.PARTLY_DECIDED if status.decided or status.put_off else RoundState.RUN


def _committee_workbook(run: FinishedRun | None, output: Path, recorded: Recorded) -> str | None:
    """The workbook of the last run."""
    made = [file.path for file in run.record.files if file.path.startswith(f"{COMMITTEE}/")] if run else []
    return recorded.made.name(output / made[0]) if made else None


def _handed_in(output: Path, recorded: Recorded) -> str | None:
    """The workbook that was taken in last, as it was handed in."""
    kept = [recorded.made_on(path) for path in sorted((output / DECIDED / HANDED_IN).glob("*"))]
    return max(kept, key=lambda file: file.made_on or date.min).path if kept else None


# -- the committee's workbooks -----------------------------------------------------------------------


def _out(
    output: Path, recorded: Recorded, history: Sequence[Decided], appeals: Mapping[str, Appeal]
) -> Iterable[OutWorkbook]:
    taken = {_decision(decided) for decided in history}
    for workbook in workbooks_out(output, recorded.made):
        path = recorded.made.name(workbook.path)
        if workbook.entered is None:
            yield OutWorkbook(path, None, None, None)
            continue
        decisions = [_entered(row) for row in workbook.entered if row.decision is not None]
        not_taken = sum(decision not in taken for decision in decisions)
        untaken = sum(not _is_recorded(row, appeals) for row in workbook.appeals)
        yield OutWorkbook(path, len(decisions), not_taken, untaken)


def _is_recorded(row: EnteredAppeal, appeals: Mapping[str, Appeal]) -> bool:
    """Whether the ledger has of an appeal what is entered of it."""
    appeal = appeals.get(row.payroll_number)
    entered = {"lodged_on": row.lodged_on, "heard_on": row.heard_on, "outcome": row.outcome}
    return appeal is not None and all(
        value is None or getattr(appeal, name) == value for name, value in entered.items()
    )


def _decision(decided: Decided) -> tuple[Any, ...]:
    """What tells a decision from another on the same person."""
    decision = decided.decision
    return decided.payroll_number, decision.decision, decision.decided_on, _words(decision.reason)


def _entered(row: EnteredDecision) -> tuple[Any, ...]:
    return row.payroll_number, row.decision, row.decided_on, _words(row.reason)


def _words(reason: Any) -> Any:
    return " ".join(reason.split()) if isinstance(reason, str) else reason
