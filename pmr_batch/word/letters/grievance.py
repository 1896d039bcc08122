"""A review suspended while a grievance is investigated, and resumed, with the dates that move (1.4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pmr_batch.model.person import IN_REVIEW, Dossier
from pmr_batch.model.terms import Outcome
from pmr_batch.rules.facts.cycle import GRIEVANCE
from pmr_batch.word.filling.markup import Table, cell, line, repeat_rows, row, where
from pmr_batch.word.filling.styles import WIDTH
from pmr_batch.word.letters.desk import Desk
from pmr_batch.word.letters.fields import document
from pmr_batch.word.letters.frame import gap, heading, last, letter, text
from pmr_batch.word.letters.keys import Key
from pmr_batch.word.letters.letter import Due, Kind, Letter
from pmr_batch.words import day

_WHAT = 4438
_DATES = (_WHAT, (WIDTH - _WHAT) // 2, (WIDTH - _WHAT) // 2)
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


def _build_suspension() -> bytes:
    return letter(
        "Your review is suspended",
        "1.4",
        text(
            "You have raised a grievance. While it is investigated, your performance management review is suspended "
            "from {{ suspended_from }}. The suspension is temporary. It says nothing about the grievance, and does not "
            "count against you."
        ),
        where(
            "dates",
            heading("The dates that move")
            + text("While the review is suspended, nobody holds you or your reviewer to these dates:")
            + _table((_WHAT, WIDTH - _WHAT), ("What", "Was to be done by"), "d", ("what", "by")),
        ),
        text(
            "When the suspension ends you will be told so in writing, with the dates that hold from then on. There "
            "will be {{ grace }} working days for what is still to be done, or more where the date is later."
        ),
        last("If you have questions, or would like to know what support there is for you, please ask."),
    )


def _build_resumption() -> bytes:
    return letter(
        "Your review goes on",
        "1.4",
        text(
            "Your performance management review was suspended from {{ suspended_from }} to {{ suspended_to }}, while a "
            "grievance was investigated. The suspension is over, and we go on from where we stood. For what "
            "is still to be done there are {{ grace }} working days from its end, or the time until the date of the "
            "cycle where that is later."
        ),
        where(
            "dates",
            heading("The dates that hold now")
            + _table(_DATES, ("What", "Was to be done by", "Is now to be done by"), "d", ("what", "was", "now")),
        ),
        last(
            "A late date that comes of the suspension does not count against you. If you need anything so that your "
            "review can go on well, please say so."
        ),
    )


def _table(widths: tuple[int, ...], headings: tuple[str, ...], each: str, parts: tuple[str, ...]) -> str:
    made = Table(widths, "Dates of the review", "One row a date.", "column")
    heads = (cell(line("FormLabel", words), width) for words, width in zip(headings, widths, strict=True))
    cells = (
        cell(line("FormText", f"{{{{ {each}.{part} }}}}"), width) for part, width in zip(parts, widths, strict=True)
    )
    rows = repeat_rows(each, "dates", len(widths), row(*cells))
    return made(row(*heads, heading=True), rows) + gap()


def suspension_due(dossier: Dossier, desk: Desk) -> Iterator[Due]:
    """While the review is suspended; the policy names no day."""
    staff = dossier.staff
    if dossier.standing == Outcome.SUSPENDED and desk.has_come(staff["status_from"]):
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
    if dossier.standing == IN_REVIEW and staff["status"] == GRIEVANCE and ended and ended < desk.as_of:
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
        _build_suspension,
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
        _build_resumption,
        Resumption,
        dates=(Moved("[what 1]", _ON, date(2026, 3, 1)), Moved("[what 2]", _ON, date(2026, 3, 2))),
    ),
    resumption_due,
)
