"""What comes next, as a command where there is one: the most pressing first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from pathlib import Path

from pmr_batch.commands.folders import OUTPUT
from pmr_batch.commands.status.cycles import DAYS_BEFORE
from pmr_batch.model.coming_due import lines_by_day
from pmr_batch.model.cycle_status import CycleStatus, RoundStatus, Step
from pmr_batch.settings.trust_file import TRUST_FILE
from pmr_batch.settings.trust_settings import Settings
from pmr_batch.words import counted, day, listed, shortened_list


class _Pressing(IntEnum):
    """The kinds of steps, the most pressing first: what is at hand, then what others are asked for, then what comes."""

    REPAIR = 1
    DECIDE = 2
    COMPLETE = 3
    ISSUE = 4
    RUN = 5
    CHASE = 6
    SEND_BACK = 7
    COMMITTEE = 8
    CONFIRM = 9
    LETTERS = 10
    COMING = 11
    AGAIN = 12
    PREPARE = 13


@dataclass(frozen=True)
class _Step:
    """A step, and how it is ordered."""

    pressing: _Pressing
    step: Step

    @property
    def order(self) -> tuple[int, date]:
        """The more pressing first, then by day."""
        return self.pressing, self.step.due or date.max


class NextSteps:
    """What comes next in a trust folder on a day; commands name the folder as it was named."""

    def __init__(self, folder: Path, settings: Settings, as_of: date) -> None:
        self._folder, self._settings, self._as_of = folder, settings, as_of

    def of(self, cycles: Iterable[CycleStatus]) -> tuple[Step, ...]:
        """All steps of some cycles."""
        steps = [step for cycle in cycles for step in self._of_cycle(cycle)]
        return tuple(step.step for step in sorted(steps, key=lambda step: step.order))

    def _of_cycle(self, cycle: CycleStatus) -> Iterator[_Step]:
        for round_ in cycle.rounds:
            yield from self._run(cycle, round_)
            yield from self._decisions(cycle, round_)
            yield from self._returned(cycle, round_)
            yield from self._committee(cycle, round_)
        yield from self._issue(cycle)
        yield from self._chase(cycle)
        yield from self._letters(cycle)
        yield from self._coming(cycle)
        yield from self._next_cycle(cycle)

    # -- a round -----------------------------------------------------------------------------------

    def _run(self, cycle: CycleStatus, round_: RoundStatus) -> Iterator[_Step]:
        command = self._run_command(cycle, round_)
        last, where = round_.last_run, _where(cycle, round_)
        if last is None:
            returns = [academy for academy in cycle.academies if academy.has_return and round_.round in academy.rounds]
            if returns and round_.opens <= self._as_of:
                what = f"{where}: run it, {counted(len(returns), 'return has', 'returns have')} come in"
                yield _Step(_Pressing.RUN, Step(what, "", command, round_.decisions_due))
        elif not last.is_whole:
            what = f"{where}: run it again, as the last run was cut off, or what it left was altered"
            yield _Step(_Pressing.REPAIR, Step(what, "", command, round_.decisions_due))
        elif last.since:
            what = f"{where}: run it again; since run {last.run} of {day(last.as_of)} {last.since_words}"
            files = f"{shortened_list([file.path for file in last.since])}."
            yield _Step(_Pressing.RUN, Step(what, files, command, round_.decisions_due))

    def _decisions(self, cycle: CycleStatus, round_: RoundStatus) -> Iterator[_Step]:
        where = _where(cycle, round_)
        for out in round_.out:
            command = self._command("decide", self._quoted(self._folder / out.path))
            if out.not_taken is None:
                what = f"{where}: look at {out.path}, which cannot be read"
                yield _Step(_Pressing.REPAIR, Step(what, "Restore it, or save it again in Excel.", None))
            elif out.to_take:
                what = f"{where}: take in {out.to_take} that the committee's workbook holds"
                yield _Step(_Pressing.DECIDE, Step(what, f"{out.path}.", command, round_.decisions_due))
        handed_in = self._quoted(self._folder / round_.handed_in) if round_.handed_in else "WORKBOOK"
        command = self._command("decide", handed_in)
        lacking = [
            words
            for number, words in (
                (round_.without_documents, f"{counted(round_.without_documents, 'person', 'people')} without papers"),
                (round_.untold, f"{counted(round_.untold, 'post')} that payroll was not told of"),
            )
            if number
        ]
        if lacking:
            what = f"{where}: hand the decided workbook in again, for {listed(lacking)}"
            yield _Step(_Pressing.COMPLETE, Step(what, "What is there already is not made again.", command))
        if round_.unconfirmed:
            people = counted(round_.unconfirmed, "decision")
            what = f"{where}: confirm the pay points that {people} wait for, in {TRUST_FILE}; then decide again"
            detail = "Nothing is told of them to anybody until their Status on Pay points is official or confirmed."
            yield _Step(_Pressing.CONFIRM, Step(what, detail, command, round_.decisions_due))

    def _returned(self, cycle: CycleStatus, round_: RoundStatus) -> Iterator[_Step]:
        since_run = {file.academy for file in round_.last_run.since} if round_.last_run else set()
        codes = [code for code in round_.to_correct if code not in since_run]
        if codes:
            what = f"{_where(cycle, round_)}: send back {counted(len(codes), 'return')} with errors to correct"
            folder = f"{OUTPUT}/{cycle.slug}/{round_.round.value}/returns"
            detail = f"{shortened_list(codes)}: workbook, findings and a mail to each are in {folder}."
            yield _Step(_Pressing.SEND_BACK, Step(what, detail, None, round_.decisions_due))

    def _committee(self, cycle: CycleStatus, round_: RoundStatus) -> Iterator[_Step]:
        where = _where(cycle, round_)
        undecided = round_.undecided + round_.again - round_.not_taken
        if undecided > 0 and not round_.out:
            what = f"{where}: take the workbook to the pay committee, with {counted(undecided, 'row')} to decide"
            yield _Step(_Pressing.COMMITTEE, Step(what, f"{round_.committee_workbook}.", None, round_.decisions_due))
        elif undecided > 0:
            what = f"{where}: the committee has {counted(undecided, 'row')} left to decide"
            files = f"{shortened_list([out.path for out in round_.out])}."
            yield _Step(_Pressing.COMMITTEE, Step(what, files, None, round_.decisions_due))
        if round_.pending_appeals:
            what = f"{where}: have {counted(round_.pending_appeals, 'appeal')} heard, and enter the outcome on Appeals"
            detail = "By whom they are heard, says the Pay Policy."
            if round_.committee_workbook:
                detail = f"{round_.committee_workbook}. {detail}"
            yield _Step(_Pressing.COMMITTEE, Step(what, detail, None))
        waiting = round_.put_off - round_.again
        if waiting:
            people = counted(waiting, "person", "people")
            what = f"{where}: run it again once what was asked for is there, for {people} deferred or referred back"
            yield _Step(_Pressing.AGAIN, Step(what, "", self._run_command(cycle, round_), round_.decisions_due))

    # -- a cycle -----------------------------------------------------------------------------------

    def _issue(self, cycle: CycleStatus) -> Iterator[_Step]:
        codes = cycle.to_issue
        if not codes or self._as_of > cycle.last_day:
            return
        every = len(codes) == len(cycle.academies)
        named = () if every else tuple(f"--academy {code}" for code in codes)
        command = self._command("issue", f"--cycle {cycle.slug}", *named)
        what = f"{cycle.name}: hand out {'the workbooks' if every else counted(len(codes), 'workbook')}"
        detail = "" if every else f"{shortened_list(codes)}: nothing was issued, and nothing has come in."
        begun = cycle.starts <= self._as_of
        yield _Step(_Pressing.ISSUE if begun else _Pressing.PREPARE, Step(what, detail, command, cycle.starts))

    def _chase(self, cycle: CycleStatus) -> Iterator[_Step]:
        is_over = self._as_of > cycle.last_day
        late = [academy for academy in cycle.academies if academy.late and (academy.issued or is_over)]
        if not late:
            return
        what = f"{cycle.name}: chase {counted(len(late), 'return')} that did not come, or cannot be used"
        academies = shortened_list([academy.late_words for academy in late])
        stale = [round_ for round_ in cycle.rounds if round_.last_run and round_.last_run.as_of < self._as_of]
        mails = " A run makes the reminders to send." if stale else ""
        command = self._run_command(cycle, stale[0]) if stale else None
        yield _Step(_Pressing.CHASE, Step(what, f"{academies}.{mails}", command))

    def _letters(self, cycle: CycleStatus) -> Iterator[_Step]:
        letters = cycle.letters
        if letters is None or not letters.count:
            return
        what = f"{cycle.name}: see which letters are due, {counted(letters.count, 'was', 'were')} by the last run"
        by = min((due.by for due in letters.due if due.by), default=None)
        command = self._command("letters", f"--cycle {cycle.slug}", "--list")
        kinds = listed(f"{title}: {number:,}" for title, number, _ in letters.by_kind)
        yield _Step(_Pressing.LETTERS, Step(what, f"{kinds}.", command, by))

    def _coming(self, cycle: CycleStatus) -> Iterator[_Step]:
        if not cycle.coming:
            return
        academies = shortened_list(sorted({cell.academy or "no academy" for cell in cycle.coming}))
        what = f"{cycle.name}: remind {academies} of what falls due within two weeks"
        detail = f"{'; '.join(lines_by_day(cycle.coming))}. By the last run; whoever has done it since need do nothing."
        yield _Step(_Pressing.COMING, Step(what, detail, None, min(cell.due for cell in cycle.coming)))

    def _next_cycle(self, cycle: CycleStatus) -> Iterator[_Step]:
        own = self._settings.cycles[cycle.name]
        of_group = [other for other in self._settings.cycles.values() if other.teaching == own.teaching]
        is_last = all(other.starts <= own.starts for other in of_group)
        if is_last and (own.ends - self._as_of).days <= DAYS_BEFORE:
            what = f"Add the cycle that follows {cycle.name} to the sheet Cycles of {TRUST_FILE}"
            yield _Step(_Pressing.PREPARE, Step(what, "Its workbooks can be handed out then.", None, own.ends))

    # -- commands ------------------------------------------------------------------------------------

    def _run_command(self, cycle: CycleStatus, round_: RoundStatus) -> str:
        return self._command("run", f"--cycle {cycle.slug}", f"--round {round_.round.value}")

    def _command(self, name: str, *options: str) -> str:
        folder = [] if self._folder == Path() else [f"--folder {self._quoted(self._folder)}"]
        return " ".join(("pmr-batch", name, *options, *folder))

    @staticmethod
    def _quoted(path: Path) -> str:
        """A path as a shell takes it, on Windows too."""
        text = str(path)
        return text if re.fullmatch(r"[\w./\\:~-]+", text) else f'"{text}"'


def _where(cycle: CycleStatus, round_: RoundStatus) -> str:
    return f"{cycle.name}, {round_.label}"
