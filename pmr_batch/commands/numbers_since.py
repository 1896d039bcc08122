"""What was kept and decided under a provisional payroll number, under the real one that has come since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pmr_batch.model.appeal import Appeal
from pmr_batch.model.decision import Decided
from pmr_batch.model.earlier_runs import Earlier, Kept
from pmr_batch.model.open_points import OpenPoint
from pmr_batch.model.person import Recommendation
from pmr_batch.model.returns import Return
from pmr_batch.settings.provisional_numbers import NumberedPerson, RealNumbers, real_numbers
from pmr_batch.settings.trust_settings import Settings
from pmr_batch.words import listed


def numbers_since(
    people: Iterable[Decided | Recommendation], settings: Settings, returns: Sequence[Return] = ()
) -> RealNumbers:
    """The real numbers of people who were decided on, or put before the committee, under provisional ones.

    A return that has been read with the real number knows the person by the start of the employment, too.
    """
    read = {(return_.academy or "", old): new for return_ in returns for old, new in return_.renumbered.items()}
    names = {(person.academy, person.payroll_number): person.name for person in people}
    others = [NumberedPerson(*key, name) for key, name in names.items() if key not in read]
    numbers = real_numbers(others, settings)
    return RealNumbers({**numbers.known, **read}, numbers.doubtful)


def decided_since(decided: Iterable[Decided], numbers: RealNumbers) -> list[Decided]:
    """The decisions, each under the number that the person has by now."""
    return [
        replace(decision, payroll_number=numbers.of(decision.academy, decision.payroll_number)) for decision in decided
    ]


def rows_since(rows: Iterable[Recommendation], numbers: RealNumbers) -> tuple[Recommendation, ...]:
    """Rows of Recommendations likewise."""
    return tuple(replace(row, payroll_number=numbers.of(row.academy, row.payroll_number)) for row in rows)


def appeals_since(appeals: Iterable[Appeal], numbers: RealNumbers) -> tuple[Appeal, ...]:
    """Appeals likewise."""
    return tuple(
        replace(appeal, payroll_number=numbers.of(appeal.academy, appeal.payroll_number)) for appeal in appeals
    )


def kept_since(kept: Kept, numbers: RealNumbers) -> Kept:
    """What a run kept likewise."""
    people = tuple(
        replace(person, payroll_number=numbers.of(person.academy or "", person.payroll_number))
        if person.payroll_number
        else person
        for person in kept.people
    )
    rows, settled = rows_since(kept.recommendations, numbers), rows_since(kept.settled, numbers)
    returns = tuple(replace(return_, open=_points_since(return_.open, numbers)) for return_ in kept.returns)
    points = _points_since(kept.open, numbers)
    return replace(kept, people=people, recommendations=rows, settled=settled, open=points, returns=returns)


def _points_since(points: tuple[OpenPoint, ...] | None, numbers: RealNumbers) -> tuple[OpenPoint, ...] | None:
    return points and tuple(
        replace(point, payroll_number=numbers.of(point.academy or "", point.payroll_number))
        if point.payroll_number
        else point
        for point in points
    )


def earlier_since(earlier: Earlier, settings: Settings, returns: Sequence[Return]) -> Earlier:
    """What earlier runs kept likewise."""

    def since(kept: Kept) -> Kept:
        return kept_since(kept, numbers_since((*kept.recommendations, *kept.settled), settings, returns))

    last_run = since(earlier.last_run) if earlier.last_run else None
    return replace(earlier, last_run=last_run, cycles=tuple(map(since, earlier.cycles)))


def renumbered_notices(numbers: RealNumbers, decided: Iterable[Decided]) -> Iterator[str]:
    """What of the decisions is carried over to a real number, and what to nobody, as nobody can tell to whom."""
    names = {(decision.academy, decision.payroll_number): decision.name for decision in decided}
    for (academy, old), new in numbers.known.items():
        if (academy, old) in names:
            yield f"{academy}: {names[academy, old]} was {old} and is {new} now; what was decided goes with the person"
    for (academy, old), fits in numbers.doubtful.items():
        yield (
            f"{academy}: {names[academy, old]} was decided on as {old}, and may be {listed(fits)} on the Staff list "
            "now: what was decided is nobody's until it is decided again on the right one"
        )
