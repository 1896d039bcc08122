"""How far a cycle has come, and whether there is anything to say of it on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path

from pmr_batch.commands.folders import OUTPUT
from pmr_batch.commands.status.academies import academy_statuses
from pmr_batch.commands.status.finished_runs import FinishedRun, finished_run
from pmr_batch.commands.status.incoming_files import SentFiles, incoming_files
from pmr_batch.commands.status.recorded import Recorded, RecordedCycle
from pmr_batch.commands.status.rounds import round_status, rounds_of, with_decisions
from pmr_batch.files import files_within
from pmr_batch.model.cycle_status import CycleStatus, LettersStatus, RoundState
from pmr_batch.model.findings import Person, ToDo
from pmr_batch.model.terms import Outcome, Round
from pmr_batch.policy.roles import round_of
from pmr_batch.settings.trust_settings import Cycle, Settings

#: So many days before it starts, a cycle is prepared.
DAYS_BEFORE = 45
#: So long before its day, what falls due is told.
_SOON = timedelta(14)
#: So long after a cycle's end, what academies have not sent or corrected is still asked for; then only what the
#: committee has left open; and after two years nothing, unless the cycle is named.
_ONE_YEAR, _TWO_YEARS = timedelta(365), timedelta(731)
_LETTERS = "letters"
_Runs = Mapping[Round, FinishedRun]


def is_looked_at(cycle: Cycle, as_of: date) -> bool:
    """Whether a cycle may have anything to say on a day."""
    return cycle.starts - timedelta(DAYS_BEFORE) <= as_of <= cycle.ends + _TWO_YEARS


def is_shown(status: CycleStatus, as_of: date) -> bool:
    """Whether a cycle is running, or has anything open."""
    if as_of <= status.ends or any(round_.is_incomplete for round_ in status.rounds):
        return True
    if as_of > max(status.ends + _ONE_YEAR, status.last_day):
        return False
    begun = [round_ for round_ in status.rounds if round_.last_run]
    waiting = any(
        round_.last_run.since or round_.people.get(Outcome.RETURNED) or round_.people.get(Outcome.MISSING)
        for round_ in begun
        if round_.last_run
    )
    has_begun = begun or any(academy.issued or academy.sent for academy in status.academies)
    not_run = any(round_.state is RoundState.NOT_BEGUN for round_ in status.rounds)
    return bool(waiting or (not_run and (has_begun or as_of <= status.last_day)))


def cycle_status(folder: Path, settings: Settings, cycle: Cycle, recorded: Recorded, as_of: date) -> CycleStatus:
    """A cycle on a day, by the ledger, by what the last runs left, and by what lies in the folder."""
    of_cycle = RecordedCycle(folder, settings, cycle, recorded)
    runs = {
        round_: run
        for round_ in rounds_of(cycle)
        if recorded.runs_of(cycle, round_) and (run := finished_run(of_cycle.output(round_)))
    }
    expected = {round_ for rounds in of_cycle.expected_rounds.values() for round_ in rounds}
    sent = SentFiles(incoming_files(folder, cycle), settings, cycle)
    rounds = tuple(
        round_status(of_cycle, round_, runs.get(round_), sent)
        for round_ in rounds_of(cycle)
        if round_ in expected or recorded.runs_of(cycle, round_)
    )
    last = _last(runs, of_cycle)
    files = sent.after(last)
    people = _people(runs, last, of_cycle) if last else []
    academies = tuple(academy_statuses(of_cycle, rounds, files, people, as_of))
    known = {academy.code for academy in academies}
    return CycleStatus(
        name=cycle.name,
        slug=cycle.slug,
        starts=cycle.starts,
        ends=cycle.ends,
        rounds=rounds,
        academies=academies,
        other_files=tuple(file for file in files if file.academy not in known),
        letters=_letters(last, folder / OUTPUT / cycle.slug),
        coming=_coming(last, as_of),
    )


def _last(runs: _Runs, of_cycle: RecordedCycle) -> FinishedRun | None:
    """The run of the cycle that was made last."""
    last = max(runs, key=lambda round_: of_cycle.recorded.runs_of(of_cycle.cycle, round_)[-1].number, default=None)
    return runs[last] if last else None


def _people(runs: _Runs, last: FinishedRun, of_cycle: RecordedCycle) -> Iterable[Person]:
    """Everybody in the last run of the cycle; those of another round as that one's own last run has them."""
    cycle, recorded = of_cycle.cycle, of_cycle.recorded
    in_force = {number: decided for round_ in runs for number, decided in recorded.in_force(cycle, round_).items()}
    of_own_round = {
        (person.academy, person.payroll_number): person
        for round_, run in runs.items()
        for person in run.people
        if round_of(person.role) is round_
    }
    people = (
        of_own_round.get((person.academy, person.payroll_number), person)
        if person.outcome is Outcome.OTHER_ROUND
        else person
        for person in last.people
    )
    return with_decisions(people, in_force)


def _letters(last: FinishedRun | None, output: Path) -> LettersStatus | None:
    """The letters that were due by the last run; None where it did not count them."""
    if last is None or last.record.letters_due is None:
        return None
    made = sum(1 for folder in output.glob(f"*/{_LETTERS}") for path in files_within(folder) if path.suffix == ".docx")
    return LettersStatus(last.record.as_of, last.record.letters_due, made)


def _coming(last: FinishedRun | None, as_of: date) -> tuple[ToDo, ...]:
    """What was not due yet by the last run, and falls due soon; what has become late since is for the next run."""
    if last is None:
        return ()
    return tuple(cell for cell in last.record.to_do if as_of <= cell.due <= as_of + _SOON)
