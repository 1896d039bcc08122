"""The status of a trust as text for the terminal: cycle by cycle, and at the end what comes next."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from datetime import date

from pmr_batch.model.cycle_status import (
    AcademyStatus,
    CycleStatus,
    DatedFile,
    LettersStatus,
    RoundState,
    RoundStatus,
    SentFile,
    SentState,
    Status,
)
from pmr_batch.model.terms import BEFORE_THE_COMMITTEE, Outcome
from pmr_batch.words import brief, counted, day, listed, short_day, when

#: Lines of sentences, and names in the table, are no longer than so many characters.
_WIDTH, _LONGEST_NAME = 112, 28
_HEADINGS = ("Code", "Academy", "Issued", "Sent in", "Ready", "Decided", "Returned", "Missing", "Other", "Last mail")
_NUMBERS = range(4, 9)
#: Outcomes that keep somebody from the committee, the most pressing first.
_NOT_BEFORE = tuple(outcome for outcome in reversed(Outcome) if outcome not in (*BEFORE_THE_COMMITTEE, Outcome.DECIDED))
_COLUMNS = (BEFORE_THE_COMMITTEE, (Outcome.DECIDED,), (Outcome.RETURNED,), (Outcome.MISSING,))


def as_text(status: Status) -> str:
    """All there is to say, for a person."""
    lines = [f"{status.trust}, {day(status.as_of)}"]
    for cycle in status.cycles:
        lines += ["", *_cycle(cycle, status.as_of)]
    if not status.cycles:
        lines += ["", "No cycle is running, and nothing is open. Name a cycle with --cycle to see it all the same."]
    return "\n".join((*lines, "", *_steps(status)))


def _cycle(cycle: CycleStatus, as_of: date) -> Iterator[str]:
    yield f"{cycle.name}: {day(cycle.starts)} to {day(cycle.ends)}"
    for round_ in cycle.rounds:
        yield f"  {round_.label}: {round_.state}"
        for line in _round(round_, as_of):
            yield from _wrapped(line, 4)
    if cycle.academies:
        yield ""
        yield from (f"  {line}" for line in _table([_HEADINGS, *map(_academy, cycle.academies)]))
        yield "  Last mail: the day on which the last mail to it was made; whether it was sent is not on record."
    if cycle.other_files:
        yield from _wrapped(f"Files that name no academy: {listed(map(_file, cycle.other_files))}.", 2)
    if cycle.letters:
        yield from _wrapped(_letters(cycle.letters, as_of), 2)


def _letters(letters: LettersStatus, as_of: date) -> str:
    kinds = listed(_kind(*kind, as_of) for kind in letters.by_kind)
    made = f" {counted(letters.made, 'letter is', 'letters are')} made." if letters.made else ""
    return f"Letters due by the last run, as of {day(letters.as_of)}: {kinds or 'none'}.{made}"


def _kind(title: str, number: int, by: date | None, as_of: date) -> str:
    first = "by" if number == 1 else "the first by"
    return f"{number:,} {title}{f' ({first} {day(by)}, {when(by, as_of)})' if by else ''}"


def _wrapped(text: str, indent: int) -> list[str]:
    """A text in lines; what follows on the first is set in further."""
    blanks = " " * indent
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=blanks,
        subsequent_indent=f"{blanks}  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


# -- a round -----------------------------------------------------------------------------------------


def _round(round_: RoundStatus, as_of: date) -> Iterator[str]:
    yield from (*_deadlines(round_, as_of), *_people(round_), *round_.notes)


def _deadlines(round_: RoundStatus, as_of: date) -> Iterator[str]:
    shown = [
        f"{deadline.what} {day(deadline.due)} ({when(deadline.due, as_of)})" for deadline in round_.deadlines_on(as_of)
    ]
    if shown:
        yield "; ".join((shown[0], *(f"{text[0].lower()}{text[1:]}" for text in shown[1:])))
    if round_.state is RoundState.NOT_BEGUN and round_.opens > as_of:
        yield f"It is run from {day(round_.opens)} on ({when(round_.opens, as_of)})"


def _people(round_: RoundStatus) -> Iterator[str]:
    if round_.last_run is None:
        return
    again = f", {round_.again:,} of them before the committee again" if round_.again else ""
    committee = (
        (round_.undecided, "before the committee and undecided"),
        (round_.put_off, f"deferred or referred back{again}"),
        (round_.decided, "decided"),
        *((round_.people.get(outcome, 0), outcome.value) for outcome in _NOT_BEFORE),
    )
    yield ", ".join(f"{number:,} {words}" for number, words in committee if number) or "Nobody is in it"


#: Outcomes that keep somebody from the committee, the most pressing first.
_NOT_BEFORE = tuple(
    outcome
    for outcome in reversed(Outcome)
    if outcome not in (*BEFORE_THE_COMMITTEE, Outcome.DECIDED, Outcome.OTHER_ROUND)
)


# -- the academies -----------------------------------------------------------------------------------


def _academy(academy: AcademyStatus) -> tuple[str, ...]:
    numbers = [sum(academy.people.get(outcome, 0) for outcome in outcomes) for outcomes in _COLUMNS]
    others = sum(academy.people.values()) - sum(numbers)
    issued = _made_on(academy.issued) or "yes" if academy.issued else "no"
    mail = _made_on(academy.last_mail) if academy.last_mail else ""
    counts = (f"{number:,}" if number else "" for number in (*numbers, others))
    return (academy.code, brief(academy.name, _LONGEST_NAME), issued, _sent_in(academy), *counts, mail)


def _made_on(file: DatedFile) -> str:
    return short_day(file.made_on) if file.made_on else ""


def _sent_in(academy: AcademyStatus) -> str:
    """The files that count, in a few words."""
    shown = [file for file in academy.sent if file.state in (SentState.READ, SentState.NEW, SentState.CHANGED)]
    refused = [file for file in academy.sent if file.state is SentState.REFUSED]
    parts = [f"{brief(file.path, _LONGEST_NAME)}, {file.state}" for file in shown]
    if refused and shown:
        parts.append(f"{len(refused)} refused")
    elif refused:
        codes = sorted({code for file in refused for code in file.codes})
        parts.append(" ".join(("refused", *codes)))
    late = [f"{counted(academy.late, 'day')} late"] if academy.late else []
    return ", ".join((*(parts or ["no return"]), *late))


def _file(file: SentFile) -> str:
    return f"{file.path} ({' '.join((file.state, *file.codes))})"


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """The rows in columns, numbers to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (
            cell.rjust(width) if at in _NUMBERS else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join(cells).rstrip()


# -- what comes next ---------------------------------------------------------------------------------


def _steps(status: Status) -> Iterator[str]:
    if not status.steps:
        yield "Nothing to do now."
        return
    yield "What comes next"
    for number, step in enumerate(status.steps, 1):
        due = f" (due {day(step.due)}, {when(step.due, status.as_of)})" if step.due else ""
        yield from _wrapped(f"{number}. {step.what}{due}", 2)
        yield from _wrapped(step.detail, 5)
        yield from ([f"     {step.command}"] if step.command else [])
