"""A review suspended while a grievance is investigated, and resumed, with the dates that move (1.4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pmr_batch.model.person import IN_REVIEW, Dossier
from pmr_batch.model.terms import Outcome
from pmr_batch.rules.facts.cycle_dates import GRIEVANCE
from pmr_batch.word.letters.desk import Desk
from pmr_batch.word.letters.fields import document
from pmr_batch.word.letters.keys import Key
from pmr_batch.word.letters.letter import Due, Kind, Letter
from pmr_batch.words import day

_STAGES = ("Final review meeting", "Written report", "Pay decision")


@dataclass(frozen=True)
class Moved:
    """What is to be done by a date; and by when, now that the review was suspended."""

    what: str
    was: date
    now: date


@dataclass(frozen=True)
class Planned:
    """What was to be done by a date."""

    what: str
    by: date


@dataclass(frozen=True)
class Suspension(Letter):
    """The review is suspended from a day on; there are so many working days for the rest when that ends."""

    suspended_from: date | None = None
    grace: str = ""
    dates: tuple[Planned, ...] = ()


@dataclass(frozen=True)
class Resumption(Letter):
    """The suspension is over, and these dates hold from now on."""

    suspended_from: date | None = None
    suspended_to: date | None = None
    grace: str = ""
    dates: tuple[Moved, ...] = ()


def suspension_due(dossier: Dossier, desk: Desk) -> Iterator[Due]:
    """While the review is suspended; the policy names no day."""
    staff = dossier.staff
    if dossier.review_state == Outcome.SUSPENDED and desk.has_come(staff["status_from"]):
        made = Suspension(
            **desk.head(dossier),
            signers=(desk.manager(dossier),),
            suspended_from=staff["status_from"],
            grace=str(desk.number("grievance_grace", dossier)),
            dates=tuple(Planned(what, by) for what, by in _planned(dossier, desk)),
        )
        since = staff["status_from"]
        yield Due(made, f"Review suspended for a grievance from {day(since)}", None, since.isoformat())


def resumption_due(dossier: Dossier, desk: Desk) -> Iterator[Due]:
    """When the suspension is over, and the person in review again; the policy names no day."""
    staff = dossier.staff
    ended = staff["status_to"]
    if dossier.review_state == IN_REVIEW and staff["status"] == GRIEVANCE and ended and ended < desk.as_of:
        planned = [(what, was, desk.moved(was, dossier)) for what, was in _planned(dossier, desk)]
        made = Resumption(
            **desk.head(dossier),
            signers=(desk.manager(dossier),),
            suspended_from=staff["status_from"],
            suspended_to=ended,
            grace=str(desk.number("grievance_grace", dossier)),
            dates=tuple(Moved(what, was, now) for what, was, now in planned if now),
        )
        known = all(now for _, _, now in planned)
        lacks = () if known else (f"the term dates after {day(ended)} on Terms of trust.xlsx",)
        yield Due(made, f"Suspension for a grievance ended on {day(ended)}", None, ended.isoformat(), lacks)


def _planned(dossier: Dossier, desk: Desk) -> Iterator[tuple[str, date]]:
    """The dates of the cycle that are asked for of the person, in their order."""
    yield from ((what, by) for what, by in zip(_STAGES, desk.dates(dossier), strict=True) if by)


_ON = date(2026, 2, 1)
SUSPENSION = Kind(
    Key.SUSPENSION,
    "1.4",
    document(
        "Suspension of the review",
        "review_suspension.docx",
        Suspension,
        dates=(Planned("[what 1]", _ON), Planned("[what 2]", _ON)),
    ),
    suspension_due,
)
RESUMPTION = Kind(
    Key.RESUMPTION,
    "1.4",
    document(
        "End of the suspension",
        "review_resumption.docx",
        Resumption,
        dates=(Moved("[what 1]", _ON, date(2026, 3, 1)), Moved("[what 2]", _ON, date(2026, 3, 2))),
    ),
    resumption_due,
)
