"""How far the cycles of a trust have come: what was issued, sent in, run, decided and told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

from pmr_batch.model.findings import ToDo
from pmr_batch.model.letters_due import LettersDue
from pmr_batch.model.run_facts import FINAL_REVIEWS_BY, PAY_DECISIONS_BY, Deadline
from pmr_batch.model.terms import Outcome, Round
from pmr_batch.words import counted, day, listed

#: A deadline is shown until so long after it.
_SHOWN_FOR = timedelta(31)


class RoundState(StrEnum):
    """How far a round has come."""

    NOT_BEGUN = "not begun"
    RUN = "run"
    WITH_THE_COMMITTEE = "with the committee"
    PARTLY_DECIDED = "partly decided"
    DECIDED = "decided"


class SentState(StrEnum):
    """What is known of a file in incoming, by the last run and by what lies there now."""

    READ = "read"
    REFUSED = "refused"
    SUPERSEDED = "superseded"
    SKIPPED = "no workbook"
    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"


#: The states of files that the last run has not seen as they are now.
SINCE_THE_RUN = (SentState.NEW, SentState.CHANGED, SentState.GONE)


@dataclass(frozen=True)
class SentFile:
    """A file in incoming, by its path there; `academy` is the one it names, `codes` are why it is refused."""

    path: str
    state: SentState
    academy: str | None = None
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class DatedFile:
    """A file by its path below the trust folder, and the day on which it was made last; None where nobody noted it."""

    path: str
    made_on: date | None


@dataclass(frozen=True)
class AcademyStatus:
    """An academy in a cycle; `rounds` are those in which its people are decided, by the staff list.

    `sent` are its files in incoming. `late` is the number of days since its return was expected, None where it came or
    is not expected yet. `last_mail` is the last mail to it that was made; nobody knows whether it was sent. `people`
    are counted by their outcome in the last runs, or as decided where they were since.
    """

    code: str
    name: str
    issued: DatedFile | None
    sent: tuple[SentFile, ...]
    late: int | None
    last_mail: DatedFile | None
    people: Mapping[Outcome, int]
    rounds: tuple[Round, ...] = ()

    @property
    def late_words(self) -> str:
        """RIV (5 days late; last mail RIV reminder.eml, made on 16 October 2026)."""
        mail = "no mail made"
        if self.last_mail and self.last_mail.made_on:
            mail = f"last mail {self.last_mail.path.rpartition('/')[2]}, made on {day(self.last_mail.made_on)}"
        return f"{self.code} ({counted(self.late or 0, 'day')} late; {mail})"

    @property
    def has_return(self) -> bool:
        """Whether a file of it lies in incoming that was read, or has not been looked at yet."""
        return any(file.state in (SentState.READ, SentState.NEW, SentState.CHANGED) for file in self.sent)


@dataclass(frozen=True)
class LastRun:
    """The last run of a round: its number and date, the day on which it was made, and what has come in since.

    `is_whole` is false where it was cut off, or its files were altered.
    """

    run: str
    as_of: date
    made_on: date
    is_whole: bool
    since: tuple[SentFile, ...]

    @property
    def words(self) -> str:
        """Which it is, and what has come in since."""
        cut_off = "" if self.is_whole else "; it was cut off, or what it left was altered"
        came_in = self.since_words or "nothing has come in"
        run = f"Last run {self.run}, as of {day(self.as_of)}, made on {day(self.made_on)}"
        return f"{run}{cut_off}; since then {came_in}"

    @property
    def since_words(self) -> str:
        """2 returns are new, 1 is changed."""
        counts = Counter(file.state for file in self.since)
        shown = [(state, counts[state]) for state in SINCE_THE_RUN if counts[state]]
        parts = [f"{number:,} {'is' if number == 1 else 'are'} {state}" for state, number in shown[1:]]
        first = [counted(number, f"return is {state}", f"returns are {state}") for state, number in shown[:1]]
        return ", ".join((*first, *parts))


@dataclass(frozen=True)
class DatedPayroll:
    """A payroll file by its number: how many rows it has, and the day on which it was made."""

    number: int
    rows: int
    made_on: date


@dataclass(frozen=True)
class OutWorkbook:
    """A committee's workbook that somebody has written in or copied, by its path below the trust folder.

    `decisions` is how many rows have one, `not_taken` how many of these the ledger does not have, `appeals` how many of
    the appeals entered in it the ledger does not have; None where the workbook cannot be read.
    """

    path: str
    decisions: int | None
    not_taken: int | None
    appeals: int | None = 0

    @property
    def words(self) -> str:
        """Where it is, and what of it is taken in."""
        if self.not_taken is None:
            return f"{self.path} is out with the committee, and cannot be read"
        appeals = f"; {counted(self.appeals, 'appeal')} not taken in yet" if self.appeals else ""
        if not self.decisions:
            return f"{self.path} is out with the committee: no decision in it yet{appeals}"
        taken = f"{self.not_taken:,} not taken in yet" if self.not_taken else "all taken in"
        return f"{self.path} is out with the committee: {counted(self.decisions, 'decision')}, {taken}{appeals}"

    @property
    def to_take(self) -> str:
        """What it holds that is not taken in; blank where there is nothing."""
        counts = ((self.not_taken or 0, "decision"), (self.appeals or 0, "appeal"))
        return listed(counted(number, what) for number, what in counts if number)


@dataclass(frozen=True)
class RoundStatus:
    """A round of a cycle; all counts are of people.

    `people` are those whose pay it decides, by outcome, as for an academy. `put_off` are deferred or referred back;
    `again` are those of them whom the last run has put before the committee again. Of those who are `decided`, nothing
    is told to anybody yet of the `unconfirmed`, whose pay point is not sure; some lack a document, or a row for payroll
    that is to be told to it (`untold`, posts); some have `left` before the pay begins; and of some the appeal has no
    outcome yet. `opens` is the first day on which the round is usually run. `to_correct` are the academies with people
    who are returned, `handed_in` is the workbook with decisions that was taken in last, by its path below the trust
    folder.
    """

    round: Round
    state: RoundState
    opens: date
    deadlines: tuple[Deadline, ...]
    last_run: LastRun | None = None
    people: Mapping[Outcome, int] = field(default_factory=dict)
    undecided: int = 0
    put_off: int = 0
    again: int = 0
    decided: int = 0
    unconfirmed: int = 0
    without_documents: int = 0
    untold: int = 0
    left: int = 0
    pending_appeals: int = 0
    payroll: tuple[DatedPayroll, ...] = ()
    out: tuple[OutWorkbook, ...] = ()
    committee_workbook: str | None = None
    handed_in: str | None = None
    to_correct: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """October round."""
        return f"{self.round.value.capitalize()} round"

    @property
    def notes(self) -> tuple[str, ...]:
        """What there is to say of its last run, the committee's workbooks, and what was made of its decisions."""
        of_decided = (
            (self.unconfirmed, "wait for a pay point to be confirmed"),
            (self.without_documents, "have no form or letter yet"),
            (self.left, "have left before the pay takes effect"),
        )
        untold = f"Payroll was not told of {counted(self.untold, 'post')} yet"
        appeals = counted(self.pending_appeals, "appeal has", "appeals have")
        return (
            *([self.last_run.words] if self.last_run else []),
            *(workbook.words for workbook in self.out),
            *(f"Of the decided, {number:,} {words}" for number, words in of_decided if number),
            *(
                f"Payroll file {file.number}: {counted(file.rows, 'post')}, made on {day(file.made_on)}"
                for file in self.payroll
            ),
            *([untold] if self.untold else []),
            *([f"{appeals} no outcome yet"] if self.pending_appeals else []),
        )

    def deadlines_on(self, day_: date) -> tuple[Deadline, ...]:
        """Those that are to come on a day, or passed in the month before; pay decisions until they are taken."""
        return tuple(
            deadline
            for deadline in self.deadlines
            if deadline.due >= day_ - _SHOWN_FOR
            or (deadline.what == PAY_DECISIONS_BY and self.state is not RoundState.DECIDED)
        )

    def due(self, what: str) -> date | None:
        """A deadline of the round; None where the trust sets none."""
        return next((deadline.due for deadline in self.deadlines if deadline.what == what), None)

    @property
    def returns_due(self) -> date | None:
        """By when returns are expected: once final reviews are complete."""
        return self.due(FINAL_REVIEWS_BY)

    @property
    def decisions_due(self) -> date | None:
        """By when pay is to be decided."""
        return self.due(PAY_DECISIONS_BY)

    @property
    def not_taken(self) -> int:
        """Decisions that were entered in a workbook and not taken in."""
        return sum(workbook.not_taken or 0 for workbook in self.out)

    @property
    def is_incomplete(self) -> bool:
        """Whether the committee, or what comes of its decisions, is not through."""
        through = not (self.undecided or self.put_off or self.unconfirmed or self.pending_appeals)
        told = not (self.without_documents or self.untold)
        return not (through and told) or any(workbook.not_taken != 0 or workbook.appeals for workbook in self.out)


