"""A review suspended while a grievance is investigated, and resumed, with the dates that move (1.4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pmr_batch.model.person import IN_REVIEW, Dossier
from pmr_batch.model.terms import Outcome
from pmr_batch.rules.facts.cycle_dates import GRIEVANCE
from pmr_batch.word.letters.fields import document
from pmr_batch.word.letters.keys import LetterKey
from pmr_batch.word.letters.letter import DueLetter, Letter, LetterKind
from pmr_batch.word.letters.letter_context import LetterContext
from pmr_batch.words import day

_STAGES = ("Final review meeting", "Written report", "Pay decision")


@dataclass(frozen=True)
class MovedDate:
    """A step of the review, its date before, and its date after the suspension."""

    what: str
    was: date
    now: date


@dataclass(frozen=True)
class PlannedDate:
    """A step of the review and its date."""

    what: str
    by: date


@dataclass(frozen=True)
class Suspension(Letter):
    """The review is suspended from a day on; `grace` is the number of working days for the rest when that ends."""

    suspended_from: date | None = None
    grace: str = ""
    dates: tuple[PlannedDate, ...] = ()


@dataclass(frozen=True)
class Resumption(Letter):
    """The suspension is over, and these dates apply from now on."""

    suspended_from: date | None = None
    suspended_to: date | None = None
    grace: str = ""
    dates: tuple[MovedDate, ...] = ()


def suspension_due(dossier: Dossier, context: LetterContext) -> Iterator[DueLetter]:
    """While the review is suspended; the policy names no day."""
    staff = dossier.staff
    if dossier.review_state == Outcome.SUSPENDED and context.has_come(staff["status_from"]):
        letter = Suspension(
            **context.common_fields(dossier),
            signers=(context.manager(dossier),),
            suspended_from=staff["status_from"],
            grace=str(context.number("grievance_grace", dossier)),
            dates=tuple(PlannedDate(what, by) for what, by in _planned(dossier, context)),
        )
        since = staff["status_from"]
        yield DueLetter(letter, f"Review suspended for a grievance from {day(since)}", None, since.isoformat())


def resumption_due(dossier: Dossier, context: LetterContext) -> Iterator[DueLetter]:
    """When the suspension is over, and the person in review again; the policy names no day."""
    staff = dossier.staff
    ended = staff["status_to"]
    if dossier.review_state == IN_REVIEW and staff["status"] == GRIEVANCE and ended and ended < context.as_of:
        planned = [(what, was, context.moved(was, dossier)) for what, was in _planned(dossier, context)]
        letter = Resumption(
            **context.common_fields(dossier),
            signers=(context.manager(dossier),),
            suspended_from=staff["status_from"],
            suspended_to=ended,
            grace=str(context.number("grievance_grace", dossier)),
            dates=tuple(MovedDate(what, was, now) for what, was, now in planned if now),
        )
        known = all(now for _, _, now in planned)
        missing = () if known else (f"the term dates after {day(ended)} on Terms of trust.xlsx",)
        passed = context.passed([(what, now) for what, _, now in planned])
        over = passed if len(passed) == len(planned) else ()
        yield DueLetter(
            letter, f"Suspension for a grievance ended on {day(ended)}", None, ended.isoformat(), missing, over
        )


def _planned(dossier: Dossier, context: LetterContext) -> Iterator[tuple[str, date]]:
    """The steps of the review that have a date for the person, in order; those that were over before are not moved."""
    since = dossier.staff["status_from"]
    dated = ((what, by) for what, by in zip(_STAGES, context.dates(dossier), strict=True) if by)
    yield from ((what, by) for what, by in dated if since is None or by >= since)


_ON = date(2026, 2, 1)
SUSPENSION = LetterKind(
    LetterKey.SUSPENSION,
    "1.4",
    document(
        "Suspension of the review",
        "review_suspension.docx",
        Suspension,
        dates=(PlannedDate("[what 1]", _ON), PlannedDate("[what 2]", _ON)),
    ),
    suspension_due,
)
RESUMPTION = LetterKind(
    LetterKey.RESUMPTION,
    "1.4",
    document(
        "End of the suspension",
        "review_resumption.docx",
        Resumption,
        dates=(MovedDate("[what 1]", _ON, date(2026, 3, 1)), MovedDate("[what 2]", _ON, date(2026, 3, 2))),
    ),
    resumption_due,
)
