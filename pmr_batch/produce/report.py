"""The run at a glance: report.html, one self-contained page without anybody's name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from pmr_batch.model import FileState, Finding, Outcome, Severity
from pmr_batch.moderated import AcademyCount, Moderated
from pmr_batch.produce.outcomes import COLOUR, PLAIN, SHORT, SHOWN, STATE, when
from pmr_batch.produce.pages import page
from pmr_batch.unchecked import lacks
from pmr_batch.words import counted

_TEMPLATE = "report.html.j2"
_MOST_FREQUENT = 12
_NAMED = 12


@dataclass(frozen=True)
class Part:
    """A part of a bar: its share of the bar in per cent."""

    outcome: Outcome
    count: int
    share: float


@dataclass(frozen=True)
class AcademyLine:
    """An academy in the table, with its open errors and queries."""

    count: AcademyCount
    parts: tuple[Part, ...]
    people: int
    errors: int
    queries: int


@dataclass(frozen=True)
class Step:
    """One thing to do next; the most pressing first."""

    text: str
    detail: str = ""


def report_page(moderated: Moderated) -> bytes:
    """report.html as UTF-8."""
    totals = Counter(person.outcome for person in moderated.people)
    return page(
        _TEMPLATE,
        m=moderated,
        run=moderated.run,
        totals=totals,
        parts=_parts(totals),
        open=_open(moderated.findings),
        academies=_academy_lines(moderated),
        steps=tuple(_steps(moderated, totals)),
        deadlines=[(one.what, one.due, when(one.due, moderated.run.as_of)) for one in moderated.deadlines],
        frequent=_most_frequent(moderated),
        to_do=sorted(Counter((one.due, one.code) for one in moderated.to_do).items()),
        rules={rule.code: rule for rule in moderated.rules},
        lacks=lacks(moderated.not_checked),
        unread=[one for one in moderated.files if one.state is not FileState.ACCEPTED],
        words={"short": SHORT, "plain": PLAIN, "colour": COLOUR, "state": STATE},
    )


def _parts(outcomes: Counter[Outcome]) -> tuple[Part, ...]:
    """The outcomes that occur, in the order shown."""
    total = sum(outcomes.values())
    return tuple(
        Part(outcome, outcomes[outcome], round(100 * outcomes[outcome] / total, 3))
        for outcome in SHOWN
        if outcomes[outcome]
    )


def _open(findings: tuple[Finding, ...]) -> Counter[Severity]:
    return Counter(finding.severity for finding in findings if finding.counts)


def _academy_lines(moderated: Moderated) -> tuple[AcademyLine, ...]:
    open_ones = Counter((one.academy, one.severity) for one in moderated.findings if one.counts)
    return tuple(
        AcademyLine(
            count=academy,
            parts=_parts(Counter(dict(academy.outcomes))),
            people=sum(academy.outcomes.values()),
            errors=open_ones[academy.code, Severity.ERROR],
            queries=open_ones[academy.code, Severity.QUERY],
        )
        for academy in moderated.academies
    )


def _most_frequent(moderated: Moderated) -> list[tuple[str, int]]:
    """Codes of open findings with their counts, the most frequent first."""
    counts = Counter(one.code for one in moderated.findings if one.counts)
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_MOST_FREQUENT]


def _steps(moderated: Moderated, totals: Counter[Outcome]) -> Iterator[Step]:
    """What trust HR does next, from what the run found."""
    absent = [one.name for one in moderated.academies if one.state is None and one.code]
    if absent:
        yield Step(f"Ask for {counted(len(absent), 'return')} that did not come", _named(absent))
    refused = [one.path for one in moderated.files if one.state is FileState.REFUSED]
    if refused:
        yield Step(
            f"Look into {counted(len(refused), 'refused file')}",
            "Why each was refused stands under Files. Ask for a new one where no other stands for its academy.",
        )
    if totals[Outcome.RETURNED]:
        where = [one.name for one in moderated.academies if one.outcomes.get(Outcome.RETURNED)]
        yield Step(
            f"Ask {counted(len(where), 'academy', 'academies')} for corrections: "
            f"{counted(totals[Outcome.RETURNED], 'person has', 'people have')} errors",
            f"{_named(where)} What goes back to each lies in the folder returns: workbook, page of findings, note.",
        )
    if totals[Outcome.MISSING]:
        yield Step(
            f"Ask about {counted(totals[Outcome.MISSING], 'person', 'people')} on the staff list, but in no return",
            "See Not before the committee, a sheet of the committee workbook.",
        )
    queries = _queries_of_round(moderated)
    if queries:
        yield Step(
            f"Have {counted(queries, 'query', 'queries')} answered",
            "Each waits on Explanations in the workbook that goes back; academies answer there, and send it again.",
        )
    if moderated.not_checked:
        codes = {one.code for one in moderated.not_checked}
        rules = counted(len(codes), "rule was", "rules were")
        yield Step(f"Complete the settings: {rules} not checked", "What is missing stands under Rules not checked.")
    if moderated.notices:
        notes = counted(len(moderated.notices), "note")
        yield Step(f"Look at the settings: {notes} on trust.xlsx", "What was noted stands under Settings.")
    if moderated.recommendations:
        yield Step(
            "Take the committee workbook to the pay committee: "
            f"{counted(len(moderated.recommendations), 'recommendation')}",
            "It lies in the folder committee; its Summary says what there is to do.",
        )


def _queries_of_round(moderated: Moderated) -> int:
    """Open queries, but for those about people of another round alone."""
    others = {person.payroll_number for person in moderated.people if person.outcome is Outcome.OTHER_ROUND}
    queries = [one for one in moderated.findings if one.counts and one.severity is Severity.QUERY]
    return sum(not one.people or not others.issuperset(one.people) for one in queries)


def _named(names: list[str]) -> str:
    shown = ", ".join(names[:_NAMED])
    return f"{shown} and {len(names) - _NAMED} more." if len(names) > _NAMED else f"{shown}."