@dataclass(frozen=True)
class LettersStatus:
    """The letters that were due by the returns of the last run of a cycle, and how many letters are there."""

    as_of: date
    due: tuple[LettersDue, ...]
    made: int

    @property
    def count(self) -> int:
        """All that were due."""
        return sum(letters.count for letters in self.due)

    @property
    def by_kind(self) -> tuple[tuple[str, int, date | None], ...]:
        """The title of each kind, how many there are, and the first day by which one is due, if any."""
        titles = dict.fromkeys(letters.title for letters in self.due)
        of_kind = {title: [letters for letters in self.due if letters.title == title] for title in titles}
        return tuple(
            (title, sum(part.count for part in parts), min((part.by for part in parts if part.by), default=None))
            for title, parts in of_kind.items()
        )


@dataclass(frozen=True)
class CycleStatus:
    """A cycle: its rounds, its academies, the files in incoming that name none of them, and its letters.

    `letters` is None where no run has counted them. `coming` are the cells that fall due soon, by the last run.
    """

    name: str
    slug: str
    starts: date
    ends: date
    rounds: tuple[RoundStatus, ...]
    academies: tuple[AcademyStatus, ...]
    other_files: tuple[SentFile, ...]
    letters: LettersStatus | None
    coming: tuple[ToDo, ...] = ()

    @cached_property
    def last_day(self) -> date:
        """The last of its own days and of its deadlines."""
        return max((self.ends, *(deadline.due for round_ in self.rounds for deadline in round_.deadlines)))

    @cached_property
    def to_issue(self) -> tuple[str, ...]:
        """The codes of academies to which nothing was issued, and that have sent nothing either."""
        return tuple(academy.code for academy in self.academies if not academy.issued and not academy.has_return)


@dataclass(frozen=True)
class Step:
    """One thing to do: what, what is known about it, the command for it where there is one, and by when."""

    what: str
    detail: str = ""
    command: str | None = None
    due: date | None = None


@dataclass(frozen=True)
class Status:
    """A trust on a day: its cycles that run or have something open, and what comes next, the most pressing first."""

    trust: str
    as_of: date
    cycles: tuple[CycleStatus, ...]
    steps: tuple[Step, ...]
