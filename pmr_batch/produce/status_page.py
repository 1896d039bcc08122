"""The status of a trust on a day, as one self-contained page without anybody's name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from pmr_batch import __version__
from pmr_batch.model.cycle_status import AcademyStatus, CycleStatus, RoundStatus, SentState, Status
from pmr_batch.model.terms import Outcome
from pmr_batch.produce.outcome_bars import BarPart, outcome_parts
from pmr_batch.produce.pages import page

_TEMPLATE = "status.html.j2"


@dataclass(frozen=True)
class Tile:
    """A number at the head of the page, what it counts, and its colour as #RRGGBB."""

    number: str
    what: str
    tone: str


@dataclass(frozen=True)
class CyclePart:
    """A cycle on the page: the outcomes of its people, and those of each academy."""

    cycle: CycleStatus
    parts: tuple[BarPart, ...]
    academies: tuple[tuple[AcademyStatus, tuple[BarPart, ...]], ...]


def status_page(status: Status) -> bytes:
    """The page as UTF-8."""
    return page(
        _TEMPLATE,
        status=status,
        tiles=tuple(_tiles(status)),
        cycles=tuple(map(_cycle, status.cycles)),
        version=__version__,
        unseen=(SentState.NEW, SentState.CHANGED, SentState.GONE),
    )


def _cycle(cycle: CycleStatus) -> CyclePart:
    people: Counter[Outcome] = Counter()
    for academy in cycle.academies:
        people.update(academy.people)
    academies = tuple((academy, outcome_parts(academy.people)) for academy in cycle.academies)
    return CyclePart(cycle, outcome_parts(people), academies)


def _tiles(status: Status) -> Iterable[Tile]:
    academies = [academy for cycle in status.cycles for academy in cycle.academies]
    rounds = [round_ for cycle in status.cycles for round_ in cycle.rounds]
    came = sum(academy.has_return for academy in academies)
    yield Tile(f"{came:,} of {len(academies):,}", "returns in", "#1f3a5f")
    yield Tile(_number(academy.late is not None for academy in academies), "returns late", "#a33a2c")
    yield Tile(f"{_people(rounds, Outcome.RETURNED):,}", "returned with errors", "#e0a030")
    yield Tile(f"{sum(round_.undecided + round_.put_off for round_ in rounds):,}", "undecided or put off", "#e0a030")
    yield Tile(f"{sum(round_.decided for round_ in rounds):,}", "decided", "#1b6b50")


def _number(truths: Iterable[bool]) -> str:
    return f"{sum(truths):,}"


def _people(rounds: Iterable[RoundStatus], outcome: Outcome) -> int:
    return sum(round_.people.get(outcome, 0) for round_ in rounds)
