"""The covering note: what is open and by when, without anybody's name or any detail of a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pmr_batch.model.deadlines import STEPS, Step
from pmr_batch.model.findings import Finding
from pmr_batch.model.open_points import Progress
from pmr_batch.model.terms import Round
from pmr_batch.produce.mails import confidential, mail
from pmr_batch.produce.returns.finding_words import in_words, open_counts
from pmr_batch.words import counted, day


@dataclass(frozen=True)
class ReturnFacts:
    """What stands on all that goes back to an academy: whose policy and which cycle it is about, and its reference.

    The `reference` is the same for the same rows and findings, whatever the run. `as_of` is the day up to which steps
    are counted as outstanding; None where none is: then nothing that goes back depends on the day.
    """

    trust: str
    cycle: str
    policy: str
    next_review: date
    reference: str
    as_of: date | None


@dataclass(frozen=True)
class RoundPoints:
    """The findings of an academy about people of one round, and by when they are to be settled, in words."""

    round: Round
    findings: tuple[Finding, ...]
    due: str


@dataclass(frozen=True)
class Points:
    """What an academy is told: of the round that its people are in, and apart from it of `others`.

    On so many `decided` people of its return the committee has decided. `outstanding` are the steps of its people's
    reviews that are overdue, `later` are lines on what falls due.
    """

    own: RoundPoints
    others: tuple[RoundPoints, ...] = ()
    decided: int = 0
    outstanding: tuple[Step, ...] = ()
    later: tuple[str, ...] = ()

    @property
    def due(self) -> str:
        """By when the workbook is to come back: as the first round asks in which anything is open."""
        is_open = (points.due for points in (self.own, *self.others) if any(open_counts(points.findings)))
        return next(is_open, self.own.due)

    def besides(self) -> Iterator[str]:
        """What is counted apart, and what is settled: a sentence each."""
        for points in self.others:
            if any(open_counts(points.findings)):
                yield (
                    f"Besides, {in_words(points.findings)} about people of the {points.round.value.capitalize()} "
                    f"round, {points.due}."
                )
        if self.decided:
            people = counted(self.decided, "person", "people")
            yield (
                f"The pay committee has decided on {people} of this return already; "
                "what is open about them does not change that."
            )

    def outstanding_counts(self) -> str:
        """Final review held 5, report sent 2: what is overdue, in words."""
        counts = Counter(step.what for step in self.outstanding)
        return ", ".join(f"{what.lower()} {counts[what]:,}" for what in STEPS if counts[what])


def covering_note(
    facts: ReturnFacts,
    academy: str,
    points: Points,
    workbook: str | None,
    page: str,
    progress: Progress | None = None,
    *,
    is_protected: bool = False,
) -> str:
    """The note as plain text; `workbook` is None where no file of the academy could be used.

    `progress` is what has become of the points of the run before, None where there are none to compare with.
    """
    protected = is_protected and workbook is not None
    lines = [
        f"{academy}: {facts.cycle}, {points.own.round.value.capitalize()} round",
        "",
        "Dear colleague,",
        "",
        *_body(facts, points, workbook, page, progress),
        *(["", f"{workbook} opens with the password that you have from us by another way."] if protected else []),
        "",
        "Thank you.",
        "",
        f"{facts.trust}",
        f"Reference {facts.reference}{f', as of {day(facts.as_of)}' if facts.as_of else ''}",
    ]
    return "\n".join(lines) + "\n"


def _body(facts: ReturnFacts, points: Points, workbook: str | None, page: str, progress: Progress | None) -> list[str]:
    if workbook is None:
        return [
            "Your performance management workbook came, but it could not be used.",
            f"Why, and how to mend it, stands in {page}, which goes with this note.",
            "",
            f"Please send the workbook again {points.due}.",
        ]
    checked = [
        f"Your performance management return was checked: {in_words(points.own.findings)}.",
        *([progress.line] if progress else []),
        *points.besides(),
    ]
    everything = [finding for of_round in (points.own, *points.others) for finding in of_round.findings]
    errors, queries = open_counts(everything)
    if points.outstanding:
        by = f", as of {day(facts.as_of)}" if facts.as_of else ""
        checked.append(f"Outstanding reviews and forms{by}: {points.outstanding_counts()}; whose, stands in {page}.")
    if not errors and not queries and not points.outstanding:
        nothing = "There is nothing for you to do now." if points.later else "There is nothing for you to do."
        return [*checked, f"{nothing} {workbook} is your return as it was read, to keep.", *_later(points)]
    steps = [
        f"Open {workbook}, which goes with this note. It holds everything you sent,\n"
        "   with each point marked at its cell and listed on the sheet Findings.",
        *(["Correct the errors in their cells."] if errors else []),
        *(["Correct the queries too, or answer each on the sheet Explanations."] if queries else []),
        *(
            ["Ask for the reviews and forms that are outstanding, and fill in what they say."]
            if points.outstanding
            else []
        ),
        f"Send that workbook back {points.due}.",
    ]
    return [
        *checked,
        "",
        *(f"{number}. {step}" for number, step in enumerate(steps, 1)),
        "",
        f"{page} says the same on paper, sheet by sheet and person by person.",
        *confidential("Both hold", "them"),
        *_later(points),
    ]


def _later(points: Points) -> list[str]:
    """What falls due: nothing of it is late yet."""
    return ["", "Nothing of this is late yet:", *(f"- {line}." for line in points.later)] if points.later else []


def email(cycle: str, academy: str, office: str | None, note: str) -> bytes:
    """The note as a mail."""
    return mail(f"Performance management return: {academy}, {cycle}", office, note)
