"""The run at a glance: report.html, one self-contained page without anybody's name."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from pmr_batch.model.deadlines import StepCount, Timing
from pmr_batch.model.earlier_runs import Kept
from pmr_batch.model.round import AcademyCount, Moderated
from pmr_batch.model.run_changes import Change, Movement
from pmr_batch.model.terms import FileState, Severity
from pmr_batch.produce.next_steps import next_steps
from pmr_batch.produce.outcome_bars import BarPart, bar_parts, outcome_parts
from pmr_batch.produce.outcome_words import SHORT, STATE, TIMING_COLOUR, open_counts, open_in_words
from pmr_batch.produce.pages import page
from pmr_batch.rules.not_checked import lacks
from pmr_batch.words import shortened_list, when

_TEMPLATE = "report.html.j2"
_MOST_FREQUENT = 12


@dataclass(frozen=True)
class AcademyLine:
    """An academy in the table, with its open errors and queries."""

    count: AcademyCount
    parts: tuple[BarPart, ...]
    people: int
    errors: int
    queries: int


@dataclass(frozen=True)
class Moves:
    """What changed since the run before, in numbers: outcomes before and now, and other movements.

    In words there are the academies with the most people who moved, the files that are new or were `sent` again,
    and those that are `gone`.
    """

    before: Kept
    people: int
    outcomes: tuple[tuple[str, str, int], ...]
    others: tuple[tuple[str, int], ...]
    academies: str
    sent: str
    gone: str


def report_page(moderated: Moderated) -> bytes:
    """report.html as UTF-8."""
    totals = Counter(person.outcome for person in moderated.people)
    return page(
        _TEMPLATE,
        m=moderated,
        run=moderated.run,
        totals=totals,
        parts=outcome_parts(totals),
        open=open_counts(moderated.of_round),
        other_rounds=_other_rounds(moderated),
        academies=_academy_lines(moderated),
        steps=tuple(next_steps(moderated)),
        deadlines=[
            (deadline.what, deadline.due, when(deadline.due, moderated.run.as_of)) for deadline in moderated.deadlines
        ],
        by_step=[(step, _timings(step)) for step in moderated.lateness.by_step],
        timings=[(timing, TIMING_COLOUR[timing]) for timing in Timing],
        academies_to_ask=[academy for academy in moderated.lateness.academies if academy.requests],
        moves=_moves(moderated),
        frequent=_most_frequent(moderated),
        to_do=sorted(Counter((task.due, task.code) for task in moderated.to_do).items()),
        rules={rule.code: rule for rule in moderated.rules},
        lacks=lacks(moderated.not_checked),
        unread=[file for file in moderated.files if file.state is not FileState.ACCEPTED],
        state=STATE,
    )


def _timings(step: StepCount) -> tuple[BarPart, ...]:
    return bar_parts((timing.value, step.counts.get(timing, 0), TIMING_COLOUR[timing], "") for timing in Timing)


def _academy_lines(moderated: Moderated) -> tuple[AcademyLine, ...]:
    counts = Counter((finding.academy, finding.severity) for finding in moderated.of_round if finding.counts)
    return tuple(
        AcademyLine(
            count=academy,
            parts=outcome_parts(academy.outcomes),
            people=sum(academy.outcomes.values()),
            errors=counts[academy.code, Severity.ERROR],
            queries=counts[academy.code, Severity.QUERY],
        )
        for academy in moderated.academies
    )


def _other_rounds(moderated: Moderated) -> str:
    """What is open of people of other rounds, in words; empty where nothing is."""
    still_open = [finding for finding in moderated.of_other_rounds if finding.counts]
    names = {academy.code: academy.name for academy in moderated.academies}
    academies = dict.fromkeys(names.get(finding.academy, "no academy") for finding in still_open)
    return f"{open_in_words(still_open)}, from {shortened_list(list(academies))}" if still_open else ""


def _most_frequent(moderated: Moderated) -> list[tuple[str, int]]:
    """Codes of open findings with their counts, the most frequent first."""
    counts = Counter(finding.code for finding in moderated.of_round if finding.counts)
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_MOST_FREQUENT]


# -- what changed ----------------------------------------------------------------------------------


def _moves(moderated: Moderated) -> Moves | None:
    """None where there was no run before."""
    before = moderated.earlier.last_run
    if before is None:
        return None
    names = {academy.code: academy.name for academy in moderated.academies}
    academies = Counter(names.get(change.person.academy, "No academy") for change in moderated.changes)
    outcomes = Counter(_from_to(change) for change in moderated.changes if change.movement is Movement.OUTCOME)
    kinds = Counter(change.movement for change in moderated.changes)
    others = tuple((kind.value, kinds[kind]) for kind in Movement if kind is not Movement.OUTCOME and kinds[kind])
    then, now = dict(before.inputs), {file.path: file.sha256 for file in moderated.files}
    return Moves(
        before,
        len(moderated.changes),
        tuple((*pair, count) for pair, count in sorted(outcomes.items(), key=lambda item: (-item[1], item[0]))),
        others,
        shortened_list(
            [f"{name} {count:,}" for name, count in sorted(academies.items(), key=lambda item: (-item[1], item[0]))]
        ),
        shortened_list([path for path, sha256 in now.items() if then.get(path) != sha256]),
        shortened_list([path for path in then if path not in now]),
    )


def _from_to(change: Change) -> tuple[str, str]:
    assert change.before is not None
    assert change.now is not None
    return SHORT[change.before.outcome], SHORT[change.now.outcome]
