"""What trust HR does next, from what a run found; the most pressing first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from pmr_batch.model.deadlines import Timing
from pmr_batch.model.round import Moderated
from pmr_batch.model.terms import FileState, Outcome, Severity
from pmr_batch.words import counted, shortened_list

#: An academy that sent nothing; a person whom the academy's return leaves out.
_UNSENT, _LEFT_OUT = "PM021", "PM207"


@dataclass(frozen=True)
class NextStep:
    """One thing to do, and what is known about it."""

    text: str
    detail: str = ""


def next_steps(moderated: Moderated) -> Iterator[NextStep]:
    """All there is to do; nothing where nobody came in."""
    yield from _returns(moderated)
    yield from _people(moderated)
    yield from _settings(moderated)
    if moderated.recommendations:
        yield NextStep(
            "Take the committee workbook to the pay committee: "
            f"{counted(len(moderated.recommendations), 'recommendation')}",
            "It lies in the folder committee; its Contents say what each sheet answers, and how to decide.",
        )
    if moderated.pending_appeals:
        yield NextStep(
            f"Have {counted(len(moderated.pending_appeals), 'appeal')} against pay decisions heard",
            "By whom, says the Pay Policy. Enter the outcome on Appeals of the committee workbook, and take it in with "
            "`pmr-batch decide`.",
        )


def _returns(moderated: Moderated) -> Iterator[NextStep]:
    unsent = {finding.academy for finding in moderated.open_findings(_UNSENT)}
    absent = [academy.name for academy in moderated.academies if academy.code in unsent]
    if absent:
        yield NextStep(f"Ask for {counted(len(absent), 'return')} that did not come", f"{shortened_list(absent)}.")
    refused = [file.path for file in moderated.files if file.state is FileState.REFUSED]
    if refused:
        yield NextStep(
            f"Look into {counted(len(refused), 'refused file')}",
            "Why each was refused stands under Files. Ask for a new one where no other stands for its academy.",
        )


def _people(moderated: Moderated) -> Iterator[NextStep]:
    totals = Counter(person.outcome for person in moderated.people)
    if totals[Outcome.RETURNED]:
        names = [academy.name for academy in moderated.academies if academy.outcomes.get(Outcome.RETURNED)]
        yield NextStep(
            f"Ask {counted(len(names), 'academy', 'academies')} for corrections: "
            f"{counted(totals[Outcome.RETURNED], 'person has', 'people have')} errors",
            f"{shortened_list(names)}. "
            "What goes back to each lies in the folder returns: workbook, page of findings, note.",
        )
    left_out = {
        (finding.academy, number) for finding in moderated.open_findings(_LEFT_OUT) for number in finding.people
    }
    if left_out:
        yield NextStep(
            f"Ask about {counted(len(left_out), 'person', 'people')} on the staff list whom their academies' returns "
            "leave out",
            "See Not before the committee, a sheet of the committee workbook.",
        )
    overdue = [(step.what, step.counts.get(Timing.OVERDUE, 0)) for step in moderated.lateness.by_step]
    if any(count for _, count in overdue):
        summary = ", ".join(f"{what[0].lower()}{what[1:]} {count:,}" for what, count in overdue if count)
        yield NextStep(
            f"Chase what is overdue: {summary}", "Whom to ask for what stands below, and by name on the sheet Late."
        )
    queries = sum(finding.counts and finding.severity is Severity.QUERY for finding in moderated.of_round)
    if queries:
        yield NextStep(
            f"Have {counted(queries, 'query', 'queries')} answered",
            "Each waits on Explanations in the workbook that goes back; academies answer there, and send it again.",
        )


def _settings(moderated: Moderated) -> Iterator[NextStep]:
    if moderated.not_checked:
        codes = {unchecked.code for unchecked in moderated.not_checked}
        rules = counted(len(codes), "rule was", "rules were")
        yield NextStep(f"Complete the settings: {rules} not checked", "What is missing stands under Rules not checked.")
    if moderated.notices:
        notes = counted(len(moderated.notices), "note")
        yield NextStep(f"Look at the settings: {notes} on trust.xlsx", "What was noted stands under Settings.")
