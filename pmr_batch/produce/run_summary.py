"""produce: what a run came to, as it is told when it ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from pmr_batch.model.round import Moderated
from pmr_batch.model.run_facts import FINAL_REVIEWS_BY, FileFact
from pmr_batch.model.run_summary import RunSummary
from pmr_batch.model.terms import FileState, Severity
from pmr_batch.produce.outcome_words import SHORT, SHOWN, open_counts, open_in_words
from pmr_batch.rules.not_checked import lacks
from pmr_batch.words import counted, day

_NOT_SENT = "PM021"
_HALF_A_YEAR = timedelta(183)


def summary_of(moderated: Moderated) -> RunSummary:
    """The summary of a run."""
    run, outcomes = moderated.run, Counter(person.outcome for person in moderated.people)
    severities = open_counts(moderated.of_round)
    errors, queries = counted(severities[Severity.ERROR], "error"), severities[Severity.QUERY]
    not_sent = {finding.academy for finding in moderated.open_findings(_NOT_SENT)}
    return RunSummary(
        run=run.run,
        cycle=run.cycle,
        round=run.round.value,
        outcomes=tuple((outcomes[outcome], SHORT[outcome].lower()) for outcome in SHOWN if outcomes[outcome]),
        open=f"{errors} and {counted(queries, 'query', 'queries')}",
        to_look_at=tuple(_to_look_at(moderated)),
        not_sent=tuple(academy.name for academy in moderated.academies if academy.code in not_sent),
        notices=moderated.notices,
        errors=sum(finding.counts and finding.severity is Severity.ERROR for finding in moderated.findings),
    )


def _to_look_at(moderated: Moderated) -> Iterator[str]:
    yield from _long_before(moderated)
    others = open_in_words(moderated.of_other_rounds)
    if others:
        yield f"{others} open about people of another round, counted apart"
    yield from (f"refused: {_refusal(file)}" for file in moderated.files if file.state is FileState.REFUSED)
    yield from (f"not checked: {lack.line}" for lack in lacks(moderated.not_checked))


def _long_before(moderated: Moderated) -> Iterator[str]:
    """That nobody can be ready yet: in the first run of a round, perhaps a slip in the year."""
    as_of = moderated.run.as_of
    for deadline in moderated.deadlines:
        if deadline.what == FINAL_REVIEWS_BY and deadline.due - as_of > _HALF_A_YEAR:
            yield (
                f"as of {day(as_of)}, long before final reviews are due ({day(deadline.due)}): "
                "if the date is a slip, run again with the right --as-of"
            )


def _refusal(file: FileFact) -> str:
    """Which file, and why: a reason that begins with its name says so itself."""
    return file.why if file.why.startswith(file.path) else f"{file.path}: {file.why}"
