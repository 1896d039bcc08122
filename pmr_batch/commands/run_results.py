"""The result of `run` as text for the terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from pmr_batch.commands.run import RunResult
from pmr_batch.model.round import Moderated
from pmr_batch.model.run_facts import FINAL_REVIEWS_BY, FileFact
from pmr_batch.model.terms import FileState, Severity
from pmr_batch.produce.outcome_words import SHORT, SHOWN, open_counts, open_in_words
from pmr_batch.rules.not_checked import lacks
from pmr_batch.words import counted, day, listed

_HALF_A_YEAR = timedelta(183)


def run_text(result: RunResult) -> str:
    """A run in a few lines: outcomes, what is open, and where to look."""
    moderated = result.moderated
    outcomes = Counter(person.outcome for person in moderated.people)
    severities = open_counts(moderated.of_round)
    others = open_in_words(moderated.of_other_rounds)
    return "\n".join(
        (
            f"{moderated.run.cycle}, {moderated.run.round.value} round, run {moderated.run.run}",
            *_long_before(moderated),
            *(f"  {outcomes[outcome]:>6,}  {SHORT[outcome].lower()}" for outcome in SHOWN if outcomes[outcome]),
            f"  {counted(severities[Severity.ERROR], 'error')} and "
            f"{counted(severities[Severity.QUERY], 'query', 'queries')} open",
            *([f"  {others} open about people of another round, counted apart"] if others else []),
            *(f"  refused: {_refusal(file)}" for file in moderated.files if file.state is FileState.REFUSED),
            *(f"  not checked: {lack.line}" for lack in lacks(moderated.not_checked)),
            *(f"  {workbook.line}" for workbook in result.out),
            *(f"  {line}" for line in result.placed.written_in),
            *_unsent(result),
            f"Look at {result.output / 'report.html'}, and at",
            *_files(result),
        )
    )


def _long_before(moderated: Moderated) -> Iterator[str]:
    """That nobody can be ready yet: in the first run of a round, perhaps a slip in the year."""
    as_of = moderated.run.as_of
    for deadline in moderated.deadlines:
        if deadline.what == FINAL_REVIEWS_BY and deadline.due - as_of > _HALF_A_YEAR:
            yield (
                f"  as of {day(as_of)}, long before final reviews are due ({day(deadline.due)}): "
                "if the date is a slip, run again with the right --as-of"
            )


def _refusal(file: FileFact) -> str:
    """Which file, and why: a reason that begins with its name says so itself."""
    return file.why if file.why.startswith(file.path) else f"{file.path}: {file.why}"


def _unsent(result: RunResult) -> Iterator[str]:
    """The academies that have sent nothing."""
    unsent = {finding.academy for finding in result.moderated.open_findings("PM021")}
    names = [academy.name for academy in result.moderated.academies if academy.code in unsent]
    if names:
        yield f"No return yet from {counted(len(names), 'academy', 'academies')}: {listed(names)}."


def _files(result: RunResult) -> Iterator[str]:
    """Where what was made lies, folder by folder."""
    paths = sorted(result.files)
    mails = sum(path.endswith(".eml") for path in paths)
    yield from (f"  {path}" for path in paths if path.startswith("committee/"))
    yield f"  returns/  what goes back to the academies, {counted(mails, 'mail')} ready to send"
    yield f"  forms/  Appendix A, {counted(sum(path.startswith('forms/') for path in paths), 'draft')}"
    yield "  findings.xlsx  every finding"
